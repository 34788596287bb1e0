//! What is said of files that are none.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array};

use super::written::{How, PLAIN, batch, open, write};

fn message(name: &str, bytes: &[u8]) -> String {
    open(name, bytes).err().expect("a fault").message
}

fn ids() -> ArrayRef {
    Arc::new(Int64Array::from(vec![1, 2, 3]))
}

#[test]
fn what_is_no_arrow_file_is_said() {
    assert_eq!(
        message("t.arrow", b"a,b\n1,2\n3,4\n"),
        "t.arrow is not an Arrow file"
    );
    assert_eq!(
        message("t.feather", b"FEA1\0\0\0\0"),
        "t.feather is a Feather file of version 1"
    );
    let whole = write(&[batch(vec![("id", ids())])], PLAIN);
    assert_eq!(
        message("t.arrow", &whole[..whole.len() - 1]),
        "t.arrow: can't read the Arrow file: it is cut off: an Arrow file ends with `ARROW1`"
    );
    assert_eq!(message("t.csv", &whole), "t.csv is an Arrow file, not CSV");
    let packed = zstd::encode_all(&whole[..], 1).expect("packed");
    assert_eq!(
        message("t.arrow.zst", &packed),
        "t.arrow.zst is compressed with Zstandard, not Arrow"
    );
}

#[test]
fn a_stream_ends_where_it_says() {
    let how = How {
        stream: true,
        ..PLAIN
    };
    let whole = write(&[batch(vec![("id", ids())])], how);
    // Without the mark of its end, it ends with the last batch.
    assert!(open("t.arrows", &whole[..whole.len() - 8]).is_ok());
    assert_eq!(
        message("t.arrows", &whole[..whole.len() - 9]),
        "t.arrows: can't read the Arrow file: it is cut off"
    );
    let twice = [&whole[..], &whole[..]].concat();
    assert_eq!(
        message("<stdin>", &twice),
        "<stdin>: can't read the Arrow file: there are bytes behind the end of the stream"
    );
}

#[test]
fn columns_of_one_name_are_a_fault() {
    let schema = arrow_schema::Schema::new(vec![
        arrow_schema::Field::new("id", arrow_schema::DataType::Int64, true),
        arrow_schema::Field::new("id", arrow_schema::DataType::Int64, true),
    ]);
    let batch = arrow_array::RecordBatch::try_new(Arc::new(schema), vec![ids(), ids()]);
    let bytes = write(&[batch.expect("a batch")], PLAIN);
    assert_eq!(
        message("t.arrow", &bytes),
        "t.arrow: columns 1 and 2 are both named `id`"
    );
}
