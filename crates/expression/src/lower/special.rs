//! Expressions with a syntax of their own.

use sqlparser::ast::{CaseWhen, CeilFloorKind, DateTimeField, Expr, TrimWhereField};

use super::agree::agree;
use super::{Lowered, Lowering, Parts, Piece};
use crate::kind::Kind;
use crate::node::{Case, Node};
use crate::value::Value;

impl Lowering<'_> {
    pub(super) fn special(&mut self, tree: &Expr) -> Lowered {
        match tree {
            Expr::Case {
                operand,
                conditions,
                else_result,
                ..
            } => self.case(operand.as_deref(), conditions, else_result.as_deref()),
            Expr::Extract { field, expr, .. } => self.extract(&field.to_string(), expr),
            Expr::Ceil { expr, field } if is_plain(field) => self.named("ceil", &[expr], expr),
            Expr::Floor { expr, field } if is_plain(field) => self.named("floor", &[expr], expr),
            Expr::Position { expr, r#in } => self.named("strpos", &[r#in, expr], expr),
            Expr::Substring {
                expr,
                substring_from: Some(from),
                substring_for,
                ..
            } => {
                let mut arguments: Vec<&Expr> = vec![expr, from];
                arguments.extend(substring_for.as_deref());
                self.named("substr", &arguments, expr)
            }
            Expr::Trim {
                trim_where,
                trim_what,
                expr,
                trim_characters,
            } => self.trim(
                trim_where.as_ref(),
                trim_what.as_deref(),
                expr,
                trim_characters.as_deref(),
            ),
            other => Err(self.not_understood(other)),
        }
    }

    fn trim(
        &mut self,
        side: Option<&TrimWhereField>,
        what: Option<&Expr>,
        text: &Expr,
        characters: Option<&[Expr]>,
    ) -> Lowered {
        let name = match side {
            None | Some(TrimWhereField::Both) => "trim",
            Some(TrimWhereField::Leading) => "ltrim",
            Some(TrimWhereField::Trailing) => "rtrim",
        };
        let mut arguments = vec![text];
        arguments.extend(what);
        arguments.extend(characters.unwrap_or_default());
        self.named(name, &arguments, text)
    }

    fn case(
        &mut self,
        operand: Option<&Expr>,
        branches: &[CaseWhen],
        otherwise: Option<&Expr>,
    ) -> Lowered {
        let mut whens = Vec::new();
        let simple = operand.is_some();
        if let Some(tree) = operand {
            whens.push(self.lower(tree)?);
        }
        for branch in branches {
            whens.push(match simple {
                true => self.lower(&branch.condition)?,
                false => self.boolean(&branch.condition)?,
            });
        }
        let mut thens = Vec::new();
        for branch in branches {
            thens.push(self.lower(&branch.result)?);
        }
        if let Some(tree) = otherwise {
            thens.push(self.lower(tree)?);
        }
        if simple {
            agree(&mut whens)?;
        }
        choice(simple, whens, thens)
    }

    /// The first that is not null.
    pub(super) fn coalesce(&mut self, trees: &[&Expr]) -> Lowered {
        self.alike(trees, Node::Coalesce)
    }

    /// Something made of pieces of one kind.
    pub(super) fn alike(&mut self, trees: &[&Expr], node: impl Fn(Vec<Node>) -> Node) -> Lowered {
        let pieces = trees.iter().map(|tree| self.lower(tree));
        let mut pieces: Vec<Piece> = pieces.collect::<Result<_, _>>()?;
        let kind = agree(&mut pieces)?;
        let parts = Parts::of(&pieces);
        let nodes = pieces.into_iter().map(|piece| piece.node).collect();
        Ok(Piece::of(parts, kind, node(nodes)))
    }

    pub(super) fn null_if(&mut self, left: &Expr, right: &Expr) -> Lowered {
        let mut sides = [self.lower(left)?, self.lower(right)?];
        agree(&mut sides)?;
        let (parts, kind) = (Parts::of(&sides), sides[0].kind);
        let node = Node::NullIf(Box::new(sides.map(|side| side.node)));
        Ok(Piece::of(parts, kind, node))
    }

    /// `||`, which is null when one side is.
    pub(super) fn join(&mut self, left: &Expr, right: &Expr) -> Lowered {
        self.concat(&[left, right], false)
    }

    pub(super) fn concat(&mut self, trees: &[&Expr], lenient: bool) -> Lowered {
        let pieces = trees.iter().map(|tree| self.lower(tree));
        let pieces: Vec<Piece> = pieces.collect::<Result<_, _>>()?;
        let parts = Parts::of(&pieces);
        let nodes = pieces.into_iter().map(|piece| piece.node).collect();
        Ok(Piece::of(parts, Kind::Text, Node::Concat(nodes, lenient)))
    }
}

/// A choice among results, the last of which may be for all other cases.
pub(super) fn choice(simple: bool, whens: Vec<Piece>, mut thens: Vec<Piece>) -> Lowered {
    let kind = agree(&mut thens)?;
    let parts = Parts::of(whens.iter().chain(&thens));
    let mut whens = whens.into_iter().map(|piece| piece.node);
    let mut thens = thens.into_iter().map(|piece| piece.node);
    let operand = if simple { whens.next() } else { None };
    let branches: Vec<_> = whens.zip(thens.by_ref()).collect();
    let case = Case {
        operand,
        branches,
        otherwise: thens.next().unwrap_or(Node::Constant(Value::Null)),
    };
    Ok(Piece::of(parts, kind, Node::Case(Box::new(case))))
}

/// `ceil(x)` without a unit or a scale.
fn is_plain(field: &CeilFloorKind) -> bool {
    matches!(
        field,
        CeilFloorKind::DateTimeField(DateTimeField::NoDateTime)
    )
}
