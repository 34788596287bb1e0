//! Kinds of pieces that are held against each other.

use super::{Lowered, Lowering, Piece};
use crate::kind::Kind;
use crate::node::Node;
use crate::read;
use crate::value::Value;
use crate::wrong::Wrong;

impl Lowering<'_> {
    /// A tree that must be of a kind.
    pub(super) fn wanted(&mut self, tree: &sqlparser::ast::Expr, kind: Kind, by: &str) -> Lowered {
        let piece = self.lower(tree)?;
        as_kind(piece, kind, by)
    }

    /// A tree that must be a condition.
    pub(super) fn boolean(&mut self, tree: &sqlparser::ast::Expr) -> Lowered {
        let mut piece = self.lower(tree)?;
        settle(&mut piece, Kind::Boolean)?;
        condition(piece)
    }
}

/// Brings pieces to kinds that can be compared, and gives the one that
/// holds all of them. Literals become what the others are.
pub(super) fn agree(pieces: &mut [Piece]) -> Result<Kind, Wrong> {
    let mut common: Option<Kind> = None;
    let known = |piece: &&Piece| piece.literal().is_none() && !piece.is_null();
    for piece in pieces.iter().filter(known) {
        let so_far = common.unwrap_or(piece.kind);
        common = Some(
            so_far
                .with(piece.kind)
                .ok_or_else(|| apart(so_far, piece))?,
        );
    }
    let Some(kind) = common else {
        let text = pieces.iter().any(|piece| piece.literal().is_some());
        return Ok(if text { Kind::Text } else { Kind::Any });
    };
    for piece in pieces {
        settle(piece, kind)?;
    }
    Ok(kind)
}

/// A piece that must be true, false or null.
pub(crate) fn condition(piece: Piece) -> Lowered {
    if matches!(piece.kind, Kind::Boolean | Kind::Any) {
        return Ok(piece);
    }
    let message = format!("{} is no condition", piece.kind.words());
    let help = "compare it with something: a condition is true or false";
    Err(Wrong::new(piece.span, message).help(help))
}

/// A piece that must be of a kind, as `by`, such as "`lower`", takes it.
pub(super) fn as_kind(mut piece: Piece, kind: Kind, by: &str) -> Lowered {
    if kind != Kind::Text {
        settle(&mut piece, kind)?;
    }
    if piece.is_null() || piece.kind.will_do_for(kind) {
        return Ok(piece);
    }
    let message = format!(
        "{by} takes {}, this is {}",
        kind.words(),
        piece.kind.words()
    );
    let wrong = Wrong::new(piece.span, message);
    Err(match cast_to(kind) {
        Some(cast) => wrong.help(format!("write `cast(… as {cast})` where that is meant")),
        None => wrong,
    })
}

/// A literal becomes what it stands for.
pub(super) fn settle(piece: &mut Piece, kind: Kind) -> Result<(), Wrong> {
    let Some(text) = piece.literal() else {
        return Ok(());
    };
    let kind = match kind {
        Kind::Text | Kind::Any => return Ok(()),
        Kind::Integer => Kind::Number,
        Kind::Date if text.len() > 10 => Kind::Moment,
        kind => kind,
    };
    let value = read::text(text, kind);
    let value = value.map_err(|trouble| {
        let wrong = Wrong::new(piece.span.clone(), trouble.to_string());
        match form(kind) {
            Some(form) => wrong.help(form),
            None => wrong,
        }
    })?;
    piece.kind = match value {
        Value::Integer(_) => Kind::Integer,
        _ => kind,
    };
    piece.node = Node::Constant(value);
    Ok(())
}

/// How a value of a kind is written.
pub(super) fn form(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Date => Some("write it as 'YYYY-MM-DD'"),
        Kind::Moment => Some("write it as 'YYYY-MM-DD HH:MM:SS', in UTC or with its offset"),
        Kind::Boolean => Some("write `true` or `false`"),
        _ => None,
    }
}

fn apart(common: Kind, piece: &Piece) -> Wrong {
    let (left, right) = (common.words(), piece.kind.words());
    let wrong = Wrong::new(
        piece.span.clone(),
        format!("{right} can't be held against {left}"),
    );
    match cast_to(common) {
        Some(cast) => wrong.help(format!("make both alike, as in `cast(… as {cast})`")),
        None => wrong,
    }
}

fn cast_to(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Boolean => Some("boolean"),
        Kind::Integer => Some("integer"),
        Kind::Number => Some("double"),
        Kind::Text => Some("text"),
        Kind::Date => Some("date"),
        Kind::Moment => Some("timestamp"),
        Kind::Any => None,
    }
}
