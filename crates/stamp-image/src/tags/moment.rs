//! Dates in the format language of Moment.js, in English.

mod token;

use jiff::Zoned;

/// Tokens, the longest of those that begin alike first, as Moment.js tries
/// them. `SSSSSSSSS` and `N`, which come in many lengths, are apart.
const TOKENS: [&str; 60] = [
    "Hmmss", "hmmss", "Hmm", "hmm", "Mo", "MMMM", "MMM", "MM", "M", "Do", "DDDo", "DDDD", "DDD",
    "DD", "D", "dddd", "ddd", "dd", "do", "d", "wo", "ww", "w|", "w", "Wo", "WW", "W|", "W", "Qo",
    "Q", "YYYYYY", "YYYYY", "YYYY", "YY", "yyyy", "yyy", "yy", "yo", "y", "ggggg", "gggg", "gg",
    "GGGGG", "GGGG", "GG", "e", "E", "a", "A", "hh", "h", "HH", "H", "kk", "k", "mm", "m", "ss",
    "s", "x",
];
const MORE_TOKENS: [&str; 6] = ["X", "zz", "z", "ZZ", "Z", "Y"];

/// Formats that stand for others.
const SHORTHANDS: [(&str, &str); 10] = [
    ("LTS", "h:mm:ss A"),
    ("LT", "h:mm A"),
    ("LLLL", "dddd, MMMM D, YYYY h:mm A"),
    ("LLL", "MMMM D, YYYY h:mm A"),
    ("LL", "MMMM D, YYYY"),
    ("L", "MM/DD/YYYY"),
    ("llll", "ddd, MMM D, YYYY h:mm A"),
    ("lll", "MMM D, YYYY h:mm A"),
    ("ll", "MMM D, YYYY"),
    ("l", "M/D/YYYY"),
];

/// A moment in a format; an empty format is ISO 8601 to the second.
pub(crate) fn format(moment: &Zoned, format: &str) -> String {
    let format = match (format, moment.offset().seconds()) {
        ("", 0) => "YYYY-MM-DDTHH:mm:ss[Z]",
        (format, _) => format,
    };
    written(moment, format, true)
}

/// A moment in a format where the zone that was asked for is not known: then
/// the zone has no name.
pub(crate) fn format_without_zone(moment: &Zoned, format: &str) -> String {
    written(moment, format, false)
}

fn written(moment: &Zoned, format: &str, has_zone: bool) -> String {
    let format = match format {
        "" => "YYYY-MM-DDTHH:mm:ssZ",
        format => format,
    };
    let format = expanded(format);
    let mut rest = format.as_str();
    let mut text = String::new();
    while let Some((piece, after)) = next_piece(rest) {
        match piece {
            Piece::Token("z" | "zz") if !has_zone => {}
            Piece::Token(token) => text.push_str(&token::token_value(moment, token)),
            Piece::Text(literal) => text.push_str(literal),
        }
        rest = after;
    }
    text
}

enum Piece<'a> {
    Token(&'a str),
    Text(&'a str),
}

/// The first piece of a format, and the rest.
fn next_piece(format: &str) -> Option<(Piece<'_>, &str)> {
    if let Some((inner, rest)) = bracketed(format) {
        return Some((Piece::Text(inner), rest));
    }
    if let Some(escaped) = format.strip_prefix('\\') {
        let length = token_length(escaped).unwrap_or(0);
        return Some((Piece::Text(&escaped[..length]), &escaped[length..]));
    }
    if let Some(length) = token_length(format) {
        return Some((Piece::Token(&format[..length]), &format[length..]));
    }
    let first = format.chars().next()?;
    let (head, rest) = format.split_at(first.len_utf8());
    // Line breaks are no part of a format.
    let is_break = matches!(first, '\n' | '\r' | '\u{2028}' | '\u{2029}');
    Some((Piece::Text(if is_break { "" } else { head }), rest))
}

/// The text within brackets at the start of a format: it goes on to the last
/// closing bracket before the next opening one.
fn bracketed(format: &str) -> Option<(&str, &str)> {
    let inner = format.strip_prefix('[')?;
    let reach = inner.find('[').unwrap_or(inner.len());
    let close = inner[..reach].rfind(']')?;
    Some((&inner[..close], &inner[close + 1..]))
}

/// The bytes of the token at the start of a format.
fn token_length(format: &str) -> Option<usize> {
    let run = |letter: char, limit| {
        format
            .chars()
            .take(limit)
            .take_while(|c| *c == letter)
            .count()
    };
    let many = run('S', 9).max(run('N', 5));
    if many > 0 {
        return Some(many);
    }
    let mut tokens = TOKENS.iter().chain(&MORE_TOKENS);
    tokens
        .find(|token| format.starts_with(**token))
        .map(|token| token.len())
}

/// The format with every shorthand written out.
fn expanded(format: &str) -> String {
    let mut text = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        let written = |length: usize| (&rest[..length], &rest[length..]);
        let shorthand = |rest: &str| SHORTHANDS.iter().find(|(short, _)| rest.starts_with(short));
        let (piece, after) = if let Some((inner, _)) = bracketed(rest) {
            written(inner.len() + 2)
        } else if let Some((short, long)) = shorthand(rest) {
            (*long, &rest[short.len()..])
        } else {
            let escaped = rest.strip_prefix('\\').and_then(shorthand);
            written(first.len_utf8() + escaped.map_or(0, |(short, _)| short.len()))
        };
        text.push_str(piece);
        rest = after;
    }
    text
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz::TimeZone};
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64, zone: &str) -> Zoned {
        let zone = TimeZone::get(zone).expect("a zone");
        Timestamp::from_second(seconds)
            .expect("in range")
            .to_zoned(zone)
    }

    /// What Moment.js 2.31 with moment-timezone 0.6.6 answers.
    const AS_MOMENT: [(&str, &str); 22] = [
        ("", "2020-01-10T00:30:00Z"),
        ("YYYYMMDD-HHmmss", "20200110-003000"),
        ("YYYY-MM-DDTHH:mm:ss.SSS[Z]", "2020-01-10T00:30:00.000Z"),
        ("[a]] b]", "a]] b"),
        ("[a] YYYY [b]", "a 2020 b"),
        ("\\YYYY", "YYYY"),
        ("Hmm Hmmss hmm", "030 03000 1230"),
        (
            "L l LL ll LLL lll",
            "01/10/2020 1/10/2020 January 10, 2020 Jan 10, 2020 January 10, 2020 12:30 AM Jan 10, 2020 12:30 AM",
        ),
        (
            "LLLL llll LT LTS",
            "Friday, January 10, 2020 12:30 AM Fri, Jan 10, 2020 12:30 AM 12:30 AM 12:30:00 AM",
        ),
        (
            "N NNNN NNNNN y yy yyy yyyy yo",
            "AD Anno Domini AD 2020 2020 2020 2020 2020th",
        ),
        ("Y YYYYY YYYYYY YYY", "2020 02020 +002020 202020"),
        ("w ww wo W WW Wo", "2 02 2nd 2 02 2nd"),
        (
            "gg gggg ggggg GG GGGG GGGGG ggg",
            "20 2020 02020 20 2020 02020 20g",
        ),
        ("E e d do dd ddd dddd", "5 5 5 5th Fr Fri Friday"),
        ("Q Qo DDD DDDD DDDo Do Mo", "1 1st 10 010 10th 10th 1st"),
        (
            "S SS SSS SSSS SSSSSSSSS SSSSSSSSSS",
            "0 00 000 0000 000000000 0000000000",
        ),
        (
            "x X z zz Z ZZ",
            "1578616200000 1578616200 UTC UTC +00:00 +0000",
        ),
        ("a A k kk", "am AM 24 24"),
        ("w| W|", "w| W|"),
        ("[]", ""),
        ("[", "["),
        ("日本 YYYY o g G R T", "日本 2020 o g G R T"),
    ];

    #[test]
    fn formats_as_moment_does() {
        for (tokens, expected) in AS_MOMENT {
            assert_eq!(
                format(&at(1_578_616_200, "UTC"), tokens),
                expected,
                "{tokens}"
            );
        }
    }

    #[test]
    fn zones_shift_the_clock_as_moment_does() {
        for (zone, expected) in [
            (
                "Asia/Tokyo",
                "2020-01-10T09:30:00+09:00 +09:00 +0900 JST JST",
            ),
            ("Europe/London", "2020-01-10T00:30:00Z +00:00 +0000 GMT GMT"),
            (
                "America/New_York",
                "2020-01-09T19:30:00-05:00 -05:00 -0500 EST EST",
            ),
            (
                "Asia/Kathmandu",
                "2020-01-10T06:15:00+05:45 +05:45 +0545 +0545 +0545",
            ),
        ] {
            let moment = at(1_578_616_200, zone);
            let text = format!("{} {}", format(&moment, ""), format(&moment, "Z ZZ z zz"));
            assert_eq!(text, expected, "{zone}");
        }
    }

    #[test]
    fn a_zone_that_is_not_known_has_no_name() {
        let moment = at(1_578_616_200, "UTC");
        assert_eq!(format_without_zone(&moment, "z|zz|Z|HH"), "||+00:00|00");
        let iso = "2020-01-10T00:30:00+00:00";
        assert_eq!(format_without_zone(&moment, ""), iso);
    }

    #[test]
    fn weeks_and_years_at_their_edges_as_moment_has_them() {
        for (seconds, tokens, expected) in [
            (
                1_451_606_399,
                "YYYY gg gggg GG GGGG w W E e",
                "2015 16 2016 15 2015 1 53 4 4",
            ),
            (1_609_459_199, "YYYY gggg GGGG w W", "2020 2021 2020 1 53"),
            (
                1_136_073_600,
                "YYYY-MM-DD gggg-ww GGGG-WW E e DDDD",
                "2006-01-01 2006-01 2005-52 7 0 001",
            ),
            (
                -62_198_755_200,
                "YYYY YY Y YYYYYY y N gggg",
                "-0001 -01 -0001 -000001 2 BC -0001",
            ),
        ] {
            assert_eq!(format(&at(seconds, "UTC"), tokens), expected);
        }
    }

    proptest! {
        #[test]
        fn every_second_and_format_can_be_written(
            seconds in -60_000_000_000_i64..250_000_000_000,
            tokens in "[YyMDdwWgGQHhkmsSaAxXzZNEeoLlTI\\[\\]\\\\é|]{0,20}",
        ) {
            format(&at(seconds, "America/New_York"), &tokens);
        }

        /// The whole of a bracket is text.
        #[test]
        fn brackets_are_literal(text in "[A-Za-z0-9 .:-]{0,20}") {
            let moment = at(0, "UTC");
            prop_assert_eq!(format(&moment, &format!("[{text}]")), text);
        }
    }
}
