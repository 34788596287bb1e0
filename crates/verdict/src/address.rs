//! Addresses without what is secret in them.

/// What stands behind `://` of an address, without a name and a password
/// before the host. Passwords may hold slashes and the like, so that what has
/// a colon with no port behind it is taken for a name and a password, up to the
/// last `@`.
#[must_use]
pub fn without_user(rest: &str) -> &str {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let first = &rest[..end];
    if let Some((_, host)) = first.rsplit_once('@') {
        return &rest[end - host.len()..];
    }
    // An IPv6 address stands in brackets.
    let named = first.rsplit_once(':').filter(|_| !first.ends_with(']'));
    match named {
        Some((name, port)) if !port.bytes().all(|byte| byte.is_ascii_digit()) => {
            match rest.rsplit_once('@') {
                Some((_, host)) => host,
                None => name,
            }
        }
        _ => rest,
    }
}

/// An address as it may be shown: without name and password, query and
/// fragment. What has no `://` is no address, and shown as it is.
#[must_use]
pub fn public_address(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let rest = without_user(rest);
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    format!("{scheme}://{}", &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::public_address;

    #[test]
    fn secrets_are_not_shown() {
        for (address, safe) in [
            (
                "https://user:pa@ss@host:1/a/b?token=x#y",
                "https://host:1/a/b",
            ),
            ("https://host:8080", "https://host:8080"),
            ("https://[::1]/a:b", "https://[::1]/a:b"),
            ("https://[::1]:80/a", "https://[::1]:80/a"),
            ("https://user@host/a@b", "https://host/a@b"),
            ("s3://key:se/cr?et@bucket/x.csv", "s3://bucket/x.csv"),
            ("https://user:se/cret", "https://user"),
            ("https://host#secret", "https://host"),
            ("s3://bucket/day=1/x", "s3://bucket/day=1/x"),
            ("data/x?.csv", "data/x?.csv"),
        ] {
            assert_eq!(public_address(address), safe);
        }
    }
}
