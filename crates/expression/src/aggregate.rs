//! A value of a whole table.

mod distinct;
mod exact;
mod extreme;
mod measure;
mod sum;
mod tally;

pub(crate) use measure::{Measure, NAMES, is_aggregate};

use crate::block::{Chunk, truths};
use crate::deep::deep;
use crate::expression::vectors;
use crate::kind::Kind;
use crate::lanes::{Lanes, Nulls, Side, lanes};
use crate::lower::{Lowering, Stand};
use crate::node::Node;
use crate::parse;
use crate::row::{Row, value};
use crate::rows::{Rows, Vector};
use crate::scope::Scope;
use crate::trouble::Trouble;
use crate::truth::Truth;
use crate::value::Value;
use crate::wrong::Wrong;
use tally::Tally;

/// A value of a whole table, such as `sum(amount) / count(*)`.
///
/// The rows may come in blocks, on many threads: each adds to [`Totals`] of
/// its own, which are merged in any order. The result doesn't depend on that
/// order, to the last bit.
#[derive(Clone, Debug)]
pub struct Aggregate {
    text: String,
    /// Over the results of the slots.
    node: Node,
    kind: Kind,
    columns: Vec<usize>,
    slots: Vec<Slot>,
}

/// One aggregate function of an expression.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) measure: Measure,
    /// None: the rows themselves are counted.
    pub(crate) argument: Option<Node>,
    /// The rows that count; none: all.
    pub(crate) only: Option<Node>,
}

/// What is known of the rows so far.
#[derive(Clone, Debug)]
pub struct Totals {
    tallies: Vec<Tally>,
    /// How often a row couldn't be computed.
    broken: u64,
    /// Why not: of all reasons the first in the alphabet, so that it doesn't
    /// depend on the order of the rows.
    why: Option<String>,
}

impl Aggregate {
    /// Understands a text as an expression over aggregates of a table.
    pub fn parse(text: &str, scope: &Scope<'_>) -> Result<Self, Wrong> {
        deep(|| Self::understand(text, scope))
    }

    fn understand(text: &str, scope: &Scope<'_>) -> Result<Self, Wrong> {
        let (tree, places) = parse::tree(text)?;
        let mut lowering = Lowering::new(scope, places, Stand::Table);
        let piece = lowering.lower(&tree)?;
        if lowering.slots.is_empty() {
            let wrong = Wrong::new(0..text.len(), "no aggregate is in this expression");
            return Err(wrong.help("write `count(*)`, `sum(column)` or another one"));
        }
        Ok(Self {
            text: text.to_owned(),
            node: piece.node,
            kind: piece.kind,
            columns: lowering.columns,
            slots: lowering.slots,
        })
    }

    /// The columns that it needs, counted as in the scope, each once.
    #[must_use]
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// What its value is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its text, as it was given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The totals of no rows.
    #[must_use]
    pub fn totals(&self) -> Totals {
        Totals {
            tallies: self
                .slots
                .iter()
                .map(|slot| Tally::new(slot.measure))
                .collect(),
            broken: 0,
            why: None,
        }
    }

    /// Adds rows: all, or those that `only`, one a row, says are true.
    pub fn add(&self, totals: &mut Totals, rows: &dyn Rows, only: Option<&[Truth]>) {
        let vectors = vectors(&self.columns, rows);
        for chunk in Chunk::all(&vectors, rows.rows()) {
            let only = only.map(|only| only.get(chunk.from..).unwrap_or_default());
            for (at, slot) in self.slots.iter().enumerate() {
                totals.add(at, slot, &chunk, only);
            }
        }
    }

    /// The value of the rows that were added; null where SQL has it so, as of
    /// the sum of no rows. Else a few words why there is none.
    pub fn finish(&self, totals: &Totals) -> Result<Value<'static>, String> {
        if let Some(why) = &totals.why {
            let rows = if totals.broken == 1 { "row" } else { "rows" };
            return Err(format!("{why} ({} {rows})", totals.broken));
        }
        let results = totals.tallies.iter().map(Tally::finish);
        let results: Result<Vec<Value<'static>>, Trouble> = results.collect();
        let results = results.map_err(|trouble| trouble.to_string())?;
        let vectors: Vec<Vector<'_>> = results.chunks(1).map(Vector::Values).collect();
        let row = Row {
            vectors: &vectors,
            at: 0,
        };
        let found = value(&self.node, row).map_err(|trouble| trouble.to_string());
        found.map(Value::into_owned)
    }
}

impl Totals {
    /// Adds what others have seen.
    pub fn merge(&mut self, other: Self) {
        for (mine, theirs) in self.tallies.iter_mut().zip(other.tallies) {
            if let Err(trouble) = mine.merge(theirs) {
                note(&mut self.broken, &mut self.why, &trouble.to_string());
            }
        }
        if let Some(why) = other.why {
            note(&mut self.broken, &mut self.why, &why);
            self.broken += other.broken - 1;
        }
    }

    fn add(&mut self, at: usize, slot: &Slot, chunk: &Chunk<'_, '_>, only: Option<&[Truth]>) {
        let Self {
            tallies,
            broken,
            why,
        } = self;
        let Some(tally) = tallies.get_mut(at) else {
            return;
        };
        let mut on_trouble = |trouble: Trouble| note(broken, why, &trouble.to_string());
        let chosen = chosen(slot, chunk, only, &mut on_trouble);
        let Some(argument) = &slot.argument else {
            let counted = chosen
                .as_ref()
                .map_or(chunk.rows, |chosen| count_true(chosen));
            return tally.count(counted);
        };
        let is_chosen = |at: usize| {
            chosen
                .as_ref()
                .is_none_or(|chosen| chosen[at] == Truth::True)
        };
        match lanes(argument, chunk) {
            Some(Lanes::Integers(side, nulls)) => {
                given(chunk.rows, &side, &nulls, is_chosen, |x| {
                    tally.integer(x).unwrap_or_else(&mut on_trouble);
                });
            }
            Some(Lanes::Numbers(side, nulls)) => {
                given(chunk.rows, &side, &nulls, is_chosen, |x| {
                    tally.number(x).unwrap_or_else(&mut on_trouble);
                });
            }
            None => {
                for row in (0..chunk.rows).filter(|at| is_chosen(*at)) {
                    let found = value(argument, chunk.row(row));
                    found
                        .and_then(|value| tally.value(value))
                        .unwrap_or_else(&mut on_trouble);
                }
            }
        }
    }
}

/// Remembers one more row that couldn't be computed.
fn note(broken: &mut u64, why: &mut Option<String>, words: &str) {
    *broken += 1;
    if why.as_deref().is_none_or(|known| words < known) {
        *why = Some(words.to_owned());
    }
}

fn count_true(truths: &[Truth]) -> usize {
    truths.iter().filter(|truth| **truth == Truth::True).count()
}

/// Which rows of a chunk count; none: all.
fn chosen(
    slot: &Slot,
    chunk: &Chunk<'_, '_>,
    only: Option<&[Truth]>,
    on_trouble: &mut impl FnMut(Trouble),
) -> Option<Vec<Truth>> {
    if slot.only.is_none() && only.is_none() {
        return None;
    }
    let mut chosen = vec![Truth::True; chunk.rows];
    if let Some(filter) = &slot.only {
        truths(filter, chunk, &mut chosen);
    }
    for (at, chosen) in chosen.iter_mut().enumerate() {
        let given = only.map_or(Truth::True, |only| {
            only.get(at).copied().unwrap_or(Truth::False)
        });
        if given != Truth::True {
            *chosen = Truth::False;
        }
        if let (Truth::Error, Some(filter)) = (*chosen, &slot.only) {
            let trouble = value(filter, chunk.row(at)).err();
            on_trouble(trouble.unwrap_or(Trouble::Undefined("a filter that is no condition")));
        }
    }
    Some(chosen)
}

/// Shows every number that is there and chosen.
fn given<T: Copy>(
    rows: usize,
    side: &Side<'_, T>,
    nulls: &Nulls<'_>,
    is_chosen: impl Fn(usize) -> bool,
    mut show: impl FnMut(T),
) {
    let is_null = |at: usize| nulls.as_ref().is_some_and(|nulls| nulls[at]);
    for at in (0..rows).filter(|at| is_chosen(*at) && !is_null(*at)) {
        show(match side {
            Side::One(x) => *x,
            Side::Each(xs) => xs[at],
        });
    }
}
