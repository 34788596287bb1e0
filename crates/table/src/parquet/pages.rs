//! Guards before the crate's column readers, which panic on some broken files.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU64, AtomicUsize};

use ::parquet::basic::{Encoding, Type};
use ::parquet::column::page::{Page, PageMetadata, PageReader};
use ::parquet::errors::{ParquetError, Result};
use ::parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use ::parquet::schema::types::ColumnDescriptor;

use super::delta;

/// Longest page, uncompressed, in bytes. Writers aim at 1 MiB.
const PAGE_LIMIT: usize = 256 << 20;

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

/// How far the pages of a column have been handed out.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Values in all data pages so far, nulls included.
    values: AtomicU64,
    /// The longest value of the last data page when its values are put
    /// together from pieces, in bytes; 0 when they are slices of the page.
    longest: AtomicUsize,
}

impl Progress {
    pub(super) fn values(&self) -> u64 {
        self.values.load(Relaxed)
    }

    pub(super) fn longest(&self) -> usize {
        self.longest.load(Relaxed)
    }
}

/// Data pages of a column as they may be given to the crate's readers.
pub(super) struct Pages {
    inner: Box<dyn PageReader>,
    /// The definition level of a value that is not null.
    most_definition: i16,
    /// Whether values are texts: each has its length before it.
    texts: bool,
    has_dictionary: bool,
    progress: Arc<Progress>,
}

impl Pages {
    pub(super) fn new(
        pages: Box<dyn PageReader>,
        column: &ColumnDescriptor,
        progress: Arc<Progress>,
    ) -> Self {
        Self {
            inner: pages,
            most_definition: column.max_def_level(),
            texts: column.physical_type() == Type::BYTE_ARRAY,
            has_dictionary: false,
            progress,
        }
    }

    /// Looks at a data page; gives it back as it may be read.
    fn admit(&self, mut page: Page) -> Result<Page> {
        if !self.has_dictionary && uses_dictionary(page.encoding()) {
            return wrong("a page needs a dictionary, and the column has none");
        }
        if page.buffer().len() > PAGE_LIMIT {
            return wrong("a page is longer than 256 MiB");
        }
        let Some(start) = self.start_of_values(&page) else {
            return wrong("a page is shorter than it says");
        };
        let (values, most) = (&page.buffer()[start..], u64::from(page.num_values()));
        let longest = self.longest(page.encoding(), values, most);
        self.progress
            .longest
            .store(longest.or_else(wrong)?, Relaxed);
        self.progress.values.fetch_add(most, Relaxed);
        let delta = page.encoding() == Encoding::DELTA_BINARY_PACKED;
        if delta && delta::count(values, most).or_else(wrong)? == 0 {
            page = without_values(page, start);
        }
        Ok(page)
    }

    /// The longest text, in bytes, where texts are put together from pieces,
    /// else 0; or what is wrong with the values, of which there are at most so
    /// many.
    fn longest(
        &self,
        encoding: Encoding,
        values: &[u8],
        most: u64,
    ) -> std::result::Result<usize, &'static str> {
        match encoding {
            Encoding::PLAIN if self.texts => match texts(values) {
                Some(count) if count == most => Ok(0),
                Some(count) if count < most && self.most_definition > 0 => Ok(0),
                _ => Err(BAD_TEXTS),
            },
            Encoding::DELTA_LENGTH_BYTE_ARRAY => delta::check_lengths(values, most).map(|()| 0),
            Encoding::DELTA_BYTE_ARRAY => delta::longest(values, most),
            _ => Ok(0),
        }
    }

    /// Where the levels end and the values begin. None: behind the page's end.
    #[expect(deprecated, reason = "old files have bit-packed levels")]
    fn start_of_values(&self, page: &Page) -> Option<usize> {
        let length = page.buffer().len();
        let start = match page {
            Page::DataPageV2 {
                def_levels_byte_len,
                rep_levels_byte_len,
                ..
            } => u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len),
            _ if self.most_definition == 0 => 0,
            Page::DataPage {
                def_level_encoding: Encoding::BIT_PACKED,
                num_values,
                ..
            } => {
                let bits = u64::from(16 - self.most_definition.leading_zeros());
                (u64::from(*num_values) * bits).div_ceil(8)
            }
            _ => {
                let size: [u8; 4] = page.buffer().get(..4)?.try_into().ok()?;
                4 + u64::from(u32::from_le_bytes(size))
            }
        };
        usize::try_from(start).ok().filter(|start| *start <= length)
    }
}

/// The page with no bytes of values in the plain encoding, whose decoder fails
/// when it is asked for one; that of delta-encoded numbers panics.
fn without_values(mut page: Page, start: usize) -> Page {
    if let Page::DataPage { buf, encoding, .. } | Page::DataPageV2 { buf, encoding, .. } = &mut page
    {
        *buf = buf.slice(..start);
        *encoding = Encoding::PLAIN;
    }
    page
}

const BAD_TEXTS: &str = "a page holds other texts than it says";

/// How many texts stand one behind the other, each with its length in four
/// bytes before it. None: the last is cut off.
fn texts(mut bytes: &[u8]) -> Option<u64> {
    let mut count = 0;
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        bytes = rest.get(length..)?;
        count += 1;
    }
    bytes.is_empty().then_some(count)
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
        loop {
            match self.inner.get_next_page()? {
                None => return Ok(None),
                Some(page) if !page.is_data_page() => {
                    let count = u64::from(page.num_values());
                    if self.texts && texts(page.buffer()) != Some(count) {
                        return wrong(BAD_TEXTS);
                    }
                    self.has_dictionary = true;
                    return Ok(Some(page));
                }
                // Readers take a page without values for the end.
                Some(page) if page.num_values() == 0 => {}
                Some(page) => return self.admit(page).map(Some),
            }
        }
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.inner.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.inner.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.inner.at_record_boundary()
    }
}

fn uses_dictionary(encoding: Encoding) -> bool {
    matches!(
        encoding,
        Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY
    )
}
