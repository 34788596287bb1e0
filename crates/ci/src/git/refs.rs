//! What refs lead to, in repositories of many: a packed ref says so itself, and
//! no object is looked up for it.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice as _, ByteVec as _};
use gix::object::Kind;
use gix::refs::FullName;

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
        let loose = self.each_loose_ref(prefix, visit);
        let Some(packed) = self.0.refs.cached_packed_buffer().ok()? else {
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

    /// Visits the refs that are files of their own, and gives their names. Of
    /// many of them the system's calls are what takes time, so that each is
    /// opened, read and closed, and nothing else.
    fn each_loose_ref(&self, prefix: &str, visit: &mut dyn FnMut(&BStr, Lead)) -> HashSet<BString> {
        let mut names = HashSet::new();
        let mut folders = vec![(self.0.common_dir().join(prefix), BString::from(prefix))];
        while let Some((folder, prefix)) = folders.pop() {
            let entries = std::fs::read_dir(&folder).into_iter().flatten();
            for entry in entries.filter_map(Result::ok) {
                let mut name = prefix.clone();
                name.push_str(
                    gix::path::os_string_into_bstring(entry.file_name()).unwrap_or_default(),
                );
                let path = folder.join(entry.file_name());
                let Ok(kind) = entry.file_type() else {
                    continue;
                };
                if kind.is_dir() {
                    name.push(b'/');
                    folders.push((path, name));
                } else if (kind.is_file() || kind.is_symlink())
                    && FullName::try_from(name.as_bstr()).is_ok()
                {
                    let lead = kind.is_file().then(|| lead_in(&path)).flatten();
                    if let Some(lead) = lead.or_else(|| self.followed(name.as_bstr())) {
                        visit(name.as_bstr(), lead);
                    }
                    names.insert(name);
                }
            }
        }
        names
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

    /// Whether the file of packed refs holds what is none.
    pub(super) fn packed_refs_are_broken(&self) -> bool {
        match self.0.refs.cached_packed_buffer() {
            Err(_) => true,
            Ok(None) => false,
            Ok(Some(packed)) => packed
                .iter()
                .map_or(true, |mut refs| refs.any(|it| it.is_err())),
        }
    }

    /// Whether the file of packed refs says of every tag what it leads to, as
    /// any git of the last ten years writes it.
    fn packed_refs_are_peeled(&self) -> bool {
        let path = self.0.common_dir().join("packed-refs");
        let Ok(file) = File::open(path) else {
            return false;
        };
        let mut head = Vec::new();
        let read = BufReader::new(file.take(1024)).read_until(b'\n', &mut head);
        let head = String::from_utf8_lossy(&head);
        read.is_ok()
            && head.starts_with("# pack-refs with:")
            && head.split_whitespace().any(|word| word == "fully-peeled")
    }
}

/// The object that the file of a ref names; none of a symbolic ref.
fn lead_in(path: &Path) -> Option<Lead> {
    let mut text = [0; 64];
    let read = File::open(path).ok()?.read(&mut text).ok()?;
    let text = text.get(..read)?.trim_ascii_end();
    let id = ObjectId::from_hex(text).ok()?;
    Some(Lead { id, peeled: false })
}
