use verdict::Fault;

use super::delimiter::delimiter;
use super::{self as planning};
use contract::Contract;
use tool::Policy;

/// The contract, or the fault of reading or preparing it.
fn plan(text: &str) -> Result<Policy<Contract>, Fault> {
    let value = toml::from_str(text).map_err(|error| tool::toml_fault("c.toml", text, &error))?;
    let policy = Policy {
        value,
        file: "c.toml".to_owned(),
        text: text.to_owned(),
    };
    planning::plan(&policy)?;
    delimiter(None, &policy)?;
    Ok(policy)
}

fn column(rules: &str) -> String {
    format!("[columns.a]\n{rules}\n")
}

fn fault(text: &str) -> String {
    plan(text)
        .err()
        .map_or("fine".to_owned(), |fault| fault.to_string())
}

#[test]
fn contradictions_are_found_at_their_line() {
    for (rules, expected) in [
        (
            "type = 'integer'\nmin = 5\nmax = 4",
            "c.toml:3:7: `min` is above `max`, so no value can hold",
        ),
        (
            "type = 'integer'\nmin = 0.2\nmax = 0.8",
            "c.toml:3:7: `min` is above `max`, so no value can hold",
        ),
        (
            "type = 'date'\nmin = '2024-01-02'\nmax = '2024-01-01'",
            "c.toml:3:7: `min` is above `max`, so no value can hold",
        ),
        (
            "type = 'date'\nmin = '2024-02-30'",
            "c.toml:3:7: `2024-02-30` is not a date",
        ),
        (
            "type = 'datetime'\nmax = 5",
            "c.toml:3:7: `5` is not a date and time",
        ),
        (
            "type = 'number'\nmin = nan",
            "c.toml:3:7: `NaN` is not a finite number",
        ),
        (
            "type = 'number'\nmax = inf",
            "c.toml:3:7: `inf` is not a finite number",
        ),
        (
            "type = 'datetime'\nmin = '2024-01-02'\nmax = '2024-01-01'",
            "c.toml:3:7: `min` is above `max`, so no value can hold",
        ),
        (
            "type = 'string'\nmax = 5",
            "c.toml:3:7: a range needs an order, and the column's type is `string`",
        ),
        ("max = 5", "c.toml:2:7: a range needs a type"),
        (
            "max-nulls = 1\nmax-null-fraction = 0.1",
            "c.toml:3:21: `max-nulls` and `max-null-fraction` are two limits on the same",
        ),
        (
            "max-null-fraction = 5",
            "c.toml:2:21: `max-null-fraction` is not within 0 to 1",
        ),
        (
            "nullable = true\nmax-nulls = 1",
            "c.toml:2:12: `nullable` says all or none, and a limit on nulls something between",
        ),
        (
            "values = []",
            "c.toml:2:10: an empty list of values lets none pass",
        ),
        (
            "values = ['yes', '']",
            "c.toml:2:18: `` means that there is no value, so it is never seen as one",
        ),
        (
            "values = [1]",
            "c.toml:2:11: values that are no strings need a type",
        ),
        (
            "type = 'integer'\nvalues = [1, 2.5]",
            "c.toml:3:14: `2.5` is not an integer",
        ),
        (
            "type = 'boolean'\nvalues = ['yes']",
            "c.toml:3:11: `yes` is not a boolean",
        ),
        (
            "type = 'integer'\npattern = 'a'",
            "c.toml:3:11: `pattern` is for strings, and the column's type is `integer`",
        ),
        (
            "min-length = 3\nmax-length = 2",
            "c.toml:2:14: `min-length` is above `max-length`, so no value can hold",
        ),
        (
            "type = 'boolean'\nmax-length = 2",
            "c.toml:3:14: `max-length` is for strings, and the column's type is `boolean`",
        ),
    ] {
        assert_eq!(fault(&column(rules)), expected);
    }
}

#[test]
fn what_is_no_bound_is_said_in_plain_words() {
    for (rules, expected) in [
        (
            "type = 'number'\nmin = 2024-01-02",
            "c.toml:3:7: `2024-01-02` is not a finite number",
        ),
        (
            "type = 'number'\nmin = [1]",
            "c.toml:3:7: invalid type: sequence, expected a number, a string, a date or a boolean",
        ),
        (
            "type = 'number'\nmin = { a = 1 }",
            "c.toml:3:7: invalid type: map, expected a number, a string, a date or a boolean",
        ),
        (
            "optional = true\nnullable = true",
            "c.toml:1:10: the contract asks nothing: its columns may be absent, and hold anything",
        ),
    ] {
        assert_eq!(fault(&column(rules)), expected);
    }
}

#[test]
fn a_wrong_pattern_is_shown_where_it_is_wrong() {
    let wrong = plan(&column("pattern = 'ab[c'")).expect_err("wrong");
    let place = wrong.place.expect("a place");
    assert_eq!((place.line, place.column), (2, 14));
    assert_eq!(&place.text[place.column - 1..], "[c'");
    let escaped = plan(&column("pattern = \"\\t[\"")).expect_err("wrong");
    assert_eq!(escaped.place.expect("a place").column, 11);
}

#[test]
fn an_empty_contract_asks_nothing() {
    assert_eq!(fault("name = 'x'"), "c.toml: the contract asks nothing");
    assert_eq!(fault("[rows]"), "c.toml: the contract asks nothing");
    assert_eq!(
        fault("extra-columns = 'forbid'\n[rows]\nmin = 1"),
        "c.toml: extra columns are forbidden, but no column is named"
    );
    assert_eq!(
        fault("[rows]\nmin = 2\nmax = 1"),
        "c.toml:2:7: `min` is above `max`, so no table can hold"
    );
    assert_eq!(fault("[rows]\nmin = 1"), "fine");
    assert_eq!(
        fault("[rows]\nmin = 0"),
        "c.toml: the contract asks nothing"
    );
    assert_eq!(fault(&column("optional = true")), "fine");
    assert_eq!(fault(&column("nullable = true")), "fine");
    assert_eq!(fault(&column("type = 'date'\nmin = 2024-01-02")), "fine");
}

#[test]
fn unknown_keys_say_what_was_meant() {
    let wrong = plan(&column("uniqe = true")).expect_err("unknown");
    assert_eq!(wrong.help, ["did you mean `unique`?"]);
    assert_eq!(wrong.place.expect("a place").line, 2);
    let wrong = plan(&column("type = 'int'")).expect_err("unknown");
    assert_eq!(wrong.place.expect("a place").line, 2);
}

#[test]
fn columns_keep_the_order_of_the_contract() {
    let policy = plan("[columns.b]\n[columns.c]\n[columns.a]\ntype='number'\nmin=-1\nmax=1.5\n");
    let policy = policy.expect("a contract");
    let plans = planning::plan(&policy).expect("a plan").columns;
    let names: Vec<&str> = plans.iter().map(|plan| &*plan.name).collect();
    assert_eq!(names, ["b", "c", "a"]);
    let ids: Vec<&str> = plans[2]
        .checks
        .iter()
        .map(|planned| match &planned.asks {
            planning::Asks::Cells(rule) => rule.id(),
            _ => "another",
        })
        .collect();
    assert_eq!(ids, ["type", "nulls", "range"]);
}

#[test]
fn delimiters_are_one_character() {
    let of = |text: &str| {
        let policy = plan(&format!("delimiter = {text}\n[columns.a]"))?;
        delimiter(None, &policy)
    };
    assert_eq!(of("';'").expect("fine"), Some(b';'));
    assert_eq!(of("\"\\t\"").expect("fine"), Some(b'\t'));
    assert_eq!(of("'tab'").expect("fine"), Some(b'\t'));
    assert_eq!(
        of("';;'").err().map(|f| f.to_string()),
        Some("c.toml:1:13: `delimiter` is not one character".to_owned())
    );
}
