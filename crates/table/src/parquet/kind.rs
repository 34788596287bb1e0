//! What the values of a Parquet column mean.

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use ::parquet::schema::types::ColumnDescriptor;

use crate::kind::Kind;

impl Kind {
    pub(super) fn of(column: &ColumnDescriptor) -> Self {
        let by_annotation = match column.logical_type_ref() {
            Some(logical) => of_logical(logical),
            None => of_converted(column),
        };
        by_annotation.unwrap_or_else(|| of_physical(column.physical_type()))
    }
}

fn of_logical(logical: &LogicalType) -> Option<Kind> {
    Some(match logical {
        LogicalType::Integer(int) if !int.is_signed => Kind::Unsigned,
        LogicalType::Integer(_) => Kind::Integer,
        LogicalType::Decimal(decimal) => of_decimal(decimal.scale),
        LogicalType::Date => Kind::Date,
        LogicalType::Timestamp(stamp) => {
            let nanoseconds = match stamp.unit {
                TimeUnit::MILLIS => 1_000_000,
                TimeUnit::MICROS => 1_000,
                TimeUnit::NANOS => 1,
            };
            Kind::Timestamp(nanoseconds, stamp.is_adjusted_to_u_t_c)
        }
        LogicalType::String | LogicalType::Enum | LogicalType::Json => Kind::Text,
        LogicalType::Time(_) => Kind::Opaque("time of day"),
        LogicalType::Uuid => Kind::Opaque("UUID"),
        LogicalType::Float16 => Kind::Opaque("16-bit float"),
        // A column that is null in every row.
        LogicalType::Unknown => return None,
        _ => Kind::Opaque("binary"),
    })
}

fn of_converted(column: &ColumnDescriptor) -> Option<Kind> {
    Some(match column.converted_type() {
        ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON => Kind::Text,
        ConvertedType::DECIMAL => of_decimal(column.type_scale()),
        ConvertedType::DATE => Kind::Date,
        ConvertedType::TIMESTAMP_MILLIS => Kind::Timestamp(1_000_000, true),
        ConvertedType::TIMESTAMP_MICROS => Kind::Timestamp(1_000, true),
        ConvertedType::UINT_8
        | ConvertedType::UINT_16
        | ConvertedType::UINT_32
        | ConvertedType::UINT_64 => Kind::Unsigned,
        ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS => Kind::Opaque("time of day"),
        ConvertedType::INTERVAL | ConvertedType::BSON => Kind::Opaque("binary"),
        _ => return None,
    })
}

/// A decimal with so many digits behind the point. No writer has more than 76,
/// and one that is shown has all of its zeros.
fn of_decimal(scale: i32) -> Kind {
    match scale {
        0..=76 => Kind::Decimal(scale),
        _ => Kind::Opaque("decimal of more than 76 digits"),
    }
}

fn of_physical(physical: Type) -> Kind {
    match physical {
        Type::BOOLEAN => Kind::Boolean,
        Type::INT32 | Type::INT64 => Kind::Integer,
        // Before there were timestamps, Spark, Hive and Impala wrote these.
        Type::INT96 => Kind::Timestamp(1, false),
        Type::FLOAT | Type::DOUBLE => Kind::Number,
        // Older writers name no kind for their texts; what is no UTF-8 is
        // told apart cell by cell.
        Type::BYTE_ARRAY => Kind::Text,
        Type::FIXED_LEN_BYTE_ARRAY => Kind::Opaque("binary"),
    }
}
