use super::*;

fn column(keys: &str) -> Result<Form, Fault> {
    let text = format!("[columns.a]\n{keys}\n");
    let contract: Contract = toml::from_str(&text).expect("a contract");
    let policy = Policy {
        value: contract,
        file: "c.toml".to_owned(),
        text,
    };
    let rules = policy.value.columns.values().next().expect("a column");
    form(&policy, rules)
}

#[test]
fn what_is_asked_is_shown() {
    for (keys, expected) in [
        ("", "anything"),
        ("type = 'string'", "a string"),
        ("format = 'email'", "an e-mail address"),
        ("type = 'date'\nformat = '%d.%m.%Y'", "a date (%d.%m.%Y)"),
        ("type = 'date'\nformat = 'any'", "a date (ISO 8601)"),
        ("type = 'time'", "a time (HH:MM:SS)"),
        (
            "type = 'datetime'\nformat = 'unix'",
            "a date and time (seconds since 1970)",
        ),
        (
            "type = 'decimal'\nprecision = 10\nscale = 2",
            "a decimal of at most 10 digits, 2 behind the point",
        ),
        (
            "type = 'decimal'\nscale = 1",
            "a decimal of at most 1 digit behind the point",
        ),
        (
            "type = 'decimal'\nprecision = 4\nscale = 0",
            "a decimal of at most 4 digits, none behind the point",
        ),
        (
            "type = 'number'\ndecimal-mark = ','",
            "a finite number with `,` before its fraction",
        ),
        (
            "type = 'integer'\ngroup-mark = '.'",
            "an integer with `.` between its groups",
        ),
        ("type = 'boolean'", "a boolean"),
        (
            "type = 'boolean'\ntrue-values = ['J']\nfalse-values = ['N']",
            "a boolean (`J`, `N`)",
        ),
    ] {
        assert_eq!(
            column(keys).map(|form| form.shown()),
            Ok(expected.to_owned()),
            "{keys}"
        );
    }
}

fn told(faults: &[(&str, &str, &str)]) {
    for (keys, expected, help) in faults {
        let fault = column(keys).expect_err(keys);
        assert_eq!(fault.to_string(), *expected, "{keys}");
        let helps = fault.help.iter().any(|found| found.starts_with(help));
        assert!(helps, "{keys}: {:?}", fault.help);
    }
}

#[test]
fn wrong_formats_are_told_at_their_place() {
    told(&[
        (
            "format = 'e-mail'",
            "c.toml:2:10: there is no format `e-mail`",
            "did you mean `email`?",
        ),
        (
            "type = 'string'\nformat = 'uid'",
            "c.toml:3:10: there is no format `uid`",
            "did you mean `uuid`?",
        ),
        (
            "format = '%d.%m.%Y'",
            "c.toml:2:10: there is no format `%d.%m.%Y`",
            "for dates and times say `type = \"date\"`",
        ),
        (
            "format = 'unix'",
            "c.toml:2:10: there is no format `unix`",
            "for dates and times say `type = \"datetime\"`",
        ),
        (
            "format = '###'",
            "c.toml:2:10: there is no format `###`",
            "strings have uuid, email, uri",
        ),
        (
            "type = 'date'\nformat = '%Y-%M-%d'",
            "c.toml:3:14: `%M` is no part of a date",
            "the month is `%m`",
        ),
        (
            "type = 'date'\nformat = 'unix'",
            "c.toml:3:10: `unix` is a date and time",
            "say `type = \"datetime\"`",
        ),
        (
            "type = 'datetime'\nformat = 'iso-8601'",
            "c.toml:3:10: the format has no directive",
            "did you mean `iso8601`?",
        ),
        (
            "type = 'date'\nformat = 'DD/MM/YYYY'",
            "c.toml:3:10: the format has no directive",
            "did you mean `%d/%m/%Y`?",
        ),
    ]);
}

#[test]
fn wrong_keys_are_told_at_their_place() {
    told(&[
        (
            "type = 'integer'\nformat = 'int32'",
            "c.toml:3:10: `format` says nothing of the type `integer`",
            "there are `decimal-mark`",
        ),
        (
            "type = 'integer'\nscale = 2",
            "c.toml:3:9: `scale` says nothing of the type `integer`",
            "drop it, or say `type = \"decimal\"`",
        ),
        (
            "true-values = ['x']",
            "c.toml:2:15: `true-values` needs a type",
            "say `type = \"boolean\"`",
        ),
        (
            "type = 'integer'\ndecimal-mark = ','",
            "c.toml:3:16: `decimal-mark` says nothing of the type `integer`",
            "drop it, or say `type = \"number\"`",
        ),
        (
            "type = 'number'\ngroup-mark = '.'",
            "c.toml:3:14: both marks are the same",
            "with a point between groups",
        ),
        (
            "type = 'number'\ndecimal-mark = ''",
            "c.toml:3:16: `decimal-mark` is no mark between digits",
            "a comma is",
        ),
        (
            "type = 'number'\ngroup-mark = '0'",
            "c.toml:3:14: `group-mark` is no mark between digits",
            "drop it",
        ),
        (
            "type = 'decimal'\nprecision = 39",
            "c.toml:3:13: `precision` is not within 1 to 38",
            "it is the number of all digits",
        ),
        (
            "type = 'decimal'\nprecision = 2\nscale = 3",
            "c.toml:4:9: `scale` is above 2, the number of all digits",
            "it is the number of digits behind",
        ),
        (
            "type = 'boolean'\ntrue-values = ['no']",
            "c.toml:3:15: `no` means both yes and no",
            "take it out of one",
        ),
    ]);
}
