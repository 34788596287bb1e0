//! Aggregates of a table.

use std::ops::Range;

use sqlparser::ast::{
    DuplicateTreatment, Expr, Function as Call, FunctionArg, FunctionArgExpr, FunctionArguments,
};

use super::agree::as_kind;
use super::{Lowered, Lowering, Piece, Stand};
use crate::aggregate::{Measure, Slot};
use crate::kind::Kind;
use crate::node::Node;
use crate::wrong::Wrong;

/// What stands between the parentheses.
enum Argument<'c> {
    Star,
    One(&'c Expr),
}

impl Lowering<'_> {
    pub(super) fn aggregate(&mut self, call: &Call, name: &str, span: Range<usize>) -> Lowered {
        self.may_stand(name, &span)?;
        let (argument, distinct) = argument(call, name, &span)?;
        let measure = measure(name, &argument, distinct, &span)?;
        self.stand = Stand::Aggregate;
        let slot = self.slot(call, name, measure, &argument);
        self.stand = Stand::Table;
        let (slot, kind) = slot?;
        self.slots.push(slot);
        Ok(Piece {
            node: Node::Column(self.slots.len() - 1),
            kind,
            span,
            constant: false,
        })
    }

    fn may_stand(&self, name: &str, span: &Range<usize>) -> Result<(), Wrong> {
        match self.stand {
            Stand::Table => Ok(()),
            Stand::Row => {
                let wrong = Wrong::new(
                    span.clone(),
                    format!("`{name}` is an aggregate; a row has none"),
                );
                Err(wrong.help("compare aggregates in a rule of the table, or use `greatest` and `least` in a row"))
            }
            Stand::Aggregate => {
                let message = format!("`{name}` stands within another aggregate");
                Err(Wrong::new(span.clone(), message))
            }
        }
    }

    fn slot(
        &mut self,
        call: &Call,
        name: &str,
        measure: Measure,
        argument: &Argument<'_>,
    ) -> Result<(Slot, Kind), Wrong> {
        let piece = match argument {
            Argument::Star => None,
            Argument::One(tree) => Some(self.lower(tree)?),
        };
        let piece = match (piece, measure.takes()) {
            (Some(piece), Some(kind)) => Some(as_kind(piece, kind, &format!("`{name}`"))?),
            (piece, _) => piece,
        };
        let only = match &call.filter {
            None => None,
            Some(filter) => Some(self.boolean(filter)?.node),
        };
        let kind = measure.gives(piece.as_ref().map_or(Kind::Any, |piece| piece.kind));
        let counts_true = name == "count_if" || name == "countif";
        let node = piece.map(|piece| piece.node);
        let (argument, only) = match counts_true {
            true => (None, both(node, only)),
            false => (node, only),
        };
        Ok((
            Slot {
                measure,
                argument,
                only,
            },
            kind,
        ))
    }
}

/// Both conditions.
fn both(one: Option<Node>, other: Option<Node>) -> Option<Node> {
    match (one, other) {
        (Some(one), Some(other)) => Some(Node::All(vec![one, other])),
        (one, other) => one.or(other),
    }
}

/// The one argument, and whether only distinct values count.
fn argument<'c>(
    call: &'c Call,
    name: &str,
    span: &Range<usize>,
) -> Result<(Argument<'c>, bool), Wrong> {
    let wrong = |message: String| Err(Wrong::new(span.clone(), message));
    if call.over.is_some() {
        return wrong("window functions are not understood".to_owned());
    }
    let plain = call.null_treatment.is_none()
        && call.within_group.is_empty()
        && matches!(call.parameters, FunctionArguments::None);
    let FunctionArguments::List(list) = &call.args else {
        return wrong(format!("`{name}` takes one argument"));
    };
    if !plain || !list.clauses.is_empty() {
        return wrong(format!(
            "more than plain arguments of `{name}` are not understood"
        ));
    }
    let distinct = list.duplicate_treatment == Some(DuplicateTreatment::Distinct);
    match list.args.as_slice() {
        [FunctionArg::Unnamed(FunctionArgExpr::Wildcard)] => Ok((Argument::Star, distinct)),
        [FunctionArg::Unnamed(FunctionArgExpr::Expr(tree))] => Ok((Argument::One(tree), distinct)),
        [] if name == "count" => Ok((Argument::Star, distinct)),
        _ => wrong(format!("`{name}` takes one argument")),
    }
}

fn measure(
    name: &str,
    argument: &Argument<'_>,
    distinct: bool,
    span: &Range<usize>,
) -> Result<Measure, Wrong> {
    let star = matches!(argument, Argument::Star);
    let measure = match (Measure::named(name), distinct) {
        (Some(Measure::Count), true) if !star => Some(Measure::Distinct),
        // Of the least it is no matter how often it is there.
        (measure @ Some(Measure::Least | Measure::Most), _) | (measure, false) => measure,
        _ => None,
    };
    let wrong = |message: String| Err(Wrong::new(span.clone(), message));
    match measure {
        Some(measure) if !star || measure == Measure::Count && name == "count" => Ok(measure),
        Some(_) => wrong(format!("`{name}(*)` means nothing; it takes a column")),
        None => wrong(format!("`distinct` is not understood in `{name}`")),
    }
}
