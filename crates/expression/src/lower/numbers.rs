//! Arithmetic.

use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator};

use super::agree::settle;
use super::{Lowered, Lowering, Parts, Piece};
use crate::arithmetic::Operator;
use crate::kind::Kind;
use crate::node::Node;
use crate::wrong::Wrong;

impl Lowering<'_> {
    pub(super) fn unary(&mut self, operator: UnaryOperator, inner: &Expr) -> Lowered {
        match operator {
            UnaryOperator::Not => {
                let piece = self.boolean(inner)?;
                let parts = Parts::of([&piece]);
                Ok(Piece::of(
                    parts,
                    Kind::Boolean,
                    Node::Not(Box::new(piece.node)),
                ))
            }
            UnaryOperator::Plus => self.wanted(inner, Kind::Number, "`+`"),
            UnaryOperator::Minus => {
                let piece = self.wanted(inner, Kind::Number, "`-`")?;
                let (parts, kind) = (Parts::of([&piece]), piece.kind);
                Ok(Piece::of(parts, kind, Node::Negate(Box::new(piece.node))))
            }
            other => {
                let message = format!("the operator `{other}` is not understood");
                Err(Wrong::new(self.places.whole(), message))
            }
        }
    }

    pub(super) fn arithmetic(&mut self, left: &Expr, sign: Operator, right: &Expr) -> Lowered {
        if let Some(piece) = self.moved(left, sign, right)? {
            return Ok(piece);
        }
        let (mut left, mut right) = (self.lower(left)?, self.lower(right)?);
        beside(&mut left, right.kind)?;
        beside(&mut right, left.kind)?;
        let kind = result(sign, &left, &right)?;
        let parts = Parts::of([&left, &right]);
        let node = Node::Arithmetic(sign, Box::new([left.node, right.node]));
        Ok(Piece::of(parts, kind, node))
    }
}

/// A literal beside a date is a date, else a number.
fn beside(piece: &mut Piece, other: Kind) -> Result<(), Wrong> {
    let kind = if other == Kind::Date {
        Kind::Date
    } else {
        Kind::Number
    };
    settle(piece, kind)
}

/// What the result is.
fn result(sign: Operator, left: &Piece, right: &Piece) -> Result<Kind, Wrong> {
    let whole = |kind| matches!(kind, Kind::Integer | Kind::Any);
    let numbers = left.kind.is_number() && right.kind.is_number();
    match (sign, left.kind, right.kind) {
        (Operator::Add, Kind::Date, days) | (Operator::Add, days, Kind::Date) if whole(days) => {
            Ok(Kind::Date)
        }
        (Operator::Subtract, Kind::Date, Kind::Integer) => Ok(Kind::Date),
        (Operator::Subtract, Kind::Date, Kind::Date) => Ok(Kind::Integer),
        (Operator::Subtract, Kind::Date, Kind::Any)
        | (Operator::Subtract, Kind::Any, Kind::Date) => Ok(Kind::Any),
        (Operator::Divide, ..) if numbers => Ok(Kind::Number),
        (_, left, right) if numbers => Ok(left.with(right).unwrap_or(Kind::Number)),
        _ => Err(not_numbers(left, right)),
    }
}

fn not_numbers(left: &Piece, right: &Piece) -> Wrong {
    let is_time = |piece: &&Piece| matches!(piece.kind, Kind::Date | Kind::Moment);
    let times = [left, right].into_iter().filter(is_time).count();
    let culprit = if left.kind.is_number() { right } else { left };
    let message = format!("{} can't be calculated with here", culprit.kind.words());
    let wrong = Wrong::new(culprit.span.clone(), message);
    match (times, culprit.kind) {
        (2, _) => wrong.help("the time between two is `date_diff('second', from, to)`"),
        (1, _) => wrong.help("move a date or a timestamp by an interval: `… + interval '7 days'`"),
        (_, Kind::Text) => {
            wrong.help("`||` joins texts; `cast(… as double)` makes a number of one")
        }
        _ => wrong,
    }
}

/// The operator that the parser's sign is.
pub(super) fn operator(sign: &BinaryOperator) -> Option<Operator> {
    Some(match sign {
        BinaryOperator::Plus => Operator::Add,
        BinaryOperator::Minus => Operator::Subtract,
        BinaryOperator::Multiply => Operator::Multiply,
        BinaryOperator::Divide => Operator::Divide,
        BinaryOperator::DuckIntegerDivide | BinaryOperator::MyIntegerDivide => Operator::Quotient,
        BinaryOperator::Modulo => Operator::Remainder,
        _ => return None,
    })
}
