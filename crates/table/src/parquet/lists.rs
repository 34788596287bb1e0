//! Lists and maps: where in the schema one begins.

use ::parquet::basic::{ConvertedType, LogicalType, Repetition};
use ::parquet::schema::types::Type;

use crate::kind::Kind;

/// A list or map that leaves are in.
#[derive(PartialEq, Eq)]
pub(super) struct List {
    /// From the schema's root to the list itself, and not into it.
    pub(super) path: Vec<String>,
    /// Whether a row may have none.
    nullable: bool,
}

impl List {
    pub(super) fn kind(&self) -> Kind {
        Kind::List {
            nullable: self.nullable,
        }
    }
}

/// The outermost list around a leaf. None: there is one value a row.
pub(super) fn around(root: &Type, leaf: &[String]) -> Option<List> {
    let (mut node, mut nullable, mut annotated) = (root, false, false);
    for (depth, name) in leaf.iter().enumerate() {
        let fields = if node.is_group() {
            node.get_fields()
        } else {
            &[]
        };
        node = fields.iter().find(|field| field.name() == name)?;
        let info = node.get_basic_info();
        if info.has_repetition() && info.repetition() == Repetition::REPEATED {
            // Of a list the repeated node is the inside, else the list itself.
            let length = if annotated { depth } else { depth + 1 };
            let path = leaf[..length].to_vec();
            return Some(List { path, nullable });
        }
        nullable |= info.has_repetition() && info.repetition() == Repetition::OPTIONAL;
        annotated = is_list(node);
    }
    None
}

fn is_list(node: &Type) -> bool {
    let info = node.get_basic_info();
    matches!(
        info.logical_type_ref(),
        Some(LogicalType::List | LogicalType::Map)
    ) || matches!(
        info.converted_type(),
        ConvertedType::LIST | ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE
    )
}

#[cfg(test)]
mod tests {
    use ::parquet::schema::parser::parse_message_type;

    use super::*;

    #[test]
    fn a_list_is_named_by_its_path() {
        let schema = "message m {
            optional group place { required group tags (LIST) { repeated group list { optional int32 element; } } }
            required group map (MAP) { repeated group key_value { required int32 key; } }
            repeated int32 bare;
            required group deep { repeated group bare { required int32 x; } }
            optional int32 flat;
        }";
        let schema = parse_message_type(schema).expect("a schema");
        for (leaf, expected) in [
            ("place.tags.list.element", Some(("place.tags", true))),
            ("map.key_value.key", Some(("map", false))),
            ("bare", Some(("bare", false))),
            ("deep.bare.x", Some(("deep.bare", false))),
            ("flat", None),
        ] {
            let leaf: Vec<String> = leaf.split('.').map(str::to_owned).collect();
            let found = around(&schema, &leaf).map(|list| (list.path.join("."), list.nullable));
            assert_eq!(found, expected.map(|(path, null)| (path.to_owned(), null)));
        }
    }
}
