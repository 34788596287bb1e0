//! Files that are cut off or have wrong bytes.

use arrow_ipc::CompressionType;

use super::written::{How, PLAIN, cells, open, small, write};
use crate::Wanted;

/// Whether reading ends in rows or a fault, and not in a panic.
fn survives(bytes: &[u8]) -> bool {
    let read = || {
        let table = open("t.arrow", bytes)?;
        cells(&table, &Wanted::all(table.columns().len()))
    };
    std::panic::catch_unwind(read).is_ok()
}

fn files() -> Vec<Vec<u8>> {
    let codecs = [
        None,
        Some(CompressionType::LZ4_FRAME),
        Some(CompressionType::ZSTD),
    ];
    let hows = codecs.into_iter().flat_map(|compression| {
        [false, true].map(|stream| How {
            stream,
            compression,
            ..PLAIN
        })
    });
    hows.map(|how| write(&small(), how)).collect()
}

/// After every third byte (every one was tried once).
#[test]
fn what_is_cut_off_is_a_fault_or_fewer_rows() {
    for whole in files() {
        let is_file = whole.starts_with(b"ARROW1");
        for end in (8..whole.len()).step_by(3) {
            let table = open("t.arrow", &whole[..end]);
            assert!(table.is_err() || !is_file, "{end}");
            assert!(survives(&whole[..end]), "{end}");
        }
    }
}

/// One of three changes to every byte (all were tried once).
#[test]
fn a_wrong_byte_is_no_panic() {
    for whole in files() {
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= [0x01, 0x80, 0xff][at % 3];
            assert!(survives(&bytes), "byte {at}");
        }
    }
}
