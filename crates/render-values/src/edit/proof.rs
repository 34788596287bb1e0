//! The proof of an edit: it changed what was asked for, and nothing else.
//!
//! Two questions, asked of the finished text by code that made none of it:
//! which values differ (by another YAML reader than the one that found the
//! places), and which lines.

use verdict::Fault;

use crate::edit::splice::{Splice, breaks};
use crate::path::{Step, shown};
use crate::tree::Tree;

/// The paths of all values that differ; a map or list that is new, gone or of
/// another kind counts as one.
pub(crate) fn differences(old: &Tree, new: &Tree) -> Vec<Vec<Step>> {
    let mut found = Vec::new();
    compare(Some(old), Some(new), &mut Vec::new(), &mut found);
    found
}

fn compare(
    old: Option<&Tree>,
    new: Option<&Tree>,
    here: &mut Vec<Step>,
    found: &mut Vec<Vec<Step>>,
) {
    match (old, new) {
        (Some(Tree::Map(old)), Some(Tree::Map(new))) => {
            let added = new.keys().filter(|key| !old.contains_key(*key));
            for key in old.keys().chain(added) {
                here.push(Step::Key(key.clone()));
                compare(old.get(key), new.get(key), here, found);
                here.pop();
            }
        }
        (Some(Tree::List(old)), Some(Tree::List(new))) => {
            for index in 0..old.len().max(new.len()) {
                here.push(Step::Index(index));
                compare(old.get(index), new.get(index), here, found);
                here.pop();
            }
        }
        (old, new) if old == new => {}
        _ => found.push(here.clone()),
    }
}

/// What a text's lines went through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    /// Lines that stand there in another form.
    pub(crate) changed: usize,
    /// Lines that are new.
    pub(crate) added: usize,
    /// Lines that are gone.
    pub(crate) removed: usize,
}

impl Lines {
    /// Counts what other lines went through too.
    pub(crate) const fn add(&mut self, other: Self) {
        self.changed += other.changed;
        self.added += other.added;
        self.removed += other.removed;
    }
}

/// Checks that a text differs from another only in the lines that the splices
/// name, and counts them. Splices must be in the order of the text.
pub(crate) fn lines(old: &str, new: &str, splices: &[Splice]) -> Result<Lines, Fault> {
    let (old_lines, new_lines): (Vec<_>, Vec<_>) = (split(old), split(new));
    let mut count = Lines::default();
    let (mut old_at, mut new_at) = (0, 0);
    for touched in touched(old, splices) {
        let kept = touched.first.saturating_sub(old_at);
        same(&old_lines, &new_lines, old_at, new_at, kept)?;
        let both = touched.before.min(touched.after);
        count.changed += both;
        count.removed += touched.before - both;
        count.added += touched.after - both;
        old_at += kept + touched.before;
        new_at += kept + touched.after;
    }
    let rest = old_lines.len().saturating_sub(old_at);
    if new_lines.len() != new_at + rest {
        return Err(unproven("the number of lines is not what it should be"));
    }
    same(&old_lines, &new_lines, old_at, new_at, rest)?;
    Ok(count)
}

/// Lines without their ends: the last line may get one when others follow it.
fn split(text: &str) -> Vec<&str> {
    text.split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line))
        .collect()
}

fn same(
    old: &[&str],
    new: &[&str],
    old_at: usize,
    new_at: usize,
    count: usize,
) -> Result<(), Fault> {
    let (old, new) = (
        old.get(old_at..old_at + count),
        new.get(new_at..new_at + count),
    );
    if old.is_some() && old == new {
        Ok(())
    } else {
        Err(unproven(&format!(
            "a line after line {old_at} would change too"
        )))
    }
}

/// Lines of the old text that a splice replaces.
struct Touched {
    /// The first of them, counted from 0.
    first: usize,
    /// How many there are.
    before: usize,
    /// How many take their place.
    after: usize,
}

/// The lines that splices replace, in order, those that meet as one.
fn touched(old: &str, splices: &[Splice]) -> Vec<Touched> {
    let mut all: Vec<Touched> = Vec::new();
    let (mut at, mut first) = (0, 0);
    for splice in splices {
        first += breaks(&old[at..splice.span.start]);
        at = splice.span.start;
        let removed = breaks(&old[splice.span.clone()]);
        let added = breaks(&splice.text);
        // A new line begins behind the end of one that stays as it is.
        let one = if splice.adds_line() {
            Touched {
                first: first + 1,
                before: 0,
                after: added,
            }
        } else {
            Touched {
                first,
                before: removed + 1,
                after: added + 1,
            }
        };
        match all.last_mut() {
            Some(last) if one.before > 0 && one.first < last.first + last.before => {
                last.before += removed;
                last.after += added;
            }
            _ => all.push(one),
        }
    }
    all
}

/// The fault of an edit that changes more than it should.
pub(crate) fn unproven(why: &str) -> Fault {
    Fault::new(format!("the edit is not made: {why}"))
        .help("the file is as it was; write this value by hand, and tell us of the file if you can")
}

/// The fault of an edit that changes values that it does not name.
pub(crate) fn spills(paths: &[Vec<Step>]) -> Fault {
    let names: Vec<String> = paths
        .iter()
        .take(3)
        .map(|path| format!("`{}`", shown(path)))
        .collect();
    unproven(&format!("it would change {} too", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::read;

    fn splice(at: usize, len: usize, text: &str) -> Splice {
        Splice {
            span: at..at + len,
            text: text.to_owned(),
        }
    }

    #[test]
    fn differences_name_each_value() {
        let old = read("f", "a: 1\nb: {c: x, d: [1, 2]}\ne: 5\n").expect("YAML");
        let new = read("f", "a: '1'\nb: {c: x, d: [1, 3, 4], n: 0}\n").expect("YAML");
        let names: Vec<String> = differences(&old, &new)
            .iter()
            .map(|path| shown(path))
            .collect();
        assert_eq!(names, ["a", "b.d[1]", "b.d[2]", "b.n", "e"]);
        assert!(differences(&old, &old).is_empty());
    }

    #[test]
    fn lines_are_counted() {
        let old = "a: 1\nb: 2\nc: |\n  x\n  y\nd: 4";
        let new = "a: 10\nb: 2\nbb: 3\nc: z\nd: 4\ne: 5";
        let splices = [
            splice(3, 1, "10"),
            splice(9, 0, "\nbb: 3"),
            splice(13, 9, "z"),
            splice(old.len(), 0, "\ne: 5"),
        ];
        let counted = lines(old, new, &splices).expect("only those lines");
        assert_eq!(
            counted,
            Lines {
                changed: 2,
                added: 2,
                removed: 2
            }
        );
    }

    #[test]
    fn a_line_that_no_splice_names_is_seen() {
        let old = "a: 1\nb: 2\nc: 3\n";
        for new in [
            "a: 9\nb: 2 \nc: 3\n",
            "a: 9\nb: 2\nc: 3",
            "a: 9\nb: 2\nc: 3\n\n",
            "a: 9\n",
        ] {
            assert!(lines(old, new, &[splice(3, 1, "9")]).is_err(), "{new:?}");
        }
        assert!(lines(old, "a: 9\nb: 2\nc: 3\n", &[splice(3, 1, "9")]).is_ok());
    }
}
