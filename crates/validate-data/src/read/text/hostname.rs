//! Names of hosts.

/// Labels of letters, digits and hyphens with points between them (RFC 1123,
/// 2.1), each of 63 bytes at most, 253 together. None begins or ends with a
/// hyphen.
pub(super) fn is(text: &[u8]) -> bool {
    text.len() <= 253 && text.split(|byte| *byte == b'.').all(is_label)
}

fn is_label(label: &[u8]) -> bool {
    let ends = label.first().zip(label.last());
    label.len() <= 63
        && ends.is_some_and(|(first, last)| *first != b'-' && *last != b'-')
        && label
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}
