//! What is drawn: rows or clusters, within strata.

use super::counts;
use rand_xoshiro::Xoshiro256PlusPlus;

/// What is drawn with replacement, each as probably as the others: as many as
/// there are, in every stratum.
#[derive(Clone, Debug)]
pub struct Units {
    count: u32,
    /// The cluster of each row.
    clusters: Option<Vec<u32>>,
    /// The units of each stratum.
    strata: Option<Vec<Vec<u32>>>,
}

impl Units {
    /// Every row for itself.
    #[must_use]
    pub const fn rows(count: u32) -> Self {
        Self {
            count,
            clusters: None,
            strata: None,
        }
    }

    /// Rows that belong together (of one user, of one document), and are drawn
    /// together. Clusters are numbered from 0 without a gap; nothing otherwise.
    #[must_use]
    pub fn clusters(cluster_of_row: Vec<u32>) -> Option<Self> {
        let members = members(&cluster_of_row)?;
        Some(Self {
            count: u32::try_from(members.len()).ok()?,
            clusters: Some(cluster_of_row),
            strata: None,
        })
    }

    /// As many as there are of each stratum, every time. Strata are given for
    /// each unit, a row or a cluster, and numbered from 0 without a gap;
    /// nothing otherwise.
    #[must_use]
    pub fn stratified(self, stratum_of_unit: &[u32]) -> Option<Self> {
        let fits = stratum_of_unit.len() == self.count as usize;
        let strata = fits.then(|| members(stratum_of_unit))??;
        Some(Self {
            strata: Some(strata),
            ..self
        })
    }

    /// How many units there are.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// How many rows there are.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.clusters.as_ref().map_or(self.count as usize, Vec::len)
    }

    /// Draws once: how often each unit comes.
    pub(super) fn draw(&self, random: &mut Xoshiro256PlusPlus, counts: &mut [u8]) {
        counts.fill(0);
        let Some(strata) = &self.strata else {
            return counts::draw(random, counts, self.count as usize);
        };
        let mut drawn = Vec::new();
        for units in strata {
            drawn.clear();
            drawn.resize(units.len(), 0);
            counts::draw(random, &mut drawn, units.len());
            for (unit, count) in units.iter().zip(&drawn) {
                counts[*unit as usize] = *count;
            }
        }
    }

    /// How often each row comes, of how often each unit does.
    pub(super) fn by_row<'a>(&self, units: &'a [u8], rows: &'a mut Vec<u8>) -> &'a [u8] {
        let Some(clusters) = &self.clusters else {
            return units;
        };
        rows.clear();
        rows.extend(clusters.iter().map(|cluster| units[*cluster as usize]));
        rows
    }

    /// A number of groups for the units, so that each has the same share of
    /// every stratum, up to one, and is random within.
    pub(super) fn groups(&self, random: &mut Xoshiro256PlusPlus, groups: u32) -> Vec<u32> {
        let mut strata = match &self.strata {
            Some(strata) => strata.clone(),
            None => vec![(0..self.count).collect()],
        };
        for units in &mut strata {
            shuffle(random, units);
        }
        let mut group_of_unit = vec![0; self.count as usize];
        let dealt = (0..groups).cycle();
        for (unit, group) in strata.iter().flatten().zip(dealt) {
            group_of_unit[*unit as usize] = group;
        }
        group_of_unit
    }
}

/// The places that each number from 0 stands at; nothing with a gap.
fn members(numbers: &[u32]) -> Option<Vec<Vec<u32>>> {
    let highest = numbers.iter().max().map_or(0, |highest| *highest as usize);
    let mut members = vec![Vec::new(); (highest + 1).min(numbers.len())];
    for (at, number) in (0..).zip(numbers) {
        members.get_mut(*number as usize)?.push(at);
    }
    members
        .iter()
        .all(|units| !units.is_empty())
        .then_some(members)
}

/// Fisher's and Yates's shuffle.
fn shuffle(random: &mut Xoshiro256PlusPlus, units: &mut [u32]) {
    for last in (1..units.len()).rev() {
        units.swap(last, counts::below(random, last + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_gap() {
        assert!(Units::clusters(vec![0, 2]).is_none());
        assert!(Units::clusters(vec![1, 2]).is_none());
        assert!(Units::clusters(vec![u32::MAX]).is_none());
        assert!(Units::rows(3).stratified(&[0, 0]).is_none());
        assert!(Units::rows(3).stratified(&[0, 2, 2]).is_none());
        let units = Units::clusters(vec![2, 0, 1, 2]).expect("no gap");
        assert_eq!((units.count(), units.row_count()), (3, 4));
        let none = Units::clusters(vec![]).expect("no gap");
        assert_eq!((none.count(), none.row_count()), (0, 0));
    }
}
