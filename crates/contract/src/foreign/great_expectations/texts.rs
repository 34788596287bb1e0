//! Expectations on texts: lengths and patterns.

use toml::Spanned;

use super::super::dialect::{self, Dialect};
use super::super::pattern::{self, Anchors};
use super::super::sql;
use super::{Expectation, Suite, Why};
use crate::bound::{Bound, Limits};
use crate::column::ColumnRules;
use crate::rule::TableRule;

pub(super) fn lengths(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let Limits {
        min,
        max,
        above,
        below,
        ..
    } = e.limits()?;
    let mut least = [(min, false), (above, true)].into_iter();
    let mut most = [(max, false), (below, true)].into_iter();
    let rules = ColumnRules {
        min_length: least
            .find_map(|(at, open)| Some((at?, open)))
            .map(least_length)
            .transpose()?,
        max_length: most
            .find_map(|(at, open)| Some((at?, open)))
            .map(most_length)
            .transpose()?,
        ..ColumnRules::default()
    };
    suite.add(e, rules)
}

/// The least whole number that keeps a lower bound.
fn least_length((bound, open): (Spanned<Bound>, bool)) -> Result<Spanned<u64>, Why> {
    let length = number(&bound)?;
    let least = if open {
        length.floor() + 1.0
    } else {
        length.ceil()
    };
    Ok(Spanned::new(bound.span(), whole(least.max(0.0))?))
}

/// The greatest whole number that keeps an upper bound.
fn most_length((bound, open): (Spanned<Bound>, bool)) -> Result<Spanned<u64>, Why> {
    let length = number(&bound)?;
    let most = if open {
        length.ceil() - 1.0
    } else {
        length.floor()
    };
    Ok(Spanned::new(bound.span(), whole(most)?))
}

fn number(bound: &Spanned<Bound>) -> Result<f64, Why> {
    match bound.get_ref() {
        Bound::Integer(length) => Ok(*length as f64),
        Bound::Number(length) => Ok(*length),
        _ => Err("a length is no number".to_owned()),
    }
}

/// A whole number as a length.
fn whole(length: f64) -> Result<u64, Why> {
    let fits = length.fract() == 0.0 && (0.0..=9_007_199_254_740_992.0).contains(&length);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, and within 0 and 2^53"
    )]
    fits.then_some(length as u64)
        .ok_or_else(|| "no text has such a length".to_owned())
}

pub(super) fn length(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    let value = e.number("value")?;
    let length = Some(Spanned::new(value.span(), whole(*value.get_ref())?));
    let rules = ColumnRules {
        min_length: length.clone(),
        max_length: length,
        ..ColumnRules::default()
    };
    suite.add(e, rules)
}

/// Any part of the value matches.
fn python(pattern: &str) -> Result<String, Why> {
    dialect::whole(pattern, Dialect::Python, Anchors::None)
}

/// `LIKE`, but for SQL Server's brackets.
fn of_like(pattern: &str) -> Result<String, Why> {
    match pattern.contains('[') {
        true => Err("databases differ on what brackets in `LIKE` mean".to_owned()),
        false => Ok(pattern::like(pattern)),
    }
}

fn wanted(e: &Expectation<'_>, suite: &mut Suite, pattern: Spanned<String>) -> Result<(), Why> {
    let pattern = Some(pattern);
    suite.add(
        e,
        ColumnRules {
            pattern,
            ..ColumnRules::default()
        },
    )
}

fn unwanted(e: &Expectation<'_>, suite: &mut Suite, pattern: Spanned<String>) -> Result<(), Why> {
    let forbidden_pattern = Some(pattern);
    suite.add(
        e,
        ColumnRules {
            forbidden_pattern,
            ..ColumnRules::default()
        },
    )
}

/// How a pattern of theirs becomes one of ours.
type Translate = fn(&str) -> Result<String, Why>;

fn one(e: &Expectation<'_>, key: &'static str, ours: Translate) -> Result<Spanned<String>, Why> {
    let pattern = e.text(key)?;
    Ok(Spanned::new(pattern.span(), ours(pattern.get_ref())?))
}

/// Patterns of a list, and where the list stands.
fn many(
    e: &Expectation<'_>,
    key: &'static str,
    ours: Translate,
) -> Result<Spanned<Vec<String>>, Why> {
    let list = e.texts(key)?;
    let patterns = list
        .iter()
        .map(|pattern| ours(pattern.get_ref()))
        .collect::<Result<_, _>>()?;
    let (start, end) = (list[0].span().start, list[list.len() - 1].span().end);
    Ok(Spanned::new(start..end, patterns))
}

/// A pattern that matches where one of several does.
fn any(patterns: &Spanned<Vec<String>>) -> Spanned<String> {
    let joined = match patterns.get_ref().as_slice() {
        [one] => one.clone(),
        many => many
            .iter()
            .map(|one| format!("(?:{one})"))
            .collect::<Vec<_>>()
            .join("|"),
    };
    Spanned::new(patterns.span(), joined)
}

pub(super) fn regex(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    match e.get("regex")? {
        // Any text, by default.
        None => Err("it has no `regex`".to_owned()),
        Some(_) => wanted(e, suite, one(e, "regex", python)?),
    }
}

pub(super) fn not_regex(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    unwanted(e, suite, one(e, "regex", python)?)
}

pub(super) fn regexes(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    list(e, suite, &many(e, "regex_list", python)?)
}

pub(super) fn not_regexes(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    unwanted(e, suite, any(&many(e, "regex_list", python)?))
}

pub(super) fn like(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    wanted(e, suite, one(e, "like_pattern", of_like)?)
}

pub(super) fn not_like(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    unwanted(e, suite, one(e, "like_pattern", of_like)?)
}

pub(super) fn likes(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    list(e, suite, &many(e, "like_pattern_list", of_like)?)
}

pub(super) fn not_likes(e: &Expectation<'_>, suite: &mut Suite) -> Result<(), Why> {
    unwanted(e, suite, any(&many(e, "like_pattern_list", of_like)?))
}

/// One of the patterns matches, or all of them do (`match_on`).
fn list(
    e: &Expectation<'_>,
    suite: &mut Suite,
    patterns: &Spanned<Vec<String>>,
) -> Result<(), Why> {
    let all = match e
        .get("match_on")?
        .map(|node| node.text().unwrap_or_default())
    {
        None | Some("any") => false,
        Some("all") => true,
        Some(_) => return Err("its `match_on` is neither `any` nor `all`".to_owned()),
    };
    match all && patterns.get_ref().len() > 1 {
        true => every(e, suite, patterns),
        false => wanted(e, suite, any(patterns)),
    }
}

/// A value that breaks one of several patterns counts once.
fn every(
    e: &Expectation<'_>,
    suite: &mut Suite,
    patterns: &Spanned<Vec<String>>,
) -> Result<(), Why> {
    let column = e.column()?;
    suite.column(&column);
    let name = sql::name(column.get_ref());
    let matches = patterns.get_ref().iter();
    let matches: Vec<_> = matches
        .map(|pattern| {
            format!(
                "regexp_matches({name}, {})",
                sql::text(&format!("^(?:{pattern})$"))
            )
        })
        .collect();
    let rule = TableRule {
        expression: Some(Spanned::new(patterns.span(), matches.join(" and "))),
        condition: Some(Spanned::new(e.span(), format!("{name} is not null"))),
        ..TableRule::default()
    };
    suite.rule(e, rule)
}
