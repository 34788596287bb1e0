//! Pointers of Git LFS: the text that git keeps in the place of a large file.
//!
//! Their form is fixed by
//! <https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md>.

/// A pointer is shorter than this, in bytes.
pub(crate) const LONGEST: u64 = 1024;

const FIRST_LINE: &str = "version https://git-lfs.github.com/spec/v1\n";

/// The SHA-256 that a pointer names; none: it is no pointer.
pub(crate) fn digest(blob: &[u8]) -> Option<String> {
    let longest = usize::try_from(LONGEST).unwrap_or(usize::MAX);
    let text = std::str::from_utf8(blob.get(..longest.min(blob.len()))?).ok()?;
    let rest = text.strip_prefix(FIRST_LINE)?;
    let oid = rest
        .lines()
        .find_map(|line| line.strip_prefix("oid sha256:"))?;
    Some(oid.trim().to_owned())
}

/// The pointer to a file of a digest, in lower-case hexadecimal, and a size in
/// bytes.
pub(crate) fn pointer(sha256: &str, size: u64) -> String {
    format!("{FIRST_LINE}oid sha256:{sha256}\nsize {size}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_read_back() {
        let sha256 = verdict::sha256_of_bytes(b"weights");
        let text = pointer(&sha256, 7);
        assert_eq!(digest(text.as_bytes()), Some(sha256));
        assert_eq!(digest(b"weights"), None);
        assert_eq!(digest(&[FIRST_LINE.as_bytes(), &[0xff]].concat()), None);
    }
}
