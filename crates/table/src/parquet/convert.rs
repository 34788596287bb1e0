//! Stored numbers and bytes as what they mean.

use ::parquet::data_type::{ByteArray, Int96};
use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

const DAY: i128 = 86_400_000_000_000;

/// Without the bits of the sign where the number has none.
#[expect(
    clippy::cast_sign_loss,
    reason = "the sign is a stored bit of the number"
)]
pub(super) fn widen32(x: i32, unsigned: bool) -> i128 {
    if unsigned {
        i128::from(x as u32)
    } else {
        i128::from(x)
    }
}

/// Without the bits of the sign where the number has none.
pub(super) fn widen64(x: i64, unsigned: bool) -> i128 {
    if unsigned {
        i128::from(x.cast_unsigned())
    } else {
        i128::from(x)
    }
}

/// The day so many days after the first of 1970, within jiff's 9,999 years.
pub(super) fn day(days: i128) -> Option<Date> {
    let span = Span::new().try_days(i64::try_from(days).ok()?).ok()?;
    Date::constant(1970, 1, 1).checked_add(span).ok()
}

/// The date and time so many nanoseconds after the first of 1970.
pub(super) fn moment(nanoseconds: i128) -> Option<DateTime> {
    let within = i64::try_from(nanoseconds.rem_euclid(DAY)).ok()?;
    let time = Time::midnight().checked_add(Span::new().try_nanoseconds(within).ok()?);
    Some(day(nanoseconds.div_euclid(DAY))?.to_datetime(time.ok()?))
}

/// Nanoseconds since 1970 of a day by its Julian number and the nanoseconds of
/// that day.
pub(super) fn nanoseconds(stamp: &Int96) -> i128 {
    const EPOCH: i128 = 2_440_588;
    let [low, high, day] = stamp.data() else {
        return i128::MAX;
    };
    let within = i128::from(*high) << 32 | i128::from(*low);
    (i128::from(*day) - EPOCH) * DAY + within
}

/// A whole number in big-endian two's complement. None when it has more than
/// 16 bytes, which no decimal of 38 digits needs.
pub(super) fn whole(bytes: &ByteArray) -> Option<i128> {
    let bytes = bytes.data();
    if bytes.is_empty() || bytes.len() > 16 {
        return None;
    }
    let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
    Some(
        bytes
            .iter()
            .fold(sign, |sum: i128, byte| sum << 8 | i128::from(*byte)),
    )
}
