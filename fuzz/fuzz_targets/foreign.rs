//! Any text as a contract of others: no panic; what is read can be written in
//! our words, and those are read again.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(Some(foreign)) = contract::foreign::read(text) else {
        return;
    };
    for table in &foreign.tables {
        let written = contract::to_toml(&table.contract, &table.not_judged, "fuzz");
        toml::from_str::<contract::Contract>(&written).expect("what was written is read");
    }
});
