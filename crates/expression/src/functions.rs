//! The functions whose arguments have kinds and whose result is null when an
//! argument is.

mod numbers;
mod texts;

use std::fmt;

use crate::kind::Kind;
use crate::value::{Cell, Value};

/// A function.
pub(crate) struct Function {
    /// Its name and other names for it, in lower case.
    pub(crate) names: &'static [&'static str],
    /// What it takes.
    pub(crate) takes: &'static [Kind],
    /// How many of these may be left out, from the last.
    pub(crate) optional: usize,
    /// What it gives; [`Kind::Any`]: what its first argument is.
    pub(crate) gives: Kind,
    /// Its value for arguments of these kinds, none of them null.
    pub(crate) run: for<'a> fn(&[Value<'a>]) -> Cell<'a>,
}

impl Function {
    /// By one of its names, in lower case.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        all().find(|function| function.names.contains(&name))
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.names[0])
    }
}

/// Every function.
pub(crate) fn all() -> impl Iterator<Item = &'static Function> {
    numbers::FUNCTIONS.iter().chain(texts::FUNCTIONS)
}
