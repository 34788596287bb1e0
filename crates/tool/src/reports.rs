//! Which reports were asked for, and where they go.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use report::Format;
use verdict::{Fault, PREDICATE_TYPE, Subject, Verdict, did_you_mean};

/// The reports that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Reports {
    /// Those that go to files.
    pub(crate) files: Vec<(Format, PathBuf)>,
    /// The one that has standard output to itself, in place of the human one.
    pub(crate) stdout: Option<Format>,
    /// Whether the human report was asked for beside it.
    human: bool,
}

impl Reports {
    /// Reads `FORMAT` and `FORMAT=PATH`; the path `-` is standard output.
    pub(crate) fn parse(asked: &[String]) -> Result<Self, Fault> {
        let mut reports = Self::default();
        let mut paths = BTreeSet::new();
        for text in asked {
            let (name, path) = text.split_once('=').unwrap_or((text, "-"));
            let format = Format::from_name(name).ok_or_else(|| unknown(name))?;
            match (format, path) {
                (Format::Human, "-") => reports.human = true,
                (format, "-") => {
                    if let Some(other) = reports.stdout.replace(format) {
                        return Err(crowded(other.name(), name));
                    }
                }
                (_, "") => return Err(Fault::new(format!("`{text}` names no file"))),
                (format, path) => {
                    if !paths.insert(path) {
                        return Err(Fault::new(format!("two reports can't be one file: {path}")));
                    }
                    reports.files.push((format, PathBuf::from(path)));
                }
            }
        }
        // The verdict comes last: it must not be there without the rest.
        reports
            .files
            .sort_by_key(|(format, _)| *format == Format::Verdict);
        Ok(reports)
    }

    /// Whether a person is to read a report on the terminal.
    pub(crate) fn human(&self) -> bool {
        self.human || self.stdout.is_none()
    }

    /// Whether some report holds the digests of what was judged.
    pub(crate) fn hold_digests(&self) -> bool {
        self.stdout.is_some() || !self.files.is_empty()
    }

    /// Refuses to write over what was looked at.
    pub(crate) fn spare(&self, evidence: &[Subject]) -> Result<(), Fault> {
        let real = |path: &Path| std::fs::canonicalize(path).ok();
        for (format, path) in &self.files {
            let at = real(path);
            let same = |subject: &&Subject| at.is_some() && at == real(Path::new(&subject.name));
            if let Some(subject) = evidence.iter().find(same) {
                let message = format!(
                    "the {} report would overwrite {}",
                    format.name(),
                    subject.name
                );
                return Err(Fault::new(message).help("give the report another path"));
            }
        }
        Ok(())
    }

    /// Removes verdicts of earlier runs of a tool that could not judge now: a
    /// later `--require` must not find them.
    pub(crate) fn forget(&self, tool: &str) {
        for (_, path) in self
            .files
            .iter()
            .filter(|(format, _)| *format == Format::Verdict)
        {
            let old = std::fs::read_to_string(path).ok();
            let old = old.and_then(|text| serde_json::from_str::<Verdict>(&text).ok());
            let own = |old: &Verdict| {
                old.predicate_type == PREDICATE_TYPE && old.predicate.tool.name == tool
            };
            if old.as_ref().is_some_and(own) {
                // It is stale either way, and the run says that it failed.
                let _ = std::fs::remove_file(path);
            }
        }
    }
}

/// Standard output was asked to hold two things.
pub(crate) fn crowded(one: &str, other: &str) -> Fault {
    Fault::new(format!("standard output can't hold both {one} and {other}"))
        .help("send one of them to a file: --report FORMAT=PATH, or the tool's own --output")
}

fn unknown(name: &str) -> Fault {
    let known = || Format::ALL.iter().map(|format| format.name());
    let fault = Fault::new(format!(
        "no report format is called `{}`",
        report::plain(name)
    ));
    match did_you_mean(name, known()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(format!(
            "one of: {}",
            known().collect::<Vec<_>>().join(", ")
        )),
    }
}
