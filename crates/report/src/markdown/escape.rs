//! Text from outside as Markdown that shows it and nothing else.

use std::fmt::Write as _;

use crate::plain;

/// A character without width, as an entity. It breaks what GitHub and GitLab
/// look for in the finished page, where an entity alone is a character again.
const GAP: &str = "&#8203;";

/// Text from outside for a line of Markdown, a cell of a table or HTML text.
///
/// It makes no cell, link, emphasis, code, HTML or mathematics, refers to no
/// issue and mentions nobody. Entities rather than backslashes, because
/// within HTML there are no backslash escapes. Line breaks and control
/// characters are shown as by [`plain`]. It must not begin a line: a list or
/// a heading of underlining is not broken.
#[must_use]
pub fn escape(text: &str) -> String {
    let text = plain(text);
    let mut safe = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        let rest = &text[at + character.len_utf8()..];
        if starts_without_mark(&text[..at], character) {
            safe.push_str(GAP);
        }
        if "&<>\"'|`*_{}[]~\\$@#!".contains(character) {
            let _ = write!(safe, "&#{};", u32::from(character));
        } else {
            safe.push(character);
        }
        if refers(character, rest) {
            safe.push_str(GAP);
        }
    }
    safe
}

/// Whether a character would make an address or a reference of the text
/// before it: `www.`, `GH-1`.
fn starts_without_mark(before: &str, character: char) -> bool {
    let ends = |word: &str| {
        let at = before.len().checked_sub(word.len());
        at.and_then(|at| before.get(at..))
            .is_some_and(|end| end.eq_ignore_ascii_case(word))
    };
    match character {
        '.' => ends("www"),
        '-' => ends("gh"),
        _ => false,
    }
}

/// Whether a character would make a mention, a reference or an address of the
/// text behind it.
fn refers(character: char, rest: &str) -> bool {
    match character {
        '@' | '#' => true,
        ':' => rest.starts_with("//"),
        '!' | '$' | '&' | '~' | '%' => rest.starts_with(|c: char| c.is_alphanumeric() || c == '"'),
        _ => false,
    }
}

/// Lines as a block of code of a language. The fence is longer than any run of
/// backticks in the lines, so none of them can close it.
#[must_use]
pub fn fence(language: &str, lines: &[String]) -> String {
    let longest = lines.iter().map(|line| backticks(line)).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    let mut block = format!("{fence}{language}\n");
    for line in lines {
        block.push_str(line);
        block.push('\n');
    }
    block + &fence + "\n"
}

/// The longest run of backticks.
fn backticks(line: &str) -> usize {
    let runs = line.split(|character| character != '`');
    runs.map(str::len).max().unwrap_or(0)
}

/// A table; nothing without a header. Every row gets as many cells as the
/// header, every cell is escaped, and columns marked in `numeric` stand to the
/// right.
#[must_use]
pub fn table(header: &[String], numeric: &[bool], rows: &[Vec<String>]) -> String {
    if header.is_empty() {
        return String::new();
    }
    let mut lines = row(header.len(), header);
    lines.push('|');
    for column in 0..header.len() {
        let right = numeric.get(column).copied().unwrap_or(false);
        lines.push_str(if right { " ---: |" } else { " --- |" });
    }
    lines.push('\n');
    lines.extend(rows.iter().map(|cells| row(header.len(), cells)));
    lines
}

fn row(width: usize, cells: &[String]) -> String {
    let mut line = String::from("|");
    for column in 0..width {
        let cell = cells.get(column).map_or("", String::as_str);
        let _ = write!(line, " {} |", escape(cell));
    }
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_markdown_knows_becomes_entities() {
        assert_eq!(escape("a|b"), "a&#124;b");
        assert_eq!(escape("<b> & `c`"), "&#60;b&#62; &#38; &#96;c&#96;");
        assert_eq!(escape("max_drop *x* \\"), "max&#95;drop &#42;x&#42; &#92;");
        assert_eq!(escape("[l](j)"), "&#91;l&#93;(j)");
        assert_eq!(escape("a\nb"), "a&#92;nb");
        assert_eq!(
            escape("age is between 0 and 120 (50 %)"),
            "age is between 0 and 120 (50 %)"
        );
    }

    #[test]
    fn nobody_is_mentioned_and_nothing_linked() {
        assert_eq!(escape("@team"), "&#64;&#8203;team");
        assert_eq!(escape("o/r#12"), "o/r&#35;&#8203;12");
        assert_eq!(escape("GH-12"), "GH&#8203;-12");
        assert_eq!(escape("!12 50%"), "&#33;&#8203;12 50%");
        assert_eq!(escape("https://x"), "https:&#8203;//x");
        assert_eq!(escape("wWw.x"), "wWw&#8203;.x");
        assert_eq!(escape("äwww.x"), "äwww&#8203;.x");
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        let lines = ["a```".to_owned(), "`````".to_owned()];
        assert_eq!(fence("diff", &lines), "``````diff\na```\n`````\n``````\n");
        assert_eq!(fence("", &[]), "```\n```\n");
    }

    proptest! {
        #[test]
        fn a_table_keeps_its_columns(
            header in prop::collection::vec(any::<String>(), 1..4),
            rows in prop::collection::vec(prop::collection::vec("[|`@<\n\r#:/w.&;]*", 0..5), 0..4),
        ) {
            let text = table(&header, &[], &rows);
            prop_assert_eq!(text.lines().count(), rows.len() + 2);
            for line in text.lines() {
                prop_assert_eq!(line.matches('|').count(), header.len() + 1);
            }
            prop_assert!(!text.contains(['<', '@', '`', '\\', '[']), "{}", text);
            prop_assert_eq!(&table(&[], &[], &rows), "");
            prop_assert!(!text.contains("://") && !text.contains("www."), "{}", text);
        }

        #[test]
        fn an_escaped_text_reads_the_same(text in "[ -~]{0,40}") {
            let mut read = escape(&text).replace(GAP, "");
            for code in (33..127u8).filter(|&code| code != b'&').chain([b'&']) {
                read = read.replace(&format!("&#{code};"), &char::from(code).to_string());
            }
            prop_assert_eq!(read, text);
        }
    }
}
