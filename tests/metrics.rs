//! Metrics files that the tools whose formats they are make anew, beside what
//! those tools say of them.

#[path = "../crates/metrics/tests/fixtures/agreement.rs"]
mod agreement;

use std::process::Command;

use crate::peers::{peer, root};
use crate::sandbox::Sandbox;

#[test]
fn what_the_tools_make_is_read_as_they_read_it() {
    let sandbox = Sandbox::new();
    let home = sandbox.path("home").to_string_lossy().into_owned();
    let sandbox = sandbox.env("HOME", &home);
    let data = sandbox.path("data");
    let mut make = Command::new(peer("ml-python"));
    make.arg(root().join("crates/metrics/tests/data/make.py"))
        .arg(&data);
    sandbox.command(&mut make).ends_with(0);
    agreement::of_values(&data);
    agreement::of_the_rest(&data);
}
