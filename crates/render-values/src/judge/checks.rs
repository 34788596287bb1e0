//! What a run says of its result.

use verdict::{Check, Location, Sample, Severity, cut};

use crate::edit::{Change, Edited, Typing};
use crate::leaf::Leaf;
use crate::path::{ValuePath, shown};

/// How many values that follow an anchor a check names.
const SHARED_SHOWN: usize = 10;

/// The checks of one edit: that it is made, and what is odd about it.
pub(super) fn checks_of(change: &Change, file: &str, must_be_so: bool) -> Vec<Check> {
    let Change {
        document,
        path,
        old,
        new,
        line,
        old_line,
        near,
        ..
    } = change;
    // What is only checked stands in the old text.
    let line = if must_be_so { old_line } else { line };
    let target = match document {
        Some(document) => format!("{document}:{path}"),
        None => path.to_string(),
    };
    let location = |check: Check| {
        let at = match line {
            Some(line) => Location::line(file, *line as u64),
            None => Location::file(file),
        };
        check.on(target.clone()).at(at)
    };
    let mut set = location(Check::pass(
        "set",
        format!("{} is set to {new}", brief(&target, path)),
    ))
    .expected(new.to_json());
    if let Some(old) = old {
        set = set.observed(old.to_json());
    }
    if must_be_so && line.is_some() {
        let stands = old
            .as_ref()
            .map_or("it is not there".to_owned(), |old| format!("it is {old}"));
        set = set
            .broken(stands)
            .help("run the same command without --check");
    }
    let mut checks = vec![set];
    checks.extend(same_type(change).map(location));
    checks.extend(near.as_ref().map(|near| {
        let check = Check::pass("known-key", format!("{path} is a key that the file has"));
        let check = check.severity(Severity::Warning).broken("it is new");
        location(check.help(format!("did you mean `{near}`?")))
    }));
    checks
}

/// A place as a title has it: of a long one the end, so that the value is seen.
fn brief(target: &str, path: &ValuePath) -> String {
    const LONGEST: usize = 40;
    match target.chars().count() {
        0..=LONGEST => target.to_owned(),
        _ => format!("…{}", shown(std::slice::from_ref(path.parent_and_last().1))),
    }
}

/// A warning when a string gives way to a number or the like, or one of those
/// to a string that nobody called one: charts read such values in another way.
fn same_type(change: &Change) -> Option<Check> {
    let (old, path) = (change.old.as_ref()?, &change.path);
    let help = match (old, &change.new, change.typing) {
        (Leaf::Text(_), Leaf::Bool(_) | Leaf::Int(_) | Leaf::Float(_), _) => {
            format!("give it by --set-string {path}=… to keep it a string")
        }
        (_, new, _) if !matches!(new, Leaf::Text(_)) => return None,
        (Leaf::Text(_) | Leaf::Null, ..) | (.., Typing::Text) => return None,
        (Leaf::Bool(_), ..) => {
            format!("give `true` or `false`, or the string by --set-string {path}=…")
        }
        (Leaf::Int(_) | Leaf::Float(_), _, Typing::Fact) => {
            "let the facts hold a number, without quotes".to_owned()
        }
        (Leaf::Int(_) | Leaf::Float(_), _, Typing::Set) => format!(
            "give a number without needless digits, such as `1.1` for `1.10`, or the string by --set-string {path}=…"
        ),
    };
    let check = Check::pass("same-type", format!("{path} stays {}", old.kind()));
    let check = check.severity(Severity::Warning);
    Some(
        check
            .broken(format!("it becomes {}", change.new.kind()))
            .help(help),
    )
}

/// What was asked for and has no place in the file.
pub(super) fn left_out(result: &Edited, file: &str) -> Vec<Check> {
    let check = |(path, why): &(String, String)| {
        Check::pass("digest-written", "the digest of the image is written")
            .on(cut(path))
            .at(Location::file(file))
            .severity(Severity::Warning)
            .broken(why)
            .help("write `digest: \"\"` there once if the chart knows it, or the tag as `v1@sha256:…`")
    };
    result.left_out.iter().map(check).collect()
}

/// The proof that the edits changed nothing else.
pub(super) fn lossless(result: &Edited, file: &str) -> Check {
    let lines = result.lines;
    let counts = [
        (lines.changed, "changed"),
        (lines.added, "added"),
        (lines.removed, "removed"),
    ];
    let words: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| {
            format!(
                "{count} {} {word}",
                if *count == 1 { "line" } else { "lines" }
            )
        })
        .collect();
    let seen = if words.is_empty() {
        "no line changed".to_owned()
    } else {
        words.join(", ")
    };
    let mut check = Check::pass("lossless", "only the named values and their lines change")
        .on(file)
        .observed(seen);
    check.samples = result
        .shared
        .iter()
        .take(SHARED_SHOWN)
        .map(|path| Sample {
            value: cut(path),
            note: Some("follows its anchor".to_owned()),
            ..Sample::default()
        })
        .collect();
    check
}

/// That the result is what is on disk.
pub(super) fn up_to_date(name: &str, is_there: bool, changed: bool) -> Check {
    let check = Check::pass("up-to-date", format!("{name} is up to date"))
        .on(name)
        .at(Location::file(name))
        .help("run the same command without --check, and commit the result");
    match (is_there, changed) {
        (_, false) => Check {
            help: None,
            ..check
        },
        (true, true) => check.broken("the result differs from the file"),
        (false, true) => check.broken("the file does not exist"),
    }
}
