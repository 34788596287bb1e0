//! Values of so many bytes each as what they mean.

use super::fields::Scalar;
use crate::batch::Values;
use crate::kind::Kind;

const DAY: i64 = 86_400_000;

/// Values of so many bytes each as what they mean.
pub(super) fn fixed(bytes: &[u8], scalar: Scalar, kind: Kind) -> Values {
    match scalar {
        Scalar::Unsigned(8) => unsigned(bytes),
        Scalar::Signed(_) | Scalar::Unsigned(_) => {
            Values::Integers(numbers(bytes, scalar).collect())
        }
        Scalar::Half => {
            let halves = bytes.as_chunks().0.iter();
            Values::Numbers(halves.map(|x| half(u16::from_le_bytes(*x))).collect())
        }
        Scalar::Single => {
            let singles = bytes.as_chunks().0.iter();
            Values::Numbers(singles.map(|x| f32::from_le_bytes(*x).into()).collect())
        }
        Scalar::Double => {
            let doubles = bytes.as_chunks().0.iter();
            Values::Numbers(doubles.map(|x| f64::from_le_bytes(*x)).collect())
        }
        Scalar::Days => {
            let days = bytes.as_chunks().0.iter();
            Values::Days(days.map(|x| i32::from_le_bytes(*x)).collect())
        }
        Scalar::Milliseconds => {
            let days = numbers(bytes, Scalar::Signed(8)).map(|x| x.div_euclid(DAY));
            // Those that 32 bits don't hold are in no calendar.
            Values::Days(days.map(|x| i32::try_from(x).unwrap_or(i32::MAX)).collect())
        }
        Scalar::Moments => Values::Moments(numbers(bytes, Scalar::Signed(8)).collect()),
        Scalar::Decimal { size, power } => {
            let unit = 10i128.checked_pow(power);
            let digits = bytes.chunks_exact(size).map(|bytes| {
                let digits = signed(bytes)?;
                match digits {
                    0 => Some(0),
                    _ => digits.checked_mul(unit?),
                }
            });
            let scale = match kind {
                Kind::Decimal(scale) => scale,
                _ => 0,
            };
            Values::decimals(digits.collect(), scale)
        }
    }
}

/// Whole numbers of at most 64 bits; those without a sign of at most 32, or
/// with the highest bit as a sign.
pub(super) fn numbers(bytes: &[u8], scalar: Scalar) -> Box<dyn Iterator<Item = i64> + '_> {
    let signed = !matches!(scalar, Scalar::Unsigned(_));
    match (scalar.size(), signed) {
        (1, true) => Box::new(bytes.iter().map(|x| x.cast_signed().into())),
        (1, false) => Box::new(bytes.iter().map(|x| (*x).into())),
        (2, true) => {
            let chunks = bytes.as_chunks().0.iter();
            Box::new(chunks.map(|x| i16::from_le_bytes(*x).into()))
        }
        (2, false) => {
            let chunks = bytes.as_chunks().0.iter();
            Box::new(chunks.map(|x| u16::from_le_bytes(*x).into()))
        }
        (4, true) => {
            let chunks = bytes.as_chunks().0.iter();
            Box::new(chunks.map(|x| i32::from_le_bytes(*x).into()))
        }
        (4, false) => {
            let chunks = bytes.as_chunks().0.iter();
            Box::new(chunks.map(|x| u32::from_le_bytes(*x).into()))
        }
        _ => {
            let chunks = bytes.as_chunks().0.iter();
            Box::new(chunks.map(|x| i64::from_le_bytes(*x)))
        }
    }
}

fn unsigned(bytes: &[u8]) -> Values {
    let values = bytes.as_chunks().0.iter();
    let values = values.map(|x| u64::from_le_bytes(*x));
    let small: Option<Vec<i64>> = values.clone().map(|x| i64::try_from(x).ok()).collect();
    match small {
        Some(values) => Values::Integers(values),
        None => Values::Whole(values.map(|x| Some(x.into())).collect()),
    }
}

/// A whole number in little-endian two's complement. None: it has more than
/// 128 bits.
fn signed(bytes: &[u8]) -> Option<i128> {
    let negative = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
    let filler = if negative { 0xff } else { 0 };
    let mut low = [filler; 16];
    for (to, from) in low.iter_mut().zip(bytes) {
        *to = *from;
    }
    let number = i128::from_le_bytes(low);
    let beyond = bytes.get(16..).unwrap_or_default();
    let fits = beyond.iter().all(|byte| *byte == filler) && (number < 0) == negative;
    fits.then_some(number)
}

/// A number of 16 bits: a sign, five bits of an exponent and ten of a fraction.
fn half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3ff);
    let size = match i32::from(bits >> 10 & 0x1f) {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (1024.0 + fraction) * 2f64.powi(exponent - 25),
    };
    if bits & 0x8000 == 0 { size } else { -size }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of "Half-precision floating-point format" in IEEE 754:
    /// greatest, least normal, least of all, a third.
    #[test]
    fn halves_are_what_they_are() {
        for (bits, expected) in [
            (0x7bff, 65504.0),
            (0x0400, 2f64.powi(-14)),
            (0x0001, 2f64.powi(-24)),
            (0x3555, 0.333_251_953_125),
            (0xc000, -2.0),
            (0xfc00, f64::NEG_INFINITY),
        ] {
            assert_eq!(half(bits).to_bits(), f64::to_bits(expected));
        }
        assert!(half(0x7e00).is_nan());
    }

    #[test]
    fn numbers_of_256_bits_fit_or_do_not() {
        let of = |number: i128, more: u8| {
            let mut bytes = number.to_le_bytes().to_vec();
            bytes.extend([more; 16]);
            signed(&bytes)
        };
        assert_eq!(of(-5, 0xff), Some(-5));
        assert_eq!(of(i128::MAX, 0), Some(i128::MAX));
        assert_eq!(of(-5, 0), None);
        assert_eq!(of(5, 0xff), None);
        assert_eq!(of(5, 1), None);
        assert_eq!(signed(&[0xfe]), Some(-2));
    }
}
