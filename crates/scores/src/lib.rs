//! Metrics of predictions, as scikit-learn computes them, to 1e-12. Pure: no
//! input, no output, no other crate of the workspace.
//!
//! A [`Metric`] is told by its name ([`Metric::parse`]), prepared for some
//! [`Predictions`] and evaluated for [`Draws`]: how often each row was drawn
//! into a resample. Rows are sorted once, however many resamples there are, and
//! a [`Panel`] evaluates many metrics in one walk over the rows. What can't be
//! computed is [`Undefined`] and says why, never NaN.
//!
//! ```
//! use tollgate_scores::{Draws, Metric, Panel, Predictions, Undefined};
//!
//! let predictions = Predictions {
//!     labels: Some(&[0, 0, 1, 1]),
//!     scores: Some(&[0.1, 0.4, 0.35, 0.8]),
//!     positive: Some(1),
//!     ..Predictions::default()
//! };
//! let metrics = ["roc_auc", "pr_auc"].map(|name| Metric::parse(name).expect("a metric"));
//! let panel = Panel::prepare(&metrics, &predictions);
//! assert_eq!(panel.values(Draws::Once)[0], Ok(0.75));
//! assert_eq!(panel.values(&[1_u8, 0, 2, 1][..])[0], Ok(1.0));
//! assert_eq!(panel.values(&[1_u8, 1, 0, 0][..])[1], Err(Undefined::NoPositives));
//! ```

mod agreement;
mod area;
mod calibration;
mod catalogue;
mod cells;
mod confusion;
mod curve;
mod deviation;
mod draws;
mod duels;
mod extreme;
mod fairness;
mod fscore;
mod gain;
mod gauge;
mod lanes;
mod loss;
mod matrix;
mod mean;
mod metric;
mod name;
mod need;
mod operating_point;
mod panel;
mod predictions;
mod queries;
mod ranking;
mod rates;
mod separation;
mod tables;
mod top;
mod undefined;
mod variance;
mod walk;

pub use calibration::{Binning, CalibrationPoint, calibration_curve};
pub use confusion::{Class, Confusion, Pair};
pub use curve::{PrecisionRecallPoint, RocPoint, precision_recall_curve, roc_curve};
pub use draws::Draws;
pub use duels::Duel;
pub use fairness::{GroupRates, group_rates};
pub use fscore::Average;
pub use matrix::Matrix;
pub use metric::{Direction, Family, Metric};
pub use need::Need;
pub use panel::{Panel, Prepared};
pub use predictions::{Precision, Predictions, ZeroDivision};
pub use top::Cut;
pub use undefined::Undefined;
