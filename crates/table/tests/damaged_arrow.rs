//! Arrow files with wrong bytes take little memory. A process of its own, so
//! that its peak is theirs.

use std::path::Path;

use tollgate_table::{CsvOptions, Table, Wanted};

/// The most memory that this process ever held, in bytes. None: this system
/// doesn't say.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes << 10)
}

fn read(name: &str, bytes: Vec<u8>) -> Result<u64, verdict::Fault> {
    let table = Table::from_bytes(name, bytes, CsvOptions::default())?;
    let columns = table.columns().len();
    let (scan, _) = table.scan_blocks(&Wanted::all(columns), &|| (), &|(), block| {
        for column in 0..columns {
            let column = block.column(column);
            (0..block.rows()).for_each(|at| _ = column.cell(at));
        }
        Ok(())
    })?;
    Ok(scan.rows)
}

#[test]
fn a_wrong_byte_takes_little_memory() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for name in ["types.arrow", "types.arrows"] {
        let whole = std::fs::read(folder.join(name)).expect("a fixture");
        assert_eq!(read(name, whole.clone()).expect("a table"), 3);
        let before = peak();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= [0x01, 0x40, 0x80, 0xff][at % 4];
            drop(read(name, bytes));
        }
        if let Some((before, after)) = before.zip(peak()) {
            let more = (after - before) >> 20;
            assert!(more < 32, "{name}: {more} MiB");
        }
    }
}
