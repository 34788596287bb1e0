//! Values that stand in the expression.

use sqlparser::ast::{CastKind, DataType, Expr, TypedString, Value as Literal, ValueWithSpan};

use super::agree::form;
use super::{Lowered, Lowering, Parts, Piece};
use crate::kind::Kind;
use crate::node::Node;
use crate::read;
use crate::value::Value;
use crate::wrong::Wrong;

impl Lowering<'_> {
    pub(super) fn literal(&self, literal: &ValueWithSpan) -> Lowered {
        let span = self.places.range(literal.span);
        let value = match &literal.value {
            Literal::Number(digits, false) => {
                let number = read::text(&digits.replace('_', ""), Kind::Number);
                number.map_err(|_| Wrong::new(span.clone(), "the number is too large"))?
            }
            Literal::SingleQuotedString(text) => Value::Text(text.clone().into()),
            Literal::Boolean(x) => Value::Boolean(*x),
            Literal::Null => Value::Null,
            _ => {
                let wrong = Wrong::new(span, "this way to write a value is not understood");
                return Err(
                    wrong.help("a text stands in single quotes, a number in decimal digits")
                );
            }
        };
        Ok(Piece {
            kind: value.kind(),
            node: Node::Constant(value),
            span,
            constant: true,
        })
    }

    /// `date '2024-01-31'`
    pub(super) fn typed_literal(&self, typed: &TypedString) -> Lowered {
        let span = self.places.range(typed.value.span);
        let kind = kind_of(&typed.data_type, &span)?;
        let mut piece = self.literal(&typed.value)?;
        let value = piece.literal().map(|text| read::text(text, kind));
        let Some(Ok(value)) = value else {
            let wrong = Wrong::new(span, format!("this text is not {}", kind.words()));
            return Err(match form(kind) {
                Some(form) => wrong.help(form),
                None => wrong,
            });
        };
        piece.kind = kind;
        piece.node = Node::Constant(value);
        Ok(piece)
    }

    /// `cast(… as …)`, `…::…`, `try_cast(… as …)`
    pub(super) fn cast(&mut self, cast: &CastKind, inner: &Expr, to: &DataType) -> Lowered {
        let piece = self.lower(inner)?;
        let kind = kind_of(to, &piece.span)?;
        let possible = match (piece.kind, kind) {
            (from, to) if from.with(to).is_some() => true,
            (Kind::Text, _) | (_, Kind::Text) => true,
            (from, to) => {
                from.is_number() && to == Kind::Boolean
                    || from == Kind::Boolean && to == Kind::Integer
            }
        };
        if !possible {
            let (from, to) = (piece.kind.words(), kind.words());
            return Err(Wrong::new(piece.span, format!("{from} can't be made {to}")));
        }
        let lenient = matches!(cast, CastKind::TryCast | CastKind::SafeCast);
        let parts = Parts::of([&piece]);
        let node = Node::Cast(Box::new(piece.node), kind, lenient);
        Ok(Piece::of(parts, kind, node))
    }
}

/// The kind that a type of SQL is.
fn kind_of(data_type: &DataType, span: &std::ops::Range<usize>) -> Result<Kind, Wrong> {
    let name = data_type.to_string().to_lowercase();
    let plain = name.strip_suffix(" unsigned").unwrap_or(&name);
    Ok(match plain {
        "boolean" | "bool" => Kind::Boolean,
        "integer" | "int" | "bigint" | "smallint" | "tinyint" | "hugeint" | "ubigint"
        | "uinteger" | "usmallint" | "utinyint" | "long" | "signed" | "unsigned" | "int2"
        | "int4" | "int8" | "int32" | "int64" | "int128" => Kind::Integer,
        "double" | "double precision" | "float" | "real" | "float4" | "float8" | "float64"
        | "decimal" | "numeric" | "number" => Kind::Number,
        "text" | "varchar" | "character varying" | "char varying" | "string" | "char" => Kind::Text,
        "date" => Kind::Date,
        "timestamp"
        | "datetime"
        | "timestamptz"
        | "timestamp with time zone"
        | "timestamp without time zone" => Kind::Moment,
        other => {
            let message = format!("the type `{}` is not understood", verdict::cut(other));
            let wrong = Wrong::new(span.clone(), message);
            return Err(
                wrong.help("the types are boolean, integer, double, text, date and timestamp")
            );
        }
    })
}
