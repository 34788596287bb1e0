//! Which delimiter a file has, when nobody says so.

use super::careful;
use super::structure::Dialect;

/// What is looked for, the usual one first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Most records that are looked at.
const RECORDS: usize = 1000;

/// The delimiter of a file that begins so: the one by which most records have
/// as many fields as the header, where that has several. A comma when no other
/// is better.
pub(super) fn delimiter(head: &[u8], quote: u8) -> u8 {
    let mut best = (b',', 0.0);
    for delimiter in DELIMITERS {
        let agreeing = agreement(head, Dialect { delimiter, quote });
        if agreeing > best.1 {
            best = (delimiter, agreeing);
        }
    }
    best.0
}

/// The share of the records that have as many fields as the first, when that
/// has several.
fn agreement(head: &[u8], dialect: Dialect) -> f64 {
    let mut counts = counts(head, dialect).into_iter();
    let Some(header) = counts.next().filter(|fields| *fields > 1) else {
        return 0.0;
    };
    let (agreeing, all) = counts.fold((1u32, 1u32), |(agreeing, all), fields| {
        (agreeing + u32::from(fields == header), all + 1)
    });
    f64::from(agreeing) / f64::from(all)
}

/// How many fields each of the first records has. The last one counts only
/// when it is the only one, because it may be cut off.
fn counts(head: &[u8], dialect: Dialect) -> Vec<usize> {
    let mut counts = Vec::new();
    let mut from = 0;
    while counts.len() < RECORDS && from < head.len() {
        let (fields, end) = careful::count(head, from, dialect);
        if end == head.len() && !counts.is_empty() {
            break;
        }
        // Of no byte there is one field: that is a blank line.
        if end > from {
            counts.push(fields);
        }
        from = end + 1;
    }
    counts
}
