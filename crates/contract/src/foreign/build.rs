//! What every reader of a foreign contract does.

use std::ops::Range;

use toml::Spanned;
use verdict::did_you_mean;

use super::node::Node;
use super::{ForeignTable, NotJudged};
use crate::bound::Bound;
use crate::column::ColumnRules;
use crate::rule::TableRule;

impl ForeignTable {
    /// Lists a rule that is not judged.
    pub(super) fn leave(
        &mut self,
        span: Range<usize>,
        what: impl Into<String>,
        why: impl Into<String>,
    ) {
        self.not_judged.push(NotJudged {
            span,
            what: what.into(),
            why: why.into(),
        });
    }

    /// Lists the keys that the format does not have; `of` is what has them,
    /// such as "column `a`".
    pub(super) fn leave_unknown(&mut self, node: &Node, of: &str, known: &[&str]) {
        for (key, _) in node.entries() {
            let word = key.get_ref().as_str();
            if known.contains(&word) {
                continue;
            }
            let why = match did_you_mean(word, known.iter().copied()) {
                Some(near) => format!("the format has no such key; did you mean `{near}`?"),
                None => "the format has no such key".to_owned(),
            };
            let what = format!("key `{}` of {of}", verdict::cut(word));
            self.leave(key.span(), what, why);
        }
    }

    /// The rules of a column, which is added where it is new.
    pub(super) fn column(&mut self, name: &Spanned<String>) -> &mut ColumnRules {
        self.contract.columns.entry(name.clone()).or_default()
    }

    /// Adds a rule on the table.
    pub(super) fn rule(&mut self, span: Range<usize>, rule: TableRule) {
        self.contract.rules.push(Spanned::new(span, rule));
    }
}

/// The values of a list, nulls left out; a single value is a list of one.
pub(super) fn values(node: &Node) -> Spanned<Vec<Spanned<Bound>>> {
    let items = if node.is_list() {
        node.items()
    } else {
        std::slice::from_ref(node)
    };
    let values = items
        .iter()
        .filter_map(|item| Some(item.spanned(item.bound()?)))
        .collect();
    node.spanned(values)
}

/// The texts of a list; a single text is a list of one.
pub(super) fn texts(node: &Node) -> Vec<Spanned<String>> {
    let items = if node.is_list() {
        node.items()
    } else {
        std::slice::from_ref(node)
    };
    items
        .iter()
        .filter_map(|item| Some(item.spanned(item.bound()?.to_string())))
        .collect()
}

/// What a part leaves of the whole, within 0 to 1: of 0.95 it is 0.05.
pub(super) fn rest(part: f64) -> f64 {
    // Twelve digits are more than anyone writes, and hide what binary adds.
    ((1.0 - part) * 1e12).round().clamp(0.0, 1e12) / 1e12
}

/// Words of a classification, or tags, of values that may not be shown.
const SENSITIVE: [&str; 8] = [
    "confidential",
    "personal",
    "phi",
    "pii",
    "private",
    "restricted",
    "secret",
    "sensitive",
];

/// Whether a classification has one of the words, and does not deny it.
pub(super) fn is_sensitive(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut denied = false;
    for word in lower.split(|c: char| !c.is_alphanumeric()) {
        if SENSITIVE.contains(&word) && !denied {
            return true;
        }
        denied = matches!(word, "non" | "not" | "no");
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_sensitive;

    #[test]
    fn a_classification_may_deny() {
        for word in [
            "Confidential",
            "pii",
            "highly-restricted",
            "data:PII",
            "very sensitive",
        ] {
            assert!(is_sensitive(word), "{word}");
        }
        for word in ["public", "non-sensitive", "not confidential", "1", "spiii"] {
            assert!(!is_sensitive(word), "{word}");
        }
    }
}
