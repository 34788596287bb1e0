//! How counts and foreign texts are put into words.

pub(crate) use report::grouped;
use verdict::cut;

/// A count of things: 1 row, 1,234 rows.
pub(crate) fn counted(count: u64, thing: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", grouped(count))
}

/// The first names in backticks, and how many more there are.
pub(crate) fn listed<S: AsRef<str>>(names: &[S], most: usize) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(most)
        .map(|name| format!("`{}`", cut(name.as_ref())))
        .collect();
    let more = names.len() - shown.len();
    match more {
        0 => shown.join(", "),
        _ => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_many() {
        let shown = [1, 2, 1234].map(|count| counted(count, "row"));
        assert_eq!(shown, ["1 row", "2 rows", "1,234 rows"]);
    }

    #[test]
    fn long_texts_and_lists_are_cut() {
        assert_eq!(cut(&"ä".repeat(80)), "ä".repeat(80));
        assert_eq!(cut(&"ä".repeat(81)).chars().count(), 81);
        assert_eq!(listed(&["a", "b", "c"], 2), "`a`, `b` and 1 more");
    }
}
