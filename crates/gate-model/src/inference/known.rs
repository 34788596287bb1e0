//! An estimate, and all that evidence tells of its chance.

use stats::bootstrap::{Degenerate, Replicates};
use stats::delong::{Area, Areas};
use stats::paired::Paired;
use stats::{Confidence, Interval, binomial, normal, proportion, student};

use super::area::{self, freedom};

/// An estimate, and all that evidence tells of its chance.
#[derive(Clone, Debug)]
pub(crate) enum Known {
    /// A number of which nothing more is known.
    Point(f64),
    /// A share of examples.
    Share {
        /// Examples that count.
        hits: u64,
        /// All examples.
        of: u64,
    },
    /// An estimate that is off by this standard error.
    Normal {
        /// The estimate.
        value: f64,
        /// Its standard error.
        error: f64,
        /// Of how many examples, where that is known.
        of: Option<u64>,
    },
    /// The difference of two shares of the same examples.
    Paired(Paired),
    /// An area under a ROC curve.
    Area {
        /// The area and its variance.
        area: Area,
        /// Examples of the positive and of the other class.
        classes: [u64; 2],
    },
    /// The difference of two such areas on the same examples.
    Areas {
        /// Both, and their covariance.
        areas: Areas,
        /// Examples of the positive and of the other class.
        classes: [u64; 2],
    },
    /// Anything that was computed anew on resamples.
    Resampled {
        /// On the resamples.
        replicates: Replicates,
        /// The estimate itself.
        value: f64,
        /// Its acceleration.
        acceleration: f64,
        /// How many units were drawn from.
        of: u64,
    },
    /// No difference, for both models say the same of every example.
    Same {
        /// How many.
        of: u64,
    },
    /// Another one in other units: `value * scale + offset`.
    Scaled {
        /// The other one.
        inner: Box<Known>,
        /// Not 0.
        scale: f64,
        /// In the unit of this one.
        offset: f64,
    },
}

/// Why nothing is known of an estimate's chance, in words.
pub(crate) type Unknown = String;

impl Known {
    /// The same in other units.
    pub(crate) fn scaled(self, scale: f64, offset: f64) -> Self {
        match self {
            Self::Point(value) => Self::Point(value * scale + offset),
            Self::Normal { value, error, of } => Self::Normal {
                value: value * scale + offset,
                error: error * scale.abs(),
                of,
            },
            other => Self::Scaled {
                inner: Box::new(other),
                scale,
                offset,
            },
        }
    }

    /// The estimate.
    pub(crate) fn estimate(&self) -> f64 {
        match self {
            Self::Point(value) | Self::Normal { value, .. } | Self::Resampled { value, .. } => {
                *value
            }
            Self::Share { hits, of } => *hits as f64 / *of as f64,
            Self::Paired(paired) => paired.difference().unwrap_or(0.0),
            Self::Area { area, .. } => area.area,
            Self::Areas { areas, .. } => areas.difference(),
            Self::Same { .. } => 0.0,
            Self::Scaled {
                inner,
                scale,
                offset,
            } => inner.estimate() * scale + offset,
        }
    }

    /// Of how many examples, or of how many clusters of them.
    pub(crate) fn units(&self) -> Option<u64> {
        match self {
            Self::Point(_) => None,
            Self::Share { of, .. } | Self::Resampled { of, .. } | Self::Same { of } => Some(*of),
            Self::Normal { of, .. } => *of,
            Self::Paired(paired) => Some(paired.count()),
            Self::Area { classes, .. } | Self::Areas { classes, .. } => {
                Some(classes[0] + classes[1])
            }
            Self::Scaled { inner, .. } => inner.units(),
        }
    }

    /// By what its chance was found, in a few words.
    pub(crate) fn method(&self) -> &'static str {
        match self {
            Self::Point(_) => "compared as it is",
            Self::Share { .. } => "Clopper and Pearson",
            Self::Normal { .. } => "standard error",
            Self::Paired(_) => "paired, Tango",
            Self::Area { area, .. } if area.variance == 0.0 => "Hanley and McNeil",
            Self::Area { .. } => "DeLong",
            Self::Areas { .. } => "paired, DeLong",
            Self::Resampled { .. } => "bootstrap, BCa",
            Self::Same { .. } => "the same predictions",
            Self::Scaled { inner, .. } => inner.method(),
        }
    }

    /// Its standard error, where one says all.
    pub(crate) fn standard_error(&self) -> Option<f64> {
        match self {
            // One more hit and one more miss (Agresti and Caffo, 2000) keep the
            // error of a difference honest where a share is near 0 or 1.
            Self::Share { hits, of } => {
                let of = *of as f64 + 2.0;
                let share = (*hits as f64 + 1.0) / of;
                Some((share * (1.0 - share) / of).sqrt())
            }
            Self::Normal { error, .. } => Some(*error),
            Self::Area { area, .. } if area.variance > 0.0 => Some(area.variance.sqrt()),
            // The half of its interval of 90 %.
            Self::Resampled { .. } => {
                let confidence = Confidence::one_sided(0.95)?;
                let interval = self.interval(confidence).ok()?;
                Some(interval.width() / (2.0 * confidence.z()))
            }
            Self::Scaled { inner, scale, .. } => Some(inner.standard_error()? * scale.abs()),
            _ => None,
        }
    }

    /// How probable an estimate this high is, were the truth at most `figure`:
    /// small where the truth is above it.
    pub(crate) fn against_at_most(&self, figure: f64) -> Result<f64, Unknown> {
        Ok(match self {
            Self::Point(_) => return Err("nothing is known of its chance".to_owned()),
            Self::Share { hits, of } => binomial::at_least(*hits, *of, figure.clamp(0.0, 1.0)),
            Self::Normal { value, error, .. } => normal::cdf((figure - value) / error),
            Self::Paired(paired) => paired
                .noninferiority(-figure)
                .unwrap_or_else(|| f64::from(u8::from(figure >= 1.0))),
            Self::Area { area, classes } => area::against_at_most(area, *classes, figure),
            Self::Areas { areas, classes } => {
                let z = areas.z(figure).map_err(|why| why.to_string())?;
                student::cdf(-z, freedom(*classes))
            }
            Self::Resampled {
                replicates,
                acceleration,
                ..
            } => replicates.below(figure, *acceleration).map_err(words)?,
            // A change of so much takes that share of the examples.
            Self::Same { of } => (1.0 + figure.clamp(-1.0, 0.0)).powf(*of as f64),
            Self::Scaled {
                inner,
                scale,
                offset,
            } => {
                let figure = (figure - offset) / scale;
                match *scale > 0.0 {
                    true => inner.against_at_most(figure)?,
                    false => inner.against_at_least(figure)?,
                }
            }
        })
    }

    /// How probable an estimate this low is, were the truth at least `figure`:
    /// small where the truth is below it.
    pub(crate) fn against_at_least(&self, figure: f64) -> Result<f64, Unknown> {
        Ok(match self {
            Self::Share { hits, of } => binomial::at_most(*hits, *of, figure.clamp(0.0, 1.0)),
            Self::Paired(paired) => paired
                .regression(-figure)
                .unwrap_or_else(|| f64::from(u8::from(figure <= -1.0))),
            Self::Area { area, classes } => area::against_at_least(area, *classes, figure),
            Self::Same { of } => (1.0 - figure.clamp(0.0, 1.0)).powf(*of as f64),
            Self::Scaled {
                inner,
                scale,
                offset,
            } => {
                let figure = (figure - offset) / scale;
                match *scale > 0.0 {
                    true => inner.against_at_least(figure)?,
                    false => inner.against_at_most(figure)?,
                }
            }
            other => 1.0 - other.against_at_most(figure)?,
        })
    }

    /// Where the truth lies.
    pub(crate) fn interval(&self, confidence: Confidence) -> Result<Interval, Unknown> {
        let none = || "there are no examples".to_owned();
        match self {
            Self::Point(_) => Err("nothing is known of its chance".to_owned()),
            Self::Share { hits, of } => {
                proportion::clopper_pearson(*hits, *of, confidence).ok_or_else(none)
            }
            Self::Normal { value, error, .. } => {
                let half = confidence.z() * error;
                Ok(Interval {
                    low: value - half,
                    high: value + half,
                })
            }
            Self::Paired(paired) => paired.tango(confidence).ok_or_else(none),
            Self::Area { area, classes } => Ok(area::interval(area, *classes, confidence)),
            Self::Areas { areas, classes } => {
                let t = -student::quantile(confidence.tail(), freedom(*classes));
                let half = t * areas.variance.sqrt();
                Ok(Interval {
                    low: areas.difference() - half,
                    high: areas.difference() + half,
                })
            }
            Self::Resampled {
                replicates,
                acceleration,
                ..
            } => replicates.bca(*acceleration, confidence).map_err(words),
            Self::Same { of } => {
                let half = 1.0 - confidence.tail().powf(1.0 / *of as f64);
                Ok(Interval {
                    low: -half,
                    high: half,
                })
            }
            Self::Scaled {
                inner,
                scale,
                offset,
            } => {
                let inner = inner.interval(confidence)?;
                let ends = [inner.low, inner.high].map(|end| end * scale + offset);
                Ok(Interval {
                    low: ends[0].min(ends[1]),
                    high: ends[0].max(ends[1]),
                })
            }
        }
    }
}

pub(crate) fn words(why: Degenerate) -> Unknown {
    match why {
        Degenerate::Undefined(count) => {
            format!("it has no value on {count} resamples: too few examples of a class")
        }
        other => other.to_string(),
    }
}
