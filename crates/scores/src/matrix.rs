//! Numbers in rows and columns.

/// Borrowed numbers in rows and columns, row after row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix<'a> {
    values: &'a [f64],
    columns: usize,
}

impl<'a> Matrix<'a> {
    /// Numbers in rows of so many; nothing where they do not fill the last row.
    #[must_use]
    pub fn new(values: &'a [f64], columns: usize) -> Option<Self> {
        let whole = columns > 0 && values.len().is_multiple_of(columns);
        whole.then_some(Self { values, columns })
    }

    /// How many columns there are.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    pub(crate) const fn values(&self) -> &'a [f64] {
        self.values
    }

    pub(crate) fn each_row(&self) -> impl Iterator<Item = &'a [f64]> + use<'a> {
        self.values.chunks_exact(self.columns)
    }

    pub(crate) fn column(&self, column: usize) -> impl Iterator<Item = f64> + use<'a> {
        self.values
            .iter()
            .copied()
            .skip(column)
            .step_by(self.columns)
    }

    pub(crate) fn at(&self, row: u32, column: u32) -> Option<f64> {
        let column = column as usize;
        let place = row as usize * self.columns + column;
        let inside = column < self.columns;
        inside.then(|| self.values.get(place).copied()).flatten()
    }
}
