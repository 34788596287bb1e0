//! Where the real components are, and our repository as they see it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::Sandbox;

/// The version that is tested.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The path of a component that `cargo xtask test` installed. A missing one
/// is a failure.
pub(crate) fn peer(name: &str) -> PathBuf {
    let variable = format!("PEER_{}", name.to_uppercase().replace('-', "_"));
    let path = std::env::var_os(&variable)
        .unwrap_or_else(|| panic!("no {variable}: run `cargo xtask test`"));
    PathBuf::from(path)
}

/// The root of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder of the release binaries.
pub(crate) fn release() -> PathBuf {
    root().join("target/release")
}

/// Copies a folder of the project, as git sees it, into a sandbox.
pub(crate) fn copy(folder: &str, sandbox: &Sandbox, to: &str) {
    let git = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
            "--",
            ".",
        ])
        .current_dir(root().join(folder))
        .output()
        .expect("git starts");
    for name in String::from_utf8_lossy(&git.stdout)
        .split('\0')
        .filter(|name| !name.is_empty())
    {
        let from = root().join(folder).join(name);
        // A file that git still lists may be gone from the work tree.
        if let Ok(bytes) = fs::read(&from) {
            let path = Path::new(to).join(name);
            sandbox.write(&path.to_string_lossy(), bytes);
            let permissions = fs::metadata(&from).expect("there").permissions();
            fs::set_permissions(sandbox.path(&path.to_string_lossy()), permissions).expect("set");
        }
    }
}

/// The project in `tollgate/` of a sandbox, as a release would have it: with
/// the checksum of an archive that lies in `releases/`.
pub(crate) fn released(sandbox: &Sandbox) {
    copy(".", sandbox, "tollgate");
    let name = archive_name();
    let folder = sandbox.path(&format!("releases/v{VERSION}"));
    fs::create_dir_all(&folder).expect("made");
    let mut tar = Command::new("tar");
    tar.arg("-czf")
        .arg(folder.join(&name))
        .arg("-C")
        .arg(release());
    tar.args([
        "validate-data",
        "gate-model",
        "stamp-image",
        "render-values",
    ]);
    assert!(tar.status().expect("tar starts").success());
    let sum = Command::new("sha256sum")
        .arg(&name)
        .current_dir(&folder)
        .output()
        .expect("starts");
    sandbox.write("tollgate/checksums.txt", sum.stdout);
}

/// Where the releases of [`released`] are.
pub(crate) fn releases(sandbox: &Sandbox) -> String {
    format!("file://{}", sandbox.path("releases").display())
}

/// The archive's name on this machine.
pub(crate) fn archive_name() -> String {
    format!(
        "tollgate-v{VERSION}-{}-unknown-linux-musl.tar.gz",
        std::env::consts::ARCH
    )
}

/// Makes a folder of a sandbox a repository with one commit, a tag and a
/// remote.
pub(crate) fn commit(sandbox: &Sandbox, folder: &str, tag: &str, remote: &str) {
    for args in [
        &["init", "--quiet", "--initial-branch", "main"][..],
        &["add", "--all"],
        &["commit", "--quiet", "--message", "one"],
        &["tag", tag],
        &["remote", "add", "origin", remote],
    ] {
        sandbox.git(&[&["-C", folder], args].concat());
    }
}
