//! What the footer of a Parquet file proves without reading a page.

use ::parquet::basic::ColumnOrder;
use ::parquet::file::metadata::ColumnChunkMetaData;
use ::parquet::file::statistics::Statistics;

use crate::kind::Kind;

use super::Parquet;
use super::convert::{whole, widen32, widen64};
use crate::cell::{Cell, decimal};
use crate::time::{date, timestamp};

/// What the footer says of one column in one row group. What it does not say,
/// or says only nearly, is None.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupStatistics<'a> {
    /// How many rows the group has.
    pub rows: u64,
    /// How many of them are null.
    pub nulls: Option<u64>,
    /// How many of them are NaN, where they can be.
    pub nans: Option<u64>,
    /// The least value that is neither null nor NaN, exactly.
    pub min: Option<Cell<'a>>,
    /// The greatest value that is neither null nor NaN, exactly.
    pub max: Option<Cell<'a>>,
}

/// Which end of the values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Min,
    Max,
}

impl Parquet {
    /// What the footer says of a column, one entry a row group. None: the
    /// column is a list, or is past the last.
    pub(crate) fn statistics(&self, column: usize) -> Option<Vec<GroupStatistics<'_>>> {
        let leaf = self.leaves.get(column).filter(|leaf| !leaf.is_list())?;
        let metadata = self.reader.metadata();
        // Asked by its own number, a forged footer may lack the order.
        let orders = metadata.file_metadata().column_orders();
        let ordered = matches!(
            orders.and_then(|orders| orders.get(leaf.index)),
            Some(ColumnOrder::TYPE_DEFINED_ORDER(_) | ColumnOrder::IEEE_754_TOTAL_ORDER)
        );
        let groups = metadata.row_groups().iter();
        let groups = groups.map(|group| {
            let rows = u64::try_from(group.num_rows()).unwrap_or_default();
            of(leaf.kind, rows, group.column(leaf.index), ordered)
        });
        Some(groups.collect())
    }
}

/// `ordered`: whether the file says by which order values are least.
fn of(kind: Kind, rows: u64, chunk: &ColumnChunkMetaData, ordered: bool) -> GroupStatistics<'_> {
    let required = chunk.column_descr().max_def_level() == 0;
    let statistics = chunk.statistics();
    let nulls = statistics.and_then(Statistics::null_count_opt);
    let length = usize::try_from(chunk.column_descr().type_length()).ok();
    let bound = |end| bound(kind, statistics.filter(|_| ordered)?, end, length);
    GroupStatistics {
        rows,
        nulls: if required {
            Some(0)
        } else {
            nulls.filter(|nulls| *nulls <= rows)
        },
        nans: statistics.and_then(Statistics::nan_count_opt),
        min: bound(End::Min),
        max: bound(End::Max),
    }
}

/// The least or greatest value as a cell of its column. `length`: bytes of a
/// value, where all have as many.
fn bound(kind: Kind, statistics: &Statistics, end: End, length: Option<usize>) -> Option<Cell<'_>> {
    if statistics.is_min_max_deprecated() {
        return None;
    }
    let (bytes, exact) = match end {
        End::Min => (statistics.min_bytes_opt()?, statistics.min_is_exact()),
        End::Max => (statistics.max_bytes_opt()?, statistics.max_is_exact()),
    };
    let unsigned = kind == Kind::Unsigned;
    match statistics {
        Statistics::Boolean(_) => Some(Cell::Boolean(*bytes.first()? != 0)),
        Statistics::Int32(_) => {
            let value = i32::from_le_bytes(bytes.try_into().ok()?);
            integer(kind, widen32(value, unsigned).into())
        }
        Statistics::Int64(_) => {
            let value = i64::from_le_bytes(bytes.try_into().ok()?);
            integer(
                kind,
                if unsigned {
                    widen64(value)
                } else {
                    value.into()
                },
            )
        }
        Statistics::Float(_) => number(f32::from_le_bytes(bytes.try_into().ok()?).into()),
        Statistics::Double(_) => number(f64::from_le_bytes(bytes.try_into().ok()?)),
        Statistics::ByteArray(_) if exact && kind == Kind::Text => {
            std::str::from_utf8(bytes).ok().map(Cell::Text)
        }
        Statistics::FixedLenByteArray(_) if Some(bytes.len()) == length => {
            matches!(kind, Kind::Decimal(_)).then(|| integer(kind, whole(bytes)?))?
        }
        _ => None,
    }
}

fn number(value: f64) -> Option<Cell<'static>> {
    (!value.is_nan()).then_some(Cell::Number(value))
}

/// What a stored whole number means.
fn integer(kind: Kind, value: i128) -> Option<Cell<'static>> {
    let cell = match kind {
        Kind::Integer | Kind::Unsigned => Cell::Integer(value),
        Kind::Decimal(scale) => decimal(value, u32::try_from(scale).ok()?),
        Kind::Date => date(i32::try_from(value).ok()?),
        Kind::Timestamp(unit, utc) => timestamp(i64::try_from(value).ok()?, unit, utc),
        _ => return None,
    };
    (!matches!(cell, Cell::Opaque(_))).then_some(cell)
}
