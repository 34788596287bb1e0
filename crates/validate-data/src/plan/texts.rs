//! Rules on texts: `pattern` and `length`.

use std::ops::Range;

use verdict::Fault;

use super::{Planned, Source};
use crate::checks::length::Length;
use crate::checks::pattern::Pattern;
use crate::policy::ColumnType;

pub(super) fn pattern(source: Source<'_>) -> Result<Option<Planned>, Fault> {
    let Some(pattern) = &source.rules.pattern else {
        return Ok(None);
    };
    check_is_text(source, "pattern", pattern.span())?;
    match Pattern::new(pattern.get_ref()) {
        Ok(rule) => Ok(Some(Planned::new(rule, pattern.span()))),
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
fn within(text: &str, string: Range<usize>, value: &str, part: Range<usize>) -> Range<usize> {
    let written = text.get(string.clone()).unwrap_or_default();
    match written.find(value) {
        Some(at) => string.start + at + part.start..string.start + at + part.end,
        None => string,
    }
}

pub(super) fn length(source: Source<'_>) -> Result<Option<Planned>, Fault> {
    let (min, max) = (&source.rules.min_length, &source.rules.max_length);
    let Some(either) = min.as_ref().or(max.as_ref()) else {
        return Ok(None);
    };
    check_is_text(
        source,
        if min.is_some() {
            "min-length"
        } else {
            "max-length"
        },
        either.span(),
    )?;
    let rule = Length {
        min: min.as_ref().map(|spanned| *spanned.get_ref()),
        max: max.as_ref().map(|spanned| *spanned.get_ref()),
    };
    if rule.min.zip(rule.max).is_some_and(|(min, max)| min > max) {
        return Err(source
            .fault(
                either.span(),
                "`min-length` is above `max-length`, so no value can hold",
            )
            .help("swap them, or drop one"));
    }
    Ok(Some(Planned::new(rule, either.span())))
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
