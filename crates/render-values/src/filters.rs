//! Filters of our own, beside minijinja's.

use minijinja::{Error, ErrorKind};
use verdict::sha256_of_bytes;

/// Longest DNS label, in characters (RFC 1123).
const LONGEST_LABEL: usize = 63;

/// How many digits of the digest stand at the end of a label that was cut.
const HASH_DIGITS: usize = 8;

/// `{{ text | sha256 }}`: the SHA-256 of a text in lower-case hexadecimal.
pub(crate) fn sha256(text: &str) -> String {
    sha256_of_bytes(text.as_bytes())
}

/// `{{ text | k8s_name }}`: a label by RFC 1123. Upper case becomes lower,
/// whatever a label can't hold becomes `-`. A longer one is cut and ends in
/// eight digits of the whole text's SHA-256, so that two of them stay two.
pub(crate) fn k8s_name(text: &str) -> Result<String, Error> {
    let mut label = String::new();
    for letter in text.chars().map(|letter| letter.to_ascii_lowercase()) {
        match letter {
            'a'..='z' | '0'..='9' => label.push(letter),
            _ if label.ends_with('-') || label.is_empty() => {}
            _ => label.push('-'),
        }
    }
    let label = label.trim_end_matches('-');
    if label.is_empty() {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            "k8s_name of a text without a letter or a digit",
        ));
    }
    if label.len() <= LONGEST_LABEL {
        return Ok(label.to_owned());
    }
    let head = label[..LONGEST_LABEL - HASH_DIGITS - 1].trim_end_matches('-');
    Ok(format!("{head}-{}", &sha256(text)[..HASH_DIGITS]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_follow_rfc_1123() {
        assert_eq!(
            k8s_name("Feature/ABC_1 é!").expect("a label"),
            "feature-abc-1"
        );
        assert_eq!(k8s_name(&"a".repeat(63)).expect("a label"), "a".repeat(63));
        let long = k8s_name(&"a".repeat(64)).expect("a label");
        // printf 'a%.0s' {1..64} | sha256sum
        assert_eq!(long, format!("{}-ffe054fe", "a".repeat(54)));
        assert!(k8s_name("--é").is_err());
    }

    #[test]
    fn digests_are_those_of_sha256sum() {
        // printf abc | sha256sum
        assert_eq!(
            sha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
