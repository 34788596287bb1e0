//! Texts that stand for something else: UUIDs, JSON and base64.

use serde::de::IgnoredAny;

/// Hexadecimal digits in groups of 8, 4, 4, 4 and 12, of any version (RFC
/// 9562).
pub(super) fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// One document of RFC 8259. Nothing of it is kept, so that depth and size
/// cost no memory.
pub(super) fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// RFC 4648, 4: with padding, without line breaks.
pub(super) fn is_base64(text: &[u8]) -> bool {
    let digits = text.strip_suffix(b"=").unwrap_or(text);
    let digits = digits.strip_suffix(b"=").unwrap_or(digits);
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.len().is_multiple_of(4) && digits.iter().all(fits)
}
