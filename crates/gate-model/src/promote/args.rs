//! The words a user sees.

use std::path::PathBuf;

/// Options of `gate-model promote`.
#[derive(Clone, Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub struct Args {
    /// The verdict of gate-model, as `--report verdict=PATH` wrote it
    ///
    /// It must have passed, and what it judged must still be what is here. It
    /// must be of the version that is promoted: it judged the run that made
    /// the version, or files that the run logged, or the version's tag
    /// `tollgate.verdict` holds the SHA-256 of the verdict file.
    #[arg(value_name = "VERDICT", required = true)]
    pub verdict: PathBuf,

    /// The model, as the registry names it
    #[arg(long, value_name = "NAME")]
    pub model: String,

    /// The version that was judged: a number in `MLflow`, 1.2.3 with --git-tag
    #[arg(long, value_name = "VERSION")]
    pub version: String,

    /// The alias that is to lead to it, or the stage with --git-tag
    #[arg(long, value_name = "ALIAS")]
    pub alias: String,

    /// The address of the `MLflow` server; `MLFLOW_TRACKING_URI` when not given
    ///
    /// Credentials come from the environment alone: `MLFLOW_TRACKING_USERNAME`
    /// and `MLFLOW_TRACKING_PASSWORD`, or `MLFLOW_TRACKING_TOKEN`.
    #[arg(long, value_name = "URL", conflicts_with = "git_tag")]
    pub server: Option<String>,

    /// Make git tags instead, as GTO does: `NAME@vVERSION` and `NAME#STAGE#N`
    ///
    /// The commit is that of the version's tag; a version without one is
    /// registered at the commit that is checked out. Push the tags yourself.
    #[arg(long)]
    pub git_tag: bool,

    /// Promote from a verdict that warns
    #[arg(long)]
    pub allow_warnings: bool,

    /// Promote though nothing proves that this very version was judged
    #[arg(long)]
    pub trust_version: bool,

    /// Say what would be done, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}
