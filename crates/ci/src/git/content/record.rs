//! What DVC recorded of data that git does not keep.

use std::io::Read as _;
use std::path::{Component, Path};

use gix::bstr::{BStr, BString, ByteSlice};
use gix::index::fs::Metadata;
use verdict::{Fault, cut};

use super::tracked::below;
use super::{Content, Found, path};
use crate::git::dvc::{self, Record};

/// Longest `.dvc` file and longest `dvc.lock`, in bytes.
const LONGEST: u64 = 1 << 20;
const LONGEST_LOCK: u64 = 1 << 25;

impl Content {
    /// Counts the outputs of a `.dvc` file for it. Not so: it names no digests,
    /// so that it counts as any file.
    pub(super) fn dvc_file(&mut self, at: &BStr, text: &[u8]) -> Result<bool, Fault> {
        let Some(records) = dvc::of_file(text) else {
            return Ok(false);
        };
        let folder = parent(at);
        for record in records {
            let path = path_of(folder, &record);
            self.know_record(path, &record)?;
        }
        Ok(true)
    }

    /// The text of a `.dvc` file; none where it can't be one.
    pub(super) fn text_of_dvc_file(&self, at: &BStr, size: u64) -> Option<Vec<u8>> {
        if !is_dvc_file(at) || size > LONGEST {
            return None;
        }
        read(&self.on_disk(at), LONGEST)
    }

    /// Counts what DVC recorded of a path that git has not, or of a folder that
    /// it is in. Says whether there is such a record.
    pub(super) fn add_record(&mut self, full: &BStr) -> Result<bool, Fault> {
        let mut at = full;
        while !at.is_empty() {
            let mut file = at.to_owned();
            file.extend_from_slice(b".dvc");
            let on_disk = self.on_disk(file.as_bstr());
            if std::fs::symlink_metadata(&on_disk).is_ok_and(|found| found.is_file()) {
                let text = read(&on_disk, LONGEST).unwrap_or_default();
                return match self.dvc_file(file.as_bstr(), &text)? {
                    true => Ok(true),
                    false => Err(Fault::new(format!(
                        "{} names no digest of its data",
                        cut(&file.to_str_lossy())
                    ))
                    .help("let DVC write it: `dvc add`, or `dvc commit`")),
                };
            }
            at = parent(at);
        }
        let before = self.counted;
        self.add_locked(full, true)?;
        Ok(self.counted > before)
    }

    /// Counts the outputs in the `dvc.lock` files up the tree that are at a
    /// path or in that folder; with `around` also of a folder that it is in.
    pub(super) fn add_locked(&mut self, full: &BStr, around: bool) -> Result<(), Fault> {
        let mut folder = full;
        loop {
            self.read_lock(folder)?;
            if folder.is_empty() {
                break;
            }
            folder = parent(folder);
        }
        let records = self.locks.values().flatten();
        let near = records.filter(|(path, _)| {
            is_in(path.as_bstr(), full) || (around && is_in(full, path.as_bstr()))
        });
        let known: Vec<(BString, Record)> = near.cloned().collect();
        for (path, record) in known {
            if !self.is_for_git(path.as_bstr())? {
                self.know_record(path, &record)?;
            }
        }
        Ok(())
    }

    /// Whether git has a path, or would have it.
    fn is_for_git(&mut self, path: &BStr) -> Result<bool, Fault> {
        let now = Metadata::from_path_no_follow(&self.on_disk(path)).ok();
        let Some(tracked) = &mut self.tracked else {
            return Ok(now.is_some());
        };
        if tracked.entry(path).is_some() || tracked.holds(path) {
            return Ok(true);
        }
        match now {
            Some(now) => tracked
                .is_ignored(path, now.is_dir())
                .map(|ignored| !ignored),
            None => Ok(false),
        }
    }

    fn read_lock(&mut self, folder: &BStr) -> Result<(), Fault> {
        if self.locks.contains_key(folder) {
            return Ok(());
        }
        let file = path::join(folder, "dvc.lock".into());
        let records = match read(&self.on_disk(file.as_bstr()), LONGEST_LOCK) {
            Some(text) => dvc::of_lock(&text).map_err(|fault| Fault {
                message: format!("{}: {}", cut(&file.to_str_lossy()), fault.message),
                ..fault
            })?,
            None => Vec::new(),
        };
        let placed = records
            .into_iter()
            .map(|record| (path_of(folder, &record), record));
        self.locks.insert(folder.to_owned(), placed.collect());
        Ok(())
    }

    fn know_record(&mut self, path: BString, record: &Record) -> Result<(), Fault> {
        if self.is_excluded(path.as_bstr()) {
            return Ok(());
        }
        let found = Found::Known {
            mode: record.mode(),
            kind: record.kind.clone(),
            digest: record.digest.clone(),
        };
        self.counted += 1;
        let shown = cut(&path.to_str_lossy());
        match self.found.insert((path, true), found) {
            Some(Found::Known { kind, digest, .. })
                if (&kind, &digest) != (&record.kind, &record.digest) =>
            {
                let fault = Fault::new(format!("DVC has two records of {shown}, which differ"));
                Err(fault.help("take one away: two `.dvc` files, or one and a `dvc.lock`, name the path; or take it out by `exclude`"))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a path is a file of DVC, by its name.
pub(super) fn is_dvc_file(path: &BStr) -> bool {
    let name = path
        .rsplit_once_str("/")
        .map_or(path, |(_, name)| name.as_bstr());
    name.len() > 4 && name.ends_with(b".dvc")
}

/// Whether a path is another one, or in that folder.
fn is_in(path: &BStr, folder: &BStr) -> bool {
    path == folder || path.starts_with(&below(folder))
}

fn parent(path: &BStr) -> &BStr {
    path.rsplit_once_str("/")
        .map_or(BStr::new(""), |(folder, _)| folder.as_bstr())
}

/// The path of an output that is recorded in a folder, from the root. One that leads elsewhere
/// stays as it is.
fn path_of(folder: &BStr, record: &Record) -> BString {
    let told = record.path.as_str();
    let mut parts: Vec<BString> = Vec::new();
    let above = folder.split_str("/").filter(|part| !part.is_empty());
    parts.extend(above.map(BString::from));
    for part in Path::new(told).components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) => parts.push(path::bytes(Path::new(name))),
            Component::ParentDir if parts.pop().is_some() => {}
            _ => return told.into(),
        }
    }
    gix::bstr::join("/", parts).into()
}

/// A file of at most so many bytes; none where it is not there, or is no file.
fn read(path: &Path, longest: u64) -> Option<Vec<u8>> {
    let is_file = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    if !is_file {
        return None;
    }
    let mut text = Vec::new();
    let file = std::fs::File::open(path).ok()?;
    file.take(longest + 1).read_to_end(&mut text).ok()?;
    (text.len() as u64 <= longest).then_some(text)
}
