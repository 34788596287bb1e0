//! The ids that git would give to files, read as streams.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use gix::ObjectId;
use gix::hash::Kind;
use verdict::Fault;

use super::clean::Clean;
use super::line_ends::{Counts, Joined};
use crate::git::lfs;

/// Bytes that are read at once.
const CHUNK: usize = 1 << 16;

/// Most threads that read files.
const THREADS: usize = 8;

/// A file to read.
#[derive(Debug)]
pub(super) struct Task<'a> {
    /// Where it is.
    pub(super) path: &'a Path,
    /// Its size in bytes when it was looked at.
    pub(super) size: u64,
    /// What becomes of it on its way into git.
    pub(super) clean: &'a Clean,
    /// The id that git has of it, of before.
    pub(super) was: Option<ObjectId>,
}

/// The ids of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ids {
    /// That of its bytes.
    pub(super) raw: ObjectId,
    /// That of what git would keep of them.
    pub(super) clean: ObjectId,
}

/// The ids of files, in their order; read by as many threads as there are
/// cores. `read` counts bytes. Fails with the place of the one that can't be read.
pub(super) fn ids(
    tasks: &[Task],
    kind: Kind,
    read: &AtomicU64,
) -> Result<Vec<Ids>, (usize, io::Error)> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = cores.min(THREADS).min(tasks.len());
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found = Vec::new();
        while let Some((at, task)) = {
            let at = next.fetch_add(1, Relaxed);
            tasks.get(at).map(|task| (at, task))
        } {
            let ids = task.ids(kind, read);
            let failed = ids.is_err();
            found.push((at, ids));
            if failed {
                next.store(tasks.len(), Relaxed);
            }
        }
        found
    };
    let mut found = match threads {
        0 | 1 => work(),
        _ => std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut found = work();
            for other in others {
                found.extend(other.join().unwrap_or_default());
            }
            found
        }),
    };
    found.sort_by_key(|(at, _)| *at);
    let ids = found
        .into_iter()
        .map(|(at, ids)| ids.map_err(|error| (at, error)));
    let ids: Vec<Ids> = ids.collect::<Result<_, _>>()?;
    match ids.len() == tasks.len() {
        true => Ok(ids),
        false => Err((ids.len(), io::Error::other("nobody read it"))),
    }
}

impl Task<'_> {
    fn ids(&self, kind: Kind, read: &AtomicU64) -> io::Result<Ids> {
        match self.clean {
            Clean::Raw => self.raw(kind, read).map(same),
            Clean::Lfs => self.lfs(kind, read),
            Clean::Text => self.lines(kind, read, false),
            Clean::AutoText => self.lines(kind, read, true),
        }
    }

    fn raw(&self, kind: Kind, read: &AtomicU64) -> io::Result<ObjectId> {
        let mut blob = Blob::new(kind, self.size);
        self.each_chunk(read, |chunk| blob.update(chunk))?;
        blob.id()
    }

    /// The id of the pointer, unless the file is one, or is in git as it is.
    /// Of nothing there is no pointer.
    fn lfs(&self, kind: Kind, read: &AtomicU64) -> io::Result<Ids> {
        if self.size < lfs::LONGEST {
            let bytes = std::fs::read(self.path)?;
            if bytes.is_empty() || lfs::digest(&bytes).is_some() {
                return self.raw(kind, read).map(same);
            }
        }
        let raw = self.raw(kind, read)?;
        if self.was == Some(raw) {
            return Ok(same(raw));
        }
        let sha256 = verdict::sha256_of_file(self.path)?;
        let pointer = lfs::pointer(&sha256, self.size);
        let mut blob = Blob::new(kind, pointer.len() as u64);
        blob.update(pointer.as_bytes());
        let clean = blob.id()?;
        Ok(Ids { raw, clean })
    }

    /// The id with line ends as git keeps them; where it has to guess, only of
    /// what is no binary.
    fn lines(&self, kind: Kind, read: &AtomicU64, guess: bool) -> io::Result<Ids> {
        let mut counts = Counts::default();
        let mut blob = Blob::new(kind, self.size);
        self.each_chunk(read, |chunk| {
            counts.add(chunk);
            blob.update(chunk);
        })?;
        let raw = blob.id()?;
        counts.end();
        if counts.pairs == 0 || (guess && counts.is_binary()) {
            return Ok(same(raw));
        }
        let mut blob = Blob::new(kind, self.size - counts.pairs);
        let mut joined = Joined::default();
        self.each_chunk(&AtomicU64::new(0), |chunk| {
            blob.update(&joined.chunk(chunk));
        })?;
        blob.update(joined.end());
        let clean = blob.id()?;
        Ok(Ids { raw, clean })
    }

    fn each_chunk(&self, read: &AtomicU64, mut each: impl FnMut(&[u8])) -> io::Result<()> {
        let mut file = File::open(self.path)?;
        let mut chunk = vec![0; CHUNK];
        loop {
            match file.read(&mut chunk) {
                Ok(0) => return Ok(()),
                Ok(length) => {
                    each(&chunk[..length]);
                    read.fetch_add(length as u64, Relaxed);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

const fn same(raw: ObjectId) -> Ids {
    Ids { raw, clean: raw }
}

/// A blob whose size is known before its bytes.
struct Blob {
    hasher: gix::hash::Hasher,
    left: Option<u64>,
}

impl Blob {
    fn new(kind: Kind, size: u64) -> Self {
        let mut hasher = gix::hash::hasher(kind);
        hasher.update(&gix::objs::encode::loose_header(
            gix::objs::Kind::Blob,
            size,
        ));
        Self {
            hasher,
            left: Some(size),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.left = self
            .left
            .and_then(|left| left.checked_sub(bytes.len() as u64));
    }

    fn id(self) -> io::Result<ObjectId> {
        match self.left {
            Some(0) => self.hasher.try_finalize().map_err(io::Error::other),
            _ => Err(io::Error::other("it changed while it was read")),
        }
    }
}

/// The id of a blob that is at hand.
pub(super) fn id_of(kind: Kind, bytes: &[u8]) -> Result<ObjectId, Fault> {
    let mut blob = Blob::new(kind, bytes.len() as u64);
    blob.update(bytes);
    blob.id()
        .map_err(|error| Fault::new(format!("can't tell a digest: {error}")))
}
