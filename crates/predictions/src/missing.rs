//! Which column is meant, and what to say where there is none.

use verdict::{Fault, did_you_mean};

use crate::class::listed;

/// What a column is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sought<'a> {
    /// The key under `[predictions]` that names it.
    pub(crate) key: &'static str,
    /// The name that is given there.
    pub(crate) named: Option<&'a str>,
    /// What it is called else, the likeliest first.
    pub(crate) usual: &'static [&'static str],
}

/// The columns of a table, by name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names<'t> {
    /// The table's own name.
    pub(crate) table: &'t str,
    pub(crate) columns: &'t [String],
}

impl Names<'_> {
    /// The place of a column.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The column that is meant; none where it is not named and goes by none of
    /// its usual names. One that is named must be there.
    pub(crate) fn find(&self, sought: Sought<'_>) -> Result<Option<usize>, Fault> {
        match sought.named {
            Some(name) => match self.place(name) {
                Some(at) => Ok(Some(at)),
                None => Err(self.unknown(
                    name,
                    &format!("`{}` under [predictions] names it", sought.key),
                )),
            },
            None => Ok(sought.usual.iter().find_map(|name| self.place(name))),
        }
    }

    /// The column that is meant, which must be there.
    pub(crate) fn must(&self, sought: Sought<'_>) -> Result<usize, Fault> {
        self.find(sought)?.ok_or_else(|| self.absent(sought))
    }

    /// The fault of a column that is named but not there, with who named it.
    pub(crate) fn unknown(&self, name: &str, by: &str) -> Fault {
        let message = format!("{} has no column `{}`", self.table, verdict::cut(name));
        let near = did_you_mean(name, self.columns.iter().map(String::as_str));
        let hint = match near {
            Some(near) => format!("did you mean `{}`?", verdict::cut(near)),
            None => self.listed(),
        };
        Fault::new(message).help(hint).help(by)
    }

    /// The fault of a column that goes by none of its usual names.
    fn absent(&self, sought: Sought<'_>) -> Fault {
        let Sought { key, usual, .. } = sought;
        let usual: Vec<String> = usual.iter().map(|name| (*name).to_owned()).collect();
        let fault = Fault::new(format!("no column of {} holds the {key}", self.table));
        let how = match usual.is_empty() {
            true => format!("name it by `{key}` under [predictions]"),
            false => format!(
                "name it by `{key}` under [predictions]; without that it is looked for as {}",
                listed(&usual)
            ),
        };
        fault.help(how).help(self.listed())
    }

    fn listed(&self) -> String {
        let named: Vec<String> = self
            .columns
            .iter()
            .filter(|name| !name.is_empty())
            .cloned()
            .collect();
        format!("the columns are {}", listed(&named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCORE: Sought<'_> = Sought {
        key: "score",
        named: None,
        usual: &["score", "probability"],
    };

    #[test]
    fn a_named_column_is_meant_and_else_the_first_usual_one() {
        let columns = ["probability", "p", "score"].map(str::to_owned);
        let names = Names {
            table: "x.csv",
            columns: &columns,
        };
        assert_eq!(names.must(SCORE), Ok(2));
        assert_eq!(
            names.must(Sought {
                named: Some("p"),
                ..SCORE
            }),
            Ok(1)
        );
        let fault = names
            .find(Sought {
                named: Some("scor"),
                ..SCORE
            })
            .expect_err("no column");
        assert_eq!(fault.message, "x.csv has no column `scor`");
        assert_eq!(
            fault.help,
            [
                "did you mean `score`?",
                "`score` under [predictions] names it"
            ]
        );
    }

    #[test]
    fn a_column_that_is_not_there_is_told_with_those_that_are() {
        let columns = ["a", "", "b"].map(str::to_owned);
        let names = Names {
            table: "x.csv",
            columns: &columns,
        };
        assert_eq!(names.find(SCORE), Ok(None));
        let fault = names.must(SCORE).expect_err("no column");
        assert_eq!(fault.message, "no column of x.csv holds the score");
        assert_eq!(
            fault.help,
            [
                "name it by `score` under [predictions]; without that it is looked for as `score`, `probability`",
                "the columns are `a`, `b`"
            ]
        );
    }
}
