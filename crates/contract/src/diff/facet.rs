//! One key of a contract, and what a change of it does.

use std::ops::Range;

use serde::Serialize;
use toml::{Spanned, Table, Value};
use verdict::cut;

use super::compare::{self, Sense};
use super::{Change, Strictness};

/// One key and its value.
#[derive(Clone, Debug)]
pub(super) struct Facet {
    pub(super) key: String,
    pub(super) value: Value,
    pub(super) sense: Sense,
    pub(super) span: Range<usize>,
}

/// The keys of one table, as they are collected.
#[derive(Default)]
pub(super) struct Facets(pub(super) Vec<Facet>);

impl Facets {
    /// A key that may be there.
    pub(super) fn key<T: Serialize>(
        &mut self,
        key: &str,
        sense: Sense,
        value: Option<&Spanned<T>>,
    ) {
        if let Some(value) = value {
            self.plain(key, sense, value.get_ref(), value.span());
        }
    }

    /// A key whose value has no place of its own.
    pub(super) fn plain<T: Serialize>(
        &mut self,
        key: &str,
        sense: Sense,
        value: &T,
        span: Range<usize>,
    ) {
        if let Ok(value) = Value::try_from(value) {
            self.0.push(Facet {
                key: key.to_owned(),
                value,
                sense,
                span,
            });
        }
    }
}

/// What changed of a key; none where nothing did.
pub(super) fn change(path: &str, old: Option<&Facet>, new: Option<&Facet>) -> Option<Change> {
    let facet = new.or(old)?;
    let values = (old.map(|facet| &facet.value), new.map(|facet| &facet.value));
    if values.0 == values.1 {
        return None;
    }
    let strictness = match facet.sense {
        // Other words have other data pass no more than the same ones.
        Sense::Words => Strictness::Same,
        sense => compare::values(sense, values.0, values.1),
    };
    if strictness == Strictness::Same && facet.sense != Sense::Words {
        return None;
    }
    let key = &facet.key;
    let place = if path.is_empty() {
        key.clone()
    } else {
        format!("{path}.{key}")
    };
    let sense = facet.sense;
    let what = match values {
        (Some(old), Some(new)) => {
            format!(
                "`{place}`: {} instead of {}",
                shown(sense, new),
                shown(sense, old)
            )
        }
        (None, Some(new)) => format!("`{place}` is new: {}", shown(sense, new)),
        (Some(old), None) => format!("`{place}` is gone: {}", shown(sense, old)),
        (None, None) => return None,
    };
    let span = |facet: Option<&Facet>| facet.map(|facet| facet.span.clone());
    Some(Change::new(place, what, strictness).at(span(old), span(new)))
}

/// A value as a person says it, on one line.
pub(super) fn shown(sense: Sense, value: &Value) -> String {
    let text = match (sense, value) {
        (Sense::Limits, Value::Table(limits)) => {
            let parts: Vec<_> = limits
                .iter()
                .map(|(key, bound)| limit(key, bound))
                .collect();
            parts.join(" and ")
        }
        (Sense::Nulls, Value::Table(nulls)) => allowance(nulls),
        (_, value) => value.to_string(),
    };
    cut(&text.replace('\n', " "))
}

fn limit(key: &str, bound: &Value) -> String {
    let word = match key {
        "min" => "at least",
        "max" => "at most",
        "above" => "more than",
        "below" => "less than",
        "not-between" => "outside of",
        other => other,
    };
    format!("{word} {bound}")
}

/// How many nulls are let pass.
fn allowance(nulls: &Table) -> String {
    let number = |key: &str| nulls.get(key).and_then(Value::as_float).unwrap_or_default();
    match (number("count"), number("part")) {
        (0.0, _) | (_, 0.0) => "no nulls".to_owned(),
        (count, 1.0) if count.is_infinite() => "any nulls".to_owned(),
        (count, 1.0) => format!("at most {count} nulls"),
        (count, part) if count.is_infinite() => format!("at most {part} of the rows null"),
        (count, part) => format!("at most {count} nulls and {part} of the rows"),
    }
}
