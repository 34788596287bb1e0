//! A file that a tool writes bit by bit, and that is there only when whole.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use verdict::Fault;

/// A file that is written beside its place, and takes it when it is whole.
/// What is not finished is removed again.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl NewFile {
    /// Begins a file. Folders on the way are made.
    pub fn begin(path: &Path) -> Result<Self, Fault> {
        let fault = |error: std::io::Error| Fault::io("write", path, &error);
        match std::fs::metadata(path) {
            Ok(meta) if !meta.is_file() => {
                let message = format!("{} is no regular file", path.display());
                return Err(Fault::new(message).help("name a file, which is replaced as a whole"));
            }
            Err(error) if path.is_symlink() => return Err(fault(error)),
            _ => {}
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        std::fs::create_dir_all(folder).map_err(fault)?;
        let file = NamedTempFile::new_in(folder).map_err(fault)?;
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(file),
        })
    }

    /// Writes more of it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let written = self.file.write_all(bytes);
        written.map_err(|error| Fault::io("write", &self.path, &error))
    }

    /// Puts it in its place.
    pub fn finish(self) -> Result<(), Fault> {
        let Self { path, file } = self;
        let fault = |error: std::io::Error| Fault::io("write", &path, &error);
        let file = file
            .into_inner()
            .map_err(|error| fault(error.into_error()))?;
        readable(&file).map_err(fault)?;
        file.persist(&path).map_err(|error| fault(error.error))?;
        Ok(())
    }

    /// Writes a whole file.
    pub fn whole(path: &Path, text: &str) -> Result<(), Fault> {
        let mut file = Self::begin(path)?;
        file.write(text.as_bytes())?;
        file.finish()
    }
}

/// Temporary files are for their maker alone; this one is to be like any other.
#[cfg(unix)]
fn readable(file: &NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_file: &NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_there_only_when_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a/b.txt");
        let mut file = NewFile::begin(&path).expect("begun");
        file.write(b"one\n").expect("written");
        assert!(!path.exists());
        drop(file);
        let left = std::fs::read_dir(folder.path().join("a"))
            .expect("the folder")
            .count();
        assert_eq!(left, 0);
        NewFile::whole(&path, "two\n").expect("written");
        assert_eq!(std::fs::read_to_string(&path).expect("read"), "two\n");
    }
}
