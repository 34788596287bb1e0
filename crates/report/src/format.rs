//! The formats by name.

/// A form that a report can take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Text for a terminal.
    Human,
    /// The verdict file itself.
    Verdict,
    /// The verdict and its exhibits, for machines.
    Json,
    /// A job summary, or a comment on a change.
    Markdown,
    /// A page that stands by itself.
    Html,
    /// `JUnit` XML, which every CI system shows.
    Junit,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// GitLab's code quality report.
    CodeQuality,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: &'static [Self] = &[
        Self::Human,
        Self::Verdict,
        Self::Json,
        Self::Markdown,
        Self::Html,
        Self::Junit,
        Self::Sarif,
        Self::CodeQuality,
    ];

    /// The word a user types.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Verdict => "verdict",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Junit => "junit",
            Self::Sarif => "sarif",
            Self::CodeQuality => "code-quality",
        }
    }

    /// The format of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
    }

    /// What the format is for, in a line.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Human => "text for a terminal",
            Self::Verdict => "the verdict file: an in-toto statement to sign, store or require",
            Self::Json => "the verdict with its tables and distributions, for programs",
            Self::Markdown => "a job summary, or a comment on a change",
            Self::Html => "a page with pictures, to keep as an artifact",
            Self::Junit => "JUnit XML, for the test tab of any CI system",
            Self::Sarif => "SARIF 2.1.0, for code scanning",
            Self::CodeQuality => "GitLab's code quality report",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_found_by_its_name() {
        assert_eq!(Format::ALL.len(), 8);
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(*format));
            assert!(!format.about().is_empty());
        }
        assert_eq!(Format::from_name("Human"), None);
    }
}
