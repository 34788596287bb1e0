//! Regular expressions in the languages of others, written in ours.

use std::iter::Peekable;
use std::str::Chars;

use super::pattern::{self, Anchors};

/// Whose language a pattern is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Python's `re`.
    Python,
    /// ECMA-262, as JSON Schema has it.
    EcmaScript,
}

/// The pattern as ours, which matches a value as a whole; else why it can't
/// be, as a fragment.
pub(super) fn whole(pattern: &str, dialect: Dialect, anchors: Anchors) -> Result<String, String> {
    pattern::whole(&ours(pattern, dialect)?, anchors)
}

/// The pattern in our syntax; it matches what it did.
pub(super) fn ours(pattern: &str, dialect: Dialect) -> Result<String, String> {
    let mut translation = Translation {
        rest: pattern.chars().peekable(),
        dialect,
        out: String::with_capacity(pattern.len()),
    };
    translation.run()?;
    Ok(translation.out)
}

struct Translation<'a> {
    rest: Peekable<Chars<'a>>,
    dialect: Dialect,
    out: String,
}

impl Translation<'_> {
    fn run(&mut self) -> Result<(), String> {
        while let Some(letter) = self.rest.next() {
            match letter {
                '\\' => self.escape()?,
                '[' => self.class()?,
                '{' => self.brace()?,
                '}' | ']' => self.literal(letter),
                '*' | '+' | '?' if !self.out.ends_with('(') => {
                    self.out.push(letter);
                    self.no_possession()?;
                }
                letter => self.out.push(letter),
            }
        }
        Ok(())
    }

    fn literal(&mut self, letter: char) {
        let escaped = regex_syntax::escape(letter.encode_utf8(&mut [0; 4]));
        self.out.push_str(&escaped);
    }

    /// A `+` behind a repetition forbids to give back what it took; ours would
    /// take it for one more repetition.
    fn no_possession(&mut self) -> Result<(), String> {
        match self.rest.peek() {
            Some('+') => Err("its pattern has a possessive repetition".to_owned()),
            _ => Ok(()),
        }
    }

    /// A repetition, or else a brace that stands for itself.
    fn brace(&mut self) -> Result<(), String> {
        let inner: String = self
            .rest
            .clone()
            .take_while(|c| *c != '}')
            .take(16)
            .collect();
        let closed = self.rest.clone().nth(inner.chars().count()) == Some('}');
        let (least, most) = inner.split_once(',').unwrap_or((&inner, "0"));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let open = least.is_empty() && self.dialect == Dialect::EcmaScript;
        if !closed || !digits(least) || !digits(most) || open || inner.is_empty() || inner == "," {
            self.literal('{');
            return Ok(());
        }
        let least = if least.is_empty() { "0" } else { "" };
        self.out.push_str(&format!("{{{least}{inner}}}"));
        self.rest.nth(inner.chars().count());
        self.no_possession()
    }

    fn escape(&mut self) -> Result<(), String> {
        let Some(letter) = self.rest.next() else {
            return Err("its pattern ends with a backslash".to_owned());
        };
        let python = self.dialect == Dialect::Python;
        match letter {
            'Z' if python => self.out.push_str("\\z"),
            'd' if !python => self.out.push_str("[0-9]"),
            'D' if !python => self.out.push_str("[^0-9]"),
            'w' if !python => self.out.push_str("[0-9A-Za-z_]"),
            'W' if !python => self.out.push_str("[^0-9A-Za-z_]"),
            'b' if !python => self.out.push_str("(?-u:\\b)"),
            'k' if !python => {
                return Err("its pattern refers back, which takes time without bound".to_owned());
            }
            letter => self.plain_escape(letter),
        }
        Ok(())
    }

    /// What means the same within brackets and outside of them.
    fn plain_escape(&mut self, letter: char) {
        match letter {
            '0' => self.out.push_str("\\x00"),
            'c' if self.dialect == Dialect::EcmaScript => self.control(),
            letter if letter.is_ascii_alphanumeric() => {
                self.out.push('\\');
                self.out.push(letter);
            }
            // Ours gives `\<` another meaning.
            letter => self.literal(letter),
        }
    }

    /// `\cJ`: control and J.
    fn control(&mut self) {
        match self.rest.next_if(char::is_ascii_alphabetic) {
            Some(letter) => {
                let code = u32::from(letter) % 32;
                self.out.push_str(&format!("\\x{code:02X}"));
            }
            None => self.out.push_str("\\\\c"),
        }
    }

    /// What stands in brackets.
    fn class(&mut self) -> Result<(), String> {
        let not = self.rest.next_if_eq(&'^').is_some();
        if self.dialect == Dialect::EcmaScript && self.rest.next_if_eq(&']').is_some() {
            // None of nothing is anything; one of nothing is impossible.
            self.out.push_str(if not { "(?s:.)" } else { "[^\\s\\S]" });
            return Ok(());
        }
        self.out.push_str(if not { "[^" } else { "[" });
        let mut first = true;
        loop {
            match self.rest.next() {
                None => return Err("its pattern has a bracket without an end".to_owned()),
                Some(']') if !first => break,
                Some('\\') => self.class_escape()?,
                // Ours would begin brackets within brackets, or a set operation.
                Some(letter @ ('[' | ']' | '&' | '~')) => {
                    self.out.push('\\');
                    self.out.push(letter);
                }
                Some('-') if self.rest.peek() == Some(&'-') => {
                    return Err("its pattern has two dashes in brackets".to_owned());
                }
                Some(letter) => self.out.push(letter),
            }
            first = false;
        }
        self.out.push(']');
        Ok(())
    }

    fn class_escape(&mut self) -> Result<(), String> {
        let Some(letter) = self.rest.next() else {
            return Err("its pattern has a bracket without an end".to_owned());
        };
        let python = self.dialect == Dialect::Python;
        match letter {
            'b' => self.out.push_str("\\x08"),
            'd' if !python => self.out.push_str("0-9"),
            'D' if !python => self.out.push_str("[^0-9]"),
            'w' if !python => self.out.push_str("0-9A-Za-z_"),
            'W' if !python => self.out.push_str("[^0-9A-Za-z_]"),
            '-' | '^' | ']' | '[' | '&' | '~' => {
                self.out.push('\\');
                self.out.push(letter);
            }
            letter => self.plain_escape(letter),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    /// Whether the value matches, by our whole pattern.
    fn matches(pattern: &str, dialect: Dialect, anchors: Anchors, value: &str) -> bool {
        let ours = whole(pattern, dialect, anchors).expect("there");
        Regex::new(&format!("^(?:{ours})$"))
            .expect("there")
            .is_match(value)
    }

    // Python 3.11: bool(re.search(pattern, value)).
    #[test]
    fn pythons_patterns_match_what_they_did() {
        for (pattern, value, matched) in [
            ("a", "bab", true),
            ("^a", "ba", false),
            ("a|b$", "cab", true),
            ("^a|b$", "xb", true),
            ("[[]x", "[x", true),
            ("[]a]+$", "]a", true),
            ("[a&&b]", "&", true),
            ("^\\<a\\>$", "<a>", true),
            ("{x}", "a{x}", true),
            ("^a{,2}$", "aaa", false),
            ("^a{,2}$", "aa", true),
            ("^a{2}$", "aa", true),
            ("a\\Z", "ba", true),
            ("^\\d+$", "٣", true),
            ("^[\\w.-]+@\\w+\\.\\w{2,}$", "a.b@c.de", true),
            ("x\\/y", "x/y", true),
            ("(?i)abc", "xABC", true),
            ("^.$", "\u{e9}", true),
            ("a.c", "a\nc", false),
            ("b", "a\nb", true),
        ] {
            let found = matches(pattern, Dialect::Python, Anchors::None, value);
            assert_eq!(found, matched, "{pattern} on {value}");
        }
    }

    // Node 20: new RegExp(pattern).test(value).
    #[test]
    fn javascripts_patterns_match_what_they_did() {
        for (pattern, value, matched) in [
            ("^\\d+$", "٣", false),
            ("^[\\w-]+$", "é", false),
            ("\\bé", "aé", true),
            ("[^]", "\n", true),
            ("[]", "a", false),
            ("^\\/a$", "/a", true),
            ("^\\u0041$", "A", true),
            ("a{,2}", "a{,2}", true),
            ("^(?<year>[0-9]{4})$", "2024", true),
            ("\\cJ", "\n", true),
            ("^[\\D]$", "a", true),
        ] {
            let found = matches(pattern, Dialect::EcmaScript, Anchors::None, value);
            assert_eq!(found, matched, "{pattern} on {value}");
        }
    }

    #[test]
    fn what_ours_can_not_do_is_named() {
        for (pattern, dialect, why) in [
            ("a++b", Dialect::Python, "possessive"),
            ("a{2}+b", Dialect::Python, "possessive"),
            ("(?<!a)b", Dialect::Python, "looks around"),
            ("(a)\\1", Dialect::EcmaScript, "refers back"),
            ("(?<n>a)\\k<n>", Dialect::EcmaScript, "refers back"),
            ("[a", Dialect::Python, "without an end"),
            ("[+--]", Dialect::Python, "dashes"),
            ("a\\", Dialect::Python, "backslash"),
        ] {
            let error = whole(pattern, dialect, Anchors::None).expect_err("wrong");
            assert!(error.contains(why), "{pattern}: {error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_pattern_panics(pattern in "[\\\\a-zZ0-9\\[\\]{}()^$|?*+.,&~<>:=!-]{0,24}") {
            let _ = whole(&pattern, Dialect::Python, Anchors::None);
            let _ = whole(&pattern, Dialect::EcmaScript, Anchors::None);
        }
    }
}
