//! A record read byte by byte, as `csv-core` reads it: a quote within an
//! unquoted field is part of the field, and so is text behind a closing quote.

use super::structure::Dialect;

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the first byte of a field.
    Start,
    Unquoted,
    Quoted,
    /// Behind a quote that closes the field, unless another one follows.
    Closed,
}

/// Where the line end is that ends the record which begins at a byte. None:
/// it does not end in the text.
pub(super) fn end(text: &[u8], from: usize, dialect: Dialect) -> Option<usize> {
    walk(text, from, dialect, &mut |_| {})
}

/// The fields of the record which begins at a byte, of which there are at most
/// so many, and where the line end is that ends it. None: it does not end in
/// the text.
pub(super) fn fields(
    text: &[u8],
    from: usize,
    dialect: Dialect,
    most: usize,
) -> Option<(Vec<Vec<u8>>, usize)> {
    let mut fields = Vec::new();
    let mut field = Vec::new();
    let end = walk(text, from, dialect, &mut |part| match part {
        Part::Open(_) => {}
        Part::Byte(byte) => field.push(byte),
        Part::Next if fields.len() < most => fields.push(std::mem::take(&mut field)),
        Part::Next => field.clear(),
    })?;
    fields.push(field);
    Some((fields, end))
}

/// How many fields the record has which begins at a byte, and where it ends:
/// at a line end or with the text.
pub(super) fn count(text: &[u8], from: usize, dialect: Dialect) -> (usize, usize) {
    let mut fields = 1;
    let end = walk(text, from, dialect, &mut |part| {
        fields += usize::from(matches!(part, Part::Next));
    });
    (fields, end.unwrap_or(text.len()))
}

/// Where the quote opens that the record which begins at a byte does not close.
pub(super) fn open_quote(text: &[u8], from: usize, dialect: Dialect) -> Option<usize> {
    let mut open = None;
    walk(text, from, dialect, &mut |part| match part {
        Part::Open(at) => open = Some(at),
        Part::Byte(_) | Part::Next => {}
    });
    open
}

/// What a record is made of.
enum Part {
    /// A quote that opens a field.
    Open(usize),
    /// One more byte of the field.
    Byte(u8),
    /// The field ends and another one follows.
    Next,
}

fn walk(text: &[u8], from: usize, dialect: Dialect, each: &mut dyn FnMut(Part)) -> Option<usize> {
    let mut state = State::Start;
    for (at, byte) in text.iter().copied().enumerate().skip(from) {
        if state == State::Quoted {
            match byte == dialect.quote {
                true => state = State::Closed,
                false => each(Part::Byte(byte)),
            }
            continue;
        }
        if matches!(byte, b'\n' | b'\r') {
            return Some(at);
        }
        state = if byte == dialect.delimiter {
            each(Part::Next);
            State::Start
        } else if byte == dialect.quote && state == State::Start {
            each(Part::Open(at));
            State::Quoted
        } else {
            each(Part::Byte(byte));
            match (byte == dialect.quote, state) {
                (true, State::Closed) => State::Quoted,
                _ => State::Unquoted,
            }
        };
    }
    None
}
