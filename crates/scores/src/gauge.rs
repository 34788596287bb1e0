//! What is read off the curve of hits and misses while it is walked.

/// Weights at and above a score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Point {
    /// Of rows of the positive class.
    pub(crate) hits: f64,
    /// Of the others.
    pub(crate) misses: f64,
}

/// Weights of all rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Totals {
    pub(crate) positives: f64,
    pub(crate) negatives: f64,
    pub(crate) all: f64,
}

/// A figure of the curve.
pub(crate) trait Gauge {
    /// Sees a piece of the curve: weights at and above each distinct score,
    /// from the highest down. The first point is the last of the piece before,
    /// in the beginning (0, 0). Points may repeat. Both slices are as long.
    fn see(&mut self, hits: &[f64], misses: &[f64]);

    /// The figure, once all was seen.
    fn value(&self) -> f64;
}
