//! What a tool may know of the world besides its arguments.

use std::path::PathBuf;

use ci::{Env, Facts, System};
use verdict::{Fault, Required, Verdict};

use crate::Progress;

/// What a tool may know of the world besides its arguments.
#[derive(Clone, Debug)]
pub struct Context {
    /// The environment.
    pub env: Env,
    /// The CI system.
    pub system: System,
    /// The working directory.
    pub dir: PathBuf,
    /// The one "now" of the run in seconds since 1970: `SOURCE_DATE_EPOCH`
    /// where that is set.
    pub now: i64,
    /// Whether the digests of what is judged are asked for: some report holds
    /// them. A tool that would take long over them may leave them out else.
    pub digests: bool,
    /// The verdicts that `--require` named; all of them are open and hold for
    /// what is on disk.
    pub verdicts: Vec<Verdict>,
    /// Their files, by name and digest, in the same order.
    pub required: Vec<Required>,
    /// Where a tool says how far it is.
    pub progress: Progress,
}

impl Context {
    /// The change at hand, from the CI system, else from git.
    pub fn facts(&self) -> Result<Facts, Fault> {
        self.system.facts(&self.env, &self.dir)
    }
}
