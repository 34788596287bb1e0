//! Expectations on each value of a column.

use toml::Spanned;

use super::super::sql;
use super::{Expectation, Suite, Why};
use crate::bound::{Bound, Limits};
use crate::column::{ColumnRules, Order};
use crate::rule::TableRule;

pub(super) fn not_null(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let mut rules = ColumnRules::default();
    match e.mostly()? {
        // Nulls are part of what is counted here.
        Some(mostly) => rules.max_null_fraction = Some(rest(&mostly)),
        None => rules.nullable = Some(Spanned::new(e.span(), false)),
    }
    suite.add_as_is(e, rules)
}

pub(super) fn null(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let mostly = e.mostly()?;
    let min_null_fraction = mostly.or_else(|| Some(Spanned::new(e.span(), 1.0)));
    let rules = ColumnRules {
        min_null_fraction,
        ..ColumnRules::default()
    };
    suite.add_as_is(e, rules)
}

/// What is missing to one, without the noise of binary fractions: 0.1 for 0.9.
fn rest(part: &Spanned<f64>) -> Spanned<f64> {
    let rest = ((1.0 - part.get_ref()) * 1e12).round() / 1e12;
    Spanned::new(part.span(), rest)
}

pub(super) fn unique(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let unique = Some(Spanned::new(e.span(), true));
    let rules = ColumnRules {
        unique,
        ..ColumnRules::default()
    };
    suite.add(e, rules)
}

pub(super) fn between(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let Limits {
        min,
        max,
        above,
        below,
        ..
    } = e.limits()?;
    let column = e.column()?;
    for bound in [&min, &max, &above, &below].into_iter().flatten() {
        suite.learn(column.get_ref(), bound);
    }
    let rules = ColumnRules {
        min,
        max,
        above,
        below,
        ..ColumnRules::default()
    };
    suite.add(e, rules)
}

/// A range of texts, which are compared letter by letter; none where these
/// rules are anything else.
pub(super) fn of_words(column: &str, rules: &ColumnRules) -> Option<TableRule> {
    let name = sql::name(column);
    let sides = [
        (">=", &rules.min),
        (">", &rules.above),
        ("<=", &rules.max),
        ("<", &rules.below),
    ];
    let side = |(sign, bound): (&str, &Option<Spanned<Bound>>)| match bound.as_ref()?.get_ref() {
        Bound::Text(text) => Some(format!("{name} {sign} {}", sql::text(text))),
        _ => None,
    };
    let given = sides.iter().filter(|(_, bound)| bound.is_some()).count();
    let written: Vec<_> = sides.into_iter().filter_map(side).collect();
    let first = sides.iter().find_map(|(_, bound)| bound.as_ref())?;
    let there = Spanned::new(first.span(), format!("{name} is not null"));
    (written.len() == given).then(|| TableRule {
        expression: Some(Spanned::new(first.span(), written.join(" and "))),
        condition: super::suite::both(rules.condition.clone(), Some(there)),
        mostly: rules.mostly.clone(),
        severity: rules.severity.unwrap_or_default(),
        ..TableRule::default()
    })
}

pub(super) fn increasing(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    ordered(e, suite, Order::StrictlyIncreasing, Order::Increasing)
}

pub(super) fn decreasing(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    ordered(e, suite, Order::StrictlyDecreasing, Order::Decreasing)
}

fn ordered(e: &Expectation<'_>, suite: &mut Suite, strict: Order, lax: Order) -> Result<(), Why> {
    let order = if e.flag("strictly")? { strict } else { lax };
    let order = Some(Spanned::new(e.span(), order));
    let rules = ColumnRules {
        order,
        ..ColumnRules::default()
    };
    suite.add(e, rules)
}

pub(super) fn z_scores(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let threshold = e.number("threshold")?;
    let double = e.flag("double_sided")?;
    let at = |bound: f64| Some(Spanned::new(threshold.span(), Bound::Number(bound)));
    let bound = *threshold.get_ref();
    let limits = match double {
        true => Limits {
            above: at(-bound.abs()),
            below: at(bound.abs()),
            ..Limits::default()
        },
        false => Limits {
            below: at(bound),
            ..Limits::default()
        },
    };
    let column = e.column()?;
    suite.learn(
        column.get_ref(),
        &Spanned::new(threshold.span(), Bound::Number(bound)),
    );
    let z_score = Some(Spanned::new(threshold.span(), limits));
    let rules = ColumnRules {
        z_score,
        ..ColumnRules::default()
    };
    suite.add(e, rules)
}

/// The method `std`; that of quartiles has no words of ours.
pub(super) fn outliers(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let method = e
        .get("method")?
        .and_then(super::super::node::Node::text)
        .unwrap_or("iqr");
    if method != "std" {
        return Err("it measures from the quartiles, which no rule of ours does".to_owned());
    }
    let multiplier = e.number("multiplier")?;
    let at = |bound: f64| Some(Spanned::new(multiplier.span(), Bound::Number(bound)));
    let bound = *multiplier.get_ref();
    let limits = Limits {
        above: at(-bound),
        below: at(bound),
        ..Limits::default()
    };
    let column = e.column()?;
    suite.learn(
        column.get_ref(),
        &Spanned::new(multiplier.span(), Bound::Number(bound)),
    );
    let z_score = Some(Spanned::new(multiplier.span(), limits));
    let rules = ColumnRules {
        z_score,
        ..ColumnRules::default()
    };
    suite.add(e, rules)
}
