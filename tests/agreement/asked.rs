//! What is asked of a table: in the contract, and of `DuckDB`.

/// One check of the report, and what `DuckDB` is asked for it.
pub(crate) struct Asked {
    /// The check's name: `range(i)`.
    pub(crate) name: String,
    /// A scalar in SQL: what is observed.
    pub(crate) observed: String,
    /// Another scalar: of how many, or the figure itself.
    pub(crate) of: String,
    /// Whether the rule holds, in SQL of `o` and `j`, the two scalars; null
    /// where that can't be said.
    pub(crate) holds: String,
    /// What the contract says, to be shown.
    pub(crate) said: String,
}

/// How many breaches a rule lets pass.
#[derive(Clone, Copy)]
pub(crate) enum Most {
    Count(i64),
    /// At most so many hundredths.
    Percent(i64),
    /// At least so many hundredths keep it.
    Mostly(i64),
}

impl Most {
    /// Whether `o` of `j` pass, in SQL.
    pub(crate) fn holds(self) -> String {
        match self {
            Self::Count(most) => format!("o <= {most}"),
            Self::Percent(part) => format!("o = 0 or o::double / j <= {part} / 100.0::double"),
            Self::Mostly(part) => {
                format!("o = 0 or (j - o)::double / j >= {part} / 100.0::double")
            }
        }
    }

    /// The same in TOML.
    pub(crate) fn toml(self) -> String {
        match self {
            Self::Count(0) | Self::Percent(_) => String::new(),
            Self::Count(most) => format!("max-breaches = {most}\n"),
            Self::Mostly(part) => format!("mostly = {part}e-2\n"),
        }
    }
}

/// Numbers the checks of one name, as the report does.
pub(crate) fn tell_apart(all: &mut [Asked]) {
    let mut seen = std::collections::HashMap::new();
    for asked in all {
        let times = seen.entry(asked.name.clone()).or_insert(0);
        *times += 1;
        if *times > 1 {
            asked.name = asked.name.replace(')', &format!(" #{times})"));
        }
    }
}
