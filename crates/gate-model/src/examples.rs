//! The examples that statistics are measured on.

use predictions::{Pair, Sheet, Slice};
use scores::Predictions;

/// Examples, with what one model or two say of them.
#[derive(Clone, Copy)]
pub(crate) enum Examples<'a> {
    /// Of the candidate alone.
    Alone(&'a Sheet),
    /// Of the candidate and of a baseline.
    Paired(&'a Pair),
}

/// What an example is, where chance is the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A row.
    Examples,
    /// Rows that belong together.
    Clusters,
    /// The items of a query.
    Queries,
}

impl Unit {
    /// Its name, of many.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Examples => "examples",
            Self::Clusters => "clusters",
            Self::Queries => "queries",
        }
    }
}

impl<'a> Examples<'a> {
    pub(crate) fn candidate(self, by: Option<&str>) -> Predictions<'a> {
        match self {
            Self::Alone(sheet) => sheet.predictions(by),
            Self::Paired(pair) => pair.predictions(by).0,
        }
    }

    pub(crate) fn baseline(self, by: Option<&str>) -> Option<Predictions<'a>> {
        match self {
            Self::Alone(_) => None,
            Self::Paired(pair) => Some(pair.predictions(by).1),
        }
    }

    pub(crate) fn sheet(self) -> &'a Sheet {
        match self {
            Self::Alone(sheet) => sheet,
            Self::Paired(pair) => &pair.candidate,
        }
    }

    /// How many there are.
    pub(crate) fn rows(self) -> usize {
        self.sheet().rows()
    }

    /// Which belong together: clusters, else the items of a query.
    pub(crate) fn clusters(self) -> Option<&'a [u32]> {
        let clusters = self.sheet().clusters();
        clusters.or_else(|| self.candidate(None).queries)
    }

    /// What is drawn.
    pub(crate) fn unit(self) -> Unit {
        match (self.sheet().clusters(), self.candidate(None).queries) {
            (Some(_), _) => Unit::Clusters,
            (None, Some(_)) => Unit::Queries,
            (None, None) => Unit::Examples,
        }
    }

    /// The smallest group of a column, by name and size.
    pub(crate) fn smallest_group(self, column: &str) -> Option<(String, u64)> {
        let codes = self.candidate(Some(column)).groups?;
        let names = self.sheet().groups(column);
        let mut sizes = vec![0; names.len()];
        for code in codes {
            *sizes.get_mut(*code as usize)? += 1;
        }
        let groups = names.into_iter().zip(sizes);
        groups
            .filter(|(_, size)| *size > 0)
            .min_by_key(|(_, size)| *size)
    }

    /// Parts of them.
    pub(crate) fn slices(self) -> &'a [Slice] {
        self.sheet().slices()
    }

    /// How many examples there are, or clusters of them.
    pub(crate) fn units(&self) -> u64 {
        let clusters = self.clusters();
        let count = clusters.map(|clusters| clusters.iter().max().map_or(0, |most| most + 1));
        count.map_or(self.rows() as u64, u64::from)
    }
}
