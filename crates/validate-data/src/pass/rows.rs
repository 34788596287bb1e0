//! The columns of a block for the language of expressions.

use std::cell::OnceCell;

use expression::{Cells, Rows, Value as Sql, Vector as SqlVector};

use crate::seen::{Seen, State, Vector};
use crate::value::{Number, Reading, Value};

/// The columns of a block for the language of expressions. A cell of another
/// type than its column's is null there: `type` has said so.
pub(super) struct BlockRows<'a> {
    seen: &'a [Seen<'a>],
    rows: usize,
    /// Which of them a column of the table is.
    by_table: &'a [Option<usize>],
    columns: Vec<Column<'a>>,
}

struct Column<'a> {
    nulls: OnceCell<Vec<bool>>,
    texts: OnceCell<Vec<Option<&'a str>>>,
    cells: Slowly<'a>,
}

/// The cells of a column, one at a time.
struct Slowly<'a>(&'a Seen<'a>);

impl<'a> BlockRows<'a> {
    pub(super) fn new(seen: &'a [Seen<'a>], rows: usize, by_table: &'a [Option<usize>]) -> Self {
        let columns = seen.iter().map(|seen| Column {
            nulls: OnceCell::new(),
            texts: OnceCell::new(),
            cells: Slowly(seen),
        });
        Self {
            seen,
            rows,
            by_table,
            columns: columns.collect(),
        }
    }

    pub(super) fn seen(&self) -> &'a [Seen<'a>] {
        self.seen
    }

    pub(super) fn len(&self) -> usize {
        self.rows
    }
}

impl Column<'_> {
    fn nulls(&self) -> Option<&[bool]> {
        let seen = self.cells.0;
        if seen.nulls + seen.wrong == 0 {
            return None;
        }
        let nulls = || seen.states.iter().map(|state| *state != State::Value);
        Some(self.nulls.get_or_init(|| nulls().collect()))
    }
}

impl Rows for BlockRows<'_> {
    fn rows(&self) -> usize {
        self.rows
    }

    fn vector(&self, column: usize) -> SqlVector<'_> {
        // What isn't looked at is never asked for.
        let Some(at) = self.by_table.get(column).copied().flatten() else {
            return SqlVector::Values(&[]);
        };
        let (seen, column) = (&self.seen[at], &self.columns[at]);
        let nulls = || column.nulls();
        match &seen.vector {
            Vector::Integers(values) => SqlVector::Integers {
                values,
                nulls: nulls(),
            },
            Vector::Numbers(values) => SqlVector::Numbers {
                values,
                nulls: nulls(),
            },
            Vector::Booleans(values) => SqlVector::Booleans {
                values,
                nulls: nulls(),
            },
            Vector::Texts(texts) => SqlVector::Texts(column.texts.get_or_init(|| {
                let texts = texts.iter().zip(&seen.states);
                let texts = texts.map(|(text, state)| {
                    let text = text.filter(|_| *state == State::Value)?;
                    std::str::from_utf8(text).ok()
                });
                texts.collect()
            })),
            _ => SqlVector::Cells(&column.cells),
        }
    }
}

impl Cells for Slowly<'_> {
    fn value(&self, row: usize) -> Sql<'_> {
        let Reading::Value(value) = self.0.reading(row) else {
            return Sql::Null;
        };
        match value {
            Value::Text(text) => Sql::text(text),
            Value::Number(Number::Whole(x)) => Sql::Integer(x),
            Value::Number(Number::Decimal(x)) => Sql::Number(x.nearest()),
            Value::Number(Number::Other(x)) | Value::NotFinite(x) => Sql::Number(x),
            Value::Boolean(x) => Sql::Boolean(x),
            Value::Day(x) => Sql::Date(x),
            Value::Moment(x) => Sql::Moment(x.nanoseconds()),
            Value::Time(x) => Sql::Text(x.to_string().into()),
            Value::Opaque | Value::Unread => Sql::Null,
        }
    }
}
