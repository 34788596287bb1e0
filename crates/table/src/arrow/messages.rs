//! The messages of a file or of a stream: where they are, and what they are.

use std::collections::HashMap;

use arrow_ipc::{Block, Footer, Message, MessageHeader, MetadataVersion};
use bytes::Bytes;
use flatbuffers::VerifierOptions;

use super::bytes::Access;
use super::fields::Layout;
use super::wrong::{CUT_OFF, Result, Wrong, wrong};

/// Longest metadata of a message, in bytes.
const METADATA_LIMIT: u64 = 64 << 20;

/// Most rows of a batch: those that 32 bits count.
const ROWS_LIMIT: u64 = i32::MAX as u64;

/// What begins a file, and ends it.
pub(super) const MAGIC: &[u8] = b"ARROW1";

/// What begins a message since version 0.15.
pub(super) const CONTINUATION: [u8; 4] = [0xff; 4];

/// Where the parts of a message are, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// Of its metadata.
    start: u64,
    length: u64,
    pub(super) body: u64,
    pub(super) body_length: u64,
}

/// A record batch.
#[derive(Clone, Copy, Debug)]
pub(super) struct BatchPlace {
    pub(super) place: Place,
    pub(super) rows: u64,
    /// Whether its buffers are compressed.
    pub(super) packed: bool,
    /// How many dictionary batches it may use: the first so many.
    pub(super) dictionaries: usize,
}

/// A batch of the values of a dictionary.
#[derive(Clone, Copy, Debug)]
pub(super) struct DictionaryPlace {
    pub(super) place: Place,
    /// Whether its values come behind those before it; else in their stead.
    pub(super) is_delta: bool,
    /// How many dictionary batches come before it.
    pub(super) before: usize,
}

/// What a file or a stream holds.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) layout: Layout,
    pub(super) batches: Vec<BatchPlace>,
    /// The batches of every dictionary, by its number, in their order.
    pub(super) dictionaries: HashMap<i64, Vec<DictionaryPlace>>,
    /// How many of them there are.
    dictionary_batches: usize,
}

fn limits() -> VerifierOptions {
    VerifierOptions {
        max_depth: 64,
        max_tables: 1_000_000,
        max_apparent_size: 1 << 30,
        ..VerifierOptions::default()
    }
}

/// What a message's metadata say, if they are such.
pub(super) fn message(metadata: &[u8]) -> Result<Message<'_>> {
    let message = arrow_ipc::root_as_message_with_opts(&limits(), metadata);
    let message = message.map_err(|_| Wrong::new("the metadata of a message are broken"))?;
    check_version(message.version())?;
    Ok(message)
}

fn check_version(version: MetadataVersion) -> Result<()> {
    match (MetadataVersion::V4..=MetadataVersion::V5).contains(&version) {
        true => Ok(()),
        false => Err(Wrong::with_help(
            format!("its metadata are of version {}", i32::from(version.0) + 1),
            "versions 4 and 5 are read: write it again with a present library",
        )),
    }
}

impl Place {
    /// The metadata of the message.
    pub(super) fn metadata(&self, access: &Access) -> Result<Bytes> {
        access.read(self.start, self.length)
    }
}

impl Contents {
    /// Of a file, by its footer.
    pub(super) fn of_file(access: &Access) -> Result<Self> {
        let footer = footer_bytes(access)?;
        let footer = arrow_ipc::root_as_footer_with_opts(&limits(), &footer);
        let footer = footer.map_err(|_| Wrong::new("its footer is broken"))?;
        check_version(footer.version())?;
        let Some(schema) = footer.schema() else {
            return wrong("its footer has no schema");
        };
        check_apart(&footer)?;
        let mut contents = Self {
            layout: Layout::of(schema, footer.version())?,
            ..Self::default()
        };
        for block in footer.dictionaries().into_iter().flatten() {
            contents.block(access, *block, MessageHeader::DictionaryBatch)?;
        }
        let mut dictionaries = contents.dictionaries.values();
        if dictionaries.any(|all| all.iter().skip(1).any(|one| !one.is_delta)) {
            return wrong("it replaces a dictionary, which only a stream can");
        }
        for block in footer.recordBatches().into_iter().flatten() {
            contents.block(access, *block, MessageHeader::RecordBatch)?;
        }
        Ok(contents)
    }

    /// Takes a message that the footer names.
    fn block(&mut self, access: &Access, block: Block, kind: MessageHeader) -> Result<()> {
        let (start, end) = range(block)?;
        let length = u64::try_from(block.metaDataLength()).unwrap_or_default();
        if length > METADATA_LIMIT {
            return wrong("the metadata of a message are longer than 64 MiB");
        }
        if end > access.length {
            return wrong("its footer names a place outside of it");
        }
        let all = access.read(start, length)?;
        let (prefix, stated) = prefix(&all)?;
        if stated > length - prefix {
            return wrong("the metadata of a message are longer than the footer says");
        }
        let mut place = Place {
            start: start + prefix,
            length: stated,
            body: start + length,
            body_length: end - start - length,
        };
        let metadata = place.metadata(access)?;
        let message = message(&metadata)?;
        if message.header_type() != kind {
            return wrong("its footer names a message of another kind");
        }
        match u64::try_from(message.bodyLength()) {
            Ok(length) if length <= place.body_length => place.body_length = length,
            _ => return wrong("a batch is longer than the footer says"),
        }
        self.add(&message, place)
    }

    /// Of a stream, message by message.
    pub(super) fn of_stream(access: &Access) -> Result<Self> {
        let mut contents: Option<Self> = None;
        let mut at = 0;
        while let Some((place, end)) = next(access, at)? {
            let metadata = place.metadata(access)?;
            let message = message(&metadata)?;
            let body_length = u64::try_from(message.bodyLength());
            let next = body_length.ok().and_then(|length| end.checked_add(length));
            let next = next.ok_or_else(|| Wrong::new("a batch has a length that can't be"))?;
            if next > access.length {
                return cut_off();
            }
            let place = Place {
                body_length: next - end,
                ..place
            };
            match (&mut contents, message.header_as_schema()) {
                (None, Some(schema)) => {
                    contents = Some(Self {
                        layout: Layout::of(schema, message.version())?,
                        ..Self::default()
                    });
                }
                (Some(contents), None) => contents.add(&message, place)?,
                (None, None) => return wrong("it does not begin with a schema"),
                (Some(_), Some(_)) => return wrong("it holds a second schema"),
            }
            at = next;
        }
        contents.ok_or_else(|| Wrong::new("it holds no schema"))
    }

    /// Takes a record batch or a dictionary batch.
    fn add(&mut self, message: &Message<'_>, place: Place) -> Result<()> {
        if let Some(batch) = message.header_as_record_batch() {
            let rows = u64::try_from(batch.length()).unwrap_or(u64::MAX);
            if rows > ROWS_LIMIT {
                return wrong("a record batch has a count of rows that can't be");
            }
            self.batches.push(BatchPlace {
                place,
                rows,
                packed: batch.compression().is_some(),
                dictionaries: self.dictionary_batches,
            });
        } else if let Some(batch) = message.header_as_dictionary_batch() {
            let all = self.dictionaries.entry(batch.id()).or_default();
            all.push(DictionaryPlace {
                place,
                is_delta: batch.isDelta(),
                before: self.dictionary_batches,
            });
            self.dictionary_batches += 1;
        } else {
            return wrong("it holds something else than record batches");
        }
        Ok(())
    }
}

/// The place of the next message of a stream, without its body, and where its
/// metadata end. None: there is no more.
fn next(access: &Access, at: u64) -> Result<Option<(Place, u64)>> {
    let left = access.length - at;
    if left == 0 {
        return Ok(None);
    }
    let Ok((prefix, length)) = prefix(&access.read(at, left.min(8))?) else {
        return cut_off();
    };
    let start = at + prefix;
    if length == 0 {
        return match start == access.length {
            true => Ok(None),
            false => wrong("there are bytes behind the end of the stream"),
        };
    }
    if length > METADATA_LIMIT {
        return wrong("the metadata of a message are longer than 64 MiB");
    }
    if length > access.length - start {
        return cut_off();
    }
    let body = start + length;
    let place = Place {
        start,
        length,
        body,
        body_length: 0,
    };
    Ok(Some((place, body)))
}

/// How long the prefix of a message is, and its metadata.
fn prefix(bytes: &[u8]) -> Result<(u64, u64)> {
    let (prefix, length) = match bytes {
        [0xff, 0xff, 0xff, 0xff, a, b, c, d, ..] => (8, [*a, *b, *c, *d]),
        // Before version 0.15 there was but the length.
        [a, b, c, d, ..] if bytes[..4] != CONTINUATION => (4, [*a, *b, *c, *d]),
        _ => return wrong("a message is cut off"),
    };
    match u64::try_from(i32::from_le_bytes(length)) {
        Ok(length) => Ok((prefix, length)),
        Err(_) => wrong("the metadata of a message have a length below zero"),
    }
}

fn cut_off<T>() -> Result<T> {
    Err(Wrong::with_help("it is cut off", CUT_OFF))
}

/// The footer stands before its length and the magic at the file's end.
fn footer_bytes(access: &Access) -> Result<Bytes> {
    const TAIL: u64 = 10;
    let tail = match access.length.checked_sub(TAIL) {
        Some(start) => access.read(start, TAIL)?,
        None => return cut_off(),
    };
    if !tail.ends_with(MAGIC) {
        return Err(Wrong::with_help(
            "it is cut off: an Arrow file ends with `ARROW1`",
            CUT_OFF,
        ));
    }
    let length = tail.first_chunk().map(|length| i32::from_le_bytes(*length));
    let length = length.and_then(|length| u64::try_from(length).ok());
    let start = length.and_then(|length| (access.length - TAIL).checked_sub(length));
    match (start, length) {
        (Some(start), Some(length)) if length <= METADATA_LIMIT => access.read(start, length),
        _ => wrong("its footer has a length that can't be"),
    }
}

/// Where a message begins and ends.
fn range(block: Block) -> Result<(u64, u64)> {
    let start = u64::try_from(block.offset()).ok();
    let metadata = u64::try_from(block.metaDataLength()).ok();
    let body = u64::try_from(block.bodyLength()).ok();
    let end = start.zip(metadata).zip(body);
    let end = end.and_then(|((start, metadata), body)| {
        Some((start, start.checked_add(metadata)?.checked_add(body)?))
    });
    end.ok_or_else(|| Wrong::new("its footer names a place that can't be"))
}

/// Fails when two messages share bytes: rows would count twice.
fn check_apart(footer: &Footer<'_>) -> Result<()> {
    let dictionaries = footer.dictionaries().into_iter().flatten();
    let all = dictionaries.chain(footer.recordBatches().into_iter().flatten());
    let ranges: Result<Vec<_>> = all.map(|block| range(*block)).collect();
    let mut ranges = ranges?;
    ranges.sort_unstable();
    match ranges.windows(2).any(|pair| pair[1].0 < pair[0].1) {
        true => wrong("its footer names the same bytes twice"),
        false => Ok(()),
    }
}
