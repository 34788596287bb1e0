//! Writing files and streams so that nothing is half written.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use verdict::Fault;

/// A file that is written beside its place, and takes it by a rename. What
/// is not committed is removed again.
#[derive(Debug)]
pub(crate) struct Staged {
    target: PathBuf,
    how: How,
}

#[derive(Debug)]
enum How {
    /// Written beside, to be renamed.
    Beside(PathBuf),
    /// A device or a pipe can't be replaced by a rename.
    Straight(String),
    /// Nothing is left to do.
    Done,
}

impl Staged {
    /// Writes a whole file beside its place. Folders on the way are made; the
    /// permissions of a file that is there stay.
    pub(crate) fn new(path: &Path, text: String) -> Result<Self, Fault> {
        let fault = |error: io::Error| Fault::io("write", path, &error);
        // A link stays a link: the file behind it is replaced.
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(error) if path.is_symlink() => return Err(fault(error)),
            Err(_) => path.to_owned(),
        };
        let how = match fs::metadata(&target) {
            Ok(meta) if meta.is_dir() => {
                return Err(fault(io::Error::from(io::ErrorKind::IsADirectory)));
            }
            Ok(meta) if !meta.is_file() => How::Straight(text),
            Ok(meta) if meta.permissions().readonly() => {
                return Err(fault(io::Error::from(io::ErrorKind::PermissionDenied)));
            }
            _ => How::Beside(write_beside(&target, &text).map_err(fault)?),
        };
        Ok(Self { target, how })
    }

    /// Puts the file in its place.
    pub(crate) fn commit(mut self) -> Result<(), Fault> {
        let done = match std::mem::replace(&mut self.how, How::Done) {
            How::Beside(beside) => fs::rename(&beside, &self.target).inspect_err(|_| {
                let _ = fs::remove_file(&beside);
            }),
            How::Straight(text) => fs::write(&self.target, text),
            How::Done => Ok(()),
        };
        done.map_err(|error| Fault::io("write", &self.target, &error))
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let How::Beside(beside) = &self.how {
            let _ = fs::remove_file(beside);
        }
    }
}

fn write_beside(target: &Path, text: &str) -> io::Result<PathBuf> {
    if let Some(parent) = target.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(parent)?;
    }
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", token()));
    let beside = target.with_file_name(name);
    let written = fill(&beside, target, text);
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map(|()| beside)
}

fn fill(beside: &Path, target: &Path, text: &str) -> io::Result<()> {
    let new = OpenOptions::new().write(true).create_new(true).open(beside);
    let mut file = new?;
    if let Ok(meta) = fs::metadata(target) {
        file.set_permissions(meta.permissions())?;
    }
    file.write_all(text.as_bytes())
}

/// 128 bits that can't be guessed: the standard library seeds its hashers
/// from the operating system.
pub(crate) fn token() -> String {
    use std::hash::{BuildHasher, RandomState};
    let half = || RandomState::new().hash_one(std::process::id());
    format!("{:016x}{:016x}", half(), half())
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
