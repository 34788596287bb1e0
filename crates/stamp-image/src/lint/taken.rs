//! What one entry makes of all refs.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use verdict::{Fault, cut};

use crate::change::Change;
use crate::stamp::Request;
use crate::tags::entry::Entry;
use crate::tags::line::Line;
use crate::tags::make::Maker;
use crate::trial::{End, LIMIT, Trial, Tried};

/// What one entry makes of all refs that it goes by.
pub(crate) struct Taken<'a> {
    pub(crate) entry: &'a Entry,
    /// The refs that it goes by, in their full form.
    pub(crate) refs: Arc<Vec<String>>,
    pub(crate) tried: Tried<Found>,
}

/// What an entry makes of one ref.
pub(crate) struct Found {
    /// Its image tag, if there is one.
    pub(crate) tag: Option<String>,
    /// Whether `enable` is why there is none.
    is_off: bool,
    /// Whether the tag is another one at another commit.
    names_the_commit: bool,
    line: Option<Line>,
}

/// Two refs that come to one image tag, and how many there are in all.
pub(crate) struct Collision<'a> {
    pub(crate) tag: &'a str,
    pub(crate) first: &'a str,
    pub(crate) other: &'a str,
    pub(crate) refs: usize,
}

impl<'a> Taken<'a> {
    /// Tries an entry on refs.
    pub(crate) fn by(
        entry: &'a Entry,
        refs: &Arc<Vec<String>>,
        request: &Request,
        change: &Change,
    ) -> Self {
        let parts = OnceCell::new();
        let look = move |maker: &Maker<'_>, entry: &Entry| {
            let parts = parts.get_or_init(|| maker.parts(entry));
            let parts = *parts.as_ref().map_err(Fault::clone)?;
            let made = maker.make(entry)?;
            Ok(Found {
                is_off: made.is_off(),
                names_the_commit: maker.names_the_commit(entry, &made)?,
                line: match made.name() {
                    Some(_) => maker.line(entry, parts)?,
                    None => None,
                },
                tag: made.name().map(str::to_owned),
            })
        };
        Self {
            entry,
            refs: Arc::clone(refs),
            tried: Trial::new(request, change, entry).on(refs, LIMIT, look),
        }
    }

    /// The entry as checks name it: two of one text have two names.
    pub(crate) fn target(&self, request: &Request, seen: &mut BTreeSet<String>) -> String {
        let text = cut(&self.entry.item.text);
        match seen.insert(text.clone()) {
            true => text,
            false => format!("{text} (line {})", request.block.line(&self.entry.item)),
        }
    }

    /// Each ref that it takes, with the image tag.
    pub(crate) fn tags(&self) -> impl Iterator<Item = (&str, &str)> {
        let found = self.refs.iter().zip(&self.tried.found);
        found.filter_map(|(name, found)| Some((name.as_str(), found.tag.as_deref()?)))
    }

    /// Each ref that it takes to an image tag that does not name the commit, with
    /// its line.
    pub(crate) fn fixed(&self) -> impl Iterator<Item = (&str, &str, &Line)> {
        let found = self.refs.iter().zip(&self.tried.found);
        let found = found.filter(|(_, found)| !found.names_the_commit);
        found.filter_map(|(name, found)| {
            let (tag, line) = found.tag.as_deref().zip(found.line.as_ref())?;
            Some((name.as_str(), tag, line))
        })
    }

    /// Whether each image tag of it names its commit.
    pub(crate) fn names_the_commit(&self) -> bool {
        let mut made = self.tried.found.iter().filter(|found| found.tag.is_some());
        made.all(|found| found.names_the_commit)
    }

    /// Whether it is switched off for all refs that it would take.
    pub(crate) fn is_off(&self) -> bool {
        self.tags().next().is_none() && self.tried.found.iter().any(|found| found.is_off)
    }

    /// The ref that it could not get over.
    pub(crate) fn stopped_at(&self) -> Option<&str> {
        let stopped = !matches!(self.tried.end, End::Done);
        let at = self.refs.get(self.tried.found.len()).filter(|_| stopped);
        at.map(String::as_str)
    }

    /// Where refs of different lines come to one image tag, in the order of the
    /// tags.
    pub(crate) fn collisions(&self) -> Vec<Collision<'_>> {
        let mut by_tag: BTreeMap<&str, Vec<(&str, &Line)>> = BTreeMap::new();
        for (name, tag, line) in self.fixed() {
            by_tag.entry(tag).or_default().push((name, line));
        }
        let collided = by_tag.into_iter().filter_map(|(tag, refs)| {
            let (first, line) = *refs.first()?;
            let (other, _) = *refs.iter().find(|(_, other)| *other != line)?;
            let refs = refs.len();
            Some(Collision {
                tag,
                first,
                other,
                refs,
            })
        });
        collided.collect()
    }
}
