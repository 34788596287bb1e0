//! How numbers are written.

use std::borrow::Cow;

/// What stands before a number's fraction and between groups of its digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// None: a point.
    pub(crate) decimal: Option<String>,
    /// None: groups are not set apart.
    pub(crate) group: Option<String>,
}

impl Marks {
    /// Whether numbers are written as everywhere else.
    pub(super) fn are_plain(&self) -> bool {
        *self == Self::default()
    }

    /// The number with a point, and without what sets groups apart. None: it
    /// has a point where another mark is asked for.
    pub(super) fn plain<'a>(&self, text: &'a str) -> Option<Cow<'a, str>> {
        let mut plain = Cow::Borrowed(text);
        if let Some(group) = &self.group
            && plain.contains(&**group)
        {
            plain = Cow::Owned(plain.replace(&**group, ""));
        }
        if let Some(decimal) = &self.decimal {
            if plain.contains('.') {
                return None;
            }
            if plain.contains(&**decimal) {
                plain = Cow::Owned(plain.replacen(&**decimal, ".", 1));
            }
        }
        Some(plain)
    }

    /// What is asked beyond a plain number, behind a number in words.
    pub(super) fn shown(&self) -> String {
        match (&self.decimal, &self.group) {
            (None, None) => String::new(),
            (Some(decimal), None) => format!(" with `{decimal}` before its fraction"),
            (None, Some(group)) => format!(" with `{group}` between its groups"),
            (Some(decimal), Some(group)) => {
                format!(" with `{decimal}` before its fraction and `{group}` between its groups")
            }
        }
    }
}
