//! What a column, or a piece of an expression, holds.

/// What a column, or a piece of an expression, holds. Any of them may be null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// True or false.
    Boolean,
    /// Whole numbers, of up to 128 bits.
    Integer,
    /// Numbers, of which whole ones keep all their digits.
    Number,
    /// Texts.
    Text,
    /// Days of the calendar.
    Date,
    /// Points in time.
    Moment,
    /// Not known before the rows are read, or mixed. A text among them is
    /// read as whatever it is held against.
    Any,
}

impl Kind {
    /// A few words that a user understands, such as "a number".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::Moment => "a timestamp",
            Self::Any => "anything",
        }
    }

    /// Whether it can be calculated with; of [`Kind::Any`] nobody knows.
    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Number | Self::Any)
    }

    /// Whether a value of it will do where `wanted` is asked for.
    pub(crate) fn will_do_for(self, wanted: Self) -> bool {
        self.with(wanted)
            .is_some_and(|common| common == wanted || self == Self::Any || wanted == Self::Any)
    }

    /// What holds values of both, so that they can be compared; none when they
    /// can't.
    pub(crate) fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (a, b) if a == b => Some(a),
            (Self::Any, _) | (_, Self::Any) => Some(Self::Any),
            (Self::Integer | Self::Number, Self::Integer | Self::Number) => Some(Self::Number),
            (Self::Date | Self::Moment, Self::Date | Self::Moment) => Some(Self::Moment),
            _ => None,
        }
    }
}
