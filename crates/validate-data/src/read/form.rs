//! How the values of a column are written.

use contract::ColumnType;

use super::marks::Marks;
use super::number::{self, Digits};
use super::text::TextForm;
use super::when::When;
use super::words::Words;
use crate::value::{Reading, Value};

/// How the values of a column are written.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// What the values are.
    pub(crate) column_type: Option<ColumnType>,
    pub(super) manner: Manner,
    /// Texts that mean that there is no value.
    pub(super) missing: Vec<String>,
    /// Whether none of them could be a value: then a value is never missing.
    pub(super) missing_is_plain: bool,
}

/// How the values of a type are written.
#[derive(Clone, Debug)]
pub(crate) enum Manner {
    /// In any way, or in one.
    Text(Option<TextForm>),
    Integer(Marks),
    Number(Marks),
    Decimal(Marks, Digits),
    Boolean(Words),
    Date(When),
    Time(When),
    Datetime(When),
}

impl Manner {
    /// How the values of a type are written when no one says otherwise.
    pub(crate) fn usual(column_type: Option<ColumnType>) -> Self {
        match column_type {
            None | Some(ColumnType::String) => Self::Text(None),
            Some(ColumnType::Integer) => Self::Integer(Marks::default()),
            Some(ColumnType::Number) => Self::Number(Marks::default()),
            Some(ColumnType::Decimal) => Self::Decimal(Marks::default(), Digits::default()),
            Some(ColumnType::Boolean) => Self::Boolean(Words::default()),
            Some(ColumnType::Date) => Self::Date(When::Plain),
            Some(ColumnType::Time) => Self::Time(When::Plain),
            Some(ColumnType::Datetime) => Self::Datetime(When::Plain),
        }
    }

    /// Whether the contract says how the values of a type are written that
    /// have a usual way.
    fn is_told(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Integer(marks) | Self::Number(marks) | Self::Decimal(marks, _) => {
                !marks.are_plain()
            }
            Self::Boolean(words) => !words.are_usual(),
            Self::Date(when) | Self::Time(when) | Self::Datetime(when) => !when.is_plain(),
        }
    }

    /// A value out of a text; else a few words on why not.
    fn value<'a>(&self, text: &'a str) -> Result<Value<'a>, &'static str> {
        Ok(match self {
            Self::Text(None) => Value::Text(text),
            Self::Text(Some(form)) => {
                form.check(text)?;
                Value::Text(text)
            }
            Self::Integer(marks) => Value::Number(i128::from(number::integer(text, marks)?).into()),
            Self::Number(marks) => Value::Number(number::number(text, marks)?),
            Self::Decimal(marks, digits) => Value::Number(number::exactly(text, marks, *digits)?),
            Self::Boolean(words) => {
                Value::Boolean(words.read(text.as_bytes()).ok_or(words.note())?)
            }
            Self::Date(when) => Value::Day(when.day(text)?),
            Self::Time(when) => Value::Time(when.time(text)?),
            Self::Datetime(when) => Value::Moment(when.moment(text)?),
        })
    }
}

impl Form {
    /// Values of a type, written as usual.
    pub(crate) fn new(column_type: Option<ColumnType>, missing: Vec<String>) -> Self {
        Self::written(column_type, Manner::usual(column_type), missing)
    }

    /// Values of a type, written in some manner of that type.
    pub(crate) fn written(
        column_type: Option<ColumnType>,
        manner: Manner,
        missing: Vec<String>,
    ) -> Self {
        let is_value = |token: &String| manner.value(token).is_ok();
        Self {
            column_type,
            missing_is_plain: !missing.iter().any(is_value),
            manner,
            missing,
        }
    }

    /// Whether a text means that there is no value.
    pub(crate) fn is_missing(&self, text: &str) -> bool {
        self.missing.iter().any(|token| token == text)
    }

    /// Whether texts are read as values of the type in tables that have types
    /// of their own, too: those lack the type, or the contract says how its
    /// values are written as texts.
    pub(super) fn reads_typed_texts(&self, in_json: bool) -> bool {
        let lacks = matches!(
            self.column_type,
            Some(ColumnType::Date | ColumnType::Time | ColumnType::Datetime | ColumnType::Decimal)
        );
        self.manner.is_told() || (in_json && lacks)
    }

    /// What a text means that is not missing, in a table that has no other way
    /// to say that there is no value.
    pub(super) fn read<'a>(&self, text: &'a str) -> Reading<'a> {
        match self.read_present(text) {
            Reading::Wrong(_) if reads_like_missing(text) => {
                Reading::Wrong("if this means that there is no value, add it to `missing`")
            }
            reading => reading,
        }
    }

    /// What a text means that is a value.
    pub(super) fn read_present<'a>(&self, text: &'a str) -> Reading<'a> {
        match self.manner.value(text) {
            Ok(value) => Reading::Value(value),
            Err(_) if text.trim() != text => Reading::Wrong("blanks around it"),
            Err(note) => Reading::Wrong(note),
        }
    }

    /// What a value is, with its article.
    pub(crate) fn shown(&self) -> String {
        match &self.manner {
            Manner::Text(Some(form)) => form.shown().to_owned(),
            Manner::Text(None) if self.column_type.is_none() => "anything".to_owned(),
            Manner::Text(None) => "a string".to_owned(),
            Manner::Integer(marks) => format!("an integer{}", marks.shown()),
            Manner::Number(marks) => format!("a finite number{}", marks.shown()),
            Manner::Decimal(marks, digits) => {
                format!("a decimal{}{}", digits.shown(), marks.shown())
            }
            Manner::Boolean(words) => format!("a boolean{}", words.shown()),
            Manner::Date(when) => format!("a date{}", when.shown("YYYY-MM-DD")),
            Manner::Time(when) => format!("a time{}", when.shown("HH:MM:SS")),
            Manner::Datetime(when) => {
                format!("a date and time{}", when.shown("YYYY-MM-DDTHH:MM:SS"))
            }
        }
    }
}

/// Words that programs write for a value that is not there.
fn reads_like_missing(text: &str) -> bool {
    const WORDS: [&str; 10] = [
        "", "NA", "N/A", "null", "none", "nil", "?", "-", ".", "#N/A",
    ];
    WORDS
        .iter()
        .any(|word| text.trim().eq_ignore_ascii_case(word))
}
