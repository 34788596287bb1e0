//! What predictions are read for.

use scores::Need;

/// What predictions are read for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What the metrics need, of all of them together.
    pub needs: Vec<Need>,
    /// Columns whose values are groups, for fairness.
    pub groups: Vec<String>,
    /// Parts of the examples: the name of a column, of which every value is a
    /// slice, or a condition in SQL over the columns. A text that is both names
    /// the column.
    pub slices: Vec<String>,
    /// What `now()` is in such a condition, in seconds since 1970.
    pub now: i64,
}

impl Wanted {
    pub(crate) fn needs(&self, need: Need) -> bool {
        self.needs.contains(&need)
    }
}
