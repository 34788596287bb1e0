//! Functions by name.

use sqlparser::ast::{
    Expr, Function as Call, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, ObjectNamePart,
};
use verdict::did_you_mean;

use super::agree::as_kind;
use super::patterns::Language;
use super::special::choice;
use super::{Lowered, Lowering, Parts, Piece, Stand};
use crate::aggregate;
use crate::calendar::{Part, day_of};
use crate::compare::Comparison;
use crate::functions::{self, Function};
use crate::kind::Kind;
use crate::node::Node;
use crate::value::Value;
use crate::wrong::Wrong;

/// Names that are understood besides those of [`functions::all`].
const OTHERS: [&str; 27] = [
    "abs",
    "coalesce",
    "ifnull",
    "nvl",
    "nullif",
    "greatest",
    "least",
    "concat",
    "if",
    "iff",
    "iif",
    "now",
    "today",
    "current_date",
    "current_timestamp",
    "date_diff",
    "datediff",
    "date_part",
    "datepart",
    "date_trunc",
    "regexp_like",
    "regexp_matches",
    "regexp_full_match",
    "epoch",
    "year",
    "month",
    "day",
];

impl Lowering<'_> {
    pub(super) fn call(&mut self, call: &Call) -> Lowered {
        let name = self.name(call)?;
        let span = self.places.range(name.span);
        let word = name.value.to_lowercase();
        if aggregate::is_aggregate(&word) {
            return self.aggregate(call, &word, span);
        }
        let arguments = arguments(call, &name.value, &span)?;
        let mut piece = match self.form(&word, &arguments, &span)? {
            Some(piece) => piece,
            None => match Function::named(&word) {
                Some(function) => self.function(function, &word, &arguments, &span)?,
                None => return Err(self.unknown_function(&word, &arguments, span)),
            },
        };
        piece.span = piece.span.start.min(span.start)..piece.span.end.max(span.end);
        Ok(piece)
    }

    fn name<'c>(&self, call: &'c Call) -> Result<&'c Ident, Wrong> {
        match call.name.0.as_slice() {
            [ObjectNamePart::Identifier(name)] => Ok(name),
            _ => Err(Wrong::new(
                self.places.whole(),
                "a function has a name without dots",
            )),
        }
    }

    /// Functions that are more than a value of their arguments.
    fn form(
        &mut self,
        name: &str,
        arguments: &[&Expr],
        span: &std::ops::Range<usize>,
    ) -> Result<Option<Piece>, Wrong> {
        let piece = match (name, arguments) {
            ("now" | "current_timestamp", []) => constant(Value::Moment(self.scope.now()), span),
            ("today" | "current_date", []) => {
                let today = day_of(self.scope.now());
                let today =
                    today.map_err(|trouble| Wrong::new(span.clone(), trouble.to_string()))?;
                constant(Value::Date(today), span)
            }
            ("coalesce" | "ifnull" | "nvl", [_, ..]) => self.coalesce(arguments)?,
            ("nullif", [left, right]) => self.null_if(left, right)?,
            ("greatest", [_, ..]) => {
                self.alike(arguments, |nodes| Node::Extreme(Comparison::Greater, nodes))?
            }
            ("least", [_, ..]) => {
                self.alike(arguments, |nodes| Node::Extreme(Comparison::Less, nodes))?
            }
            ("concat", [_, ..]) => self.concat(arguments, true)?,
            ("if" | "iff" | "iif", [when, then, otherwise]) => {
                let when = self.boolean(when)?;
                let thens = vec![self.lower(then)?, self.lower(otherwise)?];
                choice(false, vec![when], thens)?
            }
            ("abs", [tree]) => {
                let piece = self.wanted(tree, Kind::Number, "`abs`")?;
                let (parts, kind) = (Parts::of([&piece]), piece.kind);
                Piece::of(parts, kind, Node::Absolute(Box::new(piece.node)))
            }
            (name, arguments) => return self.form_of_text_or_time(name, arguments),
        };
        Ok(Some(piece))
    }

    fn form_of_text_or_time(
        &mut self,
        name: &str,
        arguments: &[&Expr],
    ) -> Result<Option<Piece>, Wrong> {
        let piece = match (name, arguments) {
            ("regexp_like" | "regexp_matches", [text, pattern]) => {
                self.matches(text, pattern, Language::Somewhere, false)?
            }
            ("regexp_full_match", [text, pattern]) => {
                self.matches(text, pattern, Language::Whole, false)?
            }
            ("regexp_like" | "regexp_matches" | "regexp_full_match", [text, pattern, flags]) => {
                let flags = self.lower(flags)?;
                let folds = match flags.literal() {
                    Some("i") => true,
                    Some("c" | "") => false,
                    _ => return Err(Wrong::new(flags.span, "the flags are 'i' and 'c'")),
                };
                let whole = name == "regexp_full_match";
                let language = if whole {
                    Language::Whole
                } else {
                    Language::Somewhere
                };
                self.matches(text, pattern, language, folds)?
            }
            ("date_diff" | "datediff", [unit, from, to]) => self.date_diff(unit, from, to)?,
            ("date_part" | "datepart", [part, inner]) => self.date_part(part, inner)?,
            ("date_trunc", [unit, inner]) => self.date_trunc(unit, inner)?,
            (name, [inner]) => match Part::named(name) {
                Some(part) => self.extracted(part, inner)?,
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(piece))
    }

    /// A function that has a syntax of its own, by its name.
    pub(super) fn named(&mut self, name: &str, arguments: &[&Expr], at: &Expr) -> Lowered {
        let span = match at {
            Expr::Identifier(ident) => self.places.range(ident.span),
            _ => self.places.whole(),
        };
        match Function::named(name) {
            Some(function) => self.function(function, name, arguments, &span),
            None => Err(self.unknown_function(name, arguments, span)),
        }
    }

    fn function(
        &mut self,
        function: &'static Function,
        name: &str,
        arguments: &[&Expr],
        span: &std::ops::Range<usize>,
    ) -> Lowered {
        let most = function.takes.len();
        if arguments.len() > most || arguments.len() + function.optional < most {
            return Err(miscounted(name, function, arguments.len(), span));
        }
        let mut pieces = Vec::with_capacity(arguments.len());
        for (tree, kind) in arguments.iter().zip(function.takes) {
            let piece = self.lower(tree)?;
            pieces.push(as_kind(piece, *kind, &format!("`{name}`"))?);
        }
        let parts = Parts::of(&pieces).with(span);
        let kind = match function.gives {
            Kind::Any => {
                let kinds = pieces
                    .iter()
                    .zip(function.takes)
                    .filter(|(_, takes)| **takes == Kind::Number);
                let mut kinds = kinds.map(|(piece, _)| piece.kind);
                let first = kinds.next().unwrap_or(Kind::Any);
                kinds.fold(first, |kind, other| kind.with(other).unwrap_or(Kind::Any))
            }
            kind => kind,
        };
        let nodes = pieces.into_iter().map(|piece| piece.node).collect();
        Ok(Piece::of(parts, kind, Node::Call(function, nodes)))
    }

    fn unknown_function(
        &self,
        name: &str,
        arguments: &[&Expr],
        span: std::ops::Range<usize>,
    ) -> Wrong {
        if OTHERS.contains(&name) || Part::named(name).is_some() {
            let count = arguments.len();
            return Wrong::new(
                span,
                format!("`{name}` takes another number of arguments than {count}"),
            );
        }
        let wrong = Wrong::new(span, format!("unknown function `{}`", verdict::cut(name)));
        let known = functions::all().flat_map(|function| function.names.iter().copied());
        let aggregates = aggregate::NAMES.iter().filter(|_| self.stand != Stand::Row);
        let known = known.chain(OTHERS).chain(aggregates.copied());
        match did_you_mean(name, known) {
            Some(near) => wrong.help(format!("did you mean `{near}`?")),
            None => wrong,
        }
    }
}

/// The plain arguments of a function of a row.
fn arguments<'c>(
    call: &'c Call,
    name: &str,
    span: &std::ops::Range<usize>,
) -> Result<Vec<&'c Expr>, Wrong> {
    let wrong = |what: &str| Err(Wrong::new(span.clone(), format!("{what} not understood")));
    if call.over.is_some() {
        return wrong("window functions are").map_err(|wrong: Wrong| {
            wrong.help("an expression knows one row; a table's aggregates stand alone")
        });
    }
    let list = match &call.args {
        FunctionArguments::None => return Ok(Vec::new()),
        FunctionArguments::List(list) => list,
        FunctionArguments::Subquery(_) => return wrong("subqueries are"),
    };
    let plain = call.filter.is_none()
        && call.null_treatment.is_none()
        && call.within_group.is_empty()
        && matches!(call.parameters, FunctionArguments::None)
        && list.duplicate_treatment.is_none()
        && list.clauses.is_empty();
    if !plain {
        return wrong(&format!("more than plain arguments of `{name}` are"));
    }
    let expressions = list.args.iter().map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(tree)) => Some(tree),
        _ => None,
    });
    match expressions.collect() {
        Some(arguments) => Ok(arguments),
        None => wrong(&format!("these arguments of `{name}` are")),
    }
}

fn constant(value: Value<'static>, span: &std::ops::Range<usize>) -> Piece {
    Piece {
        kind: value.kind(),
        node: Node::Constant(value),
        span: span.clone(),
        constant: true,
    }
}

fn miscounted(
    name: &str,
    function: &Function,
    found: usize,
    span: &std::ops::Range<usize>,
) -> Wrong {
    let most = function.takes.len();
    let wanted = match function.optional {
        0 => format!("{most}"),
        optional => format!("{} to {most}", most - optional),
    };
    let plural = if most == 1 { "argument" } else { "arguments" };
    Wrong::new(
        span.clone(),
        format!("`{name}` takes {wanted} {plural}, not {found}"),
    )
}
