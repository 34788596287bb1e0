//! Forms of texts: each says whether a whole text is of the form.

mod codes;
mod email;
mod encoded;
mod hostname;
mod instant;
mod uri;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The form of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextForm {
    Uuid,
    Email,
    Uri,
    Hostname,
    Ip,
    Ipv4,
    Ipv6,
    Country,
    Country3,
    Currency,
    Json,
    Base64,
    Duration,
    Date,
    Time,
    Datetime,
}

/// A form in words.
struct Words {
    /// As the contract names it.
    name: &'static str,
    /// What a value of it is, with its article.
    shown: &'static str,
    /// What is said of any other value.
    note: &'static str,
}

const fn words(name: &'static str, shown: &'static str, note: &'static str) -> Words {
    Words { name, shown, note }
}

impl TextForm {
    /// All of them, in the order in which they are listed to a reader.
    pub(crate) const ALL: [Self; 16] = [
        Self::Uuid,
        Self::Email,
        Self::Uri,
        Self::Hostname,
        Self::Ip,
        Self::Ipv4,
        Self::Ipv6,
        Self::Country,
        Self::Country3,
        Self::Currency,
        Self::Json,
        Self::Base64,
        Self::Duration,
        Self::Date,
        Self::Time,
        Self::Datetime,
    ];

    /// The form that a contract names.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// As the contract names it.
    pub(crate) const fn name(self) -> &'static str {
        self.words().name
    }

    /// What a value of it is, with its article.
    pub(super) const fn shown(self) -> &'static str {
        self.words().shown
    }

    const fn words(self) -> Words {
        match self {
            Self::Uuid => words("uuid", "a UUID", "not a UUID"),
            Self::Email => words("email", "an e-mail address", "not an e-mail address"),
            Self::Uri => words("uri", "a URI", "not a URI"),
            Self::Hostname => words("hostname", "a host name", "not a host name"),
            Self::Ip => words("ip", "an IP address", "not an IP address"),
            Self::Ipv4 => words("ipv4", "an IPv4 address", "not an IPv4 address"),
            Self::Ipv6 => words("ipv6", "an IPv6 address", "not an IPv6 address"),
            Self::Country => words(
                "country",
                "a country code of two letters (ISO 3166-1)",
                "no country code of two letters in ISO 3166-1",
            ),
            Self::Country3 => words(
                "country3",
                "a country code of three letters (ISO 3166-1)",
                "no country code of three letters in ISO 3166-1",
            ),
            Self::Currency => words(
                "currency",
                "a currency code (ISO 4217)",
                "no currency code in ISO 4217",
            ),
            Self::Json => words("json", "JSON", "not JSON"),
            Self::Base64 => words("base64", "base64", "not base64"),
            Self::Duration => words(
                "duration",
                "a duration (ISO 8601, such as P1DT12H)",
                "not a duration of ISO 8601",
            ),
            Self::Date => words("date", "a date (YYYY-MM-DD)", "not a date (YYYY-MM-DD)"),
            Self::Time => words(
                "time",
                "a time with a zone (RFC 3339)",
                "not a time with a zone (RFC 3339)",
            ),
            Self::Datetime => words(
                "datetime",
                "a date and time with a zone (RFC 3339)",
                "not a date and time with a zone (RFC 3339)",
            ),
        }
    }

    /// Whether the whole text is of the form.
    pub(super) fn is(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        match self {
            Self::Uuid => encoded::is_uuid(bytes),
            Self::Email => email::is(bytes),
            Self::Uri => uri::is(text),
            Self::Hostname => hostname::is(bytes),
            Self::Ip => text.parse::<IpAddr>().is_ok(),
            Self::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Self::Country => codes::is_country(bytes),
            Self::Country3 => codes::is_country3(bytes),
            Self::Currency => codes::is_currency(bytes),
            Self::Json => encoded::is_json(text),
            Self::Base64 => encoded::is_base64(bytes),
            Self::Duration => instant::is_duration(bytes),
            Self::Date => crate::value::moment::day(text).is_ok(),
            Self::Time => instant::is_time(text),
            Self::Datetime => instant::is_datetime(text),
        }
    }

    /// Else a few words on why not.
    pub(super) fn check(self, text: &str) -> Result<(), &'static str> {
        match self.is(text) {
            true => Ok(()),
            false if self.is_code() && self.is(&text.to_ascii_uppercase()) => {
                Err("not in capital letters")
            }
            false => Err(self.words().note),
        }
    }

    const fn is_code(self) -> bool {
        matches!(self, Self::Country | Self::Country3 | Self::Currency)
    }
}

#[cfg(test)]
mod tests;
