//! Words for yes and no.

/// Words for yes and no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// None: the usual ones.
    pub(crate) yes: Option<Vec<String>>,
    /// None: the usual ones.
    pub(crate) no: Option<Vec<String>>,
}

const YES: [&str; 4] = ["true", "1", "yes", "t"];
const NO: [&str; 4] = ["false", "0", "no", "f"];

impl Words {
    /// Whether they are the usual ones.
    pub(super) fn are_usual(&self) -> bool {
        *self == Self::default()
    }

    /// What a whole text means; None for any other word. The usual words may
    /// be written in capital letters, the contract's own as they are.
    pub(super) fn read(&self, text: &[u8]) -> Option<bool> {
        if is_word(self.yes.as_deref(), YES, text) {
            return Some(true);
        }
        is_word(self.no.as_deref(), NO, text).then_some(false)
    }

    /// What is said of any other word.
    pub(super) fn note(&self) -> &'static str {
        match self.are_usual() {
            true => "none of true, false, yes, no, t, f, 1, 0",
            false => "none of the words for yes and no",
        }
    }

    /// A word that means both.
    pub(crate) fn both(&self) -> Option<&str> {
        let own = self
            .yes
            .iter()
            .chain(&self.no)
            .flatten()
            .map(String::as_str);
        let both = |word: &&str| {
            let word = word.as_bytes();
            is_word(self.yes.as_deref(), YES, word) && is_word(self.no.as_deref(), NO, word)
        };
        own.into_iter().find(both)
    }

    /// What is asked beyond a boolean, behind a boolean in words.
    pub(super) fn shown(&self) -> String {
        if self.are_usual() {
            return String::new();
        }
        let yes = self.yes.iter().flatten().map(String::as_str);
        let no = self.no.iter().flatten().map(String::as_str);
        let usual = |own: &Option<_>, words: [&'static str; 4]| match own {
            Some(_) => Vec::new(),
            None => words.to_vec(),
        };
        let usual = [usual(&self.yes, YES), usual(&self.no, NO)].concat();
        let words: Vec<&str> = yes.chain(no).chain(usual).collect();
        format!(" ({})", crate::words::listed(&words, 8))
    }
}

fn is_word(own: Option<&[String]>, usual: [&str; 4], text: &[u8]) -> bool {
    match own {
        Some(own) => own.iter().any(|word| word.as_bytes() == text),
        None => usual
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word.as_bytes())),
    }
}
