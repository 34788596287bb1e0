//! What a repository knows of the files in its working folder: which it tracks
//! and ignores, and which are as its index has them.

use gix::ObjectId;
use gix::bstr::{BStr, BString, ByteSlice};
use gix::hash::Kind;
use gix::index::entry::stat::Options;
use gix::index::entry::{Flags, Mode, Stage, Stat};
use gix::index::fs::Metadata;
use gix::worktree::stack::state::ignore::Source;
use verdict::{Fault, cut};

use super::clean::{Clean, Cleaning};
use super::line_ends::has_pairs;

/// A repository with a working folder.
pub(super) struct Tracked {
    repo: gix::Repository,
    index: gix::worktree::Index,
    excludes: gix_worktree::Stack,
    cleaning: Option<Cleaning>,
    stat: Options,
    /// Whether the file system knows of executable files and of links.
    executable: bool,
    links: bool,
    /// What git tracks and does not check out, sorted.
    absent: Vec<Absent>,
}

/// A file that git tracks and does not check out.
#[derive(Clone, Debug)]
pub(super) struct Absent {
    pub(super) path: BString,
    pub(super) mode: &'static str,
    pub(super) id: ObjectId,
}

/// A file as the index has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) mode: Mode,
    /// None: there are several of a merge, or none is known yet.
    pub(super) id: Option<ObjectId>,
    stat: Stat,
    assumed: bool,
}

impl Tracked {
    pub(super) fn new(repo: gix::Repository) -> Result<Self, Fault> {
        let lost = |what: &str| {
            let what = what.to_owned();
            move |error: gix::Error| {
                let why = cut(&error.to_string());
                Fault::new(format!("can't read the repository's {what}: {why}"))
            }
        };
        let index = repo.index_or_empty().map_err(lost("index"))?;
        let source = Source::WorktreeThenIdMappingIfNotSkipped;
        let excludes = repo.excludes(&index, None, source);
        let excludes = excludes.map_err(lost("excludes"))?.detach();
        let files = repo.filesystem_options().map_err(lost("settings"))?;
        let stat = repo.stat_options().map_err(lost("settings"))?;
        let absent = absent(&repo, &index)?;
        Ok(Self {
            repo,
            index,
            excludes,
            cleaning: None,
            stat,
            executable: files.executable_bit,
            links: files.symlink,
            absent,
        })
    }

    pub(super) fn hash(&self) -> Kind {
        self.repo.object_hash()
    }

    /// A file that is tracked.
    pub(super) fn entry(&self, path: &BStr) -> Option<Entry> {
        let range = self.index.entry_range(path)?;
        let merged = range.len() > 1;
        let entries = self.index.entries().get(range)?;
        let ours = entries.iter().find(|entry| entry.stage() == Stage::Ours);
        let entry = ours.or(entries.first())?;
        let unknown = merged
            || entry.stage() != Stage::Unconflicted
            || entry.flags.contains(Flags::INTENT_TO_ADD);
        Some(Entry {
            mode: entry.mode,
            id: (!unknown).then_some(entry.id),
            stat: entry.stat,
            assumed: entry.flags.contains(Flags::ASSUME_VALID),
        })
    }

    /// The submodule that is tracked at a path.
    pub(super) fn submodule(&self, path: &BStr) -> Option<ObjectId> {
        let entry = self.entry(path)?;
        entry.id.filter(|_| entry.mode.is_submodule())
    }

    /// Whether anything is tracked in a folder; of the root, whether anything is.
    pub(super) fn holds(&self, folder: &BStr) -> bool {
        let prefix = below(folder);
        self.index
            .prefixed_entries(prefix.as_bstr())
            .is_some_and(|entries| !entries.is_empty())
            || self.absent_in(folder).next().is_some()
    }

    /// What is tracked and not checked out, at a path or in that folder.
    pub(super) fn absent_in<'a>(&'a self, path: &'a BStr) -> impl Iterator<Item = &'a Absent> {
        let start = self
            .absent
            .partition_point(|absent| absent.path.as_bstr() < path);
        let prefix = below(path);
        self.absent[start..]
            .iter()
            .take_while(move |absent| absent.path.starts_with(path))
            .filter(move |absent| absent.path == path || absent.path.starts_with(&prefix))
    }

    /// Whether a path is ignored, itself or by a folder that it is in.
    pub(super) fn is_ignored(&mut self, path: &BStr, is_folder: bool) -> Result<bool, Fault> {
        if path.is_empty() {
            return Ok(false);
        }
        let mode = if is_folder { Mode::DIR } else { Mode::FILE };
        let found = self
            .excludes
            .at_entry(path, Some(mode), &self.repo.objects)
            .map_err(|error| {
                let path = cut(&path.to_str_lossy());
                Fault::new(format!("can't tell whether {path} is ignored: {error}"))
            })?;
        Ok(found.is_excluded())
    }

    /// The id of a file that is as the index has it, by its times and size.
    pub(super) fn unchanged(&self, entry: &Entry, now: &Metadata) -> Option<ObjectId> {
        if entry.assumed {
            return entry.id;
        }
        let written = self.index.timestamp();
        let is_sure = |options: Options| {
            !entry.stat.is_racy(written, options) && Self::is_same(entry, now, options)
        };
        entry
            .id
            .filter(|_| is_sure(self.exact()) || is_sure(self.stat))
    }

    /// The same of a file that may have been changed at the very time when the
    /// index was written: good enough only where nothing else can be known.
    pub(super) fn maybe_unchanged(&self, entry: &Entry, now: &Metadata) -> Option<ObjectId> {
        entry.id.filter(|_| Self::is_same(entry, now, self.exact()))
    }

    /// By parts of a second, too.
    fn exact(&self) -> Options {
        Options {
            use_nsec: true,
            check_stat: true,
            ..self.stat
        }
    }

    fn is_same(entry: &Entry, now: &Metadata, options: Options) -> bool {
        Stat::from_fs(now).is_ok_and(|now| {
            // Git marks an entry that it is unsure of by a size of 0.
            let is_sized = now.size > 0 || entry.id.is_some_and(|id| id.is_empty_blob());
            is_sized && entry.stat.matches(&now, options)
        })
    }

    /// The mode that git would record of a file or link.
    pub(super) fn mode(&self, entry: Option<&Entry>, now: &Metadata) -> &'static str {
        let was = entry.map(|entry| entry.mode);
        match () {
            () if now.is_symlink() => "120000",
            () if !self.links && was == Some(Mode::SYMLINK) => "120000",
            () if !self.executable => match was {
                Some(Mode::FILE_EXECUTABLE) => "100755",
                _ => "100644",
            },
            () if now.is_executable() => "100755",
            () => "100644",
        }
    }

    /// What becomes of a file on its way into git.
    pub(super) fn clean(&mut self, path: &BStr) -> Result<Clean, Fault> {
        let cleaning = match self.cleaning.take() {
            Some(cleaning) => cleaning,
            None => Cleaning::of(&self.repo, &self.index)?,
        };
        self.cleaning.insert(cleaning).file(&self.repo, path)
    }

    /// Whether git has a text with CRLF there: then it leaves them alone where
    /// it only guesses.
    pub(super) fn keeps_pairs(&self, id: ObjectId) -> Result<bool, Fault> {
        Ok(has_pairs(&self.blob(id)?))
    }

    /// A blob of the object database.
    pub(super) fn blob(&self, id: ObjectId) -> Result<Vec<u8>, Fault> {
        let blob = self.repo.find_blob(id).map_err(|_| {
            Fault::new(format!("can't read blob {id}"))
                .help("the clone may be a partial one: fetch all of it")
        })?;
        Ok(blob.detach().data)
    }
}

/// What a path begins with that is in a folder.
pub(super) fn below(folder: &BStr) -> BString {
    let mut prefix = BString::from(folder);
    if !prefix.is_empty() {
        prefix.push(b'/');
    }
    prefix
}

/// What the index says is not checked out, whole folders of it file by file.
fn absent(repo: &gix::Repository, index: &gix::index::File) -> Result<Vec<Absent>, Fault> {
    let mut absent = Vec::new();
    for entry in index.entries() {
        let path = entry.path(index);
        if entry.mode.is_sparse() {
            add_tree(repo, path, entry.id, &mut absent)?;
        } else if entry.flags.contains(Flags::SKIP_WORKTREE)
            && let Some(mode) = mode_of(entry.mode)
        {
            absent.push(Absent {
                path: path.to_owned(),
                mode,
                id: entry.id,
            });
        }
    }
    absent.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(absent)
}

fn add_tree(
    repo: &gix::Repository,
    folder: &BStr,
    tree: ObjectId,
    absent: &mut Vec<Absent>,
) -> Result<(), Fault> {
    let lost = || {
        Fault::new(format!(
            "can't read the folder {}, which is not checked out",
            cut(&folder.to_str_lossy())
        ))
        .help("the clone may be a partial one: fetch all of it")
    };
    let tree = repo.find_tree(tree).map_err(|_| lost())?;
    let files = tree.traverse().breadthfirst.files().map_err(|_| lost())?;
    for file in files {
        let mut path = BString::from(folder.trim_end_with(|it| it == '/'));
        path.push(b'/');
        path.extend_from_slice(&file.filepath);
        let mode = match file.mode.kind() {
            gix::objs::tree::EntryKind::Blob => "100644",
            gix::objs::tree::EntryKind::BlobExecutable => "100755",
            gix::objs::tree::EntryKind::Link => "120000",
            gix::objs::tree::EntryKind::Commit => "160000",
            gix::objs::tree::EntryKind::Tree => continue,
        };
        absent.push(Absent {
            path,
            mode,
            id: file.oid,
        });
    }
    Ok(())
}

fn mode_of(mode: Mode) -> Option<&'static str> {
    match mode {
        Mode::FILE => Some("100644"),
        Mode::FILE_EXECUTABLE => Some("100755"),
        Mode::SYMLINK => Some("120000"),
        Mode::COMMIT => Some("160000"),
        _ => None,
    }
}
