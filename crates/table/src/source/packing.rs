//! Content that is compressed: gzip and Zstandard, told by their first bytes.

use std::fmt;
use std::io::{self, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use remote::Trouble;
use zstd::stream::read::Decoder;

/// Bytes of the file that are read at a time.
const BUFFER: usize = 128 << 10;

/// How a file is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Packing {
    /// One or several members, one after the other.
    Gzip,
    /// One or several frames, one after the other.
    Zstd,
}

impl Packing {
    /// How a file is compressed that begins so.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "Zstandard",
        }
    }

    /// The content of a compressed file. A little of it is held at a time, so
    /// that it may be of any size.
    pub(super) fn unpack<'a>(self, file: Box<dyn Read + Send + 'a>) -> io::Result<Unpacked<'a>> {
        let file = BufReader::with_capacity(BUFFER, file);
        Ok(Unpacked {
            content: match self {
                Self::Gzip => Box::new(MultiGzDecoder::new(file)),
                Self::Zstd => Box::new(Decoder::with_buffer(file)?),
            },
            packing: self,
            bytes: 0,
        })
    }
}

/// The content of a compressed file, which knows how far it got.
pub(super) struct Unpacked<'a> {
    content: Box<dyn Read + Send + 'a>,
    packing: Packing,
    bytes: u64,
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.content.read(buffer);
        match read {
            Ok(read) => {
                self.bytes += read as u64;
                Ok(read)
            }
            // What the system says is no trouble of the content.
            Err(error) if error.raw_os_error().is_some() => Err(error),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) if Trouble::within(&error).is_some() => Err(error),
            Err(error) => Err(io::Error::other(Broken {
                packing: self.packing,
                bytes: self.bytes,
                cut_off: error.kind() == io::ErrorKind::UnexpectedEof,
                window: error.to_string().contains("too much memory"),
            })),
        }
    }
}

/// Why compressed content can't be read on.
#[derive(Debug)]
pub(super) struct Broken {
    packing: Packing,
    /// How many bytes of the content came before.
    bytes: u64,
    cut_off: bool,
    /// Whether it wants to look back further than we do.
    window: bool,
}

impl Broken {
    pub(super) fn help(&self) -> &'static str {
        match self.window {
            true => "compress it again with a window of at most 128 MiB, without `--long`",
            false => "write or download it again, and check that the step that does so succeeds",
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.packing.name();
        match (self.cut_off, self.window) {
            (true, _) => write!(f, "the {name} file is cut off")?,
            (_, true) => write!(f, "the {name} file asks for too much memory")?,
            _ => write!(f, "the {name} file is broken")?,
        }
        write!(f, " behind byte {} of its content", self.bytes)
    }
}

impl std::error::Error for Broken {}
