//! Values of sensitive columns are shown nowhere, whatever breaks.

use crate::sandbox::Sandbox;

/// Every rule on columns that hold a secret, all of them broken.
const CONTRACT: &str = r#"
primary-key = ["id"]
[columns.id]
type = "integer"
[columns.secret]
type = "string"
sensitive = true
pattern = "x"
forbidden-pattern = ".*"
values = ["a"]
max-length = 1
unique = true
required-values = ["a"]
most-common = ["a"]
distinct = { max = 0 }
distinct-fraction = { max = 0.1 }
entropy = { max = 0.0 }
[columns.money]
type = "integer"
sensitive = true
max = 1
multiple-of = 1000
order = "strictly-decreasing"
least = { max = 0 }
greatest = { max = 0 }
mean = { max = 0 }
sum = { max = 0 }
median = { max = 0 }
variance = { max = 0 }
standard-deviation = { max = 0 }
skewness = { max = -9 }
kurtosis = { max = -9 }
quantiles = { "0.5" = { max = 0 } }
z-score = { max = -5 }
[columns.born]
type = "date"
sensitive = true
max = 1900-01-01
greatest = { max = 1900-01-01 }
least = { max = 1900-01-01 }
max-age = "1d"
[columns.wrong]
type = "integer"
sensitive = true
[rows]
unique = true
[[rules]]
name = "row"
expression = "secret = 'a' and money < 0"
[[rules]]
name = "error"
expression = "cast(secret as integer) > 0"
[[rules]]
name = "figure"
aggregate = "max(money)"
limits = { max = 0 }
[[rules]]
name = "no figure"
aggregate = "sum(cast(secret as integer))"
limits = { max = 0 }
[[rules]]
name = "equal"
aggregate = "sum(money)"
equals = { file = "other.csv" }
[[rules]]
name = "together"
unique = ["secret", "money"]
[[rules]]
name = "elsewhere"
references = { columns = ["secret"], file = "other.csv" }
[[rules]]
name = "follows"
depends = { columns = ["secret"], determine = ["id"] }
[[rules]]
name = "correlated"
correlation = { columns = ["money", "id"], limits = { max = -1 } }
"#;

const TABLE: &str = "\
id,secret,money,born,wrong
1,CANARY,987654321,1987-06-05,CANARY
2,CANARY,987654321,1987-06-05,CANARY
3,CANARY,987654320,1987-06-05,987654x
3,CANARY,987654321,1987-06-05,987654x
4,CANARY-2,987654322,1987-06-05,987654x
";

/// Values, and the beginnings of figures of them: of the sums, too.
const SECRETS: [&str; 6] = [
    "CANARY",
    "987654",
    "987,654",
    "1987-06-05",
    "49382716",
    "4,938,271",
];

const LINE: &str = "validate-data t.csv -c contract.toml --verbose \
    --report json=out/r.json --report markdown=out/r.md --report verdict=out/r.verdict \
    --report sarif=out/r.sarif --report junit=out/r.xml --report code-quality=out/r.cq \
    --history out/history --dotenv out/dotenv";

/// Everything that is said and written of the table under a contract, but for
/// the rows that are asked for as they stand.
fn said(contract: &str) -> String {
    let sandbox = Sandbox::new()
        .file("contract.toml", contract)
        .file("t.csv", TABLE)
        .file("other.csv", "secret,money\nz,111222333\n");
    let mut all = sandbox.run(LINE).ends_with(1).said();
    for more in [
        "--cache out/cache",
        "--write-baseline out/known.json",
        "--quarantine rows/bad.csv --keep rows/good.csv",
    ] {
        let line = format!("validate-data t.csv -c contract.toml {more}");
        all += &sandbox.run(&line).said();
    }
    for file in sandbox.files() {
        all += &format!("{file}\n");
        if file.starts_with("out/") {
            all += &String::from_utf8_lossy(&std::fs::read(sandbox.path(&file)).expect("read"));
        }
    }
    all
}

#[test]
fn a_sensitive_value_is_in_nothing_that_is_said_or_written() {
    let said = said(CONTRACT);
    for secret in SECRETS {
        let at = said.find(secret);
        let around =
            at.map(|at| String::from_utf8_lossy(&said.as_bytes()[at.saturating_sub(300)..at + 60]));
        assert!(at.is_none(), "{secret}: {around:?}");
    }
}

#[test]
fn values_that_are_not_sensitive_are_there() {
    let said = said(&CONTRACT.replace("sensitive = true\n", ""));
    for secret in ["CANARY", "987654", "1987-06-05", "49382716"] {
        assert!(said.contains(secret), "{secret}");
    }
}
