//! The columns of a block for the language of conditions.

use expression::{Cells, Rows, Value as Sql, Vector};
use jiff::tz::TimeZone;
use table::{Block, Cell, Column, Nulls, Table, Typing};

use crate::value::nearest;

/// The columns of a block for the language of conditions.
pub(crate) struct BlockRows<'b> {
    rows: usize,
    /// Those that conditions look at, by their place in the table.
    columns: Vec<(usize, Seen<'b>)>,
}

/// A column, with what the language wants to have beside it.
struct Seen<'b> {
    column: Column<'b>,
    nulls: Option<Vec<bool>>,
    texts: Vec<Option<&'b str>>,
}

impl<'b> BlockRows<'b> {
    /// Some columns of a block. An empty text of a format without nulls is one.
    pub(crate) fn new(block: &'b Block, table: &Table, places: &[usize]) -> Self {
        let seen = |place: &usize| {
            let untyped = table.typing_of(*place) == Typing::Texts;
            (
                *place,
                Seen::new(block.column(*place), block.rows(), untyped),
            )
        };
        Self {
            rows: block.rows(),
            columns: places.iter().map(seen).collect(),
        }
    }
}

impl<'b> Seen<'b> {
    fn new(column: Column<'b>, rows: usize, untyped: bool) -> Self {
        let mut texts = Vec::new();
        if let Column::Texts(found) = &column {
            let known = |text: Option<&'b [u8]>| {
                let text = std::str::from_utf8(text?).ok()?;
                (!untyped || !text.is_empty()).then_some(text)
            };
            texts.extend(found.iter().map(known));
        }
        let nulls = nulls_of(&column).filter(Nulls::any);
        let nulls = nulls.map(|nulls| (0..rows).map(|at| nulls.is_null(at)).collect());
        Self {
            column,
            nulls,
            texts,
        }
    }
}

fn nulls_of<'b>(column: &Column<'b>) -> Option<Nulls<'b>> {
    match column {
        Column::Integers { nulls, .. }
        | Column::Numbers { nulls, .. }
        | Column::Booleans { nulls, .. } => Some(*nulls),
        _ => None,
    }
}

impl Rows for BlockRows<'_> {
    fn rows(&self) -> usize {
        self.rows
    }

    fn vector(&self, column: usize) -> Vector<'_> {
        let found = self.columns.iter().find(|(place, _)| *place == column);
        // What isn't looked at is never asked for.
        let Some((_, seen)) = found else {
            return Vector::Values(&[]);
        };
        let nulls = seen.nulls.as_deref();
        match &seen.column {
            Column::Texts(_) => Vector::Texts(&seen.texts),
            Column::Integers { values, .. } => Vector::Integers { values, nulls },
            Column::Numbers { values, .. } => Vector::Numbers { values, nulls },
            Column::Booleans { values, .. } => Vector::Booleans { values, nulls },
            _ => Vector::Cells(seen),
        }
    }
}

impl Cells for Seen<'_> {
    fn value(&self, row: usize) -> Sql<'_> {
        match self.column.cell(row) {
            Cell::Null | Cell::Opaque(_) | Cell::Unread(_) => Sql::Null,
            Cell::Text(text) => Sql::text(text),
            Cell::Integer(x) => Sql::Integer(x),
            Cell::Decimal(x) => Sql::Number(nearest(x)),
            Cell::Number(x) => Sql::Number(x),
            Cell::Boolean(x) => Sql::Boolean(x),
            Cell::Date(day) => Sql::Date(day),
            Cell::Timestamp { at, .. } => match at.to_zoned(TimeZone::UTC) {
                Ok(at) => Sql::Moment(at.timestamp().as_nanosecond()),
                Err(_) => Sql::Null,
            },
        }
    }
}
