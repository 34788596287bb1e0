//! Where the result goes, and how it differs from what is there.

use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use report::Exhibit;
use similar::TextDiff;
use tool::read_marked_text;
use verdict::{Fault, Subject, sha256_of_bytes};

/// Where the result goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Standard output.
    Stdout,
    /// A file.
    File(PathBuf),
}

/// Longest diff that a report shows, in lines.
const LINES_SHOWN: usize = 200;

/// How long the shortest diff is looked for.
const DIFF_TIME: Duration = Duration::from_secs(5);

impl Target {
    /// The target of a path as given; `-` is standard output.
    pub(crate) fn of(path: &Path) -> Self {
        if path == Path::new("-") {
            Self::Stdout
        } else {
            Self::File(path.to_owned())
        }
    }

    /// Its name in reports.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdout => "<stdout>".to_owned(),
            Self::File(path) => tool::shown(path),
        }
    }

    /// What is there now; none where there is nothing.
    pub(crate) fn current(&self) -> Result<Option<String>, Fault> {
        let Self::File(path) = self else {
            return Ok(None);
        };
        match fs::metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            _ => {
                let (mark, text) = read_marked_text(path)?;
                Ok(Some(format!("{mark}{text}")))
            }
        }
    }

    /// Refuses a file that is there and must not be written.
    pub(crate) fn refuse_read_only(&self) -> Result<(), Fault> {
        match self {
            Self::File(path)
                if fs::metadata(path).is_ok_and(|data| data.permissions().readonly()) =>
            {
                Err(
                    Fault::new(format!("can't write {}: it is read-only", self.name()))
                        .help("make it writable, or give another file by --output"),
                )
            }
            _ => Ok(()),
        }
    }

    /// The result as a subject of the verdict.
    pub(crate) fn subject(&self, text: &str) -> Subject {
        Subject::new(self.name(), sha256_of_bytes(text.as_bytes()))
    }
}

/// A unified diff; empty when nothing differs.
pub(crate) fn diff(name: &str, old: Option<&str>, new: &str) -> String {
    let before = match old {
        Some(_) => format!("a/{name}"),
        None => "/dev/null".to_owned(),
    };
    TextDiff::configure()
        .timeout(DIFF_TIME)
        .diff_lines(old.unwrap_or_default(), new)
        .unified_diff()
        .header(&before, &format!("b/{name}"))
        .to_string()
}

/// A diff for the reports, cut when long.
pub(crate) fn exhibit(name: &str, diff: &str) -> Exhibit {
    let mut text: String = diff.split_inclusive('\n').take(LINES_SHOWN).collect();
    let left = diff.lines().count().saturating_sub(LINES_SHOWN);
    if left > 0 {
        let _ = writeln!(text, "… {left} more lines");
    }
    Exhibit::Diff {
        title: format!("changes to {name}"),
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_is_one_that_patch_takes() {
        let text = diff("v.yaml", Some("a: 1\nb: 2\n"), "a: 1\nb: 3\n");
        assert_eq!(
            text,
            "--- a/v.yaml\n+++ b/v.yaml\n@@ -1,2 +1,2 @@\n a: 1\n-b: 2\n+b: 3\n"
        );
        assert_eq!(diff("v", Some("x"), "x"), "");
        assert!(diff("v", None, "x\n").starts_with("--- /dev/null\n+++ b/v\n"));
    }

    #[test]
    fn a_long_diff_is_cut() {
        let new = "x\n".repeat(1000);
        let Exhibit::Diff { text, .. } = exhibit("v", &diff("v", None, &new)) else {
            panic!("a diff");
        };
        assert_eq!(text.lines().count(), LINES_SHOWN + 1);
        assert!(text.ends_with("more lines\n"));
    }
}
