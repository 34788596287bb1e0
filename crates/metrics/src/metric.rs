//! One named number, and what its file says about it.

use verdict::Location;

/// One named number, and what its file says about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// The number; perhaps NaN or infinite.
    pub value: f64,
    /// Its unit or format in the file's own word, such as `ns/iter` or
    /// `PERCENTAGE`.
    pub unit: Option<String>,
    /// Its standard error, in the unit of the value.
    pub standard_error: Option<f64>,
    /// The lower and upper end that the file states, in the unit of the value.
    /// What they cover is the maker's business; most files don't say it.
    pub interval: Option<(f64, f64)>,
    /// On how many examples it was computed.
    pub n: Option<u64>,
    /// Whether it is the share of those `n` examples that are right, so that
    /// an interval for a proportion (Wilson's) is one for it. An accuracy is;
    /// a loss, an F score or an average over classes is not.
    pub share: bool,
    /// The training step that it belongs to.
    pub step: Option<i64>,
    /// Where it stands: the file, and its line where the format has lines.
    pub location: Location,
}

impl Metric {
    pub(crate) fn new(value: f64, location: Location) -> Self {
        Self {
            value,
            unit: None,
            standard_error: None,
            interval: None,
            n: None,
            share: false,
            step: None,
            location,
        }
    }

    /// The same, as a share of `n` examples where there are any and it can be
    /// one: a proportion lies within 0 and 1.
    pub(crate) fn share_of(self, n: Option<u64>) -> Self {
        let n = n.filter(|n| *n > 0);
        Self {
            share: n.is_some() && (0.0..=1.0).contains(&self.value),
            n,
            ..self
        }
    }
}

/// A training run, as far as its files tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// Its id.
    pub id: Option<String>,
    /// The name that a person sees.
    pub name: Option<String>,
    /// The experiment's id, or the project.
    pub experiment: Option<String>,
    /// How it ended, in the maker's word: `FINISHED`, `FAILED`, `RUNNING`.
    pub status: Option<String>,
    /// Its parameters.
    pub params: std::collections::BTreeMap<String, String>,
    /// Its tags.
    pub tags: std::collections::BTreeMap<String, String>,
}
