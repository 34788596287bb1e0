//! What was judged, by name and digest.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Digests by algorithm, in lower-case hexadecimal.
pub type Digests = BTreeMap<String, String>;

/// What was judged: an in-toto resource descriptor.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// Path, image reference or model name.
    pub name: String,
    /// Digests by algorithm, in lower-case hexadecimal.
    pub digest: Digests,
}

impl Subject {
    /// A subject with one SHA-256 digest.
    #[must_use]
    pub fn new(name: impl Into<String>, sha256: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            digest: Digests::from([("sha256".to_owned(), sha256.into())]),
        }
    }

    /// Whether it lies elsewhere than on this machine's disk: its name begins
    /// with a scheme, such as `mlflow:`, `s3://` or `docker://`. One letter is
    /// no scheme but a drive.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        let Some((scheme, _)) = self.name.split_once(':') else {
            return false;
        };
        let in_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(in_scheme)
    }
}

/// SHA-256 of bytes, in lower-case hexadecimal.
#[must_use]
pub fn sha256_of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of a file's content, in lower-case hexadecimal, in bounded memory.
pub fn sha256_of_file(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut chunk = vec![0; 1 << 16];
    loop {
        match file.read(&mut chunk)? {
            0 => return Ok(hex(&hasher.finalize())),
            n => hasher.update(&chunk[..n]),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_lies_elsewhere() {
        for (name, expected) in [
            ("mlflow:models:/churn@champion", true),
            ("s3://bucket/data.parquet", true),
            ("docker://localhost:5000/app", true),
            ("data.csv", false),
            ("dir/a:b.csv", false),
            ("C:\\data.csv", false),
            (":x", false),
            ("ghcr.io/owner/app:1", false),
        ] {
            assert_eq!(Subject::new(name, "").is_elsewhere(), expected, "{name}");
        }
    }
}
