//! Where the bytes of a table come from: a file, or memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use verdict::{Fault, Subject, sha256_of_bytes, sha256_of_file};

/// Most bytes that are taken from a pipe, which can't be read twice.
const PIPE_LIMIT: u64 = 64 << 20;

/// Where the bytes of a table come from. Both kinds can be read again.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// The path as it is shown, with forward slashes.
    pub(crate) name: String,
    bytes: Origin,
}

#[derive(Clone, Debug)]
enum Origin {
    File(PathBuf),
    Memory(Bytes),
}

impl Source {
    /// A file; `-` is standard input. Standard input and other pipes are read
    /// into memory, up to 64 MiB.
    pub(crate) fn open(path: &Path) -> Result<Self, Fault> {
        let unreadable = |error: io::Error| Fault::io("read", path, &error);
        if path == Path::new("-") {
            return Self::drain("<stdin>", &mut io::stdin().lock()).map_err(unreadable)?;
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
            return Self::drain(&name, &mut file).map_err(unreadable)?;
        }
        let bytes = Origin::File(path.to_owned());
        Ok(Self { name, bytes })
    }

    /// Bytes that are in memory already.
    pub(crate) fn memory(name: &str, bytes: Vec<u8>) -> Self {
        let bytes = Origin::Memory(bytes.into());
        Self {
            name: name.to_owned(),
            bytes,
        }
    }

    fn drain(name: &str, pipe: &mut dyn Read) -> io::Result<Result<Self, Fault>> {
        let mut bytes = Vec::new();
        pipe.take(PIPE_LIMIT + 1).read_to_end(&mut bytes)?;
        Ok(if bytes.len() as u64 > PIPE_LIMIT {
            Err(Fault::new(format!("{name} gives more than 64 MiB"))
                .help("a pipe is kept in memory: write it to a file and name that instead"))
        } else {
            Ok(Self::memory(name, bytes))
        })
    }

    /// The name and SHA-256 of the content.
    pub(crate) fn subject(&self) -> Result<Subject, Fault> {
        let digest = match &self.bytes {
            Origin::File(path) => sha256_of_file(path).map_err(|error| self.unreadable(&error))?,
            Origin::Memory(bytes) => sha256_of_bytes(bytes),
        };
        Ok(Subject::new(&*self.name, digest))
    }

    /// The fault of an error on the way.
    pub(crate) fn unreadable(&self, error: &io::Error) -> Fault {
        Fault::io("read", Path::new(&self.name), error)
    }

    /// The content from a byte on.
    pub(crate) fn read_from(&self, byte: u64) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(match &self.bytes {
            Origin::File(path) => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(byte))?;
                Box::new(BufReader::with_capacity(1 << 16, file))
            }
            Origin::Memory(bytes) => {
                let mut cursor = Cursor::new(&bytes[..]);
                cursor.set_position(byte);
                Box::new(cursor)
            }
        })
    }

    /// The first bytes, at most so many.
    pub(crate) fn head(&self, count: u64) -> Result<Vec<u8>, Fault> {
        self.piece(0, count)
            .map_err(|error| self.unreadable(&error))
    }

    /// At most so many bytes from a byte on.
    pub(crate) fn piece(&self, byte: u64, count: u64) -> io::Result<Vec<u8>> {
        let mut piece = Vec::new();
        self.read_from(byte)?.take(count).read_to_end(&mut piece)?;
        Ok(piece)
    }

    /// How many bytes there are.
    pub(crate) fn size(&self) -> io::Result<u64> {
        match &self.bytes {
            Origin::File(path) => Ok(std::fs::metadata(path)?.len()),
            Origin::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// The content for a reader that jumps about in it.
    pub(crate) fn random_access(&self) -> io::Result<RandomAccess> {
        Ok(match &self.bytes {
            Origin::File(path) => RandomAccess::File(File::open(path)?),
            Origin::Memory(bytes) => RandomAccess::Memory(bytes.clone()),
        })
    }
}

/// The content for a reader that jumps about in it.
pub(crate) enum RandomAccess {
    File(File),
    Memory(Bytes),
}
