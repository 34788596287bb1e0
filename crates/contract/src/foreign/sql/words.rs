//! SQL in words.

/// A word of SQL. Spaces and comments are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A keyword, a function or a column.
    Name(String),
    /// A name in double quotes or backticks.
    Quoted(String),
    /// A text in single quotes.
    Text(String),
    /// A number as it is written.
    Number(String),
    /// An operator or a bracket.
    Symbol(&'static str),
}

impl Word {
    /// Whether it is this keyword or symbol.
    pub(super) fn is(&self, word: &str) -> bool {
        match self {
            Self::Name(name) => name.eq_ignore_ascii_case(word),
            Self::Symbol(symbol) => *symbol == word,
            _ => false,
        }
    }
}

/// Operators and brackets, the longer ones first.
const SYMBOLS: [&str; 20] = [
    "::", "<=", ">=", "<>", "!=", "||", "==", "(", ")", ",", "<", ">", "=", "+", "-", "*", "/",
    "%", ";", ".",
];

/// The words of a piece of SQL; else why it has none, as a fragment.
pub(super) fn words(sql: &str) -> Result<Vec<Word>, String> {
    if ["{{", "{%", "{#"].iter().any(|mark| sql.contains(mark)) {
        return Err("its SQL is a template".to_owned());
    }
    let mut words = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        if let Some(after) = comment(rest) {
            rest = after.trim_start();
            continue;
        }
        let (word, after) = match first {
            '\'' => quoted(rest, '\'').map(|(text, after)| (Word::Text(text), after))?,
            '"' | '`' => quoted(rest, first).map(|(text, after)| (Word::Quoted(text), after))?,
            first if first.is_alphabetic() || first == '_' => {
                let (name, after) = run(rest, |c| c.is_alphanumeric() || c == '_');
                (Word::Name(name), after)
            }
            first if first.is_ascii_digit() => number(rest),
            _ => symbol(rest)?,
        };
        words.push(word);
        rest = after.trim_start();
    }
    Ok(words)
}

/// What stands behind a comment.
fn comment(text: &str) -> Option<&str> {
    if text.starts_with("--") {
        return Some(text.split_once('\n').map_or("", |(_, after)| after));
    }
    let inner = text.strip_prefix("/*")?;
    Some(inner.split_once("*/").map_or("", |(_, after)| after))
}

fn run(text: &str, within: impl Fn(char) -> bool) -> (String, &str) {
    let end = text.find(|c| !within(c)).unwrap_or(text.len());
    (text[..end].to_owned(), &text[end..])
}

fn number(text: &str) -> (Word, &str) {
    let (mut digits, mut after) = run(text, |c| c.is_ascii_digit() || c == '.');
    let power = after.strip_prefix(['e', 'E']);
    if let Some(power) =
        power.filter(|power| power.starts_with(|c: char| c.is_ascii_digit() || c == '-'))
    {
        let sign = usize::from(power.starts_with('-'));
        let (more, end) = run(&power[sign..], |c| c.is_ascii_digit());
        digits.push('e');
        digits.push_str(&power[..sign]);
        digits.push_str(&more);
        after = end;
    }
    (Word::Number(digits), after)
}

/// A quoted piece, whose doubled quotes are one, and what stands behind it.
fn quoted(text: &str, quote: char) -> Result<(String, &str), String> {
    let mut inner = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != quote {
            inner.push(letter);
        } else if letters.next_if(|(_, next)| *next == quote).is_some() {
            inner.push(quote);
        } else {
            return Ok((inner, &text[at + quote.len_utf8()..]));
        }
    }
    Err("its SQL has a quote without an end".to_owned())
}

fn symbol(text: &str) -> Result<(Word, &str), String> {
    let Some(symbol) = SYMBOLS.iter().find(|symbol| text.starts_with(**symbol)) else {
        let first = text.chars().next().unwrap_or(' ');
        return Err(format!("its SQL has `{first}`, which ours does not have"));
    };
    let ours = if *symbol == "==" { "=" } else { symbol };
    Ok((Word::Symbol(ours), &text[symbol.len()..]))
}
