//! The ways to read a column that are tried.

use contract::Contract;
use tool::{Policy, toml_fault};
use verdict::Fault;

use crate::plan;
use crate::read::{Form, Reader, Typing};

/// A way to read a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The keys of the contract that say so, one a line.
    pub(super) keys: &'static str,
    pub(super) kind: Kind,
}

/// What it makes of the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    /// With two digits behind the point at most.
    Decimal,
    Number,
    /// Numbers with a comma: before the fraction, or between groups of three
    /// digits.
    Marked(Marked),
    Boolean,
    Date,
    Datetime,
    /// Seconds or milliseconds since 1970.
    Since1970,
    Time,
    Text(Special),
    /// Any text.
    Plain,
}

/// What the comma of a number means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marked {
    /// It stands between groups of three digits.
    Groups,
    /// It stands before the fraction.
    Fraction,
}

/// Forms of texts that are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Special {
    Uuid,
    Email,
    Ip,
    Uri,
    Country,
    Currency,
    Json,
}

const fn of(kind: Kind, keys: &'static str) -> Candidate {
    Candidate { keys, kind }
}

/// All ways that are tried, those first that ask more.
pub(super) const ALL: &[Candidate] = {
    use self::Marked::{Fraction, Groups};
    use Kind::{
        Boolean, Date, Datetime, Decimal, Integer, Marked, Number, Plain, Since1970, Text, Time,
    };
    use Special::{Country, Currency, Email, Ip, Json, Uri, Uuid};
    &[
        of(Integer, "type = \"integer\""),
        of(Decimal, "type = \"decimal\"\nscale = 2"),
        of(Number, "type = \"number\""),
        of(Marked(Groups), "type = \"integer\"\ngroup-mark = \",\""),
        of(Marked(Groups), "type = \"number\"\ngroup-mark = \",\""),
        of(Marked(Fraction), "type = \"number\"\ndecimal-mark = \",\""),
        of(
            Marked(Fraction),
            "type = \"number\"\ndecimal-mark = \",\"\ngroup-mark = \".\"",
        ),
        of(Boolean, "type = \"boolean\""),
        of(
            Boolean,
            "type = \"boolean\"\ntrue-values = [\"Y\"]\nfalse-values = [\"N\"]",
        ),
        of(
            Boolean,
            "type = \"boolean\"\ntrue-values = [\"y\"]\nfalse-values = [\"n\"]",
        ),
        of(Date, "type = \"date\""),
        of(Date, "type = \"date\"\nformat = \"%Y%m%d\""),
        of(Date, "type = \"date\"\nformat = \"%Y/%m/%d\""),
        of(Date, "type = \"date\"\nformat = \"%d.%m.%Y\""),
        of(Date, "type = \"date\"\nformat = \"%d/%m/%Y\""),
        of(Date, "type = \"date\"\nformat = \"%m/%d/%Y\""),
        of(Date, "type = \"date\"\nformat = \"%d-%m-%Y\""),
        of(Date, "type = \"date\"\nformat = \"%m-%d-%Y\""),
        of(Date, "type = \"date\"\nformat = \"%d/%m/%y\""),
        of(Date, "type = \"date\"\nformat = \"%m/%d/%y\""),
        of(Date, "type = \"date\"\nformat = \"%d-%b-%Y\""),
        of(Date, "type = \"date\"\nformat = \"%d %b %Y\""),
        of(Date, "type = \"date\"\nformat = \"%b %d, %Y\""),
        of(Date, "type = \"date\"\nformat = \"%B %d, %Y\""),
        of(Datetime, "type = \"datetime\""),
        of(Datetime, "type = \"datetime\"\nformat = \"%Y-%m-%d %H:%M\""),
        of(
            Datetime,
            "type = \"datetime\"\nformat = \"%Y/%m/%d %H:%M:%S\"",
        ),
        of(Datetime, "type = \"datetime\"\nformat = \"%d.%m.%Y %H:%M\""),
        of(
            Datetime,
            "type = \"datetime\"\nformat = \"%d.%m.%Y %H:%M:%S\"",
        ),
        of(Datetime, "type = \"datetime\"\nformat = \"%d/%m/%Y %H:%M\""),
        of(Datetime, "type = \"datetime\"\nformat = \"%m/%d/%Y %H:%M\""),
        of(
            Datetime,
            "type = \"datetime\"\nformat = \"%d/%m/%Y %H:%M:%S\"",
        ),
        of(
            Datetime,
            "type = \"datetime\"\nformat = \"%m/%d/%Y %H:%M:%S\"",
        ),
        of(Since1970, "type = \"datetime\"\nformat = \"unix\""),
        of(
            Since1970,
            "type = \"datetime\"\nformat = \"unix-milliseconds\"",
        ),
        of(Time, "type = \"time\""),
        of(Time, "type = \"time\"\nformat = \"%H:%M\""),
        of(Text(Uuid), "type = \"string\"\nformat = \"uuid\""),
        of(Text(Email), "type = \"string\"\nformat = \"email\""),
        of(Text(Ip), "type = \"string\"\nformat = \"ip\""),
        of(Text(Uri), "type = \"string\"\nformat = \"uri\""),
        of(Text(Country), "type = \"string\"\nformat = \"country\""),
        of(Text(Currency), "type = \"string\"\nformat = \"currency\""),
        of(Text(Json), "type = \"string\"\nformat = \"json\""),
        of(Plain, "type = \"string\""),
    ]
};

/// A reader for each of [`ALL`], in a table with types or without: those that
/// will judge the contract.
pub(super) fn readers(typing: Typing) -> Result<Vec<Reader>, Fault> {
    let mut text = "missing = []\n".to_owned();
    for (at, candidate) in ALL.iter().enumerate() {
        text.push_str(&format!("[columns.c{at}]\n{}\n", candidate.keys));
    }
    let policy = policy(text)?;
    let plan = plan::plan(&policy)?;
    let forms = plan.columns.into_iter().map(|column| column.form);
    Ok(forms.map(|form: Form| Reader { form, typing }).collect())
}

/// A contract of our own making.
pub(super) fn policy(text: String) -> Result<Policy<Contract>, Fault> {
    let file = "<proposal>".to_owned();
    let value = toml::from_str(&text).map_err(|error| toml_fault(&file, &text, &error))?;
    Ok(Policy { value, file, text })
}
