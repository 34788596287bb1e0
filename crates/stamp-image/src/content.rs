//! Digests of the content of files and folders.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ci::git::content::{Content, Item};
use tool::{Context, Progress};
use verdict::{Check, Fault, Severity, cut, sha256_of_bytes};

/// What came of each that was asked for.
type Known = BTreeMap<Wanted, Result<Found, Lost>>;

/// Digests of content, each found out once a run, when it is asked for: by one
/// change or its clones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    dir: PathBuf,
    progress: Progress,
    known: Arc<Mutex<Known>>,
    /// Paths of `exclude` that took nothing out.
    idle: Arc<Mutex<BTreeSet<String>>>,
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
            known: Arc::default(),
            idle: Arc::default(),
        }
    }

    /// The digest of some content.
    pub(crate) fn digest(&self, wanted: &Wanted) -> Result<Found, Lost> {
        if let Some(known) = locked(&self.known).get(wanted) {
            return known.clone();
        }
        let found = self.find(wanted);
        locked(&self.known).insert(wanted.clone(), found.clone());
        found
    }

    /// What there is to say of what was asked for.
    pub(crate) fn remarks(&self) -> Vec<Check> {
        let idle = locked(&self.idle);
        let say = |path: &String| {
            let check = Check::pass("exclude", "every `exclude` takes something out");
            let check = check.on(cut(path)).severity(Severity::Warning);
            check
                .broken("it takes nothing out of the content")
                .help("correct the path, which counts from where the tool runs, or take it away")
        };
        idle.iter().map(say).collect()
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
        locked(&self.idle).extend(content.idle().map(str::to_owned));
        self.progress.of.store(content.to_read(), Relaxed);
        let items = content.items(&self.progress.bytes)?;
        let lines: Vec<u8> = items.iter().flat_map(Item::line).collect();
        Ok(Found::Digest(sha256_of_bytes(&lines)))
    }
}

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
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
        let first = contents.clone().digest(&wanted(&["a"]));
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

    #[test]
    fn an_exclude_that_takes_nothing_out_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["a", "b"] {
            std::fs::write(folder.path().join(name), "x").expect("written");
        }
        let contents = Contents {
            dir: folder.path().to_owned(),
            ..Contents::default()
        };
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let wanted = Wanted {
            paths: names(&["."]),
            excluded: names(&["a", "./typo"]),
        };
        assert!(contents.digest(&wanted).is_ok());
        let remarks = contents.remarks();
        let targets: Vec<_> = remarks.iter().map(|it| it.target.as_deref()).collect();
        assert_eq!(targets, [Some("./typo")]);
        assert_eq!(remarks[0].outcome, verdict::Outcome::Warn);
    }
}
