//! Any bytes as an Arrow file or stream: no panic, and every row that is
//! counted is in a block.

#![no_main]

use libfuzzer_sys::fuzz_target;
use table::{CsvOptions, Table, Wanted};

fuzz_target!(|bytes: &[u8]| {
    let Ok(table) = Table::from_bytes("t.arrow", bytes.to_vec(), CsvOptions::default()) else {
        return;
    };
    let columns = table.columns().len();
    let wanted = Wanted::all(columns);
    let scanned = table.scan_blocks(&wanted, &|| 0u64, &|rows, block| {
        for column in 0..columns {
            let column = block.column(column);
            for at in 0..block.rows() {
                let _ = column.cell(at);
            }
        }
        *rows += block.rows() as u64;
        Ok(())
    });
    if let Ok((scan, rows)) = scanned {
        assert_eq!(scan.rows, rows.iter().sum::<u64>());
    }
});
