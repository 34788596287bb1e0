//! A condition on rows, cut into words and signs.

/// A word or a sign of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or a keyword.
    Word(String),
    /// A name in backticks.
    Quoted(String),
    /// A text in quotes.
    Text(String),
    /// A number as it is written.
    Number(String),
    /// An operator or a bracket.
    Sign(&'static str),
}

impl Token {
    /// The word or the sign; none of a value.
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Sign(sign) => Some(sign),
            _ => None,
        }
    }
}

/// Signs, the longer ones first.
const SIGNS: [&str; 22] = [
    "==", "!=", "<>", "<=", ">=", "&&", "||", "<", ">", "=", "&", "|", "~", "!", "(", ")", "[",
    "]", ",", ".", "-", "+",
];

/// The tokens of a condition; none where it has something else.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, after) = match first {
            '\'' | '"' => quoted(rest, first).map(|(text, after)| (Token::Text(text), after))?,
            '`' => quoted(rest, first).map(|(text, after)| (Token::Quoted(text), after))?,
            first if first.is_ascii_digit() => number(rest),
            first if first.is_alphabetic() || first == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
                let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
                (Token::Word(word.to_owned()), after)
            }
            _ => {
                let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign))?;
                (Token::Sign(sign), &rest[sign.len()..])
            }
        };
        tokens.push(token);
        rest = after.trim_start();
    }
    Some(tokens)
}

/// What stands in quotes, and what behind them; a backslash takes the next
/// character as it is.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut within = String::new();
    let mut letters = text.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' if quote != '`' => within.push(letters.next()?.1),
            letter if letter == quote => return Some((within, &text[at + 1..])),
            letter => within.push(letter),
        }
    }
    None
}

fn number(text: &str) -> (Token, &str) {
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut end = digits(text);
    if text[end..].starts_with('.') {
        end += 1 + digits(&text[end + 1..]);
    }
    if let Some(power) = text[end..].strip_prefix(['e', 'E']) {
        let sign = usize::from(power.starts_with(['+', '-']));
        let more = digits(&power[sign..]);
        end += if more > 0 { 1 + sign + more } else { 0 };
    }
    let number = text[..end].trim_end_matches('.').to_owned();
    (Token::Number(number), &text[end..])
}
