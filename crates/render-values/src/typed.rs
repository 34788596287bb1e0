//! The type of a value on the command line.

use crate::leaf::Leaf;

/// Longest whole number that is taken for one. Helm keeps numbers as floats,
/// which hold 15 digits for certain.
const LONGEST_NUMBER: usize = 15;

/// A value as Helm's `--set` takes it: true, false, null and whole numbers are
/// typed, all else is a string. A number with a leading zero, or of more than
/// 15 digits, is an identifier and stays a string.
pub(crate) fn typed(text: &str) -> Leaf {
    if text.eq_ignore_ascii_case("true") {
        return Leaf::Bool(true);
    }
    if text.eq_ignore_ascii_case("false") {
        return Leaf::Bool(false);
    }
    if text.eq_ignore_ascii_case("null") {
        return Leaf::Null;
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_number = digits == "0" || !digits.starts_with('0');
    let is_short = digits.len() <= LONGEST_NUMBER && digits.bytes().all(|b| b.is_ascii_digit());
    match text.parse() {
        Ok(number) if is_number && is_short => Leaf::Int(number),
        _ => Leaf::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of Helm's own `typedVal`: pkg/strvals/parser.go.
    #[test]
    fn values_are_typed_as_helm_types_them() {
        assert_eq!(typed("True"), Leaf::Bool(true));
        assert_eq!(typed("false"), Leaf::Bool(false));
        assert_eq!(typed("null"), Leaf::Null);
        assert_eq!(typed("0"), Leaf::Int(0));
        assert_eq!(typed("-12"), Leaf::Int(-12));
        for text in [
            "",
            "0123",
            "-01",
            "1.10",
            "1e5",
            "yes",
            "v1",
            "12345678901234567",
            "-",
            " 1",
        ] {
            assert_eq!(typed(text), Leaf::Text(text.into()), "{text}");
        }
        assert_eq!(typed("123456789012345"), Leaf::Int(123_456_789_012_345));
    }
}
