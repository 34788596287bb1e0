//! Means of a number a row.

use crate::draws::Rows;
use crate::lanes;
use crate::undefined::Undefined;

/// Weighted means of columns, in one walk over the rows.
pub(crate) fn means(columns: &[Vec<f64>], rows: &Rows<'_>) -> Vec<Result<f64, Undefined>> {
    if columns.is_empty() {
        return Vec::new();
    }
    let mut sums = vec![0.0; columns.len()];
    let mut total = 0.0;
    rows.each_chunk(|start, weights| {
        total += lanes::sum(weights);
        for (sum, column) in sums.iter_mut().zip(columns) {
            *sum += lanes::dot(weights, &column[start..start + weights.len()]);
        }
    });
    let mean = |sum: f64| match total > 0.0 {
        true => Ok(sum / total),
        false => Err(Undefined::Empty),
    };
    sums.into_iter().map(mean).collect()
}
