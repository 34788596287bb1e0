//! A block of lines as docker/metadata-action reads it, with the place of each
//! item, so that a fault can point at it.

use std::ops::Range;

use verdict::{Fault, Place, cut};

use super::csv::{BadQuote, Reading, Record, records};

/// The value of an option that is a block of lines.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The option as the user writes it, such as `--tags`.
    option: &'static str,
    text: String,
    strict: bool,
}

/// One item of a block: an entry, before its own grammar is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// What is left of it after the first reading: one level of quotes is
    /// gone, white space around it too.
    pub(crate) text: String,
    /// Where it stands in the block, in bytes.
    span: Range<usize>,
    /// Where quotes stand whose comma the second reading will split at.
    eaten: Option<Range<usize>>,
}

impl Item {
    /// Whether quotes around a comma come to nothing.
    pub(crate) const fn eats_quotes(&self) -> bool {
        self.eaten.is_some()
    }
}

impl Block {
    /// A block of all values that an option was given, one below the other.
    pub(crate) fn new(option: &'static str, values: &[String]) -> Self {
        let text = values.join("\n");
        Self {
            option,
            text,
            strict: false,
        }
    }

    /// The block, read strictly: what docker/metadata-action passes over in
    /// silence is a fault.
    pub(crate) fn strictly(self, strict: bool) -> Self {
        Self { strict, ..self }
    }

    /// Whether the block is read strictly.
    pub(crate) fn is_strict(&self) -> bool {
        self.strict
    }

    /// Its items: empty lines and lines that begin with `#` are none.
    pub(crate) fn items(&self) -> Result<Vec<Item>, Fault> {
        let text = self.text.trim();
        let skipped = self.text.len() - self.text.trim_start().len();
        let records =
            records(text, Reading::Relaxed).map_err(|bad| self.bad_quote(bad, skipped))?;
        let placed = |span: Range<usize>| span.start + skipped..span.end + skipped;
        let items = records.into_iter().map(|record| Item {
            eaten: eaten_quotes(&record).map(placed),
            text: record.fields.join(",").trim().to_owned(),
            span: placed(record.span),
        });
        Ok(items.filter(|item| !item.text.is_empty()).collect())
    }

    /// The fields of an item by the second, strict reading. Of an item with
    /// line breaks only the first line counts.
    pub(crate) fn fields(&self, item: &Item) -> Result<Vec<String>, Fault> {
        if self.strict && item.eats_quotes() {
            return Err(self.eaten(item));
        }
        let records = records(&item.text, Reading::Strict).map_err(|bad| {
            let fault = match bad {
                BadQuote::Opening(_) => "a quote opens in the middle of a field",
                BadQuote::Closing(_) => "text follows a closing quote",
                BadQuote::Unclosed(_) => "a quote is never closed",
            };
            self.fault(item, "\"", fault).help(
                "a field that holds a comma or a quote is quoted as a whole, and reading the block takes \
                 one level of quotes away: write `\"type=raw,\"\"value=a,b\"\"\"` for the value `a,b`",
            )
        })?;
        Ok(records
            .into_iter()
            .next()
            .map(|record| record.fields)
            .unwrap_or_default())
    }

    fn eaten(&self, item: &Item) -> Fault {
        let span = item.eaten.clone().unwrap_or_else(|| item.span.clone());
        let written = self.text.get(span.clone()).unwrap_or_default();
        let fault = Fault::new("these quotes come to nothing: the field is split at its comma")
            .at(Place::in_text(self.option, &self.text, span.clone()));
        let line = self.text.get(item.span.clone()).unwrap_or_default().trim();
        let doubled = line.replace(written, &written.replace('"', "\"\""));
        fault.help(format!("quote the field twice: `\"{}\"`", cut(&doubled)))
    }

    /// A fault at a word of an item; at the whole item where the word is not
    /// found in it as it was written.
    pub(crate) fn fault(&self, item: &Item, word: &str, message: impl Into<String>) -> Fault {
        let written = self.text.get(item.span.clone()).unwrap_or_default();
        let lead = written.len() - written.trim_start().len();
        let span = match written.find(word).filter(|_| !word.is_empty()) {
            Some(at) => item.span.start + at..item.span.start + at + word.len(),
            None => item.span.start + lead..item.span.end,
        };
        Fault::new(message).at(Place::in_text(self.option, &self.text, span))
    }

    /// The line that an item begins at, counted from 1.
    pub(crate) fn line(&self, item: &Item) -> u64 {
        let before = self.text.get(..item.span.start).unwrap_or_default();
        before.matches('\n').count() as u64 + 1
    }

    fn bad_quote(&self, bad: BadQuote, skipped: usize) -> Fault {
        let (BadQuote::Opening(at) | BadQuote::Closing(at) | BadQuote::Unclosed(at)) = bad;
        let at = at + skipped;
        Fault::new("a quote is never closed")
            .at(Place::in_text(self.option, &self.text, at..at + 1))
            .help("close it, or double it where it is meant as text")
    }
}

/// Where quotes stand that keep a comma together in the first reading only.
/// One field of a whole record that holds quotes itself is quoted twice, as it
/// should be.
fn eaten_quotes(record: &Record) -> Option<Range<usize>> {
    let twice = matches!(record.fields.as_slice(), [only] if only.contains('"'));
    record.quoted_comma.clone().filter(|_| !twice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<String> {
        let block = Block::new("--tags", &[text.to_owned()]);
        let items = block.items().expect("readable");
        items.into_iter().map(|item| item.text).collect()
    }

    #[test]
    fn comments_empty_lines_and_white_space_go() {
        assert_eq!(
            items("\n  type=sha \n\n#x\nfoo#bar\n  # y\n"),
            ["type=sha", "foo#bar", "# y"]
        );
    }

    #[test]
    fn the_first_reading_eats_one_level_of_quotes() {
        assert_eq!(items("type=raw,\"value=a,b\""), ["type=raw,value=a,b"]);
        let block = Block::new("--tags", &["\"type=raw,\"\"value=a,b\"\"\"".to_owned()]);
        let items = block.items().expect("readable");
        assert_eq!(
            block.fields(&items[0]).expect("fields"),
            ["type=raw", "value=a,b"]
        );
    }

    #[test]
    fn a_fault_points_into_the_block() {
        let block = Block::new(
            "--tags",
            &["type=sha\n".to_owned(), "  type=raw,a\"b".to_owned()],
        );
        let items = block.items().expect("readable");
        let fault = block.fields(&items[1]).expect_err("a stray quote");
        let place = fault.place.expect("a place");
        assert_eq!((place.line, place.column), (3, 13));
        assert_eq!(place.text, "  type=raw,a\"b");
        let fault = Block::new("--tags", &["a\n \"b".to_owned()]).items();
        assert!(fault.is_ok(), "a quote after a blank is text");
        let fault = Block::new("--tags", &["a\n\"b".to_owned()])
            .items()
            .expect_err("open");
        assert_eq!(fault.to_string(), "--tags:2:1: a quote is never closed");
    }

    /// The inputs of docker/metadata-action's own tests.
    #[test]
    fn reads_what_the_original_reads() {
        let rows = include_str!("../../tests/language/lists.json");
        let rows: Vec<serde_json::Value> = serde_json::from_str(rows).expect("rows");
        assert_eq!(rows.len(), 6);
        for row in rows {
            for (name, wanted) in row["gives"].as_object().expect("blocks") {
                let text = row["inputs"][name].as_str().expect("a block");
                assert_eq!(&serde_json::json!(items(text)), wanted, "{text}");
            }
        }
    }
}
