//! `logicalTypeOptions` of a property.

use toml::Spanned;
use verdict::cut;

use crate::bound::Bound;
use crate::column::{ColumnRules, ColumnType};
use crate::foreign::dialect::{self, Dialect};
use crate::foreign::node::Node;
use crate::foreign::pattern::Anchors;
use crate::foreign::{ForeignTable, Wrong, build, dates};

pub(super) fn read(
    options: &Node,
    column: &Spanned<String>,
    table: &mut ForeignTable,
) -> Result<(), Wrong> {
    let mut left = Vec::new();
    let rules = table.column(column);
    for (key, value) in options.entries() {
        if value.is_null() {
            continue;
        }
        if let Err(why) = option(key.get_ref(), value, rules)? {
            left.push((key, why));
        }
    }
    for (key, why) in left {
        let what = format!(
            "option `{}` of column `{}`",
            cut(key.get_ref()),
            cut(column.get_ref())
        );
        table.leave(key.span(), what, why);
    }
    Ok(())
}

/// Takes one option over; else why it is not judged.
fn option(key: &str, value: &Node, rules: &mut ColumnRules) -> Result<Result<(), String>, Wrong> {
    match key {
        "minLength" => rules.min_length = Some(count(key, value)?),
        "maxLength" => rules.max_length = Some(count(key, value)?),
        "minimum" => rules.min = Some(bound(key, value)?),
        "maximum" => rules.max = Some(bound(key, value)?),
        "exclusiveMinimum" => rules.above = Some(bound(key, value)?),
        "exclusiveMaximum" => rules.below = Some(bound(key, value)?),
        "multipleOf" => rules.multiple_of = Some(bound(key, value)?),
        "enum" => rules.values = Some(build::values(value)),
        // The patterns of JSON Schema: any part of the value.
        "pattern" => match dialect::whole(
            value.text().unwrap_or_default(),
            Dialect::EcmaScript,
            Anchors::None,
        ) {
            Ok(pattern) => rules.pattern = Some(value.spanned(pattern)),
            Err(why) => return Ok(Err(why)),
        },
        "format" => return Ok(format(value, rules)),
        "maxItems" | "minItems" | "uniqueItems" | "maxProperties" | "minProperties"
        | "required" | "dimensions" | "elementType" | "normalized" => {
            return Ok(Err("nested values are not looked into".to_owned()));
        }
        "distanceMetric" | "embeddingModel" | "embeddingModelVersion" => {}
        "timezone" | "defaultTimezone" => {
            return Ok(Err("zones are taken as they are written".to_owned()));
        }
        _ => return Ok(Err("the format has no such option".to_owned())),
    }
    Ok(Ok(()))
}

fn count(key: &str, value: &Node) -> Result<Spanned<u64>, Wrong> {
    let count = value.count().map(|count| value.spanned(count));
    count.ok_or_else(|| unfit(key, value, "a whole number"))
}

fn bound(key: &str, value: &Node) -> Result<Spanned<Bound>, Wrong> {
    let bound = value.bound().map(|bound| value.spanned(bound));
    bound.ok_or_else(|| unfit(key, value, "a value"))
}

fn unfit(key: &str, value: &Node, wanted: &str) -> Wrong {
    let message = format!("`{key}` is {}, and has to be {wanted}", value.shown());
    Wrong::new(value.span.clone(), message)
}

fn format(value: &Node, rules: &mut ColumnRules) -> Result<(), String> {
    let word = value.text().unwrap_or_default();
    let unknown = || format!("`{}` is no format that is known", cut(word));
    match rules.column_type.as_ref().map(Spanned::get_ref) {
        Some(ColumnType::Integer) => {
            let (min, max) = range(word).ok_or_else(unknown)?;
            let rule = ColumnRules {
                min: min.map(|min| value.spanned(Bound::Integer(min))),
                max: max.map(|max| value.spanned(Bound::Integer(max))),
                ..ColumnRules::default()
            };
            if rule != ColumnRules::default() {
                rules.rules.push(value.spanned(rule));
            }
            Ok(())
        }
        Some(ColumnType::Number | ColumnType::Decimal) => match word {
            "f32" | "f64" => Ok(()),
            _ => Err(unknown()),
        },
        Some(ColumnType::Date | ColumnType::Time | ColumnType::Datetime) => {
            if !is_ours(word) {
                rules.format = Some(value.spanned(dates::of_java(word).ok_or_else(unknown)?));
            }
            Ok(())
        }
        _ => string(word, value, rules).ok_or_else(unknown),
    }
}

/// Whether a date's format is what ours are without one.
fn is_ours(pattern: &str) -> bool {
    let pattern = pattern.replace('\'', "");
    let (head, fraction) = pattern.split_once('.').unwrap_or((&pattern, ""));
    let time = head.trim_end_matches(['X', 'Z']);
    let fraction = fraction.trim_end_matches(['X', 'Z']);
    matches!(time, "yyyy-MM-dd" | "HH:mm:ss" | "yyyy-MM-ddTHH:mm:ss")
        && fraction.bytes().all(|byte| byte == b'S')
}

fn string(word: &str, value: &Node, rules: &mut ColumnRules) -> Option<()> {
    let ours = match word {
        "uuid" | "email" | "uri" | "hostname" | "ipv4" | "ipv6" => word,
        "byte" => "base64",
        // A word for whoever shows the value.
        "password" => {
            rules.sensitive = true;
            return Some(());
        }
        _ => return None,
    };
    rules.format = Some(value.spanned(ours.to_owned()));
    Some(())
}

/// What an integer type of Rust holds, where it is less than 64 bits.
fn range(word: &str) -> Option<(Option<i64>, Option<i64>)> {
    Some(match word {
        "i8" => (Some(i8::MIN.into()), Some(i8::MAX.into())),
        "i16" => (Some(i16::MIN.into()), Some(i16::MAX.into())),
        "i32" => (Some(i32::MIN.into()), Some(i32::MAX.into())),
        "i64" | "i128" => (None, None),
        "u8" => (Some(0), Some(u8::MAX.into())),
        "u16" => (Some(0), Some(u16::MAX.into())),
        "u32" => (Some(0), Some(u32::MAX.into())),
        "u64" | "u128" => (Some(0), None),
        _ => return None,
    })
}
