//! The median and the largest of the errors.

use crate::draws::{CHUNK, Rows};
use crate::lanes;
use crate::ranking::{ROW, descending};
use crate::undefined::Undefined;

/// Errors sorted once, the largest first.
#[derive(Clone, Debug)]
pub(crate) struct Errors {
    places: Vec<u32>,
    errors: Vec<f64>,
}

impl Errors {
    pub(crate) fn new(errors: Vec<f64>) -> Result<Self, Undefined> {
        Ok(Self {
            places: descending(&errors)?,
            errors,
        })
    }

    /// The weighted median: the mean of two where half of the weight is on
    /// either side (scikit-learn's averaged inverted distribution).
    pub(crate) fn median(&self, rows: &Rows<'_>) -> Result<f64, Undefined> {
        // Sample weights are summed in the order of the walk, as scikit-learn
        // does: it reaches the half in spite of rounding.
        let total = match rows.weighted() {
            true => self.ascending(0, rows).map(|(_, weight)| weight).sum(),
            false => rows.total(),
        };
        if total <= 0.0 {
            return Err(Undefined::Empty);
        }
        let half = 0.5 * total;
        let (start, mut below) = match rows.weighted() {
            true => (0, 0.0),
            false => self.skip(rows, half),
        };
        let mut walk = self.ascending(start, rows);
        let middle = walk.find(|(_, weight)| {
            below += weight;
            below >= half
        });
        let (lower, _) = middle.ok_or(Undefined::Empty)?;
        if below - half > f64::EPSILON {
            return Ok(lower);
        }
        let upper = walk.next().map_or(lower, |(error, _)| error);
        Ok(f64::midpoint(lower, upper))
    }

    /// How many of the smallest errors together weigh less than the half, in
    /// whole chunks, and how much they weigh.
    fn skip(&self, rows: &Rows<'_>, half: f64) -> (usize, f64) {
        let mut counts = [0.0; CHUNK];
        let (mut passed, mut below) = (0, 0.0);
        for places in self.places.rchunks(CHUNK) {
            let counts = &mut counts[..places.len()];
            rows.gather(places, ROW, counts);
            let weight = lanes::sum(counts);
            if below + weight >= half {
                break;
            }
            passed += places.len();
            below += weight;
        }
        (passed, below)
    }

    /// The largest error that weighs something.
    pub(crate) fn max(&self, rows: &Rows<'_>) -> Result<f64, Undefined> {
        let places = self.places.iter().map(|place| (place & ROW) as usize);
        let mut weighing = places.filter(|row| rows.weight(*row) > 0.0);
        weighing
            .next()
            .map(|row| self.errors[row])
            .ok_or(Undefined::Empty)
    }

    /// Errors that weigh something, the smallest first, but for so many.
    fn ascending<'a>(
        &'a self,
        skipped: usize,
        rows: &'a Rows<'_>,
    ) -> impl Iterator<Item = (f64, f64)> + 'a {
        let places = self.places.iter().rev().skip(skipped);
        let places = places.map(|place| (place & ROW) as usize);
        let each = places.map(|row| (self.errors[row], rows.weight(row)));
        each.filter(|(_, weight)| *weight > 0.0)
    }
}
