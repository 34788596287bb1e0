//! Values in a contract, and limits made of them.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use toml::Spanned;
use toml::value::Datetime;

/// A value in a contract. Dates and times are texts.
#[derive(Clone, Debug, PartialEq, JsonSchema, Serialize)]
#[schemars(untagged)]
#[serde(untagged)]
pub enum Bound {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Number(f64),
    /// A text, a date or a time.
    Text(String),
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(f),
            Self::Integer(value) => value.fmt(f),
            Self::Number(value) => value.fmt(f),
            Self::Text(value) => value.fmt(f),
        }
    }
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfBound)
    }
}

/// Takes what TOML can write for a bound; its own dates become texts.
struct OfBound;

impl<'de> Visitor<'de> for OfBound {
    type Value = Bound;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, a string, a date or a boolean")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Bound, E> {
        Ok(Bound::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Bound, E> {
        Ok(Bound::Integer(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Bound, E> {
        Ok(Bound::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Bound, E> {
        Ok(Bound::Text(value.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Bound, A::Error> {
        // A table is none, and toml's own words on that help nobody.
        let date = Datetime::deserialize(MapAccessDeserializer::new(map))
            .map_err(|_| A::Error::invalid_type(Unexpected::Map, &self))?;
        Ok(Bound::Text(date.to_string()))
    }
}

/// Between which bounds a figure of a column lies, such as its mean. Bounds
/// are included, but for `above` and `below`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// At least this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Bound>")]
    pub min: Option<Spanned<Bound>>,
    /// At most this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Bound>")]
    pub max: Option<Spanned<Bound>>,
    /// More than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Bound>")]
    pub above: Option<Spanned<Bound>>,
    /// Less than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Bound>")]
    pub below: Option<Spanned<Bound>>,
    /// Anything but this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Bound>")]
    pub not: Option<Spanned<Bound>>,
    /// Outside of these two: not from the first to the second.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<[Bound; 2]>")]
    pub not_between: Option<[Spanned<Bound>; 2]>,
}
