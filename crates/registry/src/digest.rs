//! Digests, as registries write them: `sha256:` and hexadecimal digits.

use std::fmt;

use sha2::{Digest as _, Sha256, Sha384, Sha512};
use verdict::{Fault, cut};

/// How digests are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Algorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    const fn name(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sha384 => "sha384",
            Self::Sha512 => "sha512",
        }
    }

    /// Hexadecimal digits of a digest.
    const fn digits(self) -> usize {
        match self {
            Self::Sha256 => 64,
            Self::Sha384 => 96,
            Self::Sha512 => 128,
        }
    }
}

/// A digest, such as `sha256:2c26b4…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest {
    algorithm: Algorithm,
    hex: String,
}

impl Digest {
    /// Reads a digest of SHA-256, SHA-384 or SHA-512 in lower-case digits.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = |why: &str| {
            Fault::new(format!("not a digest: `{}`: {why}", cut(text)))
                .help("write it as sha256: and 64 digits, as `stamp-image resolve` prints it")
        };
        let (name, hex) = text
            .split_once(':')
            .ok_or_else(|| fault("there is no colon in it"))?;
        let algorithm = Algorithm::ALL
            .into_iter()
            .find(|known| known.name() == name);
        let algorithm = algorithm.ok_or_else(|| fault("the algorithm is not known"))?;
        let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if !hex.bytes().all(digit) {
            return Err(fault("it holds what is no lower-case hexadecimal digit"));
        }
        if hex.len() != algorithm.digits() {
            return Err(fault("it has not as many digits as it should"));
        }
        Ok(Self {
            algorithm,
            hex: hex.to_owned(),
        })
    }

    /// The SHA-256 of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::by(Algorithm::Sha256, bytes)
    }

    fn by(algorithm: Algorithm, bytes: &[u8]) -> Self {
        let hex = match algorithm {
            Algorithm::Sha256 => hex(&Sha256::digest(bytes)),
            Algorithm::Sha384 => hex(&Sha384::digest(bytes)),
            Algorithm::Sha512 => hex(&Sha512::digest(bytes)),
        };
        Self { algorithm, hex }
    }

    /// The digest of bytes by this one's algorithm.
    #[must_use]
    pub fn same_of(&self, bytes: &[u8]) -> Self {
        Self::by(self.algorithm, bytes)
    }

    /// The algorithm's name, such as `sha256`.
    #[must_use]
    pub const fn algorithm(&self) -> &'static str {
        self.algorithm.name()
    }

    /// The algorithm and twelve digits: enough for a reader, and no proof.
    #[must_use]
    pub fn short(&self) -> String {
        format!("{}:{}", self.algorithm(), &self.hex[..12])
    }

    /// The digits alone.
    #[must_use]
    pub fn hex(&self) -> &str {
        &self.hex
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.algorithm(), self.hex)
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        text.push_str(&format!("{byte:02x}"));
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digests of "abc" as FIPS 180-4's examples have them.
    #[test]
    fn digests_are_those_of_the_standard() {
        let known = [
            "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "sha384:cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
            "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        ];
        for text in known {
            let digest = Digest::parse(text).expect(text);
            assert_eq!(digest.to_string(), text);
            assert_eq!(digest.same_of(b"abc"), digest);
            assert_ne!(digest.same_of(b"abd"), digest);
            assert_eq!(digest.short(), text[..19]);
        }
    }

    #[test]
    fn what_is_no_digest_is_told() {
        let upper = format!("sha256:{}", "A".repeat(64));
        let short = format!("sha256:{}", "a".repeat(63));
        let md5 = format!("md5:{}", "a".repeat(32));
        for (text, why) in [
            ("latest", "no colon"),
            (&*upper, "no lower-case"),
            (&*short, "as many digits"),
            (&*md5, "not known"),
        ] {
            let fault = Digest::parse(text).expect_err(text);
            assert!(fault.message.contains(why), "{fault}");
        }
    }
}
