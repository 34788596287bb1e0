//! install.sh, as the actions run it: from a release, and from source.

use std::fs;
use std::process::Command;

use crate::peers::{archive_name, copy, released, releases, root};
use crate::sandbox::{Ran, Sandbox};

/// Runs install.sh of the project in the sandbox.
fn install(sandbox: &Sandbox) -> Ran {
    sandbox.command(&mut Command::new(sandbox.path("tollgate/install.sh")))
}

fn prepared() -> Sandbox {
    let sandbox = Sandbox::new();
    let at = |name: &str| sandbox.path(name).to_string_lossy().into_owned();
    let (home, cache, path, releases) =
        (at("home"), at("cache"), at("path.txt"), releases(&sandbox));
    sandbox
        .env("HOME", &home)
        .env("RUNNER_TOOL_CACHE", &cache)
        .env("GITHUB_PATH", &path)
        .env("TOLLGATE_RELEASES", &releases)
}

#[test]
fn a_release_is_verified_and_kept() {
    let sandbox = prepared();
    released(&sandbox);
    let ran = install(&sandbox).ends_with(0);
    let bin = ran.stdout.trim().to_owned();
    assert_eq!(sandbox.read("path.txt").trim(), bin);
    let version = sandbox
        .command(Command::new(format!("{bin}/gate-model")).arg("--version"))
        .ends_with(0);
    assert!(version.stdout.contains("gate-model"));
    // The second time needs no release any more.
    fs::remove_dir_all(sandbox.path("releases")).expect("removed");
    assert_eq!(install(&sandbox).ends_with(0).stdout.trim(), bin);
}

#[test]
fn a_release_with_another_checksum_is_not_installed() {
    let sandbox = prepared();
    released(&sandbox);
    let archive = sandbox.path(&format!(
        "releases/v{}/{}",
        crate::peers::VERSION,
        archive_name()
    ));
    let mut bytes = fs::read(&archive).expect("read");
    bytes.push(0);
    fs::write(&archive, bytes).expect("written");
    install(&sandbox)
        .ends_with(2)
        .says("checksum")
        .says("not installed");
    assert!(!sandbox.path("path.txt").exists());
    let left: Vec<String> = sandbox
        .files()
        .into_iter()
        .filter(|file| file.starts_with("cache/"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn without_a_release_and_without_cargo_it_says_what_to_do() {
    let sandbox = prepared();
    released(&sandbox);
    fs::remove_dir_all(sandbox.path("releases")).expect("removed");
    install(&sandbox)
        .ends_with(2)
        .says("building from source")
        .says("install Rust first");
}

#[test]
fn without_a_release_it_builds_from_source_once() {
    let cargo = std::path::Path::new(env!("CARGO"))
        .parent()
        .expect("a folder");
    let own = |name: &str| std::env::var(name).unwrap_or_default();
    let sandbox = prepared()
        .env("PATH", &format!("{}:/usr/bin:/bin", cargo.display()))
        .env("CARGO_HOME", &own("CARGO_HOME"))
        .env("RUSTUP_HOME", &own("RUSTUP_HOME"))
        .env("HOME", &own("HOME"))
        // A folder of its own: the other tests run the release binaries. What
        // is tested is the script, so the compiler need not do its best.
        .env(
            "CARGO_TARGET_DIR",
            &root().join("target/from-source").to_string_lossy(),
        )
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    copy(".", &sandbox, "tollgate");
    let ran = install(&sandbox).ends_with(0).says("from source");
    let bin = ran.stdout.trim().to_owned();
    let built = fs::read(format!("{bin}/stamp-image")).expect("built");
    assert!(!built.is_empty());
    let again = install(&sandbox.env("PATH", "/usr/bin:/bin")).ends_with(0);
    assert_eq!((again.stdout.trim(), again.stderr.as_str()), (&*bin, ""));
}
