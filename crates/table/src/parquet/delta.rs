//! Texts in the delta encodings. The crate's own decoders take counts and
//! lengths for true, and panic or ask for all memory where they are not.

/// Most texts of a page in a delta encoding: the lengths of all are kept at
/// once.
const MOST_TEXTS: u64 = 1 << 24;

/// Most values of a block. Writers take 128.
const MOST_OF_BLOCK: u64 = 1 << 20;

/// What is wrong with a page, in words.
type Wrong = &'static str;

const CUT_OFF: Wrong = "a page in a delta encoding is cut off";
const TOO_MANY: Wrong = "a page in a delta encoding claims more values than it may have";
const BAD_LENGTH: Wrong = "a page in a delta encoding has a length that can't be";

/// The header of `DELTA_BINARY_PACKED`, and what comes first.
struct Header {
    per_mini: usize,
    minis: usize,
    count: usize,
    first: i64,
}

/// How many values there are, which may not be more than `most`.
pub(super) fn count(data: &[u8], most: u64) -> Result<usize, Wrong> {
    Ok(header(&mut Bytes(data), most)?.count)
}

/// The lengths of texts in `DELTA_LENGTH_BYTE_ARRAY`, and the texts, one behind
/// the other.
pub(super) fn texts(data: &[u8], most: u64) -> Result<(Vec<usize>, &[u8]), Wrong> {
    let (lengths, rest) = integers(data, most)?;
    let sum = sum(&lengths)?;
    Ok((lengths, rest.get(..sum).ok_or(BAD_LENGTH)?))
}

/// The lengths of texts in `DELTA_BYTE_ARRAY`, where each begins with so many
/// bytes of the one before it, and the texts, one behind the other: these may
/// have `limit` bytes together.
pub(super) fn joined(data: &[u8], most: u64, limit: usize) -> Result<(Vec<usize>, Vec<u8>), Wrong> {
    let (prefixes, rest) = integers(data, most)?;
    let (suffixes, rest) = integers(rest, most)?;
    let rest = rest.get(..sum(&suffixes)?).ok_or(BAD_LENGTH)?;
    let both = || prefixes.iter().zip(&suffixes);
    let total = both().try_fold(0usize, |total, (prefix, suffix)| {
        total.checked_add(prefix.checked_add(*suffix)?)
    });
    if prefixes.len() != suffixes.len() {
        return Err(BAD_LENGTH);
    }
    if total.is_none_or(|total| total > limit) {
        return Err("a page in a delta encoding holds more than 256 MiB of texts");
    }
    let (mut lengths, mut joined) = (Vec::with_capacity(prefixes.len()), Vec::new());
    let (mut before, mut from) = (0..0, 0);
    for (prefix, suffix) in both() {
        if *prefix > before.len() {
            return Err(BAD_LENGTH);
        }
        let start = joined.len();
        joined.extend_from_within(before.start..before.start + prefix);
        joined.extend_from_slice(&rest[from..from + suffix]);
        from += suffix;
        before = start..joined.len();
        lengths.push(before.len());
    }
    Ok((lengths, joined))
}

fn sum(lengths: &[usize]) -> Result<usize, Wrong> {
    let mut lengths = lengths.iter();
    let sum = lengths.try_fold(0usize, |sum, length| sum.checked_add(*length));
    sum.ok_or(BAD_LENGTH)
}

fn header(bytes: &mut Bytes<'_>, most: u64) -> Result<Header, Wrong> {
    let (block, minis, count) = (bytes.varint()?, bytes.varint()?, bytes.varint()?);
    let first = bytes.zigzag()?;
    let whole = block > 0 && block <= MOST_OF_BLOCK && block.is_multiple_of(128);
    if !whole || minis == 0 || !block.is_multiple_of(minis) || !(block / minis).is_multiple_of(32) {
        return Err("a page in a delta encoding has blocks of no size");
    }
    if count > most {
        return Err(TOO_MANY);
    }
    let size = |x: u64| usize::try_from(x).map_err(|_| TOO_MANY);
    Ok(Header {
        per_mini: size(block / minis)?,
        minis: size(minis)?,
        count: size(count)?,
        first,
    })
}

/// Whole numbers of 32 bits in `DELTA_BINARY_PACKED`, none below zero, and
/// what follows them.
fn integers(data: &[u8], most: u64) -> Result<(Vec<usize>, &[u8]), Wrong> {
    let mut bytes = Bytes(data);
    let header = header(&mut bytes, most.min(MOST_TEXTS))?;
    let mut numbers = Vec::new();
    if header.count == 0 {
        return Ok((numbers, bytes.0));
    }
    let mut number = i32::try_from(header.first).map_err(|_| BAD_LENGTH)?;
    numbers.push(length(number)?);
    while numbers.len() < header.count {
        let least = i32::try_from(bytes.zigzag()?).map_err(|_| BAD_LENGTH)?;
        let bit_widths = bytes.take(header.minis)?;
        for bits_each in bit_widths {
            let left = header.count - numbers.len();
            if left == 0 {
                // The widths of what is left over say nothing.
                break;
            }
            let width = usize::from(*bits_each);
            if width > 32 {
                return Err(BAD_LENGTH);
            }
            let packed = bytes.take(width * header.per_mini / 8)?;
            for at in 0..left.min(header.per_mini) {
                number = number
                    .wrapping_add(least)
                    .wrapping_add(bits(packed, at * width, width));
                numbers.push(length(number)?);
            }
        }
    }
    Ok((numbers, bytes.0))
}

fn length(x: i32) -> Result<usize, Wrong> {
    usize::try_from(x).map_err(|_| BAD_LENGTH)
}

/// A number of at most 32 bits from a bit on, the lowest first.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "32 bits at most"
)]
fn bits(packed: &[u8], from: usize, width: usize) -> i32 {
    let bytes = packed.iter().skip(from / 8).take(5);
    let word = bytes
        .rev()
        .fold(0u64, |word, byte| word << 8 | u64::from(*byte));
    let mask = (1u64 << width) - 1;
    ((word >> (from % 8)) & mask) as u32 as i32
}

/// Bytes that are taken from the front.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Wrong> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(CUT_OFF)?;
        self.0 = rest;
        Ok(taken)
    }

    /// Seven bits a byte, the lowest first.
    fn varint(&mut self) -> Result<u64, Wrong> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.take(1)?.first().ok_or(CUT_OFF)?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(BAD_LENGTH)
    }

    fn zigzag(&mut self) -> Result<i64, Wrong> {
        let number = self.varint()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of the format's description (Encodings.md, "Delta
    /// encoding"): 1, 2, 3, 4, 5 and 7, 5, 3, 1, 2, 3, 4, 5.
    #[test]
    fn the_examples_of_the_format_are_read() {
        let rising = [128, 1, 4, 5, 2, 2, 0, 0, 0, 0, 9];
        let (numbers, rest) = integers(&rising, 5).expect("numbers");
        assert_eq!((&numbers[..], rest), (&[1, 2, 3, 4, 5][..], &[9][..]));
        let mut falling = vec![128, 1, 4, 8, 14, 3, 2, 0, 0, 0];
        falling.extend([0b1100_0000, 0b0011_1111, 0, 0, 0, 0, 0, 0]);
        let (numbers, rest) = integers(&falling, 8).expect("numbers");
        assert_eq!(
            (&numbers[..], rest.len()),
            (&[7, 5, 3, 1, 2, 3, 4, 5][..], 0)
        );
        assert_eq!(integers(&falling, 7), Err(TOO_MANY));
        assert_eq!(integers(&falling[..12], 8), Err(CUT_OFF));
    }

    #[test]
    fn texts_are_as_long_as_they_say() {
        // Three of one byte each.
        let lengths = [128, 1, 4, 3, 2, 0, 0, 0, 0, 0];
        let of = |text: &[u8]| texts(&[&lengths[..], text].concat(), 3).map(|(_, rest)| rest.len());
        assert_eq!(of(b"abc"), Ok(3));
        assert_eq!(of(b"ab"), Err(BAD_LENGTH));
        // Three that begin with 0, 1 and 2 bytes of the one before.
        let prefixes = [128, 1, 4, 3, 0, 2, 0, 0, 0, 0];
        let both = [&prefixes[..], &lengths, b"abc"].concat();
        assert_eq!(joined(&both, 3, 6), Ok((vec![1, 2, 3], b"aababc".to_vec())));
        assert!(joined(&both, 3, 5).is_err());
        let far = [&lengths[..], &lengths, b"abc"].concat();
        assert_eq!(joined(&far, 3, 6), Err(BAD_LENGTH));
    }
}
