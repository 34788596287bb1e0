//! A scan of a file of JSON Lines by several threads.

use serde_json::Error;
use verdict::{Fault, cut};

use super::objects::Objects;
use super::pieces::JsonPieces;
use super::row::{Columns, Odd, Row};
use super::{Json, MARK, too_long};
use crate::block::Block;
use crate::column::Span;
use crate::shape::{Shape, Spot};
use crate::source::Source;
use crate::turns::{Turns, Work};
use crate::wanted::{Scan, Wanted};

impl Json {
    pub(crate) fn scan_blocks<S: Send>(
        &self,
        source: &Source,
        wanted: &Wanted,
        state: &(dyn Fn() -> S + Sync),
        each: &(dyn Fn(&mut S, &Block) -> Result<(), Fault> + Sync),
    ) -> Result<(Scan, Vec<S>), Fault> {
        let pieces = |input| JsonPieces::new(self, source, input);
        let turns = Turns::begin(source, wanted, (self.begin(), self.piece), pieces)?;
        let making = Making {
            json: self,
            source,
            columns: Columns {
                names: &self.columns,
                places: &self.places,
                wanted: &wanted.columns,
            },
        };
        let rows = |block: &mut Block, shape: &mut Shape| match block.objects_mut() {
            Some(objects) => making.make(objects, shape),
            None => Ok(()),
        };
        let work = Work {
            rows: &rows,
            block: Block::of_objects,
            state,
            each,
        };
        let shape = Shape {
            bom: self.bom,
            ..Shape::default()
        };
        turns.scan(source, shape, &work)
    }

    /// The first byte of the first line.
    pub(super) fn begin(&self) -> u64 {
        match self.bom {
            true => MARK.len() as u64,
            false => 0,
        }
    }
}

/// How rows are made of lines.
struct Making<'a> {
    json: &'a Json,
    source: &'a Source,
    columns: Columns<'a>,
}

/// What is used again from line to line.
#[derive(Default)]
struct Scratch {
    anew: Vec<u8>,
    touched: Vec<usize>,
}

impl Making<'_> {
    /// Makes rows of a piece: what can't be one is left out, and told in a
    /// shape.
    fn make(&self, objects: &mut Objects, shape: &mut Shape) -> Result<(), Fault> {
        objects.records.clear();
        objects.text.truncate(objects.length);
        let columns = self.columns.names.len();
        objects.values.resize_with(columns, Default::default);
        objects
            .values
            .iter_mut()
            .for_each(super::column::Values::clear);
        let lines = std::mem::take(&mut objects.lines);
        let mut scratch = Scratch::default();
        for line in &lines {
            self.line(objects, *line, &mut scratch, shape)?;
        }
        objects.lines = lines;
        objects.text.append(&mut scratch.anew);
        let rows = objects.rows();
        objects
            .values
            .iter_mut()
            .for_each(|values| values.end(rows));
        for blank in &objects.blanks {
            let spot = || objects.spot(*blank, None, "a blank line".to_owned());
            shape.blank_lines.add(spot);
        }
        let ends = objects.ends;
        ends.tell(&mut shape.line_ends, |at| objects.line_of(at));
        Ok(())
    }

    fn line(
        &self,
        objects: &mut Objects,
        line: Span,
        scratch: &mut Scratch,
        shape: &mut Shape,
    ) -> Result<(), Fault> {
        let bytes = line.of(&objects.text).unwrap_or_default();
        let lossy;
        let (json, text) = match std::str::from_utf8(bytes) {
            Ok(json) => (json, Some(&objects.text[..])),
            Err(error) => {
                let at = line.start as usize + error.valid_up_to();
                let note = format!("byte 0x{:02x}", objects.text[at]);
                let number = Some(objects.records.next_number());
                shape.not_utf8.add(|| objects.spot(at, number, note));
                if !self.json.lossy {
                    objects.leave_out(line, shape);
                    return Ok(());
                }
                lossy = String::from_utf8_lossy(bytes);
                (&*lossy, None)
            }
        };
        scratch.touched.clear();
        let before = objects.length;
        let mut row = Row {
            columns: self.columns,
            values: &mut objects.values,
            at: objects.records.rows.len(),
            text,
            anew: &mut scratch.anew,
            before,
            touched: &mut scratch.touched,
            odd: Odd::default(),
        };
        let read = row.read(json);
        let odd = row.odd;
        match read {
            Ok(()) => {
                objects.tell(line, &odd, shape);
                objects.records.rows.push(line);
            }
            Err(_) if odd.too_long => {
                let number = objects.line_of(line.start as usize);
                let what = "a value is longer than 16 MiB";
                return Err(too_long(self.source, number, bytes, what));
            }
            Err(error) => {
                let rows = objects.rows();
                for column in &scratch.touched {
                    objects.values[*column].truncate(rows);
                }
                objects.broken(line, &error, shape);
            }
        }
        Ok(())
    }
}

impl Objects {
    /// Tells what is odd about an object that becomes a row.
    fn tell(&self, line: Span, odd: &Odd, shape: &mut Shape) {
        let at = line.start as usize;
        let number = Some(self.records.next_number());
        if let Some(key) = &odd.duplicate {
            let note = || format!("key `{}` is there twice", cut(key));
            shape.duplicate_keys.add(|| self.spot(at, number, note()));
        }
        if let Some(key) = &odd.late {
            let note = || format!("key `{}` is in none of the first lines", cut(key));
            shape.late_keys.add(|| self.spot(at, number, note()));
        }
    }

    /// Leaves out a line that is no object.
    fn broken(&mut self, line: Span, error: &Error, shape: &mut Shape) {
        let number = Some(self.records.next_number());
        let at = line.start as usize + error.column().saturating_sub(1);
        let at = at.min(line.end as usize);
        shape.not_objects.add(|| {
            let text = error.to_string();
            let text = text.split(" at line ").next().unwrap_or_default();
            self.spot(at, number, cut(text))
        });
        self.leave_out(line, shape);
    }

    fn leave_out(&mut self, line: Span, shape: &mut Shape) {
        shape.left_out += 1;
        self.records.leave_out(line);
    }

    /// What is to be said of a byte of the text.
    fn spot(&self, at: usize, row: Option<u64>, note: String) -> Spot {
        Spot {
            byte: self.byte + at as u64,
            line: self.line_of(at),
            row,
            note,
        }
    }
}
