//! Addresses: what lies elsewhere, and how it is shown.

use std::fmt;
use std::path::Path;

use verdict::without_user;

/// The address of something that is not on this disk.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    text: String,
    kind: Kind,
}

/// Who keeps what an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Amazon S3 and what speaks its language (`s3`, `s3a`).
    S3,
    /// Google Cloud Storage (`gs`).
    Google,
    /// Azure Blob Storage and Data Lake (`az`, `abfs`, `abfss`).
    Azure,
    /// A web server (`http`, `https`).
    Http,
}

/// What a signed address holds, in small letters: who has it may read.
const SIGNS: [&str; 5] = ["sig=", "signature=", "x-amz-", "x-goog-", "token="];

impl Address {
    /// None: it is no address but a path, or `-`.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let text = path.to_str()?;
        let (scheme, rest) = text.split_once("://")?;
        let kind = match scheme.to_ascii_lowercase().as_str() {
            "s3" | "s3a" => Kind::S3,
            "gs" => Kind::Google,
            "az" | "abfs" | "abfss" => Kind::Azure,
            "http" | "https" => Kind::Http,
            _ => return None,
        };
        // The case of a scheme means nothing.
        let text = format!("{}://{rest}", scheme.to_ascii_lowercase());
        Some(Self { text, kind })
    }

    /// Who keeps it.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// All of it, secrets included: for requests alone.
    #[must_use]
    pub fn secret(&self) -> &str {
        &self.text
    }

    /// As it may be shown: without user and password, query and fragment of a
    /// web address, and without what is signed.
    #[must_use]
    pub fn shown(&self) -> String {
        let (scheme, rest) = self.parts();
        let authority = rest.split('/').next().unwrap_or_default();
        let host = match (self.kind, authority.split_once('@')) {
            // There the first part is a container, and no user.
            (Kind::Azure, Some((container, _))) if !container.contains(':') => rest,
            _ => without_user(rest),
        };
        format!("{scheme}://{}", self.without_query(host))
    }

    /// The bucket, container or server.
    #[must_use]
    pub fn authority(&self) -> &str {
        let (_, rest) = self.parts();
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        &rest[..end]
    }

    /// What comes behind the bucket, without a slash before it; of a web
    /// address without its query.
    #[must_use]
    pub fn key(&self) -> &str {
        let (_, rest) = self.parts();
        let path = self.without_query(rest);
        path.split_once('/').map_or("", |(_, key)| key)
    }

    /// Another object of the same bucket.
    #[must_use]
    pub fn beside(&self, key: &str) -> Self {
        let (scheme, _) = self.parts();
        Self {
            text: format!("{scheme}://{}/{key}", self.authority()),
            kind: self.kind,
        }
    }

    /// Whether somebody signed it, so that who has it may read.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        let query = self.text.split_once('?').map_or("", |(_, query)| query);
        is_signed(query)
    }

    /// Whether it stands for several: a pattern, or a folder.
    #[must_use]
    pub fn is_several(&self) -> bool {
        let key = self.key();
        let query = self.kind == Kind::Http && self.text.contains('?');
        match self.kind {
            Kind::Http => key.contains('*') || (!query && (key.is_empty() || key.ends_with('/'))),
            _ => key.is_empty() || key.ends_with('/') || key.contains(['*', '?', '[', '{']),
        }
    }

    fn parts(&self) -> (&str, &str) {
        self.text.split_once("://").unwrap_or(("", &self.text))
    }

    /// A question mark stands for a character of a pattern in the names of
    /// objects, unless what follows is signed.
    fn without_query<'a>(&self, rest: &'a str) -> &'a str {
        let end = match self.kind {
            Kind::Http => rest.find(['?', '#']),
            _ => rest.find('?').filter(|at| is_signed(&rest[*at..])),
        };
        &rest[..end.unwrap_or(rest.len())]
    }
}

fn is_signed(query: &str) -> bool {
    let query = query.to_ascii_lowercase();
    SIGNS.iter().any(|sign| query.contains(sign))
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        Address::of(Path::new(text)).expect("an address")
    }

    #[test]
    fn what_is_secret_is_not_shown() {
        let shown = |text: &str| address(text).shown();
        assert_eq!(
            shown("https://ada:secret@host.test/a/b.csv?X-Amz-Signature=abc#d"),
            "https://host.test/a/b.csv"
        );
        assert_eq!(shown("https://host.test?key=secret"), "https://host.test");
        assert_eq!(shown("s3://key:secret@bucket/a.csv"), "s3://bucket/a.csv");
        assert_eq!(
            shown("az://box/a.csv?sv=1&sig=secret"),
            "az://box/a.csv",
            "also where there is no query"
        );
        assert_eq!(
            shown("abfss://box@account.dfs.core.windows.net/a.csv"),
            "abfss://box@account.dfs.core.windows.net/a.csv"
        );
        assert_eq!(
            shown("abfss://box:secret@account/a.csv"),
            "abfss://account/a.csv"
        );
        assert_eq!(shown("s3://b/year=202?/a.csv"), "s3://b/year=202?/a.csv");
        let debug = format!("{:?}", address("https://ada:secret@host.test/a?b=secret"));
        assert_eq!(debug, "https://host.test/a");
    }

    #[test]
    fn paths_are_no_addresses() {
        for path in [
            "-",
            "a.csv",
            "/a/b://c",
            "C:\\a.csv",
            "ftp://h/a.csv",
            "x:/a",
        ] {
            assert_eq!(Address::of(Path::new(path)), None, "{path}");
        }
        assert_eq!(address("S3://B/a").shown(), "s3://B/a");
    }

    #[test]
    fn parts_of_an_address() {
        let parts = |text: &str| {
            let address = address(text);
            (
                address.authority().to_owned(),
                address.key().to_owned(),
                address.is_several(),
            )
        };
        let is =
            |authority: &str, key: &str, several| (authority.to_owned(), key.to_owned(), several);
        assert_eq!(parts("s3://b/d/a.csv"), is("b", "d/a.csv", false));
        assert_eq!(parts("s3://b/d/"), is("b", "d/", true));
        assert_eq!(parts("s3://b"), is("b", "", true));
        assert_eq!(parts("s3://b/a-?.csv"), is("b", "a-?.csv", true));
        assert_eq!(parts("https://h/a.csv?x=/*"), is("h", "a.csv", false));
        assert_eq!(parts("https://h/d/"), is("h", "d/", true));
        assert_eq!(parts("https://h/export/?f=csv"), is("h", "export/", false));
        let other = address("s3://b/d/*.csv").beside("d/a.csv");
        assert_eq!(other.secret(), "s3://b/d/a.csv");
    }
}
