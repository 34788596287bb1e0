//! Where a value is: `image.tag`, `hosts[0].name`, `annotations.example\.com/team`.
//! [`query`] reads what a user writes, which may name an entry by what is in it.

mod query;

use std::fmt::{self, Write as _};

use verdict::Fault;

pub(crate) use query::{Query, assignment};

/// One step into a map or a list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Step {
    /// A key of a map.
    Key(String),
    /// An entry of a list, counted from 0.
    Index(usize),
}

/// Where a value is: at least one step.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ValuePath(pub(crate) Vec<Step>);

impl ValuePath {
    /// Reads a path that needs no file to be known.
    pub(crate) fn parse(text: &str) -> Result<Self, Fault> {
        Query::parse(text)?.plain()
    }

    /// The path without its last step, and that step.
    pub(crate) fn parent_and_last(&self) -> (&[Step], &Step) {
        // A path has at least one step: `split` sees to it.
        static NOTHING: Step = Step::Index(0);
        match self.0.split_last() {
            Some((last, parent)) => (parent, last),
            None => (&[], &NOTHING),
        }
    }
}

impl fmt::Display for ValuePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(&self.0))
    }
}

/// Steps as a user writes them; `the top of the file` when there are none.
pub(crate) fn shown(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        match step {
            Step::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                for letter in key.chars() {
                    if matches!(letter, '.' | '[' | '=' | '\\') {
                        text.push('\\');
                    }
                    text.push(letter);
                }
            }
            Step::Index(index) => {
                let _ = write!(text, "[{index}]");
            }
        }
    }
    if text.is_empty() {
        "the top of the file".clone_into(&mut text);
    }
    text
}
