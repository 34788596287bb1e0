//! Functions of texts. Lengths and places are counted in characters.

use std::borrow::Cow;

use super::Function;
use crate::kind::Kind::{Boolean, Integer, Text};
use crate::trouble::{LONGEST, Trouble};
use crate::value::{Cell, Value};

const fn of_texts(
    names: &'static [&'static str],
    takes: &'static [crate::kind::Kind],
    optional: usize,
    run: for<'a> fn(&[Value<'a>]) -> Cell<'a>,
) -> Function {
    Function {
        names,
        takes,
        optional,
        gives: Text,
        run,
    }
}

const fn of_two(
    names: &'static [&'static str],
    gives: crate::kind::Kind,
    run: for<'a> fn(&[Value<'a>]) -> Cell<'a>,
) -> Function {
    Function {
        names,
        takes: &[Text, Text],
        optional: 0,
        gives,
        run,
    }
}

pub(super) static FUNCTIONS: &[Function] = &[
    Function {
        names: &["length", "len", "char_length", "character_length"],
        takes: &[Text],
        optional: 0,
        gives: Integer,
        run: |x| match x {
            [Value::Text(text)] => count(text.chars().count()),
            _ => Ok(Value::Null),
        },
    },
    of_texts(&["lower", "lcase"], &[Text], 0, |x| {
        Ok(owned(x, str::to_lowercase))
    }),
    of_texts(&["upper", "ucase"], &[Text], 0, |x| {
        Ok(owned(x, str::to_uppercase))
    }),
    of_texts(&["reverse"], &[Text], 0, |x| {
        Ok(owned(x, |text| text.chars().rev().collect()))
    }),
    of_texts(&["trim"], &[Text, Text], 1, |x| Ok(trimmed(x, true, true))),
    of_texts(&["ltrim"], &[Text, Text], 1, |x| {
        Ok(trimmed(x, true, false))
    }),
    of_texts(&["rtrim"], &[Text, Text], 1, |x| {
        Ok(trimmed(x, false, true))
    }),
    of_texts(
        &["substr", "substring"],
        &[Text, Integer, Integer],
        1,
        substring,
    ),
    of_texts(&["left"], &[Text, Integer], 0, |x| Ok(side(x, true))),
    of_texts(&["right"], &[Text, Integer], 0, |x| Ok(side(x, false))),
    of_texts(&["replace"], &[Text, Text, Text], 0, replace),
    of_texts(&["split_part"], &[Text, Text, Integer], 0, split_part),
    of_two(&["starts_with", "startswith", "prefix"], Boolean, |x| {
        Ok(holds(x, |text, piece| text.starts_with(piece)))
    }),
    of_two(&["ends_with", "endswith", "suffix"], Boolean, |x| {
        Ok(holds(x, |text, piece| text.ends_with(piece)))
    }),
    of_two(&["contains"], Boolean, |x| {
        Ok(holds(x, |text, piece| text.contains(piece)))
    }),
    of_two(&["strpos", "instr"], Integer, |x| match x {
        [Value::Text(text), Value::Text(piece)] => {
            let before = text.find(piece.as_ref()).and_then(|at| text.get(..at));
            count(before.map_or(0, |before| before.chars().count() + 1))
        }
        _ => Ok(Value::Null),
    }),
];

fn count<'a>(count: usize) -> Cell<'a> {
    i128::try_from(count)
        .map(Value::Integer)
        .map_err(|_| Trouble::Overflow)
}

fn owned<'a>(arguments: &[Value<'a>], of: fn(&str) -> String) -> Value<'a> {
    match arguments {
        [Value::Text(text)] => Value::Text(Cow::Owned(of(text))),
        _ => Value::Null,
    }
}

fn holds<'a>(arguments: &[Value<'a>], of: fn(&str, &str) -> bool) -> Value<'a> {
    match arguments {
        [Value::Text(text), Value::Text(piece)] => Value::Boolean(of(text, piece)),
        _ => Value::Null,
    }
}

/// A piece of a text, without a copy where that is possible.
fn piece<'a>(text: &Cow<'a, str>, of: impl for<'t> Fn(&'t str) -> &'t str) -> Value<'a> {
    Value::Text(match text {
        Cow::Borrowed(text) => Cow::Borrowed(of(text)),
        Cow::Owned(text) => Cow::Owned(of(text).to_owned()),
    })
}

/// Without the blanks, or the given characters, on the sides.
fn trimmed<'a>(arguments: &[Value<'a>], start: bool, end: bool) -> Value<'a> {
    let (text, set) = match arguments {
        [Value::Text(text)] => (text, " "),
        [Value::Text(text), Value::Text(set)] => (text, set.as_ref()),
        _ => return Value::Null,
    };
    let of = |c: char| set.contains(c);
    piece(text, |text| {
        let text = if start {
            text.trim_start_matches(of)
        } else {
            text
        };
        if end { text.trim_end_matches(of) } else { text }
    })
}

/// The characters from one place up to another, counted from 0; whatever lies
/// outside is left away.
fn slice(text: &str, from: i128, to: i128) -> &str {
    let byte = |place: i128| {
        let place = usize::try_from(place.max(0)).unwrap_or(usize::MAX);
        let found = text.char_indices().nth(place);
        found.map_or(text.len(), |(at, _)| at)
    };
    text.get(byte(from)..byte(to.max(from))).unwrap_or_default()
}

/// From a place, counted from 1, or from the end when it is negative; so many
/// characters, or all that follow.
fn substring<'a>(arguments: &[Value<'a>]) -> Cell<'a> {
    let [Value::Text(text), Value::Integer(start), rest @ ..] = arguments else {
        return Ok(Value::Null);
    };
    let length = match rest {
        [Value::Integer(length)] if *length < 0 => {
            return Err(Trouble::Undefined("a piece of a negative length"));
        }
        [Value::Integer(length)] => *length,
        _ => i128::MAX,
    };
    let from = match start {
        start if *start < 0 => characters(text).saturating_add(*start),
        start => *start - 1,
    };
    let to = from.saturating_add(length);
    Ok(piece(text, |text| slice(text, from, to)))
}

fn characters(text: &str) -> i128 {
    i128::try_from(text.chars().count()).unwrap_or(i128::MAX)
}

/// So many characters of a side; a negative number leaves so many of the other
/// side away.
fn side<'a>(arguments: &[Value<'a>], left: bool) -> Value<'a> {
    let [Value::Text(text), Value::Integer(count)] = arguments else {
        return Value::Null;
    };
    let all = characters(text);
    let kept = if *count < 0 {
        all.saturating_add(*count)
    } else {
        *count
    }
    .clamp(0, all);
    piece(text, |text| {
        if left {
            slice(text, 0, kept)
        } else {
            slice(text, all - kept, all)
        }
    })
}

fn replace<'a>(arguments: &[Value<'a>]) -> Cell<'a> {
    let [Value::Text(text), Value::Text(old), Value::Text(new)] = arguments else {
        return Ok(Value::Null);
    };
    if old.is_empty() || !text.contains(old.as_ref()) {
        return Ok(Value::Text(text.clone()));
    }
    let count = text.matches(old.as_ref()).count();
    if text.len().saturating_add(count.saturating_mul(new.len())) > LONGEST {
        return Err(Trouble::TooLong);
    }
    Ok(Value::Text(Cow::Owned(text.replace(old.as_ref(), new))))
}

/// One of the pieces between separators, counted from 1, or from the end when
/// negative; empty past the last.
fn split_part<'a>(arguments: &[Value<'a>]) -> Cell<'a> {
    let [
        Value::Text(text),
        Value::Text(separator),
        Value::Integer(place),
    ] = arguments
    else {
        return Ok(Value::Null);
    };
    let at = usize::try_from(place.unsigned_abs()).unwrap_or(usize::MAX);
    let Some(at) = at.checked_sub(1) else {
        return Err(Trouble::Undefined("pieces are counted from 1"));
    };
    let separator = separator.as_ref();
    Ok(piece(text, |text| {
        let found = match (separator.is_empty(), *place < 0) {
            (true, _) => (at == 0).then_some(text),
            (false, true) => text.rsplit(separator).nth(at),
            (false, false) => text.split(separator).nth(at),
        };
        found.unwrap_or_default()
    }))
}
