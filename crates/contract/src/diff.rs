//! Two contracts compared: what a change does to those who rely on it.
//!
//! A contract is a promise to whoever reads the data, and a demand on whoever
//! writes them. Every change is one of four ([`Strictness`]):
//!
//! | change | data | readers | writers |
//! | --- | --- | --- | --- |
//! | stricter | some that passed fail now | are promised more | have to do more |
//! | looser | some that failed pass now | are promised less | have to do less |
//! | different | both | can't rely on it | can't rely on it |
//! | same | no other verdict | | |
//!
//! As in schemas of interfaces and in the data contracts of others, *breaking*
//! without a further word means for readers: a looser or a different contract
//! breaks them ([`Change::breaking`]). [`Change::breaks`] says it of either.
//! Which data fail is said of the contract alone; whether there are such data
//! only the data can tell.

use std::fmt;
use std::ops::Range;

use crate::column::ColumnRules;
use crate::model::{Contract, ExtraColumns};

mod compare;
mod facet;
mod keys;
mod rules;

use facet::Facet;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What changed, by its path in the contract: `columns.age.min`.
    pub path: String,
    /// The change as a sentence without a full stop.
    pub what: String,
    /// What it does to the data that pass.
    pub strictness: Strictness,
    /// What it does to readers of the data.
    pub breaking: Breaking,
    /// Where it stands in the old contract, as bytes of its text.
    pub old: Option<Range<usize>>,
    /// Where it stands in the new contract.
    pub new: Option<Range<usize>>,
}

/// What a change does to the data that pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strictness {
    /// Nothing.
    Same,
    /// Some data that passed fail now, and none that failed pass.
    Stricter,
    /// Some data that failed pass now, and none that passed fail.
    Looser,
    /// Some data that passed may fail now, and some that failed pass.
    Different,
}

/// How a change bears on someone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Breaking {
    /// Not at all.
    Neutral,
    /// What was relied upon still holds.
    Compatible,
    /// What was relied upon may hold no more.
    Breaking,
}

/// Who relies on a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Party {
    /// Whoever writes the data: breaks on what is stricter.
    Producers,
    /// Whoever reads the data: breaks on what is looser.
    Consumers,
}

impl Strictness {
    /// Both changes at once.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Same, one) | (one, Self::Same) => one,
            (one, another) if one == another => one,
            _ => Self::Different,
        }
    }
}

impl fmt::Display for Breaking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Neutral => "neutral",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        })
    }
}

impl Change {
    fn new(path: impl Into<String>, what: impl Into<String>, strictness: Strictness) -> Self {
        Self {
            path: path.into(),
            what: what.into(),
            strictness,
            breaking: bearing(strictness, Party::Consumers),
            old: None,
            new: None,
        }
    }

    fn at(mut self, old: Option<Range<usize>>, new: Option<Range<usize>>) -> Self {
        self.old = old;
        self.new = new;
        self
    }

    /// What it does to a party.
    #[must_use]
    pub fn breaks(&self, party: Party) -> Breaking {
        bearing(self.strictness, party)
    }
}

fn bearing(strictness: Strictness, party: Party) -> Breaking {
    match (strictness, party) {
        (Strictness::Same, _) => Breaking::Neutral,
        (Strictness::Stricter, Party::Consumers) | (Strictness::Looser, Party::Producers) => {
            Breaking::Compatible
        }
        _ => Breaking::Breaking,
    }
}

/// What changed from one contract to another: the table first, then its
/// columns in the old contract's order and the new ones, then rules on the
/// table.
#[must_use]
pub fn diff(old: &Contract, new: &Contract) -> Vec<Change> {
    let mut changes = facets("", &keys::of_contract(old), &keys::of_contract(new));
    for (name, was) in ordered(old) {
        match new.columns.get_key_value(name) {
            Some((again, is)) => {
                let path = format!("columns.{}", name.get_ref());
                let spans = (name.span(), again.span());
                changes.extend(column(&path, was, is, &spans));
            }
            None => changes.push(removed(name, was, new)),
        }
    }
    for (name, rules) in ordered(new) {
        if !old.columns.contains_key(name) {
            changes.push(added(name, rules, old));
        }
    }
    changes.extend(rules::of_table(&old.rules, &new.rules));
    changes
}

type Name = toml::Spanned<String>;

fn ordered(contract: &Contract) -> Vec<(&Name, &ColumnRules)> {
    let mut columns: Vec<_> = contract.columns.iter().collect();
    columns.sort_by_key(|(name, _)| name.span().start);
    columns
}

fn removed(name: &Name, was: &ColumnRules, new: &Contract) -> Change {
    // Where other columns are forbidden the data may not have it any more.
    let strictness = match new.extra_columns {
        ExtraColumns::Forbid => Strictness::Different,
        ExtraColumns::Allow => Strictness::Looser,
    };
    let kind = if was.optional {
        "optional column"
    } else {
        "column"
    };
    let what = format!("{kind} `{}` is no longer promised", name.get_ref());
    let path = format!("columns.{}", name.get_ref());
    Change::new(path, what, strictness).at(Some(name.span()), None)
}

fn added(name: &Name, is: &ColumnRules, old: &Contract) -> Change {
    let strictness = match (old.extra_columns, is.optional) {
        (ExtraColumns::Forbid, true) => Strictness::Looser,
        (ExtraColumns::Forbid, false) => Strictness::Different,
        (ExtraColumns::Allow, _) => Strictness::Stricter,
    };
    let kind = if is.optional {
        "optional column"
    } else {
        "column"
    };
    let what = format!("{kind} `{}` is new", name.get_ref());
    let path = format!("columns.{}", name.get_ref());
    let mut change = Change::new(path, what, strictness).at(None, Some(name.span()));
    // One more column takes nothing from those who read the others.
    change.breaking = Breaking::Compatible;
    change
}

fn column(
    path: &str,
    old: &ColumnRules,
    new: &ColumnRules,
    spans: &(Range<usize>, Range<usize>),
) -> Vec<Change> {
    let was = keys::of_column(old, &spans.0, true);
    let is = keys::of_column(new, &spans.1, true);
    let mut changes = facets(path, &was, &is);
    changes.extend(rules::of_column(path, &old.rules, &new.rules));
    changes
}

/// Keys compared: those of the old contract first.
fn facets(path: &str, old: &[Facet], new: &[Facet]) -> Vec<Change> {
    let find = |among: &[Facet], key: &str| among.iter().find(|facet| facet.key == key).cloned();
    let gone_or_changed = old
        .iter()
        .filter_map(|was| facet::change(path, Some(was), find(new, &was.key).as_ref()));
    let come = new
        .iter()
        .filter(|is| find(old, &is.key).is_none())
        .filter_map(|is| facet::change(path, None, Some(is)));
    gone_or_changed.chain(come).collect()
}

#[cfg(test)]
mod tests;
