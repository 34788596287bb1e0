//! An expression that has been understood.

use std::sync::Arc;

use regex::Regex;

use crate::arithmetic::Operator;
use crate::calendar::{Interval, Part};
use crate::compare::Comparison;
use crate::functions::Function;
use crate::kind::Kind;
use crate::list::List;
use crate::value::Value;

/// An expression that has been understood: names are numbers, patterns are
/// compiled, texts that stand for dates are dates.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// By its place among the columns that the expression needs.
    Column(usize),
    Constant(Value<'static>),
    /// `and` of all.
    All(Vec<Node>),
    /// `or` of all.
    Any(Vec<Node>),
    Not(Box<Node>),
    Is(Box<Node>, State),
    Compare(Comparison, Box<[Node; 2]>),
    /// `is not distinct from`: null is the same as null.
    Same(Box<[Node; 2]>),
    /// A value and its bounds, both included.
    Between(Box<[Node; 3]>),
    In(Box<Node>, Arc<List>),
    /// A text and the pattern it matches.
    Matches(Box<Node>, Regex),
    Case(Box<Case>),
    /// The first that is not null.
    Coalesce(Vec<Node>),
    /// The first, or null when both are equal.
    NullIf(Box<[Node; 2]>),
    /// The largest (or the smallest) of those that are not null.
    Extreme(Comparison, Vec<Node>),
    /// Texts one behind the other; whether a null is passed over.
    Concat(Vec<Node>, bool),
    Arithmetic(Operator, Box<[Node; 2]>),
    Negate(Box<Node>),
    Absolute(Box<Node>),
    Call(&'static Function, Vec<Node>),
    /// To a kind; whether null stands for what can't be.
    Cast(Box<Node>, Kind, bool),
    Extract(Part, Box<Node>),
    Truncate(Part, Box<Node>),
    /// From the first to the second.
    Difference(Part, Box<[Node; 2]>),
    Shift(Box<Node>, Interval),
}

/// What `is` asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Null,
    True,
    False,
    /// A boolean that is null.
    Unknown,
}

/// `case … when … then … else … end`.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// What every branch is held against; none where branches are conditions.
    pub(crate) operand: Option<Node>,
    pub(crate) branches: Vec<(Node, Node)>,
    pub(crate) otherwise: Node,
}
