//! One entry of `--tags`: its type and its attributes.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use verdict::{Fault, did_you_mean};

use super::content;
use super::list::{Block, Item};
use super::number::number;

/// The entries that stand for an empty `--tags`.
const DEFAULTS: &str =
    "type=schedule\ntype=ref,event=branch\ntype=ref,event=tag\ntype=ref,event=pr";

/// Every attribute that some type reads.
const ATTRIBUTES: [&str; 14] = [
    "type", "enable", "priority", "prefix", "suffix", "value", "pattern", "match", "group",
    "event", "branch", "format", "paths", "exclude",
];

/// What an entry makes its tag from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A scheduled run.
    Schedule,
    /// A tag or value that is a semantic version.
    Semver,
    /// A tag or value that is a version of a Python package.
    Pep440,
    /// A part of a tag or value.
    Match,
    /// The tip of a branch, as `edge`.
    Edge,
    /// A branch's own name.
    Branch,
    /// A git tag's own name.
    Tag,
    /// A pull request's number.
    PullRequest,
    /// Any text.
    Raw,
    /// The commit.
    Sha,
    /// The content of files and folders.
    Content,
}

/// The words of `type=`.
const TYPES: [&str; 9] = [
    "schedule", "semver", "pep440", "match", "edge", "ref", "raw", "sha", "content",
];

/// One entry, with what is said in it.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Where it stands.
    pub(crate) item: Item,
    /// What it makes its tag from.
    pub(crate) kind: Kind,
    /// Entries of a higher priority come first.
    pub(crate) priority: f64,
    /// What docker/metadata-action passes over in silence, and a user should
    /// know.
    pub(crate) remarks: Vec<Remark>,
    attributes: BTreeMap<String, String>,
}

/// Something odd in an entry that changes nothing of what it makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remark {
    /// An attribute that no type reads.
    Unknown(String),
    /// An attribute that is said again, so that the first one is lost.
    Again(String),
    /// Quotes that come to nothing.
    Quotes,
}

/// The entries, as written, and the block that they stand in: the defaults
/// where none is given.
pub(crate) fn entries(block: Block) -> Result<(Block, Vec<Entry>), Fault> {
    let mut items = block.items()?;
    let mut block = block;
    if items.is_empty() {
        block = Block::new("default tags", &[DEFAULTS.to_owned()]);
        items = block.items()?;
    }
    let entries: Result<_, _> = items
        .into_iter()
        .map(|item| Entry::parse(&block, item))
        .collect();
    Ok((block, entries?))
}

/// An entry's or image's field: `key=value`, or a bare value. It is cut at the
/// first `=`, when something stands before that.
pub(crate) fn key_and_value(field: &str) -> (Option<String>, &str) {
    match field.split_once('=') {
        Some((key, value)) if !key.is_empty() => (Some(key.trim().to_lowercase()), value.trim()),
        _ => (None, field.trim()),
    }
}

impl Entry {
    fn parse(block: &Block, item: Item) -> Result<Self, Fault> {
        let (attributes, remarks) = attributes(block, &item)?;
        let kind = kind(block, &item, &attributes)?;
        let entry = Self {
            priority: priority(block, &item, kind, &attributes)?,
            item,
            kind,
            remarks,
            attributes,
        };
        entry.check(block)?;
        Ok(entry)
    }

    /// An attribute as it is said.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    /// An attribute that is said and not empty.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// Its own prefix, even when empty, else that of its type.
    pub(crate) fn prefix(&self) -> Option<&str> {
        self.get("prefix").or(match self.kind {
            Kind::PullRequest => Some("pr-"),
            Kind::Sha => Some("sha-"),
            Kind::Content => Some("content-"),
            _ => None,
        })
    }

    /// Whether what it makes goes by the name of a git tag.
    pub(crate) fn reads_tags(&self) -> bool {
        match self.kind {
            Kind::Tag => true,
            Kind::Semver | Kind::Pep440 | Kind::Match => {
                let value = self.filled("value");
                value.is_none_or(|value| value.contains('{') && value.contains("tag"))
            }
            _ => false,
        }
    }

    /// Whether the whole commit or digest is meant, not its short form.
    pub(crate) fn is_long(&self) -> bool {
        self.get("format") == Some("long")
    }

    /// What a type must be given.
    fn check(&self, block: &Block) -> Result<(), Fault> {
        let needed = match self.kind {
            Kind::Semver | Kind::Pep440 | Kind::Match => {
                Some(("pattern", "type=semver,pattern={{version}}"))
            }
            Kind::Raw => Some(("value", "type=raw,value=stable")),
            Kind::Content => Some(("paths", "type=content,paths=data;src")),
            _ => None,
        };
        if let Some((name, example)) = needed.filter(|(name, _)| self.get(name).is_none()) {
            return Err(block
                .fault(
                    &self.item,
                    "",
                    format!("the entry has no attribute `{name}`"),
                )
                .help(format!("say it, for example `{example}`")));
        }
        let group = self.get("group").filter(|_| self.kind == Kind::Match);
        if let Some(group) = group.filter(|group| number(group).is_none()) {
            let said = format!("group={group}");
            return Err(block
                .fault(&self.item, &said, format!("`{said}` is no number"))
                .help("groups are counted from 1; 0 is the whole match"));
        }
        if self.kind == Kind::Content {
            content::check(block, &self.item, self)?;
        }
        let has_format = matches!(self.kind, Kind::Sha | Kind::Content);
        match self.get("format").filter(|_| has_format) {
            None | Some("short" | "long") => Ok(()),
            Some(other) => Err(unknown(
                block,
                &self.item,
                "format",
                other,
                &["short", "long"],
            )),
        }
    }
}

/// The attributes of an entry, and what is odd about them: a fault where the
/// block is read strictly.
fn attributes(
    block: &Block,
    item: &Item,
) -> Result<(BTreeMap<String, String>, Vec<Remark>), Fault> {
    let mut attributes = BTreeMap::new();
    let mut remarks = Vec::new();
    if item.eats_quotes() {
        remarks.push(Remark::Quotes);
    }
    for field in block.fields(item)? {
        let (key, value) = key_and_value(&field);
        let key = key.unwrap_or_else(|| "value".to_owned());
        if !ATTRIBUTES.contains(&key.as_str()) {
            if block.is_strict() {
                return Err(unknown_attribute(block, item, &key));
            }
            remarks.push(Remark::Unknown(key.clone()));
        }
        if attributes.insert(key.clone(), value.to_owned()).is_some() {
            if block.is_strict() {
                return Err(said_again(block, item, &key, &field));
            }
            remarks.push(Remark::Again(key));
        }
    }
    Ok((attributes, remarks))
}

/// The attribute that a mistyped one may be meant for.
pub(crate) fn near(key: &str) -> Option<&'static str> {
    did_you_mean(key, ATTRIBUTES)
}

fn said_again(block: &Block, item: &Item, key: &str, field: &str) -> Fault {
    block
        .fault(item, field.trim(), format!("`{key}` is said twice"))
        .help("the last one counts: take the others away; a field without `=` is the `value`")
}

fn kind(block: &Block, item: &Item, attributes: &BTreeMap<String, String>) -> Result<Kind, Fault> {
    let said = |name: &str| attributes.get(name).map(String::as_str);
    Ok(match said("type").unwrap_or("raw") {
        "schedule" => Kind::Schedule,
        "semver" => Kind::Semver,
        "pep440" => Kind::Pep440,
        "match" => Kind::Match,
        "edge" => Kind::Edge,
        "raw" => Kind::Raw,
        "sha" => Kind::Sha,
        "content" => Kind::Content,
        "ref" => match said("event") {
            Some("branch") => Kind::Branch,
            Some("tag") => Kind::Tag,
            Some("pr") => Kind::PullRequest,
            Some(other) => {
                return Err(unknown(
                    block,
                    item,
                    "event",
                    other,
                    &["branch", "tag", "pr"],
                ));
            }
            None => {
                return Err(block
                    .fault(item, "", "`type=ref` has no attribute `event`")
                    .help("say `event=branch`, `event=tag` or `event=pr`"));
            }
        },
        other => return Err(unknown(block, item, "type", other, &TYPES)),
    })
}

fn priority(
    block: &Block,
    item: &Item,
    kind: Kind,
    attributes: &BTreeMap<String, String>,
) -> Result<f64, Fault> {
    let Some(said) = attributes.get("priority") else {
        return Ok(match kind {
            Kind::Schedule => 1000.0,
            Kind::Semver | Kind::Pep440 => 900.0,
            Kind::Match => 800.0,
            Kind::Edge => 700.0,
            Kind::Branch | Kind::Tag | Kind::PullRequest => 600.0,
            Kind::Raw => 200.0,
            Kind::Content => 150.0,
            Kind::Sha => 100.0,
        });
    };
    number(said).ok_or_else(|| {
        let said = format!("priority={said}");
        block
            .fault(item, &said, format!("`{said}` is no number"))
            .help("the entry of the highest number comes first; `type=raw` has 200, `type=semver` 900")
    })
}

fn unknown(block: &Block, item: &Item, name: &str, word: &str, known: &[&str]) -> Fault {
    let said = format!("{name}={word}");
    let fault = block.fault(item, &said, format!("`{said}` is not known"));
    match did_you_mean(word, known.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{name}={near}`?")),
        None => fault.help(format!("say one of: {}", known.join(", "))),
    }
}

fn unknown_attribute(block: &Block, item: &Item, key: &str) -> Fault {
    let fault = block.fault(
        item,
        &format!("{key}="),
        format!("`{key}` is no attribute of a tag entry"),
    );
    match near(key) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(format!(
            "the attributes are {}; a value that holds a `=` is written `value=…`",
            ATTRIBUTES.join(", ")
        )),
    }
}
