//! Which kinds of characters texts have.

/// Which kinds of characters texts have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Letters(u8);

/// `a` to `f`.
const SMALL_HEX: u8 = 1;
/// `g` to `z`.
const SMALL: u8 = 2;
/// `A` to `F`.
const CAPITAL_HEX: u8 = 4;
/// `G` to `Z`.
const CAPITAL: u8 = 8;
/// What is neither a letter of these nor a digit.
const OTHER: u8 = 16;

impl Letters {
    pub(super) fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 |= match byte {
                b'0'..=b'9' => 0,
                b'a'..=b'f' => SMALL_HEX,
                b'g'..=b'z' => SMALL,
                b'A'..=b'F' => CAPITAL_HEX,
                b'G'..=b'Z' => CAPITAL,
                _ => OTHER,
            };
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Whether there is something else than letters and digits.
    pub(super) fn has_others(self) -> bool {
        self.0 & OTHER != 0
    }

    /// The smallest usual class of a regular expression that has all of them.
    pub(super) fn class(self) -> Option<&'static str> {
        let has = |letters: u8| self.0 & letters != 0;
        Some(match (has(CAPITAL_HEX | CAPITAL), has(SMALL_HEX | SMALL)) {
            _ if self.has_others() => return None,
            (true, true) => "[A-Za-z0-9]",
            (true, false) if has(CAPITAL) => "[A-Z0-9]",
            (true, false) => "[0-9A-F]",
            (false, true) if has(SMALL) => "[a-z0-9]",
            (false, true) => "[0-9a-f]",
            (false, false) => "[0-9]",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_has_all_of_them() {
        for (text, class) in [
            ("12", Some("[0-9]")),
            ("1f", Some("[0-9a-f]")),
            ("1F", Some("[0-9A-F]")),
            ("1g", Some("[a-z0-9]")),
            ("1G", Some("[A-Z0-9]")),
            ("fG", Some("[A-Za-z0-9]")),
            ("1-", None),
            ("ä", None),
        ] {
            let mut letters = Letters::default();
            letters.add(text);
            assert_eq!(letters.class(), class, "{text}");
        }
    }
}
