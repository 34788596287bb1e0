//! The keys of a contract that are not a column's.

use std::ops::Range;

use toml::Spanned;

use super::weight;
use crate::diff::compare::Sense;
use crate::diff::facet::{Facet, Facets};
use crate::model::{Contract, FileRules, Permission, is_default};
use crate::rule::TableRule;

/// The keys of the table, without its columns and rules.
pub(in crate::diff) fn of_contract(contract: &Contract) -> Vec<Facet> {
    let mut keys = Facets::default();
    let words = [
        ("name", &contract.name),
        ("version", &contract.version),
        ("description", &contract.description),
    ];
    for (key, text) in words {
        if let Some(text) = text {
            keys.plain(key, Sense::Words, text, 0..0);
        }
    }
    if let Some(missing) = &contract.missing {
        keys.plain("missing", Sense::Reading, missing, 0..0);
    }
    if !is_default(&contract.extra_columns) {
        keys.plain("extra-columns", Sense::Rule, &contract.extra_columns, 0..0);
    }
    keys.key("ordered", Sense::Flag, contract.ordered.as_ref());
    keys.key(
        "column-count",
        Sense::Limits,
        contract.column_count.as_ref(),
    );
    keys.key("delimiter", Sense::Reading, contract.delimiter.as_ref());
    keys.key("quote", Sense::Reading, contract.quote.as_ref());
    keys.key("primary-key", Sense::Rule, contract.primary_key.as_ref());
    of_file(&contract.file, &mut keys);
    let rows = &contract.rows;
    keys.key("rows.min", Sense::Least, rows.min.as_ref());
    keys.key("rows.max", Sense::Most, rows.max.as_ref());
    keys.key("rows.unique", Sense::Flag, rows.unique.as_ref());
    keys.key("rows.max-change", Sense::Most, rows.max_change.as_ref());
    weight("rows.severity", &rows.severity, 0..0, &mut keys);
    keys.0
}

fn of_file(file: &FileRules, keys: &mut Facets) {
    let forbidden = [
        ("file.ragged-rows", &file.ragged_rows),
        ("file.stray-quotes", &file.stray_quotes),
        ("file.invalid-utf8", &file.invalid_utf8),
        ("file.nul-bytes", &file.nul_bytes),
        ("file.unclear-header", &file.unclear_header),
    ];
    for (key, permission) in forbidden {
        permitted(key, permission.as_ref(), Permission::Forbid, keys);
    }
    let allowed = [
        ("file.blank-rows", &file.blank_rows),
        ("file.byte-order-mark", &file.byte_order_mark),
    ];
    for (key, permission) in allowed {
        permitted(key, permission.as_ref(), Permission::Allow, keys);
    }
    keys.key("file.line-ends", Sense::Rule, file.line_ends.as_ref());
    weight("file.severity", &file.severity, 0..0, keys);
}

/// What is allowed is no rule.
fn permitted(
    key: &str,
    given: Option<&Spanned<Permission>>,
    default: Permission,
    keys: &mut Facets,
) {
    let found = given.map_or(default, |given| *given.get_ref());
    if found != Permission::Allow {
        let span = given.map_or(0..0, Spanned::span);
        keys.plain(key, Sense::Rule, &found, span);
    }
}

/// The keys of a rule on the table.
pub(in crate::diff) fn of_rule(rule: &TableRule, span: &Range<usize>) -> Vec<Facet> {
    let mut keys = Facets::default();
    keys.key("expression", Sense::Rule, rule.expression.as_ref());
    keys.key("unique", Sense::Rule, rule.unique.as_ref());
    keys.key("references", Sense::Rule, rule.references.as_ref());
    keys.key("depends", Sense::Rule, rule.depends.as_ref());
    if let Some(correlation) = &rule.correlation {
        let inner = correlation.get_ref();
        keys.plain(
            "correlation.columns",
            Sense::Rule,
            &inner.columns,
            correlation.span(),
        );
        keys.plain(
            "correlation.limits",
            Sense::Limits,
            &inner.limits,
            correlation.span(),
        );
    }
    keys.key("aggregate", Sense::Rule, rule.aggregate.as_ref());
    keys.key("limits", Sense::Limits, rule.limits.as_ref());
    keys.key("equals", Sense::Rule, rule.equals.as_ref());
    keys.key("where", Sense::Condition, rule.condition.as_ref());
    keys.key("mostly", Sense::Share, rule.mostly.as_ref());
    keys.key("max-breaches", Sense::Tolerance, rule.max_breaches.as_ref());
    weight("severity", &rule.severity, span.clone(), &mut keys);
    if let Some(message) = &rule.message {
        keys.plain("message", Sense::Words, message, span.clone());
    }
    if !rule.tags.is_empty() {
        keys.plain("tags", Sense::Words, &rule.tags, span.clone());
    }
    keys.0
}
