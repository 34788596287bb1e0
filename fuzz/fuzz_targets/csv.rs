//! Any bytes as a CSV file: no panic, and every row that is counted is either
//! in a block or told to be left out.

#![no_main]

use libfuzzer_sys::fuzz_target;
use table::{CsvOptions, Table, Wanted};

fuzz_target!(|bytes: &[u8]| {
    let Ok(table) = Table::from_bytes("t.csv", bytes.to_vec(), CsvOptions::default()) else {
        return;
    };
    let columns = table.columns().len();
    let wanted = Wanted::all(columns);
    let scanned = table.scan_blocks(&wanted, &|| 0u64, &|rows, block| {
        for at in 0..block.rows() {
            for column in 0..columns {
                let _ = block.cell(column, at);
            }
            let _ = (block.number(at), block.line(at));
        }
        *rows += block.rows() as u64;
        Ok(())
    });
    if let Ok((scan, rows)) = scanned {
        assert_eq!(scan.rows, rows.iter().sum::<u64>() + scan.shape.left_out);
    }
});
