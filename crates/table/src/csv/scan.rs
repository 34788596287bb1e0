//! A scan of a CSV file by several threads.

use verdict::Fault;

use super::Csv;
use super::pieces::CsvPieces;
use super::rows::Making;
use crate::block::Block;
use crate::shape::Shape;
use crate::source::Source;
use crate::turns::{Turns, Work};
use crate::wanted::{Scan, Wanted};

impl Csv {
    pub(crate) fn scan_blocks<S: Send>(
        &self,
        source: &Source,
        wanted: &Wanted,
        state: &(dyn Fn() -> S + Sync),
        each: &(dyn Fn(&mut S, &Block) -> Result<(), Fault> + Sync),
    ) -> Result<(Scan, Vec<S>), Fault> {
        let begin = (self.header.end.byte, self.piece);
        let pieces = |input| CsvPieces::new(self, source, input);
        let turns = Turns::begin(source, wanted, begin, pieces)?;
        let making = Making {
            wanted,
            dialect: self.dialect,
            lossy: self.lossy,
        };
        let rows = |block: &mut Block, shape: &mut Shape| {
            if let Some(lines) = block.lines_mut() {
                making.make(lines, shape);
            }
            Ok(())
        };
        let work = Work {
            rows: &rows,
            block: Block::of_lines,
            state,
            each,
        };
        turns.scan(source, self.header.shape.clone(), &work)
    }
}
