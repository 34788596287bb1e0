//! A condition cut into pieces, and where they stand in the policy.

use std::ops::Range;

use verdict::Fault;

/// What is wrong with a condition, and where in its text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wrong {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) span: Range<usize>,
}

impl Wrong {
    pub(crate) fn new(message: impl Into<String>, span: Range<usize>) -> Self {
        Self {
            message: message.into(),
            help: None,
            span,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same without a place.
    pub(crate) fn fault(self) -> Fault {
        let fault = Fault::new(self.message);
        match self.help {
            Some(help) => fault.help(help),
            None => fault,
        }
    }
}

/// One piece of a condition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Token<'a> {
    Word(&'a str),
    Number(f64),
    Plus,
    Minus,
    Times,
    Less,
    Greater,
    Within,
    And,
}

/// What stands for what, the longest first.
const SIGNS: [(&str, Token); 11] = [
    ("+/-", Token::Within),
    ("±", Token::Within),
    ("/\\", Token::And),
    ("∧", Token::And),
    ("&&", Token::And),
    ("+", Token::Plus),
    ("-", Token::Minus),
    ("−", Token::Minus),
    ("*", Token::Times),
    ("<", Token::Less),
    (">", Token::Greater),
];

/// What others write, and why it can't stand here.
const STRANGERS: [(&str, &str, &str); 8] = [
    (
        ">=",
        "`>=` can't be told from `>`",
        "write `>`: within the tolerance it makes no difference",
    ),
    (
        "<=",
        "`<=` can't be told from `<`",
        "write `<`: within the tolerance it makes no difference",
    ),
    (
        "=",
        "an estimate is never equal to a number",
        "write `<` or `>`",
    ),
    (
        "\\/",
        "clauses can only be joined by `and`",
        "make two conditions of it; a policy's conditions must all hold",
    ),
    (
        "||",
        "clauses can only be joined by `and`",
        "make two conditions of it; a policy's conditions must all hold",
    ),
    (
        "/",
        "nothing can be divided here",
        "instead of n / o > 1.1 write  n - 1.1 * o > 0 +/- 0.01",
    ),
    (
        "(",
        "parentheses can't be used",
        "instead of 2 * (n - o) write  2 * n - 2 * o",
    ),
    (
        "%",
        "a share is a number from 0 to 1",
        "instead of 2 % write  0.02",
    ),
];

/// The pieces of a condition with their places.
pub(crate) fn tokens(text: &str) -> Result<Vec<(Token<'_>, Range<usize>)>, Wrong> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        if next.is_whitespace() {
            at += next.len_utf8();
            continue;
        }
        let (token, length) = one(&text[at..]).map_err(|mut wrong| {
            wrong.span = at + wrong.span.start..at + wrong.span.end;
            wrong
        })?;
        found.push((token, at..at + length));
        at += length;
    }
    Ok(found)
}

/// The first piece of a text that begins with one, and its length.
fn one(text: &str) -> Result<(Token<'_>, usize), Wrong> {
    let first = text.chars().next().unwrap_or_default();
    if first.is_alphabetic() || first == '_' {
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
        let word = &text[..end.unwrap_or(text.len())];
        let token = match word.eq_ignore_ascii_case("and") {
            true => Token::And,
            false => Token::Word(word),
        };
        return Ok((token, word.len()));
    }
    if first.is_ascii_digit() || first == '.' {
        return number(text);
    }
    let stranger = STRANGERS.iter().find(|(sign, ..)| text.starts_with(sign));
    // `/\` begins with a stranger, and is none.
    let sign = SIGNS.iter().find(|(sign, _)| text.starts_with(sign));
    match (sign, stranger) {
        (Some((sign, _)), Some((stranger, message, help))) if stranger.len() > sign.len() => {
            Err(Wrong::new(*message, 0..stranger.len()).help(*help))
        }
        (Some((sign, token)), _) => Ok((*token, sign.len())),
        (None, Some((stranger, message, help))) => {
            Err(Wrong::new(*message, 0..stranger.len()).help(*help))
        }
        (None, None) => {
            let message = format!("`{}` means nothing here", first.escape_debug());
            Err(Wrong::new(message, 0..first.len_utf8()))
        }
    }
}

fn number(text: &str) -> Result<(Token<'_>, usize), Wrong> {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let signed = matches!(c, '+' | '-') && text[..at].ends_with(['e', 'E']);
        if !(c.is_ascii_alphanumeric() || c == '.' || c == '_' || signed) {
            break;
        }
        end = at + c.len_utf8();
    }
    let written = &text[..end];
    let value = written.replace('_', "").parse::<f64>().ok();
    if let Some(value) = value.filter(|value| value.is_finite()) {
        return Ok((Token::Number(value), end));
    }
    let shown = verdict::cut(written);
    let wrong = Wrong::new(format!("`{shown}` is no number"), 0..end);
    Err(match shown.ends_with(['n', 'o', 'd']) {
        true => wrong.help("a factor is set apart by `*`, as in 1.1 * o"),
        false => wrong,
    })
}

/// Where a part of a text stands in the TOML that it was read from: escapes
/// are longer there. What can't be told is taken for the whole text.
pub(crate) fn in_toml(toml: &str, whole: Range<usize>, part: Range<usize>) -> Range<usize> {
    let place = |at: usize| offset(toml.get(whole.clone())?, at).map(|at| whole.start + at);
    match (place(part.start), place(part.end)) {
        (Some(start), Some(end)) => start..end.max(start + 1),
        _ => whole,
    }
}

/// Where the byte `at` of a text stands in its TOML literal, quotes included.
fn offset(literal: &str, at: usize) -> Option<usize> {
    let quote = literal.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let triple: String = std::iter::repeat_n(quote, 3).collect();
    // Texts over several lines are seldom conditions: none of their rules here.
    if literal.starts_with(&triple) && literal.len() > 2 {
        return None;
    }
    let (mut raw, mut read) = (1, 0);
    while read < at {
        let rest = literal.get(raw..)?;
        let c = rest.chars().next()?;
        if c == '\\' && quote == '"' {
            let (length, letter) = escape(rest)?;
            raw += length;
            read += letter;
        } else {
            raw += c.len_utf8();
            read += c.len_utf8();
        }
    }
    Some(raw)
}

/// How long an escape is, and how long what it stands for.
fn escape(text: &str) -> Option<(usize, usize)> {
    let digits = match text.as_bytes().get(1)? {
        b'u' => 4,
        b'U' => 8,
        b'x' => 2,
        _ => return Some((2, 1)),
    };
    let code = u32::from_str_radix(text.get(2..2 + digits)?, 16).ok()?;
    Some((2 + digits, char::from_u32(code)?.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_have_several_spellings() {
        let same = [
            "n - 1.1*o > .02 +/- 1e-2 /\\ d < 0.1 +/- 0.01",
            "n − 1.1 * o > 0.02 ± 0.01 and d<0.1±0.01",
            "n-1.1*o>2e-2+/-0.01 && d < 1e-1 +/- 0.01",
            "n - 1.1 * o > 0.02 ± 0.01 ∧ d < 0.1 ± 0.01",
        ];
        let read = same.map(|text| {
            let tokens = tokens(text).expect(text).into_iter();
            tokens.map(|(token, _)| token).collect::<Vec<_>>()
        });
        assert_eq!(read[0].len(), 15);
        assert!(read.iter().all(|tokens| *tokens == read[0]), "{read:?}");
    }

    #[test]
    fn places_count_the_escapes_of_toml() {
        for (toml, word) in [
            (r#""n > 0.1 /\\ m < 1""#, "m"),
            (r#""\u00e9\U0001F600 m""#, "m"),
            ("'n > 0.1 /\\ m'", "m"),
            ("\"é m\"", "m"),
        ] {
            let text: String = toml::from_str::<std::collections::BTreeMap<String, String>>(
                &format!("a = {toml}"),
            )
            .expect(toml)["a"]
                .clone();
            let at = text.find(word).expect("there");
            let place = in_toml(toml, 0..toml.len(), at..at + 1);
            assert_eq!(&toml[place], word, "{toml}");
        }
        let many = "\"\"\"\nn\"\"\"";
        assert_eq!(in_toml(many, 0..many.len(), 0..1), 0..many.len());
        assert_eq!(in_toml("\"n\"", 0..3, 7..9), 0..3);
    }
}
