//! How far a scan is, for who watches.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// How far a scan is: counts that others may look at while it runs.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    /// Bytes of the file that are read: of Parquet those of the columns that
    /// are.
    pub bytes: Arc<AtomicU64>,
    /// How many there are to read.
    pub of: Arc<AtomicU64>,
    /// Rows that were looked at.
    pub rows: Arc<AtomicU64>,
}

impl Watch {
    /// A scan of so many bytes begins.
    pub(crate) fn begin(&self, of: u64) {
        self.bytes.store(0, Relaxed);
        self.rows.store(0, Relaxed);
        self.of.store(of, Relaxed);
    }

    pub(crate) fn add_bytes(&self, bytes: u64) {
        self.bytes.fetch_add(bytes, Relaxed);
    }

    pub(crate) fn add_rows(&self, rows: usize) {
        self.rows.fetch_add(rows as u64, Relaxed);
    }
}

/// A reader whose bytes are counted.
pub(super) struct Watched<R> {
    pub(super) inner: R,
    pub(super) watch: Watch,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.watch.add_bytes(read as u64);
        Ok(read)
    }
}
