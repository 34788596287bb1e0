//! Limits of figures.

use super::random::Random;

/// Limits: in TOML, and as a condition on a value in SQL.
pub(crate) struct Limits {
    pub(crate) toml: String,
    /// With `#` for the value.
    sql: String,
}

impl Limits {
    /// Limits near a value, which often decides.
    pub(crate) fn random(near: f64, random: &mut Random) -> Self {
        let step = near.abs().max(1.0) / 4.0;
        let low = near + step * random.between(-6, 3) as f64;
        let high = low + step * random.between(1, 8) as f64;
        let (toml, sql) = match random.below(5) {
            0 => (format!("min = {low:?}"), format!("# >= {low:e}::double")),
            1 => (
                format!("above = {low:?}, max = {high:?}"),
                format!("# > {low:e}::double and # <= {high:e}::double"),
            ),
            2 => (
                format!("min = {low:?}, below = {high:?}"),
                format!("# >= {low:e}::double and # < {high:e}::double"),
            ),
            3 => (
                format!("not-between = [{low:?}, {high:?}]"),
                format!("not (# between {low:e}::double and {high:e}::double)"),
            ),
            _ => (format!("not = {low:?}"), format!("# <> {low:e}::double")),
        };
        Self {
            toml: format!("{{ {toml} }}"),
            sql,
        }
    }

    /// Whether `j` lies within, in SQL. A comparison with a null is null: not
    /// to be said.
    pub(crate) fn hold(&self) -> String {
        self.sql.replace('#', "j::double")
    }
}
