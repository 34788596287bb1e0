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

/// The size that GitLab allows a dotenv report, in bytes.
const DOTENV_LIMIT: usize = 5 * 1024;

/// The outputs as a dotenv report: one `TOOL_NAME=value` a line. The format
/// has no line breaks and no quotes, so lines of a value are joined by a
/// blank, and an output that would break GitLab's limit of 5 KiB is left out
/// and named in the second list.
#[must_use]
pub fn dotenv(tool: &str, outputs: &[(String, String)]) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut left_out = Vec::new();
    for (name, value) in outputs {
        let key = format!("{tool}_{name}").to_uppercase().replace('-', "_");
        let words: Vec<&str> = value
            .split(['\n', '\r'])
            .filter(|w| !w.is_empty())
            .collect();
        let line = format!("{key}={}\n", words.join(" ").replace('\0', ""));
        if text.len() + line.len() > DOTENV_LIMIT {
            left_out.push(name.clone());
        } else {
            text.push_str(&line);
        }
    }
    (text, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dotenv_line_can_not_be_broken_out_of() {
        let outputs = [
            ("verdict".to_owned(), "pass\nPATH=/evil".to_owned()),
            ("json".to_owned(), "x".repeat(6000)),
        ];
        let (text, left_out) = dotenv("gate-model", &outputs);
        assert_eq!(text, "GATE_MODEL_VERDICT=pass PATH=/evil\n");
        assert_eq!(left_out, ["json"]);
    }
}
