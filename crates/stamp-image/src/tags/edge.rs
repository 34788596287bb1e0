//! `type=edge`: the tip of a branch, by default of the repository's own.

use verdict::Fault;

use super::entry::Entry;
use super::make::{Made, Maker, Value, nothing};

impl Maker<'_> {
    /// Its `branch` is a name, and no template.
    pub(super) fn edge(&self, entry: &Entry) -> Result<Value, Fault> {
        self.need_ref(entry)?;
        let Some(branch) = self.change.branch() else {
            return Ok(nothing("the ref is no branch"));
        };
        let default = self.change.default_branch.as_deref();
        Ok(match entry.filled("branch").or(default) {
            Some(wanted) if wanted == branch => Ok(("edge".to_owned(), false)),
            Some(_) => nothing("the ref is another branch"),
            None => Err(Made::Doubtful {
                cause: "the default branch of the repository is not known here".to_owned(),
                help: "name it: `type=edge,branch=main`, or in the file of `--facts`".to_owned(),
            }),
        })
    }
}
