//! Writing files and streams so that nothing is half written.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use verdict::Fault;

/// Writes a whole file: beside it first, then by a rename. Folders on the way
/// are made; the permissions of a file that was there stay.
pub(crate) fn write_file(path: &Path, text: &str) -> Result<(), Fault> {
    let fault = |error: io::Error| Fault::io("write", path, &error);
    // A link stays a link: the file behind it is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&target) {
        // A device or a pipe can't be replaced by a rename.
        Ok(meta) if !meta.is_file() => fs::write(&target, text).map_err(fault),
        Ok(meta) if meta.permissions().readonly() => {
            Err(fault(io::Error::from(io::ErrorKind::PermissionDenied)))
        }
        _ => replace(&target, text).map_err(fault),
    }
}

fn replace(target: &Path, text: &str) -> io::Result<()> {
    if let Some(parent) = target.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(parent)?;
    }
    let beside = beside(target);
    let written = write_beside(&beside, target, text).and_then(|()| fs::rename(&beside, target));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn write_beside(beside: &Path, target: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(beside)?;
    if let Ok(meta) = fs::metadata(target) {
        file.set_permissions(meta.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A name in the same folder that no other process of ours uses.
fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    target.with_file_name(name)
}

/// Appends to a file that the CI system reads.
pub(crate) fn append_file(path: &Path, text: &str) -> Result<(), Fault> {
    let open = OpenOptions::new().append(true).create(true).open(path);
    open.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| Fault::io("write", path, &error))
}

/// Writes to standard output. A reader that has gone is no fault.
pub(crate) fn stdout(text: &str) -> Result<(), Fault> {
    stream(&mut io::stdout().lock(), text, "standard output")
}

/// Writes to standard error. A reader that has gone is no fault.
pub(crate) fn stderr(text: &str) -> Result<(), Fault> {
    stream(&mut io::stderr().lock(), text, "standard error")
}

fn stream(stream: &mut impl Write, text: &str, name: &str) -> Result<(), Fault> {
    match stream
        .write_all(text.as_bytes())
        .and_then(|()| stream.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Fault::new(format!("can't write to {name}: {error}")))
        }
        _ => Ok(()),
    }
}
