//! Text from outside, made safe to show.

/// Text from outside made safe for a terminal. Characters that would move the
/// cursor, start an escape sequence, break the line or turn the reading
/// direction are shown as visible escapes, such as `\n` or `\u{1b}`.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        push(&mut safe, character);
    }
    safe
}

/// The same with tabs kept, for lines of a file.
pub(crate) fn plain_line(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '\t' {
            safe.push('\t');
        } else {
            push(&mut safe, character);
        }
    }
    safe
}

fn push(safe: &mut String, character: char) {
    if is_unsafe(character) {
        safe.extend(character.escape_default());
    } else {
        safe.push(character);
    }
}

fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            // Marks, embeddings, overrides and isolates of direction.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // Separators of lines and paragraphs.
            | '\u{2028}' | '\u{2029}'
            // A byte order mark, and invisible copies of ASCII.
            | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
        )
        || is_noncharacter(character)
}

/// U+FFFE, U+FFFF and their like, which XML forbids.
fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code)
}

/// The text with nothing that a CI system takes for a command in its log:
/// `::name::` at a line's start, `##[name]` and `##vso[name]` anywhere. A
/// character without width stands in between there.
#[must_use]
pub fn no_commands(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let start = line.trim_start();
        let (margin, line) = line.split_at(line.len() - start.len());
        safe.push_str(margin);
        let rest = line
            .strip_prefix("::")
            .inspect(|_| safe.push_str(":\u{200b}:"));
        let mut parts = rest.unwrap_or(line).split("##");
        safe.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let word = part.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
            let gap = if word.starts_with('[') {
                "\u{200b}"
            } else {
                ""
            };
            safe.push_str("##");
            safe.push_str(gap);
            safe.push_str(part);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_moves_the_cursor_becomes_visible() {
        assert_eq!(plain("a\nb\r\tc"), r"a\nb\r\tc");
        assert_eq!(
            plain("\u{1b}[31mred\u{7f}\u{9b}"),
            r"\u{1b}[31mred\u{7f}\u{9b}"
        );
        assert_eq!(plain("a\u{202e}b\u{2066}c"), r"a\u{202e}b\u{2066}c");
        assert_eq!(plain("\u{ffff}\u{2028}"), r"\u{ffff}\u{2028}");
        assert_eq!(plain(r"C:\data ä 表 👍"), r"C:\data ä 表 👍");
        assert_eq!(plain_line("\ta\u{1b}"), "\ta\\u{1b}");
    }

    #[test]
    fn commands_are_broken_and_nothing_else_is() {
        assert_eq!(no_commands(" ::error::x\n"), " :\u{200b}:error::x\n");
        assert_eq!(
            no_commands("a ##vso[x] ##[y"),
            "a ##\u{200b}vso[x] ##\u{200b}[y"
        );
        let innocent = "## heading\n### [a](b) ::c\n\n";
        assert_eq!(no_commands(innocent), innocent);
    }

    proptest! {
        #[test]
        fn nothing_unsafe_is_left(text in any::<String>()) {
            let safe = plain(&text);
            prop_assert!(!safe.chars().any(is_unsafe));
            prop_assert_eq!(plain(&safe), safe);
        }
    }
}
