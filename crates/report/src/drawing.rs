//! Tables, histograms and diffs out of characters.

use comfy_table::presets::{NOTHING, UTF8_FULL_CONDENSED};
use comfy_table::{
    CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle,
};
use unicode_width::UnicodeWidthStr;

use crate::Distribution;
use crate::layout::{cut, pad};
use crate::plain::{plain, plain_line};

/// Widest cell of a table, in columns, before it is cut.
const CELL_SHOWN: usize = 200;

/// Widest name of a distribution, in columns.
const NAME_SHOWN: usize = 32;

/// Bars from one eighth to the whole height.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

const BORDERS: TableStyle = UTF8_FULL_CONDENSED
    .with_rounded_corners()
    .header_lines(ContentLineStyle::new('│', '│', '│'))
    .content_lines(ContentLineStyle::new('│', '│', '│'))
    .header_separator(LineStyle::new('├', '─', '┼', '┤'));

/// Lines of a table with light borders, at most `width` columns wide where
/// its number of columns allows.
pub(crate) fn bordered(header: &[String], rows: &[Vec<String>], width: usize) -> Vec<String> {
    draw(BORDERS, header, rows, width)
}

/// Lines of a table without borders; the first line is the header.
pub(crate) fn borderless(header: &[String], rows: &[Vec<String>], width: usize) -> Vec<String> {
    let lines = draw(NOTHING, header, rows, width);
    lines
        .iter()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn draw(style: TableStyle, header: &[String], rows: &[Vec<String>], width: usize) -> Vec<String> {
    let mut table = Table::new();
    table
        .load_style(style)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(header.iter().map(|cell| safe(cell)));
    for row in rows {
        table.add_row(row.iter().map(|cell| safe(cell)));
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        if is_numeric(rows, index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.lines().collect()
}

fn safe(cell: &str) -> String {
    cut(&plain(cell), CELL_SHOWN)
}

/// Whether a column holds a number, and nothing but numbers and empty cells.
pub(crate) fn is_numeric(rows: &[Vec<String>], column: usize) -> bool {
    let mut cells = rows
        .iter()
        .filter_map(|row| row.get(column))
        .filter(|cell| !cell.is_empty())
        .peekable();
    cells.peek().is_some()
        && cells.all(|cell| cell.trim_end_matches([' ', '%']).parse::<f64>().is_ok())
}

/// The name, histogram and note of each column, the first two filled up to
/// the same width so that they stand below each other.
pub(crate) fn histograms(columns: &[Distribution]) -> Vec<(String, String, String)> {
    let names = columns.iter().map(|c| cut(&plain(&c.name), NAME_SHOWN));
    let drawn: Vec<(String, String)> = names
        .zip(columns.iter().map(|column| bars(&column.bins)))
        .collect();
    let name_width = drawn
        .iter()
        .map(|(name, _)| name.width())
        .max()
        .unwrap_or(0);
    let bar_width = drawn
        .iter()
        .map(|(_, bars)| bars.width())
        .max()
        .unwrap_or(0);
    drawn
        .iter()
        .zip(columns)
        .map(|((name, bars), column)| {
            let note = cut(&plain(&column.note), CELL_SHOWN);
            (pad(name, name_width), pad(bars, bar_width), note)
        })
        .collect()
}

/// A bar a bin, scaled to the highest one. A bin that holds anything shows at
/// least the lowest bar; an empty one is a blank.
fn bars(bins: &[u64]) -> String {
    let highest = u128::from(bins.iter().copied().max().unwrap_or(0));
    let bar = |count: u64| {
        let eighths = (u128::from(count) * 8).div_ceil(highest.max(1));
        match usize::try_from(eighths) {
            Ok(0) | Err(_) => ' ',
            Ok(eighths) => BLOCKS[eighths.min(8) - 1],
        }
    };
    bins.iter().copied().map(bar).collect()
}

/// The lines of a diff made safe. A carriage return before a line's end may be
/// what was changed, so it is shown.
pub(crate) fn diff_lines(text: &str) -> Vec<String> {
    text.split_terminator('\n').map(plain_line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|&cell| cell.to_owned()).collect()
    }

    #[test]
    fn bars_are_scaled_to_the_highest_bin() {
        assert_eq!(bars(&[0, 1, 50, 100]), " ▁▄█");
        assert_eq!(bars(&[u64::MAX, u64::MAX / 2]), "█▄");
        assert_eq!(bars(&[0, 0]), "  ");
        assert_eq!(bars(&[]), "");
    }

    #[test]
    fn histograms_stand_below_each_other() {
        let column = |name: &str, bins: &[u64]| Distribution {
            name: name.into(),
            bins: bins.into(),
            note: "n".into(),
        };
        let rows = histograms(&[column("age", &[1, 2]), column("表\n", &[])]);
        assert_eq!(rows[0], ("age ".into(), "▄█".into(), "n".into()));
        assert_eq!(rows[1], (r"表\n".into(), "  ".into(), "n".into()));
    }

    #[test]
    fn a_diff_shows_the_return_that_it_is_about() {
        assert_eq!(
            diff_lines("-a\r\n+a\n\n \tb\n"),
            ["-a\\r", "+a", "", " \tb"]
        );
    }

    #[test]
    fn a_table_keeps_to_its_width() {
        let header = texts(&["metric", "baseline"]);
        let rows = vec![
            texts(&["auc \u{1b}[31m", "0.91"]),
            texts(&[&"long ".repeat(30), "7"]),
        ];
        let lines = bordered(&header, &rows, 40);
        assert!(lines.iter().all(|line| line.width() <= 40), "{lines:#?}");
        assert!(lines[3].starts_with(r"│ auc \u{1b}[31m"), "{lines:#?}");
        assert!(lines[3].ends_with("    0.91 │"), "{lines:#?}");
    }

    #[test]
    fn a_ragged_table_is_drawn_too() {
        let rows = vec![texts(&["1", "2", "3"]), vec![]];
        assert!(!bordered(&texts(&["a"]), &rows, 40).is_empty());
        let lines = bordered(&[], &rows, 0);
        assert!(lines.concat().contains('3'), "{lines:#?}");
    }
}
