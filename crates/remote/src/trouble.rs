//! Why bytes can't be had.

use std::fmt;
use std::io;

use verdict::Fault;

/// Why bytes can't be had, in words that hold no secret. It travels within
/// [`io::Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What happened, with the name of the object: a lower-case fragment.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl Trouble {
    /// What an error says that began here. None: it began elsewhere.
    #[must_use]
    pub fn within(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// As the fault of a tool.
    #[must_use]
    pub fn fault(&self) -> Fault {
        Fault::new(&*self.message).help(&*self.help)
    }
}

impl From<Trouble> for io::Error {
    fn from(trouble: Trouble) -> Self {
        Self::other(trouble)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Trouble {}
