//! Constraints of a model's contract.

use toml::Spanned;
use verdict::cut;

use crate::column::ColumnRules;
use crate::foreign::node::Node;
use crate::foreign::sql::{self, Names};
use crate::foreign::{ForeignTable, build, piece};
use crate::rule::TableRule;

/// Reads one of a column.
pub(super) fn of_column(
    node: &Node,
    column: &Spanned<String>,
    names: &Names,
    table: &mut ForeignTable,
) {
    let kind = node.get("type").and_then(Node::text).unwrap_or_default();
    let yes = |value| Some(node.spanned(value));
    let rules = match kind {
        "not_null" => ColumnRules {
            nullable: yes(false),
            ..ColumnRules::default()
        },
        "unique" => ColumnRules {
            unique: yes(true),
            ..ColumnRules::default()
        },
        "primary_key" => {
            let key = vec![column.clone()];
            return primary_key(node, key, table);
        }
        _ => return of_table(node, names, table),
    };
    piece::add(table.column(column), node.spanned(rules));
}

/// Reads one of a table.
pub(super) fn of_table(node: &Node, names: &Names, table: &mut ForeignTable) {
    let kind = node.get("type").and_then(Node::text).unwrap_or_default();
    let columns = node.get("columns").map(build::texts).unwrap_or_default();
    let why = match kind {
        "primary_key" if !columns.is_empty() => return primary_key(node, columns, table),
        "unique" if !columns.is_empty() => {
            let rule = TableRule {
                unique: Some(node.spanned(columns)),
                ..TableRule::default()
            };
            return table.rule(node.span.clone(), rule);
        }
        "not_null" if !columns.is_empty() => {
            for column in columns {
                let rules = ColumnRules {
                    nullable: Some(node.spanned(false)),
                    ..ColumnRules::default()
                };
                piece::add(table.column(&column), node.spanned(rules));
            }
            return;
        }
        "check" => match check(node, names, table) {
            Ok(()) => return,
            Err(why) => why,
        },
        "foreign_key" => "the file of the other table is not named".to_owned(),
        _ => "what it asks is not known".to_owned(),
    };
    table.leave(
        node.span.clone(),
        format!("constraint `{}`", cut(kind)),
        why,
    );
}

fn primary_key(node: &Node, columns: Vec<Spanned<String>>, table: &mut ForeignTable) {
    for column in &columns {
        // A key is never null: its own rule says so.
        table.column(column).nullable = None;
    }
    table.contract.primary_key = Some(node.spanned(columns));
}

fn check(node: &Node, names: &Names, table: &mut ForeignTable) -> Result<(), String> {
    let text = node
        .get("expression")
        .and_then(|node| Some((node, node.text()?)));
    let (at, text) = text.ok_or("it has no `expression`")?;
    let rule = TableRule {
        name: node.get("name").and_then(Node::text).map(str::to_owned),
        expression: Some(at.spanned(sql::expression(text, names)?)),
        ..TableRule::default()
    };
    table.rule(node.span.clone(), rule);
    Ok(())
}
