//! What can be wrong with a cell.

use table::Block;
use verdict::Fault;

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wrong {
    /// There is no value.
    Nothing,
    /// A text that is no number, as it is shown.
    NoNumber(String),
    /// NaN or an infinity.
    NotFinite(f64),
    /// A number below zero.
    Negative(f64),
    /// Nothing that can be looked into, with a word for its kind.
    Opaque(&'static str),
}

/// A column and what it is read as.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Role<'a> {
    /// The key under `[predictions]`, such as `score`.
    pub(crate) key: &'a str,
    /// The column's name.
    pub(crate) column: &'a str,
}

/// A row as a sentence names it: `row 16 (line 17)`.
pub(crate) fn row_named(row: u64, line: Option<u64>) -> String {
    match line {
        Some(line) => format!("row {row} (line {line})"),
        None => format!("row {row}"),
    }
}

/// A row with its file: `row 16 (line 17) of x.csv`.
pub(crate) fn row_of(name: &str, row: u64, line: Option<u64>) -> String {
    format!("{} of {name}", row_named(row, line))
}

impl Wrong {
    /// The fault of a cell of a block.
    pub(crate) fn fault(&self, role: Role<'_>, name: &str, block: &Block, at: usize) -> Fault {
        let place = row_of(name, block.number(at), block.line(at));
        let Role { key, column } = role;
        let column = verdict::cut(column);
        let message = match self {
            Self::Nothing => format!("no {key} in {place}: column `{column}` has no value there"),
            Self::NoNumber(text) => {
                format!("the {key} in {place} is no number: column `{column}` says `{text}`")
            }
            Self::NotFinite(x) => {
                format!("the {key} in {place} is not finite: column `{column}` says {x}")
            }
            Self::Negative(x) => {
                format!("the {key} in {place} is below zero: column `{column}` says {x}")
            }
            Self::Opaque(kind) => {
                format!(
                    "the {key} in {place} can't be looked into: column `{column}` is of kind `{kind}`"
                )
            }
        };
        Fault::new(message).help(self.help(key))
    }

    fn help(&self, key: &str) -> String {
        match self {
            Self::Nothing => format!(
                "every example needs its {key}: mend the step that wrote it, or leave the row out there"
            ),
            Self::NoNumber(text) if text.contains(',') => {
                "write a decimal point instead of a comma".to_owned()
            }
            Self::NoNumber(_) => format!(
                "`{key}` under [predictions] names the column of the {key}, which is a number here"
            ),
            Self::NotFinite(_) => {
                "a model that says this has not computed: mend it, or leave the row out on purpose"
                    .to_owned()
            }
            Self::Negative(_) => "a weight is how much an example counts: 0 or more".to_owned(),
            Self::Opaque(_) => "name a column of plain values".to_owned(),
        }
    }
}
