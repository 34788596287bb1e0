//! All numbers of a column, for their quantiles.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

use distinct::Lease;
use stats::{Interpolation, quantiles_in_passes, quantiles_in_pieces};

/// Numbers in one piece: so many that its memory goes back to the system as
/// soon as it is let go.
const CHUNK: usize = 1 << 16;

/// Bytes of a chunk.
const BYTES: usize = CHUNK * size_of::<f64>();

/// What one thread has of the numbers of a column: in memory while the budget
/// has any, and what is too much in a file without a name.
#[derive(Debug)]
pub(in crate::pass) struct Numbers {
    chunks: Vec<Vec<f64>>,
    lease: Lease,
    file: Option<File>,
    /// How many are in the file.
    filed: usize,
    failed: Option<io::Error>,
}

impl Numbers {
    pub(super) fn new(lease: Lease) -> Self {
        Self {
            chunks: Vec::new(),
            lease,
            file: None,
            filed: 0,
            failed: None,
        }
    }

    /// Takes some in. That disk space ran out is told by [`All::new`].
    pub(super) fn extend(&mut self, mut numbers: &[f64]) {
        while !numbers.is_empty() {
            let room = |chunk: &Vec<f64>| CHUNK - chunk.len();
            if self.chunks.last().map_or(0, room) == 0 {
                self.make_room();
            }
            let Some(chunk) = self.chunks.last_mut() else {
                return;
            };
            let (now, later) = numbers.split_at(room(chunk).min(numbers.len()));
            chunk.extend_from_slice(now);
            numbers = later;
        }
    }

    /// A new chunk; if there is no memory for one, the last one, once all
    /// numbers are in the file.
    #[cold]
    fn make_room(&mut self) {
        if self.lease.grow(BYTES) || self.chunks.is_empty() {
            self.chunks.push(Vec::with_capacity(CHUNK));
            return;
        }
        if self.failed.is_none() {
            self.failed = self.write().err();
        }
        self.lease.shrink(BYTES * (self.chunks.len() - 1));
        self.chunks.truncate(1);
        self.chunks.iter_mut().for_each(Vec::clear);
    }

    fn write(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        let mut bytes = Vec::with_capacity(BYTES);
        for chunk in &self.chunks {
            bytes.clear();
            bytes.extend(chunk.iter().flat_map(|x| x.to_ne_bytes()));
            file.write_all(&bytes)?;
            self.filed += chunk.len();
        }
        Ok(())
    }

    fn count(&self) -> usize {
        self.filed + self.chunks.iter().map(Vec::len).sum::<usize>()
    }

    /// Hands all of them over, in pieces.
    fn each(&mut self, each: &mut dyn FnMut(&[f64])) -> io::Result<()> {
        if let Some(file) = &mut self.file {
            file.seek(SeekFrom::Start(0))?;
            let (mut bytes, mut left) = (vec![0; BYTES], self.filed);
            while left > 0 {
                let count = left.min(CHUNK);
                let bytes = &mut bytes[..count * size_of::<f64>()];
                file.read_exact(bytes)?;
                let (numbers, _) = bytes.as_chunks();
                let numbers: Vec<f64> = numbers.iter().map(|x| f64::from_ne_bytes(*x)).collect();
                each(&numbers);
                left -= count;
            }
        }
        self.chunks.iter().for_each(|chunk| each(chunk));
        Ok(())
    }
}

/// What all threads have of the numbers of a column.
pub(in crate::pass) enum All {
    Held(Vec<Vec<f64>>),
    Filed(Vec<Numbers>),
}

impl All {
    /// Fails where a thread could not write to its file.
    pub(super) fn new(mut parts: Vec<Numbers>) -> io::Result<Self> {
        for part in &mut parts {
            part.failed.take().map_or(Ok(()), Err)?;
        }
        if parts.iter().any(|part| part.file.is_some()) {
            return Ok(Self::Filed(parts));
        }
        let chunks = parts.into_iter().flat_map(|part| part.chunks);
        Ok(Self::Held(chunks.collect()))
    }

    /// Quantiles at some levels; nothing without numbers.
    pub(super) fn quantiles(
        &mut self,
        levels: &[f64],
        method: Interpolation,
    ) -> io::Result<Vec<f64>> {
        let found = match self {
            Self::Held(chunks) => quantiles_in_pieces(chunks, levels, method),
            Self::Filed(parts) => {
                let count = parts.iter().map(Numbers::count).sum();
                quantiles_in_passes(count, levels, method, |each| {
                    parts.iter_mut().try_for_each(|part| part.each(each))
                })?
            }
        };
        Ok(found.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use distinct::Budget;

    /// With memory for all of them, for some, and for none.
    #[test]
    fn memory_makes_no_difference() {
        let levels = [0.0, 0.01, 0.5, 0.977, 1.0];
        let found = [usize::MAX, 3 * BYTES, 0].map(|bytes| {
            let budget = Budget::new(bytes);
            let mut parts = [Numbers::new(budget.lease()), Numbers::new(budget.lease())];
            for at in 0..500_000 {
                parts[at % 2].extend(&[(at as f64 * 0.37).sin() * 1e3]);
            }
            let filed = parts.iter().map(|part| part.filed).sum::<usize>();
            assert_eq!(filed == 0, bytes == usize::MAX);
            let mut all = All::new(parts.into()).expect("all");
            all.quantiles(&levels, Interpolation::Linear)
                .expect("quantiles")
        });
        assert_eq!(found[0], found[1]);
        assert_eq!(found[0], found[2]);
        assert_eq!(found[0].len(), 5);
    }
}
