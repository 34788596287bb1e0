//! Any text as a contract of ours: no panic; what is read can be written and
//! read again.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(read) = toml::from_str::<contract::Contract>(text) else {
        return;
    };
    let written = contract::to_toml(&read, &[], "fuzz");
    let again: contract::Contract = toml::from_str(&written).expect("what was written is read");
    assert_eq!(contract::to_toml(&again, &[], "fuzz"), written);
});
