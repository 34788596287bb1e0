//! Operators of the standard: `mustBe…`.

use toml::Spanned;

use crate::bound::{Bound, Limits};
use crate::foreign::Wrong;
use crate::foreign::node::Node;

/// Its names.
pub(super) const OPERATORS: [&str; 8] = [
    "mustBe",
    "mustNotBe",
    "mustBeGreaterThan",
    "mustBeGreaterOrEqualTo",
    "mustBeLessThan",
    "mustBeLessOrEqualTo",
    "mustBeBetween",
    "mustNotBeBetween",
];

/// What a rule asks of its figure.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) limits: Limits,
    /// Neither of these two nor beyond them is forbidden: what lies between.
    pub(super) not_within: Option<[Spanned<Bound>; 2]>,
    /// Where the first operator stands.
    pub(super) span: std::ops::Range<usize>,
}

/// Reads the operators; none where there are none.
pub(super) fn asked(rule: &Node) -> Result<Option<Asked>, Wrong> {
    let mut asked: Option<Asked> = None;
    for (key, value) in rule.entries() {
        if OPERATORS.contains(&key.get_ref().as_str()) {
            let asked = asked.get_or_insert_with(|| Asked {
                span: value.span.clone(),
                ..Asked::default()
            });
            add(asked, key.get_ref(), value)?;
        }
    }
    Ok(asked)
}

fn add(asked: &mut Asked, operator: &str, value: &Node) -> Result<(), Wrong> {
    let limits = &mut asked.limits;
    match operator {
        "mustBe" => {
            let bound = any(operator, value)?;
            limits.min = Some(bound.clone());
            limits.max = Some(bound);
        }
        "mustNotBe" => limits.not = Some(any(operator, value)?),
        "mustBeGreaterThan" => limits.above = Some(number(operator, value)?),
        "mustBeGreaterOrEqualTo" => limits.min = Some(number(operator, value)?),
        "mustBeLessThan" => limits.below = Some(number(operator, value)?),
        "mustBeLessOrEqualTo" => limits.max = Some(number(operator, value)?),
        // "the equivalent to mustBeGreaterThan and mustBeLessThan": without
        // the two themselves.
        "mustBeBetween" => {
            let [above, below] = two(operator, value)?;
            limits.above = Some(above);
            limits.below = Some(below);
        }
        _ => asked.not_within = Some(two(operator, value)?),
    }
    Ok(())
}

fn any(operator: &str, value: &Node) -> Result<Spanned<Bound>, Wrong> {
    match value.bound() {
        Some(bound) => Ok(value.spanned(bound)),
        None => Err(unfit(operator, value, "a value")),
    }
}

fn number(operator: &str, value: &Node) -> Result<Spanned<Bound>, Wrong> {
    match value.bound() {
        Some(bound @ (Bound::Integer(_) | Bound::Number(_))) => Ok(value.spanned(bound)),
        _ => Err(unfit(operator, value, "a number")),
    }
}

fn two(operator: &str, value: &Node) -> Result<[Spanned<Bound>; 2], Wrong> {
    match value.items() {
        [first, second] => Ok([number(operator, first)?, number(operator, second)?]),
        _ => Err(unfit(operator, value, "a list of two numbers")),
    }
}

fn unfit(operator: &str, value: &Node, wanted: &str) -> Wrong {
    let message = format!("`{operator}` is {}, and has to be {wanted}", value.shown());
    Wrong::new(value.span.clone(), message)
}

/// Which counts are allowed, as whole numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) least: Option<u64>,
    pub(super) most: Option<u64>,
}

impl Asked {
    /// The counts that are allowed, where they are a plain range.
    pub(super) fn counts(&self) -> Option<Counts> {
        let Limits {
            min,
            max,
            above,
            below,
            not,
            not_between,
        } = &self.limits;
        if not.is_some() || not_between.is_some() || self.not_within.is_some() {
            return None;
        }
        let number = |of: &Option<Spanned<Bound>>| bound(of.as_ref()).ok();
        let least = greater(
            number(min)?.map(f64::ceil),
            number(above)?.map(|n| n.floor() + 1.0),
        );
        let most = smaller(
            number(max)?.map(f64::floor),
            number(below)?.map(|n| n.ceil() - 1.0),
        );
        let least = least.filter(|least| *least > 0.0);
        if most.is_some_and(|most| most < 0.0) {
            return None;
        }
        Some(Counts {
            least: least.map(whole),
            most: most.map(whole),
        })
    }

    /// At most so many, where nothing else is asked.
    pub(super) fn at_most(&self) -> Option<u64> {
        match self.counts()? {
            Counts {
                least: None,
                most: Some(most),
            } => Some(most),
            _ => None,
        }
    }

    /// At most this percentage, where nothing else is asked.
    pub(super) fn at_most_percent(&self) -> Option<f64> {
        self.counts()?;
        let limits = &self.limits;
        let most = bound(limits.max.as_ref()).ok()??;
        let least = bound(limits.min.as_ref()).ok()?;
        let lower = least.is_some_and(|min| min > 0.0) || limits.above.is_some();
        (!lower && limits.below.is_none()).then_some(most)
    }
}

/// A bound that has to be a number.
fn bound(bound: Option<&Spanned<Bound>>) -> Result<Option<f64>, NoNumber> {
    match bound.map(Spanned::get_ref) {
        None => Ok(None),
        Some(Bound::Integer(value)) => Ok(Some(*value as f64)),
        Some(Bound::Number(value)) if value.is_finite() => Ok(Some(*value)),
        Some(_) => Err(NoNumber),
    }
}

/// A bound that is no number.
struct NoNumber;

fn greater(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.into_iter().chain(b).reduce(f64::max)
}

fn smaller(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    a.into_iter().chain(b).reduce(f64::min)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, not negative, and saturating"
)]
fn whole(value: f64) -> u64 {
    value as u64
}
