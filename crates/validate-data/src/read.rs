//! What a cell means: one at a time here, a block at a time in [`fast`].

mod directives;
mod fast;
mod form;
mod lenient;
mod marks;
mod number;
mod plain;
mod text;
mod typed;
mod when;
mod words;

use table::Cell;
pub(crate) use table::Typing;

use crate::value::Reading;

pub(crate) use directives::{Directives, type_of};
pub(crate) use form::{Form, Manner};
pub(crate) use marks::Marks;
pub(crate) use number::{Digits, decimal};
pub(crate) use text::TextForm;
pub(crate) use when::When;
pub(crate) use words::Words;

/// How the cells of a column of a table are read.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    pub(crate) form: Form,
    /// Which types the cells carry.
    pub(crate) typing: Typing,
}

impl Reader {
    /// What a cell means.
    pub(crate) fn read<'a>(&self, cell: Cell<'a>) -> Reading<'a> {
        match cell {
            Cell::Null => Reading::Null,
            Cell::Text(text) if self.typing == Typing::Texts => self.read_text(text),
            cell => self.read_typed(cell),
        }
    }

    /// What a text means in a table without types.
    pub(crate) fn read_text<'a>(&self, text: &'a str) -> Reading<'a> {
        match self.form.is_missing(text) {
            true => Reading::Null,
            false => self.form.read(text),
        }
    }
}

#[cfg(test)]
mod tests;
