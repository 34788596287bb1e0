//! What happens less often: quotes, lone carriage returns, records that break
//! the rules, and the end of a piece.

/// Most records of a piece that break the rules: it is cut behind the last.
const STRAYS_LIMIT: usize = 1 << 14;

use super::{CHUNK, Carry, FIELDS_LIMIT, Masks, Search, Span, Stray, VALUES_LIMIT, careful};

impl Search<'_> {
    /// A chunk with quotes, or within them, or with carriage returns that end
    /// lines by themselves. False: the search is at its end.
    pub(super) fn quotes(&mut self, masks: Masks, lone: u64) -> bool {
        let inside = prefix_xor(masks.quote) ^ self.carry.inside;
        let (opening, closing) = (masks.quote & inside, masks.quote & !inside);
        let (delimiter, lf, cr) = (
            masks.delimiter & !inside,
            masks.lf & !inside,
            masks.cr & !inside,
        );
        let around = delimiter | lf | cr;
        let badly_opened = opening & !((around | closing) << 1 | self.carry.may_open);
        let badly_closed = (closing << 1 | self.carry.closed) & !(around | opening);
        let left = self.length - self.at;
        let bad = badly_opened | badly_closed;
        let good = if bad == 0 {
            u64::MAX
        } else {
            (bad & bad.wrapping_neg()) - 1
        };
        self.count_lines(lf & good, cr & good);
        self.values((delimiter | lf | (lone & !inside)) & good);
        let bad_byte = bad.trailing_zeros() as usize;
        if bad_byte < left.min(CHUNK) {
            return self.stray(self.at + bad_byte);
        }
        self.found.lines += u64::from((masks.lf | lone).count_ones());
        // All bits like the last one.
        self.carry.inside = (inside.cast_signed() >> (CHUNK - 1)).cast_unsigned();
        self.carry.may_open = (around | closing) >> (CHUNK - 1);
        self.carry.closed = closing >> (CHUNK - 1);
        self.at += CHUNK;
        self.quoted = self.start < self.at && self.text[self.start] == self.dialect.quote;
        true
    }

    /// Takes the values that end at some bytes of a chunk.
    fn values(&mut self, mut ends: u64) {
        while ends != 0 {
            let end = self.at + ends.trailing_zeros() as usize;
            let value = self.value(end);
            self.found.values[self.found.count] = value;
            self.found.count += 1;
            self.start = end + 1;
            ends &= ends - 1;
        }
    }

    /// The value that ends at a byte, without its quotes.
    fn value(&mut self, end: usize) -> Span {
        if self.text[self.start] != self.dialect.quote {
            return Span::new(self.start, end);
        }
        let crlf = self.text[end] == b'\n' && self.text[end - 1] == b'\r';
        let (start, end) = (self.start + 1, end - 1 - usize::from(crlf));
        if memchr::memchr(self.dialect.quote, &self.text[start..end]).is_some() {
            self.found.doubled.push(self.found.count);
        }
        Span::new(start, end)
    }

    /// Passes over the record that a byte is in, which breaks the rules there,
    /// and goes on behind it. False: it does not end in the piece.
    #[cold]
    fn stray(&mut self, byte: usize) -> bool {
        let from = self.drop_open_record();
        let Some(end) = careful::end(&self.text[..self.length], from, self.dialect) else {
            // Which of its values is open is for the careful reader to say.
            self.start = self.length;
            return false;
        };
        self.found.strays.push(Stray {
            values: self.found.count,
            record: Span::new(from, end),
            byte,
        });
        let crlf = self.text[end..].starts_with(b"\r\n");
        let next = end + 1 + usize::from(crlf);
        self.found.lines += line_ends(self.text, self.at, next);
        self.at = next;
        self.start = next;
        self.quoted = false;
        self.carry = Carry::RECORD;
        self.floor = (self.found.count, next);
        self.found.stopped = self.found.strays.len() >= STRAYS_LIMIT;
        !self.found.stopped
    }

    /// Forgets the values of the record that has not ended yet, and says where
    /// it begins.
    fn drop_open_record(&mut self) -> usize {
        let (floor, mut from) = self.floor;
        while self.found.count > floor {
            let last = self.found.values[self.found.count - 1];
            if let Some(end) = self.line_end_behind(last) {
                from = end;
                break;
            }
            self.found.count -= 1;
        }
        let count = self.found.count;
        self.found
            .doubled
            .truncate(self.found.doubled.partition_point(|at| *at < count));
        from
    }

    /// Where the next record begins when a value is the last of its own.
    fn line_end_behind(&self, value: Span) -> Option<usize> {
        let mut end = value.end as usize;
        end += usize::from(self.text[end] == self.dialect.quote);
        match (self.text[end], self.text[end + 1]) {
            (b'\r', b'\n') => Some(end + 2),
            (b'\r' | b'\n', _) => Some(end + 1),
            _ => None,
        }
    }

    /// Notes what is left over at the end of a piece.
    pub(super) fn finish(&mut self) {
        self.found.open = self.start.min(self.length);
        let (end, counted) = (self.drop_open_record(), self.at.min(self.length));
        self.found.consumed = end;
        self.found.lines += line_ends(self.text, counted, end);
        self.found.lines -= line_ends(self.text, end, counted);
    }

    /// Makes room for the values of one more chunk. False: there are enough,
    /// or one record has more than it may have.
    #[cold]
    pub(super) fn make_room(&mut self) -> bool {
        let values = &self.found.values[self.floor.0..self.found.count];
        let open = values
            .iter()
            .rev()
            .take_while(|value| self.line_end_behind(**value).is_none());
        if open.take(FIELDS_LIMIT + 1).count() > FIELDS_LIMIT {
            self.found.too_many_fields = true;
        }
        if self.found.count > VALUES_LIMIT {
            self.found.stopped = true;
            return false;
        }
        let room = (2 * self.found.values.len()).max(1 << 14);
        self.found.values.resize(room, Span::default());
        true
    }
}

/// How many lines end between two places: a carriage return ends one unless a
/// line feed follows it.
pub(in crate::csv) fn line_ends(text: &[u8], from: usize, to: usize) -> u64 {
    let ends = memchr::memchr2_iter(b'\n', b'\r', text.get(from..to).unwrap_or_default());
    let ends = ends.filter(|at| {
        let at = from + at;
        text[at] == b'\n' || text.get(at + 1) != Some(&b'\n')
    });
    ends.count() as u64
}

/// Each bit is the sum of those up to it: set from an opening quote up to the
/// one that closes it.
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}
