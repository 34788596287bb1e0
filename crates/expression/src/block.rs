//! The truth of a condition in many rows at once.
//!
//! Columns of numbers and texts held against constants or each other are
//! tight loops; the rest is asked for row by row.

use crate::compare::Comparison;
use crate::lanes::{Lanes, hide, judge, lanes};
use crate::list::List;
use crate::node::{Node, State};
use crate::row::{Row, value};
use crate::rows::Vector;
use crate::truth::Truth;
use crate::value::Value;

/// How many rows are looked at together: few enough that all that is made of
/// them stays in the fastest memory.
pub(crate) const CHUNK: usize = 2048;

/// A run of rows.
#[derive(Clone, Copy)]
pub(crate) struct Chunk<'r, 'a> {
    /// In the order of [`Node::Column`].
    pub(crate) vectors: &'r [Vector<'a>],
    /// The first of the rows.
    pub(crate) from: usize,
    /// How many.
    pub(crate) rows: usize,
}

impl<'r, 'a> Chunk<'r, 'a> {
    /// All rows, a chunk at a time.
    pub(crate) fn all(vectors: &'r [Vector<'a>], rows: usize) -> impl Iterator<Item = Self> {
        (0..rows).step_by(CHUNK).map(move |from| Self {
            vectors,
            from,
            rows: CHUNK.min(rows - from),
        })
    }

    /// A row of the run, counted from 0.
    pub(crate) fn row(&self, at: usize) -> Row<'r, 'a> {
        Row {
            vectors: self.vectors,
            at: self.from + at,
        }
    }

    fn texts(&self, node: &Node) -> Option<&'a [Option<&'a str>]> {
        let Node::Column(column) = node else {
            return None;
        };
        match *self.vectors.get(*column)? {
            Vector::Texts(texts) => texts.get(self.from..self.from + self.rows),
            _ => None,
        }
    }
}

/// Writes the truth of a condition in every row of a chunk.
pub(crate) fn truths<'a>(node: &'a Node, chunk: &Chunk<'_, 'a>, out: &mut [Truth]) {
    let done = match node {
        Node::All(nodes) => junction(nodes, chunk, out, Truth::False, Truth::and),
        Node::Any(nodes) => junction(nodes, chunk, out, Truth::True, Truth::or),
        Node::Not(inner) => {
            truths(inner, chunk, out);
            for out in out.iter_mut() {
                *out = out.negated();
            }
            Some(())
        }
        Node::Is(inner, State::Null) => nulls(inner, chunk, out),
        Node::Compare(comparison, sides) => compare(*comparison, sides, chunk, out),
        Node::Between(nodes) => between(nodes, chunk, out),
        Node::In(inner, list) => within(inner, list, chunk, out),
        Node::Matches(inner, regex) => {
            of_texts(inner, chunk, out, |text| regex.is_match(text).into())
        }
        _ => None,
    };
    if done.is_none() {
        for (at, out) in out.iter_mut().enumerate() {
            *out = Truth::of(&value(node, chunk.row(at)));
        }
    }
}

fn junction<'a>(
    nodes: &'a [Node],
    chunk: &Chunk<'_, 'a>,
    out: &mut [Truth],
    decides: Truth,
    join: impl Fn(Truth, Truth) -> Truth,
) -> Option<()> {
    let (first, rest) = nodes.split_first()?;
    truths(first, chunk, out);
    let mut next = vec![Truth::Unknown; out.len()];
    for node in rest {
        if out.iter().all(|out| *out == decides) {
            break;
        }
        truths(node, chunk, &mut next);
        for (out, next) in out.iter_mut().zip(&next) {
            *out = join(*out, *next);
        }
    }
    Some(())
}

fn nulls(node: &Node, chunk: &Chunk<'_, '_>, out: &mut [Truth]) -> Option<()> {
    if let Some(texts) = chunk.texts(node) {
        for (out, text) in out.iter_mut().zip(texts) {
            *out = text.is_none().into();
        }
        return Some(());
    }
    let (Lanes::Integers(_, nulls) | Lanes::Numbers(_, nulls)) = lanes(node, chunk)?;
    out.fill(Truth::False);
    for (out, null) in out
        .iter_mut()
        .zip(nulls.iter().flat_map(|nulls| nulls.iter()))
    {
        *out = (*null).into();
    }
    Some(())
}

fn compare(
    comparison: Comparison,
    [left, right]: &[Node; 2],
    chunk: &Chunk<'_, '_>,
    out: &mut [Truth],
) -> Option<()> {
    if let Node::Constant(Value::Text(wanted)) = right {
        let wanted: &str = wanted;
        return match comparison {
            Comparison::Equal => of_texts(left, chunk, out, |text| (text == wanted).into()),
            Comparison::NotEqual => of_texts(left, chunk, out, |text| (text != wanted).into()),
            other => of_texts(left, chunk, out, |text| {
                other.holds(text.cmp(wanted)).into()
            }),
        };
    }
    judge(comparison, &lanes(left, chunk)?, &lanes(right, chunk)?, out);
    Some(())
}

fn between([node, low, high]: &[Node; 3], chunk: &Chunk<'_, '_>, out: &mut [Truth]) -> Option<()> {
    let found = lanes(node, chunk)?;
    let (low, high) = (lanes(low, chunk)?, lanes(high, chunk)?);
    let mut above = vec![Truth::Unknown; out.len()];
    judge(Comparison::GreaterOrEqual, &found, &low, &mut above);
    judge(Comparison::LessOrEqual, &found, &high, out);
    for (out, above) in out.iter_mut().zip(above) {
        *out = out.and(above);
    }
    Some(())
}

fn within(node: &Node, list: &List, chunk: &Chunk<'_, '_>, out: &mut [Truth]) -> Option<()> {
    let absent = if list.null {
        Truth::Unknown
    } else {
        Truth::False
    };
    let found = |has: bool| if has { Truth::True } else { absent };
    if list.is_texts() {
        return of_texts(node, chunk, out, |text| found(list.has_text(text)));
    }
    let Lanes::Integers(side, nulls) = lanes(node, chunk)? else {
        return None;
    };
    if !list.is_integers() {
        return None;
    }
    side.map(|x| found(list.integers.binary_search(&x).is_ok()))
        .write(out);
    hide(&nulls, out);
    Some(())
}

/// Of a column of texts.
fn of_texts(
    node: &Node,
    chunk: &Chunk<'_, '_>,
    out: &mut [Truth],
    of: impl Fn(&str) -> Truth,
) -> Option<()> {
    let texts = chunk.texts(node)?;
    for (out, text) in out.iter_mut().zip(texts) {
        *out = text.map_or(Truth::Unknown, &of);
    }
    Some(())
}
