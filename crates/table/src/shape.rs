//! What is to be said of a file itself, before anyone looks at its values.

/// Most places that are kept of one kind of irregularity.
pub const PLACES: usize = 100;

/// What is to be said of a file itself: irregularities, each with a count and
/// its first places, and how its lines end.
///
/// A record that can't be read is left out of the blocks: one whose quote is
/// never closed, one with bytes that are not UTF-8, or else one of too few or
/// too many fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// How many records were left out.
    pub left_out: u64,
    /// Records of too few or too many fields; left out.
    pub ragged: Irregular,
    /// Records with a quote within an unquoted field, or with text behind a
    /// closing quote. They are readable: such a quote is part of its value, and
    /// so is such a text.
    pub stray_quotes: Irregular,
    /// The quote that is still open at the end of the file; the record is left
    /// out.
    pub unclosed_quote: Irregular,
    /// Records with bytes that are not UTF-8; left out, unless they are read
    /// lossily.
    pub not_utf8: Irregular,
    /// Records with NUL bytes. They are readable, so they are not left out.
    pub nul: Irregular,
    /// Blank lines. They are no rows, but in a table of one column, where each
    /// is an empty field and is not counted here.
    pub blank_lines: Irregular,
    /// Columns of the header without a name; nobody can address them.
    pub blank_names: Irregular,
    /// Columns of the header whose name an earlier one has; nobody can address
    /// them.
    pub duplicate_names: Irregular,
    /// Lines of JSON Lines that hold no JSON object; left out.
    pub not_objects: Irregular,
    /// Objects of JSON Lines with a key twice; the last value counts.
    pub duplicate_keys: Irregular,
    /// Keys of JSON Lines that were first seen too late to become a column.
    pub late_keys: Irregular,
    /// Whether the file begins with a UTF-8 byte order mark.
    pub bom: bool,
    /// How records end; line breaks within quotes are not counted.
    pub line_ends: LineEnds,
    /// Whether the last line has an end. None: the format has no lines, or the
    /// table has no row.
    pub last_line_ends: Option<bool>,
}

/// One kind of irregularity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Irregular {
    /// How many there are.
    pub count: u64,
    /// The first of them, at most [`PLACES`], in the file's order.
    pub first: Vec<Spot>,
}

/// Where an irregularity is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Byte of the file, counted from 0; of its content, when the file is
    /// compressed.
    pub byte: u64,
    /// Line, counted from 1.
    pub line: u64,
    /// Number of the row, counted from 1 as in
    /// [`Block::number`](crate::Block::number). None: it is in no row.
    pub row: Option<u64>,
    /// What there is to say, such as "7 fields instead of 13".
    pub note: String,
}

/// How many records end in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LineEnds {
    /// With a line feed (Unix).
    pub lf: Ends,
    /// With a carriage return and a line feed (Windows).
    pub crlf: Ends,
    /// With a carriage return alone (old Macintosh).
    pub cr: Ends,
}

/// The line ends of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// How many there are.
    pub count: u64,
    /// The first line that ends so, counted from 1; 0 when there is none.
    pub first: u64,
}

impl LineEnds {
    /// The kinds that are not the most frequent one, by name, where there are
    /// several.
    #[must_use]
    pub fn minority(&self) -> Vec<(&'static str, Ends)> {
        let mut kinds = vec![("LF", self.lf), ("CRLF", self.crlf), ("CR", self.cr)];
        kinds.sort_by_key(|(_, ends)| std::cmp::Reverse(ends.count));
        kinds.retain(|(_, ends)| ends.count > 0);
        kinds.drain(..1.min(kinds.len()));
        kinds
    }

    /// With those of another part of the file.
    fn merge(&mut self, other: &Self) {
        self.lf.merge(other.lf);
        self.crlf.merge(other.crlf);
        self.cr.merge(other.cr);
    }
}

impl Ends {
    /// One more, on a line.
    pub(crate) fn add(&mut self, line: u64) {
        self.merge(Self {
            count: 1,
            first: line,
        });
    }

    fn merge(&mut self, other: Self) {
        self.first = match (self.first, other.first) {
            (0, first) | (first, 0) => first,
            (one, two) => one.min(two),
        };
        self.count += other.count;
    }
}

impl Irregular {
    /// One more. Those of one thread come in the file's order, so that the
    /// first are kept.
    pub(crate) fn add(&mut self, spot: impl FnOnce() -> Spot) {
        self.count += 1;
        if self.first.len() < PLACES {
            self.first.push(spot());
        }
    }

    fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.first.extend(other.first);
        self.first.sort();
        self.first.truncate(PLACES);
    }
}

impl Shape {
    /// Every kind of irregularity with a word for it.
    #[must_use]
    pub fn irregularities(&self) -> [(&'static str, &Irregular); 11] {
        [
            ("ragged", &self.ragged),
            ("stray-quote", &self.stray_quotes),
            ("unclosed-quote", &self.unclosed_quote),
            ("not-utf8", &self.not_utf8),
            ("nul", &self.nul),
            ("blank-line", &self.blank_lines),
            ("blank-name", &self.blank_names),
            ("duplicate-name", &self.duplicate_names),
            ("not-an-object", &self.not_objects),
            ("duplicate-key", &self.duplicate_keys),
            ("late-key", &self.late_keys),
        ]
    }

    /// With what another thread has seen.
    pub(crate) fn merge(&mut self, other: Self) {
        self.left_out += other.left_out;
        self.ragged.merge(other.ragged);
        self.stray_quotes.merge(other.stray_quotes);
        self.unclosed_quote.merge(other.unclosed_quote);
        self.not_utf8.merge(other.not_utf8);
        self.nul.merge(other.nul);
        self.blank_lines.merge(other.blank_lines);
        self.blank_names.merge(other.blank_names);
        self.duplicate_names.merge(other.duplicate_names);
        self.not_objects.merge(other.not_objects);
        self.duplicate_keys.merge(other.duplicate_keys);
        self.late_keys.merge(other.late_keys);
        self.bom |= other.bom;
        self.line_ends.merge(&other.line_ends);
        self.last_line_ends = self.last_line_ends.or(other.last_line_ends);
    }
}
