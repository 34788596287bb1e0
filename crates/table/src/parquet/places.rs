//! Which places of a file are read.

use std::ops::Range;

use ::parquet::file::metadata::RowGroupMetaData;

pub(super) use super::windows::Expected;
use super::{Leaf, Parquet};
use crate::wanted::Wanted;

/// The columns that are read: those that are wanted, and where none is, the
/// smallest. That there are as many rows as the footer says is for the pages
/// to show.
pub(super) fn columns(parquet: &Parquet, group: &RowGroupMetaData, wanted: &Wanted) -> Vec<usize> {
    let leaves = parquet.leaves.iter().enumerate();
    let flat = leaves.filter(|(_, leaf)| !leaf.is_list());
    let read = flat.clone().filter(|(at, _)| wanted.column(*at));
    let read: Vec<usize> = read.map(|(at, _)| at).collect();
    if !read.is_empty() {
        return read;
    }
    let size = |leaf: &Leaf| group.column(leaf.index).compressed_size();
    let smallest = flat.min_by_key(|(_, leaf)| size(leaf));
    smallest.into_iter().map(|(at, _)| at).collect()
}

/// The places of columns in the file.
fn places<'a>(
    parquet: &'a Parquet,
    group: &'a RowGroupMetaData,
    columns: &'a [usize],
) -> impl Iterator<Item = Range<u64>> + 'a {
    columns.iter().map(move |at| {
        let (start, length) = group.column(parquet.leaves[*at].index).byte_range();
        start..start.saturating_add(length)
    })
}

/// How many bytes of a row group are read.
pub(super) fn bytes(parquet: &Parquet, group: &RowGroupMetaData, wanted: &Wanted) -> u64 {
    let columns = columns(parquet, group, wanted);
    let places = places(parquet, group, &columns);
    places.map(|place| place.end - place.start).sum()
}

/// Asks for the columns of a file that is not on this disk.
pub(super) fn expect(
    parquet: &Parquet,
    group: &RowGroupMetaData,
    columns: &[usize],
) -> std::io::Result<Option<Expected>> {
    let Some(windows) = &parquet.windows else {
        return Ok(None);
    };
    let places: Vec<Range<u64>> = places(parquet, group, columns).collect();
    windows.expect(&places).map(Some)
}
