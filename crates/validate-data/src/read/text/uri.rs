//! Uniform resource identifiers.

use std::net::Ipv6Addr;

/// A `URI` of RFC 3986, appendix A: with a scheme, so no relative reference.
pub(super) fn is(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = match rest.strip_prefix("//") {
        Some(rest) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            if !is_authority(authority) {
                return false;
            }
            path
        }
        None => rest,
    };
    is_scheme(scheme)
        && is_written(path, b":@/")
        && is_written(query, b":@/?")
        && is_written(fragment, b":@/?")
}

fn is_scheme(scheme: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(fits)
}

fn is_authority(authority: &str) -> bool {
    let (user, host) = authority.split_once('@').unwrap_or(("", authority));
    let (host, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((literal, port)) => {
            if !is_literal(literal) || !(port.is_empty() || port.starts_with(':')) {
                return false;
            }
            ("", port.strip_prefix(':').unwrap_or(port))
        }
        None => host.split_once(':').unwrap_or((host, "")),
    };
    is_written(user, b":")
        && is_written(host, b"")
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Within brackets: an address of IPv6, or of a version to come.
fn is_literal(literal: &str) -> bool {
    let future = || {
        let (version, rest) = literal.strip_prefix(['v', 'V'])?.split_once('.')?;
        let hex = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_hexdigit());
        Some(hex && !rest.is_empty() && !rest.contains('%') && is_written(rest, b":"))
    };
    literal.parse::<Ipv6Addr>().is_ok() || future() == Some(true)
}

/// Unreserved bytes, sub-delimiters, bytes by their number such as `%20`, and
/// some more.
fn is_written(text: &str, more: &[u8]) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let fits = match byte {
            b'%' => {
                let mut hex = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
                hex() && hex()
            }
            _ => {
                byte.is_ascii_alphanumeric()
                    || b"-._~!$&'()*+,;=".contains(&byte)
                    || more.contains(&byte)
            }
        };
        if !fits {
            return false;
        }
    }
    true
}
