//! `row-count`: the table has so many rows.

use tool::Policy;
use verdict::{Check, Location};

use crate::words::{counted, grouped};
use contract::Contract;

/// The check of a table's rows. None: the contract asks nothing that
/// not every table has, and says so where there are no rows.
pub(crate) fn check(policy: &Policy<Contract>, file: &str, rows: u64) -> Option<Check> {
    let rules = &policy.value.rows;
    let (min, max) = (
        rules.min.as_ref().map(|x| *x.get_ref()),
        rules.max.as_ref().map(|x| *x.get_ref()),
    );
    let title = format!("the table has {}", asks(min, max));
    let mut check = Check::pass("row-count", title).observed(rows);
    check.unit = Some(if rows == 1 { "row" } else { "rows" }.to_owned());
    let broken = match (&rules.min, &rules.max) {
        (Some(min), _) if rows < *min.get_ref() => Some(min.span()),
        (_, Some(max)) if rows > *max.get_ref() => Some(max.span()),
        _ => None,
    };
    if let Some(span) = broken {
        let found = if rows == 0 {
            "no rows".to_owned()
        } else {
            counted(rows, "row")
        };
        let check = check.broken(found).at(Location::file(file));
        return Some(check.at(policy.location(span)));
    }
    if rows == 0 && min.is_none() {
        let check = check
            .undecided("no rows: nothing to judge")
            .at(Location::file(file));
        return Some(check.help("if a table may be empty, say `min = 0` in `[rows]`"));
    }
    asks_something(&policy.value).then_some(check)
}

/// Whether a contract asks of the rows what not every table has.
pub(crate) fn asks_something(contract: &Contract) -> bool {
    let rows = &contract.rows;
    rows.max.is_some() || rows.min.as_ref().is_some_and(|min| *min.get_ref() > 0)
}

fn asks(min: Option<u64>, max: Option<u64>) -> String {
    match (min, max) {
        (Some(min), Some(max)) if min == max => counted(min, "row"),
        (Some(min), Some(max)) => format!("{} to {}", grouped(min), counted(max, "row")),
        (Some(min), None) => format!("at least {}", counted(min, "row")),
        (None, Some(max)) => format!("at most {}", counted(max, "row")),
        (None, None) => "rows".to_owned(),
    }
}
