//! A file that several threads read in turns: whichever is free takes the
//! next piece, and makes rows of it when it has left the others alone.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use verdict::{Fault, Subject};

use crate::block::Block;
use crate::digest::Digest;
use crate::shape::Shape;
use crate::source::{Source, fill};
use crate::wanted::{Scan, Wanted};
use crate::workers::{self, BlockFault, Stop};

/// The pieces of a file, one after the other.
pub(crate) trait Pieces: Send {
    /// Reads the next piece into a block. False: there is no more. After a
    /// fault there is no more either.
    fn next(&mut self, block: &mut Block) -> Result<bool, Fault>;

    /// How far the file is read.
    fn progress(&self) -> Progress;
}

/// How far a file is read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Progress {
    /// How many records there were, those included that were left out.
    pub(crate) rows: u64,
    /// How many pieces there were.
    pub(crate) pieces: u64,
    /// Whether the last line has an end; None before it is read.
    pub(crate) last_line_ends: Option<bool>,
}

/// What each thread does with a piece.
pub(crate) struct Work<'a, S> {
    /// Makes rows of what was read; what can't be one is told.
    pub(crate) rows: &'a (dyn Fn(&mut Block, &mut Shape) -> Result<(), Fault> + Sync),
    /// A block to read into.
    pub(crate) block: fn() -> Block,
    pub(crate) state: &'a (dyn Fn() -> S + Sync),
    pub(crate) each: &'a (dyn Fn(&mut S, &Block) -> Result<(), Fault> + Sync),
}

/// One scan.
pub(crate) struct Turns<P> {
    pieces: Mutex<P>,
    digest: Option<Digest>,
    threads: usize,
}

impl<P: Pieces> Turns<P> {
    /// A scan of pieces of so many bytes that begins at a byte of a file.
    #[expect(
        clippy::needless_lifetimes,
        reason = "elided within a closure's bound it would mean any lifetime"
    )]
    pub(crate) fn begin<'a>(
        source: &'a Source,
        wanted: &Wanted,
        (byte, piece): (u64, usize),
        pieces: impl FnOnce(Box<dyn Read + Send + 'a>) -> P,
    ) -> Result<Self, Fault> {
        let mut input = source
            .watched_stream()
            .map_err(|error| source.unreadable(&error))?;
        let digest = wanted.digest.then(Digest::default);
        let mut left = byte;
        let mut buffer = vec![0; 1 << 16];
        while left > 0 {
            let part = usize::try_from(left)
                .unwrap_or(usize::MAX)
                .min(buffer.len());
            let read = fill(&mut *input, &mut buffer[..part]);
            let read = read.map_err(|(_, error)| source.unreadable(&error))?;
            if let Some(digest) = &digest {
                digest.begin(&buffer[..read]);
            }
            left -= if read == 0 { left } else { read as u64 };
        }
        Ok(Self {
            pieces: Mutex::new(pieces(input)),
            digest,
            threads: threads(source, wanted, piece),
        })
    }

    /// Reads all of it. To what is known of the file's shape is added what the
    /// threads tell.
    pub(crate) fn scan<S: Send>(
        self,
        source: &Source,
        shape: Shape,
        work: &Work<'_, S>,
    ) -> Result<(Scan, Vec<S>), Fault> {
        let mut scan = Scan {
            shape,
            ..Scan::default()
        };
        let mut states = Vec::new();
        for (state, shape) in workers::run(self.threads, &|stop| self.work(source, stop, work))? {
            scan.shape.merge(shape);
            states.push(state);
        }
        let pieces = self.pieces.into_inner();
        let progress = pieces.unwrap_or_else(PoisonError::into_inner).progress();
        scan.rows = progress.rows;
        if progress.pieces > 0 {
            scan.shape.last_line_ends = progress.last_line_ends;
        }
        let subject = |digest: Digest| Subject::new(&*source.name, digest.finish());
        scan.subject = self.digest.map(subject);
        Ok((scan, states))
    }

    /// What one thread does, and what it has seen in the end.
    fn work<S>(
        &self,
        source: &Source,
        stop: &Stop,
        work: &Work<'_, S>,
    ) -> Result<(S, Shape), BlockFault> {
        let mut state = (work.state)();
        let mut shape = Shape::default();
        let mut block = (work.block)();
        block.constants = Arc::clone(&source.constants);
        while !stop.is_set() && self.next(&mut block)? {
            let index = block.index;
            let rows = (work.rows)(&mut block, &mut shape);
            let each = rows.and_then(|()| (work.each)(&mut state, &block));
            each.map_err(|fault| (index, fault))?;
        }
        Ok((state, shape))
    }

    /// Reads the next piece into a block. False: there is none.
    fn next(&self, block: &mut Block) -> Result<bool, BlockFault> {
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        let index = pieces.progress().pieces;
        let any = pieces.next(block).map_err(|fault| (index, fault))?;
        drop(pieces);
        block.index = index;
        if any && let Some(digest) = &self.digest {
            digest.add(index, block.fresh());
        }
        Ok(any)
    }
}

/// No more threads than there are pieces, where that is known.
fn threads(source: &Source, wanted: &Wanted, piece: usize) -> usize {
    let pieces = match source.packing {
        None => source.size().unwrap_or_default() / piece as u64 + 1,
        Some(_) => u64::MAX,
    };
    match wanted.ordered {
        true => 1,
        false => wanted
            .threads
            .min(usize::try_from(pieces).unwrap_or(usize::MAX)),
    }
}
