//! Classes and groups by name and by number.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use verdict::did_you_mean;

use crate::value::Value;

/// The name of a class, a group or a value, as it is told apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Name {
    Boolean(bool),
    Integer(i128),
    /// By its bits.
    Number(u64),
    Text(Box<str>),
}

impl Name {
    /// Of a value that is understood as a class; none of no value.
    pub(crate) fn of(value: &Value<'_>) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Boolean(x) => Some(Self::Boolean(*x)),
            Value::Integer(x) => Some(Self::Integer(*x)),
            Value::Number(x) => Some(Self::Number(x.to_bits())),
            Value::Text(text) => Some(Self::Text(String::from_utf8_lossy(text).into())),
            Value::Opaque(kind) => Some(Self::Text((*kind).into())),
        }
    }

    /// Of a text as a policy has it.
    pub(crate) fn written(text: &str) -> Option<Self> {
        Self::of(&Value::Text(text.as_bytes().into()).named())
    }

    /// As a number, where it is one.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(x) => Some(*x as f64),
            Self::Number(bits) => Some(f64::from_bits(*bits)),
            Self::Boolean(_) | Self::Text(_) => None,
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(x) => write!(f, "{x}"),
            Self::Integer(x) => write!(f, "{x}"),
            Self::Number(bits) => write!(f, "{}", f64::from_bits(*bits)),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// Sorts names: by size where all are numbers, else by their texts. Each stays
/// once.
pub(crate) fn sort(names: &mut Vec<Name>) {
    if names.iter().all(|name| name.number().is_some()) {
        names.sort_by(by_size);
    } else {
        names.sort_by_cached_key(ToString::to_string);
    }
    names.dedup();
}

fn by_size(one: &Name, other: &Name) -> Ordering {
    if let (Name::Integer(one), Name::Integer(other)) = (one, other) {
        return one.cmp(other);
    }
    let number = |name: &Name| name.number().unwrap_or_default();
    number(one).total_cmp(&number(other))
}

/// The classes of a candidate and all its baselines, so that the same code
/// means the same class in each [`Sheet`](crate::Sheet). Those of the candidate
/// come first if it is read first: by size where all are numbers, else by their
/// texts, whatever the order of rows.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    names: Vec<String>,
    codes: HashMap<Name, u32>,
    /// Which classes these are: codes of others mean something else.
    pub(crate) identity: Arc<()>,
    /// The positive class, once it is known: the same for all sheets.
    pub(crate) positive: Option<u32>,
    /// The class of scores below the threshold, once it is known.
    pub(crate) negative: Option<u32>,
}

impl Classes {
    /// The names of the classes, by code.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of a class; none where no class has that code.
    #[must_use]
    pub fn name(&self, code: u32) -> Option<&str> {
        self.names.get(code as usize).map(String::as_str)
    }

    /// The code of a class as a policy names it: `1.0` and `1` are the same.
    #[must_use]
    pub fn code(&self, name: &str) -> Option<u32> {
        self.code_of(&Name::written(name)?)
    }

    /// The positive class, once a sheet was read.
    #[must_use]
    pub fn positive(&self) -> Option<u32> {
        self.positive
    }

    pub(crate) fn code_of(&self, name: &Name) -> Option<u32> {
        self.codes.get(name).copied()
    }

    pub(crate) fn has(&self, name: &Name) -> bool {
        self.codes.contains_key(name)
    }

    /// The code of a class, which is a new one where nobody knew it.
    pub(crate) fn add(&mut self, name: &Name) -> u32 {
        if let Some(code) = self.code_of(name) {
            return code;
        }
        let code = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.to_string());
        self.codes.insert(name.clone(), code);
        code
    }

    /// Adds classes, the new ones in their own order.
    pub(crate) fn add_all(&mut self, mut names: Vec<Name>) {
        names.retain(|name| !self.has(name));
        sort(&mut names);
        for name in &names {
            self.add(name);
        }
    }

    /// A hint that names the class nearest to a text, else some classes.
    pub(crate) fn hint(&self, name: &str) -> String {
        match did_you_mean(name, self.names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{}`?", verdict::cut(near)),
            None => format!("the classes are {}", listed(&self.names)),
        }
    }
}

/// Some names in a row, the first few of them: "`a`, `b` and 3 more".
pub(crate) fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = names.iter().take(SHOWN);
    let shown: Vec<String> = shown
        .map(|name| format!("`{}`", verdict::cut(name)))
        .collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(texts: &[&str]) -> Vec<Name> {
        let names = texts.iter().filter_map(|text| Name::written(text));
        names.collect()
    }

    #[test]
    fn numbers_are_in_order_of_size_and_others_of_text() {
        let mut classes = Classes::default();
        classes.add_all(names(&["10", "9", "-1", "9.5", "10.0"]));
        assert_eq!(classes.names(), ["-1", "9", "9.5", "10"]);
        classes.add_all(names(&["9", "cat", "True", "100", "ape"]));
        assert_eq!(classes.names()[4..], ["100", "ape", "cat", "true"]);
        assert_eq!(classes.code("10.00"), Some(3));
        assert_eq!((classes.code("TRUE"), classes.code("dog")), (Some(7), None));
        assert_eq!((classes.name(5), classes.name(9)), (Some("ape"), None));
        assert_eq!(classes.hint("cta"), "did you mean `cat`?");
        assert_eq!(
            classes.hint("elephant"),
            "the classes are `-1`, `9`, `9.5`, `10`, `100`, `ape`, `cat`, `true`"
        );
    }
}
