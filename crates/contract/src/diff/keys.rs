//! The keys of a contract and how each binds.

use std::ops::Range;

use serde::Serialize;
use toml::value::Table;
use toml::{Spanned, Value};

use super::compare::Sense;
use super::facet::{Facet, Facets};
use crate::bound::Bound;
use crate::column::ColumnRules;
use crate::model::is_default;

mod table;

pub(super) use table::{of_contract, of_rule};

/// The keys of a column, without its further rules; `own` are those of the
/// column itself, which has no nulls where it does not say.
pub(super) fn of_column(rules: &ColumnRules, span: &Range<usize>, own: bool) -> Vec<Facet> {
    let mut keys = Facets::default();
    keys.key("type", Sense::Type, rules.column_type.as_ref());
    readings(rules, span, &mut keys);
    nulls(rules, span, own, &mut keys);
    of_values(rules, &mut keys);
    of_figures(rules, &mut keys);
    manner_of_column(rules, span, &mut keys);
    keys.0
}

/// How values are read.
fn readings(rules: &ColumnRules, span: &Range<usize>, keys: &mut Facets) {
    keys.key("format", Sense::Rule, rules.format.as_ref());
    keys.key("true-values", Sense::Reading, rules.true_values.as_ref());
    keys.key("false-values", Sense::Reading, rules.false_values.as_ref());
    keys.key("decimal-mark", Sense::Reading, rules.decimal_mark.as_ref());
    keys.key("group-mark", Sense::Reading, rules.group_mark.as_ref());
    keys.key("precision", Sense::Most, rules.precision.as_ref());
    keys.key("scale", Sense::Most, rules.scale.as_ref());
    if let Some(missing) = &rules.missing {
        keys.plain("missing", Sense::Reading, missing, span.clone());
    }
    if rules.optional {
        keys.plain("optional", Sense::Leave, &true, span.clone());
    }
    if rules.sensitive {
        keys.plain("sensitive", Sense::Words, &true, span.clone());
    }
}

/// Nulls that are let pass, under the key that says so.
fn nulls(rules: &ColumnRules, span: &Range<usize>, own: bool, keys: &mut Facets) {
    let nullable = rules.nullable.as_ref();
    let (count, part) = (rules.max_nulls.as_ref(), rules.max_null_fraction.as_ref());
    let said = nullable.map(|flag| *flag.get_ref());
    let limited = count.is_some() || part.is_some();
    let any = said == Some(true) || (said.is_none() && !own && !limited);
    let none = !any && !limited;
    let most = |value: Option<f64>, all: f64| match none {
        true => 0.0,
        false => value.unwrap_or(all),
    };
    let table = Table::from_iter([
        (
            "count".to_owned(),
            Value::Float(most(count.map(|n| *n.get_ref() as f64), f64::INFINITY)),
        ),
        (
            "part".to_owned(),
            Value::Float(most(part.map(|part| *part.get_ref()), 1.0)),
        ),
    ]);
    let place = nullable
        .map(Spanned::span)
        .or_else(|| count.map(Spanned::span))
        .or_else(|| part.map(Spanned::span));
    keys.plain(
        "nullable",
        Sense::Nulls,
        &table,
        place.unwrap_or_else(|| span.clone()),
    );
    keys.key(
        "min-null-fraction",
        Sense::Least,
        rules.min_null_fraction.as_ref(),
    );
}

/// Limits of each value.
fn of_values(rules: &ColumnRules, keys: &mut Facets) {
    range("min", [("min", &rules.min), ("above", &rules.above)], keys);
    range("max", [("max", &rules.max), ("below", &rules.below)], keys);
    keys.key("multiple-of", Sense::Rule, rules.multiple_of.as_ref());
    keys.key("values", Sense::Only, rules.values.as_ref());
    keys.key(
        "forbidden-values",
        Sense::Each,
        rules.forbidden_values.as_ref(),
    );
    keys.key("pattern", Sense::Rule, rules.pattern.as_ref());
    keys.key(
        "forbidden-pattern",
        Sense::Rule,
        rules.forbidden_pattern.as_ref(),
    );
    keys.key("min-length", Sense::Least, rules.min_length.as_ref());
    keys.key("max-length", Sense::Most, rules.max_length.as_ref());
    keys.key("max-z-score", Sense::Most, rules.max_z_score.as_ref());
    keys.key("z-score", Sense::Limits, rules.z_score.as_ref());
    keys.key("unique", Sense::Flag, rules.unique.as_ref());
    keys.key("order", Sense::Rule, rules.order.as_ref());
}

/// One end of the range of values: closed or open, it is one key.
fn range(key: &str, ends: [(&str, &Option<Spanned<Bound>>); 2], keys: &mut Facets) {
    let mut table = Table::new();
    let mut span = None;
    for (key, bound) in ends {
        if let Some(bound) = bound
            && let Ok(value) = Value::try_from(bound.get_ref())
        {
            table.insert(key.to_owned(), value);
            span.get_or_insert(bound.span());
        }
    }
    if let Some(span) = span {
        keys.plain(key, Sense::Limits, &table, span);
    }
}

/// Limits of the column's figures.
fn of_figures(rules: &ColumnRules, keys: &mut Facets) {
    let figures = [
        ("distinct", &rules.distinct),
        ("distinct-fraction", &rules.distinct_fraction),
        ("least", &rules.least),
        ("greatest", &rules.greatest),
        ("mean", &rules.mean),
        ("median", &rules.median),
        ("sum", &rules.sum),
        ("variance", &rules.variance),
        ("standard-deviation", &rules.standard_deviation),
        ("skewness", &rules.skewness),
        ("kurtosis", &rules.kurtosis),
        ("entropy", &rules.entropy),
    ];
    for (key, limits) in figures {
        keys.key(key, Sense::Limits, limits.as_ref());
    }
    keys.key(
        "required-values",
        Sense::Each,
        rules.required_values.as_ref(),
    );
    keys.key("most-common", Sense::Only, rules.most_common.as_ref());
    keys.key("allow-ties", Sense::Leave, rules.allow_ties.as_ref());
    for (level, limits) in rules.quantiles.iter().flat_map(Spanned::get_ref) {
        let key = format!("quantiles.{}", level.get_ref());
        keys.plain(&key, Sense::Limits, limits, level.span());
    }
    keys.key(
        "quantile-method",
        Sense::Reading,
        rules.quantile_method.as_ref(),
    );
    keys.key("max-age", Sense::Age, rules.max_age.as_ref());
}

fn manner_of_column(rules: &ColumnRules, span: &Range<usize>, keys: &mut Facets) {
    keys.key("where", Sense::Condition, rules.condition.as_ref());
    keys.key("mostly", Sense::Share, rules.mostly.as_ref());
    keys.key(
        "max-breaches",
        Sense::Tolerance,
        rules.max_breaches.as_ref(),
    );
    let severity = rules.severity.unwrap_or_default();
    weight("severity", &severity, span.clone(), keys);
    for (key, text) in [
        ("message", &rules.message),
        ("description", &rules.description),
    ] {
        if let Some(text) = text {
            keys.plain(key, Sense::Words, text, span.clone());
        }
    }
    if !rules.tags.is_empty() {
        keys.plain("tags", Sense::Words, &rules.tags, span.clone());
    }
}

fn weight<T: Serialize + Default + PartialEq>(
    key: &str,
    severity: &T,
    span: Range<usize>,
    keys: &mut Facets,
) {
    if !is_default(severity) {
        keys.plain(key, Sense::Severity, severity, span);
    }
}
