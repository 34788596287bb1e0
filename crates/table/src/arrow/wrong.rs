//! What is wrong with an Arrow file, in words.

use std::borrow::Cow;

use verdict::Fault;

/// What is wrong with an Arrow file, in words, and what is to be done.
#[derive(Debug)]
pub(super) struct Wrong {
    text: Cow<'static, str>,
    help: &'static str,
}

pub(super) type Result<T> = std::result::Result<T, Wrong>;

const AGAIN: &str = "write it again; if another reader takes it, say so in an issue";

/// What is to be done about a file that is not all there.
pub(super) const CUT_OFF: &str =
    "write or download it again, and check that the step that does so succeeds";

impl Wrong {
    /// A rule of the format that is broken.
    pub(super) fn new(text: impl Into<Cow<'static, str>>) -> Self {
        Self::with_help(text, AGAIN)
    }

    pub(super) fn with_help(text: impl Into<Cow<'static, str>>, help: &'static str) -> Self {
        let text = text.into();
        Self { text, help }
    }

    pub(super) fn io(error: &std::io::Error) -> Self {
        let help = "check that what holds the file can be reached, and try again";
        Self::with_help(error.to_string(), help)
    }

    pub(super) fn text(&self) -> String {
        self.text.to_string()
    }

    /// The fault of what has this name: a file, or a part of it.
    pub(super) fn fault(self, name: &str) -> Fault {
        let text: String = self.text.chars().take(200).collect();
        Fault::new(format!("{name}: can't read the Arrow file: {text}")).help(self.help)
    }
}

pub(super) fn wrong<T>(text: &'static str) -> Result<T> {
    Err(Wrong::new(text))
}
