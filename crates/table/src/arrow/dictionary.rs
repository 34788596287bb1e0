//! The values of a dictionary, which columns name by number.

use std::collections::HashMap;

use arrow_ipc::RecordBatch;
use bytes::Bytes;

use super::bits::is_set;
use super::buffers::Buffers;
use super::bytes::Access;
use super::fields::{Entries, Form, Scalar, Slot};
use super::messages::{DictionaryPlace, message};
use super::reader::{Of, Reader};
use super::texts::AT_ONCE;
use super::values::numbers;
use super::wrong::{Result, wrong};
use crate::batch::{Batch, Values};
use crate::column::Span;
use crate::kind::Kind;

/// Rows that are read at a time.
const STEP: usize = 8192;

/// Most values of a dictionary.
const VALUES_LIMIT: usize = 1 << 24;

/// Most bytes of the texts of a dictionary.
const TEXTS_LIMIT: usize = 256 << 20;

/// The values of a dictionary as far as they are read.
#[derive(Default)]
pub(super) struct Dictionary {
    /// Which batch it begins with, and how many more of them it has.
    read: Option<(usize, usize)>,
    rows: usize,
    /// A bit a value, set where it is null; those behind the last word are not.
    nulls: Vec<u64>,
    values: Option<Values>,
}

/// A batch that adds to a dictionary or replaces it, for a column.
#[derive(Clone, Copy)]
struct Part<'a> {
    access: &'a Access,
    kind: Kind,
    form: &'a Form,
}

impl Dictionary {
    /// How many bytes it takes, about.
    pub(super) fn size(&self) -> u64 {
        let texts = match &self.values {
            Some(Values::Texts { bytes, .. }) => bytes.len(),
            _ => 0,
        };
        self.rows as u64 * 8 + texts as u64
    }

    /// The dictionary as it is behind so many dictionary batches of the file,
    /// made from one that was read for rows before.
    pub(super) fn behind(
        self,
        batches: usize,
        access: &Access,
        (kind, entries): (Kind, &Entries),
        all: &HashMap<i64, Vec<DictionaryPlace>>,
    ) -> Result<Self> {
        let all = all.get(&entries.id).map_or(&[][..], Vec::as_slice);
        let all = &all[..all.partition_point(|one| one.before < batches)];
        let base = all
            .iter()
            .rposition(|one| !one.is_delta)
            .unwrap_or_default();
        let (mut dictionary, done) = match self.read {
            Some((same, done)) if same == base && done <= all.len() - base => (self, done),
            _ => (Self::default(), 0),
        };
        let form = &entries.form;
        let part = Part { access, kind, form };
        for one in &all[base..][done..] {
            dictionary.add(part, one)?;
        }
        dictionary.read = Some((base, all.len() - base));
        Ok(dictionary)
    }

    fn add(&mut self, part: Part<'_>, one: &DictionaryPlace) -> Result<()> {
        let metadata = one.place.metadata(part.access)?;
        let message = message(&metadata)?;
        let batch = message.header_as_dictionary_batch();
        let Some(batch) = batch.and_then(|batch| batch.data()) else {
            return wrong("a dictionary has no values");
        };
        self.add_batch(part, batch, one)
    }

    fn add_batch(
        &mut self,
        part: Part<'_>,
        batch: RecordBatch<'_>,
        one: &DictionaryPlace,
    ) -> Result<()> {
        let slot = Slot {
            node: 0,
            buffer: 0,
            views_before: 0,
        };
        let buffers = Buffers::of(part.access, batch, one.place, part.form.counts())?;
        buffers.check_slot(slot, part.form)?;
        let of = Of {
            kind: part.kind,
            form: part.form,
            around: &[],
            slot,
        };
        let mut reader = Reader::open(&buffers, of, 0, None)?;
        let rows = usize::try_from(buffers.rows()).unwrap_or(usize::MAX);
        if rows > VALUES_LIMIT - self.rows {
            return wrong("a dictionary has more than 16,777,216 values");
        }
        let end = self.rows + rows;
        while self.rows < end {
            let step = reader.step(STEP.min(end - self.rows), AT_ONCE)?;
            self.append(reader.load(step)?)?;
        }
        Ok(())
    }

    /// Puts values behind the others.
    fn append(&mut self, batch: Batch) -> Result<()> {
        for row in 0..batch.rows {
            if is_set(&batch.nulls, row) {
                let at = self.rows + row;
                self.nulls.resize((at / 64 + 1).max(self.nulls.len()), 0);
                self.nulls[at / 64] |= 1 << (at % 64);
            }
        }
        self.rows += batch.rows;
        self.values = Some(match self.values.take() {
            None => batch.values,
            Some(values) => join(values, batch.values),
        });
        match &self.values {
            Some(Values::Texts { bytes, .. }) if bytes.len() > TEXTS_LIMIT => {
                wrong("a dictionary holds more than 256 MiB of texts")
            }
            _ => Ok(()),
        }
    }

    /// The values of rows by their numbers, and which of them are null.
    pub(super) fn look_up(
        &mut self,
        (bytes, index): (Bytes, Scalar),
        rows: usize,
        nulls: &mut [u64],
    ) -> Result<Values> {
        let mut numbers_of = Vec::with_capacity(rows);
        // Beyond 63 bits there are none, with a sign or without.
        for (row, number) in numbers(&bytes, index).enumerate() {
            let number = usize::try_from(number).ok();
            let number = number.filter(|number| *number < self.rows);
            let number = match (is_set(nulls, row), number) {
                (true, _) => None,
                (false, Some(number)) => Some(number).filter(|at| !is_set(&self.nulls, *at)),
                (false, None) => {
                    return wrong("it names a value that its dictionary does not have");
                }
            };
            if number.is_none() {
                nulls[row / 64] |= 1 << (row % 64);
            }
            numbers_of.push(number);
        }
        Ok(self.pick(&numbers_of))
    }

    fn pick(&mut self, numbers: &[Option<usize>]) -> Values {
        match &mut self.values {
            None | Some(Values::OldMoments(_) | Values::Opaque) => Values::Opaque,
            Some(Values::Booleans(values)) => Values::Booleans(each(values, numbers)),
            Some(Values::Integers(values)) => Values::Integers(each(values, numbers)),
            Some(Values::Whole(values)) => Values::Whole(each(values, numbers)),
            Some(Values::Decimals(values)) => Values::Decimals(each(values, numbers)),
            Some(Values::Numbers(values)) => Values::Numbers(each(values, numbers)),
            Some(Values::Days(values)) => Values::Days(each(values, numbers)),
            Some(Values::Moments(values)) => Values::Moments(each(values, numbers)),
            Some(Values::Texts {
                bytes,
                spans,
                binary,
            }) => {
                let span = |number: &Option<usize>| {
                    let span = number.and_then(|at| spans.get(at));
                    span.copied().unwrap_or(Span::NONE)
                };
                Values::Texts {
                    spans: numbers.iter().map(span).collect(),
                    bytes: std::mem::take(bytes),
                    binary: *binary,
                }
            }
        }
    }

    /// Takes back the texts that were shown.
    pub(super) fn give_back(&mut self, values: &mut Values) {
        if let (Some(Values::Texts { bytes, .. }), Values::Texts { bytes: shown, .. }) =
            (&mut self.values, values)
        {
            *bytes = std::mem::take(shown);
        }
    }
}

fn each<T: Copy + Default>(values: &[T], numbers: &[Option<usize>]) -> Vec<T> {
    let value = |at: &Option<usize>| at.and_then(|at| values.get(at).copied());
    let values = numbers.iter().map(value);
    values.map(Option::unwrap_or_default).collect()
}

/// Values behind others of the same column.
fn join(first: Values, second: Values) -> Values {
    match (first, second) {
        (Values::Booleans(a), Values::Booleans(b)) => Values::Booleans([a, b].concat()),
        (Values::Integers(a), Values::Integers(b)) => Values::Integers(joined(a, b)),
        (Values::Moments(a), Values::Moments(b)) => Values::Moments(joined(a, b)),
        (Values::Numbers(a), Values::Numbers(b)) => Values::Numbers(joined(a, b)),
        (Values::Days(a), Values::Days(b)) => Values::Days(joined(a, b)),
        (Values::Decimals(a), Values::Decimals(b)) => Values::Decimals(joined(a, b)),
        (
            Values::Texts {
                mut bytes,
                spans,
                binary,
            },
            Values::Texts {
                bytes: more,
                spans: behind,
                binary: also,
            },
        ) => {
            let moved = |span: Span| match span {
                Span::NONE => span,
                span => Span::new(
                    bytes.len() + span.start as usize,
                    bytes.len() + span.end as usize,
                ),
            };
            let spans = joined(spans, behind.into_iter().map(moved).collect());
            bytes.extend_from_slice(&more);
            Values::Texts {
                bytes,
                spans,
                binary: binary || also,
            }
        }
        (first, second) => match (first.whole(), second.whole()) {
            (Some(a), Some(b)) => Values::Whole(joined(a, b)),
            _ => Values::Opaque,
        },
    }
}

fn joined<T>(mut first: Vec<T>, second: Vec<T>) -> Vec<T> {
    first.extend(second);
    first
}

impl Values {
    /// Whole numbers or decimals, of which some may be beyond 128 bits.
    fn whole(self) -> Option<Vec<Option<i128>>> {
        Some(match self {
            Self::Integers(values) => values.into_iter().map(|x| Some(x.into())).collect(),
            Self::Decimals(values) => values.into_iter().map(Some).collect(),
            Self::Whole(values) => values,
            _ => return None,
        })
    }
}

impl Form {
    /// How many nodes, buffers and views a dictionary batch of it has.
    fn counts(&self) -> (usize, usize, usize) {
        match self {
            Self::Null => (1, 0, 0),
            Self::Texts { .. } => (1, 3, 0),
            Self::Views => (1, 2, 1),
            _ => (1, 2, 0),
        }
    }
}
