//! Parts of the examples.

use crate::binding::Maker;
use crate::examples::{Category, Condition, Examples};

/// A part of the examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// `region=EU` or `region is null`, cut where the value is long; else the
    /// text of its condition.
    pub name: String,
    /// The column or the condition it is of, as it was wanted.
    pub of: String,
    /// Its rows, from 0, in order. It may have none.
    pub rows: Vec<u32>,
}

/// The slices that were wanted.
pub(crate) fn slices(makers: &[Maker], examples: &Examples) -> Vec<Slice> {
    let slices = makers.iter().flat_map(|maker| match maker {
        Maker::Category(at) => examples.categories.get(*at).map_or_else(Vec::new, values),
        Maker::Condition(at) => examples.conditions.get(*at).map(kept).into_iter().collect(),
    });
    slices.collect()
}

/// A slice a value; one of the rows without a value only where there are some.
fn values(category: &Category) -> Vec<Slice> {
    let mut rows = vec![Vec::new(); category.names.len() + 1];
    for (row, code) in (0..).zip(&category.codes) {
        rows[*code as usize].push(row);
    }
    let nothing = rows.pop().filter(|rows| !rows.is_empty());
    let column = verdict::cut(&category.column);
    let names = category.names.iter();
    let names = names.map(|name| format!("{column}={}", verdict::cut(name)));
    let slice = |(name, rows): (String, Vec<u32>)| Slice {
        name,
        of: category.column.clone(),
        rows,
    };
    let nothing = nothing.map(|rows| (format!("{column} is null"), rows));
    names.zip(rows).chain(nothing).map(slice).collect()
}

fn kept(condition: &Condition) -> Slice {
    let rows = (0..).zip(&condition.kept).filter(|(_, kept)| **kept);
    Slice {
        name: condition.text.clone(),
        of: condition.text.clone(),
        rows: rows.map(|(row, _)| row).collect(),
    }
}
