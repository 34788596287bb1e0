//! A contract proposed from a profile of tables.
//!
//! Every column is sketched in one pass over the rows: how its values are
//! written, where they lie, which there are. A draft then says of each what a
//! person would, with room beyond what was seen. What only several rows or
//! columns together tell (a key, an order) is drafted as a question, and put
//! to the tool itself.

mod ask;
mod bounds;
mod candidates;
mod draft;
mod facts;
mod letters;
mod look;
mod missing;
mod name;
mod outline;
mod pattern;
mod profile;
mod reading;
mod round;
mod seen;
mod sketch;
mod spread;
mod text;
mod values;
mod write;

use table::Table;
use verdict::Fault;

use crate::load;

/// How a proposal is made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Means {
    /// How many rows of each table are looked at; all when not given.
    pub(crate) rows: Option<u64>,
    pub(crate) threads: usize,
    /// Bytes that comparing rows may take.
    pub(crate) memory: usize,
}

impl Default for Means {
    /// All rows, by all cores, in a quarter of the memory.
    fn default() -> Self {
        Self {
            rows: None,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            memory: load::a_quarter_of_the_machine(),
        }
    }
}

/// Proposes a contract for tables, as commented TOML: every one of them holds
/// it.
pub(crate) fn propose(tables: &[Table], means: &Means) -> Result<String, Fault> {
    if tables.is_empty() {
        return Err(Fault::new("no data given")
            .help("name the tables, for example `validate-data init data/*.csv`"));
    }
    let profile = profile::profile(tables, means)?;
    let missing = missing::Missing::of(&profile);
    let mut drafts: Vec<draft::Draft> = profile
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| draft::draft(at, column, &profile, &missing))
        .collect();
    let answers = ask::answers(tables, &drafts, &profile, &missing, means)?;
    answers.enter(&mut drafts);
    Ok(write::contract(&profile, &missing, &drafts, &answers))
}

#[cfg(test)]
mod tests;
