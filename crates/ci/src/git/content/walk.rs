//! From a path to all that counts in it. Links are never followed.

use std::io::ErrorKind;
use std::path::Path;

use gix::bstr::{BStr, ByteSlice};
use gix::index::fs::Metadata;
use verdict::{Fault, cut};

use super::clean::Clean;
use super::path::{bytes, is_repository, join};
use super::record::is_dvc_file;
use super::tracked::{Absent, Entry, Tracked, below};
use super::{Content, Found, cannot_read};

/// Which files count of those that git does not track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Untracked {
    /// All: the path that was given is an ignored one, or in no repository.
    All,
    /// Those that are not ignored.
    NotIgnored,
    /// None: they are in an ignored folder.
    None,
}

impl Content {
    /// Adds a path from the root, which was given as `given`.
    pub(super) fn walk(&mut self, full: &BStr, given: &str) -> Result<(), Fault> {
        let now = Metadata::from_path_no_follow(&self.on_disk(full)).ok();
        let is_folder = now.as_ref().is_none_or(Metadata::is_dir);
        let (known, ignored) = match &mut self.tracked {
            Some(tracked) => (
                tracked.entry(full).is_some() || tracked.holds(full),
                tracked.is_ignored(full, is_folder)?,
            ),
            None => (false, false),
        };
        if !known && (ignored || now.is_none()) && self.add_record(full)? {
            return Ok(());
        }
        match &now {
            Some(now) => {
                let untracked = match ignored || self.tracked.is_none() {
                    true => Untracked::All,
                    false => Untracked::NotIgnored,
                };
                self.visit(full, now, untracked)?;
            }
            None if self.is_absent(full) => {}
            None => return Err(self.not_there(full, given)),
        }
        self.add_absent(full)?;
        self.add_locked(full, false)
    }

    fn visit(&mut self, path: &BStr, now: &Metadata, untracked: Untracked) -> Result<(), Fault> {
        if self.is_excluded(path) {
            return Ok(());
        }
        if now.is_dir() {
            return self.folder(path, untracked);
        }
        let entry = self.tracked.as_ref().and_then(|it| it.entry(path));
        let counts = match (&entry, untracked, &mut self.tracked) {
            (Some(_), ..) | (None, Untracked::All, _) => true,
            (None, Untracked::NotIgnored, Some(tracked)) => !tracked.is_ignored(path, false)?,
            (None, ..) => false,
        };
        match counts {
            true => self.file(path, now, entry.as_ref()),
            false => Ok(()),
        }
    }

    fn file(&mut self, path: &BStr, now: &Metadata, entry: Option<&Entry>) -> Result<(), Fault> {
        if now.is_symlink() {
            return self.link(path);
        }
        if !now.is_file() {
            let shown = cut(&path.to_str_lossy());
            let fault = Fault::new(format!("{shown} is neither a file nor a folder nor a link"));
            return Err(fault.help(
                "a pipe, socket or device has no content: take it away, or let git ignore it",
            ));
        }
        if let Some(text) = self.text_of_dvc_file(path, now.len())
            && self.dvc_file(path, &text)?
        {
            return Ok(());
        }
        let mode = match (&self.tracked, now.is_executable()) {
            (Some(tracked), _) => tracked.mode(entry, now),
            (None, true) => "100755",
            (None, false) => "100644",
        };
        let known = entry.zip(self.tracked.as_ref());
        if let Some(id) = known.and_then(|(entry, tracked)| tracked.unchanged(entry, now)) {
            self.know(path, mode, id.to_string());
            return Ok(());
        }
        self.changed_file(path, now, mode, entry)
    }

    fn link(&mut self, path: &BStr) -> Result<(), Fault> {
        let target = std::fs::read_link(self.on_disk(path));
        let target = target.map_err(|error| cannot_read(path, &error))?;
        let id = super::blob::id_of(self.hash(), &bytes(&target))?;
        self.know(path, "120000", id.to_string());
        Ok(())
    }

    /// Counts a file that has to be read, later on.
    fn changed_file(
        &mut self,
        path: &BStr,
        now: &Metadata,
        mode: &'static str,
        entry: Option<&Entry>,
    ) -> Result<(), Fault> {
        let clean = match &mut self.tracked {
            Some(tracked) if mode != "120000" => match tracked.clean(path) {
                Ok(clean) => clean,
                Err(fault) => {
                    let id = entry.and_then(|entry| tracked.maybe_unchanged(entry, now));
                    self.know(path, mode, id.ok_or(fault)?.to_string());
                    return Ok(());
                }
            },
            _ => Clean::Raw,
        };
        let found = Found::File {
            mode,
            size: now.len(),
            clean,
            was: entry.and_then(|entry| entry.id),
        };
        self.count(path, found);
        Ok(())
    }

    fn folder(&mut self, path: &BStr, untracked: Untracked) -> Result<(), Fault> {
        let mut inner = untracked;
        let mut holds = false;
        if let Some(tracked) = &mut self.tracked {
            if let Some(id) = tracked.submodule(path) {
                return self.repository(path, Some(id.to_string()));
            }
            holds = tracked.holds(path);
            if untracked == Untracked::NotIgnored && tracked.is_ignored(path, true)? {
                inner = Untracked::None;
            }
            if inner == Untracked::None && !holds {
                return Ok(());
            }
        }
        if !path.is_empty() && !holds && is_repository(&self.on_disk(path)) {
            return self.repository(path, None);
        }
        let entries = std::fs::read_dir(self.on_disk(path));
        for entry in entries.map_err(|error| cannot_read(path, &error))? {
            let entry = entry.map_err(|error| cannot_read(path, &error))?;
            let name = bytes(Path::new(&entry.file_name()));
            if name == ".git" {
                continue;
            }
            let at = join(path, name.as_bstr());
            let now = match Metadata::from_path_no_follow(&entry.path()) {
                Ok(now) => now,
                // It went away between two looks.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(cannot_read(at.as_bstr(), &error)),
            };
            self.visit(at.as_bstr(), &now, inner)?;
        }
        Ok(())
    }

    /// Counts a repository in this one by the commit that is checked out there,
    /// else by the one that is recorded of it.
    fn repository(&mut self, path: &BStr, recorded: Option<String>) -> Result<(), Fault> {
        let on_disk = self.on_disk(path);
        let own = is_repository(&on_disk).then(|| {
            gix::open(&on_disk)
                .ok()?
                .head_id()
                .ok()
                .map(|id| id.to_string())
        });
        let commit = own.flatten().or(recorded).ok_or_else(|| {
            let shown = cut(&path.to_str_lossy());
            Fault::new(format!("{shown} is a repository that has no commit yet"))
                .help("commit something there first, or let git ignore it")
        })?;
        self.know(path, "160000", commit);
        Ok(())
    }

    /// Whether a path is tracked and not checked out, or a folder of such.
    fn is_absent(&self, full: &BStr) -> bool {
        let tracked = self.tracked.as_ref();
        tracked.is_some_and(|tracked| tracked.absent_in(full).next().is_some())
    }

    /// Adds what is tracked and not checked out.
    fn add_absent(&mut self, full: &BStr) -> Result<(), Fault> {
        let absent: Vec<Absent> = match &self.tracked {
            Some(tracked) => tracked.absent_in(full).cloned().collect(),
            None => return Ok(()),
        };
        for Absent { path, mode, id } in absent {
            // A file that is there nevertheless counts as it is.
            let key = (path.clone(), false);
            if self.found.contains_key(&key) {
                self.counted += 1;
                continue;
            }
            if self.is_excluded(path.as_bstr()) {
                continue;
            }
            if is_dvc_file(path.as_bstr())
                && let Some(tracked) = &self.tracked
            {
                let text = Tracked::blob(tracked, id)?;
                if self.dvc_file(path.as_bstr(), &text)? {
                    continue;
                }
            }
            self.know(path.as_bstr(), mode, id.to_string());
        }
        Ok(())
    }

    /// Whether a path does not count, or is in a folder that doesn't.
    pub(super) fn is_excluded(&self, path: &BStr) -> bool {
        let is_in = |path: &BStr, folder: &BStr| path == folder || path.starts_with(&below(folder));
        let mut excluded = false;
        for it in &self.excluded {
            if is_in(path, it.path.as_bstr()) {
                it.is_met.set(true);
                excluded = true;
            }
        }
        // What is below is not looked at any more.
        let below = self
            .excluded
            .iter()
            .filter(|it| excluded && is_in(it.path.as_bstr(), path));
        below.for_each(|it| it.is_met.set(true));
        excluded
    }
}
