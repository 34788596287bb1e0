//! `type=sha`: the commit.

use super::entry::Entry;
use super::make::{Maker, Value, nothing};

impl Maker<'_> {
    /// The commit, whole or short.
    pub(super) fn sha(&self, entry: &Entry) -> Value {
        match (self.change.commit.as_str(), entry.is_long()) {
            ("", _) => nothing("the commit is not known here"),
            (commit, true) => Ok((commit.to_owned(), false)),
            (_, false) => Ok((self.change.short_commit(), false)),
        }
    }
}
