//! The parser's tree as an expression that is understood: names looked up,
//! kinds checked, constants computed.

mod aggregates;
mod agree;
mod calls;
mod conditions;
mod literals;
mod numbers;
mod patterns;
mod special;
mod times;

pub(crate) use agree::condition;

use std::ops::Range;

use sqlparser::ast::{BinaryOperator, Expr, Ident};

use crate::aggregate::Slot;
use crate::kind::Kind;
use crate::node::Node;
use crate::parse::{Places, too_deep};
use crate::row::{Row, value};
use crate::scope::Scope;
use crate::value::Value;
use crate::wrong::Wrong;

/// How deep an expression may be nested.
const DEEPEST: usize = 120;

/// Most patterns of an expression, each of which may take a megabyte.
const MOST_PATTERNS: usize = 100;

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stand {
    /// In an expression of a row.
    Row,
    /// In an expression of a table, outside of its aggregates.
    Table,
    /// Within an aggregate.
    Aggregate,
}

/// An expression that is being understood.
pub(crate) struct Lowering<'s> {
    scope: &'s Scope<'s>,
    places: Places,
    stand: Stand,
    depth: usize,
    patterns: usize,
    /// The columns that it needs, in order of [`Node::Column`].
    pub(crate) columns: Vec<usize>,
    /// Its aggregates, in order of the outer [`Node::Column`].
    pub(crate) slots: Vec<Slot>,
}

/// A piece of an expression that has been understood.
pub(crate) struct Piece {
    pub(crate) node: Node,
    pub(crate) kind: Kind,
    /// Where it is in the text.
    pub(crate) span: Range<usize>,
    /// Whether it is the same in every row.
    constant: bool,
}

type Lowered = Result<Piece, Wrong>;

impl Piece {
    /// What is made of other pieces.
    fn of(parts: Parts, kind: Kind, node: Node) -> Self {
        Self {
            node,
            kind,
            span: parts.span,
            constant: parts.constant,
        }
    }

    /// A text that the expression holds, which may stand for something else.
    fn literal(&self) -> Option<&str> {
        match &self.node {
            Node::Constant(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self.node, Node::Constant(Value::Null))
    }

    /// Computed, if it can be and is the same in every row.
    fn folded(self) -> Self {
        if !self.constant || matches!(self.node, Node::Constant(_)) {
            return self;
        }
        let nowhere = Row {
            vectors: &[],
            at: 0,
        };
        let constant = match value(&self.node, nowhere) {
            Ok(value) => Node::Constant(value.into_owned()),
            // Its row may never be looked at.
            Err(_) => return self,
        };
        Self {
            node: constant,
            ..self
        }
    }
}

/// What pieces have in common.
#[derive(Clone)]
struct Parts {
    span: Range<usize>,
    constant: bool,
}

impl Parts {
    fn of<'p>(pieces: impl IntoIterator<Item = &'p Piece>) -> Self {
        let mut parts: Option<Self> = None;
        for piece in pieces {
            let (start, end) = (piece.span.start, piece.span.end);
            let parts = parts.get_or_insert(Self {
                span: start..end,
                constant: true,
            });
            parts.span = parts.span.start.min(start)..parts.span.end.max(end);
            parts.constant &= piece.constant;
        }
        parts.unwrap_or(Self {
            span: 0..0,
            constant: true,
        })
    }

    fn with(mut self, span: &Range<usize>) -> Self {
        self.span = self.span.start.min(span.start)..self.span.end.max(span.end);
        self
    }
}

impl<'s> Lowering<'s> {
    pub(crate) fn new(scope: &'s Scope<'s>, places: Places, stand: Stand) -> Self {
        Self {
            scope,
            places,
            stand,
            depth: 0,
            patterns: 0,
            columns: Vec::new(),
            slots: Vec::new(),
        }
    }

    /// The meaning of a tree.
    pub(crate) fn lower(&mut self, tree: &Expr) -> Lowered {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(too_deep(self.places.whole()));
        }
        let piece = self.any(tree);
        self.depth -= 1;
        piece.map(Piece::folded)
    }

    fn any(&mut self, tree: &Expr) -> Lowered {
        match tree {
            Expr::Identifier(name) => self.column(&name.value, name.quote_style.is_some(), name),
            Expr::CompoundIdentifier(names) => self.path(names),
            Expr::Nested(inner) => self.lower(inner),
            Expr::Value(value) => self.literal(value),
            Expr::TypedString(typed) => self.typed_literal(typed),
            Expr::BinaryOp { left, op, right } => match op {
                BinaryOperator::And | BinaryOperator::Or => self.junction(op, tree),
                op => self.binary(left, op, right),
            },
            Expr::UnaryOp { op, expr } => self.unary(*op, expr),
            Expr::Function(function) => self.call(function),
            Expr::Cast {
                kind,
                expr,
                data_type,
                format: None,
            } => self.cast(kind, expr, data_type),
            other => self.condition(other),
        }
    }

    fn column(&mut self, name: &str, quoted: bool, ident: &Ident) -> Lowered {
        let span = self.places.range(ident.span);
        let column = self.scope.column(name, quoted, span.clone())?;
        if self.stand == Stand::Table {
            let wrong = Wrong::new(span, format!("`{name}` stands outside of an aggregate"));
            return Err(wrong.help(format!(
                "a table has many of it: write `max({name})`, `sum({name})` or another aggregate"
            )));
        }
        let known = self.columns.iter().position(|other| *other == column);
        let at = known.unwrap_or(self.columns.len());
        if known.is_none() {
            self.columns.push(column);
        }
        Ok(Piece {
            node: Node::Column(at),
            kind: self.scope.kind(column),
            span,
            constant: false,
        })
    }

    /// A name with dots, which may be a column's name as it is.
    fn path(&mut self, names: &[Ident]) -> Lowered {
        let Some((first, last)) = names.first().zip(names.last()) else {
            return Err(Wrong::new(self.places.whole(), "a name without letters"));
        };
        let name: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
        let mut whole = first.clone();
        whole.span = first.span.union(&last.span);
        self.column(&name.join("."), false, &whole)
    }

    /// What is not understood.
    fn not_understood(&self, tree: &Expr) -> Wrong {
        let (what, help) = match tree {
            Expr::SimilarTo { .. } => (
                "`similar to` is",
                "write `column ~ 'pattern'` for a regular expression",
            ),
            Expr::Interval(_) => (
                "an interval by itself is",
                "add it to a date or a timestamp: `now() - interval '7 days'`",
            ),
            Expr::AtTimeZone { .. } => ("`at time zone` is", "timestamps are compared in UTC"),
            Expr::Tuple(_) => ("lists outside of `in` are", "compare one column at a time"),
            Expr::Collate { .. } => (
                "`collate` is",
                "texts are compared by their characters; `lower(…)` evens out cases",
            ),
            _ => (
                "this is",
                "comparisons, `and`, `or`, `not`, arithmetic, `case`, `in`, `like` and functions are understood",
            ),
        };
        // The whole text: the place of a tree of any depth would be looked
        // for by recursion.
        Wrong::new(self.places.whole(), format!("{what} not understood")).help(help)
    }
}
