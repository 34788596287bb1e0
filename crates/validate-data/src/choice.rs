//! Which rules are looked at: `--only` and `--skip`.

/// Which rules are looked at. A word names a rule (`range`), what it is about
/// (a column, the name of a table's rule), both (`range(age)`), or a tag.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choice {
    pub(crate) only: Vec<String>,
    pub(crate) skip: Vec<String>,
}

impl Choice {
    /// Whether a rule is looked at; `about`: its target and its column.
    pub(crate) fn takes(&self, id: &str, about: &[&str], tags: &[String]) -> bool {
        let is_meant = self.only.iter().any(|word| names(word, id, about, tags));
        (self.only.is_empty() || is_meant) && !self.skips(id, about, tags)
    }

    /// Whether a rule is left out by name.
    pub(crate) fn skips(&self, id: &str, about: &[&str], tags: &[String]) -> bool {
        self.skip.iter().any(|word| names(word, id, about, tags))
    }

    /// Whether it takes everything.
    pub(crate) fn is_all(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty()
    }
}

/// Whether a word names a rule.
fn names(word: &String, id: &str, about: &[&str], tags: &[String]) -> bool {
    word == id
        || about.contains(&&**word)
        || about.iter().any(|about| *word == format!("{id}({about})"))
        || tags.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_rules_columns_both_or_tags() {
        let takes = |only: &[&str], skip: &[&str]| {
            let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            let choice = Choice {
                only: words(only),
                skip: words(skip),
            };
            choice.takes("range", &["age"], &["nightly".to_owned()])
        };
        for word in ["range", "age", "range(age)", "nightly"] {
            assert!(takes(&[word], &[]) && !takes(&[], &[word]), "{word}");
        }
        assert!(takes(&[], &["unique"]) && !takes(&["unique"], &[]));
        assert!(!takes(&["age"], &["nightly"]));
    }
}
