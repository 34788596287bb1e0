//! What a text says when it is held against something else.

use crate::calendar;
use crate::kind::Kind;
use crate::trouble::Trouble;
use crate::value::Value;

/// The value of that kind that a text says. [`Kind::Number`] keeps whole
/// numbers whole.
pub(crate) fn text(text: &str, kind: Kind) -> Result<Value<'static>, Trouble> {
    match kind {
        Kind::Boolean => word(text).map(Value::Boolean),
        Kind::Integer => text.parse().ok().map(Value::Integer),
        Kind::Number => number(text),
        Kind::Text | Kind::Any => Some(Value::Text(text.to_owned().into())),
        Kind::Date => calendar::date(text).map(Value::Date),
        Kind::Moment => calendar::moment(text).map(Value::Moment),
    }
    .ok_or_else(|| Trouble::unreadable(text, kind))
}

/// The boolean that a text says.
pub(crate) fn boolean(text: &str) -> Result<bool, Trouble> {
    word(text).ok_or_else(|| Trouble::unreadable(text, Kind::Boolean))
}

/// The words of a boolean column.
fn word(text: &str) -> Option<bool> {
    let is = |words: [&str; 4]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "1", "yes", "t"]) {
        Some(true)
    } else if is(["false", "0", "no", "f"]) {
        Some(false)
    } else {
        None
    }
}

/// A finite number in digits; its words are none here.
fn number(text: &str) -> Option<Value<'static>> {
    if let Ok(whole) = text.parse() {
        return Some(Value::Integer(whole));
    }
    let number = text.parse().ok().filter(|x: &f64| x.is_finite())?;
    Some(Value::Number(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_say_what_they_say_strictly() {
        let number = |text| super::text(text, Kind::Number).ok();
        assert_eq!(number("+7"), Some(Value::Integer(7)));
        assert_eq!(number("-.5"), Some(Value::Number(-0.5)));
        for none in ["", " 1", "1,5", "nan", "inf", "1e999", "0x10", "１"] {
            assert_eq!(number(none), None, "{none}");
        }
        assert_eq!(text("1.0", Kind::Integer).ok(), None);
        assert_eq!(text("YES", Kind::Boolean), Ok(Value::Boolean(true)));
        assert_eq!(text("2", Kind::Boolean).ok(), None);
    }
}
