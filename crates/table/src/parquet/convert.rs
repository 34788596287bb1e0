//! Stored numbers and bytes as what they mean.

use ::parquet::data_type::Int96;

use crate::time::DAY;

/// Without the bits of the sign where the number has none.
pub(super) fn widen32(x: i32, unsigned: bool) -> i64 {
    if unsigned {
        i64::from(x.cast_unsigned())
    } else {
        i64::from(x)
    }
}

/// Without the bits of the sign.
pub(super) fn widen64(x: i64) -> i128 {
    i128::from(x.cast_unsigned())
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
pub(super) fn whole(bytes: &[u8]) -> Option<i128> {
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
