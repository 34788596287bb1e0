//! What else it can be told to do.

use tool::{Context, Done};
use verdict::{Fault, Subject};

use crate::registries::{self, PromoteArgs, ResolveArgs};

/// What else `stamp-image` can be told to do.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Command {
    /// Say which digests the tags of images lead to
    ///
    /// Asks the registries, and holds what they send against the digests that
    /// they name. Prints `HOST/NAME@sha256:…`, one a line, in the order given.
    /// Logins are those of `docker login` and `podman login`.
    Resolve(ResolveArgs),
    /// Let tags lead to a digest that was tested, without another build
    ///
    /// Puts the same manifest under other tags, reads back where they lead, and
    /// says where they led before. With `--require` only for the very digest
    /// that a verdict judged.
    Promote(PromoteArgs),
}

impl Command {
    /// Does what it was told.
    pub(crate) fn run(&self, context: &Context) -> Result<Done, Fault> {
        match self {
            Self::Resolve(args) => registries::resolve(args, context).map(Done::Judged),
            Self::Promote(args) => registries::promote(args, context).map(Done::Judged),
        }
    }

    /// Whether it looks itself at something that a verdict judged.
    pub(crate) fn looks_at(&self, subject: &Subject) -> bool {
        match self {
            Self::Resolve(_) => false,
            Self::Promote(args) => registries::is_image(args, subject),
        }
    }
}
