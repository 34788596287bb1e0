//! Intervals and how sure they are.

use crate::normal;

/// Where a figure lies, from `low` to `high`, both within.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether a figure lies within.
    #[must_use]
    pub fn contains(&self, figure: f64) -> bool {
        (self.low..=self.high).contains(&figure)
    }

    /// How long it is.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// How sure an interval is.
///
/// An interval of two-sided confidence 0.90 has ends of one-sided confidence
/// 0.95: a decision that looks at one end alone is right that often.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence {
    tail: f64,
}

impl Confidence {
    /// The figure lies between the ends with this probability, within 0 to 1
    /// and neither; nothing otherwise.
    #[must_use]
    pub fn two_sided(level: f64) -> Option<Self> {
        let within = level > 0.0 && level < 1.0;
        within.then_some(Self {
            tail: (1.0 - level) / 2.0,
        })
    }

    /// The figure lies on the right side of one end with this probability,
    /// above ½ and below 1; nothing otherwise.
    #[must_use]
    pub fn one_sided(level: f64) -> Option<Self> {
        let within = level > 0.5 && level < 1.0;
        within.then_some(Self { tail: 1.0 - level })
    }

    /// The probability beyond each end: α of a one-sided test.
    #[must_use]
    pub const fn tail(self) -> f64 {
        self.tail
    }

    /// How many standard errors away the ends of a normal interval are.
    #[must_use]
    pub fn z(self) -> f64 {
        -normal::quantile(self.tail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::near;

    #[test]
    fn a_two_sided_interval_has_two_one_sided_ends() {
        let two = Confidence::two_sided(0.9).expect("within");
        let one = Confidence::one_sided(0.95).expect("within");
        // SciPy 1.17.1: `norm.ppf(.95)`.
        near(&[two.z(), one.z()], &[1.644_853_626_951_472_2; 2], 1e-14);
    }

    #[test]
    fn certainty_is_no_confidence() {
        for level in [0.0, 1.0, -0.5, 1.5, f64::NAN] {
            assert_eq!(Confidence::two_sided(level), None);
            assert_eq!(Confidence::one_sided(level), None);
        }
        assert_eq!(Confidence::one_sided(0.5), None);
    }

    #[test]
    fn ends_are_within() {
        let interval = Interval {
            low: -1.0,
            high: 2.0,
        };
        assert!(interval.contains(-1.0) && interval.contains(2.0) && !interval.contains(2.1));
        assert!((interval.width() - 3.0).abs() < f64::EPSILON);
    }
}
