//! How sure a number is, and what that says of a limit.
//!
//! A [`Known`] is an estimate with all that evidence tells of its chance. It
//! answers one question in two directions: how probable is what was seen, were
//! the truth on that side of the limit? Both answers are one-sided p-values;
//! intervals are all limits that neither rejects.

mod area;
#[cfg(test)]
mod calibration;
mod decide;
mod exact;
mod hanley;
mod known;
mod resample;

pub(crate) use decide::{Call, Side, Test, corrected};
pub(crate) use exact::{change, value};
pub(crate) use known::{Known, Unknown};
pub(crate) use resample::{Drawn, Resampling};
