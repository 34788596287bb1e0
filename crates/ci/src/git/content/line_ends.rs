//! Line ends on their way into git, as `convert.c` of git has them: CRLF
//! becomes LF, in what is text.

/// What git counts of a file to tell whether it is text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// CR LF.
    pub(super) pairs: u64,
    lone_returns: u64,
    nuls: u64,
    printable: u64,
    other: u64,
    /// A CR that may be followed by a LF in what comes next.
    open: bool,
    last: Option<u8>,
}

impl Counts {
    pub(super) fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if std::mem::take(&mut self.open) {
                match byte {
                    b'\n' => {
                        self.pairs += 1;
                        continue;
                    }
                    _ => self.lone_returns += 1,
                }
            }
            match byte {
                b'\r' => self.open = true,
                b'\n' => {}
                8 | 9 | 12 | 27 | 32..=126 | 128.. => self.printable += 1,
                0 => {
                    self.nuls += 1;
                    self.other += 1;
                }
                _ => self.other += 1,
            }
        }
        self.last = bytes.last().copied().or(self.last);
    }

    /// The file ends here.
    pub(super) fn end(&mut self) {
        if std::mem::take(&mut self.open) {
            self.lone_returns += 1;
        }
        // What ends a file of DOS is none of it.
        if self.last == Some(26) {
            self.other = self.other.saturating_sub(1);
        }
    }

    /// Whether git takes it for no text.
    pub(super) const fn is_binary(&self) -> bool {
        self.lone_returns > 0 || self.nuls > 0 || self.printable >> 7 < self.other
    }
}

/// Whether a blob has CRLF in it, and git takes it for text.
pub(super) fn has_pairs(blob: &[u8]) -> bool {
    let mut counts = Counts::default();
    counts.add(blob);
    counts.end();
    counts.pairs > 0 && !counts.is_binary()
}

/// Bytes with LF for CRLF, chunk by chunk.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Joined {
    open: bool,
}

impl Joined {
    pub(super) fn chunk(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut joined = Vec::with_capacity(bytes.len() + 1);
        for byte in bytes {
            if std::mem::take(&mut self.open) && *byte != b'\n' {
                joined.push(b'\r');
            }
            match byte {
                b'\r' => self.open = true,
                _ => joined.push(*byte),
            }
        }
        joined
    }

    /// What is left at the end.
    pub(super) const fn end(self) -> &'static [u8] {
        match self.open {
            true => b"\r",
            false => b"",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// However a file is cut, it comes to the same.
        #[test]
        fn chunks_do_not_matter(bytes in prop::collection::vec(prop::sample::select(b"\r\na\0\x1a".to_vec()), 0..40), cut in 0_usize..40) {
            let (first, second) = bytes.split_at(cut.min(bytes.len()));
            let mut joined = Joined::default();
            let mut found = joined.chunk(first);
            found.extend(joined.chunk(second));
            found.extend(joined.end());
            let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            let expected = text.replace("\r\n", "\n").into_bytes();
            prop_assert_eq!(&found, &expected);
            let (mut whole, mut parts) = (Counts::default(), Counts::default());
            whole.add(&bytes);
            parts.add(first);
            parts.add(second);
            whole.end();
            parts.end();
            prop_assert_eq!(whole.pairs, text.matches("\r\n").count() as u64);
            prop_assert_eq!(whole.is_binary(), parts.is_binary());
            prop_assert_eq!(found.len() as u64, bytes.len() as u64 - whole.pairs);
        }
    }
}
