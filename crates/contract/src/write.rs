//! A contract as TOML, as a person would write it.

use toml::{Table, Value};

use crate::foreign::NotJudged;
use crate::model::Contract;

/// Longest line of a list, in bytes; longer ones have a line for each value.
const LONGEST: usize = 96;

/// The contract as TOML that reads back to an equal one. Keys stand in the
/// order of their documentation and columns in that of the contract; comments
/// at the head say where it is from (`origin`, such as "orders.odcs.yaml"),
/// and what of that is not judged.
#[must_use]
pub fn to_toml(contract: &Contract, not_judged: &[NotJudged], origin: &str) -> String {
    let mut out = head(not_judged, origin);
    match Table::try_from(contract) {
        Ok(table) => document(&table, &mut out),
        // Only a count beyond 63 bits has no TOML.
        Err(error) => comment(&format!("can't be written: {error}"), &mut out),
    }
    out
}

fn head(not_judged: &[NotJudged], origin: &str) -> String {
    let mut out = String::new();
    comment(&format!("From {origin}."), &mut out);
    if !not_judged.is_empty() {
        comment("", &mut out);
        comment("Not judged:", &mut out);
    }
    for left in not_judged {
        comment(&format!("- {}: {}", left.what, left.why), &mut out);
    }
    out.push('\n');
    out
}

/// One line of comment; what would end it becomes a space.
fn comment(text: &str, out: &mut String) {
    let line = format!("# {}", text.replace(char::is_control, " "));
    out.push_str(line.trim_end());
    out.push('\n');
}

fn document(table: &Table, out: &mut String) {
    let section = |key: &str| matches!(key, "file" | "rows" | "columns" | "rules");
    for (key, value) in table.iter().filter(|(key, _)| !section(key)) {
        entry(key, value, out);
    }
    for (key, value) in table {
        match value {
            Value::Table(columns) if key == "columns" => {
                for (name, rules) in columns {
                    column(name, rules, out);
                }
            }
            Value::Table(rules) if section(key) => {
                out.push_str(&format!("\n[{key}]\n"));
                entries(rules, out);
            }
            Value::Array(rules) if section(key) => tables(key, rules, out),
            _ => {}
        }
    }
}

fn column(name: &str, rules: &Value, out: &mut String) {
    let path = format!("columns.{}", key_of(name));
    out.push_str(&format!("\n[{path}]\n"));
    let Value::Table(rules) = rules else { return };
    for (key, value) in rules.iter().filter(|(key, _)| *key != "rules") {
        entry(key, value, out);
    }
    if let Some(Value::Array(more)) = rules.get("rules") {
        tables(&format!("{path}.rules"), more, out);
    }
}

fn tables(path: &str, rules: &[Value], out: &mut String) {
    for rule in rules {
        out.push_str(&format!("\n[[{path}]]\n"));
        if let Value::Table(rule) = rule {
            entries(rule, out);
        }
    }
}

fn entries(table: &Table, out: &mut String) {
    for (key, value) in table {
        entry(key, value, out);
    }
}

fn entry(key: &str, value: &Value, out: &mut String) {
    let written = match value {
        Value::Array(values) => list(values),
        Value::String(text) => string(text).unwrap_or_else(|| value.to_string()),
        value => value.to_string(),
    };
    out.push_str(&format!("{} = {written}\n", key_of(key)));
}

/// SQL as it is, with both kinds of quotes in it; none of a text that needs
/// no such thing, or has no such form.
fn string(text: &str) -> Option<String> {
    let both = text.contains('"') && text.contains('\'');
    let fits = !text.contains("'''") && !text.ends_with('\'') && !text.starts_with('\'');
    let plain = !text.chars().any(char::is_control);
    (both && fits && plain).then(|| format!("'''{text}'''"))
}

fn list(values: &[Value]) -> String {
    let values: Vec<_> = values.iter().map(Value::to_string).collect();
    let line = format!("[{}]", values.join(", "));
    if line.len() <= LONGEST {
        return line;
    }
    let lines: String = values
        .iter()
        .flat_map(|value| ["    ", value, ",\n"])
        .collect();
    format!("[\n{lines}]")
}

/// A key: bare where TOML allows it, else in quotes.
fn key_of(key: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !key.is_empty() && key.bytes().all(bare) {
        return key.to_owned();
    }
    let mut quoted = String::from("\"");
    for letter in key.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => {
                quoted.push_str(&format!("\\U{:08X}", u32::from(letter)));
            }
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests;
