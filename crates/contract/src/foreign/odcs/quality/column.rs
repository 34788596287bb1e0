//! Rules on the quality of a property.

use toml::Spanned;
use verdict::cut;

use super::{Kind, Rule, called, kind, on_column, on_table, part, query};
use crate::bound::Bound;
use crate::column::{ColumnRules, ColumnType};
use crate::foreign::dialect::{self, Dialect};
use crate::foreign::node::Node;
use crate::foreign::odcs::Object;
use crate::foreign::pattern::Anchors;
use crate::foreign::{ForeignTable, Wrong, build, piece, sql};
use crate::rule::TableRule;

/// Reads a rule on a column.
pub(in crate::foreign::odcs) fn of_property(
    object: &Object<'_>,
    column: &Spanned<String>,
    node: &Node,
    table: &mut ForeignTable,
) -> Result<(), Wrong> {
    let of = format!("column `{}`", cut(column.get_ref()));
    let left = match kind(node, &of, table)? {
        Kind::Left(why) => Err(why),
        Kind::Query(rule) => query(object, Some(column.get_ref()), rule.figure.get_ref())
            .map(|figure| rule.add_figure(figure, table)),
        Kind::Metric(rule) => match rule.figure.get_ref().as_str() {
            "nullValues" | "nullCheck" | "notNull" => {
                nulls(&rule, column, table);
                Ok(())
            }
            "missingValues" => missing(&rule, column, table),
            "invalidValues" | "validValues" => invalid(&rule, column, table),
            "duplicateValues" | "duplicateCount" | "unique" => {
                duplicates(&rule, column, table);
                Ok(())
            }
            "rowCount" => Err("rows are counted of an object, and not of a property".to_owned()),
            other => Err(format!("`{}` is no metric of the library", cut(other))),
        },
    };
    if let Err(why) = left {
        table.leave(node.span.clone(), called(node, &of), why);
    }
    Ok(())
}

/// Adds a rule to the column.
fn add(rule: &Rule<'_>, found: ColumnRules, column: &Spanned<String>, table: &mut ForeignTable) {
    let found = on_column(rule.node, found);
    let piece = Spanned::new(rule.node.span.clone(), found);
    piece::add(table.column(column), piece);
}

fn nulls(rule: &Rule<'_>, column: &Spanned<String>, table: &mut ForeignTable) {
    let at_most = rule.asked.at_most();
    let percent = rule.asked.at_most_percent();
    let mut found = ColumnRules::default();
    match (rule.percent, at_most, percent) {
        (false, Some(0), _) | (true, Some(0), Some(0.0)) => {
            found.nullable = Some(rule.asked(false));
        }
        (false, Some(most), _) => found.max_nulls = Some(rule.asked(most)),
        (true, _, Some(percent)) => {
            found.max_null_fraction = Some(rule.asked((percent / 100.0).min(1.0)));
        }
        _ => {
            let name = sql::name(column.get_ref());
            let count = format!("count(*) filter (where {name} is null)");
            return rule.add_figure(part(&count, rule.percent), table);
        }
    }
    add(rule, found, column, table);
}

/// Values that mean that there is none; nulls always do.
fn missing(
    rule: &Rule<'_>,
    column: &Spanned<String>,
    table: &mut ForeignTable,
) -> Result<(), String> {
    let arguments = rule.node.get("arguments");
    let list = arguments
        .and_then(|arguments| arguments.get("missingValues"))
        .map(build::values)
        .ok_or("it has no argument `missingValues`")?;
    let own = table.column(column);
    let kind = own.column_type.as_ref().map(Spanned::get_ref);
    if kind.is_some_and(|kind| *kind != ColumnType::String) {
        // Such words can't be told from wrong values but by reading them as none.
        let mut words: Vec<String> = own.missing.take().unwrap_or_else(|| vec![String::new()]);
        for value in list.get_ref() {
            if let Bound::Text(word) = value.get_ref()
                && !words.contains(word)
            {
                words.push(word.clone());
            }
        }
        own.missing = Some(words);
        nulls(rule, column, table);
        return Ok(());
    }
    let name = sql::name(column.get_ref());
    let values: Vec<_> = list.get_ref().iter().map(Spanned::get_ref).collect();
    let bad = match values.is_empty() {
        true => format!("{name} is null"),
        false => format!("{name} is null or {name} in ({})", sql::list(values)),
    };
    rows(rule, &format!("not ({bad})"), &bad, table);
    Ok(())
}

/// A rule on rows, of which some may break it; a figure where that can't be
/// said so.
fn rows(rule: &Rule<'_>, good: &str, bad: &str, table: &mut ForeignTable) {
    let mut found = TableRule {
        expression: Some(Spanned::new(rule.figure.span(), good.to_owned())),
        ..TableRule::default()
    };
    match (
        rule.percent,
        rule.asked.at_most(),
        rule.asked.at_most_percent(),
    ) {
        (false, Some(0), _) => {}
        (false, Some(most), _) => found.max_breaches = Some(rule.asked(most)),
        (true, _, Some(percent)) => found.mostly = Some(rule.asked(kept(percent))),
        _ => {
            let count = format!("count(*) filter (where {bad})");
            return rule.add_figure(part(&count, rule.percent), table);
        }
    }
    table.rule(rule.node.span.clone(), on_table(rule.node, found));
}

/// What part keeps a rule that this percentage may break.
fn kept(percent: f64) -> f64 {
    ((100.0 - percent) / 100.0).clamp(0.0, 1.0)
}

/// Values that are not as they should be; nulls are missing, and not invalid.
fn invalid(
    rule: &Rule<'_>,
    column: &Spanned<String>,
    table: &mut ForeignTable,
) -> Result<(), String> {
    let argument = |key| {
        let arguments = rule.node.get("arguments");
        arguments
            .and_then(|arguments| arguments.get(key))
            .or_else(|| rule.node.get(key))
    };
    let values = argument("validValues").map(build::values);
    let pattern = match argument("pattern").and_then(|node| Some((node, node.text()?))) {
        Some((node, text)) => {
            Some(node.spanned(dialect::whole(text, Dialect::EcmaScript, Anchors::None)?))
        }
        None => None,
    };
    if values.is_none() && pattern.is_none() {
        return Err("it has neither `validValues` nor `pattern`".to_owned());
    }
    let both = values.is_some() && pattern.is_some();
    match rule.asked.at_most() {
        // Two rules would each have the whole tolerance.
        Some(most) if !rule.percent && (most == 0 || !both) => {
            let found = ColumnRules {
                values,
                pattern,
                max_breaches: (most > 0).then(|| rule.asked(most)),
                ..ColumnRules::default()
            };
            add(rule, found, column, table);
        }
        _ => {
            let good = valid(column.get_ref(), values.as_ref(), pattern.as_ref());
            rows(rule, &good, &format!("not ({good})"), table);
        }
    }
    Ok(())
}

/// The condition that a value is one of these, and like the pattern.
fn valid(
    column: &str,
    values: Option<&Spanned<Vec<Spanned<Bound>>>>,
    pattern: Option<&Spanned<String>>,
) -> String {
    let name = sql::name(column);
    let mut parts = Vec::new();
    if let Some(values) = values {
        let values = values.get_ref().iter().map(Spanned::get_ref);
        parts.push(format!("{name} in ({})", sql::list(values)));
    }
    if let Some(pattern) = pattern {
        let whole = format!("^(?:{})$", pattern.get_ref());
        parts.push(format!("regexp_matches({name}, {})", sql::text(&whole)));
    }
    parts.join(" and ")
}

/// Values that were there before.
fn duplicates(rule: &Rule<'_>, column: &Spanned<String>, table: &mut ForeignTable) {
    let found = match (
        rule.percent,
        rule.asked.at_most(),
        rule.asked.at_most_percent(),
    ) {
        (false, Some(0), _) | (true, Some(0), Some(0.0)) => ColumnRules::default(),
        (false, Some(most), _) => ColumnRules {
            max_breaches: Some(rule.asked(most)),
            ..ColumnRules::default()
        },
        _ => {
            let name = sql::name(column.get_ref());
            let count = format!("(count({name}) - count(distinct {name}))");
            return rule.add_figure(part(&count, rule.percent), table);
        }
    };
    let unique = Some(rule.asked(true));
    add(rule, ColumnRules { unique, ..found }, column, table);
}
