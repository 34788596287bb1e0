//! A canary's share of the traffic, in whatever a mesh, a gateway or a server
//! of models calls it.

mod kinds;
mod owner;
mod split;

use std::fmt;

use verdict::{Fault, cut, did_you_mean};

use crate::edit::Place;
use crate::tree::Tree;
use split::Split;

/// The share of the traffic that a version is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Canary {
    /// The version, as the file names it: a backend, a subset, a candidate.
    name: String,
    share: Share,
}

/// A part of 100, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    /// Millionths of the whole: 0 to 1,000,000.
    millionths: u64,
}

impl Canary {
    /// Reads `NAME=PERCENT`, such as `churn-v2=12.5%`.
    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        let help = "write --canary NAME=PERCENT, such as `churn-v2=20%`";
        let read = || {
            let (name, percent) = text.rsplit_once('=')?;
            let share = Share::of_percent(percent.strip_suffix('%').unwrap_or(percent))?;
            (!name.is_empty()).then(|| Self {
                name: name.to_owned(),
                share,
            })
        };
        read().ok_or_else(|| {
            let message = format!("`{}` names no version and a share of 0 to 100", cut(text));
            Fault::new(message).help(help)
        })
    }

    /// The version without any traffic.
    pub(crate) fn rolled_back(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            share: Share { millionths: 0 },
        }
    }

    /// The weights that give the version its share, in every route that knows
    /// it; within, the fault of a file where none does.
    pub(crate) fn write(
        &self,
        file: &str,
        documents: &[&Tree],
    ) -> Result<Result<Vec<Place>, Fault>, Fault> {
        let splits = kinds::splits(documents)?;
        let mine: Vec<&Split> = splits
            .iter()
            .filter(|split| split.has(&self.name))
            .collect();
        if mine.is_empty() {
            return Ok(Err(self.missing(file, &splits)));
        }
        let mut weights = Vec::new();
        for split in mine {
            if let Some(why) = &split.closed {
                let fault = Fault::new(format!("{} takes no weight: {why}", split.what));
                return Err(fault.help("what would be written has no effect, or is taken back: change the object that decides, by --set"));
            }
            weights.extend(split.shift(&self.name, self.share)?);
        }
        Ok(Ok(weights))
    }

    fn missing(&self, file: &str, splits: &[Split]) -> Fault {
        let names: Vec<&str> = splits.iter().flat_map(Split::names).collect();
        if splits.is_empty() {
            return Fault::new(format!("no traffic is split in {file}")).help(
                "known are VirtualService, HTTPRoute, GRPCRoute, TrafficSplit, Rollout, InferenceService, LLMInferenceService, Experiment, SeldonDeployment and Route",
            );
        }
        let fault = Fault::new(format!(
            "no version `{}` has traffic in {file}",
            cut(&self.name)
        ));
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
