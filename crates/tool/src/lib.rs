//! The shared main of every Tollgate tool: arguments, configuration, reports,
//! exit code. A tool is a type that implements [`Tool`]; its binary is one
//! call of [`main`].
//!
//! Only this crate prints, exits or touches process state.

mod args;
mod command;
mod config;
mod context;
mod input;
mod new_file;
mod output;
mod progress;
mod publish;
mod reports;
mod require;
mod run;
mod say;
mod spec;

pub use args::{FailOn, OnInconclusive, Shared};
pub use command::NoCommand;
pub use config::{SECTIONS, key, layered_args, variable};
pub use context::Context;
pub use input::{Policy, read_marked_text, read_piped, read_policy, read_text, shown, toml_fault};
pub use new_file::NewFile;
pub use progress::Progress;
pub use run::{command, completions, main, shared_keys};
pub use spec::{Example, Output, SHARED_OUTPUTS, Spec};

use std::path::PathBuf;

use report::Exhibit;
use verdict::{Check, Fault, Subject};

/// A tool: a function from evidence to a judgement.
pub trait Tool {
    /// Its own options, beside those that every tool has.
    type Args: clap::Args;

    /// What else it can be told to do, by a word in the place of its evidence:
    /// [`NoCommand`] for most.
    type Command: clap::Subcommand;

    /// What clap can't say of it.
    const SPEC: Spec;

    /// The options that a word in the place of its evidence stands for: it
    /// then runs as if these were given, with all its other options as ever.
    #[must_use]
    fn shorthand(_word: &str) -> Option<&'static [&'static str]> {
        None
    }

    /// Judges. A fault means that it could not.
    fn judge(args: &Self::Args, context: &Context) -> Result<Judgement, Fault>;

    /// Does what else it was told to do.
    fn command(_command: &Self::Command, _context: &Context) -> Result<Done, Fault> {
        Err(Fault::new("there is no such command"))
    }

    /// Verdicts that a command builds on, as if `--require` named them: the
    /// command is carried out only if all of them are open and hold.
    fn requires(_command: &Self::Command) -> Vec<PathBuf> {
        Vec::new()
    }

    /// Whether a command looks itself whether something that a required
    /// verdict judged is what it was, since it is no file here.
    fn looks_at(_command: &Self::Command, _subject: &Subject) -> bool {
        false
    }
}

/// What came of a command of a tool's own.
#[derive(Clone, Debug)]
pub enum Done {
    /// It made something, and judged nothing.
    Made(Vec<Product>),
    /// It judged, like the tool itself.
    Judged(Judgement),
}

/// What a tool found, before it becomes a verdict.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// Every rule that was looked at. None at all is a fault of the tool: it
    /// must refuse an empty policy itself.
    pub checks: Vec<Check>,
    /// What was judged.
    pub subjects: Vec<Subject>,
    /// The policy, by name and digest; empty where the tool has none.
    pub configuration: Vec<Subject>,
    /// Tables and distributions that a person would want to see.
    pub exhibits: Vec<Exhibit>,
    /// Values for later steps, by the names in [`Spec::outputs`].
    pub outputs: Vec<(&'static str, String)>,
    /// Variables for the environment of later steps, where the CI system has
    /// such a thing. They are told even where the gate is closed, as outputs
    /// are.
    pub variables: Vec<(String, String)>,
    /// What the tool makes; written only when the gate is open.
    pub products: Vec<Product>,
}

/// What a tool makes besides its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Product {
    /// Text for standard output; the human report then goes to standard error.
    Stdout(String),
    /// A whole file, written beside and renamed.
    File(PathBuf, String),
}
