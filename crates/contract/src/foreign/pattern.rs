//! Regular expressions of others, turned into ours.
//!
//! Ours are those of the `regex` crate and match a value as a whole.

use regex_syntax::Parser;

/// How much of a value a pattern has to match where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchors {
    /// All of it (Python's `re.fullmatch`).
    Both,
    /// Any part of it (Python's `re.search`, JSON Schema).
    None,
}

/// The pattern as ours; else why it can't be, as a fragment.
pub(super) fn whole(pattern: &str, anchors: Anchors) -> Result<String, String> {
    parse(pattern)?;
    Ok(match anchors {
        Anchors::Both => pattern.to_owned(),
        Anchors::None => match inner(pattern) {
            Some(inner) => inner.to_owned(),
            None => format!("(?s:.*)(?:{pattern})(?s:.*)"),
        },
    })
}

/// What stands between `^` and `$`, where nothing else may: no alternatives
/// beside them and no flags that change what they mean.
fn inner(pattern: &str) -> Option<&str> {
    let inner = pattern.strip_prefix('^')?.strip_suffix('$')?;
    let plain = !inner.contains('|') && !inner.contains("(?") && !inner.ends_with('\\');
    plain.then_some(inner)
}

fn parse(pattern: &str) -> Result<(), String> {
    match Parser::new().parse(pattern) {
        Ok(_) => Ok(()),
        Err(regex_syntax::Error::Parse(error)) => Err(match error.kind() {
            regex_syntax::ast::ErrorKind::UnsupportedLookAround => {
                "its pattern looks around, which takes time without bound".to_owned()
            }
            regex_syntax::ast::ErrorKind::UnsupportedBackreference => {
                "its pattern refers back, which takes time without bound".to_owned()
            }
            kind => format!("its pattern can't be read: {kind}"),
        }),
        Err(error) => Err(format!("its pattern can't be read: {error}").replace('\n', " ")),
    }
}

/// The pattern of SQL's `LIKE`: `%` is any text, `_` one character, and a
/// backslash takes the next character as it is.
pub(super) fn like(pattern: &str) -> String {
    let mut out = String::from("(?s)");
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '%' => out.push_str(".*"),
            '_' => out.push('.'),
            '\\' => out.push_str(&escaped(letters.next().unwrap_or('\\'))),
            letter => out.push_str(&escaped(letter)),
        }
    }
    out
}

fn escaped(letter: char) -> String {
    regex_syntax::escape(letter.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_the_whole_value() {
        assert_eq!(whole("a|b", Anchors::Both).expect("it is one"), "a|b");
        assert_eq!(whole("^a+$", Anchors::None).expect("it is one"), "a+");
        assert_eq!(
            whole("^a|b$", Anchors::None).expect("it is one"),
            "(?s:.*)(?:^a|b$)(?s:.*)"
        );
        assert_eq!(
            whole("^a\\$", Anchors::None).expect("it is one"),
            "(?s:.*)(?:^a\\$)(?s:.*)"
        );
    }

    #[test]
    fn what_takes_time_without_bound_is_named() {
        assert!(
            whole("(?=a)", Anchors::None)
                .expect_err("it is wrong")
                .contains("looks around")
        );
        assert!(
            whole("(a)\\1", Anchors::None)
                .expect_err("it is wrong")
                .contains("refers back")
        );
        assert!(
            whole("(", Anchors::None)
                .expect_err("it is wrong")
                .contains("can't be read")
        );
    }

    #[test]
    fn like_is_a_pattern() {
        assert_eq!(like("a%b_c.\\%"), "(?s)a.*b.c\\.%");
    }
}
