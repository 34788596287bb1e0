//! Comma- and otherwise separated values: a header, then one record a row.
//!
//! A UTF-8 byte order mark is passed over, and so are blank lines; in a table
//! of one column a blank line is an empty field. Line ends are LF, CRLF or CR.
//! Quotes are doubled within quotes.

mod careful;
mod header;
mod irregular;
mod lines;
mod masks;
mod pieces;
mod place;
mod rows;
mod scan;
mod sniff;
mod structure;

use verdict::Fault;

use crate::source::Source;
use crate::table::CsvOptions;
use header::Header;
pub(crate) use lines::Lines;
pub(crate) use structure::Dialect;

/// Bytes of a piece, which one thread reads at a time. With their values they
/// stay in a cache of 1 MiB.
const PIECE: usize = 256 << 10;

/// A CSV file whose header is read.
pub(crate) struct Csv {
    pub(crate) dialect: Dialect,
    /// Whether the delimiter was found by looking at the file.
    pub(crate) sniffed: bool,
    /// Whether bytes that are not UTF-8 become U+FFFD.
    lossy: bool,
    /// Bytes of a piece.
    piece: usize,
    header: Header,
}

impl Csv {
    /// Reads the header. `usual` is the delimiter where neither the options nor
    /// the file's name nor its content tell another one.
    pub(crate) fn open(
        source: &Source,
        options: CsvOptions,
        usual: Option<u8>,
    ) -> Result<Self, Fault> {
        let quote = options.quote.unwrap_or(b'"');
        let given = options.delimiter.or(usual);
        let delimiter = match given {
            Some(delimiter) => delimiter,
            None => sniff::delimiter(&source.head(header::HEAD)?, quote),
        };
        let dialect = Dialect { delimiter, quote };
        dialect.check()?;
        Ok(Self {
            dialect,
            sniffed: given.is_none(),
            lossy: options.lossy,
            piece: PIECE,
            header: Header::read(source, dialect, options.lossy)?,
        })
    }

    /// The names of the columns; empty where nobody can mean one.
    pub(crate) fn columns(&self) -> &[String] {
        &self.header.names
    }
}

impl Dialect {
    /// Fails when records could not be told apart.
    fn check(self) -> Result<(), Fault> {
        let Self { delimiter, quote } = self;
        if matches!(delimiter, b'\r' | b'\n') || delimiter == quote || !delimiter.is_ascii() {
            let message = "a quote, a line end or half a character can't stand between fields";
            return Err(Fault::new(message).help("common delimiters are `,`, `;`, `|` and the tab"));
        }
        if matches!(quote, b'\r' | b'\n') || !quote.is_ascii() {
            let message = "a line end or half a character can't be a quote";
            return Err(Fault::new(message).help("common quotes are `\"` and `'`"));
        }
        Ok(())
    }
}

/// A number of fields in words.
fn fields(count: usize) -> String {
    if count == 1 {
        "1 field".to_owned()
    } else {
        format!("{count} fields")
    }
}

#[cfg(test)]
mod differential;
#[cfg(test)]
mod spectrum;
#[cfg(test)]
mod tests;
