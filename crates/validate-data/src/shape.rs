//! The rules on the file itself: what was left out, and how its lines end.

use contract::{Contract, LineEnds, Permission, Spanned};
use table::{Irregular, Scan, Shape, Spot};
use tool::Policy;
use verdict::{Check, Location, Sample};

use crate::choice::Choice;
use crate::words::counted;

/// One kind of irregularity: the rule on it, and what it says.
struct Kind<'a> {
    id: &'static str,
    title: &'static str,
    unit: &'static str,
    permission: Option<&'a Spanned<Permission>>,
    /// What holds when the contract is silent.
    usual: Permission,
    found: Vec<&'a Irregular>,
    /// Whether such rows are left out of every other rule.
    leaves_out: bool,
    help: &'static str,
}

/// The checks of a file's shape. Rules on what a format can't have are only
/// looked at when the contract names them.
pub(crate) fn checks(
    policy: &Policy<Contract>,
    choice: &Choice,
    file: &str,
    scan: &Scan,
) -> Vec<Check> {
    let shape = &scan.shape;
    let kinds = kinds(policy, shape);
    let mut checks: Vec<Check> = kinds
        .iter()
        .filter(|kind| choice.takes(kind.id, &[], &[]))
        .filter_map(|kind| check(policy, file, kind))
        .collect();
    let severity = policy.value.file.severity;
    let lines = [mark(policy, file, shape), ends(policy, file, shape)];
    checks.extend(
        lines
            .into_iter()
            .flatten()
            .map(|check| check.severity(severity)),
    );
    checks.retain(|check| choice.takes(&check.id, &[], &[]));
    checks
}

fn kinds<'a>(policy: &'a Policy<Contract>, shape: &'a Shape) -> [Kind<'a>; 7] {
    let rules = &policy.value.file;
    [
        Kind {
            id: "ragged-rows",
            title: "every row has as many fields as the header",
            unit: "row",
            permission: rules.ragged_rows.as_ref(),
            usual: Permission::Forbid,
            found: vec![&shape.ragged],
            leaves_out: true,
            help: "such rows are left out of every other rule; check their delimiters and quotes",
        },
        Kind {
            id: "stray-quotes",
            title: "quotes stand around whole fields",
            unit: "row",
            permission: rules.stray_quotes.as_ref(),
            usual: Permission::Forbid,
            found: vec![&shape.stray_quotes, &shape.unclosed_quote],
            leaves_out: true,
            help: "such rows are left out of every other rule; a quote within a field is doubled, and the field quoted",
        },
        Kind {
            id: "invalid-utf8",
            title: "the file is UTF-8",
            unit: "row",
            permission: rules.invalid_utf8.as_ref(),
            usual: Permission::Forbid,
            found: vec![&shape.not_utf8],
            leaves_out: false,
            help: "such rows are left out of every other rule; convert the file, for example with `iconv -t UTF-8`",
        },
        Kind {
            id: "nul-bytes",
            title: "the file has no NUL bytes",
            unit: "row",
            permission: rules.nul_bytes.as_ref(),
            usual: Permission::Forbid,
            found: vec![&shape.nul],
            leaves_out: false,
            help: "check the program that wrote the file",
        },
        Kind {
            id: "unclear-header",
            title: "every column has a name of its own",
            unit: "column",
            permission: rules.unclear_header.as_ref(),
            usual: Permission::Forbid,
            found: vec![&shape.blank_names, &shape.duplicate_names],
            leaves_out: false,
            help: "nobody can address a column without a name of its own: rename it",
        },
        Kind {
            id: "blank-rows",
            title: "the file has no blank lines",
            unit: "line",
            permission: rules.blank_rows.as_ref(),
            usual: Permission::Allow,
            found: vec![&shape.blank_lines],
            leaves_out: false,
            help: "blank lines are passed over",
        },
        Kind {
            id: "unclear-objects",
            title: "every line is one JSON object, with each key once",
            unit: "line",
            permission: None,
            usual: Permission::Forbid,
            found: vec![&shape.not_objects, &shape.duplicate_keys, &shape.late_keys],
            leaves_out: true,
            help: "lines that are no objects are left out of every other rule",
        },
    ]
}

fn check(policy: &Policy<Contract>, file: &str, kind: &Kind<'_>) -> Option<Check> {
    let permission = kind
        .permission
        .map_or(kind.usual, |permission| *permission.get_ref());
    let count: u64 = kind.found.iter().map(|found| found.count).sum();
    if permission == Permission::Allow && count > 0 && kind.leaves_out {
        let title = format!(
            "{} that can't be read in the usual way may be there, and are left out of every other rule",
            counted(count, kind.unit)
        );
        return Some(Check::pass(kind.id, title).observed(count));
    }
    // What is forbidden by default and not there goes without saying.
    if permission != Permission::Forbid || (count == 0 && kind.permission.is_none()) {
        return None;
    }
    let mut check = Check::pass(kind.id, kind.title)
        .severity(policy.value.file.severity)
        .observed(count);
    let plural = if count == 1 { "" } else { "s" };
    check.unit = Some(format!("{}{plural}", kind.unit));
    if count == 0 {
        return Some(check);
    }
    let mut spots: Vec<&Spot> = kind.found.iter().flat_map(|found| &found.first).collect();
    spots.sort_by_key(|spot| spot.byte);
    let first = spots.first().map_or(0, |spot| spot.line);
    let mut check = check
        .broken(format!(
            "{}: first at line {first}",
            counted(count, kind.unit)
        ))
        .help(kind.help);
    for spot in spots.iter().take(5) {
        check = check.at(Location {
            file: file.to_owned(),
            line: Some(spot.line),
            row: spot.row,
            column: None,
        });
    }
    check.samples = spots.iter().take(5).map(|spot| sample(spot)).collect();
    Some(match kind.permission {
        Some(said) => check.at(policy.location(said.span())),
        None => check,
    })
}

fn sample(spot: &Spot) -> Sample {
    Sample {
        row: spot.row,
        line: Some(spot.line),
        value: spot.note.clone(),
        note: Some(format!("byte {}", spot.byte)),
    }
}

fn mark(policy: &Policy<Contract>, file: &str, shape: &Shape) -> Option<Check> {
    let said = policy.value.file.byte_order_mark.as_ref()?;
    let (title, broken) = match said.get_ref() {
        Permission::Allow => return None,
        Permission::Forbid => ("the file begins without a byte order mark", shape.bom),
        Permission::Require => ("the file begins with a byte order mark", !shape.bom),
    };
    let there = if shape.bom { "there" } else { "not there" };
    let check = Check::pass("byte-order-mark", title).observed(there);
    Some(match broken {
        false => check,
        true => check
            .broken(format!("it is {there}"))
            .at(Location::line(file, 1))
            .at(policy.location(said.span())),
    })
}

fn ends(policy: &Policy<Contract>, file: &str, shape: &Shape) -> Option<Check> {
    let said = policy.value.file.line_ends.as_ref()?;
    let ends = &shape.line_ends;
    let (title, wrong) = match said.get_ref() {
        LineEnds::Consistent => ("all lines end alike", ends.minority()),
        LineEnds::Lf => (
            "all lines end with LF",
            vec![("CRLF", ends.crlf), ("CR", ends.cr)],
        ),
        LineEnds::Crlf => (
            "all lines end with CRLF",
            vec![("LF", ends.lf), ("CR", ends.cr)],
        ),
    };
    let wrong: Vec<_> = wrong
        .into_iter()
        .filter(|(_, ends)| ends.count > 0)
        .collect();
    let count: u64 = wrong.iter().map(|(_, ends)| ends.count).sum();
    let check = Check::pass("line-ends", title).observed(count);
    let first = wrong.iter().map(|(_, ends)| ends.first).min();
    let Some(first) = first else {
        return Some(check);
    };
    let kinds: Vec<String> = wrong
        .iter()
        .map(|(name, ends)| format!("{} with {name}", counted(ends.count, "line")))
        .collect();
    Some(
        check
            .broken(format!("{}: first at line {first}", kinds.join(", ")))
            .at(Location::line(file, first))
            .at(policy.location(said.span())),
    )
}
