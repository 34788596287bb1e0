//! Where rows stand in their file.

use crate::piece::Piece;

/// On which line a row stands, as far as that can be told from a few lines of
/// the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines {
    stretches: Vec<Stretch>,
}

/// Rows of one block.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    /// Its first row, from 0.
    row: usize,
    /// The line of that row; none where a row may take several lines.
    line: Option<u64>,
}

impl Lines {
    /// Of pieces in the file's order.
    pub(crate) fn of(pieces: &[Piece]) -> Self {
        let mut row = 0;
        let stretch = |piece: &Piece| {
            let begin = row;
            row += piece.rows;
            let regular = |(first, last): &(u64, u64)| last - first + 1 == piece.rows as u64;
            Stretch {
                row: begin,
                line: piece.lines.filter(regular).map(|(first, _)| first),
            }
        };
        Self {
            stretches: pieces.iter().map(stretch).collect(),
        }
    }

    /// The line of a row of the file, which is counted from 0.
    pub(crate) fn line(&self, row: usize) -> Option<u64> {
        let behind = self.stretches.partition_point(|stretch| stretch.row <= row);
        let stretch = self.stretches.get(behind.checked_sub(1)?)?;
        Some(stretch.line? + (row - stretch.row) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_within_blocks_whose_rows_have_one_each() {
        let piece = |rows, lines| Piece {
            rows,
            lines,
            ..Piece::default()
        };
        let pieces = [
            piece(3, Some((2, 4))),
            piece(2, Some((5, 7))),
            piece(2, Some((8, 9))),
            piece(1, None),
        ];
        let lines = Lines::of(&pieces);
        let found: Vec<Option<u64>> = (0..8).map(|row| lines.line(row)).collect();
        let expected = [
            Some(2),
            Some(3),
            Some(4),
            None,
            None,
            Some(8),
            Some(9),
            None,
        ];
        assert_eq!(found, expected);
    }
}
