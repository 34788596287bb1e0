//! Reading elsewhere: what is asked of whom.

mod listing;
mod runtime;
mod store;
mod stream;
mod why;

use std::io::{self, Read};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{GetOptions, GetRange, GetResult, ObjectMeta, ObjectStore};
use verdict::Fault;

pub use listing::list;
use stream::Ahead;

use crate::{Address, Opened, Trouble, Whole};

/// How many bytes are asked for at first, and of the end.
const HEAD: u64 = 64 << 10;

/// Wanted bytes with no more than so many between them are asked for at once.
const GAP: u64 = 32 << 10;

/// How many requests for the places of one object are under way.
const AT_ONCE: usize = 4;

/// How often a body that was cut off is asked for.
const TRIES: usize = 3;

/// An object elsewhere, as it was when it was opened: when it changes, reading
/// it fails.
#[derive(Clone, Debug)]
pub struct Object(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    address: Address,
    store: Arc<dyn ObjectStore>,
    path: Path,
    meta: ObjectMeta,
    head: Bytes,
    tail: OnceLock<Bytes>,
}

/// Asks for the first bytes of what an address names.
pub fn open(address: &Address) -> Result<Opened, Fault> {
    let (store, path) = store::of(address)?;
    let asked = (Arc::clone(&store), path.clone());
    let head = runtime::wait(async move {
        let (store, path) = asked;
        let options = GetOptions::new().with_range(Some(GetRange::Bounded(0..HEAD)));
        let answer = store.get_opts(&path, options).await?;
        let meta = answer.meta.clone();
        Ok::<_, object_store::Error>((meta, answer.bytes().await?))
    });
    match head {
        Ok((meta, head)) => {
            let tail = OnceLock::new();
            let address = address.clone();
            Ok(Opened::Ranges(Object(Arc::new(Inner {
                address,
                store,
                path,
                meta,
                head,
                tail,
            }))))
        }
        // It gives all or nothing, or there is nothing to give a part of.
        Err(error) if why::is_without_ranges(&error) => whole(address, store, path),
        Err(error) => Err(why::trouble(address, &error).fault()),
    }
}

/// All of what an address names, in one answer.
fn whole(address: &Address, store: Arc<dyn ObjectStore>, path: Path) -> Result<Opened, Fault> {
    let answer = runtime::wait(async move { store.get_opts(&path, GetOptions::new()).await });
    let answer = answer.map_err(|error| why::trouble(address, &error).fault())?;
    let size = answer.meta.size;
    let name = address.clone();
    let body = answer.into_stream();
    let body = body.map(move |piece| piece.map_err(|error| why::trouble(&name, &error)));
    let ahead = Ahead::new(body.boxed(), Some((address.shown(), size)));
    Ok(Opened::Whole(Whole(Box::new(ahead))))
}

impl Object {
    /// Its length in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.0.meta.size
    }

    /// Some of its bytes, cut at its end. The last 64 KiB are asked for but
    /// once.
    pub fn read(&self, range: Range<u64>) -> io::Result<Bytes> {
        let range = self.within(range);
        if let Some(bytes) = part(&self.0.head, 0, &range) {
            return Ok(bytes);
        }
        let tail = self.size().saturating_sub(HEAD);
        if range.start < tail {
            return self.fetch_one(range);
        }
        if let Some(bytes) = self.0.tail.get() {
            return part(bytes, tail, &range).ok_or_else(|| self.cut_off().into());
        }
        let bytes = self.fetch_one(tail..self.size())?;
        let bytes = self.0.tail.get_or_init(|| bytes);
        part(bytes, tail, &range).ok_or_else(|| self.cut_off().into())
    }

    /// Bytes of several places, each cut at the end. Places that are near to
    /// each other are asked for at once.
    pub fn read_all(&self, ranges: &[Range<u64>]) -> io::Result<Vec<Bytes>> {
        let ranges: Vec<_> = ranges
            .iter()
            .cloned()
            .map(|range| self.within(range))
            .collect();
        let asked = joined(&ranges);
        let answers = self.fetch_all(asked.clone())?;
        let find = |range: &Range<u64>| {
            let mut all = asked.iter().zip(&answers);
            let found = all.find_map(|(asked, bytes)| part(bytes, asked.start, range));
            found.ok_or_else(|| self.cut_off().into())
        };
        ranges.iter().map(find).collect()
    }

    /// All bytes from one on. Those to come are asked for ahead.
    #[must_use]
    pub fn stream(&self, from: u64) -> Box<dyn Read + Send> {
        let first = match part(&self.0.head, 0, &(from..HEAD.min(self.size()))) {
            Some(first) if from < HEAD => first,
            _ => Bytes::new(),
        };
        let ranges = stream::ranges(from + first.len() as u64, self.size());
        let object = self.clone();
        let pieces = futures_util::stream::iter(ranges)
            .map(move |range| object.clone().fetch(range))
            .buffered(stream::AHEAD);
        Box::new(io::Cursor::new(first).chain(Ahead::new(pieces.boxed(), None)))
    }

    fn within(&self, range: Range<u64>) -> Range<u64> {
        let end = range.end.min(self.size());
        range.start.min(end)..end
    }

    fn fetch_one(&self, range: Range<u64>) -> io::Result<Bytes> {
        runtime::wait(self.clone().fetch(range)).map_err(io::Error::from)
    }

    fn fetch_all(&self, ranges: Vec<Range<u64>>) -> io::Result<Vec<Bytes>> {
        let object = self.clone();
        let all = futures_util::stream::iter(ranges)
            .map(move |range| object.clone().fetch(range))
            .buffered(AT_ONCE)
            .try_collect::<Vec<Bytes>>();
        runtime::wait(all).map_err(io::Error::from)
    }

    /// Bytes of one place, from the object as it was when it was opened.
    async fn fetch(self, range: Range<u64>) -> Result<Bytes, Trouble> {
        if range.is_empty() {
            return Ok(Bytes::new());
        }
        let mut left = TRIES;
        loop {
            left -= 1;
            let answer = self.ask(range.clone()).await;
            let answer = answer.map_err(|error| why::trouble(&self.0.address, &error))?;
            self.check_same(&answer.meta)?;
            match answer.bytes().await {
                Ok(bytes) if bytes.len() as u64 == range.end - range.start => return Ok(bytes),
                Ok(_) if left == 0 => return Err(self.cut_off()),
                Err(error) if left == 0 => return Err(why::trouble(&self.0.address, &error)),
                Ok(_) | Err(_) => {}
            }
        }
    }

    async fn ask(&self, range: Range<u64>) -> object_store::Result<GetResult> {
        let options = GetOptions {
            range: Some(GetRange::Bounded(range)),
            // A weak tag never matches.
            if_match: self
                .0
                .meta
                .e_tag
                .clone()
                .filter(|tag| !tag.starts_with("W/")),
            ..GetOptions::default()
        };
        self.0.store.get_opts(&self.0.path, options).await
    }

    /// A server need not look at the tag it is given.
    fn check_same(&self, now: &ObjectMeta) -> Result<(), Trouble> {
        let then = &self.0.meta;
        let same = then.size == now.size
            && then.e_tag == now.e_tag
            && (then.e_tag.is_some() || then.last_modified == now.last_modified);
        match same {
            true => Ok(()),
            false => Err(why::changed(&self.0.address)),
        }
    }

    fn cut_off(&self) -> Trouble {
        why::cut_off(&self.0.address.shown())
    }
}

/// The bytes of a place out of those that begin at another. None: they are not
/// all there.
fn part(bytes: &Bytes, start: u64, range: &Range<u64>) -> Option<Bytes> {
    let from = usize::try_from(range.start.checked_sub(start)?).ok()?;
    let to = usize::try_from(range.end.checked_sub(start)?).ok()?;
    (from <= to && to <= bytes.len()).then(|| bytes.slice(from..to))
}

/// Places in their order, those near to each other as one.
fn joined(ranges: &[Range<u64>]) -> Vec<Range<u64>> {
    let mut sorted: Vec<_> = ranges
        .iter()
        .filter(|range| !range.is_empty())
        .cloned()
        .collect();
    sorted.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<u64>> = Vec::new();
    for range in sorted {
        match joined.last_mut() {
            Some(last) if range.start <= last.end.saturating_add(GAP) => {
                last.end = last.end.max(range.end);
            }
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_places_are_asked_for_at_once() {
        let joined = |ranges: &[(u64, u64)]| {
            let ranges: Vec<_> = ranges.iter().map(|(from, to)| *from..*to).collect();
            let joined = joined(&ranges).into_iter();
            joined
                .map(|range| (range.start, range.end))
                .collect::<Vec<_>>()
        };
        assert_eq!(joined(&[(50, 60), (0, 10), (5, 5)]), [(0, 60)]);
        let far = 60 + GAP + 1;
        assert_eq!(
            joined(&[(far, far + 1), (50, 60)]),
            [(50, 60), (far, far + 1)]
        );
        assert_eq!(joined(&[(0, 90), (10, 20)]), [(0, 90)]);
    }

    #[test]
    fn parts_lie_within() {
        let bytes = Bytes::from_static(b"abcdef");
        assert_eq!(part(&bytes, 10, &(11..13)).as_deref(), Some(&b"bc"[..]));
        assert_eq!(part(&bytes, 10, &(10..16)).as_deref(), Some(&b"abcdef"[..]));
        for outside in [9..11, 15..17] {
            assert_eq!(part(&bytes, 10, &outside), None);
        }
    }

    #[test]
    fn a_stream_asks_for_every_byte_once() {
        let size = 50 << 20;
        let mut next = 7;
        for range in stream::ranges(7, size) {
            assert_eq!(range.start, next);
            assert!(!range.is_empty() && range.end - range.start <= 8 << 20);
            next = range.end;
        }
        assert_eq!(next, size);
        assert_eq!(stream::ranges(5, 5).count(), 0);
    }
}
