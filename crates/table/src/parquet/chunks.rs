//! Pieces of a file for several threads at once. The crate's own way shares
//! one position in the file between all of them.

use std::fs::File;
use std::io::{BufReader, Read};
use std::sync::Arc;

use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::reader::{ChunkReader, Length};
use bytes::Bytes;

use crate::source::Placed;

/// A file that is read at given places.
pub(super) struct Chunks {
    file: Arc<File>,
    length: u64,
}

impl Chunks {
    /// A file and its length in bytes.
    pub(super) fn new(file: Arc<File>, length: u64) -> Self {
        Self { file, length }
    }

    fn from(&self, at: u64) -> Placed {
        Placed::new(&self.file, at)
    }
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Chunks {
    type T = BufReader<Placed>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        // Headers of pages are read so, which are short.
        Ok(BufReader::with_capacity(1 << 10, self.from(start)))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // No more than the file has, whatever a footer says.
        let most = usize::try_from(self.length).unwrap_or(usize::MAX);
        let mut bytes = Vec::with_capacity(length.min(most));
        let mut from = self.from(start).take(length as u64);
        if from.read_to_end(&mut bytes)? < length {
            return Err(ParquetError::EOF("it is shorter than it says".to_owned()));
        }
        Ok(bytes.into())
    }
}
