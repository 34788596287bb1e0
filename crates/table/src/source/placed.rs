//! A file that several readers read at places of their own.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

/// The bytes of a file from a place on. Others that read the same file don't
/// move it.
pub(crate) struct Placed {
    file: Arc<File>,
    at: u64,
}

impl Placed {
    pub(crate) fn new(file: &Arc<File>, at: u64) -> Self {
        let file = Arc::clone(file);
        Self { file, at }
    }
}

impl Read for Placed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(&*self.file, buffer, self.at)?;
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(&*self.file, buffer, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}
