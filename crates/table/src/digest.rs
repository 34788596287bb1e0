//! The SHA-256 of a file, taken while it is read.

use std::io::{self, Read};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};

use crate::source::fill;

/// The SHA-256 of all that a reader gives, in lower-case hexadecimal.
pub(crate) fn sha256_of(input: &mut dyn Read) -> io::Result<String> {
    let digest = Digest::default();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match fill(input, &mut buffer).map_err(|(_, error)| error)? {
            0 => return Ok(digest.finish()),
            read => digest.begin(&buffer[..read]),
        }
    }
}

/// The SHA-256 of bytes that come a piece at a time from several threads:
/// each waits for its turn, so that one may hash while another reads.
#[derive(Default)]
pub(crate) struct Digest {
    /// How many pieces are in it, and what they come to.
    state: Mutex<(u64, Sha256)>,
    turn: Condvar,
}

impl Digest {
    /// Takes the bytes that come before the first piece.
    pub(crate) fn begin(&self, bytes: &[u8]) {
        self.lock().1.update(bytes);
    }

    /// Takes a piece by its index, as soon as all before it are taken.
    pub(crate) fn add(&self, index: u64, bytes: &[u8]) {
        let state = self
            .turn
            .wait_while(self.lock(), |(taken, _)| *taken < index);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        state.1.update(bytes);
        state.0 += 1;
        self.turn.notify_all();
    }

    /// In lower-case hexadecimal.
    pub(crate) fn finish(&self) -> String {
        let digest = self.lock().1.clone().finalize();
        digest
            .iter()
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    fn lock(&self) -> MutexGuard<'_, (u64, Sha256)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
