//! Rules on the quality of an object.

use toml::Spanned;
use verdict::{Severity, cut};

use super::{Kind, Rule, called, column, kind, on_table, query};
use crate::foreign::node::Node;
use crate::foreign::odcs::Object;
use crate::foreign::odcs::limits::Counts;
use crate::foreign::{ForeignTable, Wrong, build};
use crate::rule::TableRule;

/// Reads a rule on a table. One with a `column` is on that column.
pub(in crate::foreign::odcs) fn of_object(
    object: &Object<'_>,
    node: &Node,
    table: &mut ForeignTable,
) -> Result<(), Wrong> {
    if let Some(name) = node.get("column")
        && let Some(found) = name.text().and_then(|name| object.column(name))
    {
        return column::of_property(object, &name.spanned(found.to_owned()), node, table);
    }
    let of = "the table";
    let left = match kind(node, of, table)? {
        Kind::Left(why) => Err(why),
        Kind::Query(rule) => {
            query(object, None, rule.figure.get_ref()).map(|figure| rule.add_figure(figure, table))
        }
        Kind::Metric(rule) => match rule.figure.get_ref().as_str() {
            "rowCount" if rule.percent => Err("a count of all rows has no percentage".to_owned()),
            "rowCount" => {
                row_count(&rule, table);
                Ok(())
            }
            "duplicateValues" | "duplicateCount" => duplicates(object, &rule, table),
            "nullValues" | "missingValues" | "invalidValues" | "validValues" | "nullCheck" => {
                Err("it is a metric of a property, and not of an object".to_owned())
            }
            other => Err(format!("`{}` is no metric of the library", cut(other))),
        },
    };
    if let Err(why) = left {
        table.leave(node.span.clone(), called(node, of), why);
    }
    Ok(())
}

fn row_count(rule: &Rule<'_>, table: &mut ForeignTable) {
    let manner = super::manner(rule.node);
    let rows = &mut table.contract.rows;
    let free = rows.min.is_none() && rows.max.is_none();
    match rule.asked.counts() {
        Some(Counts { least, most })
            if free && manner.severity == Severity::Error && manner.tags.is_empty() =>
        {
            rows.min = least.map(|least| rule.asked(least));
            rows.max = most.map(|most| rule.asked(most));
        }
        _ => rule.add_figure("count(*)".to_owned(), table),
    }
}

fn duplicates(
    object: &Object<'_>,
    rule: &Rule<'_>,
    table: &mut ForeignTable,
) -> Result<(), String> {
    let arguments = rule.node.get("arguments");
    let list = arguments
        .and_then(|arguments| arguments.get("properties"))
        .ok_or("it has no argument `properties`")?;
    let mut columns = Vec::new();
    for name in build::texts(list) {
        let column = object.column(name.get_ref());
        let column = column.ok_or_else(|| format!("`{}` is no property", cut(name.get_ref())))?;
        columns.push(Spanned::new(name.span(), column.to_owned()));
    }
    let mut found = TableRule {
        unique: Some(list.spanned(columns)),
        ..TableRule::default()
    };
    match (
        rule.percent,
        rule.asked.at_most(),
        rule.asked.at_most_percent(),
    ) {
        (false, Some(0), _) => {}
        (false, Some(most), _) => found.max_breaches = Some(rule.asked(most)),
        (true, _, Some(percent)) => {
            found.mostly = Some(rule.asked(((100.0 - percent) / 100.0).clamp(0.0, 1.0)));
        }
        _ => return Err("of several columns only an upper bound is judged".to_owned()),
    }
    table.rule(rule.node.span.clone(), on_table(rule.node, found));
    Ok(())
}
