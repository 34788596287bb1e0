//! Lists of rules: which of the old is which of the new.

use std::ops::Range;

use toml::Spanned;
use verdict::cut;

use super::compare::Sense;
use super::facet::{self, Facet};
use super::{Change, Strictness, facets, keys};
use crate::column::ColumnRules;
use crate::rule::TableRule;

/// A rule of a list: its path, and its keys.
struct Rule {
    path: String,
    name: Option<String>,
    keys: Vec<Facet>,
    span: Range<usize>,
}

/// The further rules of a column compared.
pub(super) fn of_column(
    path: &str,
    old: &[Spanned<ColumnRules>],
    new: &[Spanned<ColumnRules>],
) -> Vec<Change> {
    let read = |rules: &[Spanned<ColumnRules>]| {
        let rules = rules.iter().enumerate().map(|(at, rule)| Rule {
            path: format!("{path}.rules[{at}]"),
            name: None,
            keys: keys::of_column(rule.get_ref(), &rule.span(), false),
            span: rule.span(),
        });
        rules.collect()
    };
    compare(read(old), read(new))
}

/// The rules on the table compared.
pub(super) fn of_table(old: &[Spanned<TableRule>], new: &[Spanned<TableRule>]) -> Vec<Change> {
    let read = |rules: &[Spanned<TableRule>]| {
        let rules = rules.iter().enumerate().map(|(at, rule)| Rule {
            path: format!("rules[{at}]"),
            name: rule.get_ref().name.clone(),
            keys: keys::of_rule(rule.get_ref(), &rule.span()),
            span: rule.span(),
        });
        rules.collect()
    };
    compare(read(old), read(new))
}

/// Pairs of rules: by name, else those that ask the same, else those that ask
/// with the same keys. What is left is gone, or new.
fn compare(old: Vec<Rule>, mut new: Vec<Rule>) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut left = old;
    let ways: [fn(&Rule, &Rule) -> bool; 4] = [
        |a, b| a.name == b.name && same(&a.keys, &b.keys),
        |a, b| a.name.is_some() && a.name == b.name,
        |a, b| a.name == b.name && core(a) == core(b),
        |a, b| a.name == b.name && shape(a) == shape(b),
    ];
    for is_same in ways {
        left.retain(|was| match new.iter().position(|is| is_same(was, is)) {
            Some(at) => {
                let is = new.remove(at);
                changes.extend(facets(&is.path, &was.keys, &is.keys));
                false
            }
            None => true,
        });
    }
    changes.extend(left.iter().map(|rule| {
        let change = Change::new(&rule.path, said(rule, "is gone"), Strictness::Looser);
        change.at(Some(rule.span.clone()), None)
    }));
    changes.extend(new.iter().map(|rule| {
        let change = Change::new(&rule.path, said(rule, "is new"), Strictness::Stricter);
        change.at(None, Some(rule.span.clone()))
    }));
    changes
}

fn said(rule: &Rule, what: &str) -> String {
    let first = rule
        .keys
        .iter()
        .find(|facet| is_core(facet) && facet.sense != Sense::Nulls);
    match (&rule.name, first) {
        (Some(name), _) => format!("rule `{}` {what}", cut(name)),
        (None, Some(facet)) => {
            let value = facet::shown(facet.sense, &facet.value);
            format!("rule `{}` {what}: `{}` {value}", rule.path, facet.key)
        }
        (None, None) => format!("rule `{}` {what}", rule.path),
    }
}

fn same(a: &[Facet], b: &[Facet]) -> bool {
    let pair = |facet: &Facet| (facet.key.clone(), facet.value.clone());
    a.len() == b.len() && a.iter().map(pair).eq(b.iter().map(pair))
}

/// Whether a key says what is asked, and not how it is taken.
fn is_core(facet: &Facet) -> bool {
    !matches!(
        facet.sense,
        Sense::Words | Sense::Severity | Sense::Share | Sense::Tolerance | Sense::Limits
    )
}

fn core(rule: &Rule) -> Vec<(&str, String)> {
    let core = rule.keys.iter().filter(|facet| is_core(facet));
    core.map(|facet| (facet.key.as_str(), facet.value.to_string()))
        .collect()
}

fn shape(rule: &Rule) -> Vec<&str> {
    let core = rule
        .keys
        .iter()
        .filter(|facet| is_core(facet) || facet.sense == Sense::Limits);
    core.map(|facet| facet.key.as_str()).collect()
}
