//! Sums in lanes, so that several numbers are added at a time.

/// Sum of numbers.
pub(crate) fn sum(values: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (blocks, rest) = values.as_chunks::<8>();
    for block in blocks {
        for (lane, value) in lanes.iter_mut().zip(block) {
            *lane += value;
        }
    }
    lanes.iter().sum::<f64>() + rest.iter().sum::<f64>()
}

/// Sum of products of two columns of the same length.
pub(crate) fn dot(left: &[f64], right: &[f64]) -> f64 {
    let mut lanes = [0.0; 8];
    let (lefts, left) = left.as_chunks::<8>();
    let (rights, right) = right.as_chunks::<8>();
    for (left, right) in lefts.iter().zip(rights) {
        for ((lane, left), right) in lanes.iter_mut().zip(left).zip(right) {
            *lane += left * right;
        }
    }
    let rest = left.iter().zip(right).map(|(left, right)| left * right);
    lanes.iter().sum::<f64>() + rest.sum::<f64>()
}

/// The largest number, at least zero.
pub(crate) fn max(values: &[f64]) -> f64 {
    let mut lanes = [0.0_f64; 8];
    let (blocks, rest) = values.as_chunks::<8>();
    for block in blocks {
        for (lane, value) in lanes.iter_mut().zip(block) {
            *lane = if *value > *lane { *value } else { *lane };
        }
    }
    lanes.iter().chain(rest).copied().fold(0.0, f64::max)
}
