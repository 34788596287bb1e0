use proptest::prelude::*;

use super::*;

/// Conditions with what they are wrong at, and what is said of it.
const MISTAKES: [(&str, &str, &str, &str); 23] = [
    ("", "", "a variable is missing here", MEANINGS),
    ("m > 0.1 +/- 0.01", "m", "unknown variable `m`", MEANINGS),
    (
        "new - o > 0.1 +/- 0.01",
        "new",
        "unknown variable `new`",
        "did you mean `n`?",
    ),
    (
        "n - O > 0.1 +/- 0.01",
        "O",
        "unknown variable `O`",
        "did you mean `o`?",
    ),
    (
        "n > 0.1",
        "1",
        "can only be held against a limit with a tolerance",
        "add one",
    ),
    (
        "n 0.1 +/- 0.01",
        "0.1",
        "`+`, `-`, `*`, `<` or `>` is missing here",
        "such as",
    ),
    ("n - o", "o", "`<` or `>` is missing here", "such as"),
    (
        "n >= 0.1 +/- 0.01",
        ">=",
        "`>=` can't be told from `>`",
        "write `>`",
    ),
    ("n = 0.1 +/- 0.01", "=", "never equal", "write `<` or `>`"),
    (
        "n / o > 1 +/- 0.01",
        "/",
        "nothing can be divided here",
        "n - 1.1 * o",
    ),
    (
        "(n - o) > 1 +/- 0.01",
        "(",
        "parentheses can't be used",
        "2 * n - 2 * o",
    ),
    (
        "n > 80% +/- 0.01",
        "%",
        "a number from 0 to 1",
        "write  0.02",
    ),
    (
        "n * o > 0.1 +/- 0.01",
        "o",
        "variables can't be multiplied",
        "",
    ),
    (
        "n + 0.1 > 0.1 +/- 0.01",
        "0.1",
        "must be a factor or a limit",
        "right side",
    ),
    (
        "1.1o > 0.1 +/- 0.01",
        "1.1o",
        "`1.1o` is no number",
        "set apart by `*`",
    ),
    (
        "n - n > 0.1 +/- 0.01",
        "n - n",
        "this is 0 whatever the models do",
        "",
    ),
    (
        "n > 0.1 +/- 0",
        "0",
        "a tolerance is above 0 and below 1",
        "exactly",
    ),
    ("n > x +/- 0.1", "x", "a limit is missing here", "such as"),
    (
        "n > 0.1 +/- 0.01 or d < 1 +/- 0.1",
        "or",
        "only be joined by `and`",
        "two",
    ),
    (
        "n > 0.1 +/- 0.01 \\/ d < 1 +/- 0.1",
        "\\/",
        "only be joined by `and`",
        "two",
    ),
    (
        "n > 0.1 +/- 0.01 0.2",
        "0.2",
        "would begin with `and`",
        "such as",
    ),
    ("n > 0.1 +/- 0.01 ; d", ";", "`;` means nothing here", ""),
    ("n > 1e999 +/- 0.01", "1e999", "`1e999` is no number", ""),
];

fn shown(text: &str) -> String {
    Formula::parse(text).expect(text).to_string()
}

#[test]
fn conditions_of_the_paper_are_read() {
    for (text, expected) in [
        ("n - o > 0.02 +/- 0.01", "n - o > 0.02 ± 0.01"),
        (
            "n - 1.1 * o > 0.01 +/- 0.01 /\\ d < 0.1 +/- 0.01",
            "n - 1.1 * o > 0.01 ± 0.01 and d < 0.1 ± 0.01",
        ),
        ("n>.8±.05", "n > 0.8 ± 0.05"),
        (
            "-o * 1.1 + n > -0.01 +/- 0.005",
            "n - 1.1 * o > -0.01 ± 0.005",
        ),
        ("n + n - o*2*0.5 > 0 +/- 0.1", "2 * n - o > 0 ± 0.1"),
        (
            "d < 0.1 +/- 0.01 AND n > 0.5 +/- 0.1",
            "d < 0.1 ± 0.01 and n > 0.5 ± 0.1",
        ),
    ] {
        assert_eq!(shown(text), expected);
    }
}

#[test]
fn every_mistake_has_a_place_and_words() {
    for (text, at, message, help) in MISTAKES {
        let wrong = Formula::parse(text).expect_err(text);
        assert!(wrong.message.contains(message), "{text}: {}", wrong.message);
        let told = wrong.help.clone().unwrap_or_default();
        assert!(told.contains(help), "{text}: {told}");
        let place = text.get(wrong.span.clone()).unwrap_or_default();
        assert_eq!(place, at, "{text}");
    }
    let long = "n > 0.1 +/- 0.01 and ".repeat(20);
    let wrong = Formula::parse(&format!("{long} d < 0.1 +/- 0.1")).expect_err("long");
    assert_eq!(wrong.message, "a condition has at most 16 clauses");
    let wrong = Formula::parse(&"n".repeat(2000)).expect_err("longer");
    assert_eq!(wrong.message, "a condition has at most 1000 bytes");
}

proptest! {
    #[test]
    fn nothing_breaks_the_parser(text in "[nod0-9.+*/<>±∧\\\\ e_-]{0,60}") {
        if let Err(wrong) = Formula::parse(&text) {
            prop_assert!(wrong.span.start <= text.len() && wrong.span.end <= text.len().max(1));
        }
    }

    #[test]
    fn what_is_shown_reads_back(
        factors in prop::array::uniform3(-3_i32..=3), limit in -1.0..1.0_f64,
        tolerance in 0.0001..0.5_f64, above: bool,
    ) {
        prop_assume!(factors != [0; 3]);
        let formula = Formula { clauses: vec![Clause {
            factors: factors.map(f64::from),
            side: if above { Side::Above } else { Side::Below },
            limit,
            tolerance,
            span: 0..0,
        }]};
        let mut read = Formula::parse(&formula.to_string()).expect("own words");
        read.clauses[0].span = 0..0;
        prop_assert_eq!(read, formula);
    }
}
