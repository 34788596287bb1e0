//! Which of two values asks for more.

use std::cmp::Ordering;

use toml::Value;
use toml::value::Table;

use super::Strictness;

/// How a value binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// The greater, the stricter: `min-length`.
    Least,
    /// The less, the stricter: `max-length`.
    Most,
    /// The shorter the time, the stricter: `max-age`.
    Age,
    /// The more is let pass, the looser: `max-breaches`. None is none.
    Tolerance,
    /// The greater part has to keep it, the stricter: `mostly`. None is all.
    Share,
    /// The fewer, the stricter: `values`.
    Only,
    /// The more, the stricter: `forbidden-values`.
    Each,
    /// There or not; another is different: `pattern`.
    Rule,
    /// A rule where it is true: `unique`.
    Flag,
    /// A leave where it is true: `optional`.
    Leave,
    /// The type: `integer` is stricter than `number`.
    Type,
    /// Limits of a figure.
    Limits,
    /// Nulls that are let pass: a count and a part.
    Nulls,
    /// Of which rows it is asked: of fewer is looser.
    Condition,
    /// How much it weighs: `error` is stricter than `warning`.
    Severity,
    /// How values are read: another way is different.
    Reading,
    /// Words about it.
    Words,
}

/// What the change from one value to another does.
pub(super) fn values(sense: Sense, old: Option<&Value>, new: Option<&Value>) -> Strictness {
    match sense {
        Sense::Words => Strictness::Same,
        Sense::Reading => Strictness::Different,
        Sense::Flag => flag(old).cmp(&flag(new)).into(),
        Sense::Leave => flag(new).cmp(&flag(old)).into(),
        Sense::Tolerance => order(new.unwrap_or(&NONE), old.unwrap_or(&NONE)),
        Sense::Share => order(old.unwrap_or(&ALL), new.unwrap_or(&ALL)),
        Sense::Condition | Sense::Severity => match sense {
            Sense::Condition => presence(new, old, |_, _| Strictness::Different),
            _ => severity(old).cmp(&severity(new)).into(),
        },
        _ => presence(old, new, |old, new| both(sense, old, new)),
    }
}

const NONE: Value = Value::Integer(0);
const ALL: Value = Value::Float(1.0);

/// A rule that comes is stricter; one that goes is looser.
fn presence(
    old: Option<&Value>,
    new: Option<&Value>,
    both: impl Fn(&Value, &Value) -> Strictness,
) -> Strictness {
    match (old, new) {
        (None, None) => Strictness::Same,
        (None, Some(_)) => Strictness::Stricter,
        (Some(_), None) => Strictness::Looser,
        (Some(old), Some(new)) if old == new => Strictness::Same,
        (Some(old), Some(new)) => both(old, new),
    }
}

fn both(sense: Sense, old: &Value, new: &Value) -> Strictness {
    match sense {
        Sense::Least => order(old, new),
        Sense::Most => order(new, old),
        Sense::Age => match (minutes(old), minutes(new)) {
            (Some(old), Some(new)) => order(&Value::Float(new), &Value::Float(old)),
            _ => Strictness::Different,
        },
        Sense::Only => subset(old, new),
        Sense::Each => subset(new, old),
        Sense::Type => types(old, new),
        Sense::Limits => limits(old, new),
        Sense::Nulls => part(old, new, "count").and(part(old, new, "part")),
        _ => Strictness::Different,
    }
}

impl From<Ordering> for Strictness {
    /// Of the old value to the new one, where more is stricter.
    fn from(order: Ordering) -> Self {
        match order {
            Ordering::Less => Self::Stricter,
            Ordering::Equal => Self::Same,
            Ordering::Greater => Self::Looser,
        }
    }
}

fn flag(value: Option<&Value>) -> bool {
    value.and_then(Value::as_bool).unwrap_or(false)
}

fn severity(value: Option<&Value>) -> bool {
    value.and_then(Value::as_str) != Some("warning")
}

/// Where more is stricter.
fn order(old: &Value, new: &Value) -> Strictness {
    compare(old, new).map_or(Strictness::Different, Strictness::from)
}

/// Two values of one kind; dates are texts, and compare as they are written.
fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => Some(a.cmp(b)),
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        (Value::Boolean(a), Value::Boolean(b)) => Some(a.cmp(b)),
        _ => number(a)?.partial_cmp(&number(b)?),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(*value as f64),
        Value::Float(value) => Some(*value),
        _ => None,
    }
}

/// A span of time such as `36h`, in minutes.
fn minutes(value: &Value) -> Option<f64> {
    let text = value.as_str()?.trim();
    let end = text.find(|c: char| c.is_ascii_alphabetic())?;
    let number: f64 = text[..end].trim().parse().ok()?;
    let unit = match &text[end..] {
        "s" => 1.0 / 60.0,
        "m" | "min" => 1.0,
        "h" => 60.0,
        "d" => 24.0 * 60.0,
        "w" => 7.0 * 24.0 * 60.0,
        _ => return None,
    };
    Some(number * unit)
}

/// Lists, of which the shorter is stricter.
fn subset(old: &Value, new: &Value) -> Strictness {
    let (Some(old), Some(new)) = (old.as_array(), new.as_array()) else {
        return Strictness::Different;
    };
    let within = |a: &[Value], b: &[Value]| a.iter().all(|value| b.contains(value));
    match (within(new, old), within(old, new)) {
        (true, true) => Strictness::Same,
        (true, false) => Strictness::Stricter,
        (false, true) => Strictness::Looser,
        (false, false) => Strictness::Different,
    }
}

fn types(old: &Value, new: &Value) -> Strictness {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let (old, new) = (word(old), word(new));
    match (is_wider(&old, &new), is_wider(&new, &old)) {
        (true, _) => Strictness::Stricter,
        (_, true) => Strictness::Looser,
        _ => Strictness::Different,
    }
}

/// Whether every value of a type is one of another, wider type.
fn is_wider(wide: &str, narrow: &str) -> bool {
    match wide {
        "string" => narrow != "string",
        "number" => matches!(narrow, "integer" | "decimal"),
        "decimal" => narrow == "integer",
        _ => false,
    }
}

/// Limits: the narrower, the stricter.
fn limits(old: &Value, new: &Value) -> Strictness {
    let empty = Table::new();
    let table = |value: &Value| value.as_table().unwrap_or(&empty).clone();
    let (old, new) = (table(old), table(new));
    let lower = end(&old, &new, ["min", "above"], Ordering::Less);
    let upper = end(&old, &new, ["max", "below"], Ordering::Greater);
    let others = ["not", "not-between"]
        .map(|key| presence(old.get(key), new.get(key), |_, _| Strictness::Different));
    lower.and(upper).and(others[0]).and(others[1])
}

/// One end of a range, which is closed or open; `further` is how a bound
/// compares to one that lets less pass.
fn end(old: &Table, new: &Table, keys: [&str; 2], further: Ordering) -> Strictness {
    let (Some(old), Some(new)) = (tightest(old, keys, further), tightest(new, keys, further))
    else {
        return Strictness::Different;
    };
    match (old, new) {
        (None, None) => Strictness::Same,
        (None, Some(_)) => Strictness::Stricter,
        (Some(_), None) => Strictness::Looser,
        (Some((old, was_open)), Some((new, is_open))) => match compare(&old, &new) {
            None => Strictness::Different,
            Some(Ordering::Equal) => was_open.cmp(&is_open).into(),
            Some(order) if order == further => Strictness::Stricter,
            Some(_) => Strictness::Looser,
        },
    }
}

/// The bound of the two that lets less pass, and whether it is open. None
/// where the two can't be compared.
#[expect(
    clippy::option_option,
    reason = "no bound, and bounds that can't be compared"
)]
fn tightest(
    table: &Table,
    [closed, open]: [&str; 2],
    further: Ordering,
) -> Option<Option<(Value, bool)>> {
    Some(match (table.get(closed), table.get(open)) {
        (None, None) => None,
        (Some(bound), None) => Some((bound.clone(), false)),
        (None, Some(bound)) => Some((bound.clone(), true)),
        (Some(closed), Some(open)) if compare(open, closed)? == further => {
            Some((closed.clone(), false))
        }
        (Some(_), Some(open)) => Some((open.clone(), true)),
    })
}

/// A part of what is let pass: more of it is looser.
fn part(old: &Value, new: &Value, key: &str) -> Strictness {
    match (old.get(key), new.get(key)) {
        (Some(old), Some(new)) => order(new, old),
        _ => Strictness::Same,
    }
}
