//! Where the bytes of a table come from: a file, a pipe, memory, or elsewhere.

mod packing;
mod placed;
mod watch;

use std::fs::{File, Metadata};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use remote::{Address, Object, Opened, Trouble};
use verdict::{Fault, Subject, sha256_of_bytes, sha256_of_file};

use crate::digest::sha256_of;
use crate::partition::Constants;
use packing::Broken;
pub(crate) use packing::Packing;
pub(crate) use placed::Placed;
pub use watch::Watch;
use watch::Watched;

/// Most bytes of a pipe, which can't be read twice, that are kept in memory.
/// More go to a file.
const MEMORY_LIMIT: u64 = 64 << 20;

/// Where the bytes of a table come from. All kinds can be read again.
///
/// What is compressed is told by its first bytes: its *content* is what it
/// unpacks to.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The path as it is shown, with forward slashes and without secrets.
    pub(crate) name: String,
    /// What the folders of the path say of every row.
    pub(crate) constants: Arc<Constants>,
    /// How far it is read.
    pub(crate) watch: Watch,
    /// How the file is compressed.
    pub(crate) packing: Option<Packing>,
    bytes: Origin,
    stamp: Option<Stamp>,
}

/// Size in bytes and time of the last change of a file: when they are the same
/// as before, so is the file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp(u64, Option<SystemTime>);

impl Stamp {
    fn of(file: &Metadata) -> Self {
        Self(file.len(), file.modified().ok())
    }
}

#[derive(Clone, Debug)]
enum Origin {
    File(PathBuf),
    Memory(Bytes),
    /// A file without a name, and its length in bytes.
    Spooled(Arc<File>, u64),
    /// What is not on this disk.
    Remote(Object),
}

impl Source {
    /// A file; `-` is standard input. Standard input and other pipes are kept
    /// in memory up to 64 MiB, and beyond in a file without a name in the
    /// system's folder of temporary files.
    pub(crate) fn open(path: &Path) -> Result<Self, Fault> {
        let unreadable = |error: io::Error| Fault::io("read", path, &error);
        if path == Path::new("-") {
            return Self::drain("<stdin>", &mut io::stdin().lock(), MEMORY_LIMIT);
        }
        if let Some(address) = Address::of(path) {
            return Self::elsewhere(&address);
        }
        let name = path.to_string_lossy();
        // Elsewhere a name may hold the separator of other systems.
        let name = name.replace(std::path::MAIN_SEPARATOR, "/");
        let kind = std::fs::metadata(path).map_err(unreadable)?;
        if kind.is_dir() {
            return Err(
                Fault::new(format!("{name} is a folder, not a table")).help(format!(
                    "name the files in it, for example `{name}/*.parquet`"
                )),
            );
        }
        let mut file = File::open(path).map_err(unreadable)?;
        if !kind.is_file() {
            return Self::drain(&name, &mut file, MEMORY_LIMIT);
        }
        Self::new(&name, Origin::File(path.to_owned()), Some(Stamp::of(&kind)))
    }

    /// What is not on this disk: a range of its bytes at a time, or all of it
    /// at once where its server knows no ranges.
    fn elsewhere(address: &Address) -> Result<Self, Fault> {
        match remote::open(address)? {
            Opened::Ranges(object) => Self::new(&address.shown(), Origin::Remote(object), None),
            Opened::Whole(mut whole) => Self::drain(&address.shown(), &mut whole, MEMORY_LIMIT),
        }
    }

    /// Bytes that are in memory already.
    pub(crate) fn memory(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            name: name.to_owned(),
            constants: Arc::default(),
            watch: Watch::default(),
            packing: Packing::of(&bytes),
            bytes: Origin::Memory(bytes.into()),
            stamp: None,
        }
    }

    fn new(name: &str, bytes: Origin, stamp: Option<Stamp>) -> Result<Self, Fault> {
        let mut source = Self {
            name: name.to_owned(),
            constants: Arc::default(),
            watch: Watch::default(),
            packing: None,
            bytes,
            stamp,
        };
        source.packing = Packing::of(&source.head(4)?);
        Ok(source)
    }

    /// What a pipe gives: so many bytes in memory, or all in a file.
    fn drain(name: &str, pipe: &mut dyn Read, most: u64) -> Result<Self, Fault> {
        let unreadable = |error: io::Error| fault_of(name, &error);
        let mut bytes = Vec::new();
        let read = Read::take(&mut *pipe, most + 1).read_to_end(&mut bytes);
        read.map_err(unreadable)?;
        if bytes.len() as u64 <= most {
            return Ok(Self::memory(name, bytes));
        }
        let spool = |pipe: &mut dyn Read| {
            let mut file = tempfile::tempfile()?;
            file.write_all(&bytes)?;
            let more = io::copy(pipe, &mut file)?;
            Ok(Origin::Spooled(Arc::new(file), bytes.len() as u64 + more))
        };
        let spooled = spool(pipe).map_err(|error: io::Error| {
            if let Some(trouble) = Trouble::within(&error) {
                return trouble.fault();
            }
            let message = format!("can't keep what {name} gives in a temporary file: {error}");
            Fault::new(message).help("write it to a file and name that instead")
        });
        Self::new(name, spooled?, None)
    }

    /// Fails when the file is not the one that was opened. What is elsewhere
    /// says so while it is read.
    pub(crate) fn check_unchanged(&self) -> Result<(), Fault> {
        let Origin::File(path) = &self.bytes else {
            return Ok(());
        };
        let now = std::fs::metadata(path).map_err(|error| self.unreadable(&error))?;
        if self.stamp == Some(Stamp::of(&now)) {
            return Ok(());
        }
        let message = format!("{} changed while it was read", self.name);
        Err(Fault::new(message).help("run the gate when what writes the table is done"))
    }

    /// The name and SHA-256 of the file as it is, compressed or not.
    pub(crate) fn subject(&self) -> Result<Subject, Fault> {
        let digest = match &self.bytes {
            Origin::File(path) => sha256_of_file(path),
            Origin::Memory(bytes) => Ok(sha256_of_bytes(bytes)),
            Origin::Spooled(file, _) => sha256_of(&mut Placed::new(file, 0)),
            Origin::Remote(object) => sha256_of(&mut object.stream(0)),
        };
        let digest = digest.map_err(|error| self.unreadable(&error))?;
        Ok(Subject::new(&*self.name, digest))
    }

    /// The fault of an error on the way.
    pub(crate) fn unreadable(&self, error: &io::Error) -> Fault {
        let broken = error.get_ref().and_then(|error| error.downcast_ref());
        match broken {
            Some(broken @ Broken { .. }) => {
                Fault::new(format!("{}: {broken}", self.name)).help(broken.help())
            }
            None => fault_of(&self.name, error),
        }
    }

    /// The whole content, for one who reads large pieces.
    pub(crate) fn stream(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        self.unpacked(self.file_from(0)?)
    }

    /// The whole content, for the one who reads on behalf of those who watch.
    pub(crate) fn watched_stream(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        self.watch.begin(self.size().unwrap_or_default());
        self.unpacked(Box::new(Watched {
            inner: self.file_from(0)?,
            watch: self.watch.clone(),
        }))
    }

    fn unpacked<'a>(
        &self,
        file: Box<dyn Read + Send + 'a>,
    ) -> io::Result<Box<dyn Read + Send + 'a>> {
        Ok(match self.packing {
            None => file,
            Some(packing) => Box::new(packing.unpack(file)?),
        })
    }

    /// The file, compressed or not, from a byte on.
    fn file_from(&self, byte: u64) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(match &self.bytes {
            Origin::File(path) => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(byte))?;
                Box::new(file)
            }
            Origin::Memory(bytes) => {
                let mut cursor = Cursor::new(&bytes[..]);
                cursor.set_position(byte);
                Box::new(cursor)
            }
            Origin::Spooled(file, _) => Box::new(Placed::new(file, byte)),
            Origin::Remote(object) => object.stream(byte),
        })
    }

    /// The first bytes of the content, at most so many.
    pub(crate) fn head(&self, count: u64) -> Result<Vec<u8>, Fault> {
        self.piece(0, count)
            .map_err(|error| self.unreadable(&error))
    }

    /// At most so many bytes of the content from a byte on. What comes before
    /// is unpacked again: this is for the head, and for faults.
    pub(crate) fn piece(&self, byte: u64, count: u64) -> io::Result<Vec<u8>> {
        if let (Origin::Remote(object), None) = (&self.bytes, self.packing) {
            return Ok(object.read(byte..byte.saturating_add(count))?.into());
        }
        let mut piece = Vec::new();
        let mut content = if self.packing.is_none() {
            self.file_from(byte)?
        } else {
            let mut content = self.stream()?;
            io::copy(&mut content.by_ref().take(byte), &mut io::sink())?;
            content
        };
        content.by_ref().take(count).read_to_end(&mut piece)?;
        Ok(piece)
    }

    /// How many bytes the file has.
    pub(crate) fn size(&self) -> io::Result<u64> {
        match &self.bytes {
            Origin::File(path) => Ok(std::fs::metadata(path)?.len()),
            Origin::Memory(bytes) => Ok(bytes.len() as u64),
            Origin::Spooled(_, length) => Ok(*length),
            Origin::Remote(object) => Ok(object.size()),
        }
    }

    /// The file for a reader that jumps about in it.
    pub(crate) fn random_access(&self) -> io::Result<RandomAccess> {
        Ok(match &self.bytes {
            Origin::File(path) => RandomAccess::File(Arc::new(File::open(path)?)),
            Origin::Memory(bytes) => RandomAccess::Memory(bytes.clone()),
            Origin::Spooled(file, _) => RandomAccess::File(Arc::clone(file)),
            Origin::Remote(object) => RandomAccess::Remote(object.clone()),
        })
    }
}

/// The content for a reader that jumps about in it.
#[derive(Clone)]
pub(crate) enum RandomAccess {
    File(Arc<File>),
    Memory(Bytes),
    Remote(Object),
}

/// The fault of an error on the way to a file.
fn fault_of(name: &str, error: &io::Error) -> Fault {
    match Trouble::within(error) {
        Some(trouble) => trouble.fault(),
        None => Fault::io("read", Path::new(name), error),
    }
}

/// Reads until a buffer is full or there is no more, and says how much there
/// was; with an error, how much came before it.
pub(crate) fn fill(input: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, (usize, io::Error)> {
    let mut count = 0;
    while count < buffer.len() {
        match input.read(&mut buffer[count..]) {
            Ok(0) => break,
            Ok(read) => count += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err((count, error)),
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests;
