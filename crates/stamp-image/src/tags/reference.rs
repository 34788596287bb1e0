//! `type=ref`: the name of the branch, git tag or pull request.

use verdict::Fault;

use super::entry::{Entry, Kind};
use super::make::{Maker, Value, nothing};

impl Maker<'_> {
    /// The name of a ref of the kind that is asked for. A git tag brings
    /// `latest`, also one of a prerelease.
    pub(super) fn reference(&self, entry: &Entry) -> Result<Value, Fault> {
        let (name, what) = match entry.kind {
            Kind::Tag => (self.change.tag(), "tag"),
            Kind::PullRequest => (self.change.pull_request(), "pull request"),
            _ => (self.change.branch(), "branch"),
        };
        self.need_ref(entry)?;
        Ok(match name {
            Some(name) => Ok((name.to_owned(), entry.kind == Kind::Tag)),
            None => nothing(&format!("the ref is no {what}")),
        })
    }
}
