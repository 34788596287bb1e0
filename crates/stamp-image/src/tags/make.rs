//! From one entry to its tag, or to why there is none.

#[cfg(test)]
mod tests;

use verdict::{Fault, cut};

use super::entry::{Entry, Kind};
use super::flavor::Flavor;
use super::list::Block;
use super::pattern::Patterns;
use super::safe::Rules;
use super::template::{BadTemplate, Templates};
use crate::change::Change;

/// What one entry comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Made {
    /// A tag, sanitised, and whether its type brings `latest` by itself.
    Tag {
        /// The tag.
        name: String,
        /// What it was before it was made a tag: the value and its affixes.
        value: String,
        /// Whether its type brings `latest` by itself.
        latest: bool,
    },
    /// Nothing, because the entry is not for this change.
    Nothing(String),
    /// Nothing, and the user should look at it.
    Doubtful {
        /// What is wrong.
        cause: String,
        /// What to do.
        help: String,
    },
}

/// Why an entry makes nothing that is switched off.
const SWITCHED_OFF: &str = "it is switched off by `enable`";

impl Made {
    /// Whether there is no tag because the entry is switched off.
    pub(crate) fn is_off(&self) -> bool {
        matches!(self, Self::Nothing(why) if why == SWITCHED_OFF)
    }

    /// The tag, if there is one.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Tag { name, .. } => Some(name),
            Self::Nothing(_) | Self::Doubtful { .. } => None,
        }
    }
}

/// What all entries share.
pub(crate) struct Maker<'a> {
    pub(crate) block: &'a Block,
    pub(crate) change: &'a Change,
    pub(crate) flavor: &'a Flavor,
    pub(crate) templates: &'a Templates,
    pub(crate) patterns: &'a Patterns,
    pub(crate) rules: Rules,
}

/// A value before its affixes, and whether its type brings `latest`; or why
/// there is none.
pub(super) type Value = Result<(String, bool), Made>;

impl Maker<'_> {
    /// What an entry comes to.
    pub(crate) fn make(&self, entry: &Entry) -> Result<Made, Fault> {
        if !self.is_enabled(entry)? {
            return Ok(Made::Nothing(SWITCHED_OFF.to_owned()));
        }
        let value = match entry.kind {
            Kind::Schedule => self.schedule(entry)?,
            Kind::Semver => self.semver(entry)?,
            Kind::Pep440 => self.pep440(entry)?,
            Kind::Match => self.matching(entry)?,
            Kind::Edge => self.edge(entry)?,
            Kind::Branch | Kind::Tag | Kind::PullRequest => self.reference(entry)?,
            Kind::Raw => self.raw(entry)?,
            Kind::Sha => self.sha(entry),
            Kind::Content => self.content(entry)?,
        };
        let (value, latest) = match value {
            Ok(value) => value,
            Err(made) => return Ok(made),
        };
        let value = self.with_affixes(entry, &value)?;
        if value.is_empty() {
            return Ok(Made::Nothing("its value is empty here".to_owned()));
        }
        Ok(self.tag(value, latest))
    }

    /// Whether an entry makes another tag of the same ref at another commit, so
    /// that every commit has a tag of its own.
    pub(crate) fn names_the_commit(&self, entry: &Entry, made: &Made) -> Result<bool, Fault> {
        let Some(name) = made.name() else {
            return Ok(false);
        };
        if matches!(entry.kind, Kind::Sha | Kind::Content) {
            return Ok(true);
        }
        let own = ["value", "prefix", "suffix"].map(|attribute| entry.get(attribute));
        let flavor =
            [&self.flavor.prefix.text, &self.flavor.suffix.text].map(|it| Some(it.as_str()));
        let mut said = own.into_iter().chain(flavor).flatten();
        if !said.any(|text| text.contains('{')) {
            return Ok(false);
        }
        let digits = self.change.commit.chars();
        let another: String = digits.map(|it| if it == '0' { '1' } else { '0' }).collect();
        let change = Change {
            commit: another,
            ..self.change.clone()
        };
        let maker = Maker {
            change: &change,
            templates: &self.templates.for_ref(&change),
            ..*self
        };
        Ok(maker.make(entry)?.name() != Some(name))
    }

    fn tag(&self, value: String, latest: bool) -> Made {
        let name = self.rules.tag(&value);
        if name.is_empty() {
            return Made::Doubtful {
                cause: format!("nothing of `{}` can begin a tag", cut(&value)),
                help: "give the entry a `prefix`".to_owned(),
            };
        }
        Made::Tag {
            name,
            value,
            latest,
        }
    }

    fn is_enabled(&self, entry: &Entry) -> Result<bool, Fault> {
        let Some(said) = entry.get("enable") else {
            return Ok(true);
        };
        match self.render(entry, "enable")?.as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            other => {
                let other: String = other.chars().take(80).collect();
                let message =
                    format!("`enable` comes to `{other}`, which is neither `true` nor `false`");
                let fault = self.block.fault(&entry.item, said, message);
                Err(fault.help("say one of the two words, or a template that makes one, such as `{{is_default_branch}}`"))
            }
        }
    }

    fn with_affixes(&self, entry: &Entry, value: &str) -> Result<String, Fault> {
        let flavor = self.flavor;
        let prefix = entry.prefix().unwrap_or(&flavor.prefix.text);
        let suffix = entry.get("suffix").unwrap_or(&flavor.suffix.text);
        let prefix = self.rendered_by(self.templates, entry, prefix)?;
        let suffix = self.rendered_by(self.templates, entry, suffix)?;
        Ok(format!("{prefix}{value}{suffix}"))
    }

    /// An attribute that is a template.
    pub(super) fn render(&self, entry: &Entry, attribute: &str) -> Result<String, Fault> {
        self.rendered_by(
            self.templates,
            entry,
            entry.get(attribute).unwrap_or_default(),
        )
    }

    /// A template of the entry over names of its own.
    pub(super) fn rendered_by(
        &self,
        by: &Templates,
        entry: &Entry,
        template: &str,
    ) -> Result<String, Fault> {
        by.render(template)
            .map_err(|BadTemplate { message, help }| {
                self.block.fault(&entry.item, template, message).help(help)
            })
    }

    /// A detached HEAD has no name to make a tag from.
    pub(super) fn need_ref(&self, entry: &Entry) -> Result<(), Fault> {
        if !(self.change.from_git && self.change.reference.is_empty()) {
            return Ok(());
        }
        let message = "HEAD is detached, and no tag and no single branch leads to it";
        Err(self
            .block
            .fault(&entry.item, "", message)
            .help("check a branch or tag out, or fetch the tags (`git fetch --tags`)")
            .help("or ask only for tags that need no ref: `--tags type=sha`"))
    }
}

/// No tag, because the entry is not for this change.
pub(super) fn nothing(why: &str) -> Value {
    Err(Made::Nothing(why.to_owned()))
}
