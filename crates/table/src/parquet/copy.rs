//! Some rows of a file, written to another of the same schema, a column of a
//! row group at a time.

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::Compression;
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use ::parquet::column::writer::ColumnWriterImpl;
use ::parquet::data_type::DataType;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, RowGroupMetaData};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use verdict::Fault;

use super::pages::Pages;
use super::{Parquet, broken, general};

/// Most rows that are held at once.
const BATCH: usize = 1024;

/// A Parquet file that some rows of another are copied to: with its schema, its
/// metadata, its compression and its row groups. Nested values are copied as
/// they are, and nothing is read that belongs to no row group with such rows.
pub struct RowCopy<'a, W: Write + Send> {
    parquet: &'a Parquet,
    writer: SerializedFileWriter<W>,
}

impl<'a, W: Write + Send> RowCopy<'a, W> {
    pub(crate) fn begin(parquet: &'a Parquet, to: W) -> Result<Self, Fault> {
        let metadata = parquet.reader.metadata();
        let schema = parquet.schema().root_schema_ptr();
        let writer = SerializedFileWriter::new(to, schema, Arc::new(properties(metadata)));
        let writer = writer.map_err(|error| fault(parquet, &error))?;
        Ok(Self { parquet, writer })
    }

    /// Copies those rows of a row group, counted from 0, that are marked.
    ///
    /// # Errors
    ///
    /// The row group can't be read, or the rows can't be written.
    pub fn group(&mut self, index: usize, rows: &[bool]) -> Result<(), Fault> {
        if !rows.contains(&true) {
            return Ok(());
        }
        let copied = self.copy(index, rows);
        copied.map_err(|error| fault(self.parquet, &error))
    }

    fn copy(&mut self, index: usize, rows: &[bool]) -> Result<(), ParquetError> {
        let group = self.parquet.reader.get_row_group(index)?;
        let mut to = self.writer.next_row_group()?;
        let columns = self.parquet.schema().columns().iter();
        for (leaf, column) in columns.enumerate() {
            let pages = Pages::as_they_are(group.get_column_page_reader(leaf)?, column);
            let reader = get_column_reader(Arc::clone(column), Box::new(pages));
            let Some(mut writer) = to.next_column()? else {
                return Err(general("a row group has more columns than the schema"));
            };
            column_of(reader, &mut writer, rows)?;
            writer.close()?;
        }
        to.close().map(|_| ())
    }

    /// Ends the file, and gives back what it was written to.
    ///
    /// # Errors
    ///
    /// The end can't be written.
    pub fn finish(self) -> Result<W, Fault> {
        let Self { parquet, writer } = self;
        writer.into_inner().map_err(|error| fault(parquet, &error))
    }
}

/// How columns are written: as those of the first row group are.
fn properties(metadata: &ParquetMetaData) -> WriterProperties {
    let about = metadata.file_metadata().key_value_metadata().cloned();
    let mut properties = WriterProperties::builder().set_key_value_metadata(about);
    let first = metadata.row_groups().first();
    // The writer says the same of all row groups.
    let groups = metadata.row_groups().iter();
    let mut orders = groups.map(RowGroupMetaData::sorting_columns);
    let order = orders.next().flatten();
    if orders.all(|other| other == order) {
        properties = properties.set_sorting_columns(order.cloned());
    }
    for column in first.into_iter().flat_map(RowGroupMetaData::columns) {
        let path = column.column_path().clone();
        let dictionary = column.dictionary_page_offset().is_some();
        properties = properties
            .set_column_compression(path.clone(), compression(column))
            .set_column_dictionary_enabled(path, dictionary);
    }
    properties.build()
}

/// A column's compression; the one that took the place of an old one.
fn compression(column: &ColumnChunkMetaData) -> Compression {
    match column.compression() {
        Compression::LZ4 => Compression::LZ4_RAW,
        compression => compression,
    }
}

fn column_of(
    reader: ColumnReader,
    writer: &mut SerializedColumnWriter<'_>,
    rows: &[bool],
) -> Result<(), ParquetError> {
    match reader {
        ColumnReader::BoolColumnReader(reader) => values(reader, writer.typed(), rows),
        ColumnReader::Int32ColumnReader(reader) => values(reader, writer.typed(), rows),
        ColumnReader::Int64ColumnReader(reader) => values(reader, writer.typed(), rows),
        ColumnReader::Int96ColumnReader(reader) => values(reader, writer.typed(), rows),
        ColumnReader::FloatColumnReader(reader) => values(reader, writer.typed(), rows),
        ColumnReader::DoubleColumnReader(reader) => values(reader, writer.typed(), rows),
        ColumnReader::ByteArrayColumnReader(reader) => values(reader, writer.typed(), rows),
        ColumnReader::FixedLenByteArrayColumnReader(reader) => values(reader, writer.typed(), rows),
    }
}

/// Copies the values of marked rows, with their levels.
fn values<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    writer: &mut ColumnWriterImpl<'_, T>,
    mut rows: &[bool],
) -> Result<(), ParquetError> {
    let most = writer.get_descriptor().max_def_level();
    let (mut definitions, mut repetitions, mut values) = (Vec::new(), Vec::new(), Vec::new());
    while !rows.is_empty() {
        definitions.clear();
        repetitions.clear();
        values.clear();
        let (records, ..) = reader.read_records(
            rows.len().min(BATCH),
            Some(&mut definitions),
            Some(&mut repetitions),
            &mut values,
        )?;
        let Some((now, later)) = rows.split_at_checked(records).filter(|_| records > 0) else {
            return Err(general("a column has other rows than its row group"));
        };
        rows = later;
        let levels = definitions.len().max(values.len());
        let kept = of_levels(now, &repetitions, levels);
        let is_value = |at: &usize| definitions.get(*at).is_none_or(|level| *level == most);
        let mut of_values = (0..levels).filter(is_value).map(|at| kept[at]);
        values.retain(|_| of_values.next() == Some(true));
        retain(&mut definitions, &kept);
        retain(&mut repetitions, &kept);
        if !kept.contains(&true) {
            continue;
        }
        let definitions = (!definitions.is_empty()).then_some(&definitions[..]);
        let repetitions = (!repetitions.is_empty()).then_some(&repetitions[..]);
        writer.write_batch(&values, definitions, repetitions)?;
    }
    Ok(())
}

/// Whether each of so many levels belongs to a row that is marked. Where a
/// column has no lists, there is one for every row.
fn of_levels(rows: &[bool], repetitions: &[i16], levels: usize) -> Vec<bool> {
    if repetitions.is_empty() {
        return rows.to_vec();
    }
    let mut rows = rows.iter();
    let mut kept = false;
    let levels = repetitions.iter().take(levels).map(|level| {
        if *level == 0 {
            kept = rows.next() == Some(&true);
        }
        kept
    });
    levels.collect()
}

fn retain(levels: &mut Vec<i16>, kept: &[bool]) {
    let mut kept = kept.iter();
    levels.retain(|_| kept.next() == Some(&true));
}

/// The fault of a file that can't be read, or of another that can't be written.
fn fault(parquet: &Parquet, error: &ParquetError) -> Fault {
    match error {
        ParquetError::External(error) => {
            Fault::new(format!("can't copy rows of {}: {error}", parquet.name))
                .help("check that there is room where they are written to")
        }
        error => broken(&parquet.name, error),
    }
}

#[cfg(test)]
mod tests {
    use ::parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use ::parquet::file::reader::{FileReader, SerializedFileReader};
    use ::parquet::schema::parser::parse_message_type;
    use bytes::Bytes;

    use super::*;
    use crate::{CsvOptions, Table};

    const SCHEMA: &str = "message m {
        required int32 id;
        optional group tags (LIST) { repeated group list { optional binary element (UTF8); } }
    }";

    /// Rows 0 to 2999: every third without tags, every third with none, every
    /// third with a null and a word for each of 1 to 5.
    fn file() -> Vec<u8> {
        let schema = Arc::new(parse_message_type(SCHEMA).expect("a schema"));
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
        let properties = Arc::new(properties.build());
        let mut file = SerializedFileWriter::new(Vec::new(), schema, properties).expect("begun");
        let mut group = file.next_row_group().expect("a group");
        let mut column = group.next_column().expect("a column").expect("there");
        let ids: Vec<i32> = (0..3000).collect();
        let written = column.typed::<Int32Type>().write_batch(&ids, None, None);
        assert_eq!(written.expect("written"), 3000);
        column.close().expect("closed");
        let mut column = group.next_column().expect("a column").expect("there");
        let (mut words, mut definitions, mut repetitions) = (Vec::new(), Vec::new(), Vec::new());
        for id in ids {
            repetitions.push(0);
            definitions.push((id % 3) as i16);
            for word in (0..=(id % 5)).filter(|_| id % 3 == 2) {
                repetitions.push(1);
                definitions.push(3);
                words.push(ByteArray::from(format!("w{word}").as_str()));
            }
        }
        let writer = column.typed::<ByteArrayType>();
        let written = writer.write_batch(&words, Some(&definitions), Some(&repetitions));
        assert_eq!(written.expect("written"), words.len());
        column.close().expect("closed");
        group.close().expect("closed");
        file.into_inner().expect("ended")
    }

    fn rows(file: Vec<u8>) -> Vec<String> {
        let reader = SerializedFileReader::new(Bytes::from(file)).expect("Parquet");
        let rows = reader.get_row_iter(None).expect("rows");
        rows.map(|row| row.expect("a row").to_string()).collect()
    }

    fn copied(file: &[u8], marks: &[bool]) -> Vec<u8> {
        let table = Table::from_bytes("t.parquet", file.to_vec(), CsvOptions::default());
        let table = table.expect("a table");
        let copy = table.copy_to(Vec::new()).expect("begun");
        let mut copy = copy.expect("Parquet");
        copy.group(0, marks).expect("copied");
        copy.finish().expect("ended")
    }

    #[test]
    fn rows_with_lists_stay_whole() {
        let file = file();
        let all = rows(file.clone());
        assert_eq!(all.len(), 3000);
        for every in [1, 2, 7, 1500, 2999] {
            let marks: Vec<bool> = (0..3000).map(|row| row % every == 0).collect();
            let kept = all.iter().step_by(every).cloned().collect::<Vec<_>>();
            assert_eq!(rows(copied(&file, &marks)), kept, "every {every}");
        }
    }

    #[test]
    fn no_rows_are_a_file_too() {
        let empty = copied(&file(), &[false; 3000]);
        assert!(rows(empty.clone()).is_empty());
        let table = Table::from_bytes("t.parquet", empty, CsvOptions::default());
        assert_eq!(table.expect("a table").columns(), ["id", "tags"]);
    }

    /// Cut off or changed anywhere: an error at most.
    #[test]
    fn broken_pages_are_no_panic() {
        let whole = file();
        let marks: Vec<bool> = (0..3000).map(|row| row % 2 == 0).collect();
        for at in (4..whole.len()).step_by(61) {
            let mut broken = whole.clone();
            broken[at] ^= 0x55;
            let table = Table::from_bytes("t.parquet", broken, CsvOptions::default());
            let Ok(table) = table else { continue };
            if let Ok(Some(mut copy)) = table.copy_to(Vec::new()) {
                let _ = copy.group(0, &marks);
                let _ = copy.finish();
            }
        }
    }
}
