#![expect(
    unsafe_code,
    reason = "calling a function that was compiled for AVX2 is safe only where the machine has it"
)]
//! Sixteen or 32 bytes at a time. Every x86-64 has SSE2; AVX2 is asked for
//! when the program runs.

use std::arch::x86_64::{
    __m128i, __m256i, _mm_cmpeq_epi8, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128,
    _mm_set_epi64x, _mm_set1_epi8, _mm_setzero_si128, _mm256_cmpeq_epi8, _mm256_min_epu8,
    _mm256_movemask_epi8, _mm256_or_si256, _mm256_set_epi64x, _mm256_set1_epi8,
    _mm256_setzero_si256,
};

use super::{Content, Masks};
use crate::csv::structure::{self, Dialect, Structure};

/// With AVX2 where there is AVX2, else with SSE2.
pub(super) fn find(text: &[u8], length: usize, dialect: Dialect, structure: &mut Structure) {
    if is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("popcnt")
    {
        // SAFETY: the machine has just been asked for each of the features
        // that the function is compiled for, and it is safe otherwise.
        unsafe { find_avx2(text, length, dialect, structure) }
    } else {
        // SAFETY: every x86-64 has SSE2, and the function is safe otherwise.
        unsafe { find_sse2(text, length, dialect, structure) }
    }
}

/// With SSE2 alone.
#[cfg(test)]
pub(in crate::csv) fn find_narrow(
    text: &[u8],
    length: usize,
    dialect: Dialect,
    structure: &mut Structure,
) {
    // SAFETY: every x86-64 has SSE2, and the function is safe otherwise.
    unsafe { find_sse2(text, length, dialect, structure) }
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn find_avx2(text: &[u8], length: usize, dialect: Dialect, structure: &mut Structure) {
    let all = |byte: u8| _mm256_set1_epi8(byte.cast_signed());
    let (quote, delimiter) = (all(dialect.quote), all(dialect.delimiter));
    let (lf, cr) = (all(b'\n'), all(b'\r'));
    let (mut any, mut least) = (_mm256_setzero_si256(), all(0xff));
    structure::find(text, length, dialect, structure, |chunk| {
        let halves = chunk.as_chunks::<32>().0;
        let (low, high) = (load32(&halves[0]), load32(&halves[1]));
        any = _mm256_or_si256(any, _mm256_or_si256(low, high));
        least = _mm256_min_epu8(least, _mm256_min_epu8(low, high));
        let of = |byte: __m256i| {
            let low = bits32(_mm256_cmpeq_epi8(low, byte));
            low | bits32(_mm256_cmpeq_epi8(high, byte)) << 32
        };
        Masks {
            quote: of(quote),
            delimiter: of(delimiter),
            lf: of(lf),
            cr: of(cr),
        }
    });
    structure.content = Content {
        beyond_ascii: bits32(any) != 0,
        nul: bits32(_mm256_cmpeq_epi8(least, _mm256_setzero_si256())) != 0,
    };
}

#[target_feature(enable = "avx2")]
#[inline]
fn load32(bytes: &[u8; 32]) -> __m256i {
    let (words, _) = bytes.as_chunks::<8>();
    let word = |at: usize| i64::from_le_bytes(words[at]);
    _mm256_set_epi64x(word(3), word(2), word(1), word(0))
}

#[target_feature(enable = "avx2")]
#[inline]
fn bits32(compared: __m256i) -> u64 {
    u64::from(_mm256_movemask_epi8(compared).cast_unsigned())
}

/// The floor: what every x86-64 has.
#[target_feature(enable = "sse2")]
fn find_sse2(text: &[u8], length: usize, dialect: Dialect, structure: &mut Structure) {
    let all = |byte: u8| _mm_set1_epi8(byte.cast_signed());
    let (quote, delimiter) = (all(dialect.quote), all(dialect.delimiter));
    let (lf, cr) = (all(b'\n'), all(b'\r'));
    let (mut any, mut least) = (_mm_setzero_si128(), all(0xff));
    structure::find(text, length, dialect, structure, |chunk| {
        let quarters = chunk.as_chunks::<16>().0;
        let parts = [0, 1, 2, 3].map(|at| load16(&quarters[at]));
        for part in parts {
            any = _mm_or_si128(any, part);
            least = _mm_min_epu8(least, part);
        }
        let of = |byte: __m128i| {
            let bits = parts.map(|part| bits16(_mm_cmpeq_epi8(part, byte)));
            bits[0] | bits[1] << 16 | bits[2] << 32 | bits[3] << 48
        };
        Masks {
            quote: of(quote),
            delimiter: of(delimiter),
            lf: of(lf),
            cr: of(cr),
        }
    });
    structure.content = Content {
        beyond_ascii: bits16(any) != 0,
        nul: bits16(_mm_cmpeq_epi8(least, _mm_setzero_si128())) != 0,
    };
}

#[target_feature(enable = "sse2")]
#[inline]
fn load16(bytes: &[u8; 16]) -> __m128i {
    let (words, _) = bytes.as_chunks::<8>();
    _mm_set_epi64x(i64::from_le_bytes(words[1]), i64::from_le_bytes(words[0]))
}

#[target_feature(enable = "sse2")]
#[inline]
fn bits16(compared: __m128i) -> u64 {
    u64::from(_mm_movemask_epi8(compared).cast_unsigned())
}
