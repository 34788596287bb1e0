//! What a user names, read: contracts in our words or in those of others, and
//! sizes.

use std::path::Path;

use contract::Contract;
use contract::foreign::{self, Foreign, ForeignTable, NotJudged};
use tool::{Policy, read_text, shown, toml_fault};
use verdict::{Check, Fault, Severity, cut};

/// A contract, and what of it is not judged.
pub(crate) struct Loaded {
    pub(crate) policy: Policy<Contract>,
    pub(crate) not_judged: Vec<NotJudged>,
    /// Whose words it is written in; none for ours.
    pub(crate) format: Option<foreign::Format>,
}

/// The contract of a file: ours in TOML, or another that is known. `table`:
/// which of several tables is meant; `data`: the table that is judged, whose
/// name tells too.
pub(crate) fn contract(
    path: &Path,
    table: Option<&str>,
    data: Option<&Path>,
) -> Result<Loaded, Fault> {
    let (text, file) = (read_text(path)?, shown(path));
    if is_ours(path, &text) {
        let value = toml::from_str(&text).map_err(|error| toml_fault(&file, &text, &error))?;
        return Ok(Loaded {
            policy: Policy { value, file, text },
            not_judged: Vec::new(),
            format: None,
        });
    }
    let policy = Policy {
        value: (),
        file,
        text,
    };
    let foreign = foreign::read(&policy.text).map_err(|wrong| fault(&policy, wrong))?;
    let Some(foreign) = foreign else {
        return Err(
            Fault::new(format!("{}: not a contract that is known", policy.file)).help(FORMATS),
        );
    };
    let format = foreign.format;
    let ForeignTable {
        contract,
        not_judged,
        ..
    } = one_of(foreign, &policy.file, table, data)?;
    let Policy { file, text, .. } = policy;
    Ok(Loaded {
        policy: Policy {
            value: contract,
            file,
            text,
        },
        not_judged,
        format: Some(format),
    })
}

const FORMATS: &str = "known are our TOML, Open Data Contract Standard, Frictionless (Table Schema and Data Package), JSON Schema, dbt properties, and suites of Great Expectations";

/// By its ending; else by its first character.
fn is_ours(path: &Path, text: &str) -> bool {
    let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    match ending.as_deref().and_then(std::ffi::OsStr::to_str) {
        Some("toml") => true,
        Some("yaml" | "yml" | "json") => false,
        _ => !text.trim_start().starts_with('{') && toml::from_str::<toml::Table>(text).is_ok(),
    }
}

fn fault(policy: &Policy<()>, wrong: foreign::Wrong) -> Fault {
    let fault = match wrong.span {
        Some(span) => Fault::new(wrong.message).at(policy.place(span)),
        None => Fault::new(format!("{}: {}", policy.file, wrong.message)),
    };
    match wrong.help {
        Some(help) => fault.help(help),
        None => fault,
    }
}

/// The table that is meant: by its name, by that of the data, or the only one.
fn one_of(
    foreign: Foreign,
    file: &str,
    table: Option<&str>,
    data: Option<&Path>,
) -> Result<ForeignTable, Fault> {
    let names: Vec<String> = foreign
        .tables
        .iter()
        .filter_map(|table| table.name.clone())
        .collect();
    let stem = data
        .and_then(Path::file_stem)
        .and_then(std::ffi::OsStr::to_str);
    let only = foreign.tables.len() == 1 && table.is_none();
    let meant = table.or(stem);
    let mut tables = foreign.tables.into_iter();
    let found =
        tables.find(|table| only || (table.name.is_some() && table.name.as_deref() == meant));
    found.ok_or_else(|| match (table, names.is_empty()) {
        (_, true) => Fault::new(format!("{file}: it says nothing of any table")),
        (Some(table), _) => Fault::new(format!("{file}: it knows no table `{}`", cut(table)))
            .help(format!("it has {}", crate::words::listed(&names, 10))),
        (None, _) => Fault::new(format!("{file}: it has several tables")).help(format!(
            "choose one by `--table`: {}",
            crate::words::listed(&names, 10)
        )),
    })
}

impl Loaded {
    /// What the contract says and nobody judges: a warning, or a broken rule
    /// when the run is strict.
    pub(crate) fn gaps(&self, strict: bool) -> impl Iterator<Item = Check> {
        self.not_judged.iter().map(move |gap| {
            let check = Check::pass("judged", format!("{} is judged", cut(&gap.what)))
                .on(cut(&gap.what))
                .help(match strict {
                    true => "say it in another way, or leave `--strict` out",
                    false => "say it in another way; with `--strict` it is an error",
                });
            let check = match strict {
                true => check.broken(format!("not judged: {}", gap.why)),
                false => check
                    .severity(Severity::Warning)
                    .undecided(format!("not judged: {}", gap.why)),
            };
            check.at(self.policy.location(gap.span.clone()))
        })
    }
}

/// A size in bytes: a number with `B`, `kB`, `MB`, `GB`, `KiB`, `MiB`, `GiB` or
/// without a unit.
pub(crate) fn bytes(text: &str) -> Option<usize> {
    let text = text.trim();
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit: usize = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" | "k" => 1000,
        "mb" | "m" => 1_000_000,
        "gb" | "g" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => return None,
    };
    number.parse::<usize>().ok()?.checked_mul(unit)
}

/// A quarter of the memory of the machine, or of what the process may use
/// where that is less; a gigabyte where nobody knows.
pub(crate) fn a_quarter_of_the_machine() -> usize {
    let machine = std::fs::read_to_string("/proc/meminfo")
        .ok()
        .and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("MemTotal:"))?;
            let kilobytes: usize = line.split_whitespace().nth(1)?.parse().ok()?;
            kilobytes.checked_mul(1024)
        });
    let group = std::fs::read_to_string("/sys/fs/cgroup/memory.max").ok();
    let group = group.and_then(|text| text.trim().parse().ok());
    match (machine, group) {
        (Some(machine), Some(group)) => machine.min(group) / 4,
        (Some(one), None) | (None, Some(one)) => one / 4,
        (None, None) => 1 << 30,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let shown = ["500MB", "2 GiB", "10", "1k", "2 apples", ""].map(bytes);
        let meant = [
            Some(500_000_000),
            Some(2 << 30),
            Some(10),
            Some(1000),
            None,
            None,
        ];
        assert_eq!(shown, meant);
    }
}
