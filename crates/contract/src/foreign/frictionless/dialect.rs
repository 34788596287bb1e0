//! How a file is written: the dialect of a resource.

use verdict::cut;

use super::super::node::{Node, Value};
use super::super::{ForeignTable, Wrong};

/// Keys that say nothing of how values are read.
const IDLE: [&str; 8] = [
    "$schema",
    "name",
    "title",
    "description",
    "type",
    "csvddfVersion",
    "headerJoin",
    "lineTerminator",
];

/// Reads a dialect; that of frictionless-py keeps the keys of CSV apart.
pub(super) fn read(node: &Node, of: &str, table: &mut ForeignTable) -> Result<(), Wrong> {
    for (key, value) in node.entries() {
        match key.get_ref().as_str() {
            "csv" if value.is_map() => read(value, of, table)?,
            "delimiter" => table.contract.delimiter = Some(value.spanned(one_letter(value)?)),
            "quoteChar" => table.contract.quote = Some(value.spanned(one_letter(value)?)),
            "nullSequence" => null_sequence(value, table)?,
            word if IDLE.contains(&word) || is_default(word, value) => {}
            word => {
                let what = format!("key `{}` of the dialect of {of}", cut(word));
                table.leave(key.span(), what, why(word));
            }
        }
    }
    Ok(())
}

fn one_letter(node: &Node) -> Result<String, Wrong> {
    let text = node.text().unwrap_or_default();
    match text.len() {
        1 => Ok(text.to_owned()),
        _ => Err(Wrong::new(
            node.span.clone(),
            format!("`{}` is not one character", node.shown()),
        )
        .help("give one character of ASCII, such as \";\"")),
    }
}

/// One more text that means that there is no value.
fn null_sequence(node: &Node, table: &mut ForeignTable) -> Result<(), Wrong> {
    let Some(text) = node.text() else {
        return Err(Wrong::new(
            node.span.clone(),
            format!("`{}` is no text", node.shown()),
        ));
    };
    let missing = table
        .contract
        .missing
        .get_or_insert_with(|| vec![String::new()]);
    missing.push(text.to_owned());
    Ok(())
}

/// Whether a key says what is so anyway.
fn is_default(key: &str, value: &Node) -> bool {
    let flag = value.boolean();
    match key {
        "header" | "doubleQuote" | "caseSensitiveHeader" | "headerCase" => flag == Some(true),
        "skipInitialSpace" => flag == Some(false),
        "skipBlankRows" => true,
        "headerRows" => matches!(
            value.items(),
            [Node {
                value: Value::Integer(1),
                ..
            }]
        ),
        "commentRows" => value.is_list() && value.items().is_empty(),
        _ => value.is_null(),
    }
}

fn why(key: &str) -> &'static str {
    match key {
        "header" => "the first line of a file is its header here",
        "headerRows" | "commentRows" | "commentChar" => {
            "a header is one line here, and no line a comment"
        }
        "caseSensitiveHeader" | "headerCase" => "names of columns are compared by case here",
        "doubleQuote" | "escapeChar" => "a quote within quotes is doubled here",
        "skipInitialSpace" => "spaces are part of a value here",
        _ => "files are not read by it",
    }
}
