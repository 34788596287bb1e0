//! How numbers are spread: a histogram of their size, whatever their order.

use std::collections::BTreeMap;

/// How many numbers there are of which size. Sizes are told apart by an
/// eighth of their binary order, so to within nine percent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spread {
    /// By bucket: negative ones below zero.
    counts: BTreeMap<i32, u64>,
    count: u64,
    /// Numbers with a fraction.
    pub(super) fractions: u64,
}

impl Spread {
    pub(super) fn add(&mut self, x: f64, count: u64) {
        *self.counts.entry(bucket(x)).or_default() += count;
        self.count += count;
        self.fractions += if x.fract() == 0.0 { 0 } else { count };
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (bucket, count) in &other.counts {
            *self.counts.entry(*bucket).or_default() += count;
        }
        self.count += other.count;
        self.fractions += other.fractions;
    }

    /// The least number of the bucket in which a quantile lies, by its level
    /// within 0 to 1; 0 when there are no numbers.
    pub(super) fn quantile(&self, level: f64) -> f64 {
        let wanted = level * self.count as f64;
        let mut seen = 0;
        for (bucket, count) in &self.counts {
            seen += count;
            if seen as f64 >= wanted {
                return size(*bucket);
            }
        }
        0.0
    }
}

/// Bits of a number that are kept below its exponent.
const KEPT: u32 = 3;

/// A number's bucket. Buckets are in the order of their numbers.
fn bucket(x: f64) -> i32 {
    let bits = x.abs().to_bits() >> (52 - KEPT);
    // At most 2^14, so that it fits.
    let size = i32::try_from(bits).unwrap_or(i32::MAX);
    if x < 0.0 { -size } else { size }
}

/// The number of least size in a bucket.
fn size(bucket: i32) -> f64 {
    let bits = u64::from(bucket.unsigned_abs()) << (52 - KEPT);
    let size = f64::from_bits(bits);
    if bucket < 0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_near() {
        let mut spread = Spread::default();
        (-1000..=1000).for_each(|x| spread.add(f64::from(x), 1));
        for (level, x) in [(0.01, -980.0), (0.5, 0.0), (0.75, 500.0), (0.99, 980.0)] {
            let near: f64 = spread.quantile(level);
            assert!((near - x).abs() <= x.abs() / 8.0 + 1.0, "{level}: {near}");
        }
        assert!(Spread::default().quantile(0.5).abs() < f64::EPSILON);
    }

    #[test]
    fn the_order_does_not_matter() {
        let numbers = [-3.5, 0.0, 1e300, -1e-300, 7.0, 7.0];
        let (mut one, mut other) = (Spread::default(), Spread::default());
        let mut rest = Spread::default();
        for (at, x) in numbers.into_iter().enumerate() {
            one.add(x, 1);
            let part = if at < 3 { &mut rest } else { &mut other };
            part.add(x, 1);
        }
        other.merge(&rest);
        assert_eq!(one, other);
    }
}
