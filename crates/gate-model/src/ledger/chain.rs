//! Whether the lines of a ledger are what was written.

use verdict::{Fault, Place, sha256_of_bytes};

use super::Entry;

/// The entries of a ledger, each with the digest of its line.
#[derive(Clone, Debug, Default)]
pub(super) struct Chain {
    pub(super) entries: Vec<(Entry, String)>,
}

impl Chain {
    /// Reads and verifies a whole ledger. Windows' line ends are taken for ours.
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Fault> {
        let mut chain = Self::default();
        for (index, line) in text.split_inclusive('\n').enumerate() {
            let whole = line.strip_suffix('\n');
            let bare = whole.map_or(line, |line| line.strip_suffix('\r').unwrap_or(line));
            let entry = match whole {
                Some(_) => chain.next(bare),
                None => Err("it is cut off: its end is missing".to_owned()),
            };
            let entry = entry.map_err(|why| touched(file, index + 1, bare, &why))?;
            chain.push(entry, bare);
        }
        Ok(chain)
    }

    fn next(&self, line: &str) -> Result<Entry, String> {
        let entry = Entry::of_line(line)?;
        match entry.previous == self.head() {
            true => Ok(entry),
            false => Err("it does not follow the line before it".to_owned()),
        }
    }

    pub(super) fn push(&mut self, entry: Entry, line: &str) {
        self.entries.push((entry, sha256_of_bytes(line.as_bytes())));
    }

    /// The digest of the last line; of nothing where there is none.
    pub(super) fn head(&self) -> String {
        let last = self.entries.last().map(|(_, digest)| digest.clone());
        last.unwrap_or_else(|| sha256_of_bytes(b""))
    }
}

fn touched(file: &str, line: usize, text: &str, why: &str) -> Fault {
    let width = text.chars().count();
    Fault::new(format!(
        "line {line} of the ledger is not what was written: {why}"
    ))
    .at(Place::in_line(file, line, 1, width, text))
    .help("put back the ledger as the last run left it, such as from git")
    .help("a ledger that can't be put back says nothing: begin a new one with a new test set")
}

#[cfg(test)]
mod tests;
