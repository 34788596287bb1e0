//! Rules that a column of some type can't have.

use toml::Spanned;

use super::directives::is_iso;
use crate::bound::{Bound, Limits};
use crate::column::{ColumnRules, ColumnType};

/// Why rules don't go with the type of their column, as a fragment; none
/// where they do.
pub(super) fn clash(kind: Option<ColumnType>, rules: &ColumnRules) -> Option<String> {
    let found = range(kind, rules)
        .or_else(|| values(kind, rules))
        .or_else(|| texts(kind, rules))
        .or_else(|| figures(kind, rules))?;
    Some(match kind {
        Some(kind) => format!("{found}, and the column's type is `{}`", kind.word()),
        None => format!("{found}, and nothing tells the column's type"),
    })
}

fn range(kind: Option<ColumnType>, rules: &ColumnRules) -> Option<&'static str> {
    let ends = [&rules.min, &rules.max, &rules.above, &rules.below];
    let bounds: Vec<_> = ends.into_iter().flatten().collect();
    if !bounds.is_empty() && !has_order(kind) {
        return Some("a range needs an order");
    }
    if rules.order.is_some() && !has_order(kind) {
        return Some("an order needs a type that has one");
    }
    if rules.multiple_of.is_some() && !is_numeric(kind) {
        return Some("multiples are of numbers");
    }
    let alike = bounds.iter().all(|bound| suits(kind, bound.get_ref()));
    (!alike).then_some("a bound of its range is of another type")
}

fn values(kind: Option<ColumnType>, rules: &ColumnRules) -> Option<&'static str> {
    let lists = [
        &rules.values,
        &rules.forbidden_values,
        &rules.required_values,
        &rules.most_common,
    ];
    let mut values = lists.into_iter().flatten().flat_map(Spanned::get_ref);
    let alike = values.all(|value| suits(kind, value.get_ref()));
    (!alike).then_some("one of its values is of another type")
}

fn texts(kind: Option<ColumnType>, rules: &ColumnRules) -> Option<&'static str> {
    let pattern = rules.pattern.is_some() || rules.forbidden_pattern.is_some();
    let length = rules.min_length.is_some() || rules.max_length.is_some();
    let text = matches!(kind, None | Some(ColumnType::String));
    match (pattern, length) {
        _ if text => None,
        (true, _) => Some("patterns are for strings"),
        (_, true) => Some("a length in characters is for strings"),
        _ => None,
    }
}

fn figures(kind: Option<ColumnType>, rules: &ColumnRules) -> Option<&'static str> {
    let numeric = [
        rules.mean.is_some(),
        rules.median.is_some(),
        rules.sum.is_some(),
        rules.variance.is_some(),
        rules.standard_deviation.is_some(),
        rules.skewness.is_some(),
        rules.kurtosis.is_some(),
        rules.quantiles.is_some(),
        rules.max_z_score.is_some(),
        rules.z_score.is_some(),
    ];
    if numeric.contains(&true) && !is_numeric(kind) {
        return Some("such a figure is one of numbers");
    }
    let ends = [&rules.least, &rules.greatest];
    let ends: Vec<_> = ends.into_iter().flatten().collect();
    if !ends.is_empty() && !has_order(kind) {
        return Some("the least and the greatest need an order");
    }
    let suit = |limits: &Spanned<Limits>| {
        let Limits {
            min,
            max,
            above,
            below,
            not,
            ..
        } = limits.get_ref();
        let mut bounds = [min, max, above, below, not].into_iter().flatten();
        bounds.all(|bound| suits(kind, bound.get_ref()))
    };
    (!ends.into_iter().all(suit)).then_some("a bound of it is of another type")
}

fn is_numeric(kind: Option<ColumnType>) -> bool {
    matches!(
        kind,
        Some(ColumnType::Integer | ColumnType::Number | ColumnType::Decimal)
    )
}

/// Strings and booleans have none here.
fn has_order(kind: Option<ColumnType>) -> bool {
    !matches!(kind, None | Some(ColumnType::String | ColumnType::Boolean))
}

/// Whether a value is one of the type, or can be compared with one.
fn suits(kind: Option<ColumnType>, bound: &Bound) -> bool {
    match (kind, bound) {
        (None | Some(ColumnType::String), Bound::Text(_))
        | (Some(ColumnType::Boolean), Bound::Boolean(_))
        | (
            Some(ColumnType::Integer | ColumnType::Number | ColumnType::Decimal),
            Bound::Integer(_),
        ) => true,
        (
            Some(ColumnType::Integer | ColumnType::Number | ColumnType::Decimal),
            Bound::Number(value),
        ) => value.is_finite(),
        (Some(ColumnType::Date | ColumnType::Datetime), Bound::Text(text)) => is_iso(text),
        (Some(ColumnType::Time), Bound::Text(text)) => text.as_bytes().get(2) == Some(&b':'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(kind: Option<ColumnType>, rules: &str) -> String {
        clash(kind, &toml::from_str(rules).expect("there")).unwrap_or_default()
    }

    #[test]
    fn rules_go_with_types() {
        use ColumnType::{Boolean, Date, Integer, Number, String};
        for (kind, rules, words) in [
            (Some(Integer), "min = 0.5\nvalues = [1]", ""),
            (Some(Date), "min = '2024-01-01'", ""),
            (Some(Date), "min = 'Jan 1'", "a bound of its range"),
            (
                Some(String),
                "min = 'a'",
                "a range needs an order, and the column's type is `string`",
            ),
            (None, "max = 1", "and nothing tells the column's type"),
            (None, "values = ['a']\npattern = 'a'", ""),
            (None, "values = [1]", "one of its values"),
            (Some(Boolean), "values = ['yes']", "one of its values"),
            (Some(Number), "pattern = 'a'", "patterns are for strings"),
            (Some(Number), "mean = { min = 1 }", ""),
            (Some(Date), "mean = { min = 1 }", "one of numbers"),
            (None, "order = 'increasing'", "an order needs"),
            (Some(Number), "least = { min = 'a' }", "a bound of it"),
        ] {
            let found = why(kind, rules);
            assert!(
                found.contains(words) && found.is_empty() == words.is_empty(),
                "{rules}: {found}"
            );
        }
    }
}
