//! The two readings of CSV that the inputs go through: relaxed for a whole
//! block, strict for one entry of it.

use std::ops::Range;

/// How quotes are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// A quote inside of a field is text, and a line that begins with `#` is a
    /// comment.
    Relaxed,
    /// A quote inside of a field is an error, and there are no comments.
    Strict,
}

/// One record, and the bytes of the text that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) fields: Vec<String>,
    pub(crate) span: Range<usize>,
    /// The first field whose quotes keep a comma together.
    pub(crate) quoted_comma: Option<Range<usize>>,
}

/// A quote that can't be read, at a byte of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadQuote {
    /// A quote opens in the middle of a field.
    Opening(usize),
    /// Text follows the quote that closes a field.
    Closing(usize),
    /// The quote that opens here is never closed.
    Unclosed(usize),
}

/// Reads all records; empty lines are none.
pub(crate) fn records(text: &str, reading: Reading) -> Result<Vec<Record>, BadQuote> {
    let mut reader = Reader {
        text,
        reading,
        field: String::new(),
        quoted: None,
        was_quoted: false,
        fields: Vec::new(),
        start: 0,
        quoted_comma: None,
        ends: None,
        records: Vec::new(),
    };
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at = reader.take(at, c)?;
    }
    reader.finish()
}

struct Reader<'a> {
    text: &'a str,
    reading: Reading,
    field: String,
    /// Where the quote stands that is still open.
    quoted: Option<usize>,
    was_quoted: bool,
    fields: Vec<String>,
    start: usize,
    quoted_comma: Option<Range<usize>>,
    /// How lines end, once one has.
    ends: Option<&'static str>,
    records: Vec<Record>,
}

impl Reader<'_> {
    /// Takes the character at a byte; the byte to go on at.
    fn take(&mut self, at: usize, c: char) -> Result<usize, BadQuote> {
        let next = at + c.len_utf8();
        if self.quoted.is_some() {
            return self.take_quoted(at, c);
        }
        if let Some(length) = self.line_end(at) {
            self.end_record(at, at + length);
            return Ok(at + length);
        }
        match c {
            '"' if self.field.is_empty() => self.quoted = Some(at),
            '"' if self.reading == Reading::Strict => return Err(BadQuote::Opening(at)),
            '#' if self.reading == Reading::Relaxed && self.is_at_line_start() => {
                return Ok(self.comment_end(at));
            }
            ',' => self.end_field(),
            _ => self.field.push(c),
        }
        Ok(next)
    }

    fn take_quoted(&mut self, at: usize, c: char) -> Result<usize, BadQuote> {
        let next = at + c.len_utf8();
        if c != '"' {
            self.field.push(c);
            return Ok(next);
        }
        if self.text[next..].starts_with('"') {
            self.field.push('"');
            return Ok(next + 1);
        }
        if self.closes_before(next) {
            if let Some(open) = self.quoted.filter(|_| self.field.contains(',')) {
                self.quoted_comma.get_or_insert(open..next);
            }
        } else {
            if self.reading == Reading::Strict {
                return Err(BadQuote::Closing(at));
            }
            self.field.insert(0, '"');
            self.field.push('"');
        }
        self.quoted = None;
        self.was_quoted = true;
        Ok(next)
    }

    /// The bytes of a line's end at a byte. All lines end as the first one
    /// does that is not within quotes.
    fn line_end(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let mut ends = ["\r\n", "\n", "\r"].into_iter();
        let end = match self.ends {
            Some(end) => end,
            None => ends.find(|end| rest.starts_with(end))?,
        };
        rest.starts_with(end).then(|| {
            self.ends = Some(end);
            end.len()
        })
    }

    fn comment_end(&mut self, start: usize) -> usize {
        let text = self.text;
        let mut bytes = text[start..].char_indices().map(|(at, _)| start + at);
        bytes
            .find(|at| self.line_end(*at).is_some())
            .unwrap_or(text.len())
    }

    fn closes_before(&mut self, next: usize) -> bool {
        let rest = &self.text[next..];
        let comment = self.reading == Reading::Relaxed && rest.starts_with('#');
        comment || rest.is_empty() || rest.starts_with(',') || self.line_end(next).is_some()
    }

    fn is_at_line_start(&self) -> bool {
        self.fields.is_empty() && self.field.is_empty()
    }

    fn end_field(&mut self) {
        self.fields.push(std::mem::take(&mut self.field));
        self.was_quoted = false;
    }

    fn end_record(&mut self, end: usize, next: usize) {
        if self.was_quoted || !self.is_at_line_start() {
            self.end_field();
            let fields = std::mem::take(&mut self.fields);
            self.records.push(Record {
                fields,
                span: self.start..end,
                quoted_comma: self.quoted_comma.take(),
            });
        }
        self.start = next;
    }

    fn finish(mut self) -> Result<Vec<Record>, BadQuote> {
        if let Some(at) = self.quoted {
            return Err(BadQuote::Unclosed(at));
        }
        let end = self.text.len();
        self.end_record(end, end);
        Ok(self.records)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields(text: &str, reading: Reading) -> Result<Vec<Vec<String>>, BadQuote> {
        let records = records(text, reading)?;
        Ok(records.into_iter().map(|record| record.fields).collect())
    }

    #[test]
    fn relaxed_takes_what_csv_parse_takes() {
        // As the npm package csv-parse 6 reads them, with relax_quotes,
        // comment "#" and comment_no_infix.
        let cases: &[(&str, &[&[&str]])] = &[
            ("a,b\nc", &[&["a", "b"], &["c"]]),
            ("#x\n\na#b\r\n  #c", &[&["a#b\r"], &["  #c"]]),
            ("a,\"b,c\"", &[&["a", "b,c"]]),
            ("\"a,\"\"b\"\"\"", &[&["a,\"b\""]]),
            ("a\"b\"", &[&["a\"b\""]]),
            ("\"a\"b,c", &[&["\"a\"b", "c"]]),
            ("\"a\nb\",c", &[&["a\nb", "c"]]),
            ("a,", &[&["a", ""]]),
            ("\"\"", &[&[""]]),
            ("a\nb\r\nc", &[&["a"], &["b\r"], &["c"]]),
            ("a\r\nb\nc", &[&["a"], &["b\nc"]]),
            ("a\rb\nc", &[&["a"], &["b\nc"]]),
            ("\"a\"\r\nb", &[&["a"], &["b"]]),
        ];
        for (text, expected) in cases {
            assert_eq!(
                fields(text, Reading::Relaxed).expect(text),
                *expected,
                "{text}"
            );
        }
        assert_eq!(
            fields("a\n\"b", Reading::Relaxed),
            Err(BadQuote::Unclosed(2))
        );
    }

    #[test]
    fn strict_refuses_stray_quotes_and_knows_no_comment() {
        assert_eq!(fields("a\"b", Reading::Strict), Err(BadQuote::Opening(1)));
        assert_eq!(fields("\"a\"b", Reading::Strict), Err(BadQuote::Closing(2)));
        assert_eq!(fields("\"a", Reading::Strict), Err(BadQuote::Unclosed(0)));
        let comment = fields("#a", Reading::Strict).expect("no comment");
        assert_eq!(comment, [["#a"]]);
    }

    proptest! {
        /// What is quoted by the rules comes back as it was.
        #[test]
        fn quoted_fields_round_trip(row in prop::collection::vec(".*", 1..5)) {
            let quoted: Vec<String> =
                row.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect();
            let text = quoted.join(",");
            for reading in [Reading::Relaxed, Reading::Strict] {
                prop_assert_eq!(fields(&text, reading).expect("quoted"), std::slice::from_ref(&row));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "[a,\"#\r\n =é]{0,40}") {
            for reading in [Reading::Relaxed, Reading::Strict] {
                for record in records(&text, reading).unwrap_or_default() {
                    prop_assert!(text.get(record.span).is_some());
                }
            }
        }
    }
}
