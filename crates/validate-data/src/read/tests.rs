use contract::ColumnType;

use super::number::NOT_FINITE;
use super::*;
use crate::value::{Number, Value};

fn reader(column_type: Option<ColumnType>, typing: Typing, missing: &[&str]) -> Reader {
    let missing = missing.iter().map(|token| (*token).to_owned()).collect();
    let form = Form::new(column_type, missing);
    Reader { form, typing }
}

fn csv(column_type: ColumnType, text: &str) -> Reading<'_> {
    reader(Some(column_type), Typing::Texts, &["", "NA"]).read(Cell::Text(text))
}

#[test]
fn integers() {
    let good = [
        ("0", 0),
        ("-7", -7),
        ("+7", 7),
        ("007", 7),
        ("-9223372036854775808", i128::from(i64::MIN)),
    ];
    for (text, x) in good {
        assert_eq!(
            csv(ColumnType::Integer, text),
            Reading::Value(Value::Number(x.into()))
        );
    }
    let bad = [
        ("1.0", "a number, but not written as an integer"),
        ("1e3", "a number, but not written as an integer"),
        (" 1", "blanks around it"),
        ("9223372036854775808", "larger than 64 bits can hold"),
        ("--1", "not an integer"),
        (
            "n/a",
            "if this means that there is no value, add it to `missing`",
        ),
    ];
    for (text, note) in bad {
        assert_eq!(
            csv(ColumnType::Integer, text),
            Reading::Wrong(note),
            "{text}"
        );
    }
    assert_eq!(csv(ColumnType::Integer, "NA"), Reading::Null);
}

#[test]
fn numbers_are_finite() {
    for (text, x) in [
        ("1", 1.0),
        ("-.5", -0.5),
        ("5.", 5.0),
        ("1e-3", 0.001),
        ("+2", 2.0),
    ] {
        assert_eq!(
            csv(ColumnType::Number, text),
            Reading::Value(Value::Number(Number::new(x).expect("finite")))
        );
    }
    for text in ["nan", "NaN", "inf", "-Infinity", "1e999"] {
        assert_eq!(
            csv(ColumnType::Number, text),
            Reading::Wrong(NOT_FINITE),
            "{text}"
        );
    }
    assert_eq!(
        csv(ColumnType::Number, "1,5"),
        Reading::Wrong("a decimal comma")
    );
    assert_eq!(
        csv(ColumnType::Number, "0x10"),
        Reading::Wrong("not a number")
    );
}

#[test]
fn booleans() {
    for text in ["true", "TRUE", "1", "Yes", "t"] {
        assert_eq!(
            csv(ColumnType::Boolean, text),
            Reading::Value(Value::Boolean(true))
        );
    }
    for text in ["false", "0", "No", "F"] {
        assert_eq!(
            csv(ColumnType::Boolean, text),
            Reading::Value(Value::Boolean(false))
        );
    }
    assert!(matches!(csv(ColumnType::Boolean, "2"), Reading::Wrong(_)));
}

#[test]
fn typed_cells_are_judged_by_their_type() {
    let reader = |column_type| reader(column_type, Typing::Types, &[""]);
    let number = reader(Some(ColumnType::Number));
    assert_eq!(
        number.read(Cell::Integer(3)),
        Reading::Value(Value::Number(3.into()))
    );
    assert_eq!(
        number.read(Cell::Number(f64::NAN)),
        Reading::Wrong(NOT_FINITE)
    );
    assert_eq!(
        number.read(Cell::Text("3")),
        Reading::Wrong("stored as a string")
    );
    let integer = reader(Some(ColumnType::Integer));
    assert_eq!(
        integer.read(Cell::Number(3.0)),
        Reading::Wrong("stored as a floating-point number")
    );
    let text = reader(Some(ColumnType::String));
    assert_eq!(text.read(Cell::Text("")), Reading::Value(Value::Text("")));
    assert_eq!(text.read(Cell::Null), Reading::Null);
    let any = reader(None);
    let nan = any.read(Cell::Number(f64::INFINITY));
    assert_eq!(nan, Reading::Value(Value::NotFinite(f64::INFINITY)));
    assert_eq!(
        any.read(Cell::Unread("list")),
        Reading::Value(Value::Unread)
    );
    assert_eq!(
        any.read(Cell::Opaque("list")),
        Reading::Value(Value::Opaque)
    );
}

fn written(column_type: ColumnType, manner: Manner, text: &str) -> Reading<'_> {
    let form = Form::written(Some(column_type), manner, vec![String::new()]);
    let typing = Typing::Texts;
    Reader { form, typing }.read(Cell::Text(text))
}

fn marks(decimal: Option<&str>, group: Option<&str>) -> Marks {
    Marks {
        decimal: decimal.map(str::to_owned),
        group: group.map(str::to_owned),
    }
}

/// The verdicts of Frictionless' own field tests (`number`, `integer`) for
/// `decimalChar` and `groupChar`.
#[test]
fn numbers_with_marks() {
    let german = || marks(Some(","), Some("."));
    let number = |text| match written(ColumnType::Number, Manner::Number(german()), text) {
        Reading::Value(Value::Number(x)) => Some(x.nearest()),
        _ => None,
    };
    let found = ["10.000.000,5", "1,5", "1.5", "-0,25", "1,5,5", ",", "1,5e3"].map(number);
    let expected = [
        Some(10_000_000.5),
        Some(1.5),
        Some(15.0),
        Some(-0.25),
        None,
        None,
        Some(1500.0),
    ];
    assert_eq!(found, expected);
    let comma = || Manner::Number(marks(Some(","), None));
    assert_eq!(
        written(ColumnType::Number, comma(), "1.5"),
        Reading::Wrong("a decimal point")
    );
    let grouped = Manner::Integer(marks(None, Some("'")));
    let million = Reading::Value(Value::Number(1_000_000.into()));
    assert_eq!(written(ColumnType::Integer, grouped, "1'000'000"), million);
    assert_eq!(
        written(
            ColumnType::Integer,
            Manner::Integer(Marks::default()),
            "1'000"
        ),
        Reading::Wrong("not an integer")
    );
}

#[test]
fn decimals_have_so_many_digits() {
    let read = |precision, scale, text| {
        let digits = Digits { precision, scale };
        written(
            ColumnType::Decimal,
            Manner::Decimal(Marks::default(), digits),
            text,
        )
    };
    let note = |precision, scale, text| match read(precision, scale, text) {
        Reading::Wrong(note) => note,
        _ => "",
    };
    for text in ["123.45", "-123.45", "+0.5", "000123.4", "5.", ".5"] {
        assert_eq!(note(Some(5), Some(2), text), "", "{text}");
    }
    assert_eq!(
        note(Some(5), Some(2), "1234.5"),
        "too many digits before the point"
    );
    assert_eq!(
        note(Some(5), Some(2), "1.500"),
        "too many digits behind the point"
    );
    assert_eq!(note(Some(3), None, "12.34"), "too many digits");
    assert_eq!(note(Some(3), None, "0.1234"), "too many digits");
    assert_eq!(
        note(None, Some(0), "1.0"),
        "too many digits behind the point"
    );
    let long = "9".repeat(39);
    assert_eq!(note(None, None, &long), "more than 38 digits");
    assert_eq!(note(None, None, &long[1..]), "");
    assert_eq!(
        note(None, None, "1e3"),
        "a number, but not written as a decimal"
    );
    assert_eq!(note(None, None, "1,5"), "a decimal comma");
    assert_eq!(
        note(None, None, "."),
        "if this means that there is no value, add it to `missing`"
    );
    assert_eq!(note(None, None, "--1"), "not a number");
    let tenth = Number::decimal(1, 1).expect("few digits");
    assert_eq!(
        read(None, None, "0.10"),
        Reading::Value(Value::Number(tenth))
    );
}

#[test]
fn own_words_for_yes_and_no() {
    let words = Words {
        yes: Some(vec!["ja".to_owned(), "-".to_owned()]),
        no: None,
    };
    let read = |text| written(ColumnType::Boolean, Manner::Boolean(words.clone()), text);
    assert_eq!(read("ja"), Reading::Value(Value::Boolean(true)));
    assert_eq!(read("-"), Reading::Value(Value::Boolean(true)));
    assert_eq!(read("NO"), Reading::Value(Value::Boolean(false)));
    for text in ["JA", "true", "1"] {
        assert_eq!(
            read(text),
            Reading::Wrong("none of the words for yes and no"),
            "{text}"
        );
    }
}

#[test]
fn times_as_numbers() {
    let read = |units, text| match written(
        ColumnType::Datetime,
        Manner::Datetime(When::Unix(units)),
        text,
    ) {
        Reading::Value(Value::Moment(at)) => Ok(at.to_string()),
        Reading::Wrong(note) => Err(note),
        other => panic!("{other:?}"),
    };
    // `date -u -d @1709209801`
    let expected = Ok("2024-02-29T12:30:01Z".to_owned());
    assert_eq!(read(1, "1709209801"), expected);
    assert_eq!(read(1000, "1709209801000"), expected);
    assert_eq!(
        read(1, "1709209801.123456789"),
        Ok("2024-02-29T12:30:01.123456789Z".to_owned())
    );
    assert_eq!(read(1, "-0.5"), Ok("1969-12-31T23:59:59.5Z".to_owned()));
    assert_eq!(read(1, "1709209801000"), Err("beyond the years 1 to 9999"));
    assert_eq!(read(1, "1e300"), Err("beyond the years 1 to 9999"));
    assert_eq!(read(1, "2024-02-29"), Err("not a number"));
}

#[test]
fn blanks_around_are_wrong_in_every_form() {
    for manner in every_manner() {
        let (column_type, good) = manner.1;
        let blanks = format!("{good} ");
        assert!(
            matches!(
                written(column_type, manner.0.clone(), good),
                Reading::Value(_)
            ),
            "{good}"
        );
        let found = written(column_type, manner.0, &blanks);
        assert_eq!(found, Reading::Wrong("blanks around it"), "{good}");
    }
}

/// Each manner, with its type and a value.
fn every_manner() -> Vec<(Manner, (ColumnType, &'static str))> {
    use ColumnType as T;
    let directives = |format, column_type| {
        When::Directives(Directives::new(format, column_type).expect("a format"))
    };
    let digits = Digits {
        precision: Some(4),
        scale: Some(2),
    };
    let words = Words {
        yes: Some(vec!["J".to_owned()]),
        no: Some(vec!["N".to_owned()]),
    };
    vec![
        (Manner::Integer(Marks::default()), (T::Integer, "12")),
        (
            Manner::Integer(marks(None, Some(","))),
            (T::Integer, "1,200"),
        ),
        (Manner::Number(Marks::default()), (T::Number, "1.5")),
        (
            Manner::Number(marks(Some(","), Some("."))),
            (T::Number, "1.000,5"),
        ),
        (
            Manner::Decimal(Marks::default(), digits),
            (T::Decimal, "12.25"),
        ),
        (Manner::Boolean(Words::default()), (T::Boolean, "true")),
        (Manner::Boolean(words), (T::Boolean, "J")),
        (Manner::Date(When::Plain), (T::Date, "2024-02-29")),
        (Manner::Date(When::Lenient), (T::Date, "20240229")),
        (
            Manner::Date(directives("%d.%m.%Y", T::Date)),
            (T::Date, "29.02.2024"),
        ),
        (Manner::Time(When::Plain), (T::Time, "12:30:00")),
        (
            Manner::Time(directives("%H:%M", T::Time)),
            (T::Time, "12:30"),
        ),
        (
            Manner::Datetime(When::Plain),
            (T::Datetime, "2024-02-29T12:30:00"),
        ),
        (
            Manner::Datetime(When::Lenient),
            (T::Datetime, "2024-02-29T12:30"),
        ),
        (
            Manner::Datetime(directives("%F %T", T::Datetime)),
            (T::Datetime, "2024-02-29 12:30:00"),
        ),
        (Manner::Datetime(When::Unix(1)), (T::Datetime, "1709209801")),
        (
            Manner::Text(Some(TextForm::Uuid)),
            (T::String, "99c17cbb-656f-f64a-940f-1a4568f03487"),
        ),
        (Manner::Text(Some(TextForm::Email)), (T::String, "a@b.c")),
        (Manner::Text(Some(TextForm::Country)), (T::String, "DE")),
        (
            Manner::Text(Some(TextForm::Datetime)),
            (T::String, "2024-02-29T12:30:00Z"),
        ),
    ]
}

#[test]
fn json_has_texts_for_what_it_lacks() {
    let read = |column_type, cell| reader(Some(column_type), Typing::Json, &[""]).read(cell);
    let day = Value::Day(jiff::civil::date(2024, 2, 29));
    assert_eq!(
        read(ColumnType::Date, Cell::Text("2024-02-29")),
        Reading::Value(day)
    );
    let cents = Value::Number(Number::decimal(1999, 2).expect("few digits"));
    assert_eq!(
        read(ColumnType::Decimal, Cell::Text("19.99")),
        Reading::Value(cents)
    );
    assert_eq!(
        read(ColumnType::Decimal, Cell::Number(19.99)),
        Reading::Value(cents)
    );
    let three = Reading::Value(Value::Number(3.into()));
    assert_eq!(read(ColumnType::Integer, Cell::Number(3.0)), three);
    assert_eq!(
        read(ColumnType::Integer, Cell::Number(3.5)),
        Reading::Wrong("stored as a floating-point number")
    );
    assert_eq!(
        read(ColumnType::Integer, Cell::Text("3")),
        Reading::Wrong("stored as a string")
    );
    assert_eq!(
        read(ColumnType::Date, Cell::Text("")),
        Reading::Wrong("not of the form YYYY-MM-DD")
    );
}

#[test]
fn what_a_contract_tells_of_texts_holds_in_typed_tables() {
    let typed = |column_type, manner| Reader {
        form: Form::written(Some(column_type), manner, Vec::new()),
        typing: Typing::Types,
    };
    let since = typed(ColumnType::Datetime, Manner::Datetime(When::Unix(1)));
    for cell in [
        Cell::Integer(1_709_209_801),
        Cell::Text("1709209801"),
        Cell::Number(1_709_209_801.0),
    ] {
        let Reading::Value(Value::Moment(at)) = since.read(cell) else {
            panic!("{cell:?}");
        };
        assert_eq!(at.to_string(), "2024-02-29T12:30:01Z");
    }
    let digits = Digits {
        precision: Some(4),
        scale: Some(2),
    };
    let decimal = typed(
        ColumnType::Decimal,
        Manner::Decimal(Marks::default(), digits),
    );
    assert!(matches!(
        decimal.read(Cell::Number(12.25)),
        Reading::Value(_)
    ));
    assert_eq!(
        decimal.read(Cell::Integer(100)),
        Reading::Wrong("too many digits before the point")
    );
    let uuid = typed(ColumnType::String, Manner::Text(Some(TextForm::Uuid)));
    assert_eq!(uuid.read(Cell::Text("")), Reading::Wrong("not a UUID"));
}

/// Texts that are near to values of some form.
fn texts() -> impl proptest::strategy::Strategy<Value = Vec<String>> {
    let near = "[-+]?[0-9]{0,17}|-?[0-9]{0,9}[.,]?[0-9]{0,9}|20[0-9]{2}-[01][0-9]-[0-3][0-9]([T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9]([.][0-9]{0,9})?Z?)?|[0-3]?[0-9][.][01]?[0-9][.]20[0-9]{2}|20[0-9]{6}|[0-2][0-9]:[0-6][0-9]|[JN]|true|0|NA|-|DE|a@b[.]c|null| ?[0-9] ?";
    proptest::collection::vec(
        proptest::string::string_regex(near).expect("a pattern"),
        1..20,
    )
}

proptest::proptest! {
    /// A block at a time, and one cell at a time.
    #[test]
    fn both_ways_to_read_agree(texts in texts(), missing in proptest::sample::select(vec!["", "NA", "-", "0", "J"])) {
        let lines: Vec<String> = texts.iter().map(|text| format!("{text:?},\n")).collect();
        let text = format!("a,b\n{}", lines.concat());
        let table = table::Table::from_bytes("t.csv", text.into_bytes(), table::CsvOptions {
            delimiter: Some(b','),
            ..table::CsvOptions::default()
        }).expect("a table");
        for (manner, (column_type, _)) in every_manner() {
            let form = Form::written(Some(column_type), manner, vec![missing.to_owned()]);
            let reader = Reader { form, typing: Typing::Texts };
            let wanted = table::Wanted::all(2);
            let scanned = table.scan_blocks(&wanted, &|| 0, &|rows, block| {
                let seen = reader.see(block, 0);
                for at in 0..block.rows() {
                    assert_eq!(seen.reading(at), reader.read(block.cell(0, at)), "{:?}", block.cell(0, at));
                    *rows += 1;
                }
                Ok(())
            });
            let rows: usize = scanned.expect("a scan").1.iter().sum();
            proptest::prop_assert_eq!(rows, texts.len());
        }
    }
}
