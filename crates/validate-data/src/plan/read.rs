//! How the values of a column are written, by its keys.

use std::ops::Range;

use contract::{ColumnRules, ColumnType, Contract, Spanned};
use tool::Policy;
use verdict::{Fault, did_you_mean};

use super::{value, within};
use crate::read::{Digits, Directives, Form, Manner, Marks, TextForm, When, Words, type_of};
use crate::value::decimal::MOST_DIGITS;

/// How the values of a column are written, by its keys.
pub(super) fn form(policy: &Policy<Contract>, rules: &ColumnRules) -> Result<Form, Fault> {
    let missing = rules.missing.as_ref().or(policy.value.missing.as_ref());
    let missing = missing.cloned().unwrap_or_else(|| vec![String::new()]);
    let said = Said {
        policy,
        rules,
        column_type: value(rules.column_type.as_ref()),
    };
    said.check_keys()?;
    let manner = said.manner()?;
    let implied = rules.format.is_some().then_some(ColumnType::String);
    Ok(Form::written(said.column_type.or(implied), manner, missing))
}

/// What a contract says of how the values of a column are written.
struct Said<'a> {
    policy: &'a Policy<Contract>,
    rules: &'a ColumnRules,
    column_type: Option<ColumnType>,
}

impl Said<'_> {
    fn fault(&self, span: Range<usize>, message: impl Into<String>) -> Fault {
        Fault::new(message).at(self.policy.place(span))
    }

    /// Fails for a key that says nothing of the column's type.
    fn check_keys(&self) -> Result<(), Fault> {
        use ColumnType as T;
        fn at<T>(key: Option<&Spanned<T>>) -> Option<Range<usize>> {
            key.map(Spanned::span)
        }
        let rules = self.rules;
        let keys = [
            (
                "true-values",
                at(rules.true_values.as_ref()),
                &[T::Boolean][..],
            ),
            (
                "false-values",
                at(rules.false_values.as_ref()),
                &[T::Boolean],
            ),
            (
                "decimal-mark",
                at(rules.decimal_mark.as_ref()),
                &[T::Number, T::Decimal],
            ),
            (
                "group-mark",
                at(rules.group_mark.as_ref()),
                &[T::Number, T::Integer, T::Decimal],
            ),
            ("precision", at(rules.precision.as_ref()), &[T::Decimal]),
            ("scale", at(rules.scale.as_ref()), &[T::Decimal]),
        ];
        let wrong = keys.into_iter().find_map(|(key, span, types)| {
            let fits = self
                .column_type
                .is_some_and(|column_type| types.contains(&column_type));
            span.filter(|_| !fits).map(|span| (key, span, types[0]))
        });
        let Some((key, span, fitting)) = wrong else {
            return Ok(());
        };
        let (message, help) = match self.column_type {
            None => (format!("`{key}` needs a type"), "say"),
            Some(other) => (
                format!("`{key}` says nothing of the type `{}`", other.word()),
                "drop it, or say",
            ),
        };
        let help = format!("{help} `type = \"{}\"`", fitting.word());
        Err(self.fault(span, message).help(help))
    }

    fn manner(&self) -> Result<Manner, Fault> {
        Ok(match self.column_type {
            None | Some(ColumnType::String) => Manner::Text(self.text_form()?),
            Some(ColumnType::Date) => Manner::Date(self.when(ColumnType::Date)?),
            Some(ColumnType::Time) => Manner::Time(self.when(ColumnType::Time)?),
            Some(ColumnType::Datetime) => Manner::Datetime(self.when(ColumnType::Datetime)?),
            Some(other) => {
                self.check_no_format(other)?;
                match other {
                    ColumnType::Integer => Manner::Integer(self.marks()?),
                    ColumnType::Decimal => Manner::Decimal(self.marks()?, self.digits()?),
                    ColumnType::Boolean => Manner::Boolean(self.words()?),
                    _ => Manner::Number(self.marks()?),
                }
            }
        })
    }

    fn check_no_format(&self, column_type: ColumnType) -> Result<(), Fault> {
        let Some(format) = &self.rules.format else {
            return Ok(());
        };
        let help = match column_type {
            ColumnType::Boolean => "for other words there are `true-values` and `false-values`",
            ColumnType::Decimal => {
                "there are `precision`, `scale`, `decimal-mark` and `group-mark`"
            }
            _ => "there are `decimal-mark` and `group-mark`, and `min` and `max` for its size",
        };
        let message = format!("`format` says nothing of the type `{}`", column_type.word());
        Err(self.fault(format.span(), message).help(help))
    }

    fn text_form(&self) -> Result<Option<TextForm>, Fault> {
        let Some(format) = &self.rules.format else {
            return Ok(None);
        };
        let name = format.get_ref();
        if let Some(form) = TextForm::of(name) {
            return Ok(Some(form));
        }
        let message = format!("there is no format `{}`", verdict::cut(name));
        let fault = self.fault(format.span(), message);
        if let Some(column_type) = type_of(name).or_else(|| type_of_word(name)) {
            let help = format!(
                "for dates and times say `type = \"{}\"`",
                column_type.word()
            );
            return Err(fault.help(help));
        }
        let names = TextForm::ALL.map(TextForm::name);
        let near = synonym(name).or_else(|| did_you_mean(name, names));
        Err(match near {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(format!("strings have {}", names.join(", "))),
        })
    }

    fn when(&self, column_type: ColumnType) -> Result<When, Fault> {
        let Some(format) = &self.rules.format else {
            return Ok(When::Plain);
        };
        let unix = match format.get_ref().as_str() {
            "iso8601" | "any" => return Ok(When::Lenient),
            "unix" => Some(1),
            "unix-milliseconds" => Some(1000),
            _ => None,
        };
        match unix {
            Some(units) if column_type == ColumnType::Datetime => Ok(When::Unix(units)),
            Some(_) => Err(self
                .fault(
                    format.span(),
                    format!("`{}` is a date and time", format.get_ref()),
                )
                .help("say `type = \"datetime\"`")),
            None => self.directives(format, column_type),
        }
    }

    fn directives(&self, format: &Spanned<String>, column_type: ColumnType) -> Result<When, Fault> {
        let name = format.get_ref();
        Directives::new(name, column_type)
            .map(When::Directives)
            .map_err(|wrong| {
                let whole = wrong.at == (0..name.len());
                let span = match whole {
                    true => format.span(),
                    false => within(&self.policy.text, format.span(), name, wrong.at),
                };
                let words = ["iso8601", "any", "unix", "unix-milliseconds"];
                let near = did_you_mean(name, words).map(|near| format!("did you mean `{near}`?"));
                let fault = self.fault(span, wrong.message);
                match near.or(wrong.help) {
                    Some(help) => fault.help(help),
                    None => fault,
                }
            })
    }

    fn marks(&self) -> Result<Marks, Fault> {
        let rules = self.rules;
        let marks = [
            (
                "decimal-mark",
                rules.decimal_mark.as_ref(),
                "a comma is `\",\"`",
            ),
            (
                "group-mark",
                rules.group_mark.as_ref(),
                "drop it where groups are not set apart",
            ),
        ];
        for (key, mark, help) in marks {
            let is_of_numbers = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'-');
            if let Some(mark) = mark
                && (mark.get_ref().is_empty() || mark.get_ref().bytes().any(is_of_numbers))
            {
                let message = format!("`{key}` is no mark between digits");
                return Err(self.fault(mark.span(), message).help(help));
            }
        }
        let text =
            |mark: &Option<Spanned<String>>| mark.as_ref().map(|mark| mark.get_ref().clone());
        let decimal = text(&rules.decimal_mark).filter(|mark| mark != ".");
        let group = text(&rules.group_mark);
        let taken = match self.column_type {
            Some(ColumnType::Integer) => None,
            _ => Some(decimal.as_deref().unwrap_or(".")),
        };
        match &rules.group_mark {
            Some(mark) if Some(mark.get_ref().as_str()) == taken => Err(self
                .fault(mark.span(), "both marks are the same")
                .help("with a point between groups, a comma stands before the fraction: `decimal-mark = \",\"`")),
            _ => Ok(Marks { decimal, group }),
        }
    }

    fn digits(&self) -> Result<Digits, Fault> {
        let (precision, scale) = (&self.rules.precision, &self.rules.scale);
        if let Some(most) = precision
            && !(1..=MOST_DIGITS).contains(most.get_ref())
        {
            return Err(self
                .fault(most.span(), "`precision` is not within 1 to 38")
                .help("it is the number of all digits, as in `decimal(10, 2)` of a database"));
        }
        let all = value(precision.as_ref()).unwrap_or(MOST_DIGITS);
        match scale {
            Some(behind) if *behind.get_ref() > all => Err(self
                .fault(behind.span(), format!("`scale` is above {all}, the number of all digits"))
                .help("it is the number of digits behind the point, as in `decimal(10, 2)` of a database")),
            _ => Ok(Digits {
                precision: value(precision.as_ref()),
                scale: value(scale.as_ref()),
            }),
        }
    }

    fn words(&self) -> Result<Words, Fault> {
        let (yes, no) = (&self.rules.true_values, &self.rules.false_values);
        let own = |words: &Option<Spanned<Vec<String>>>| {
            words.as_ref().map(|words| words.get_ref().clone())
        };
        let words = Words {
            yes: own(yes),
            no: own(no),
        };
        let Some(span) = no.as_ref().or(yes.as_ref()).map(Spanned::span) else {
            return Ok(words);
        };
        match words.both() {
            None => Ok(words),
            Some(word) => {
                let message = format!("`{}` means both yes and no", verdict::cut(word));
                let help = "take it out of one; say both `true-values` and `false-values` where the usual words are in the way";
                Err(self.fault(span, message).help(help))
            }
        }
    }
}

/// Words for formats that other programs have.
fn synonym(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "url" => "uri",
        "guid" => "uuid",
        "mail" | "e-mail" => "email",
        "host" | "domain" => "hostname",
        "ip-address" | "inet" => "ip",
        "country-code" | "iso3166" | "alpha-2" => "country",
        "alpha-3" => "country3",
        "currency-code" | "iso4217" => "currency",
        "byte" | "binary" => "base64",
        "date-time" | "timestamp" => "datetime",
        _ => return None,
    })
}

/// The type that a word for a way to write dates and times belongs to.
fn type_of_word(name: &str) -> Option<ColumnType> {
    matches!(name, "unix" | "unix-milliseconds" | "iso8601").then_some(ColumnType::Datetime)
}

#[cfg(test)]
mod tests;
