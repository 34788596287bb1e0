//! Expectations on types: names of Python, pandas, Spark and SQL.

use toml::Spanned;

use super::super::{directives, types};
use super::{Expectation, Suite, Why};
use crate::column::ColumnType;

pub(super) fn of_type(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let name = e.text("type_")?;
    let kind = kind(name.get_ref())?;
    set(e, suite, Spanned::new(name.span(), kind))
}

pub(super) fn of_types(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    if e.get("type_list")?.is_none() {
        suite.column(&e.column()?);
        return Ok(());
    }
    let names = e.texts("type_list")?;
    let kinds: Vec<_> = names
        .iter()
        .map(|name| kind(name.get_ref()))
        .collect::<Result<_, _>>()?;
    let is_number = |kind: &ColumnType| {
        matches!(
            kind,
            ColumnType::Integer | ColumnType::Number | ColumnType::Decimal
        )
    };
    let kind = match kinds.iter().all(|kind| *kind == kinds[0]) {
        true => kinds[0],
        false if kinds.iter().all(is_number) => ColumnType::Number,
        false => return Err("a column of ours has one type, and its list has several".to_owned()),
    };
    set(e, suite, Spanned::new(names[0].span(), kind))
}

/// What a type's name means.
fn kind(name: &str) -> Result<ColumnType, Why> {
    let lower = name.trim().to_lowercase();
    let word = lower.split(['(', '[']).next().unwrap_or_default();
    let word = word
        .trim_end_matches("type")
        .trim_end_matches("dtype")
        .trim_end_matches('_');
    let kind = match word {
        "str" | "string" | "string_types" | "unicode" | "bytes_string" => Some(ColumnType::String),
        "float16" | "double_precision" => Some(ColumnType::Number),
        "datetime64" | "datetimetz" | "timestampntz" => Some(ColumnType::Datetime),
        "uint" | "byte" | "short" | "long" => Some(ColumnType::Integer),
        word => types::of_sql(word),
    };
    kind.ok_or_else(|| {
        format!(
            "the type `{}` is known only where the values were loaded",
            verdict::cut(name)
        )
    })
}

/// Sets the column's type, which nothing else may have set otherwise.
fn set(e: &Expectation<'_>, suite: &mut Suite, kind: Spanned<ColumnType>) -> Result<(), Why> {
    e.plain("type")?;
    let rules = suite.column(&e.column()?);
    match &rules.column_type {
        Some(other) if other.get_ref() != kind.get_ref() => Err(another(*other.get_ref())),
        _ => {
            rules.column_type = Some(kind);
            Ok(())
        }
    }
}

fn another(kind: ColumnType) -> Why {
    format!("the column's type is `{}` already", kind.word())
}

/// Dates written by a format.
pub(super) fn dates(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let format = e.text("strftime_format")?;
    let kind = directives::type_of(format.get_ref())?;
    formatted(e, suite, Spanned::new(e.span(), kind), format)
}

/// Documents in JSON.
pub(super) fn json(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let kind = Spanned::new(e.span(), ColumnType::String);
    formatted(e, suite, kind, Spanned::new(e.span(), "json".to_owned()))
}

fn formatted(
    e: &Expectation<'_>,
    suite: &mut Suite,
    kind: Spanned<ColumnType>,
    format: Spanned<String>,
) -> Result<(), Why> {
    e.plain("format")?;
    let rules = suite.column(&e.column()?);
    let written = rules.format.as_ref().is_some_and(|other| other != &format);
    match &rules.column_type {
        // A date is a text where it is read as one.
        Some(other) if !matches!(other.get_ref(), ColumnType::String) && other != &kind => {
            Err(another(*other.get_ref()))
        }
        _ if written => Err("the column has another format already".to_owned()),
        _ => {
            rules.column_type = Some(kind);
            rules.format = Some(format);
            Ok(())
        }
    }
}
