//! Guards before the crate's column readers, which panic on some broken files.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ::parquet::basic::{Encoding, Type};
use ::parquet::column::page::{Page, PageMetadata, PageReader};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use ::parquet::schema::types::ColumnDescriptor;
use bytes::Bytes;

use super::delta;
use super::texts::{BAD_TEXTS, Layout, Texts};

/// Longest page, uncompressed, in bytes. Writers aim at 1 MiB.
const PAGE_LIMIT: usize = 256 << 20;

/// Most bytes of texts that are looked at before they are shown, but for one
/// page.
const TEXTS_AT_ONCE: usize = 16 << 20;

/// Fails when a column says that it lies outside of the file.
pub(super) fn check_ranges(metadata: &ParquetMetaData, size: u64) -> Result<()> {
    let columns = metadata
        .row_groups()
        .iter()
        .flat_map(RowGroupMetaData::columns);
    for column in columns {
        let start = column
            .dictionary_page_offset()
            .unwrap_or(column.data_page_offset());
        let end = u64::try_from(start)
            .ok()
            .zip(u64::try_from(column.compressed_size()).ok());
        let end = end.and_then(|(start, length)| start.checked_add(length));
        if end.is_none_or(|end| end > size) {
            let text = "the footer names a place outside of the file";
            return Err(ParquetError::General(text.to_owned()));
        }
    }
    Ok(())
}

/// The data pages of a column as they may be given to the crate's readers. The
/// reader has one hold of them, and we have another.
#[derive(Clone)]
pub(super) struct Pages(Arc<Mutex<Held>>);

/// The pages of a column.
pub(super) struct Held {
    inner: Box<dyn PageReader>,
    /// The definition level of a value that is not null.
    most_definition: i16,
    /// 0 where no list is around the column.
    most_repetition: i16,
    /// Whether values are texts or bytes: then pages give numbers of these.
    has_texts: bool,
    /// Whether pages of texts are only looked at, and keep their texts.
    as_they_are: bool,
    /// Bytes of a value, where all have as many.
    fixed: Option<usize>,
    has_dictionary: bool,
    /// Pages that were looked at and are still to be read.
    ready: VecDeque<Page>,
    /// Values in all data pages so far, nulls included.
    values: u64,
    pub(super) texts: Texts,
}

impl Pages {
    /// Pages whose texts are taken out of them.
    pub(super) fn new(inner: Box<dyn PageReader>, column: &ColumnDescriptor) -> Self {
        Self::of(inner, column, false)
    }

    /// Pages that keep their texts.
    pub(super) fn as_they_are(inner: Box<dyn PageReader>, column: &ColumnDescriptor) -> Self {
        Self::of(inner, column, true)
    }

    fn of(inner: Box<dyn PageReader>, column: &ColumnDescriptor, as_they_are: bool) -> Self {
        let fixed = column.physical_type() == Type::FIXED_LEN_BYTE_ARRAY;
        Self(Arc::new(Mutex::new(Held {
            inner,
            most_definition: column.max_def_level(),
            most_repetition: column.max_rep_level(),
            as_they_are,
            has_texts: fixed || column.physical_type() == Type::BYTE_ARRAY,
            fixed: fixed.then(|| usize::try_from(column.type_length()).unwrap_or_default()),
            has_dictionary: false,
            ready: VecDeque::new(),
            values: 0,
            texts: Texts::default(),
        })))
    }

    pub(super) fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// Looks at pages until texts of the next so many rows are at hand, behind
    /// those that are done, or as many as should be held at once. Says for how
    /// many rows there are some: at least one, but at the column's end.
    pub(super) fn prepare(&mut self, done: u64, rows: u64) -> Result<u64> {
        self.texts.forget(done);
        while self.values < done.saturating_add(rows)
            && (self.values <= done || self.texts.held() < TEXTS_AT_ONCE)
        {
            let Some(page) = self.take()? else { break };
            self.ready.push_back(page);
        }
        Ok((self.values - done.min(self.values)).min(rows))
    }

    /// Takes the next page from the file, and looks at it.
    fn take(&mut self) -> Result<Option<Page>> {
        loop {
            match self.inner.get_next_page()? {
                None => return Ok(None),
                Some(page) if !page.is_data_page() => {
                    self.has_dictionary = true;
                    return self.dictionary(page).map(Some);
                }
                // Readers take a page without values for the end.
                Some(page) if page.num_values() == 0 => {}
                Some(page) => return self.admit(page).map(Some),
            }
        }
    }

    /// A dictionary of texts becomes one of their numbers.
    fn dictionary(&mut self, page: Page) -> Result<Page> {
        check_length(&page)?;
        if !self.has_texts {
            return Ok(page);
        }
        let num_values = page.num_values();
        let layout = Layout {
            encoding: Encoding::PLAIN,
            fixed: self.fixed,
            most: u64::from(num_values),
        };
        let count = self.texts.take_dictionary(page.buffer(), layout);
        if count.or_else(wrong)? as u64 != u64::from(num_values) {
            return wrong(BAD_TEXTS);
        }
        if self.as_they_are {
            return Ok(page);
        }
        let numbers: Vec<u8> = (0..num_values).flat_map(u32::to_le_bytes).collect();
        Ok(Page::DictionaryPage {
            buf: Bytes::from(numbers),
            num_values,
            encoding: Encoding::PLAIN,
            is_sorted: false,
        })
    }

    /// Looks at a data page; gives it back as it may be read.
    fn admit(&mut self, mut page: Page) -> Result<Page> {
        check_length(&page)?;
        let by_dictionary = uses_dictionary(page.encoding());
        if !self.has_dictionary && by_dictionary {
            return wrong("a page needs a dictionary, and the column has none");
        }
        let Some(start) = self.start_of_values(&page) else {
            return wrong("a page is shorter than it says");
        };
        let most = u64::from(page.num_values());
        self.values += most;
        if self.has_texts && !by_dictionary {
            return self.texts(&page, start, most);
        }
        let values = &page.buffer()[start..];
        let delta = page.encoding() == Encoding::DELTA_BINARY_PACKED;
        if delta && delta::count(values, most).or_else(wrong)? == 0 {
            page = with_values(&page, start, &[]);
        }
        Ok(page)
    }

    /// Keeps the texts of a page, which gets their numbers instead.
    fn texts(&mut self, page: &Page, start: usize, most: u64) -> Result<Page> {
        let layout = Layout {
            encoding: page.encoding(),
            fixed: self.fixed,
            most,
        };
        let values = &page.buffer()[start..];
        let numbers = self.texts.take_page(values, layout, self.values);
        let numbers = numbers.or_else(wrong)?;
        let count = numbers.len() as u64 / 4;
        if count > most || (count < most && self.most_definition == 0) {
            return wrong(BAD_TEXTS);
        }
        if self.as_they_are {
            self.texts.forget(self.values);
            return Ok(page.clone());
        }
        Ok(with_values(page, start, &numbers))
    }

    /// Where the levels end and the values begin. None: behind the page's end.
    fn start_of_values(&self, page: &Page) -> Option<usize> {
        let buffer = page.buffer();
        let start = match page {
            Page::DataPageV2 {
                def_levels_byte_len,
                rep_levels_byte_len,
                ..
            } => u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len),
            Page::DataPage {
                def_level_encoding,
                rep_level_encoding,
                num_values,
                ..
            } => {
                let repetition = (*rep_level_encoding, self.most_repetition);
                let before = length_of_levels(buffer, repetition, *num_values)?;
                let rest = buffer.get(usize::try_from(before).ok()?..)?;
                let definition = (*def_level_encoding, self.most_definition);
                before + length_of_levels(rest, definition, *num_values)?
            }
            Page::DictionaryPage { .. } => 0,
        };
        let start = usize::try_from(start).ok();
        start.filter(|start| *start <= buffer.len())
    }
}

/// How many bytes the levels have that a page of the first version begins with.
#[expect(deprecated, reason = "old files have bit-packed levels")]
fn length_of_levels(
    buffer: &[u8],
    (encoding, most): (Encoding, i16),
    num_values: u32,
) -> Option<u64> {
    match (encoding, most) {
        (_, 0) => Some(0),
        (Encoding::BIT_PACKED, _) => {
            let bits = u64::from(16 - most.leading_zeros());
            Some((u64::from(num_values) * bits).div_ceil(8))
        }
        _ => {
            let size: [u8; 4] = buffer.get(..4)?.try_into().ok()?;
            Some(4 + u64::from(u32::from_le_bytes(size)))
        }
    }
}

/// The page with other values, in the plain encoding. Where there are none,
/// its decoder fails when it is asked for one; that of delta-encoded numbers
/// panics.
fn with_values(page: &Page, start: usize, values: &[u8]) -> Page {
    let mut page = page.clone();
    if let Page::DataPage { buf, encoding, .. } | Page::DataPageV2 { buf, encoding, .. } = &mut page
    {
        *buf = match values {
            [] => buf.slice(..start),
            _ => Bytes::from([&buf[..start], values].concat()),
        };
        *encoding = Encoding::PLAIN;
    }
    page
}

fn check_length(page: &Page) -> Result<()> {
    match page.buffer().len() > PAGE_LIMIT {
        true => wrong("a page is longer than 256 MiB"),
        false => Ok(()),
    }
}

fn wrong<T>(text: &str) -> Result<T> {
    Err(ParquetError::General(text.to_owned()))
}

impl Iterator for Pages {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let mut held = self.held();
        match held.ready.pop_front() {
            Some(page) => Ok(Some(page)),
            None => held.take(),
        }
    }

    /// Pages are read and never skipped.
    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        wrong("pages can't be looked at before they are read")
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.get_next_page().map(|_| ())
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.held().inner.at_record_boundary()
    }
}

fn uses_dictionary(encoding: Encoding) -> bool {
    matches!(
        encoding,
        Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY
    )
}
