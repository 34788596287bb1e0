//! An expression of a row.

use crate::block::{Chunk, truths};
use crate::deep::deep;
use crate::kind::Kind;
use crate::lower::{Lowering, Stand, condition};
use crate::node::Node;
use crate::parse;
use crate::row::{Row, value};
use crate::rows::{Rows, Vector};
use crate::scope::Scope;
use crate::truth::Truth;
use crate::value::Value;
use crate::wrong::Wrong;

/// An expression of a row: a condition such as `amount > 0 or refunded`, or a
/// value such as `price * quantity`.
///
/// A rule of a contract is a condition that no row may break. As SQL's `check`
/// has it, a row breaks one when it is [`Truth::False`], and passes when it is
/// [`Truth::Unknown`]; a row of [`Truth::Error`] can't be said to pass. A
/// filter, as SQL's `where` has it, keeps rows that are [`Truth::True`] alone.
#[derive(Clone, Debug)]
pub struct Expression {
    text: String,
    node: Node,
    kind: Kind,
    columns: Vec<usize>,
}

impl Expression {
    /// Understands a text as an expression of any kind.
    pub fn parse(text: &str, scope: &Scope<'_>) -> Result<Self, Wrong> {
        deep(|| Self::understand(text, scope, false))
    }

    /// Understands a text as an expression that is true, false or null.
    pub fn condition(text: &str, scope: &Scope<'_>) -> Result<Self, Wrong> {
        deep(|| Self::understand(text, scope, true))
    }

    fn understand(text: &str, scope: &Scope<'_>, logical: bool) -> Result<Self, Wrong> {
        let (tree, places) = parse::tree(text)?;
        let mut lowering = Lowering::new(scope, places, Stand::Row);
        let mut piece = lowering.lower(&tree)?;
        if logical {
            piece = condition(piece)?;
        }
        Ok(Self {
            text: text.to_owned(),
            node: piece.node,
            kind: piece.kind,
            columns: lowering.columns,
        })
    }

    /// The columns that it needs, counted as in the scope, each once.
    #[must_use]
    pub fn columns(&self) -> &[usize] {
        &self.columns
    }

    /// What its values are.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its text, as it was given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Replaces `out` by SQL's truth of every row; of an expression that is no
    /// condition that is [`Truth::Error`].
    pub fn truth(&self, rows: &dyn Rows, out: &mut Vec<Truth>) {
        let vectors = vectors(&self.columns, rows);
        out.clear();
        out.resize(rows.rows(), Truth::Unknown);
        for chunk in Chunk::all(&vectors, rows.rows()) {
            if let Some(out) = out.get_mut(chunk.from..chunk.from + chunk.rows) {
                truths(&self.node, &chunk, out);
            }
        }
    }

    /// Its value in one row, counted from 0, or in a few words why there is
    /// none, as of a row of [`Truth::Error`]: "division by zero".
    pub fn value<'a>(&'a self, rows: &'a dyn Rows, row: usize) -> Result<Value<'a>, String> {
        let vectors = vectors(&self.columns, rows);
        let row = Row {
            vectors: &vectors,
            at: row,
        };
        value(&self.node, row).map_err(|trouble| trouble.to_string())
    }
}

/// The columns that are needed.
pub(crate) fn vectors<'a>(columns: &[usize], rows: &'a dyn Rows) -> Vec<Vector<'a>> {
    columns.iter().map(|column| rows.vector(*column)).collect()
}
