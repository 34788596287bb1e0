//! Rows of one column, one after the other.

use super::bits::{Bits, is_set};
use super::buffers::Buffers;
use super::bytes::Content;
use super::dictionary::Dictionary;
use super::fields::{Entries, Form, Scalar, Slot};
use super::texts::{Texts, Views};
use super::values::fixed;
use super::wrong::Result;
use crate::batch::{Batch, Values};
use crate::kind::Kind;

/// Rows of one column of a batch, one after the other.
pub(super) struct Reader<'a> {
    kind: Kind,
    /// Of the structs around, and of the column itself.
    validity: Vec<Bits<'a>>,
    source: Source<'a>,
}

enum Source<'a> {
    Null,
    Opaque,
    Bits(Bits<'a>),
    Fixed(Content<'a>, Scalar),
    Texts(Texts<'a>),
    Views(Views<'a>),
    Entries(Content<'a>, Scalar, Dictionary),
}

/// Which column of a batch to read.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) kind: Kind,
    pub(super) form: &'a Form,
    pub(super) around: &'a [Slot],
    pub(super) slot: Slot,
}

impl<'a> Reader<'a> {
    /// A column from one row on. `dictionary`: its values, when it has the
    /// numbers of some.
    pub(super) fn open(
        buffers: &Buffers<'a>,
        of: Of<'_>,
        from: u64,
        dictionary: Option<Dictionary>,
    ) -> Result<Self> {
        let mut validity = Vec::new();
        let own = (!matches!(of.form, Form::Null)).then_some(&of.slot);
        for slot in of.around.iter().chain(own) {
            validity.extend(buffers.validity(*slot, from)?);
        }
        let content = |which| buffers.content(of.slot, which);
        let at = |size: usize| -> Result<Content<'a>> {
            let mut content = content(1)?;
            content.skip_to(from * size as u64)?;
            Ok(content)
        };
        let source = match of.form {
            Form::Null => Source::Null,
            Form::Validity | Form::List | Form::Refused(_) => Source::Opaque,
            Form::Bits => Source::Bits(Bits::new(content(1)?, from)?),
            Form::Fixed(scalar) => Source::Fixed(at(scalar.size())?, *scalar),
            Form::Texts { wide } => {
                Source::Texts(Texts::new(content(1)?, content(2)?, *wide, from)?)
            }
            Form::Views => {
                let heaps = buffers.heaps(of.slot)?;
                Source::Views(Views::new(content(1)?, heaps, from)?)
            }
            Form::Entries(Entries { index, .. }) => {
                Source::Entries(at(index.size())?, *index, dictionary.unwrap_or_default())
            }
        };
        Ok(Self {
            kind: of.kind,
            validity,
            source,
        })
    }

    /// How many of the next rows should be read at once: at most so many, and
    /// fewer where they have more than so many bytes of texts.
    pub(super) fn step(&mut self, rows: usize, most: u64) -> Result<usize> {
        match &mut self.source {
            Source::Texts(texts) => texts.step(rows, most),
            Source::Views(views) => views.step(rows, most),
            _ => Ok(rows),
        }
    }

    /// The next so many rows, for which a step was taken.
    pub(super) fn load(&mut self, rows: usize) -> Result<Batch> {
        let mut nulls = vec![0u64; rows.div_ceil(64)];
        for bits in &mut self.validity {
            for (null, valid) in nulls.iter_mut().zip(bits.take(rows)?) {
                *null |= !valid;
            }
        }
        if matches!(self.source, Source::Null) {
            nulls.fill(u64::MAX);
        }
        cut(&mut nulls, rows);
        let mut values = match &mut self.source {
            Source::Null => Values::Integers(vec![0; rows]),
            Source::Opaque => Values::Opaque,
            Source::Bits(bits) => {
                let words = bits.take(rows)?;
                Values::Booleans((0..rows).map(|at| is_set(&words, at)).collect())
            }
            Source::Fixed(content, scalar) => {
                fixed(&content.take(rows * scalar.size())?, *scalar, self.kind)
            }
            Source::Texts(texts) => texts.load(rows, &nulls)?,
            Source::Views(views) => views.load(rows, &nulls)?,
            Source::Entries(content, index, dictionary) => {
                let index = (content.take(rows * index.size())?, *index);
                dictionary.look_up(index, rows, &mut nulls)?
            }
        };
        if nulls.iter().all(|word| *word == 0) {
            nulls.clear();
        }
        clear(&mut values, &nulls);
        Ok(Batch {
            kind: self.kind,
            rows,
            nulls,
            values,
        })
    }

    /// Takes back what a batch of it had borrowed.
    pub(super) fn give_back(&mut self, batch: &mut Batch) {
        if let Source::Entries(_, _, dictionary) = &mut self.source {
            dictionary.give_back(&mut batch.values);
        }
    }

    /// The dictionary, where there is one.
    pub(super) fn dictionary(&self) -> Option<&Dictionary> {
        match &self.source {
            Source::Entries(_, _, dictionary) => Some(dictionary),
            _ => None,
        }
    }

    /// The dictionary, for the next batch of rows.
    pub(super) fn into_dictionary(self) -> Option<Dictionary> {
        match self.source {
            Source::Entries(_, _, dictionary) => Some(dictionary),
            _ => None,
        }
    }
}

/// Leaves no bit set behind the last row.
fn cut(words: &mut [u64], rows: usize) {
    if let Some(last) = words.last_mut()
        && !rows.is_multiple_of(64)
    {
        *last &= (1 << (rows % 64)) - 1;
    }
}

/// Sets values to zero where there are none: what stands there is anything.
fn clear(values: &mut Values, nulls: &[u64]) {
    if nulls.is_empty() {
        return;
    }
    match values {
        Values::Booleans(values) => clear_all(values, nulls),
        Values::Integers(values) | Values::Moments(values) => clear_all(values, nulls),
        Values::Numbers(values) => clear_all(values, nulls),
        Values::Days(values) => clear_all(values, nulls),
        Values::Decimals(values) => clear_all(values, nulls),
        Values::Whole(_) | Values::OldMoments(_) | Values::Texts { .. } | Values::Opaque => {}
    }
}

fn clear_all<T: Default>(values: &mut [T], nulls: &[u64]) {
    for (row, value) in values.iter_mut().enumerate() {
        if is_set(nulls, row) {
            *value = T::default();
        }
    }
}
