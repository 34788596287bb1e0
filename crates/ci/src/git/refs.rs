//! What refs lead to, in repositories of many: a packed ref says so itself, and
//! no object is looked up for it.

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};

use gix::ObjectId;
use gix::bstr::{BStr, BString};
use gix::object::Kind;
use gix::refs::TargetRef;

use super::Git;

/// What a ref leads to.
#[derive(Clone, Copy)]
pub(super) struct Lead {
    /// An object, which may be an annotated tag.
    id: ObjectId,
    /// Whether it is known to be none.
    peeled: bool,
}

impl Git {
    /// Full names of the refs of a kind (`refs/tags/`, …) that lead to a
    /// commit, sorted.
    #[must_use]
    pub fn refs_at(&self, prefix: &str, commit: &str) -> Vec<String> {
        let Ok(commit) = ObjectId::from_hex(commit.as_bytes()) else {
            return Vec::new();
        };
        let mut names = Vec::new();
        self.each_ref(prefix, &mut |name, lead| {
            let leads_there = lead.id == commit
                || !lead.peeled && self.peeled(lead).is_some_and(|id| id == commit);
            if leads_there {
                names.push(name.to_string());
            }
        });
        names.sort();
        names
    }

    /// Visits the refs of a kind, in no order. Those that can't be read are
    /// left out.
    pub(super) fn each_ref(&self, prefix: &str, visit: &mut dyn FnMut(&BStr, Lead)) -> Option<()> {
        let store = &self.0.refs;
        let mut loose = HashSet::new();
        let files = store.iter_prefixed_packed(prefix.as_bytes().try_into().ok()?, None);
        for reference in files.ok()?.filter_map(Result::ok) {
            let name = reference.name.as_bstr();
            let lead = match reference.target.to_ref() {
                TargetRef::Object(id) => Some(Lead {
                    id: id.to_owned(),
                    peeled: false,
                }),
                TargetRef::Symbolic(_) => self.followed(name),
            };
            if let Some(lead) = lead {
                visit(name, lead);
            }
            loose.insert(BString::from(name));
        }
        let Some(packed) = store.cached_packed_buffer().ok()? else {
            return Some(());
        };
        let all_peeled = self.packed_refs_are_peeled();
        let packed = packed.iter_prefixed(prefix.into()).ok()?;
        for reference in packed.filter_map(Result::ok) {
            let name = reference.name.as_bstr();
            if !loose.contains(name) {
                let peeled = all_peeled || reference.object.is_some();
                let id = reference.object();
                visit(name, Lead { id, peeled });
            }
        }
        Some(())
    }

    /// The first object behind annotated tags; none where it is not there.
    pub(super) fn peeled(&self, lead: Lead) -> Option<ObjectId> {
        if lead.peeled || self.0.find_header(lead.id).ok()?.kind() != Kind::Tag {
            return Some(lead.id);
        }
        let tag = self.0.find_object(lead.id).ok()?;
        Some(tag.peel_tags_to_end().ok()?.id)
    }

    /// What a symbolic ref leads to.
    fn followed(&self, name: &BStr) -> Option<Lead> {
        let id = self.0.find_reference(name).ok()?.peel_to_id().ok()?;
        Some(Lead {
            id: id.detach(),
            peeled: true,
        })
    }

    /// Whether the file of packed refs says of every tag what it leads to, as
    /// any git of the last ten years writes it.
    fn packed_refs_are_peeled(&self) -> bool {
        let path = self.0.common_dir().join("packed-refs");
        let Ok(file) = std::fs::File::open(path) else {
            return false;
        };
        let mut head = Vec::new();
        let limited = std::io::Read::take(file, 1024);
        let read = BufReader::new(limited).read_until(b'\n', &mut head);
        let head = String::from_utf8_lossy(&head);
        read.is_ok()
            && head.starts_with("# pack-refs with:")
            && head.split_whitespace().any(|word| word == "fully-peeled")
    }
}
