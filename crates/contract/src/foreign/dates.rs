//! Java's date formats as ours.

/// The format's directives (`%Y-%m-%d`) for a pattern of Java's
/// `DateTimeFormatter` (`yyyy-MM-dd`); none where a letter has no directive.
pub(super) fn of_java(pattern: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(letter) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(letter).len();
        let width = run / letter.len_utf8();
        match letter {
            '\'' => {
                let (text, after) = quoted(rest)?;
                out.push_str(&text.replace('%', "%%"));
                rest = after;
                continue;
            }
            'T' | 'Z' if width == 1 => out.push_str(if letter == 'T' { "T" } else { "%z" }),
            '%' => out.push_str(&"%%".repeat(width)),
            letter if letter.is_ascii_alphabetic() => out.push_str(directive(letter, width)?),
            letter => out.extend(std::iter::repeat_n(letter, width)),
        }
        rest = &rest[run..];
    }
    Some(out)
}

/// What stands in quotes, and what behind them; two quotes are one.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('\'')?;
    if let Some(after) = rest.strip_prefix('\'') {
        return Some(("'".to_owned(), after));
    }
    let mut within = String::new();
    loop {
        let end = rest.find('\'')?;
        within.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix('\'') {
            Some(after) => {
                within.push('\'');
                rest = after;
            }
            None => return Some((within, rest)),
        }
    }
}

fn directive(letter: char, width: usize) -> Option<&'static str> {
    Some(match (letter, width) {
        // Some write `YYYY`, which Java takes for the year of the week.
        ('y' | 'u' | 'Y', 4) => "%Y",
        ('y' | 'u', 2) => "%y",
        ('M', 2) => "%m",
        ('M', 3) => "%b",
        ('M', 4) => "%B",
        ('d' | 'D', 2) => "%d",
        ('D', 3) => "%j",
        ('H', 2) => "%H",
        ('h', 2) => "%I",
        ('m', 2) => "%M",
        ('s', 2) => "%S",
        ('S', 3) => "%3f",
        ('S', 6) => "%6f",
        ('S', 9) => "%9f",
        ('a', 1) => "%p",
        ('E', 1..=3) => "%a",
        ('E', 4) => "%A",
        ('X' | 'x', 1..=2) => "%z",
        ('X' | 'x', 3) => "%:z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // Java 8's DateTimeFormatter documentation; directives as strftime's.
    #[test]
    fn java_patterns_are_directives() {
        for (java, ours) in [
            ("yyyy-MM-dd", Some("%Y-%m-%d")),
            ("dd.MM.yyyy HH:mm", Some("%d.%m.%Y %H:%M")),
            (
                "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                Some("%Y-%m-%dT%H:%M:%S.%3f%:z"),
            ),
            ("HH' o''clock'", Some("%H o'clock")),
            ("hh:mm a", Some("%I:%M %p")),
            ("QQQ yyyy", None),
            ("'unclosed", None),
        ] {
            assert_eq!(of_java(java).as_deref(), ours, "{java}");
        }
    }
}
