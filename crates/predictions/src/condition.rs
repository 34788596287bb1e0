//! Rows that a condition in SQL keeps.

use expression::{Expression, Truth};
use table::{Block, Table};
use verdict::Fault;

use crate::block_rows::BlockRows;
use crate::wrong::row_of;

/// Which rows of a block each condition keeps: as SQL's `where`, those of which
/// it is true.
pub(crate) fn kept(
    conditions: &[Expression],
    block: &Block,
    table: &Table,
) -> Result<Vec<Vec<bool>>, Fault> {
    let places = conditions.iter().flat_map(Expression::columns);
    let mut places: Vec<usize> = places.copied().collect();
    places.sort_unstable();
    places.dedup();
    let rows = BlockRows::new(block, table, &places);
    let mut truths = Vec::new();
    let kept = |condition: &Expression| {
        condition.truth(&rows, &mut truths);
        match truths.iter().position(|truth| *truth == Truth::Error) {
            None => Ok(truths.iter().map(|truth| *truth == Truth::True).collect()),
            Some(at) => Err(unsure(condition, &rows, block, table, at)),
        }
    };
    conditions.iter().map(kept).collect()
}

fn unsure(
    condition: &Expression,
    rows: &BlockRows<'_>,
    block: &Block,
    table: &Table,
    at: usize,
) -> Fault {
    let why = condition.value(rows, at).err().unwrap_or_default();
    Fault::new(format!(
        "the slice `{}` can't be told in {}: {why}",
        verdict::cut(condition.text()),
        row_of(table.name(), block.number(at), block.line(at))
    ))
    .help("`try_cast(… as double)` is null where a text is no number, so that the row is in no such slice")
}
