//! Intervals on one axis, out of characters.

use unicode_width::UnicodeWidthStr;

use crate::Estimate;
use crate::layout::{cut, pad};
use crate::plain::plain;
use crate::wording::{six_digits, symbol};

/// Widest name, in columns.
const NAME_SHOWN: usize = 32;

/// Narrowest and widest axis, in columns.
const AXIS: [usize; 2] = [12, 48];

/// A line an estimate: its sign, its name, and where its interval (`├──┤`), its
/// value (`●`) and its limit (`│`) stand on an axis that all of them share;
/// the note, and what the axis spans at the end.
pub(crate) fn lines(estimates: &[Estimate], width: usize) -> Vec<String> {
    let Some((from, to)) = span(estimates) else {
        return Vec::new();
    };
    let names: Vec<String> = estimates
        .iter()
        .map(|estimate| cut(&plain(&estimate.name), NAME_SHOWN))
        .collect();
    let name = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let axis = width.saturating_sub(name + 30).clamp(AXIS[0], AXIS[1]);
    let place = |x: f64| place(x, from, to, axis);
    let mut lines: Vec<String> = estimates
        .iter()
        .zip(&names)
        .map(|(estimate, own)| {
            let room = width.saturating_sub(name + axis + 6);
            let (sign, note) = (symbol(estimate.outcome), cut(&plain(&estimate.note), room));
            format!(
                "{sign} {}  {}  {note}",
                pad(own, name),
                bar(estimate, axis, &place)
            )
        })
        .collect();
    let (low, high) = (six_digits(from), six_digits(to));
    let gap = axis.saturating_sub(low.width() + high.width()).max(1);
    lines.push(format!("  {:name$}  {low}{:gap$}{high}", "", ""));
    lines
}

/// From the least to the greatest of all that is to be shown.
pub(crate) fn span(estimates: &[Estimate]) -> Option<(f64, f64)> {
    let all = estimates.iter().flat_map(|estimate| {
        let Estimate {
            value,
            low,
            high,
            limit,
            ..
        } = estimate;
        [Some(*value), Some(*low), Some(*high), *limit]
    });
    let all = all.flatten().filter(|x| x.is_finite());
    let (from, to) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(from, to), x| {
        (from.min(x), to.max(x))
    });
    match (from <= to, from < to) {
        (false, _) => None,
        (true, true) => Some((from, to)),
        (true, false) => Some((from - 0.5, to + 0.5)),
    }
}

/// The column of a number; infinite ones stand at the ends.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within the axis"
)]
fn place(x: f64, from: f64, to: f64, axis: usize) -> usize {
    let last = axis.saturating_sub(1);
    let part = ((x - from) / (to - from)).clamp(0.0, 1.0);
    match part.is_nan() {
        true => 0,
        false => ((part * last as f64).round() as usize).min(last),
    }
}

fn bar(estimate: &Estimate, axis: usize, place: &dyn Fn(f64) -> usize) -> String {
    let mut cells = vec![' '; axis];
    let (low, high) = (place(estimate.low), place(estimate.high));
    for cell in cells.iter_mut().take(high).skip(low) {
        *cell = '─';
    }
    let marks = [(low, '├'), (high, '┤'), (place(estimate.value), '●')];
    for (at, mark) in marks {
        cells[at] = mark;
    }
    if let Some(limit) = estimate.limit {
        let at = place(limit);
        cells[at] = match cells[at] {
            '●' => '◉',
            ' ' => '│',
            _ => '┼',
        };
    }
    cells.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use verdict::Outcome;

    fn estimate(name: &str, numbers: [f64; 3], limit: Option<f64>) -> Estimate {
        let [low, value, high] = numbers;
        Estimate {
            name: name.to_owned(),
            value,
            low,
            high,
            limit,
            outcome: Outcome::Pass,
            note: String::new(),
        }
    }

    #[test]
    fn all_stand_on_one_axis() {
        let estimates = [
            estimate("a", [-1.0, 0.0, 1.0], Some(-2.0)),
            estimate("long", [1.0, 2.0, 2.0], None),
        ];
        let shown = lines(&estimates, 40);
        let expected = [
            "✓ a     │  ├──●─┤",
            "✓ long          ├──●",
            "        -2         2",
        ];
        let shown: Vec<&str> = shown.iter().map(|line| line.trim_end()).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn odd_numbers_are_shown_too() {
        let odd = [f64::NEG_INFINITY, f64::NAN, f64::INFINITY];
        assert!(lines(&[estimate("a", odd, None)], 40).is_empty());
        let estimates = [estimate("a", odd, Some(0.5)), estimate("b", [1.0; 3], None)];
        assert_eq!(lines(&estimates, 0).len(), 3);
        assert_eq!(lines(&[estimate("b", [1.0; 3], Some(1.0))], 60).len(), 2);
    }
}
