//! A text as the parser's tree.

use std::ops::Range;

use sqlparser::ast::Expr;
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Span, Token, TokenWithSpan, Tokenizer};

use crate::dialect::Language;
use crate::wrong::Wrong;

/// The longest text, in bytes.
const LONGEST: usize = 64 << 10;

/// Most words and signs but for commas and literals. That bounds the depth of
/// the parser's tree, whose destruction recurses.
const MOST_WORDS: usize = 4000;

/// Where the lines and columns that the parser counts are in the text.
pub(crate) struct Places {
    /// Where each character begins, and the end.
    characters: Vec<usize>,
    /// The first character of each line.
    lines: Vec<usize>,
}

impl Places {
    fn new(text: &str) -> Self {
        let mut characters: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        characters.push(text.len());
        let ends = text.chars().enumerate().filter(|(_, c)| *c == '\n');
        let lines = std::iter::once(0).chain(ends.map(|(at, _)| at + 1));
        Self {
            lines: lines.collect(),
            characters,
        }
    }

    fn byte(&self, at: Location) -> Option<usize> {
        let line = usize::try_from(at.line).ok()?.checked_sub(1)?;
        let column = usize::try_from(at.column).ok()?.checked_sub(1)?;
        let character = self.lines.get(line)?.checked_add(column)?;
        self.characters.get(character).copied()
    }

    /// The whole text.
    pub(crate) fn whole(&self) -> Range<usize> {
        0..self.end()
    }

    fn end(&self) -> usize {
        self.characters.last().copied().unwrap_or(0)
    }

    /// The bytes of a span; the whole text where it has none.
    pub(crate) fn range(&self, span: Span) -> Range<usize> {
        match (self.byte(span.start), self.byte(span.end)) {
            (Some(start), Some(end)) if start <= end => start..end,
            _ => self.whole(),
        }
    }
}

/// The tree of a text.
pub(crate) fn tree(text: &str) -> Result<(Expr, Places), Wrong> {
    if text.len() > LONGEST {
        let wrong = Wrong::new(0..text.len(), "the expression is longer than 64 KiB");
        return Err(wrong.help("split it into several rules"));
    }
    let places = Places::new(text);
    let dialect = Language;
    let tokens = Tokenizer::new(&dialect, text).tokenize_with_location();
    let tokens = tokens.map_err(|error| {
        let start = places.byte(error.location).unwrap_or(0);
        Wrong::new(start..text.len(), lower(&error.message))
    })?;
    if tokens.iter().filter(|token| deepens(token)).count() > MOST_WORDS {
        let wrong = Wrong::new(
            0..text.len(),
            "the expression has more than 4000 words and signs",
        );
        return Err(wrong.help("split it into several rules, or write `in (…)` for many `or`"));
    }
    if let Some(select) = tokens.iter().find(|token| selects(token)) {
        let wrong = Wrong::new(places.range(select.span), "subqueries are not understood");
        return Err(wrong.help("an expression knows the row, or the table, that it stands for"));
    }
    let mut parser = Parser::new(&dialect).with_tokens_with_locations(tokens);
    let tree = parser.parse_expr();
    let tree = tree.map_err(|error| unparsed(&error, &places))?;
    end(&parser.peek_token(), &places)?;
    Ok((tree, places))
}

fn deepens(token: &TokenWithSpan) -> bool {
    !matches!(
        token.token,
        Token::Whitespace(_) | Token::Comma | Token::Number(..) | Token::SingleQuotedString(_)
    )
}

fn selects(token: &TokenWithSpan) -> bool {
    matches!(&token.token, Token::Word(word) if word.keyword == Keyword::SELECT && word.quote_style.is_none())
}

/// Nothing may follow.
fn end(next: &TokenWithSpan, places: &Places) -> Result<(), Wrong> {
    let wrong = match &next.token {
        Token::EOF => return Ok(()),
        Token::SemiColon => Wrong::new(places.range(next.span), "a `;` ends no expression")
            .help("leave it out: one expression stands here, no statement"),
        other => {
            let found = verdict::cut(&other.to_string());
            let wrong = Wrong::new(
                places.range(next.span),
                format!("`{found}` is not expected here"),
            );
            wrong.help(
                "an operator such as `and`, `=` or `+` is missing before it, or it is one too many",
            )
        }
    };
    Err(wrong)
}

fn unparsed(error: &ParserError, places: &Places) -> Wrong {
    let (ParserError::TokenizerError(message) | ParserError::ParserError(message)) = error else {
        return too_deep(places.whole());
    };
    let (words, at) = match message.rsplit_once(" at Line: ") {
        Some((words, at)) => (words, location(at)),
        None => (message.as_str(), None),
    };
    // Without a place it is the end that came too early.
    let start = at
        .and_then(|at| places.byte(at))
        .unwrap_or_else(|| places.end());
    let rest = places.characters.iter().find(|at| **at > start);
    let wrong = Wrong::new(start..rest.copied().unwrap_or(start), plain(words));
    if words.contains("found: EOF") {
        return wrong.help("the expression ends too early: is a value or a `)` missing?");
    }
    wrong
}

/// Nested beyond what is understood.
pub(crate) fn too_deep(span: Range<usize>) -> Wrong {
    Wrong::new(span, "the expression is nested too deeply").help("split it into several rules")
}

/// `1, Column: 7`
fn location(text: &str) -> Option<Location> {
    let (line, column) = text.split_once(", Column: ")?;
    Some(Location {
        line: line.parse().ok()?,
        column: column.parse().ok()?,
    })
}

/// The parser's words in our form.
fn plain(message: &str) -> String {
    let words = match message.strip_prefix("Expected: ") {
        Some(rest) => match rest.split_once(", found: ") {
            Some((wanted, "EOF")) => format!("expected {wanted}, but the text ends"),
            Some((wanted, found)) => format!("expected {wanted}, found `{found}`"),
            None => format!("expected {rest}"),
        },
        None => lower(message),
    };
    verdict::cut(&words)
}

fn lower(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_lowercase().to_string());
    let text = first.unwrap_or_default() + letters.as_str();
    verdict::cut(text.trim_end_matches('.'))
}
