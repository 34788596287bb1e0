//! Numbers as JavaScript's `Number()` reads them, which is how priorities and
//! groups are read.

/// The number that a text stands for; none where it is none (NaN).
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    if text.is_empty() {
        return Some(0.0);
    }
    for (prefix, radix) in [
        ("0x", 16),
        ("0X", 16),
        ("0o", 8),
        ("0O", 8),
        ("0b", 2),
        ("0B", 2),
    ] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return in_radix(digits, radix);
        }
    }
    match text.trim_start_matches(['+', '-']) {
        "Infinity" => text.parse().ok().filter(|n: &f64| n.is_infinite()),
        // Rust also reads `inf` and `nan`.
        rest if rest.starts_with(|c: char| c.is_ascii_digit() || c == '.') => text.parse().ok(),
        _ => None,
    }
}

fn in_radix(digits: &str, radix: u32) -> Option<f64> {
    if digits.is_empty() {
        return None;
    }
    digits.chars().try_fold(0.0, |sum, c| {
        Some(sum * f64::from(radix) + f64::from(c.to_digit(radix)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_node_does() {
        // As `Number(text)` answers in Node.js 20.
        let cases = [
            ("", Some(0.0)),
            ("1000", Some(1000.0)),
            ("0x10", Some(16.0)),
            ("0b11", Some(3.0)),
            ("1e3", Some(1000.0)),
            ("-.5", Some(-0.5)),
            ("5.", Some(5.0)),
            ("Infinity", Some(f64::INFINITY)),
            ("-Infinity", Some(f64::NEG_INFINITY)),
            ("inf", None),
            ("nan", None),
            ("0x", None),
            ("-0x1", None),
            ("--1", None),
            ("1_000", None),
            ("high", None),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
