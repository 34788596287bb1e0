//! What a run has to tell, before any system's own form.

use std::path::PathBuf;

/// What a run has to tell.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    /// Places worth a look, the worst first.
    pub annotations: Vec<Annotation>,
    /// Named values for later steps.
    pub outputs: Vec<(String, String)>,
    /// Variables for the environment of later steps, where the system has such
    /// a thing.
    pub variables: Vec<(String, String)>,
    /// The summary in Markdown, escaped already.
    pub summary: String,
    /// Something that can't be guessed, as a delimiter.
    pub token: String,
}

/// One place worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// How bad it is.
    pub level: Level,
    /// A few words.
    pub title: String,
    /// What is wrong, in one or more lines.
    pub message: String,
    /// The file, where there is one.
    pub file: Option<String>,
    /// The line, counted from 1, where there is one.
    pub line: Option<u64>,
    /// The column, counted from 1, where there is one.
    pub column: Option<u64>,
}

/// How bad an annotation is. Ordered from worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It stops the run.
    Error,
    /// It does not.
    Warning,
    /// It is only said.
    Notice,
}

/// Something for the shared main to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Write a text to standard error as it is.
    Print(String),
    /// Append a text to a file that the CI system reads.
    Append(PathBuf, String),
}
