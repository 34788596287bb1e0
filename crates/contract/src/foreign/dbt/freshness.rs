//! How fresh the table of a source has to be.

use verdict::{Severity, cut};

use super::{Resource, setting};
use crate::column::ColumnRules;
use crate::foreign::ForeignTable;
use crate::foreign::node::Node;
use crate::foreign::sql::{self, Names};
use toml::Spanned;

pub(super) fn read(resource: &Resource<'_>, names: &Names, table: &mut ForeignTable) {
    let Some(source) = resource.source else {
        return;
    };
    let own = setting(resource.node, "freshness");
    let Some(freshness) = own.or_else(|| setting(source, "freshness")) else {
        return;
    };
    let field =
        setting(resource.node, "loaded_at_field").or_else(|| setting(source, "loaded_at_field"));
    let limits = [
        ("warn_after", Severity::Warning),
        ("error_after", Severity::Error),
    ];
    for (key, severity) in limits {
        let Some(limit) = freshness.get(key).filter(|limit| !limit.is_null()) else {
            continue;
        };
        if let Err(why) = one(limit, severity, freshness, field, names, table) {
            table.leave(limit.span.clone(), format!("freshness `{key}`"), why);
        }
    }
}

fn one(
    limit: &Node,
    severity: Severity,
    freshness: &Node,
    field: Option<&Node>,
    names: &Names,
    table: &mut ForeignTable,
) -> Result<(), String> {
    let field = field.and_then(|field| Some((field, field.text()?)));
    let (at, field) = field.ok_or("there is no `loaded_at_field`")?;
    let column = match sql::expression(field, names) {
        Ok(text) if text == sql::name(field) => at.spanned(field.to_owned()),
        _ => return Err(format!("`{}` is no column", cut(field))),
    };
    let count = limit
        .get("count")
        .and_then(Node::count)
        .ok_or("it has no `count`")?;
    let period = limit.get("period").and_then(Node::text).unwrap_or_default();
    let age = age(count, period).ok_or("it has no `period` that is known")?;
    let filter = freshness
        .get("filter")
        .and_then(|node| Some((node, node.text()?)));
    let condition = match filter {
        Some((node, text)) => Some(node.spanned(sql::expression(text, names)?)),
        None => None,
    };
    let rules = table.column(&column);
    rules.optional = false;
    rules
        .nullable
        .get_or_insert(Spanned::new(at.span.clone(), true));
    let piece = ColumnRules {
        max_age: Some(limit.spanned(age)),
        condition,
        severity: (severity == Severity::Warning).then_some(severity),
        ..ColumnRules::default()
    };
    crate::foreign::piece::add(rules, limit.spanned(piece));
    Ok(())
}

/// A span of time in our words: `36h`, `2d`.
pub(super) fn age(count: u64, period: &str) -> Option<String> {
    let (factor, unit) = match period.trim_end_matches('s').to_lowercase().as_str() {
        "minute" => (1, "m"),
        "hour" => (1, "h"),
        "day" => (1, "d"),
        "week" => (7, "d"),
        "month" => (30, "d"),
        "quarter" => (91, "d"),
        "year" => (365, "d"),
        _ => return None,
    };
    Some(format!("{}{unit}", count.checked_mul(factor)?))
}
