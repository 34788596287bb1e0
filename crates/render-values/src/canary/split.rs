//! Traffic that is split over versions, and another split of it.

use verdict::{Fault, cut};

use super::Share;
use crate::edit::Place;
use crate::leaf::Leaf;
use crate::path::ValuePath;

/// Traffic that is split over versions.
#[derive(Debug)]
pub(super) struct Split {
    /// What a person calls it: `VirtualService/churn`.
    pub(super) what: String,
    /// Why its weights are not ours to write.
    pub(super) closed: Option<String>,
    /// Its versions.
    pub(super) versions: Vec<Version>,
    /// What its weights mean.
    pub(super) unit: Unit,
    /// Whether a version is called by the name of its object, not of what is in
    /// it.
    pub(super) by_object: bool,
    /// Whether its weight is a step that a controller takes towards a new
    /// version.
    pub(super) steps: bool,
}

/// A version that has a part of the traffic.
#[derive(Debug)]
pub(super) struct Version {
    /// What it may be called: a backend, a host, a subset.
    pub(super) names: Vec<String>,
    /// Its weight; none where the file says none.
    pub(super) weight: Option<u64>,
    /// The document that the weight stands in, and where.
    pub(super) at: (usize, ValuePath),
}

/// What weights mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Parts of 100.
    Percent,
    /// Parts of their sum, each of at most so much, with a weight that counts
    /// where none is said.
    Proportion {
        /// The most that one may be.
        most: u64,
        /// What a version without a weight has.
        unsaid: u64,
    },
    /// One number, the canary's part of this; what is left is the stable
    /// version's.
    Alone {
        /// The whole.
        of: u64,
    },
}

impl Split {
    /// Whether a version of it has a name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.versions.iter().any(|version| version.is(name))
    }

    /// Whether all goes to one version, so that there is nothing to divide.
    pub(super) fn is_single(&self) -> bool {
        self.versions.len() == 1 && !matches!(self.unit, Unit::Alone { .. })
    }

    /// The documents that it stands in.
    pub(super) fn documents(&self) -> impl Iterator<Item = usize> {
        self.versions.iter().map(|version| version.at.0)
    }

    /// What its versions are called, each by its first name.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.versions.iter().map(|version| &version.names);
        names.filter_map(|names| names.first()).map(String::as_str)
    }

    /// The weights after a version was given its share. What is left goes to
    /// the others as it is divided now.
    pub(super) fn shift(&self, name: &str, share: Share) -> Result<Vec<Place>, Fault> {
        let at = self.version(name)?;
        let total = self.total();
        let Some(own) = share.of(total) else {
            return Err(Fault::new(format!(
                "{share} is no whole weight in {}, whose weights add up to {total}",
                self.what
            ))
            .help("give a share that is, or write weights with a larger sum once"));
        };
        if let Unit::Alone { .. } = self.unit {
            return Ok(vec![self.versions[at].write(own)]);
        }
        let others = self.divided(at, total - own)?;
        let weights = self.versions.iter().enumerate();
        let weight = |(i, version): (usize, &Version)| match i == at {
            true => version.write(own),
            false => version.write(others[i]),
        };
        let weights: Vec<Place> = weights.map(weight).collect();
        Ok(weights)
    }

    /// The one version of a name.
    fn version(&self, name: &str) -> Result<usize, Fault> {
        let mut found = (0..self.versions.len()).filter(|&at| self.versions[at].is(name));
        match (found.next(), found.next()) {
            (Some(at), None) => Ok(at),
            _ => Err(Fault::new(format!(
                "several versions of {} are called `{}`",
                self.what,
                cut(name)
            ))
            .help("name the one that is meant by its subset")),
        }
    }

    /// What the weights are to add up to: what they do now, where that is fine
    /// enough to be a percentage.
    fn total(&self) -> u64 {
        match self.unit {
            Unit::Percent => 100,
            Unit::Alone { of } => of,
            Unit::Proportion { most, unsaid } => {
                let weights = self.versions.iter().map(|it| it.weight.unwrap_or(unsaid));
                let sum: u64 = weights.sum();
                if (100..=most).contains(&sum) {
                    sum
                } else {
                    100
                }
            }
        }
    }

    /// What is left, over all but one, as they have it now: rounded down, and
    /// the rest to those that lost most.
    fn divided(&self, but: usize, left: u64) -> Result<Vec<u64>, Fault> {
        let unsaid = match self.unit {
            Unit::Proportion { unsaid, .. } => unsaid,
            Unit::Percent | Unit::Alone { .. } => 0,
        };
        let mut parts: Vec<u64> = self
            .versions
            .iter()
            .map(|version| version.weight.unwrap_or(unsaid))
            .collect();
        parts[but] = 0;
        let others = parts.len() - 1;
        let mut sum: u64 = parts.iter().sum();
        if sum == 0 && others == 1 {
            // The only other one takes all that is left.
            parts = (0..parts.len()).map(|at| u64::from(at != but)).collect();
            sum = 1;
        }
        if sum == 0 && left > 0 {
            let fault = Fault::new(format!(
                "in {} no other version has traffic that the rest could go to",
                self.what
            ));
            return Err(fault.help("give the stable version a weight by --set first"));
        }
        let share = |part: u64| u128::from(part) * u128::from(left);
        let whole = u128::from(sum.max(1));
        let mut divided: Vec<u64> = parts.iter().map(|&it| narrow(share(it) / whole)).collect();
        let mut by_loss: Vec<usize> = (0..parts.len()).filter(|&at| parts[at] > 0).collect();
        by_loss.sort_by_key(|&at| std::cmp::Reverse(share(parts[at]) % whole));
        let rest = left - divided.iter().sum::<u64>();
        for at in by_loss.into_iter().take(usize::try_from(rest).unwrap_or(0)) {
            divided[at] += 1;
        }
        Ok(divided)
    }
}

fn narrow(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Version {
    fn is(&self, name: &str) -> bool {
        self.names.iter().any(|own| own == name)
    }

    fn write(&self, weight: u64) -> Place {
        let (document, path) = self.at.clone();
        (document, path, Leaf::Int(weight.into()))
    }
}
