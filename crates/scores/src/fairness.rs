//! How differently groups are treated, as Fairlearn measures it.

use crate::cells::{Cell, Cells, Tally, confusion};
use crate::draws::{Draws, Rows};
use crate::predictions::Predictions;
use crate::rates;
use crate::undefined::Undefined;

/// Rates of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GroupRates {
    /// The group.
    pub group: u32,
    /// Sum of the weights of its rows.
    pub weight: f64,
    /// Share of its rows that were predicted as positive.
    pub selection: f64,
    /// Share of its positives that were predicted as such; nothing where it has none.
    pub true_positive: Option<f64>,
    /// Share of its negatives that were predicted as positive; nothing where it has none.
    pub false_positive: Option<f64>,
}

/// Rates of each group that has rows, in the order of groups.
pub fn group_rates(
    predictions: &Predictions<'_>,
    draws: Draws<'_>,
) -> Result<Vec<GroupRates>, Undefined> {
    let rows = Rows::new(draws, predictions.weights()?, predictions.rows())?;
    let positive = predictions.positive()?;
    Ok(by_group(
        &Cells::new(predictions, true)?.tally(&rows),
        positive,
    ))
}

/// Rates of each group out of cells in the order of groups.
pub(crate) fn by_group(cells: &[(Cell, Tally)], positive: u32) -> Vec<GroupRates> {
    let groups = cells.chunk_by(|(one, _), (other, _)| one.0 == other.0);
    let rates = |cells: &[(Cell, Tally)]| {
        let all = confusion(cells);
        let ((group, ..), _) = cells.first()?;
        Some(GroupRates {
            group: *group,
            weight: all.total(),
            selection: rates::selection(&all, positive).ok()?,
            true_positive: rates::true_positive(&all, positive).ok(),
            false_positive: rates::false_positive(&all, positive).ok(),
        })
    };
    groups.filter_map(rates).collect()
}

/// How far the rates of groups are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// The largest less the smallest.
    Difference,
    /// The smallest by the largest.
    Ratio,
}

/// Gap of selection rates between groups.
pub(crate) fn demographic_parity(groups: &[GroupRates], gap: Gap) -> Result<f64, Undefined> {
    gap.of(groups.iter().map(|group| Ok(group.selection)))
}

/// The worse gap of true positive and false positive rates between groups.
pub(crate) fn equalized_odds(groups: &[GroupRates], gap: Gap) -> Result<f64, Undefined> {
    let hit = |rates: &GroupRates| {
        let group = rates.group;
        rates
            .true_positive
            .ok_or(Undefined::NoPositivesInGroup { group })
    };
    let alarm = |rates: &GroupRates| {
        let group = rates.group;
        rates
            .false_positive
            .ok_or(Undefined::NoNegativesInGroup { group })
    };
    let hits = gap.of(groups.iter().map(hit))?;
    let alarms = gap.of(groups.iter().map(alarm))?;
    Ok(match gap {
        Gap::Difference => hits.max(alarms),
        Gap::Ratio => hits.min(alarms),
    })
}

impl Gap {
    fn of(self, rates: impl Iterator<Item = Result<f64, Undefined>>) -> Result<f64, Undefined> {
        let rates = rates.collect::<Result<Vec<f64>, _>>()?;
        if rates.len() < 2 {
            let cause = if rates.is_empty() {
                Undefined::Empty
            } else {
                Undefined::OneGroup
            };
            return Err(cause);
        }
        let least = rates.iter().copied().fold(f64::INFINITY, f64::min);
        let most = rates.iter().copied().fold(0.0, f64::max);
        match self {
            Self::Difference => Ok(most - least),
            Self::Ratio if most > 0.0 => Ok(least / most),
            Self::Ratio => Err(Undefined::ZeroRate),
        }
    }
}
