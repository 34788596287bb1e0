//! Rows in the order of their scores, walked once for many metrics.

use crate::draws::{CHUNK, Rows};
use crate::gauge::{Gauge, Point, Totals};
use crate::lanes;
use crate::undefined::Undefined;

/// The bits of a place that say which row it is.
pub(crate) const ROW: u32 = (1 << 30) - 1;
/// Set on the last row of those with the same score.
pub(crate) const LAST: u32 = 1 << 30;
/// Set on rows of the positive class.
const POSITIVE: u32 = 1 << 31;

/// Rows sorted once by score, the highest first.
#[derive(Clone, Debug)]
pub(crate) struct Ranking {
    places: Vec<u32>,
    /// Sample weights in the order of the places.
    weights: Option<Vec<f64>>,
    /// 1 where a row is of the positive class, else 0.
    truth: Vec<u8>,
}

impl Ranking {
    /// The scores are finite and as many as the labels and the weights.
    pub(crate) fn new(
        scores: &[f64],
        truth: Vec<bool>,
        weights: Option<&[f64]>,
    ) -> Result<Self, Undefined> {
        let mut places = descending(scores)?;
        let row = |place: u32| (place & ROW) as usize;
        let weights = weights.map(|weights| places.iter().map(|at| weights[row(*at)]).collect());
        for place in &mut places {
            if truth[row(*place)] {
                *place |= POSITIVE;
            }
        }
        Ok(Self {
            places,
            weights,
            truth: truth.into_iter().map(u8::from).collect(),
        })
    }

    /// Weights of both classes, each summed for itself: a difference would round.
    pub(crate) fn totals(&self, rows: &Rows<'_>) -> Totals {
        let (mut positives, mut negatives) = (0.0, 0.0);
        rows.each_chunk(|start, weights| {
            let truth = &self.truth[start..start + weights.len()];
            let [hits, misses] = lanes::parted(weights, truth);
            positives += hits;
            negatives += misses;
        });
        Totals {
            positives,
            negatives,
            all: positives + negatives,
        }
    }

    /// Walks from the highest score down: every gauge sees the weights of both
    /// classes at and above each distinct score.
    pub(crate) fn sweep(&self, rows: &Rows<'_>, gauges: &mut [Box<dyn Gauge>]) {
        let mut stretch = Stretch::new();
        let mut counts = [0.0; CHUNK];
        for (at, places) in self.places.chunks(CHUNK).enumerate() {
            let counts = &mut counts[..places.len()];
            rows.gather(places, ROW, counts);
            if let Some(weights) = &self.weights {
                for (count, weight) in counts.iter_mut().zip(&weights[at * CHUNK..]) {
                    *count *= weight;
                }
            }
            stretch.extend(places, counts);
            for gauge in &mut *gauges {
                gauge.see(stretch.hits(), stretch.misses());
            }
        }
    }

    /// The weights of both classes at and above each distinct score, and the
    /// first row of those with that score.
    pub(crate) fn points(&self, rows: &Rows<'_>) -> Vec<(Point, usize)> {
        let mut point = Point::default();
        let mut points = Vec::new();
        for (at, place) in self.places.iter().enumerate() {
            let row = (place & ROW) as usize;
            let sample = self.weights.as_ref().map_or(1.0, |weights| weights[at]);
            let weight = f64::from(rows.drawn(row)) * sample;
            match place & POSITIVE == 0 {
                true => point.misses += weight,
                false => point.hits += weight,
            }
            if place & LAST != 0 {
                points.push((point, row));
            }
        }
        points
    }
}

/// Rows by score, the highest first, equal scores in the order of rows; the
/// last row of those with the same score is marked.
pub(crate) fn descending(scores: &[f64]) -> Result<Vec<u32>, Undefined> {
    let count = u32::try_from(scores.len()).unwrap_or(u32::MAX);
    if count > ROW {
        return Err(Undefined::TooManyRows);
    }
    let mut keyed: Vec<(u64, u32)> = scores
        .iter()
        .map(|score| key(*score))
        .zip(0..count)
        .collect();
    keyed.sort_unstable();
    let next = keyed.iter().skip(1).map(|(key, _)| Some(*key));
    let marked = keyed.iter().zip(next.chain([None]));
    let place = |((key, row), next): (&(u64, u32), Option<u64>)| match next == Some(*key) {
        true => *row,
        false => *row | LAST,
    };
    Ok(marked.map(place).collect())
}

/// A number whose order is the opposite of the scores'. Both zeros are one.
fn key(score: f64) -> u64 {
    let bits = (score + 0.0).to_bits();
    match bits >> 63 {
        0 => !(bits | (1 << 63)),
        _ => bits,
    }
}

/// A piece of the curve: the weights of both classes at and above some
/// distinct scores, after the last of the piece before.
struct Stretch {
    hits: [f64; ROOM],
    misses: [f64; ROOM],
    length: usize,
    now: Point,
}

/// Room for a chunk, the point before it and the one that is being written: a
/// power of two, so that no place is beyond it.
const ROOM: usize = 2 * CHUNK;

impl Stretch {
    const fn new() -> Self {
        Self {
            hits: [0.0; ROOM],
            misses: [0.0; ROOM],
            length: 1,
            now: Point {
                hits: 0.0,
                misses: 0.0,
            },
        }
    }

    /// The next piece. Every row is written, over the one before where both
    /// have the same score, and adds nothing to the other class: that needs no
    /// branch.
    fn extend(&mut self, places: &[u32], weights: &[f64]) {
        self.hits[0] = self.hits[(self.length - 1) % ROOM];
        self.misses[0] = self.misses[(self.length - 1) % ROOM];
        let mut at = 1;
        let Point {
            mut hits,
            mut misses,
        } = self.now;
        for (place, weight) in places.iter().zip(weights) {
            let hit = 0_u64.wrapping_sub(u64::from(place >> 31));
            hits += f64::from_bits(weight.to_bits() & hit);
            misses += f64::from_bits(weight.to_bits() & !hit);
            self.hits[at % ROOM] = hits;
            self.misses[at % ROOM] = misses;
            at += ((place >> 30) & 1) as usize;
        }
        self.now = Point { hits, misses };
        self.length = at;
    }

    fn hits(&self) -> &[f64] {
        &self.hits[..self.length]
    }

    fn misses(&self) -> &[f64] {
        &self.misses[..self.length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_are_marked_and_zeros_are_one() {
        let places = descending(&[0.0, 1.0, -0.0, -2.5, 1.0]).expect("few rows");
        assert_eq!(places, [1, 4 | LAST, 0, 2 | LAST, 3 | LAST]);
    }
}
