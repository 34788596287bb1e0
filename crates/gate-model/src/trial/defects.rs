//! Evidence that is wrong itself, at its row.

use scores::Undefined;
use verdict::{Fault, Location};

use crate::examples::Examples;
use crate::panels::{Panels, Slot};

impl Examples<'_> {
    /// What is wrong with the evidence itself is a fault at its row.
    pub(super) fn refuse_defects(
        &self,
        panels: &Panels,
        values: &[Result<f64, Undefined>],
    ) -> Result<(), Fault> {
        for (value, slot) in values.iter().zip(&panels.slots) {
            if let Err(why) = value
                && let Some(place) = defect(why)
            {
                return Err(self.fault(why, place, slot));
            }
        }
        Ok(())
    }

    fn fault(&self, why: &Undefined, place: Wrong, slot: &Slot) -> Fault {
        let sheet = match (self, slot.of_baseline) {
            (Self::Paired(pair), true) => &pair.baseline,
            _ => self.sheet(),
        };
        let name = sheet.name();
        let place = match place {
            Wrong::Whole => name.to_owned(),
            Wrong::Row(row) => {
                let Location { row, line, .. } = sheet.location(row);
                let row = row.unwrap_or_default();
                let line = line.map_or_else(String::new, |line| format!(" (line {line})"));
                format!("row {row}{line} of {name}")
            }
        };
        // The place that a metric tells counts from 0, and knows of no file.
        let why_there = why.to_string();
        let what = why_there
            .rsplit_once(" (row ")
            .map_or(&*why_there, |(what, _)| what);
        let fault = Fault::new(format!("{place}: {what}"));
        match why {
            Undefined::NotAProbability { .. } | Undefined::NotNormalized { .. } => fault.help(
                "log loss, Brier score and calibration need probabilities; metrics of the order, such as roc_auc, take any score",
            ),
            Undefined::Missing(_) => {
                fault.help("say under [predictions] which column holds it, or leave the metric out")
            }
            _ => fault,
        }
    }
}

/// Where evidence is wrong.
#[derive(Clone, Copy)]
enum Wrong {
    /// In this row, from 0.
    Row(usize),
    /// As a whole.
    Whole,
}

/// Whether evidence itself is wrong where a metric has no value, and in which
/// row; else there is too little of it.
fn defect(why: &Undefined) -> Option<Wrong> {
    match why {
        Undefined::NotFinite { row, .. }
        | Undefined::NotAProbability { row, .. }
        | Undefined::NotNormalized { row, .. }
        | Undefined::Negative { row, .. } => Some(Wrong::Row(*row)),
        Undefined::Missing(_)
        | Undefined::Length { .. }
        | Undefined::UnknownClass { .. }
        | Undefined::Parameter
        | Undefined::UnevenQuery { .. }
        | Undefined::TooManyRows => Some(Wrong::Whole),
        _ => None,
    }
}
