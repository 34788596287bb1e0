//! The same examples in several formats.

use std::sync::Arc;

use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;

/// An example and what a model says of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) label: bool,
    pub(super) score: f64,
    pub(super) class: i64,
    pub(super) region: Option<String>,
}

/// Some examples, each once.
pub(super) fn rows() -> impl Strategy<Value = Vec<Row>> {
    let region = prop::option::of("[A-C]|007|1[.]0");
    let row = (any::<bool>(), 0.0..1.0, -1..3_i64, region);
    let row = row.prop_map(|(label, score, class, region)| Row {
        id: 0,
        label,
        score,
        class,
        region,
    });
    prop::collection::btree_map(-50..50_i64, row, 1..30)
        .prop_map(|rows| {
            rows.into_iter()
                .map(|(id, row)| Row { id, ..row })
                .collect::<Vec<_>>()
        })
        .prop_shuffle()
}

/// Numbers as a tool may write them that knows floats alone.
pub(super) fn csv(rows: &[Row]) -> Vec<u8> {
    let mut text = "id,label,score,class,region\n".to_owned();
    for row in rows {
        let label = if row.label { "True" } else { "false" };
        let region = row.region.as_deref().unwrap_or_default();
        text += &format!(
            "{}.0,{label},{:?},{:.1},{region}\n",
            row.id, row.score, row.class as f64
        );
    }
    text.into_bytes()
}

pub(super) fn json(rows: &[Row]) -> Vec<u8> {
    let mut text = String::new();
    for row in rows {
        let region = match &row.region {
            Some(region) => format!("\"{region}\""),
            None => "null".to_owned(),
        };
        text += &format!(
            "{{\"id\": {}, \"label\": {}, \"score\": {:?}, \"class\": \"{}\", \"region\": {region}}}\n",
            row.id, row.label, row.score, row.class
        );
    }
    text.into_bytes()
}

const SCHEMA: &str = "message m {
    required int64 id;
    required boolean label;
    required double score;
    required int64 class;
    optional binary region (UTF8);
}";

pub(super) fn parquet(rows: &[Row]) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).expect("a schema"));
    let mut writer =
        SerializedFileWriter::new(Vec::new(), schema, Arc::default()).expect("a writer");
    let mut group = writer.next_row_group().expect("a group");
    let list = |of: &dyn Fn(&Row) -> i64| rows.iter().map(of).collect::<Vec<_>>();
    column::<Int64Type>(&mut group, &list(&|row| row.id), None);
    let labels: Vec<bool> = rows.iter().map(|row| row.label).collect();
    column::<BoolType>(&mut group, &labels, None);
    let scores: Vec<f64> = rows.iter().map(|row| row.score).collect();
    column::<DoubleType>(&mut group, &scores, None);
    column::<Int64Type>(&mut group, &list(&|row| row.class), None);
    let regions = rows.iter().filter_map(|row| row.region.as_ref());
    let regions: Vec<ByteArray> = regions.map(|region| region.as_str().into()).collect();
    let levels: Vec<i16> = rows.iter().map(|row| row.region.is_some().into()).collect();
    column::<ByteArrayType>(&mut group, &regions, Some(&levels));
    group.close().expect("closed");
    writer.into_inner().expect("a file")
}

fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[T::T],
    levels: Option<&[i16]>,
) {
    let mut column = group.next_column().expect("a column").expect("a column");
    let typed = column.typed::<T>();
    typed.write_batch(values, levels, None).expect("written");
    column.close().expect("closed");
}
