//! Tollgate's mathematics: numbers in, numbers out. Pure: no input, no output,
//! no other crate of the workspace.
//!
//! Figures of a stream ([`Histogram`], [`Moments`], [`Comoments`],
//! [`integer_sum`]) are computed a block at a time in bounded memory, and the
//! figures of blocks are merged. Whoever merges them in the blocks' order gets
//! the same bits for any number of threads. [`quantiles`] needs all values at
//! once.
//!
//! Inference is by its trade: [`proportion`] of one share, [`paired`] of two
//! models that are right or wrong on the same examples, [`delong`] of two areas
//! under curves, [`bootstrap`] of anything else, [`multiplicity`] of many tests
//! at once, [`samples`] of how many examples it takes.

pub mod beta;
pub mod binomial;
pub mod bootstrap;
mod comoments;
pub mod delong;
mod entropy;
mod histogram;
mod interval;
mod moments;
pub mod multiplicity;
pub mod normal;
pub mod paired;
mod powers;
pub mod proportion;
mod quantiles;
pub mod samples;
pub mod student;
mod sum;

pub use comoments::Comoments;
pub use entropy::entropy;
pub use histogram::Histogram;
pub use interval::{Confidence, Interval};
pub use moments::{MomentOrder, Moments};
pub use quantiles::{Interpolation, quantiles, quantiles_in_passes, quantiles_in_pieces};
pub use sum::integer_sum;

/// The numbers that the tests show to other libraries.
#[cfg(test)]
fn sample(i: u32) -> f64 {
    f64::from(i * 7919 % 5003) / 8.0 - 100.0 + f64::from((i % 7).pow(2))
}

/// Cuts a slice at places, which may be beyond its end.
#[cfg(test)]
fn split<T>(mut values: &[T], mut cuts: Vec<usize>) -> Vec<&[T]> {
    cuts.sort_unstable_by(|a, b| b.cmp(a));
    let mut parts = Vec::new();
    for cut in cuts {
        let (before, after) = values.split_at(cut.min(values.len()));
        parts.push(after);
        values = before;
    }
    parts.push(values);
    parts.reverse();
    parts
}

/// Asserts that figures agree to a precision, relative above 1.
#[cfg(test)]
fn near(found: &[f64], expected: &[f64], precision: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let apart = (found - expected).abs() / expected.abs().max(1.0);
        assert!(apart <= precision, "{found} instead of {expected}");
    }
}
