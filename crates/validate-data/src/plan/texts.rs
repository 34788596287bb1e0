//! Rules on texts: `pattern`, `forbidden-pattern` and `length`.

use std::ops::Range;

use contract::ColumnType;
use verdict::Fault;

use super::columns::Said;
use super::{Source, value};
use crate::checks::length::Length;
use crate::checks::pattern::Pattern;
use crate::plan::Asks;

/// `pattern` or `forbidden-pattern`.
pub(super) fn pattern(source: Source<'_>, allowed: bool) -> Result<Said, Fault> {
    let (key, pattern) = match allowed {
        true => ("pattern", &source.rules.pattern),
        false => ("forbidden-pattern", &source.rules.forbidden_pattern),
    };
    let Some(pattern) = pattern else {
        return Ok(None);
    };
    check_is_text(source, key, pattern.span())?;
    match Pattern::new(allowed, pattern.get_ref()) {
        Ok(rule) => Ok(Some((Asks::cells(rule), pattern.span()))),
        Err(wrong) => {
            let span = within(
                &source.policy.text,
                pattern.span(),
                pattern.get_ref(),
                wrong.span,
            );
            Err(source
                .fault(
                    span,
                    format!("the pattern is no regular expression: {}", wrong.message),
                )
                .help("the syntax is that of Rust's `regex`: no look-around, no back-references"))
        }
    }
}

/// Where a part of a string stands in the text of the contract: exactly, where
/// the string is written as it is; else the whole string.
pub(crate) fn within(
    text: &str,
    string: Range<usize>,
    value: &str,
    part: Range<usize>,
) -> Range<usize> {
    let written = text.get(string.clone()).unwrap_or_default();
    match written.find(value) {
        Some(at) => string.start + at + part.start..string.start + at + part.end,
        None => string,
    }
}

pub(super) fn length(source: Source<'_>) -> Result<Said, Fault> {
    let (min, max) = (&source.rules.min_length, &source.rules.max_length);
    let Some(either) = min.as_ref().or(max.as_ref()) else {
        return Ok(None);
    };
    let key = if min.is_some() {
        "min-length"
    } else {
        "max-length"
    };
    check_is_text(source, key, either.span())?;
    let rule = Length {
        min: value(min.as_ref()),
        max: value(max.as_ref()),
    };
    if rule.min.zip(rule.max).is_some_and(|(min, max)| min > max) {
        return Err(source
            .fault(
                either.span(),
                "`min-length` is above `max-length`, so no value can hold",
            )
            .help("swap them, or drop one"));
    }
    Ok(Some((Asks::cells(rule), either.span())))
}

fn check_is_text(source: Source<'_>, key: &str, span: Range<usize>) -> Result<(), Fault> {
    match source.column_type() {
        None | Some(ColumnType::String) => Ok(()),
        Some(other) => Err(source
            .fault(
                span,
                format!(
                    "`{key}` is for strings, and the column's type is `{}`",
                    other.word()
                ),
            )
            .help("drop it, or make the type `string`")),
    }
}
