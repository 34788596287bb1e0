//! Dates, times and durations that stay texts, as JSON Schema has them.

use crate::value::moment;

/// A `date-time` of RFC 3339, 5.6.
pub(super) fn is_datetime(text: &str) -> bool {
    let parted = text
        .as_bytes()
        .get(10)
        .is_some_and(|byte| matches!(byte, b'T' | b't'));
    parted && has_zone(text) && moment::moment(text).is_ok()
}

/// A `full-time` of RFC 3339, 5.6: a time of day with its zone. A leap second
/// is the last one of a day in UTC; whether there was one is the day's matter.
pub(super) fn is_time(text: &str) -> bool {
    has_zone(text) && moment::moment(&format!("2000-01-02T{text}")).is_ok()
}

fn has_zone(text: &str) -> bool {
    let tail = text.get(text.len().saturating_sub(6)..).unwrap_or_default();
    text.ends_with(['Z', 'z']) || tail.starts_with(['+', '-'])
}

/// A `duration` of RFC 3339, appendix A: units follow one another without a
/// gap, and weeks stand alone.
pub(super) fn is_duration(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"P") else {
        return false;
    };
    let (days, time) = match rest.iter().position(|byte| *byte == b'T') {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    match (days, time) {
        ([], Some(time)) => is_run(time, b"HMS"),
        (days, Some(time)) => is_run(days, b"YMD") && is_run(time, b"HMS"),
        (days, None) => is_run(days, b"YMD") || is_run(days, b"W"),
    }
}

/// Numbers, each with its unit: a run of the units given.
fn is_run(mut text: &[u8], units: &[u8]) -> bool {
    let mut next = None;
    while !text.is_empty() {
        let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let unit = text.get(digits);
        let Some(at) = units.iter().position(|known| Some(known) == unit) else {
            return false;
        };
        if digits == 0 || next.is_some_and(|next| next != at) {
            return false;
        }
        next = Some(at + 1);
        text = &text[digits + 1..];
    }
    next.is_some()
}
