//! Types of databases as those of columns.

use crate::column::ColumnType;

/// What a type's name in SQL means: `numeric(10, 2)` is a decimal.
pub(super) fn of_sql(name: &str) -> Option<ColumnType> {
    let name = name.trim().to_lowercase();
    let word = name.split(['(', '<', '[']).next().unwrap_or_default();
    if name.contains(['<', '[']) {
        return None;
    }
    Some(match word.trim() {
        "string" | "text" | "varchar" | "nvarchar" | "char" | "nchar" | "varchar2" | "bpchar"
        | "character" | "character varying" | "clob" | "citext" | "uuid" | "longtext" => {
            ColumnType::String
        }
        "integer" | "int" | "bigint" | "smallint" | "tinyint" | "mediumint" | "int2" | "int4"
        | "int8" | "int16" | "int32" | "int64" | "long" | "short" | "byteint" | "serial"
        | "bigserial" | "hugeint" | "uint8" | "uint16" | "uint32" | "uint64" => ColumnType::Integer,
        "double" | "double precision" | "float" | "float4" | "float8" | "float32" | "float64"
        | "real" => ColumnType::Number,
        "number" | "numeric" | "decimal" | "dec" | "bignumeric" | "money" => ColumnType::Decimal,
        "bool" | "boolean" | "bit" => ColumnType::Boolean,
        "date" => ColumnType::Date,
        "time" | "time without time zone" => ColumnType::Time,
        "timestamp"
        | "datetime"
        | "datetime2"
        | "timestamptz"
        | "timestamp_ntz"
        | "timestamp_tz"
        | "timestamp_ltz"
        | "timestamp with time zone"
        | "timestamp without time zone"
        | "datetimeoffset"
        | "smalldatetime" => ColumnType::Datetime,
        _ => return None,
    })
}
