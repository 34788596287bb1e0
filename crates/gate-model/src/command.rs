//! What else it can be told to do.

use std::path::PathBuf;

use tool::{Context, Done};
use verdict::{Fault, Subject};

use crate::{plan, promote, self_audit};

/// What else `gate-model` can be told to do.
#[derive(Clone, Debug, clap::Subcommand)]
pub enum Command {
    /// Say how many examples it takes to tell, or what a number of them can tell
    ///
    /// Before a test set is made: sizes for "not worse by more than a margin",
    /// for a difference, a single share, an AUC and for conditions of
    /// ease.ml/ci, with what they assume. With --examples the other way round:
    /// the smallest margin that so many can show.
    Plan(plan::Args),
    /// Say how often this very gate is wrong by chance, on evidence as it is
    ///
    /// Draws test sets anew from the predictions, on which neither model is
    /// better, and judges them: how often it passes, finds something broken,
    /// and comes to something else than before; and which drop it can find.
    SelfAudit(Box<self_audit::Args>),
    /// Let a model take the place of another, if a verdict says that it may
    ///
    /// Sets an alias of `MLflow`'s registry, or makes git tags as GTO does, for
    /// the very version that was judged and for no other, and reads back what
    /// it set.
    Promote(promote::Args),
}

impl Command {
    /// Does what it was told.
    pub(crate) fn run(&self, context: &Context) -> Result<Done, Fault> {
        match self {
            Self::Plan(args) => plan::run(args).map(Done::Made),
            Self::SelfAudit(args) => self_audit::run(args, context).map(Done::Judged),
            Self::Promote(args) => promote::run(args, context).map(Done::Judged),
        }
    }

    /// The verdicts that it builds on.
    pub(crate) fn requires(&self) -> Vec<PathBuf> {
        match self {
            Self::Promote(args) => vec![args.verdict.clone()],
            _ => Vec::new(),
        }
    }

    /// Whether it looks itself at something that a verdict judged.
    pub(crate) fn looks_at(&self, subject: &Subject) -> bool {
        match self {
            Self::Promote(args) => !args.git_tag && promote::is_of_mlflow(subject),
            _ => false,
        }
    }
}
