//! Test sets as they might have been.

use std::rc::Rc;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::Rng;

use crate::evidence::{Evidence, Other};
use crate::examples::Examples;

/// A test set as it might have been: examples, or clusters of them, drawn with
/// replacement, and of each a coin says which model is the candidate.
pub(super) fn drawn(evidence: &Evidence, random: &mut Xoshiro256PlusPlus) -> Evidence {
    let pairs = evidence.pairs.iter().map(|other| Other {
        source: other.source.clone(),
        subject: other.subject.clone(),
        pair: other.pair.as_ref().map_err(String::clone).map(|pair| {
            let draw = Draw::of(Examples::Paired(pair), random);
            let marks = draw.coins(random);
            pair.drawn(&draw.rows, &draw.units).swapped(&marks)
        }),
    });
    let pairs: Vec<Other> = pairs.collect();
    let predictions = evidence.predictions.as_ref().map(|sheet| {
        let draw = Draw::of(Examples::Alone(sheet), random);
        sheet.drawn(&draw.rows, &draw.units)
    });
    Evidence {
        metrics: Rc::clone(&evidence.metrics),
        subjects: Vec::new(),
        predictions,
        baselines: Rc::clone(&evidence.baselines),
        pairs,
        unmatched: evidence.unmatched,
    }
}

/// Rows that were drawn, and what was drawn with them: a row, a cluster, a query.
struct Draw {
    rows: Vec<u32>,
    /// Of each row, the how manieth draw it came by.
    units: Vec<u32>,
}

impl Draw {
    fn of(examples: Examples<'_>, random: &mut Xoshiro256PlusPlus) -> Self {
        let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let members = match examples.clusters() {
            None => (0..whole(examples.rows())).map(|row| vec![row]).collect(),
            Some(clusters) => {
                let most = clusters.iter().max().map_or(0, |most| *most as usize + 1);
                let mut members = vec![Vec::new(); most];
                for (row, cluster) in (0..).zip(clusters) {
                    members[*cluster as usize].push(row);
                }
                members.retain(|members| !members.is_empty());
                members
            }
        };
        let mut draw = Self {
            rows: Vec::new(),
            units: Vec::new(),
        };
        for unit in 0..whole(members.len()) {
            let wide = u128::from(random.next_u64()) * members.len() as u128;
            let rows = &members[usize::try_from(wide >> 64).unwrap_or_default()];
            draw.rows.extend(rows);
            draw.units.extend(rows.iter().map(|_| unit));
        }
        draw
    }

    /// A coin for each draw, as all of its rows see it.
    fn coins(&self, random: &mut Xoshiro256PlusPlus) -> Vec<bool> {
        let last = self.units.last().map_or(0, |last| *last as usize + 1);
        let coins: Vec<bool> = (0..last).map(|_| random.next_u64() >> 63 == 1).collect();
        self.units
            .iter()
            .map(|unit| coins[*unit as usize])
            .collect()
    }
}
