//! Rates of the positive class against all others.

use crate::confusion::Confusion;
use crate::undefined::Undefined;

/// Share of rows that were predicted as positive.
pub(crate) fn selection(confusion: &Confusion, positive: u32) -> Result<f64, Undefined> {
    match confusion.total() > 0.0 {
        true => Ok(confusion.class(positive).predicted / confusion.total()),
        false => Err(Undefined::Empty),
    }
}

/// Share of the positives that were predicted as such: recall.
pub(crate) fn true_positive(confusion: &Confusion, positive: u32) -> Result<f64, Undefined> {
    let class = confusion.class(positive);
    match class.labelled > 0.0 {
        true => Ok(class.hits / class.labelled),
        false => Err(Undefined::NoPositives),
    }
}

/// Share of the negatives that were predicted as positive.
pub(crate) fn false_positive(confusion: &Confusion, positive: u32) -> Result<f64, Undefined> {
    let [alarms, rest] = negatives(confusion, positive);
    match alarms + rest > 0.0 {
        true => Ok(alarms / (alarms + rest)),
        false => Err(Undefined::NoNegatives),
    }
}

/// Share of the negatives that were not predicted as positive.
pub(crate) fn specificity(confusion: &Confusion, positive: u32) -> Result<f64, Undefined> {
    let [alarms, rest] = negatives(confusion, positive);
    match alarms + rest > 0.0 {
        true => Ok(rest / (alarms + rest)),
        false => Err(Undefined::NoNegatives),
    }
}

/// Share of the positives that were not predicted as such.
pub(crate) fn false_negative(confusion: &Confusion, positive: u32) -> Result<f64, Undefined> {
    let mut sides = [0.0; 2];
    let pairs = confusion
        .pairs()
        .iter()
        .filter(|pair| pair.label == positive);
    for pair in pairs {
        sides[usize::from(pair.predicted == positive)] += pair.weight;
    }
    let [missed, hits] = sides;
    match missed + hits > 0.0 {
        true => Ok(missed / (missed + hits)),
        false => Err(Undefined::NoPositives),
    }
}

/// Weight of the negatives that were predicted as positive, and of the others.
fn negatives(confusion: &Confusion, positive: u32) -> [f64; 2] {
    let mut sides = [0.0; 2];
    let pairs = confusion
        .pairs()
        .iter()
        .filter(|pair| pair.label != positive);
    for pair in pairs {
        sides[usize::from(pair.predicted != positive)] += pair.weight;
    }
    sides
}
