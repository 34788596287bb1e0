//! What the schemas of a property say of its type, and whether it may be null.

use toml::Spanned;

use super::super::ForeignTable;
use super::super::node::{Node, Value};
use super::keyword;
use super::parts::Document;
use super::property::Property;
use crate::bound::Bound;
use crate::column::ColumnType;

impl<'a> Property<'a> {
    /// Finds the schemas that hold. `anyOf` of one schema and null is that
    /// one, which may be null.
    pub(super) fn find(
        &mut self,
        document: &Document<'a>,
        schemas: &[&'a Node],
        table: &mut ForeignTable,
    ) {
        let what = self.of("a reference");
        let mut open = schemas.to_vec();
        let mut nullable = false;
        while let Some(schema) = open.pop() {
            let leave = |node: &Node, why| table.leave(node.span.clone(), what.clone(), why);
            for part in document.parts(schema, leave) {
                if let Some(other) = or_null(part) {
                    nullable = true;
                    // A schema within itself ends here.
                    if self.parts.len() < 64 {
                        open.push(other);
                    }
                }
                self.parts.push(part);
            }
        }
        for part in &self.parts {
            let Some(kind) = part.get("type") else {
                continue;
            };
            match keyword::kinds(kind) {
                Ok(kinds) => {
                    let kinds = match self.kinds.take() {
                        Some(before) => before.into_inner().both(&kinds),
                        None => kinds,
                    };
                    self.kinds = Some(kind.spanned(kinds));
                }
                Err(why) => table.leave(kind.span.clone(), self.of("keyword `type`"), why),
            }
        }
        if let (true, Some(kinds)) = (nullable, &mut self.kinds) {
            kinds.get_mut().null = true;
        }
    }

    /// Sets the column's type, and whether it may have nulls: a required one
    /// where null is one of its types, others always.
    pub(super) fn set_type(&mut self, name: &Spanned<String>, table: &mut ForeignTable) {
        let kinds = self.kinds.clone();
        let listed = self.parts.iter().any(|part| lists_null(part));
        let null = kinds.as_ref().is_some_and(|kinds| kinds.get_ref().null) || listed;
        self.null = table.column(name).optional || null;
        let kind = match &kinds {
            Some(kinds) => match kinds.get_ref().column_type() {
                Ok(kind) => kind.map(|kind| Spanned::new(kinds.span(), kind)),
                Err(why) => {
                    table.leave(kinds.span(), self.of("keyword `type`"), why);
                    return;
                }
            },
            None => self.implied(),
        };
        let column = table.column(name);
        column.nullable = Some(Spanned::new(name.span(), true));
        match (kind, kinds) {
            (Some(kind), _) => column.column_type = Some(kind),
            // Null, and nothing else.
            (None, Some(kinds)) => column.min_null_fraction = Some(Spanned::new(kinds.span(), 1.0)),
            (None, None) => {}
        }
    }

    /// The type of the values that the keywords ask something of.
    fn implied(&self) -> Option<Spanned<ColumnType>> {
        const NUMERIC: [&str; 5] = [
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ];
        let limits = self
            .parts
            .iter()
            .find_map(|part| NUMERIC.iter().find_map(|key| part.get(key)));
        if let Some(limit) = limits {
            return Some(limit.spanned(ColumnType::Number));
        }
        let lists = self
            .parts
            .iter()
            .filter_map(|part| match part.get("const") {
                Some(value) => Some(("const", value)),
                None => Some(("enum", part.get("enum")?)),
            });
        let (word, list) = lists.into_iter().next()?;
        let listed = keyword::listed(word, list).ok()?;
        let kind = |bound: &Bound| match bound {
            Bound::Boolean(_) => Some(ColumnType::Boolean),
            Bound::Integer(_) | Bound::Number(_) => Some(ColumnType::Number),
            Bound::Text(_) => None,
        };
        let first = kind(listed.values.first()?.get_ref())?;
        let alike = listed
            .values
            .iter()
            .all(|value| kind(value.get_ref()) == Some(first));
        alike.then(|| list.spanned(first))
    }
}

/// The one schema beside null in `anyOf` or `oneOf`.
pub(super) fn or_null(part: &Node) -> Option<&Node> {
    let list = part.get("anyOf").or_else(|| part.get("oneOf"))?;
    match list.items() {
        [one, other] if is_null(other) => Some(one),
        [one, other] if is_null(one) => Some(other),
        _ => None,
    }
}

fn is_null(schema: &Node) -> bool {
    schema.get("type").and_then(Node::text) == Some("null")
        || schema.get("const").is_some_and(Node::is_null)
}

/// Whether a schema lists null among its values.
fn lists_null(part: &Node) -> bool {
    let values = part.get("enum").map_or(&[][..], Node::items);
    values
        .iter()
        .any(|value| matches!(value.value, Value::Null))
        || part.get("const").is_some_and(Node::is_null)
}
