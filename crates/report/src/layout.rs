//! Text fitted into columns of a terminal.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The text filled up with blanks to a width in columns.
pub(crate) fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(missing))
}

/// The text, cut to a number of columns with an ellipsis where it is wider.
/// Characters without width count too, four a column.
pub(crate) fn cut(text: &str, width: usize) -> String {
    let heap = text.char_indices().nth(width.saturating_mul(4));
    let most = heap.map_or(text.len(), |(at, _)| at);
    if most == text.len() && text.width() <= width {
        return text.to_owned();
    }
    let at = fitting(&text[..most], width.saturating_sub(1));
    format!("{}…", &text[..at])
}

/// Lines of at most `width` columns, broken at blanks, and within a word only
/// where the word alone is wider than that.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.trim_end();
    loop {
        let fits = fitting(rest, width);
        let Some(next) = rest[fits..].chars().next() else {
            break;
        };
        // A blank just behind the edge is as good as one before it.
        let at = match rest[..fits + next.len_utf8()].rfind(' ') {
            Some(blank) if !rest[..blank].trim().is_empty() => blank,
            _ => fits.max(rest.chars().next().map_or(0, char::len_utf8)),
        };
        lines.push(rest[..at].trim_end().to_owned());
        rest = rest[at..].trim_start();
    }
    lines.push(rest.to_owned());
    lines
}

/// Bytes of the longest start of a text that fits into a number of columns.
fn fitting(text: &str, width: usize) -> usize {
    let mut used = 0;
    for (at, character) in text.char_indices() {
        used += character.width().unwrap_or(0);
        if used > width {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_breaks_at_blanks_and_long_words_inside() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrap("表表表", 4), ["表表", "表"]);
        assert_eq!(wrap("", 4), [""]);
    }

    #[test]
    fn columns_are_counted_not_bytes() {
        assert_eq!(pad("表", 4), "表  ");
        assert_eq!(cut("äöüß", 4), "äöüß");
        assert_eq!(cut("äöüßx", 4), "äöü…");
        assert_eq!(cut(&"\u{301}".repeat(1000), 4).chars().count(), 17);
    }

    proptest! {
        #[test]
        fn nothing_but_blanks_is_lost(text in "[a-z表 ]{0,60}", width in 2usize..20) {
            let lines = wrap(&text, width);
            prop_assert!(lines.iter().all(|line| line.width() <= width), "{:?}", lines);
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
