//! The median and the largest of the errors.

use crate::draws::Rows;
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
        // In the order of the walk, so that it is reached in spite of rounding.
        let total = if rows.weighted() {
            self.ascending(rows).map(|(_, weight)| weight).sum()
        } else {
            rows.total()
        };
        if total <= 0.0 {
            return Err(Undefined::Empty);
        }
        let half = 0.5 * total;
        let mut below = 0.0;
        let mut walk = self.ascending(rows);
        let mut middle = None;
        for (error, weight) in walk.by_ref() {
            below += weight;
            if below >= half {
                middle = Some(error);
                break;
            }
        }
        let lower = middle.ok_or(Undefined::Empty)?;
        if below - half > f64::EPSILON {
            return Ok(lower);
        }
        let upper = walk.next().map_or(lower, |(error, _)| error);
        Ok(f64::midpoint(lower, upper))
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

    /// Errors that weigh something, the smallest first.
    fn ascending<'a>(&'a self, rows: &'a Rows<'_>) -> impl Iterator<Item = (f64, f64)> + 'a {
        let places = self.places.iter().rev().map(|place| (place & ROW) as usize);
        let each = places.map(|row| (self.errors[row], rows.weight(row)));
        each.filter(|(_, weight)| *weight > 0.0)
    }
}
