//! What else it can be told to do.

use tool::{Context, Done};
use verdict::Fault;

use crate::{plan, self_audit};

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
}

/// Does what it was told.
pub(crate) fn run(command: &Command, context: &Context) -> Result<Done, Fault> {
    match command {
        Command::Plan(args) => plan::run(args).map(Done::Made),
        Command::SelfAudit(args) => self_audit::run(args, context).map(Done::Judged),
    }
}
