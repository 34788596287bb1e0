//! The columns of a schema, and where in a batch their buffers are.

use arrow_ipc::{DateUnit, Field, MetadataVersion, Precision, Schema, TimeUnit, Type, UnionMode};

use super::wrong::{Result, Wrong, wrong};
use crate::kind::Kind;

/// Most bytes of the names of all columns together.
const NAMES_LIMIT: usize = 16 << 20;

/// Most digits of a decimal behind the point.
const SCALE_LIMIT: i32 = 76;

/// The columns of a schema, and how many nodes and buffers a batch of it has.
#[derive(Default)]
pub(super) struct Layout {
    pub(super) names: Vec<String>,
    pub(super) leaves: Vec<Leaf>,
    pub(super) nodes: usize,
    /// But for those that hold the long texts of views.
    pub(super) buffers: usize,
    /// How many fields are views.
    pub(super) views: usize,
}

/// One column.
pub(super) struct Leaf {
    pub(super) kind: Kind,
    pub(super) form: Form,
    /// Of the structs that it is in, the outermost first.
    pub(super) around: Vec<Slot>,
    pub(super) slot: Slot,
}

/// Which node of a batch a field has, and which buffer is its first when those
/// of the views before it are not counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) node: usize,
    pub(super) buffer: usize,
    pub(super) views_before: usize,
}

/// How the values of a column lie in its buffers.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// There are none.
    Null,
    /// They are not looked into: only which are null.
    Validity,
    /// Nothing of them is looked at.
    List,
    Bits,
    Fixed(Scalar),
    /// One behind the other, with the ends of all, of 32 bits or of 64.
    Texts {
        wide: bool,
    },
    Views,
    Entries(Entries),
    /// Not read, with a word for it.
    Refused(&'static str),
}

/// Numbers of the values of a dictionary.
#[derive(Clone, Debug)]
pub(super) struct Entries {
    pub(super) id: i64,
    /// How the numbers are stored.
    pub(super) index: Scalar,
    /// How the values lie in the buffers of the dictionary.
    pub(super) form: Box<Form>,
}

/// Values of so many bytes each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Signed(usize),
    Unsigned(usize),
    Half,
    Single,
    Double,
    Days,
    /// Of whole days.
    Milliseconds,
    Moments,
    /// To be multiplied by a power of ten.
    Decimal {
        size: usize,
        power: u32,
    },
}

impl Scalar {
    /// In bytes.
    pub(super) fn size(self) -> usize {
        match self {
            Self::Signed(size) | Self::Unsigned(size) | Self::Decimal { size, .. } => size,
            Self::Half => 2,
            Self::Single | Self::Days => 4,
            Self::Double | Self::Milliseconds | Self::Moments => 8,
        }
    }
}

/// What comes before a field in its batch.
struct Walk {
    layout: Layout,
    version: MetadataVersion,
    /// Bytes of the names so far.
    named: usize,
}

/// What a field is in.
#[derive(Clone, Default)]
struct Around {
    path: String,
    slots: Vec<Slot>,
    nullable: bool,
}

impl Layout {
    /// Every field that is not within a list is a column, named by its path.
    pub(super) fn of(schema: Schema<'_>, version: MetadataVersion) -> Result<Self> {
        if schema.endianness() != arrow_ipc::Endianness::Little {
            return Err(Wrong::with_help(
                "its numbers are big-endian, which are not read",
                "write it on a little-endian machine, or as Parquet",
            ));
        }
        let mut walk = Walk {
            layout: Self::default(),
            version,
            named: 0,
        };
        for field in schema.fields().into_iter().flatten() {
            walk.field(&field, &Around::default())?;
        }
        Ok(walk.layout)
    }
}

impl Walk {
    fn field(&mut self, field: &Field<'_>, around: &Around) -> Result<()> {
        let slot = self.pass(field)?;
        let mut path = around.path.clone();
        path.push_str(field.name().unwrap_or_default());
        self.named += path.len();
        if self.named > NAMES_LIMIT {
            return wrong("the names of its columns are longer than 16 MiB");
        }
        let nullable = around.nullable || field.nullable();
        if is_struct(field) {
            let mut around = around.clone();
            around.slots.push(slot);
            around.path = path + ".";
            around.nullable = nullable;
            for child in field.children().into_iter().flatten() {
                self.field(&child, &around)?;
            }
            return Ok(());
        }
        let (kind, form) = match field.dictionary() {
            Some(_) => entries(field)?,
            None => values(field, nullable)?,
        };
        if matches!(form, Form::List | Form::Refused(_)) && field.dictionary().is_none() {
            self.within(field)?;
        }
        self.layout.names.push(path);
        self.layout.leaves.push(Leaf {
            kind,
            form,
            around: around.slots.clone(),
            slot,
        });
        Ok(())
    }

    /// Passes over the fields within one.
    fn within(&mut self, field: &Field<'_>) -> Result<()> {
        if field.dictionary().is_none() {
            for child in field.children().into_iter().flatten() {
                self.pass(&child)?;
                self.within(&child)?;
            }
        }
        Ok(())
    }

    /// Passes over a field, but not over those within it.
    fn pass(&mut self, field: &Field<'_>) -> Result<Slot> {
        let layout = &mut self.layout;
        let slot = Slot {
            node: layout.nodes,
            buffer: layout.buffers,
            views_before: layout.views,
        };
        layout.nodes += 1;
        layout.buffers += buffers(field, self.version)?;
        let is_view = matches!(field.type_type(), Type::Utf8View | Type::BinaryView);
        layout.views += usize::from(is_view && field.dictionary().is_none());
        Ok(slot)
    }
}

fn is_struct(field: &Field<'_>) -> bool {
    field.type_type() == Type::Struct_ && field.dictionary().is_none()
}

/// How many buffers a field has itself, but for the long texts of views.
fn buffers(field: &Field<'_>, version: MetadataVersion) -> Result<usize> {
    if field.dictionary().is_some() {
        return Ok(2);
    }
    Ok(match field.type_type() {
        Type::Null | Type::RunEndEncoded => 0,
        Type::Struct_ | Type::FixedSizeList => 1,
        Type::Utf8
        | Type::Binary
        | Type::LargeUtf8
        | Type::LargeBinary
        | Type::ListView
        | Type::LargeListView => 3,
        Type::Union => {
            let dense = field.type_as_union().map(|union| union.mode()) == Some(UnionMode::Dense);
            // Before the fifth version they told which are null, too.
            1 + usize::from(dense) + usize::from(version < MetadataVersion::V5)
        }
        Type::NONE => return unknown(field),
        word if word > Type::LargeListView => return unknown(field),
        _ => 2,
    })
}

fn unknown<T>(field: &Field<'_>) -> Result<T> {
    let name: String = field.name().unwrap_or_default().chars().take(80).collect();
    let text = format!("column `{name}` is of a type that is not known");
    Err(Wrong::with_help(text, "write it as another type"))
}

/// A column that has the numbers of a dictionary's values.
fn entries(field: &Field<'_>) -> Result<(Kind, Form)> {
    let Some(dictionary) = field.dictionary() else {
        return unknown(field);
    };
    let (kind, form) = values(field, field.nullable())?;
    if matches!(form, Form::List | Form::Refused(_)) || field.type_type() == Type::Struct_ {
        return Ok((kind, Form::Refused("a dictionary of nested values")));
    }
    let index = match dictionary.indexType() {
        None => Scalar::Signed(4),
        Some(int) => match integer(int.bitWidth(), int.is_signed()) {
            Some(index) => index,
            None => return unknown(field),
        },
    };
    let entries = Entries {
        id: dictionary.id(),
        index,
        form: Box::new(form),
    };
    Ok((kind, Form::Entries(entries)))
}

/// What the values of a field mean, and how they lie in its buffers.
fn values(field: &Field<'_>, nullable: bool) -> Result<(Kind, Form)> {
    let opaque = |word| (Kind::Opaque(word), Form::Validity);
    let refused = |word| (Kind::Opaque(word), Form::Refused(word));
    Ok(match field.type_type() {
        Type::Null => (Kind::Integer, Form::Null),
        Type::Bool => (Kind::Boolean, Form::Bits),
        Type::Utf8 | Type::Binary => (Kind::Text, Form::Texts { wide: false }),
        Type::LargeUtf8 | Type::LargeBinary => (Kind::Text, Form::Texts { wide: true }),
        Type::Utf8View | Type::BinaryView => (Kind::Text, Form::Views),
        Type::FixedSizeBinary => opaque("binary"),
        Type::Time => opaque("time of day"),
        Type::Duration => opaque("duration"),
        Type::Interval => opaque("interval"),
        Type::Union => refused("a union"),
        Type::RunEndEncoded => refused("run-end encoded"),
        Type::Struct_ => refused("a struct"),
        Type::List | Type::LargeList | Type::ListView | Type::LargeListView => {
            (Kind::List { nullable }, Form::List)
        }
        Type::Map | Type::FixedSizeList => (Kind::List { nullable }, Form::List),
        _ => match fixed(field) {
            Some((kind, scalar)) => (kind, Form::Fixed(scalar)),
            None => return unknown(field),
        },
    })
}

/// Values of so many bytes each. None: the type is not known.
fn fixed(field: &Field<'_>) -> Option<(Kind, Scalar)> {
    Some(match field.type_type() {
        Type::Int => {
            let int = field.type_as_int()?;
            let scalar = integer(int.bitWidth(), int.is_signed())?;
            match int.is_signed() {
                true => (Kind::Integer, scalar),
                false => (Kind::Unsigned, scalar),
            }
        }
        Type::FloatingPoint => match field.type_as_floating_point()?.precision() {
            Precision::HALF => (Kind::Number, Scalar::Half),
            Precision::SINGLE => (Kind::Number, Scalar::Single),
            Precision::DOUBLE => (Kind::Number, Scalar::Double),
            _ => return None,
        },
        Type::Decimal => {
            let decimal = field.type_as_decimal()?;
            let size = match decimal.bitWidth() {
                bits @ (32 | 64 | 128 | 256) => usize::try_from(bits / 8).ok()?,
                _ => return None,
            };
            let scale = decimal.scale();
            let power = scale.min(0).unsigned_abs();
            if !(-SCALE_LIMIT..=SCALE_LIMIT).contains(&scale) {
                return None;
            }
            (Kind::Decimal(scale.max(0)), Scalar::Decimal { size, power })
        }
        Type::Date => match field.type_as_date()?.unit() {
            DateUnit::DAY => (Kind::Date, Scalar::Days),
            DateUnit::MILLISECOND => (Kind::Date, Scalar::Milliseconds),
            _ => return None,
        },
        Type::Timestamp => {
            let stamp = field.type_as_timestamp()?;
            let nanoseconds = match stamp.unit() {
                TimeUnit::SECOND => 1_000_000_000,
                TimeUnit::MILLISECOND => 1_000_000,
                TimeUnit::MICROSECOND => 1_000,
                TimeUnit::NANOSECOND => 1,
                _ => return None,
            };
            // In whichever zone they are shown, they are stored in UTC.
            let utc = stamp.timezone().is_some_and(|zone| !zone.is_empty());
            (Kind::Timestamp(nanoseconds, utc), Scalar::Moments)
        }
        _ => return None,
    })
}

fn integer(bits: i32, signed: bool) -> Option<Scalar> {
    let size = match bits {
        8 | 16 | 32 | 64 => usize::try_from(bits / 8).ok()?,
        _ => return None,
    };
    Some(if signed {
        Scalar::Signed(size)
    } else {
        Scalar::Unsigned(size)
    })
}
