//! The buffers of one batch.

use arrow_ipc::{CompressionType, RecordBatch};

use super::bits::Bits;
use super::bytes::{Access, Codec, Content};
use super::fields::{Form, Layout, Leaf, Slot};
use super::messages::Place;
use super::wrong::{Result, Wrong, wrong};

/// The buffers of one batch.
pub(super) struct Buffers<'a> {
    access: &'a Access,
    rows: u64,
    codec: Option<Codec>,
    /// Rows and nulls of every field.
    nodes: Vec<(u64, u64)>,
    /// From which byte of the file on, and how many bytes.
    ranges: Vec<(u64, u64)>,
    /// How many buffers hold the long texts of every field of views.
    heaps: Vec<usize>,
}

impl<'a> Buffers<'a> {
    /// Looks at what a batch of fields says of its buffers: all lie within it,
    /// and there are as many as the fields have.
    pub(super) fn of(
        access: &'a Access,
        batch: RecordBatch<'_>,
        place: Place,
        counts: (usize, usize, usize),
    ) -> Result<Self> {
        let (nodes, buffers, views) = counts;
        let heaps = batch.variadicBufferCounts().into_iter().flatten();
        let heaps: Option<Vec<usize>> = heaps.map(|count| usize::try_from(count).ok()).collect();
        let heaps = heaps.filter(|heaps| heaps.len() == views);
        let heaps = heaps.ok_or_else(|| Wrong::new(OTHER_BUFFERS))?;
        let ranges = batch.buffers().into_iter().flatten();
        let ranges: Result<Vec<_>> = ranges
            .map(|buffer| within(place, buffer.offset(), buffer.length()))
            .collect();
        let of_nodes = batch.nodes().into_iter().flatten();
        let of_nodes = of_nodes.map(|node| {
            let rows = u64::try_from(node.length()).ok();
            rows.zip(u64::try_from(node.null_count()).ok())
                .filter(|(rows, nulls)| nulls <= rows)
        });
        let buffers = Self {
            access,
            rows: u64::try_from(batch.length()).unwrap_or_default(),
            codec: codec(batch)?,
            nodes: of_nodes
                .collect::<Option<_>>()
                .ok_or_else(|| Wrong::new("a column has a count of nulls that can't be"))?,
            ranges: checked_count(
                ranges?,
                heaps
                    .iter()
                    .try_fold(buffers, |sum, count| sum.checked_add(*count)),
            )?,
            heaps,
        };
        if buffers.nodes.len() != nodes {
            return wrong("a batch has other columns than the schema says");
        }
        // Buffers that share bytes would hold more than the file has.
        let lengths = buffers.ranges.iter().map(|(_, length)| *length);
        match lengths.fold(0, u64::saturating_add) <= place.body_length {
            true => Ok(buffers),
            false => wrong("buffers of a batch overlap"),
        }
    }

    /// How many rows the batch has.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    /// Looks at the counts of all columns; fails with the column that has
    /// other rows than the batch.
    pub(super) fn check(&self, layout: &Layout) -> std::result::Result<(), (usize, Wrong)> {
        for (at, leaf) in layout.leaves.iter().enumerate() {
            self.check_leaf(leaf).map_err(|wrong| (at, wrong))?;
        }
        Ok(())
    }

    fn check_leaf(&self, leaf: &Leaf) -> Result<()> {
        for slot in &leaf.around {
            self.check_rows(*slot)?;
        }
        self.check_slot(leaf.slot, &leaf.form)
    }

    fn check_rows(&self, slot: Slot) -> Result<()> {
        match self.nodes[slot.node].0 == self.rows {
            true => Ok(()),
            false => wrong("it has other rows than its record batch"),
        }
    }

    /// Fails when a field has other rows than the batch, or values for fewer.
    pub(super) fn check_slot(&self, slot: Slot, form: &Form) -> Result<()> {
        self.check_rows(slot)?;
        // Of compressed buffers this is not known without a look at them.
        let bits = match form {
            _ if self.codec.is_some() => 0,
            Form::Bits => 1,
            Form::Fixed(scalar) => scalar.size() as u64 * 8,
            Form::Entries(entries) => entries.index.size() as u64 * 8,
            Form::Views => 128,
            _ => 0,
        };
        let length = match bits {
            0 => u64::MAX,
            _ => self.ranges[self.index(slot, 1)].1,
        };
        match bits.saturating_mul(self.rows).div_ceil(8) <= length {
            true => Ok(()),
            false => wrong("a buffer holds less than its rows need"),
        }
    }

    /// Where in the list a buffer of a field is: its first, second and so on.
    fn index(&self, slot: Slot, which: usize) -> usize {
        let heaps: usize = self.heaps[..slot.views_before].iter().sum();
        slot.buffer + heaps + which
    }

    /// A buffer of a field: its first, second and so on.
    pub(super) fn content(&self, slot: Slot, which: usize) -> Result<Content<'a>> {
        let (start, length) = self.ranges[self.index(slot, which)];
        match self.codec {
            None => Ok(Content::plain(self.access, start, length)),
            Some(codec) => Content::packed(self.access, codec, start, length),
        }
    }

    /// Which rows of a field have a value, from one on. None: all have.
    pub(super) fn validity(&self, slot: Slot, from: u64) -> Result<Option<Bits<'a>>> {
        match self.nodes[slot.node].1 {
            0 => Ok(None),
            _ => Bits::new(self.content(slot, 0)?, from).map(Some),
        }
    }

    /// The buffers that hold the long texts of a field of views.
    pub(super) fn heaps(&self, slot: Slot) -> Result<Vec<Content<'a>>> {
        let count = self.heaps[slot.views_before];
        (2..2 + count)
            .map(|which| self.content(slot, which))
            .collect()
    }
}

const OTHER_BUFFERS: &str = "a batch has other buffers than the schema says";

fn checked_count(ranges: Vec<(u64, u64)>, count: Option<usize>) -> Result<Vec<(u64, u64)>> {
    match Some(ranges.len()) == count {
        true => Ok(ranges),
        false => wrong(OTHER_BUFFERS),
    }
}

fn codec(batch: RecordBatch<'_>) -> Result<Option<Codec>> {
    let Some(compression) = batch.compression() else {
        return Ok(None);
    };
    Ok(Some(match compression.codec() {
        CompressionType::LZ4_FRAME => Codec::Lz4,
        CompressionType::ZSTD => Codec::Zstd,
        _ => return wrong("it is compressed in a way that is not known"),
    }))
}

/// Where in the file a buffer of a batch is.
fn within(place: Place, offset: i64, length: i64) -> Result<(u64, u64)> {
    let offset = u64::try_from(offset).ok();
    let range = offset.zip(u64::try_from(length).ok());
    let range = range.filter(|(offset, length)| {
        let end = offset.checked_add(*length);
        end.is_some_and(|end| end <= place.body_length)
    });
    match range {
        Some((offset, length)) => Ok((place.body + offset, length)),
        None => wrong("a buffer lies outside of its batch"),
    }
}
