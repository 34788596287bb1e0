//! How often each row counts.

use crate::lanes;
use crate::need::Need;
use crate::undefined::Undefined;

/// How often each row was drawn into a resample. Multiplies the sample weights.
///
/// A row that was not drawn is as if it were not there; one drawn twice is as
/// if it stood there twice.
#[derive(Clone, Copy, Debug, Default)]
pub enum Draws<'a> {
    /// Every row once: the rows as they are.
    #[default]
    Once,
    /// Counts in bytes.
    U8(&'a [u8]),
    /// Counts in words.
    U32(&'a [u32]),
}

impl<'a> From<&'a [u8]> for Draws<'a> {
    fn from(counts: &'a [u8]) -> Self {
        Self::U8(counts)
    }
}

impl<'a> From<&'a [u32]> for Draws<'a> {
    fn from(counts: &'a [u32]) -> Self {
        Self::U32(counts)
    }
}

impl<'a> From<Option<&'a [u32]>> for Draws<'a> {
    fn from(counts: Option<&'a [u32]>) -> Self {
        counts.map_or(Self::Once, Self::U32)
    }
}

impl Draws<'_> {
    /// Counts in bytes, where they are words that fit: a quarter of the memory
    /// to jump about in.
    pub(crate) fn narrowed(&self) -> Option<Vec<u8>> {
        let Self::U32(counts) = self else {
            return None;
        };
        let all = counts.iter().fold(0, |all, count| all | count);
        let fit = u8::try_from(all).is_ok();
        let narrow = |count: &u32| u8::try_from(*count & 0xff).unwrap_or_default();
        fit.then(|| counts.iter().map(narrow).collect())
    }
}

/// Rows that are looked at together: what is written for them stays in the
/// fastest cache.
pub(crate) const CHUNK: usize = 1024;

/// The draws and the sample weights together: what each row weighs.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    draws: Draws<'a>,
    weights: Option<&'a [f64]>,
    count: usize,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(
        draws: Draws<'a>,
        weights: Option<&'a [f64]>,
        count: usize,
    ) -> Result<Self, Undefined> {
        let found = match draws {
            Draws::Once => count,
            Draws::U8(counts) => counts.len(),
            Draws::U32(counts) => counts.len(),
        };
        if found != count {
            return Err(Undefined::Length {
                column: Need::Draws,
                expected: count,
                found,
            });
        }
        Ok(Self {
            draws,
            weights,
            count,
        })
    }

    /// Whether there are sample weights.
    pub(crate) const fn weighted(&self) -> bool {
        self.weights.is_some()
    }

    /// The same rows without their sample weights.
    pub(crate) const fn unweighted(self) -> Self {
        Self {
            weights: None,
            ..self
        }
    }

    /// Hands over the weights of rows from a place on, a chunk at a time.
    pub(crate) fn each_chunk(&self, mut see: impl FnMut(usize, &[f64])) {
        let mut chunk = [1.0; CHUNK];
        for start in (0..self.count).step_by(CHUNK) {
            let end = (start + CHUNK).min(self.count);
            let chunk = &mut chunk[..end - start];
            match self.draws {
                Draws::Once => chunk.fill(1.0),
                Draws::U8(counts) => widen(&counts[start..end], chunk),
                Draws::U32(counts) => widen(&counts[start..end], chunk),
            }
            if let Some(weights) = self.weights {
                for (weight, sample) in chunk.iter_mut().zip(&weights[start..end]) {
                    *weight *= sample;
                }
            }
            see(start, chunk);
        }
    }

    /// Counts of the rows at some places, in their order. `place` says which
    /// bits of a number are the row.
    pub(crate) fn gather(&self, rows: &[u32], place: u32, counts: &mut [f64]) {
        match self.draws {
            Draws::Once => counts.fill(1.0),
            Draws::U8(drawn) => pick(drawn, rows, place, counts),
            Draws::U32(drawn) => pick(drawn, rows, place, counts),
        }
    }

    /// How often a row was drawn.
    pub(crate) fn drawn(&self, row: usize) -> u32 {
        match self.draws {
            Draws::Once => 1,
            Draws::U8(counts) => counts.get(row).copied().map_or(0, u32::from),
            Draws::U32(counts) => counts.get(row).copied().unwrap_or(0),
        }
    }

    /// What a row weighs.
    pub(crate) fn weight(&self, row: usize) -> f64 {
        let sample = self.weights.map_or(1.0, |weights| weights[row]);
        f64::from(self.drawn(row)) * sample
    }

    /// Sum of all weights.
    pub(crate) fn total(&self) -> f64 {
        let mut total = 0.0;
        self.each_chunk(|_, weights| total += lanes::sum(weights));
        total
    }
}

// Blocks of a fixed length are worked on without a loop, several numbers at a
// time, also where loops are kept small.

fn widen<C: Copy + Into<f64>>(counts: &[C], weights: &mut [f64]) {
    let (blocks, rest) = weights.as_chunks_mut::<8>();
    let (eights, few) = counts.as_chunks::<8>();
    for (block, counts) in blocks.iter_mut().zip(eights) {
        *block = counts.map(Into::into);
    }
    for (weight, count) in rest.iter_mut().zip(few) {
        *weight = (*count).into();
    }
}

fn pick<C: Copy + Into<f64>>(drawn: &[C], rows: &[u32], place: u32, counts: &mut [f64]) {
    let at = |row: u32| {
        drawn
            .get((row & place) as usize)
            .map_or(0.0, |drawn| (*drawn).into())
    };
    let (blocks, rest) = counts.as_chunks_mut::<8>();
    let (eights, few) = rows.as_chunks::<8>();
    for (block, rows) in blocks.iter_mut().zip(eights) {
        *block = rows.map(at);
    }
    for (count, row) in rest.iter_mut().zip(few) {
        *count = at(*row);
    }
}
