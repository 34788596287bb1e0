//! A property of an object: a column.

use toml::Spanned;
use verdict::cut;

use super::options;
use super::{Object, quality};
use crate::column::{ColumnRules, ColumnType};
use crate::foreign::node::Node;
use crate::foreign::{ForeignTable, Wrong, build, types};

/// Keys of a property.
const KNOWN: [&str; 36] = [
    "authoritativeDefinitions",
    "businessName",
    "classification",
    "context",
    "criticalDataElement",
    "customProperties",
    "deprecated",
    "description",
    "encryptedName",
    "enum",
    "examples",
    "id",
    "items",
    "logicalType",
    "logicalTypeOptions",
    "map",
    "name",
    "partitionKeyPosition",
    "partitioned",
    "physicalName",
    "physicalType",
    "primaryKey",
    "primaryKeyPosition",
    "properties",
    "quality",
    "relationships",
    "required",
    "semanticType",
    "synonyms",
    "tags",
    "transformDescription",
    "transformLogic",
    "transformSourceObjects",
    "unique",
    // Keys of the standard's second version that are still about.
    "isUnique",
    "isNullable",
];

/// The name of the column: where it stands in the data, else in the contract.
pub(super) fn column(property: &Node) -> Option<&Node> {
    let physical = property
        .get("physicalName")
        .filter(|name| name.text().is_some());
    physical.or_else(|| property.get("name").filter(|name| name.text().is_some()))
}

pub(super) fn read(
    object: &Object<'_>,
    property: &Node,
    table: &mut ForeignTable,
) -> Result<(), Wrong> {
    let (Some(node), Some(_)) = (column(property), property.get("name")) else {
        let message = "a property has no `name`";
        return Err(Wrong::new(property.span.clone(), message));
    };
    let name = node.text().unwrap_or_default();
    let of = format!("column `{}`", cut(name));
    if let Some(why) = no_column(property) {
        table.leave(node.span.clone(), format!("property `{}`", cut(name)), why);
        return Ok(());
    }
    let spanned = node.spanned(name.to_owned());
    if table.contract.columns.contains_key(&spanned) {
        let message = format!("column `{}` stands twice in one object", cut(name));
        return Err(Wrong::new(node.span.clone(), message).help("keep one of the two"));
    }
    *table.column(&spanned) = rules(property, node)?;
    read_type(property, &spanned, table);
    table.leave_unknown(property, &of, &KNOWN);
    if let Some(options) = property.get("logicalTypeOptions") {
        options::read(options, &spanned, table)?;
    }
    for rule in property.get("quality").map(Node::items).unwrap_or_default() {
        quality::of_property(object, &spanned, rule, table)?;
    }
    Ok(())
}

/// Why a property is no column of the data.
fn no_column(property: &Node) -> Option<&'static str> {
    match property.get("semanticType").and_then(Node::text)? {
        "measure" => Some("a measure is no column"),
        "dimension" if property.get("transformLogic").is_some() => {
            Some("a dimension that is computed is no column")
        }
        _ => None,
    }
}

/// What the property itself says of its column.
fn rules(property: &Node, name: &Node) -> Result<ColumnRules, Wrong> {
    let required = flag(property, "required")?;
    let key = flag(property, "primaryKey")?.is_some_and(Spanned::into_inner);
    // A primary key is never null, whatever `required` says.
    let nullable = match required {
        Some(required) if *required.get_ref() => Some(Spanned::new(required.span(), false)),
        _ if key => None,
        Some(required) => Some(Spanned::new(required.span(), true)),
        None => Some(name.spanned(true)),
    };
    let tags: Vec<_> = property
        .get("tags")
        .map(|tags| {
            build::texts(tags)
                .into_iter()
                .map(Spanned::into_inner)
                .collect()
        })
        .unwrap_or_default();
    Ok(ColumnRules {
        nullable,
        unique: flag(property, "unique")?.filter(|unique| *unique.get_ref()),
        values: property.get("enum").map(enumerated),
        sensitive: property
            .get("classification")
            .and_then(Node::text)
            .is_some_and(build::is_sensitive)
            || tags.iter().any(|tag| build::is_sensitive(tag)),
        description: property
            .get("description")
            .and_then(Node::text)
            .map(str::to_owned),
        tags,
        ..ColumnRules::default()
    })
}

fn flag(node: &Node, key: &str) -> Result<Option<Spanned<bool>>, Wrong> {
    let Some(value) = node.get(key).filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let flag = value.boolean().map(|flag| value.spanned(flag));
    flag.map(Some).ok_or_else(|| {
        let message = format!("`{key}` is {}, and has to be true or false", value.shown());
        Wrong::new(value.span.clone(), message)
    })
}

/// The values of an enumeration: maps with a `value`, or the values.
fn enumerated(list: &Node) -> Spanned<Vec<Spanned<crate::bound::Bound>>> {
    let values = list.items().iter().filter_map(|item| {
        let value = item.get("value").unwrap_or(item);
        Some(value.spanned(value.bound()?))
    });
    list.spanned(values.collect())
}

/// What the column's values are, by the logical type, else the physical one.
fn read_type(property: &Node, name: &Spanned<String>, table: &mut ForeignTable) {
    let (Some(node), logical) = (match property.get("logicalType") {
        Some(node) => (Some(node), true),
        None => (property.get("physicalType"), false),
    }) else {
        return;
    };
    let word = node.text().unwrap_or_default();
    let found = if logical {
        of_logical(word, property)
    } else {
        types::of_sql(word)
    };
    if let Some(found) = found {
        table.column(name).column_type = Some(node.spanned(found));
        return;
    }
    let what = format!("type `{}` of column `{}`", cut(word), cut(name.get_ref()));
    let why = match word {
        "object" | "array" | "map" | "vector" => "nested values are not looked into",
        _ => "columns have no such type",
    };
    table.leave(node.span.clone(), what, why);
}

fn of_logical(word: &str, property: &Node) -> Option<ColumnType> {
    Some(match word {
        "string" => ColumnType::String,
        "integer" => ColumnType::Integer,
        "number" => ColumnType::Number,
        "boolean" => ColumnType::Boolean,
        // Before version 3.1 a date was any point in time.
        "date" => of_date(property),
        "timestamp" => ColumnType::Datetime,
        "time" => ColumnType::Time,
        _ => return None,
    })
}

fn of_date(property: &Node) -> ColumnType {
    let physical = property.get("physicalType").and_then(Node::text);
    let format = property
        .get("logicalTypeOptions")
        .and_then(|options| options.get("format"));
    let format = format.and_then(Node::text).unwrap_or_default();
    match physical.and_then(types::of_sql) {
        Some(found @ (ColumnType::Datetime | ColumnType::Time)) => found,
        _ if format.contains(['H', 'h']) => ColumnType::Datetime,
        _ => ColumnType::Date,
    }
}

/// The columns of the primary key in their positions' order.
pub(super) fn primary_key(object: &Node) -> Option<Spanned<Vec<Spanned<String>>>> {
    let properties = object
        .get("properties")
        .map(Node::items)
        .unwrap_or_default();
    let mut keys: Vec<_> = properties
        .iter()
        .filter(|property| property.get("primaryKey").and_then(Node::boolean) == Some(true))
        .filter_map(|property| {
            Some((
                position(property),
                property.get("primaryKey")?,
                column(property)?,
            ))
        })
        .collect();
    keys.sort_by_key(|(position, ..)| *position);
    let span = keys.first()?.1.span.clone();
    let names = keys
        .into_iter()
        .map(|(_, _, name)| name.spanned(name.text().unwrap_or_default().to_owned()));
    Some(Spanned::new(span, names.collect()))
}

/// The position within the key; those without one come last.
fn position(property: &Node) -> u64 {
    let position = property.get("primaryKeyPosition").and_then(Node::count);
    position.unwrap_or(u64::MAX)
}
