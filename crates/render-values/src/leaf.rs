//! Values that hold no other.

use std::fmt;

use serde_json::Value;
use verdict::cut;

/// A value that holds no other.
#[derive(Clone, Debug)]
pub(crate) enum Leaf {
    /// Nothing at all.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(String),
}

impl PartialEq for Leaf {
    /// Numbers are the same when they are the same bits, so that `.nan` is
    /// itself.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Float(a), Self::Float(b)) => a.to_bits() == b.to_bits(),
            (Self::Text(a), Self::Text(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Leaf {}

impl Leaf {
    /// The leaf of a JSON scalar; none of a list or a map.
    pub(crate) fn of_json(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::String(value) => Self::Text(value.clone()),
            Value::Number(number) => number
                .as_i128()
                .map(Self::Int)
                .or_else(|| number.as_f64().map(Self::Float))?,
            Value::Array(_) | Value::Object(_) => return None,
        })
    }

    /// The text of a string.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The leaf as a verdict shows it; long text is cut.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(value) => i64::try_from(*value)
                .map(Value::from)
                .or_else(|_| u64::try_from(*value).map(Value::from))
                .unwrap_or_else(|_| Value::from(value.to_string())),
            Self::Float(value) => Value::from(*value),
            Self::Text(text) => Value::from(cut(text)),
        }
    }

    /// The leaf as JSON has it, whole. JSON has no `.nan`: it becomes a string.
    pub(crate) fn to_fact(&self) -> Value {
        match self {
            Self::Text(text) => Value::from(&**text),
            Self::Float(value) if !value.is_finite() => Value::from(self.to_string()),
            leaf => leaf.to_json(),
        }
    }

    /// What kind of value it is, in YAML's words.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Text(_) => "a string",
        }
    }
}

impl fmt::Display for Leaf {
    /// The leaf as plain YAML; long text is cut.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) if value.is_nan() => f.write_str(".nan"),
            Self::Float(value) if value.is_infinite() && *value > 0.0 => f.write_str(".inf"),
            Self::Float(value) if value.is_infinite() => f.write_str("-.inf"),
            // Debug keeps the point (`1.0`), so that a float stays one.
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(text) if text.is_empty() => f.write_str("the empty string"),
            Self::Text(text) => f.write_str(&cut(text)),
        }
    }
}
