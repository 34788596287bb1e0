//! Precision, recall and F.

use crate::confusion::{Class, Confusion};
use crate::predictions::ZeroDivision;
use crate::undefined::Undefined;

/// Over which classes a figure is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Average {
    /// Of the positive class.
    Binary,
    /// Mean of the classes that are true or predicted of a row.
    Macro,
    /// Of all classes' counts together.
    Micro,
    /// Mean of the classes, each by the weight of its rows.
    Weighted,
}

/// A quotient of a class's weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Quotient {
    Precision,
    Recall,
    F { beta: f64 },
}

impl Quotient {
    fn of(self, class: &Class, zero: ZeroDivision) -> Option<f64> {
        let (above, below) = match self {
            Self::Precision => (class.hits, class.predicted),
            Self::Recall => (class.hits, class.labelled),
            Self::F { beta } => {
                let squared = beta * beta;
                let below = squared * class.labelled + class.predicted;
                ((1.0 + squared) * class.hits, below)
            }
        };
        match zero {
            _ if below > 0.0 => Some(above / below),
            ZeroDivision::Zero => Some(0.0),
            ZeroDivision::One => Some(1.0),
            ZeroDivision::Undefined => None,
        }
    }
}

/// A figure over classes.
pub(crate) fn average(
    confusion: &Confusion,
    quotient: Quotient,
    average: Average,
    positive: u32,
    zero: ZeroDivision,
) -> Result<f64, Undefined> {
    let one = |class: &Class| quotient.of(class, zero).ok_or(Undefined::ZeroDivision);
    match average {
        Average::Binary => one(&confusion.class(positive)),
        Average::Micro => one(&together(confusion)),
        Average::Macro => mean(confusion, |class| Some((quotient.of(class, zero)?, 1.0))),
        Average::Weighted => mean(confusion, |class| {
            Some((quotient.of(class, zero)?, class.labelled))
        }),
    }
}

/// All classes' counts.
fn together(confusion: &Confusion) -> Class {
    let mut sum = Class::default();
    for class in confusion.classes() {
        sum.hits += class.hits;
        sum.labelled += class.labelled;
        sum.predicted += class.predicted;
    }
    sum
}

/// Weighted mean of the classes that have a value.
fn mean(
    confusion: &Confusion,
    value: impl Fn(&Class) -> Option<(f64, f64)>,
) -> Result<f64, Undefined> {
    let (mut sum, mut total) = (0.0, 0.0);
    for (value, weight) in confusion.classes().iter().filter_map(value) {
        sum += value * weight;
        total += weight;
    }
    match total > 0.0 {
        true => Ok(sum / total),
        false => Err(Undefined::ZeroDivision),
    }
}
