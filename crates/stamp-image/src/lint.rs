//! `lint`: the entries run over all tags and branches of the repository.

mod between;
mod report;
mod taken;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use between::between;
use ci::git::Git;
use report::{branch_or_tag, checks_of, exhibits};
use taken::Taken;
use tool::{Context, Judgement, Product};
use verdict::{Check, Digests, Fault, Subject};

use crate::args::{Args, Print};
use crate::change::Change;
use crate::checks::remark;
use crate::highest::{FETCH, Gap, gap};
use crate::stamp::Request;
use crate::tags::entry::{Entry, Kind};

/// The refs of a repository in their full form.
struct Refs {
    tags: Arc<Vec<String>>,
    branches: Arc<Vec<String>>,
}

impl Refs {
    fn of(git: &Git) -> Result<Self, Fault> {
        let full = |kind: &str, names: Vec<String>| {
            let full = names.into_iter().map(|name| format!("{kind}{name}"));
            Arc::new(full.collect())
        };
        Ok(Self {
            tags: full("refs/tags/", git.tag_names()?),
            branches: full("refs/heads/", git.branch_names()?),
        })
    }

    /// The refs that an entry goes by, if it goes by any.
    fn for_entry(&self, entry: &Entry) -> Option<&Arc<Vec<String>>> {
        if entry.kind == Kind::Branch {
            Some(&self.branches)
        } else {
            entry.reads_tags().then_some(&self.tags)
        }
    }
}

/// Holds the options to those that mean something here.
pub(crate) fn check_options(args: &Args) -> Result<(), Fault> {
    let given = [
        ("--exists", args.exists),
        ("--print", args.print != Print::default()),
        ("--print0", args.print0),
        ("--output", args.output.is_some()),
        ("--bake-dir", args.bake_dir.is_some()),
    ];
    match given.into_iter().find(|(_, is_given)| *is_given) {
        None => Ok(()),
        Some((option, _)) => Err(Fault::new(format!(
            "`{option}` is about a stamp, and `lint` makes none"
        ))
        .help("leave it out; standard output has the refs and their image tags")),
    }
}

/// Looks where two refs come to one image tag, which entries take no ref, and
/// which refs no entry takes.
pub(crate) fn judge(
    request: &Request,
    change: &Change,
    context: &Context,
) -> Result<Judgement, Fault> {
    let git = Git::discover(&context.dir)?;
    let refs = Refs::of(&git)?;
    let read = request.entries.iter();
    let taken: Vec<Taken<'_>> = read
        .filter_map(|entry| Some(Taken::by(entry, refs.for_entry(entry)?, request, change)))
        .collect();
    if taken.is_empty() {
        let fault =
            Fault::new("no entry goes by git tags or branches, so there is nothing to lint");
        return Err(fault.help("give the entries that you release with, such as `--tags type=semver,pattern={{version}}`"));
    }
    let mut checks = Vec::from_iter(all_tags(&taken, &git, &refs));
    let mut targets = BTreeSet::new();
    for taken in &taken {
        let target = taken.target(request, &mut targets);
        let remarks = taken.entry.remarks.iter();
        checks.extend(remarks.map(|it| remark(it, &target)));
        checks.extend(checks_of(taken, &target, request.rules.safe.is_some()));
    }
    checks.extend(between(&taken));
    checks.extend(branch_or_tag(&taken));
    Ok(Judgement {
        checks,
        subjects: subjects(change),
        exhibits: exhibits(&taken),
        products: vec![Product::Stdout(lines(&taken))],
        ..Judgement::default()
    })
}

/// Whether all tags of the repository are there to look at.
fn all_tags(taken: &[Taken<'_>], git: &Git, refs: &Refs) -> Option<Check> {
    if !taken.iter().any(|taken| taken.entry.kind != Kind::Branch) {
        return None;
    }
    let check = Check::pass("all-tags", "all tags of the repository are looked at");
    let check = check.observed(refs.tags.len());
    let cause = match refs.tags.is_empty() {
        true => Some(Gap {
            cause: "there is no tag in this checkout",
            help: FETCH,
        }),
        false => gap(git, &refs.tags, None),
    };
    Some(match cause {
        Some(Gap { cause, help }) => check.undecided(cause).help(help),
        None => check,
    })
}

fn subjects(change: &Change) -> Vec<Subject> {
    if change.commit.is_empty() {
        return Vec::new();
    }
    let url = change.repository.url.clone();
    vec![Subject {
        name: url.unwrap_or_else(|| "commit".to_owned()),
        digest: Digests::from([("gitCommit".to_owned(), change.commit.clone())]),
    }]
}

/// Each ref with each of its image tags.
fn lines(taken: &[Taken<'_>]) -> String {
    let mut seen = BTreeSet::new();
    let mut text = String::new();
    for (name, tag) in taken.iter().flat_map(Taken::tags) {
        if seen.insert((name, tag)) {
            text.push_str(&format!("{name}\t{tag}\n"));
        }
    }
    text
}
