//! A canary's share of the traffic, in whatever a mesh, a gateway or a server
//! of models calls it.

mod kinds;
mod owner;
mod split;

use std::fmt;

use verdict::{Fault, cut, did_you_mean};

use crate::document::{Document, Selector};
use crate::edit::Place;
use crate::path::shown;
use crate::tree::Tree;
use split::Split;

/// The share of the traffic that a version is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Canary {
    /// The objects that are meant; none: the one that knows the version.
    objects: Option<Selector>,
    /// The version, as the file names it: a backend, a subset, a candidate.
    name: String,
    share: Share,
    /// Whether the stable version is to come back.
    back: bool,
}

/// A part of 100, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    /// Millionths of the whole: 0 to 1,000,000.
    millionths: u64,
}

impl Canary {
    /// Reads `NAME=PERCENT`, such as `churn-v2=12.5%`, or with its object
    /// `HTTPRoute/churn:churn-v2=12.5%`.
    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        let help = "write --canary NAME=PERCENT, such as `churn-v2=20%`, or with its object `HTTPRoute/churn:churn-v2=20%`";
        let read = || {
            let (objects, rest) = Selector::before(text);
            let (name, percent) = rest.rsplit_once('=')?;
            let share = Share::of_percent(percent.strip_suffix('%').unwrap_or(percent))?;
            (!name.is_empty()).then(|| Self {
                objects,
                name: name.to_owned(),
                share,
                back: false,
            })
        };
        read().ok_or_else(|| {
            let message = format!("`{}` names no version and a share of 0 to 100", cut(text));
            Fault::new(message).help(help)
        })
    }

    /// The version without any traffic: `NAME`, or with its object.
    pub(crate) fn rolled_back(text: &str) -> Self {
        let (objects, name) = Selector::before(text);
        Self {
            objects,
            name: name.to_owned(),
            share: Share { millionths: 0 },
            back: true,
        }
    }

    /// The weights that give the version its share, in every route of the
    /// object that knows it; within, the fault of a file where none does.
    pub(crate) fn write(
        &self,
        file: &str,
        documents: &[Document<'_>],
    ) -> Result<Result<Vec<Place>, Fault>, Fault> {
        let trees: Vec<&Tree> = documents.iter().map(|document| &document.tree).collect();
        let splits = kinds::splits(&trees)?;
        let meant = self.meant(documents, &splits);
        if meant.is_empty() {
            return Ok(Err(self.missing(file, &splits)));
        }
        let (single, divided): (Vec<&Split>, Vec<&Split>) =
            meant.into_iter().partition(|split| split.is_single());
        for split in single {
            if self.share.millionths == 0 {
                return Err(self.alone(split));
            }
            if divided.is_empty() {
                return Ok(Err(self.alone(split)));
            }
        }
        self.refuse_several(&divided)?;
        let mut weights = Vec::new();
        for split in divided {
            self.refuse_closed(split)?;
            weights.extend(split.shift(&self.name, self.share)?);
        }
        Ok(Ok(weights))
    }

    /// The splits that know the version. The name of an object counts only
    /// where nothing within one is called so.
    fn meant<'s>(&self, documents: &[Document<'_>], splits: &'s [Split]) -> Vec<&'s Split> {
        let is_named = |split: &&Split| match &self.objects {
            Some(selector) => split.documents().any(|at| selector.is(&documents[at])),
            None => true,
        };
        let mine = splits.iter().filter(|split| split.has(&self.name));
        let mine = mine.filter(is_named);
        let (by_object, within): (Vec<&Split>, Vec<&Split>) = mine.partition(|it| it.by_object);
        // A route to one backend, such as the service before a rollout, is
        // passed over.
        let counts = |split: &&Split| !split.is_single() || self.share.millionths == 0;
        let is_within = by_object.is_empty() || within.iter().any(counts);
        match (&self.objects, is_within) {
            (Some(_), _) => [within, by_object].concat(),
            (None, true) => within,
            (None, false) => by_object,
        }
    }

    /// One bare name in two objects may be two versions.
    fn refuse_several(&self, divided: &[&Split]) -> Result<(), Fault> {
        let mut objects: Vec<(Option<usize>, &str)> = divided
            .iter()
            .map(|split| (split.documents().next(), &*split.what))
            .collect();
        objects.sort_unstable();
        objects.dedup();
        if objects.len() < 2 || self.objects.is_some() {
            return Ok(());
        }
        let names: Vec<&str> = objects.iter().map(|(_, what)| *what).collect();
        let (name, first) = (cut(&self.name), names[0]);
        let kind = first.split('/').next().unwrap_or_default();
        let message = format!("`{name}` is in several objects: {}", cut(&names.join(", ")));
        Err(Fault::new(message)
            .help(format!(
                "name the one that is meant: `{first}:{name}`, or all of a kind: `{kind}/*:{name}`"
            ))
            .help("of two with one name, say the namespace too: `HTTPRoute/prod/churn:churn-v2`"))
    }

    fn refuse_closed(&self, split: &Split) -> Result<(), Fault> {
        let what = &split.what;
        if let Some(why) = &split.closed {
            let fault = Fault::new(format!("{what} takes no weight: {why}"));
            return Err(fault.help("what would be written has no effect, or is taken back: change the object that decides, by --set"));
        }
        if self.back && split.steps {
            let fault = Fault::new(format!(
                "no weight brings {what} back to its stable version"
            ));
            return Err(fault.help(
                "its step is taken towards a new version: set the image of the stable one by --set-image, or run `kubectl argo rollouts abort`",
            ));
        }
        Ok(())
    }

    /// The fault of a route whose only destination is the version.
    fn alone(&self, split: &Split) -> Fault {
        let at = split.versions.first().map(|version| &version.at.1);
        let at = at.map(|at| shown(at.parent_and_last().0));
        let message = format!(
            "{} sends all to `{}` alone, at {}",
            split.what,
            cut(&self.name),
            at.unwrap_or_default()
        );
        Fault::new(message).help("write there, by hand, what else the traffic is to go to; all versions must stand in one file")
    }

    fn missing(&self, file: &str, splits: &[Split]) -> Fault {
        if splits.is_empty() {
            return Fault::new(format!("no traffic is split in {file}")).help(
                "known are VirtualService, HTTPRoute, GRPCRoute, TrafficSplit, Rollout, InferenceService, LLMInferenceService, Experiment, SeldonDeployment and Route",
            );
        }
        let name = match &self.objects {
            Some(objects) => format!("{objects}:{}", self.name),
            None => self.name.clone(),
        };
        let fault = Fault::new(format!("no version `{}` has traffic in {file}", cut(&name)));
        let known = splits.iter().filter(|split| split.has(&self.name));
        let known: Vec<&str> = known.map(|split| &*split.what).collect();
        if let Some(what) = known.first() {
            return fault.help(format!(
                "it has in {}: name it `{what}:{}`",
                cut(&known.join(", ")),
                cut(&self.name)
            ));
        }
        let names: Vec<&str> = splits.iter().flat_map(Split::names).collect();
        match did_you_mean(&self.name, names.iter().copied()) {
            Some(near) => fault.help(format!("did you mean `{}`?", cut(near))),
            None => fault.help(format!("there are {}", cut(&names.join(", ")))),
        }
    }
}

impl Share {
    /// Reads a decimal number of 0 to 100, of at most four digits behind its
    /// point.
    fn of_percent(text: &str) -> Option<Self> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || part.len() > 4 || !digits(whole) || !digits(part)
        {
            return None;
        }
        let part: u64 = format!("{part:0<4}").parse().ok()?;
        let millionths = whole.parse::<u64>().ok()? * 10_000 + part;
        (millionths <= 1_000_000).then_some(Self { millionths })
    }

    /// So much of a total; none where that is no whole number.
    fn of(self, total: u64) -> Option<u64> {
        let product = total.checked_mul(self.millionths)?;
        (product % 1_000_000 == 0).then_some(product / 1_000_000)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.millionths / 10_000, self.millionths % 10_000);
        match part {
            0 => write!(f, "{whole} %"),
            part => write!(
                f,
                "{whole}.{} %",
                format!("{part:04}").trim_end_matches('0')
            ),
        }
    }
}

#[cfg(test)]
mod tests;
