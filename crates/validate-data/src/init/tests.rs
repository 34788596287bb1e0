//! Each folder in `tests/init` is a table and the contract proposed for it.

use std::path::{Path, PathBuf};

use ci::{Env, System};
use table::{CsvOptions, Table};
use tool::{Context, Tool};
use verdict::Outcome;

use super::{Means, propose};
use crate::{Args, ValidateData};

mod laws;

fn table(name: &str, text: &str) -> Table {
    let bytes = text.as_bytes().to_vec();
    Table::from_bytes(name, bytes, CsvOptions::default()).expect("a table")
}

fn proposed(text: &str) -> String {
    propose(&[table("data.csv", text)], &Means::default()).expect("a contract")
}

/// The checks that a table does not pass, by name.
fn broken(contract: &str, data: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("contract.toml"), contract).expect("written");
    std::fs::write(path("data.csv"), data).expect("written");
    let args = Args {
        data: vec![path("data.csv")],
        contract: Some(path("contract.toml")),
        ..Args::default()
    };
    let context = Context {
        env: Env::default(),
        system: System::Plain,
        dir: PathBuf::from("."),
        now: 0,
        digests: false,
        verdicts: Vec::new(),
        required: Vec::new(),
        progress: tool::Progress::default(),
    };
    let judgement = ValidateData::judge(&args, &context).expect("a judgement");
    let broken = judgement
        .checks
        .iter()
        .filter(|check| check.outcome != Outcome::Pass);
    broken.map(verdict::Check::name).collect()
}

/// A line for each.
fn rows<T>(of: impl IntoIterator<Item = T>, row: impl FnMut(T) -> String) -> String {
    of.into_iter().map(row).collect::<Vec<_>>().concat()
}

/// What is proposed for the one column of these values.
fn of(name: &str, values: impl IntoIterator<Item = impl ToString>) -> String {
    // The first column may be a key.
    let rows = rows(values, |value| {
        format!("x,\"{}\"\n", value.to_string().replace('"', "\"\""))
    });
    let text = proposed(&format!("first,{name}\n{rows}"));
    let at = text.rfind("[columns").expect("a column");
    let lines = text[at..].lines().skip(1);
    let rules = lines
        .filter(|line| !line.starts_with("# seen"))
        .map(|line| line.split(" # ").next());
    rules.flatten().collect::<Vec<_>>().join("; ")
}

/// Numbers without a pattern, the same every time (`SplitMix64`).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ x >> 31) % below
    }
}

#[test]
fn every_case_comes_to_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/init");
    let mut count = 0;
    for case in std::fs::read_dir(folder).expect("the cases") {
        let case = case.expect("an entry").path();
        let data = std::fs::read_to_string(case.join("data.csv")).expect("a table");
        let contract = proposed(&data);
        let path = case.join("expected.toml");
        if std::env::var_os("UPDATE_CASES").is_some() {
            std::fs::write(&path, &contract).expect("written");
        }
        let expected = std::fs::read_to_string(path).expect("a contract");
        assert_eq!(contract, expected, "{}", case.display());
        assert_eq!(broken(&contract, &data), [""; 0], "{}", case.display());
        count += 1;
    }
    assert!(count >= 6, "{count} cases");
}

#[test]
fn types_are_those_of_the_values() {
    let times = |count: usize, values: &[&str]| -> Vec<String> {
        values
            .iter()
            .cycle()
            .take(count)
            .map(|value| (*value).to_owned())
            .collect()
    };
    let cases = [
        (of("n", 0..30), "type = \"integer\"; min = 0"),
        (of("n", ["1.5", "-2", "1e3"]), "type = \"number\""),
        (
            of("n", ["1,5", "2", "-0,25"]),
            "type = \"number\"; decimal-mark = \",\"",
        ),
        (
            of("n", ["1,234", "12", "1,000,000"]),
            "type = \"integer\"; group-mark = \",\"",
        ),
        (
            of("n", ["1,234.50", "12"]),
            "type = \"number\"; group-mark = \",\"",
        ),
        (
            of("n", ["1.234,50", "12,5"]),
            "type = \"number\"; decimal-mark = \",\"; group-mark = \".\"",
        ),
        (of("n", ["007", "123"]), "type = \"string\""),
        (of("zip", ["12345", "23456"]), "type = \"string\""),
        (of("phone_service", ["0", "1"]), "type = \"integer\""),
        (of("ok", ["Yes", "No"]), "type = \"boolean\""),
        (of("ok", ["True"]), "type = \"boolean\""),
        (of("land", ["NO", "NO"]), "type = \"string\""),
        (
            of("ok", ["Y", "N"]),
            "type = \"boolean\"; true-values = [\"Y\"]; false-values = [\"N\"]",
        ),
        (
            of("d", ["2024-02-29"]),
            "type = \"date\"; # max-age = \"2d\"",
        ),
        (
            of("d", ["29.02.2024", "01.12.2023"]),
            "type = \"date\"; format = \"%d.%m.%Y\"; # max-age = \"2d\"",
        ),
        (
            of("d", ["12/31/2024"]),
            "type = \"date\"; format = \"%m/%d/%Y\"; # max-age = \"2d\"",
        ),
        (of("d", ["20240229"]), "type = \"integer\""),
        (
            of("order_date", ["20240229"]),
            "type = \"date\"; format = \"%Y%m%d\"; # max-age = \"2d\"",
        ),
        (
            of("d", ["2024-02-29 12:30:00"]),
            "type = \"datetime\"; # max-age = \"2d\"",
        ),
        (
            of("created_at", [1_700_000_000u64]),
            "type = \"datetime\"; format = \"unix\"; # max-age = \"2d\"",
        ),
        (of("t", ["12:30"]), "type = \"time\"; format = \"%H:%M\""),
        (of("x", ["1", "one"]), "type = \"string\""),
        (
            of("x", times(40, &["DE", "FR"])),
            "type = \"string\"; values = [\"DE\", \"FR\"]",
        ),
        (
            of("country", times(40, &["DE", "NA"])),
            "type = \"string\"; format = \"country\"; # values = [\"DE\", \"NA\"]",
        ),
        (
            of("x", times(40, &["NA", "1"])),
            "type = \"integer\"; nullable = true; min = 0",
        ),
        (
            of("paid_by", times(40, &["none", "card"])),
            "type = \"string\"; values = [\"card\", \"none\"]",
        ),
        (
            of("is_new", times(40, &["0", "1"])),
            "type = \"integer\"; values = [0, 1]",
        ),
    ];
    for (found, expected) in cases {
        assert_eq!(found, expected);
    }
    let unclear = of("d", ["01/02/2024", "03/04/2024"]);
    assert!(
        unclear.starts_with("type = \"string\"; # dates, but the values do not tell"),
        "{unclear}"
    );
}

#[test]
fn bounds_are_round_and_beyond() {
    let all = |name: &str, scale: f64| of(name, (0..=1000).map(|x| f64::from(x) * scale));
    assert_eq!(all("n", 0.243), "type = \"number\"; min = 0; max = 500");
    assert_eq!(all("n", 0.001), "type = \"number\"; min = 0; max = 1");
    assert_eq!(all("n", -0.5), "type = \"number\"; min = -1000; max = 0");
    assert_eq!(all("age", 0.05), "type = \"number\"; min = 0; max = 120");
    assert_eq!(all("pct", 0.05), "type = \"number\"; min = 0; max = 100");
    assert_eq!(all("lat", 0.05), "type = \"number\"; min = -90; max = 90");
    let tail = of(
        "n",
        (0..1000).map(|x| if x == 0 { 1_000_000 } else { x % 50 }),
    );
    assert_eq!(
        tail,
        "type = \"integer\"; min = 0; # no `max`: the greatest are far above the others"
    );
    let few = of("n", [3, 5, 9]);
    assert_eq!(few, "type = \"integer\"");
    let large = of("n", (0..200).map(|x| i64::MAX - x));
    assert_eq!(large, "type = \"integer\"; min = 0");
}

#[test]
fn codes_have_patterns() {
    let codes = |of_row: &dyn Fn(u64) -> String| of("code", (0..300).map(of_row));
    assert_eq!(
        codes(&|x| format!("AB{}-{:04}", ["X", "Y"][usize::from(x % 2 == 0)], x)),
        "type = \"string\"; pattern = '[A-Z]{3}-[0-9]{4}'"
    );
    assert_eq!(
        codes(&|x| format!("INV.{x}")),
        "type = \"string\"; pattern = 'INV\\.[0-9]+'"
    );
    assert_eq!(
        codes(&|x| format!("INV.{}", x + 1000)),
        "type = \"string\"; pattern = 'INV\\.[0-9]+'"
    );
    assert_eq!(
        codes(&|x| format!("{:05}", x * 7)),
        "type = \"string\"; pattern = '[0-9]{5}'"
    );
    assert_eq!(
        codes(&|x| format!("{:08x}", x * 7_919_777)),
        "type = \"string\"; pattern = '[0-9a-f]{8}'"
    );
    assert_eq!(
        of(
            "note",
            (0..300).map(|x| format!("Word number{} {x}", "s".repeat(usize::from(x % 3 == 0))))
        ),
        "type = \"string\"; max-length = 32"
    );
}

#[test]
fn a_key_is_found_and_chance_is_not_taken_for_one() {
    let mut numbers = Numbers(5);
    let rows = rows(0..500, |row| {
        format!("{},{},{}\n", row % 7, row + 10, numbers.next(1 << 40))
    });
    let text = proposed(&format!("kind,id,customer_id\n{rows}"));
    assert!(text.contains("primary-key = [\"id\"]"), "{text}");
    assert!(
        text.contains("# unique = true # no value comes twice, so far"),
        "{text}"
    );
    let twice = proposed(&format!("kind,id,customer_id\n{rows}{rows}"));
    assert!(
        !twice.contains("primary-key") && !twice.contains("unique"),
        "{twice}"
    );
}

#[test]
fn nothing_of_a_person_is_shown() {
    let rows = rows(0..60, |row| {
        let (who, day) = (row % 3, row % 28 + 1);
        format!("Ada{who} Lovelace,ada{who}@example.org,1815-12-{day:02},4{row:05}\n")
    });
    let text = proposed(&format!("full_name,contact,birth_date,phone\n{rows}"));
    assert_eq!(text.matches("sensitive = true").count(), 4, "{text}");
    for secret in ["Ada", "Lovelace", "example.org", "1815", "400000", "40"] {
        assert!(!text.contains(secret), "{secret}\n{text}");
    }
}

#[test]
fn tables_without_rows_say_so() {
    let text = proposed("id,name\n");
    assert!(
        text.contains("tells the names of its columns, and nothing else"),
        "{text}"
    );
    assert!(
        text.contains("[columns.id]\n# seen: no rows\n\n[columns.name]\n# seen: no rows\n"),
        "{text}"
    );
    assert_eq!(broken(&text, "id,name\n1,x\n"), [""; 0]);
    assert!(propose(&[], &Means::default()).is_err());
}

#[test]
fn several_tables_each_hold_it() {
    let one = rows(0..40, |row| format!("{row},{}\n", row % 3));
    let other = rows(0..400, |row| format!("{},{row}.5,x\n", row + 900));
    let (one, other) = (format!("id,n\n{one}"), format!("id,n,extra\n{other}"));
    let text = propose(
        &[table("one.csv", &one), table("other.csv", &other)],
        &Means::default(),
    )
    .expect("a contract");
    for data in [&one, &other] {
        assert_eq!(broken(&text, data), [""; 0], "{text}");
    }
    assert!(
        text.contains("optional = true # in 1 of 2 tables"),
        "{text}"
    );
    assert!(text.contains("min = 20 # seen: 40 to 400"), "{text}");
}

#[test]
fn ten_thousand_columns_are_proposed() {
    let names: Vec<String> = (0..10_000).map(|at| format!("c.{at}")).collect();
    let row = |value: &str| vec![value; 10_000].join(",");
    let text = format!("{}\n{}\n{}\n", names.join(","), row("1"), row("2"));
    let contract = proposed(&text);
    assert_eq!(contract.matches("type = \"integer\"").count(), 10_000);
    let many: Vec<String> = (0..20_001).map(|at| at.to_string()).collect();
    let many = table("data.csv", &format!("{}\n", many.join(",")));
    assert!(propose(&[many], &Means::default()).is_err());
}
