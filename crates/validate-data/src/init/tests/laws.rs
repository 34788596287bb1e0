//! What holds of every proposal: its own data keep it, fresh data of the same
//! kind do, and it does not depend on who read what.

use std::path::Path;

use proptest::prelude::*;

use super::super::{Means, propose};
use super::{Numbers, broken, proposed, table};

/// Rows of shop orders, as a generator would make them.
fn orders(seed: u64, rows: u64) -> String {
    let mut numbers = Numbers(seed);
    let mut text =
        "order_id,sku,placed,shipped,amount,weight,discount,state,note,email,returned\n".to_owned();
    for row in 0..rows {
        let mut next = |below| numbers.next(below);
        let day = 1 + next(28);
        let amount = 100.0 * (next(10_000) as f64 / 10_000.0 + 0.01).ln().abs();
        text.push_str(&format!(
            "{},{}{}-{:04},2023-{:02}-{day:02}T08:{:02}:00,2024-01-{day:02}T00:00:00,{amount:.2},{},{},{},{},u{}@example.org,{}\n",
            seed * 1_000_000 + row,
            char::from(b'A' + u8::try_from(next(26)).expect("small")),
            char::from(b'A' + u8::try_from(next(26)).expect("small")),
            next(10_000),
            1 + next(12),
            next(60),
            next(1000) + next(1000),
            next(1000) as f64 / 1000.0,
            ["new", "paid", "sent"][usize::try_from(next(3)).expect("small")],
            if next(50) == 0 { String::new() } else { "x".repeat(1 + usize::try_from(next(30)).expect("small")) },
            next(1_000_000),
            next(2) == 0,
        ));
    }
    text
}

#[test]
fn a_fresh_sample_of_the_same_holds_it() {
    for rows in [200, 3000] {
        let contract = proposed(&orders(1, rows));
        for seed in 2..8 {
            assert_eq!(
                broken(&contract, &orders(seed, rows)),
                [""; 0],
                "{rows}, {seed}\n{contract}"
            );
        }
    }
}

#[test]
fn one_half_of_a_table_holds_what_the_other_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/churn/data/churn.csv");
    let text = std::fs::read_to_string(path).expect("the table");
    let (header, rows) = text.split_once('\n').expect("a header");
    let half = |which: usize| {
        let rows = rows.lines().skip(which).step_by(2);
        let rows: Vec<&str> = std::iter::once(header).chain(rows).collect();
        rows.join("\n") + "\n"
    };
    for (one, other) in [(half(0), half(1)), (half(1), half(0))] {
        assert_eq!(broken(&proposed(&one), &other), [""; 0]);
    }
}

#[test]
fn the_same_data_has_the_same_contract() {
    let text = orders(3, 30_000);
    let by = |threads| {
        let means = Means {
            threads,
            ..Means::default()
        };
        propose(&[table("data.csv", &text)], &means).expect("a contract")
    };
    let one = by(1);
    assert_eq!(one, by(4));
    let (header, rows) = text.split_once('\n').expect("a header");
    let back: Vec<&str> = std::iter::once(header).chain(rows.lines().rev()).collect();
    let lines = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    let other = proposed(&(back.join("\n") + "\n"));
    assert_eq!(lines(&one), lines(&other));
}

#[test]
fn the_first_rows_may_do() {
    let text = orders(9, 5000);
    let means = Means {
        rows: Some(100),
        ..Means::default()
    };
    let contract = propose(&[table("data.csv", &text)], &means).expect("a contract");
    assert!(
        contract.contains("- data.csv: the first 100 rows"),
        "{contract}"
    );
    assert!(
        contract.contains("# unique = true # not looked at"),
        "{contract}"
    );
    assert!(contract.contains("seen: 100 values"), "{contract}");
}

#[test]
fn what_holds_between_two_columns_is_said() {
    let contract = proposed(&orders(4, 2000));
    let pair = "# [[rules]] # held in every row\n# expression = '\"placed\" <= \"shipped\"'\n";
    assert!(contract.contains(pair), "{contract}");
    assert!(
        !contract.contains("'\"shipped\" <= \"placed\"'"),
        "{contract}"
    );
}

/// A cell as files have them, good and bad.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z]{2}",
        "-?[0-9]{1,4}([.,][0-9]{1,3})?",
        "(19|20)[0-9]{2}-0[1-9]-[0-2][0-9]",
        "[0-3][0-9]/[01][0-9]/2024",
        Just("NA".to_owned()),
        Just("none".to_owned()),
        Just(String::new()),
        Just("1".to_owned()),
        Just("true".to_owned()),
        any::<String>().prop_map(|text| text.replace(['\0', '\r'], "")),
    ]
}

/// Cells of one kind most often.
fn column() -> impl Strategy<Value = Vec<String>> {
    let alike = prop::collection::vec(cell(), 1..4)
        .prop_flat_map(|cells| prop::collection::vec(prop::sample::select(cells), 40));
    prop_oneof![3 => alike, 1 => prop::collection::vec(cell(), 40)]
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_table_holds_what_is_proposed_for_it(
        columns in prop::collection::vec((any::<String>(), column()), 1..4),
        rows in 1usize..=40,
    ) {
        let names = columns.iter().enumerate().map(|(at, (name, _))| {
            quoted(&format!("{at}{}", name.replace(['\0', '\r'], "")))
        });
        let mut text = names.collect::<Vec<_>>().join(",") + "\n";
        for row in 0..rows {
            let cells = columns.iter().map(|(_, cells)| quoted(&cells[row]));
            text.push_str(&(cells.collect::<Vec<_>>().join(",") + "\n"));
        }
        let contract = proposed(&text);
        prop_assert_eq!(broken(&contract, &text), Vec::<String>::new(), "{}", contract);
    }
}
