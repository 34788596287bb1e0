//! Platforms, such as `linux/arm64/v8`.

use std::fmt;

use serde_json::Value;
use verdict::{Fault, cut};

/// What an image runs on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// The operating system, such as `linux`.
    pub os: String,
    /// The processor, such as `amd64`.
    pub architecture: String,
    /// Its kind, such as `v7` of `arm`; empty where there is none.
    pub variant: String,
}

impl Platform {
    /// Reads `OS/ARCHITECTURE` or `OS/ARCHITECTURE/VARIANT`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let parts: Vec<&str> = text.split('/').collect();
        let word = |part: &&str| {
            let inner =
                |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
            !part.is_empty() && part.bytes().all(inner)
        };
        if !(2..=3).contains(&parts.len()) || !parts.iter().all(word) {
            return Err(Fault::new(format!("not a platform: `{}`", cut(text)))
                .help("write it as OS/ARCHITECTURE, such as linux/amd64 or linux/arm/v7"));
        }
        let variant = parts.get(2).copied().unwrap_or_default();
        Ok(Self::normal(parts[0], parts[1], variant))
    }

    /// The platform that an index or a configuration names.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key).and_then(Value::as_str);
        let variant = text("variant").unwrap_or_default();
        Some(Self::normal(text("os")?, text("architecture")?, variant))
    }

    /// One spelling of each, as containerd has them: `arm64` is its `v8`, and
    /// `arm` without a variant its `v7`.
    fn normal(os: &str, architecture: &str, variant: &str) -> Self {
        let lower = |text: &str| text.to_ascii_lowercase();
        let os = match &*lower(os) {
            "macos" => "darwin".to_owned(),
            os => os.to_owned(),
        };
        let (architecture, variant) = (lower(architecture), lower(variant));
        let (architecture, variant) = match (&*architecture, &*variant) {
            ("x86_64" | "x86-64" | "amd64", "v1" | "") => ("amd64", ""),
            ("x86_64" | "x86-64", variant) => ("amd64", variant),
            ("i386", _) => ("386", ""),
            ("aarch64" | "arm64", "8" | "v8" | "") => ("arm64", ""),
            ("aarch64", variant) => ("arm64", variant),
            ("armhf", _) | ("arm", "" | "7") => ("arm", "v7"),
            ("armel", _) | ("arm", "6") => ("arm", "v6"),
            ("arm", "5") => ("arm", "v5"),
            ("arm", "8") => ("arm", "v8"),
            (architecture, variant) => (architecture, variant),
        };
        Self {
            os,
            architecture: architecture.to_owned(),
            variant: variant.to_owned(),
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.os, self.architecture)?;
        match &*self.variant {
            "" => Ok(()),
            variant => write!(f, "/{variant}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spellings as containerd's platforms package normalises them.
    #[test]
    fn a_platform_has_one_spelling() {
        for (text, normal) in [
            ("linux/amd64", "linux/amd64"),
            ("Linux/x86_64", "linux/amd64"),
            ("linux/amd64/v1", "linux/amd64"),
            ("linux/amd64/v3", "linux/amd64/v3"),
            ("linux/aarch64", "linux/arm64"),
            ("linux/arm64/v8", "linux/arm64"),
            ("linux/arm", "linux/arm/v7"),
            ("linux/arm/6", "linux/arm/v6"),
            ("linux/armel", "linux/arm/v6"),
            ("macos/arm64", "darwin/arm64"),
            ("linux/s390x", "linux/s390x"),
        ] {
            assert_eq!(Platform::parse(text).expect(text).to_string(), normal);
        }
        for text in ["linux", "", "linux/", "a/b/c/d", "linux/amd 64"] {
            assert!(Platform::parse(text).is_err(), "{text}");
        }
    }
}
