//! Addresses of mailboxes.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::hostname;

/// A `Mailbox` of RFC 5321, 4.1.2 within the lengths of 4.5.3.1: no comments,
/// no display name, ASCII only.
pub(super) fn is(text: &[u8]) -> bool {
    let Some(at) = text.iter().rposition(|byte| *byte == b'@') else {
        return false;
    };
    let (local, domain) = (&text[..at], &text[at + 1..]);
    local.len() <= 64 && is_local(local) && is_domain(domain)
}

fn is_local(local: &[u8]) -> bool {
    match local {
        [b'"', quoted @ .., b'"'] => is_quoted(quoted),
        _ => local.split(|byte| *byte == b'.').all(is_atom),
    }
}

fn is_atom(atom: &[u8]) -> bool {
    let symbols = b"!#$%&'*+-/=?^_`{|}~";
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || symbols.contains(byte);
    !atom.is_empty() && atom.iter().all(fits)
}

/// Between the quotes: a backslash takes the byte behind it as it is.
fn is_quoted(text: &[u8]) -> bool {
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        let byte = if *byte == b'\\' {
            bytes.next()
        } else {
            Some(byte).filter(|byte| **byte != b'"')
        };
        if !byte.is_some_and(|byte| (b' '..=b'~').contains(byte)) {
            return false;
        }
    }
    true
}

fn is_domain(domain: &[u8]) -> bool {
    match domain {
        [b'[', address @ .., b']'] => std::str::from_utf8(address).is_ok_and(is_address),
        _ => hostname::is(domain),
    }
}

fn is_address(address: &str) -> bool {
    match address.split_at_checked(5) {
        Some((tag, rest)) if tag.eq_ignore_ascii_case("ipv6:") => rest.parse::<Ipv6Addr>().is_ok(),
        _ => address.parse::<Ipv4Addr>().is_ok(),
    }
}
