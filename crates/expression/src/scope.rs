//! What the names of an expression mean.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use verdict::did_you_mean;

use crate::calendar::SECOND;
use crate::kind::Kind;
use crate::wrong::Wrong;

/// What the names of an expression mean: the columns of a table, and the time
/// that it calls now.
pub struct Scope<'c> {
    columns: &'c [(String, Kind)],
    names: HashMap<&'c str, usize>,
    /// Of lower-case names, where more than one column has it: none.
    folded: OnceLock<HashMap<String, Option<usize>>>,
    now: i64,
}

impl<'c> Scope<'c> {
    /// Columns by name, and what `now()` is, in seconds since 1970. Of columns
    /// with the same name the first is meant.
    #[must_use]
    pub fn new(columns: &'c [(String, Kind)], now: i64) -> Self {
        let mut names = HashMap::with_capacity(columns.len());
        for (at, (name, _)) in columns.iter().enumerate() {
            names.entry(name.as_str()).or_insert(at);
        }
        Self {
            columns,
            names,
            folded: OnceLock::new(),
            now,
        }
    }

    /// Now, in nanoseconds since 1970.
    pub(crate) fn now(&self) -> i128 {
        i128::from(self.now) * SECOND
    }

    pub(crate) fn kind(&self, column: usize) -> Kind {
        self.columns
            .get(column)
            .map_or(Kind::Any, |(_, kind)| *kind)
    }

    /// The column of that name: written just so, or, where the name is not
    /// quoted, in other cases of letters if only one is.
    pub(crate) fn column(
        &self,
        name: &str,
        quoted: bool,
        span: Range<usize>,
    ) -> Result<usize, Wrong> {
        if let Some(at) = self.names.get(name) {
            return Ok(*at);
        }
        match self.folded().get(&name.to_lowercase()) {
            Some(Some(at)) if !quoted => Ok(*at),
            Some(None) if !quoted => {
                let wrong =
                    Wrong::new(span, format!("more than one column is named like `{name}`"));
                Err(wrong.help("write the name in its own letters, in double quotes"))
            }
            _ => Err(self.unknown(name, quoted, span)),
        }
    }

    fn folded(&self) -> &HashMap<String, Option<usize>> {
        self.folded.get_or_init(|| {
            let mut folded = HashMap::with_capacity(self.names.len());
            for (name, at) in &self.names {
                let entry = folded.entry(name.to_lowercase());
                entry.and_modify(|at| *at = None).or_insert(Some(*at));
            }
            folded
        })
    }

    fn unknown(&self, name: &str, quoted: bool, span: Range<usize>) -> Wrong {
        let wrong = Wrong::new(span, format!("unknown column `{}`", verdict::cut(name)));
        let near = did_you_mean(name, self.columns.iter().map(|(name, _)| name.as_str()));
        match near {
            Some(near) => wrong.help(format!("did you mean `{near}`?")),
            None if quoted => wrong.help(format!(
                "double quotes hold the name of a column; a text stands in single quotes: '{}'",
                verdict::cut(name)
            )),
            None => wrong.help(self.some_names()),
        }
    }

    fn some_names(&self) -> String {
        const SHOWN: usize = 8;
        let shown = self.columns.iter().take(SHOWN);
        let shown: Vec<_> = shown
            .map(|(name, _)| format!("`{}`", verdict::cut(name)))
            .collect();
        match (shown.len(), self.columns.len()) {
            (0, _) => "there are no columns".to_owned(),
            (some, all) if all > some => {
                format!(
                    "the columns are {} and {} more",
                    shown.join(", "),
                    all - some
                )
            }
            _ => format!("the columns are {}", shown.join(", ")),
        }
    }
}
