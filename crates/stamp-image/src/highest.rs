//! `latest` for the highest version among the git tags only: whether the one at
//! hand is that.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use ci::git::Git;
use tool::Context;
use verdict::{Check, Fault, Severity, cut};

use crate::change::Change;
use crate::stamp::{Request, made};
use crate::tags::entry::{Entry, Kind};
use crate::tags::flavor::Latest;
use crate::tags::make::Made;
use crate::tags::release::{Named, Stands};
use crate::tags::template::Templates;
use crate::trial::{End, LIMIT, Trial};

/// What to do where tags are missing. With `fetch-tags: true` a checkout of
/// GitHub's stays shallow, and before version 6.0.2 has but the tags of the
/// commits that it fetched (<https://github.com/actions/checkout/issues/1471>).
pub(crate) const FETCH: &str = "fetch all of them: `fetch-depth: 0` of actions/checkout (`fetch-tags: true` alone may leave some out), `GIT_DEPTH: 0` in GitLab, or `git fetch --unshallow --tags`";

/// What to do where one branch is followed: git fetches the tags on it alone.
const ALL_BRANCHES: &str =
    "follow all branches: `git remote set-branches origin '*'`, then `git fetch --tags`";

/// Why tags may be missing, and what to do about it.
pub(crate) struct Gap {
    pub(crate) cause: &'static str,
    pub(crate) help: &'static str,
}

/// How the version at hand stands among the git tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Its version is not taken out of a git tag.
    NotCompared,
    /// None is higher.
    Highest {
        /// What it is.
        own: String,
        /// How many releases there are, itself among them.
        releases: usize,
    },
    /// Another one is higher.
    Lower {
        /// What it is.
        own: String,
        /// The git tag of the highest one.
        tag: String,
    },
    /// It is a version, but no release.
    NoRelease {
        /// What it is.
        own: String,
    },
    /// That can't be known here.
    Unknown {
        /// Why.
        cause: String,
        /// What to do.
        help: String,
    },
}

/// How the version stands that decides on `latest`; none where `latest` does
/// not go by that.
pub(crate) fn standing(
    request: &Request,
    change: &Change,
    context: &Context,
) -> Result<Option<Standing>, Fault> {
    if request.latest() != Latest::Highest {
        return Ok(None);
    }
    let templates = Templates::of_change(change, Request::escape(request.strict));
    let made = made(request, change, &templates)?;
    let mut by_priority = request.by_priority(&made).into_iter();
    let first = by_priority.find_map(|(entry, made)| match made {
        Made::Tag { latest, .. } => Some((entry, *latest)),
        Made::Nothing(_) | Made::Doubtful { .. } => None,
    });
    let Some((entry, true)) = first else {
        return Ok(None);
    };
    let Some(own) = change.tag().filter(|_| entry.reads_tags()) else {
        return Ok(Some(Standing::NotCompared));
    };
    Ok(Some(match Git::discover(&context.dir) {
        Ok(git) => among_tags(Trial::new(request, change, entry), entry, own, &git)?,
        Err(fault) => Standing::Unknown {
            cause: fault.message,
            help: fault.help.join("; "),
        },
    }))
}

fn among_tags(trial: Trial, entry: &Entry, own: &str, git: &Git) -> Result<Standing, Fault> {
    let names = git.tag_names()?;
    let gap = gap(git, &names, Some(own));
    // The own one first: it is compared with all.
    let mut order: Vec<&str> = vec![own];
    order.extend(names.iter().map(String::as_str).filter(|name| *name != own));
    let refs = order.iter().map(|name| format!("refs/tags/{name}"));
    let tried = trial.on(&Arc::new(refs.collect()), LIMIT, |maker, entry| {
        // A tag on which the entry is at fault is no release by it.
        Ok(maker.named(entry).ok().flatten())
    });
    let mut found = order.iter().copied().zip(tried.found);
    let Some((_, Some(own))) = found.next() else {
        return Ok(out_of_time(own));
    };
    let standing = compared(&own, found.clone(), entry.kind);
    let next = order.get(1 + found.len());
    Ok(match (standing, tried.end, gap) {
        (standing @ (Standing::Lower { .. } | Standing::NoRelease { .. }), ..) => standing,
        (_, End::OutOfTime, _) => out_of_time(next.copied().unwrap_or_default()),
        (_, End::Fault(fault), _) => Standing::Unknown {
            cause: fault.message,
            help: fault.help.join("; "),
        },
        (_, _, Some(Gap { cause, help })) => Standing::Unknown {
            cause: cause.to_owned(),
            help: help.to_owned(),
        },
        (standing, ..) => standing,
    })
}

/// How a version stands among others, each with its tag.
fn compared<'a>(
    own: &Named,
    others: impl Iterator<Item = (&'a str, Option<Named>)>,
    kind: Kind,
) -> Standing {
    if !own.is_version() {
        return Standing::Unknown {
            cause: format!("`{}` is no version", cut(&own.text)),
            help: "take the version out of the tag: `\"type=semver,pattern={{version}},match=v(.*)$\"`, or say `latest=true` or `latest=false`".to_owned(),
        };
    }
    let shown = cut(&own.text);
    if !own.is_release() {
        return Standing::NoRelease { own: shown };
    }
    let mut highest: Option<(&str, Named)> = None;
    let mut strange = None;
    let mut releases = 1;
    for (tag, other) in others {
        let Some(other) = other else { continue };
        let best = highest.as_ref().map_or(own, |(_, best)| best);
        match best.compared(&other) {
            Stands::Higher => highest = Some((tag, other)),
            Stands::Unknown if kind == Kind::Match => strange = strange.or(Some((tag, other))),
            Stands::NotHigher => releases += 1,
            Stands::Unknown | Stands::Aside => {}
        }
    }
    match (highest, strange) {
        (Some((tag, _)), _) => Standing::Lower {
            own: shown,
            tag: cut(tag),
        },
        (None, Some((tag, other))) => Standing::Unknown {
            cause: format!(
                "`{}` of the tag `{}` can't be compared with `{shown}`",
                cut(&other.text),
                cut(tag)
            ),
            help: "let the pattern match versions only, such as `v(\\d.*)`".to_owned(),
        },
        (None, None) => Standing::Highest {
            own: shown,
            releases,
        },
    }
}

fn out_of_time(tag: &str) -> Standing {
    Standing::Unknown {
        cause: format!(
            "the entry was not done with the tags in {} seconds, but stands at `{}`",
            LIMIT.as_secs(),
            cut(tag)
        ),
        help:
            "a pattern such as `(a+)+` tries again and again: let no repeated part hold another one"
                .to_owned(),
    }
}

/// Why the tags of a checkout may not be all of the repository's; none where
/// nothing speaks for that. `own` is the tag at hand.
pub(crate) fn gap(git: &Git, names: &[String], own: Option<&str>) -> Option<Gap> {
    let is_own = |name: &String| Some(name.as_str()) == own;
    let (cause, help) = if own.is_some() && !names.iter().any(is_own) {
        let cause = "the tag at hand is not in this checkout, and others may be missing too";
        (cause, FETCH)
    } else if git.is_shallow() {
        // Tags of other commits prove nothing: some are fetched along, and a
        // runner may keep those of other jobs.
        ("the checkout is shallow, and tags may be missing", FETCH)
    } else if git.leaves_tags_out() && names.iter().all(is_own) {
        ("the checkout was cloned without tags", FETCH)
    } else if git.follows_single_branches() {
        let cause = "the checkout is a clone of one branch, and tags on others may be missing";
        (cause, ALL_BRANCHES)
    } else {
        return None;
    };
    Some(Gap { cause, help })
}

impl Standing {
    /// Why `latest` is not given; none where it is.
    pub(crate) const fn why_withheld(&self) -> Option<&'static str> {
        match self {
            Self::NotCompared | Self::Highest { .. } => None,
            Self::Lower { .. } | Self::NoRelease { .. } => {
                Some("`latest` is not given: the version is not the highest release")
            }
            Self::Unknown { .. } => {
                Some("`latest` is withheld: whether the version is the highest can't be known")
            }
        }
    }

    /// Whether `latest` is not given for it.
    pub(crate) const fn withholds(&self) -> bool {
        self.why_withheld().is_some()
    }

    /// What `explain` says of it.
    pub(crate) fn told(&self) -> String {
        match self {
            Self::NotCompared => {
                "its version is not taken out of a git tag, and compared with none".to_owned()
            }
            Self::Highest { .. } => self.in_words(),
            Self::Lower { .. } | Self::NoRelease { .. } => {
                format!("lost `latest`: {}", self.in_words())
            }
            Self::Unknown { help, .. } => {
                format!("lost `latest`: {}\n  help: {help}", self.in_words())
            }
        }
    }

    /// What the report says of it.
    pub(crate) fn check(&self) -> Option<Check> {
        let check = |title: String| Check::pass("highest", title).severity(Severity::Warning);
        Some(match self {
            Self::NotCompared => return None,
            Self::Highest { .. } => check(format!("gives `latest`: {}", self.in_words())),
            Self::Lower { own, tag } => {
                check(format!("gives no `latest`: the tag `{tag}` is higher"))
                    .observed(own.as_str())
            }
            Self::NoRelease { .. } => check(format!("gives no `latest`: {}", self.in_words())),
            Self::Unknown { cause, help } => {
                check("`latest` is given to the highest version".to_owned())
                    .undecided(format!("`latest` is withheld: {cause}"))
                    .help(help)
            }
        })
    }

    fn in_words(&self) -> String {
        match self {
            Self::NotCompared => String::new(),
            Self::Highest { own, releases: 1 } => format!("`{own}` is the only release"),
            Self::Highest { own, releases } => {
                format!("`{own}` is the highest of {releases} releases")
            }
            Self::Lower { own, tag } => format!("the tag `{tag}` is higher than `{own}`"),
            Self::NoRelease { own } => format!("`{own}` is no release"),
            Self::Unknown { cause, .. } => {
                format!("whether it is the highest can't be known, since {cause}")
            }
        }
    }
}
