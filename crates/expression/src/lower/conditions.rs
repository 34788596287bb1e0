//! Comparisons, their junctions, and everything else that is true or false.

use std::sync::Arc;

use sqlparser::ast::{BinaryOperator as Sign, Expr, InTarget};

use super::agree::agree;
use super::{Lowered, Lowering, Parts, Piece, numbers};
use crate::compare::Comparison;
use crate::kind::Kind;
use crate::list::List;
use crate::node::{Node, State};
use crate::wrong::Wrong;

impl Lowering<'_> {
    /// A chain of the same `and` or `or`, however long.
    pub(super) fn junction(&mut self, sign: &Sign, tree: &Expr) -> Lowered {
        let (mut links, mut rest) = (Vec::new(), tree);
        while let Expr::BinaryOp { left, op, right } = rest {
            if op != sign {
                break;
            }
            links.push(&**right);
            rest = left;
        }
        links.push(rest);
        let pieces = links.into_iter().rev().map(|link| self.boolean(link));
        let pieces: Vec<Piece> = pieces.collect::<Result<_, _>>()?;
        let parts = Parts::of(&pieces);
        let nodes = pieces.into_iter().map(|piece| piece.node).collect();
        let node = if *sign == Sign::And {
            Node::All(nodes)
        } else {
            Node::Any(nodes)
        };
        Ok(Piece::of(parts, Kind::Boolean, node))
    }

    pub(super) fn binary(&mut self, left: &Expr, sign: &Sign, right: &Expr) -> Lowered {
        if let Some(comparison) = comparison(sign) {
            return self.compare(left, comparison, right);
        }
        if let Some(operator) = numbers::operator(sign) {
            return self.arithmetic(left, operator, right);
        }
        match sign {
            Sign::Spaceship => self.same(left, right, false),
            Sign::StringConcat => self.join(left, right),
            sign => match self.pattern_sign(left, sign, right)? {
                Some(piece) => Ok(piece),
                None => Err(self.unknown_sign(sign)),
            },
        }
    }

    fn unknown_sign(&self, sign: &Sign) -> Wrong {
        let message = format!("the operator `{sign}` is not understood");
        let wrong = Wrong::new(self.places.whole(), message);
        match sign {
            Sign::BitwiseXor | Sign::PGExp => wrong.help("write `power(x, y)` for a power"),
            _ => {
                wrong.help("the operators are = <> < <= > >= + - * / // % || ~ ~* and their words")
            }
        }
    }

    fn compare(&mut self, left: &Expr, comparison: Comparison, right: &Expr) -> Lowered {
        let mut sides = [self.lower(left)?, self.lower(right)?];
        agree(&mut sides)?;
        let parts = Parts::of(&sides);
        let [left, right] = sides.map(|side| side.node);
        // Constants stand on the right, where the fast paths look for them.
        let node = match (left, right) {
            (left @ Node::Constant(_), right) => {
                Node::Compare(comparison.swapped(), Box::new([right, left]))
            }
            (left, right) => Node::Compare(comparison, Box::new([left, right])),
        };
        Ok(Piece::of(parts, Kind::Boolean, node))
    }

    fn same(&mut self, left: &Expr, right: &Expr, negated: bool) -> Lowered {
        let mut sides = [self.lower(left)?, self.lower(right)?];
        agree(&mut sides)?;
        let parts = Parts::of(&sides);
        let node = Node::Same(Box::new(sides.map(|side| side.node)));
        Ok(negate(negated, Piece::of(parts, Kind::Boolean, node)))
    }

    /// Conditions that are written in words.
    pub(super) fn condition(&mut self, tree: &Expr) -> Lowered {
        match tree {
            Expr::IsNull(inner) => self.is(inner, State::Null, false),
            Expr::IsNotNull(inner) => self.is(inner, State::Null, true),
            Expr::IsTrue(inner) => self.is(inner, State::True, false),
            Expr::IsNotTrue(inner) => self.is(inner, State::True, true),
            Expr::IsFalse(inner) => self.is(inner, State::False, false),
            Expr::IsNotFalse(inner) => self.is(inner, State::False, true),
            Expr::IsUnknown(inner) => self.is(inner, State::Unknown, false),
            Expr::IsNotUnknown(inner) => self.is(inner, State::Unknown, true),
            Expr::IsDistinctFrom(left, right) => self.same(left, right, true),
            Expr::IsNotDistinctFrom(left, right) => self.same(left, right, false),
            Expr::Between {
                expr,
                negated,
                low,
                high,
            } => self.between([expr, low, high], *negated),
            Expr::In {
                expr,
                target: InTarget::List(list),
                negated,
                global: false,
            } => self.within(expr, list, *negated),
            other => self.pattern(other),
        }
    }

    fn is(&mut self, inner: &Expr, state: State, negated: bool) -> Lowered {
        let piece = match state {
            State::Null => self.lower(inner)?,
            _ => self.boolean(inner)?,
        };
        let parts = Parts::of([&piece]);
        let node = Node::Is(Box::new(piece.node), state);
        Ok(negate(negated, Piece::of(parts, Kind::Boolean, node)))
    }

    fn between(&mut self, trees: [&Expr; 3], negated: bool) -> Lowered {
        let [found, low, high] = trees;
        let mut pieces = [self.lower(found)?, self.lower(low)?, self.lower(high)?];
        agree(&mut pieces)?;
        let parts = Parts::of(&pieces);
        let node = Node::Between(Box::new(pieces.map(|piece| piece.node)));
        Ok(negate(negated, Piece::of(parts, Kind::Boolean, node)))
    }

    fn within(&mut self, found: &Expr, list: &[Expr], negated: bool) -> Lowered {
        let mut pieces = vec![self.lower(found)?];
        for tree in list {
            pieces.push(self.lower(tree)?);
        }
        agree(&mut pieces)?;
        let parts = Parts::of(&pieces);
        let mut nodes = pieces.into_iter().map(|piece| piece.node);
        let Some(found) = nodes.next() else {
            return Err(Wrong::new(parts.span, "an `in` without a value"));
        };
        let node = Node::In(Box::new(found), Arc::new(List::new(nodes.collect())));
        Ok(negate(negated, Piece::of(parts, Kind::Boolean, node)))
    }
}

/// The opposite of a condition, if that is asked for.
pub(super) fn negate(negated: bool, piece: Piece) -> Piece {
    if !negated {
        return piece;
    }
    Piece {
        node: Node::Not(Box::new(piece.node)),
        ..piece
    }
}

fn comparison(sign: &Sign) -> Option<Comparison> {
    Some(match sign {
        Sign::Eq => Comparison::Equal,
        Sign::NotEq => Comparison::NotEqual,
        Sign::Lt => Comparison::Less,
        Sign::LtEq => Comparison::LessOrEqual,
        Sign::Gt => Comparison::Greater,
        Sign::GtEq => Comparison::GreaterOrEqual,
        _ => return None,
    })
}
