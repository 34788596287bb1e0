//! Digests of the content of files and folders.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::Ordering::Relaxed;

use ci::git::content::{Content, Item};
use tool::{Context, Progress};
use verdict::{Fault, sha256_of_bytes};

/// Digests of content, each found out once a run, when it is asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    dir: PathBuf,
    progress: Progress,
    known: RefCell<BTreeMap<Wanted, Result<Found, Lost>>>,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wanted {
    /// Files and folders, from where the tool runs.
    pub(crate) paths: Vec<String>,
    /// Those of them that don't count.
    pub(crate) excluded: Vec<String>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The digest: SHA-256 over [`Item::line`] of all that
    /// counts, sorted by path, in lower-case hexadecimal.
    Digest(String),
    /// A path in which nothing counts.
    Nothing(String),
}

/// Why there is no digest, and the path where it failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    pub(crate) path: Option<String>,
    pub(crate) fault: Fault,
}

impl From<Fault> for Lost {
    fn from(fault: Fault) -> Self {
        Self { path: None, fault }
    }
}

impl Contents {
    /// The content of where the tool runs.
    pub(crate) fn new(context: &Context) -> Self {
        Self {
            dir: context.dir.clone(),
            progress: context.progress.clone(),
            known: RefCell::default(),
        }
    }

    /// The digest of some content.
    pub(crate) fn digest(&self, wanted: &Wanted) -> Result<Found, Lost> {
        if let Some(known) = self.known.borrow().get(wanted) {
            return known.clone();
        }
        let found = self.find(wanted);
        self.known
            .borrow_mut()
            .insert(wanted.clone(), found.clone());
        found
    }

    fn find(&self, wanted: &Wanted) -> Result<Found, Lost> {
        self.progress.on(&wanted.paths.join(";"));
        let at = |path: &String| {
            let path = Some(path.clone());
            |fault| Lost { path, fault }
        };
        let mut content = Content::new(&self.dir)?;
        for path in &wanted.excluded {
            content.exclude(path).map_err(at(path))?;
        }
        for path in &wanted.paths {
            if !content.add(path).map_err(at(path))? {
                return Ok(Found::Nothing(path.clone()));
            }
        }
        self.progress.of.store(content.to_read(), Relaxed);
        let items = content.items(&self.progress.bytes)?;
        let lines: Vec<u8> = items.iter().flat_map(Item::line).collect();
        Ok(Found::Digest(sha256_of_bytes(&lines)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_found_out_once() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a"), "x").expect("written");
        let contents = Contents {
            dir: folder.path().to_owned(),
            ..Contents::default()
        };
        let wanted = |paths: &[&str]| Wanted {
            paths: paths.iter().map(|&path| path.to_owned()).collect(),
            excluded: Vec::new(),
        };
        let first = contents.digest(&wanted(&["a"]));
        // printf '100644 blob %s\ta\0' "$(printf x | git hash-object --stdin)" | sha256sum
        let expected = "bb2b6a55d0a3807003bfc75d432c0f2fbd6d40a6c33ec15218c26769caa0da8d";
        assert_eq!(first, Ok(Found::Digest(expected.to_owned())));
        std::fs::write(folder.path().join("a"), "y").expect("written");
        assert_eq!(contents.digest(&wanted(&["a"])), first);
        assert_ne!(contents.digest(&wanted(&["a", "./a"])), first);
        let lost = contents.digest(&wanted(&["a", "b"])).expect_err("no b");
        assert_eq!(lost.path.as_deref(), Some("b"));
        let empty = folder.path().join("empty");
        std::fs::create_dir(empty).expect("made");
        let nothing = Ok(Found::Nothing("empty".to_owned()));
        assert_eq!(contents.digest(&wanted(&["a", "empty"])), nothing);
    }
}
