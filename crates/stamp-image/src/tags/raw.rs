//! `type=raw`: any text.

use verdict::Fault;

use super::entry::Entry;
use super::make::{Maker, Value};

impl Maker<'_> {
    /// Its value, a template.
    pub(super) fn raw(&self, entry: &Entry) -> Result<Value, Fault> {
        Ok(Ok((self.render(entry, "value")?, false)))
    }
}
