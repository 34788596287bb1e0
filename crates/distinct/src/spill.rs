//! Keys that wait on disk.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::key::Key;
use crate::part::PARTITIONS;

/// Bytes that are read at a time: a multiple of every key's size.
const BLOCK: usize = 1 << 16;

/// A file without a name that holds keys by partition. It goes with the
/// process.
#[derive(Debug)]
pub(crate) struct Spill {
    /// Its place is moved for every reading.
    file: Mutex<File>,
    /// For each time that keys were written, where each partition starts and
    /// the last one ends.
    runs: Vec<[u64; PARTITIONS + 1]>,
}

impl Spill {
    pub(crate) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self {
            file: Mutex::new(tempfile::tempfile_in(folder)?),
            runs: Vec::new(),
        })
    }

    /// Writes keys, each partition's one after the other.
    pub(crate) fn write<'a, K: Key, Chunks>(
        &mut self,
        partitions: impl Iterator<Item = Chunks>,
    ) -> io::Result<()>
    where
        Chunks: Iterator<Item = &'a Vec<K>>,
    {
        let file = self.file.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut end = file.seek(SeekFrom::End(0))?;
        let mut writer = BufWriter::with_capacity(BLOCK, file);
        let mut starts = [end; PARTITIONS + 1];
        let mut bytes = Vec::new();
        for (next, chunks) in starts.iter_mut().skip(1).zip(partitions) {
            for chunk in chunks {
                bytes.clear();
                for key in chunk {
                    key.write(&mut bytes);
                }
                writer.write_all(&bytes)?;
                end += bytes.len() as u64;
            }
            *next = end;
        }
        writer.flush()?;
        self.runs.push(starts);
        Ok(())
    }

    /// Reads a partition's keys, some at a time, for as long as they are taken.
    /// Says whether all were.
    pub(crate) fn read<K: Key>(
        &self,
        partition: usize,
        take: &mut impl FnMut(&[K]) -> bool,
    ) -> io::Result<bool> {
        let mut bytes = Vec::new();
        let mut keys: Vec<K> = Vec::new();
        for run in &self.runs {
            let (mut start, end) = (run[partition], run[partition + 1]);
            while start < end {
                let size = usize::try_from(end - start).unwrap_or(BLOCK).min(BLOCK);
                bytes.resize(size, 0);
                self.read_at(start, &mut bytes)?;
                keys.clear();
                keys.extend(bytes.chunks_exact(K::BYTES).map(K::read));
                if !take(&keys) {
                    return Ok(false);
                }
                start += size as u64;
            }
        }
        Ok(true)
    }

    fn read_at(&self, start: u64, bytes: &mut [u8]) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(bytes)
    }
}
