//! Addresses without what is secret in them.

use verdict::cut;

/// An address without user, password, query and fragment.
pub(crate) fn shown(address: &str) -> String {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let address = &address[..end];
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let (host, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    match scheme {
        "" => cut(&format!("{host}{path}")),
        scheme => cut(&format!("{scheme}://{host}{path}")),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn secrets_are_not_shown() {
        for (address, safe) in [
            (
                "https://user:pa@ss@host:1/a/b?token=x#y",
                "https://host:1/a/b",
            ),
            ("https://host", "https://host"),
            ("user:secret@host/a@b", "host/a@b"),
            ("https://host#secret", "https://host"),
        ] {
            assert_eq!(shown(address), safe);
        }
    }
}
