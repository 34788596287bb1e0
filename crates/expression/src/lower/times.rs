//! Dates and timestamps.

use sqlparser::ast::{Expr, Interval as IntervalTree, Value as Literal};
use verdict::did_you_mean;

use super::agree::as_kind;
use super::{Lowered, Lowering, Parts, Piece};
use crate::arithmetic::Operator;
use crate::calendar::{Interval, Part};
use crate::kind::Kind;
use crate::node::Node;
use crate::wrong::Wrong;

impl Lowering<'_> {
    /// A date or a timestamp that is moved by an interval, if one is there.
    pub(super) fn moved(
        &mut self,
        left: &Expr,
        sign: Operator,
        right: &Expr,
    ) -> Result<Option<Piece>, Wrong> {
        let ((time, Operator::Add | Operator::Subtract, Expr::Interval(interval))
        | (Expr::Interval(interval), Operator::Add, time)) = (left, sign, right)
        else {
            return Ok(None);
        };
        let (interval, span) = self.interval(interval)?;
        let time = self.time(time, "an interval")?;
        let by = if sign == Operator::Add {
            interval
        } else {
            interval.negated()
        };
        let parts = Parts::of([&time]).with(&span);
        let node = Node::Shift(Box::new(time.node), by);
        Ok(Some(Piece::of(parts, Kind::Moment, node)))
    }

    fn interval(&self, tree: &IntervalTree) -> Result<(Interval, std::ops::Range<usize>), Wrong> {
        let span = match &*tree.value {
            Expr::Value(value) => self.places.range(value.span),
            _ => self.places.whole(),
        };
        let text = match &*tree.value {
            Expr::Value(value) => match &value.value {
                Literal::SingleQuotedString(text) | Literal::Number(text, _) => Some(text),
                _ => None,
            },
            _ => None,
        };
        let interval = text.and_then(|text| match &tree.leading_field {
            None => Interval::read(text),
            Some(unit) => Interval::of(text.trim().parse().ok()?, Part::named(&unit.to_string())?),
        });
        let interval = interval.filter(|_| tree.last_field.is_none());
        let interval = interval.ok_or_else(|| {
            Wrong::new(span.clone(), "this interval is not understood").help(
                "write a number and a unit: `interval '7 days'`, `interval '1 year 6 months'`",
            )
        });
        Ok((interval?, span))
    }

    /// A tree that must have a place in time.
    fn time(&mut self, tree: &Expr, by: &str) -> Lowered {
        let piece = self.lower(tree)?;
        match piece.kind {
            Kind::Date | Kind::Moment | Kind::Any => Ok(piece),
            _ => as_kind(piece, Kind::Moment, by),
        }
    }

    /// A unit of time that stands in the expression.
    fn part(&mut self, tree: &Expr) -> Result<Part, Wrong> {
        let name = match tree {
            Expr::Identifier(name) => name.value.clone(),
            Expr::Value(value) => match &value.value {
                Literal::SingleQuotedString(name) => name.clone(),
                _ => String::new(),
            },
            _ => String::new(),
        };
        let span = match tree {
            Expr::Identifier(name) => self.places.range(name.span),
            Expr::Value(value) => self.places.range(value.span),
            _ => self.places.whole(),
        };
        part_named(&name, span)
    }

    /// `extract(year from …)`
    pub(super) fn extract(&mut self, part: &str, inner: &Expr) -> Lowered {
        let part = part_named(part, self.places.whole())?;
        self.extracted(part, inner)
    }

    pub(super) fn extracted(&mut self, part: Part, inner: &Expr) -> Lowered {
        let piece = self.time(inner, "a part of a date")?;
        let parts = Parts::of([&piece]);
        let kind = if part == Part::Epoch {
            Kind::Number
        } else {
            Kind::Integer
        };
        Ok(Piece::of(
            parts,
            kind,
            Node::Extract(part, Box::new(piece.node)),
        ))
    }

    /// `date_part('year', …)`
    pub(super) fn date_part(&mut self, part: &Expr, inner: &Expr) -> Lowered {
        let part = self.part(part)?;
        self.extracted(part, inner)
    }

    /// `date_trunc('month', …)`
    pub(super) fn date_trunc(&mut self, unit: &Expr, inner: &Expr) -> Lowered {
        let part = self.span_of_time(unit)?;
        let piece = self.time(inner, "`date_trunc`")?;
        let (parts, kind) = (Parts::of([&piece]), piece.kind);
        Ok(Piece::of(
            parts,
            kind,
            Node::Truncate(part, Box::new(piece.node)),
        ))
    }

    /// `date_diff('day', from, to)`
    pub(super) fn date_diff(&mut self, unit: &Expr, from: &Expr, to: &Expr) -> Lowered {
        let part = self.span_of_time(unit)?;
        let sides = [
            self.time(from, "`date_diff`")?,
            self.time(to, "`date_diff`")?,
        ];
        let parts = Parts::of(&sides);
        let node = Node::Difference(part, Box::new(sides.map(|side| side.node)));
        Ok(Piece::of(parts, Kind::Integer, node))
    }

    /// A part that is a span of time.
    fn span_of_time(&mut self, tree: &Expr) -> Result<Part, Wrong> {
        let part = self.part(tree)?;
        if part.months().or(part.nanoseconds().map(|_| 0)).is_some() {
            return Ok(part);
        }
        let wrong = Wrong::new(self.places.whole(), "not a span of time");
        Err(wrong
            .help("write 'year', 'quarter', 'month', 'week', 'day', 'hour', 'minute' or 'second'"))
    }
}

fn part_named(name: &str, span: std::ops::Range<usize>) -> Result<Part, Wrong> {
    Part::named(name).ok_or_else(|| {
        let name = verdict::cut(name);
        let wrong = Wrong::new(span, format!("`{name}` is no part of a date that is understood"));
        match did_you_mean(&name.to_lowercase(), Part::NAMES.map(|(name, _)| name)) {
            Some(near) => wrong.help(format!("did you mean `{near}`?")),
            None => wrong.help("the parts are year, quarter, month, week, day, hour, minute, second, epoch, dow, isodow and doy"),
        }
    })
}
