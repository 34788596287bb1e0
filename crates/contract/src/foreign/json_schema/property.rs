//! A property of a row: a column.

use toml::Spanned;
use verdict::cut;

use super::super::dialect::{self, Dialect};
use super::super::node::Node;
use super::super::pattern::Anchors;
use super::super::{ForeignTable, piece};
use super::is_idle;
use super::keyword::{self, Format, Kinds};
use super::kind::or_null;
use super::parts::{Document, Why};
use super::predicate::{self, Predicate};
use crate::bound::Bound;
use crate::column::{ColumnRules, ColumnType};
use crate::rule::TableRule;

/// Reads the schemas of a property, all of which hold, into its column, which
/// is there already.
pub(super) fn read<'a>(
    document: &Document<'a>,
    name: &Spanned<String>,
    schemas: &[&'a Node],
    table: &mut ForeignTable,
) {
    let mut property = Property {
        name: name.get_ref().clone(),
        parts: Vec::new(),
        kinds: None,
        null: true,
    };
    if let Some(schema) = schemas
        .iter()
        .find(|schema| schema.boolean() == Some(false))
    {
        let rules = ColumnRules {
            min_null_fraction: Some(schema.spanned(1.0)),
            ..ColumnRules::default()
        };
        piece::add(table.column(name), schema.spanned(rules));
        return;
    }
    property.find(document, schemas, table);
    property.set_type(name, table);
    for part in property.parts.clone() {
        for (key, value) in part.entries() {
            if let Err(why) = property.keyword(key.get_ref(), value, part, (document, name), table)
            {
                table.leave(
                    key.span(),
                    property.of(&format!("keyword `{}`", cut(key.get_ref()))),
                    why,
                );
            }
        }
    }
    if !property.null {
        table.column(name).nullable = Some(Spanned::new(name.span(), false));
    }
}

/// A property as it is read.
pub(super) struct Property<'a> {
    pub(super) name: String,
    /// Schemas that hold at once.
    pub(super) parts: Vec<&'a Node>,
    /// What `type` allows, and where it stands.
    pub(super) kinds: Option<Spanned<Kinds>>,
    /// Whether its column may have nulls.
    pub(super) null: bool,
}

impl<'a> Property<'a> {
    pub(super) fn of(&self, what: &str) -> String {
        format!("{what} of property `{}`", cut(&self.name))
    }

    fn keyword(
        &self,
        key: &str,
        value: &'a Node,
        part: &'a Node,
        (document, name): (&Document<'a>, &Spanned<String>),
        table: &mut ForeignTable,
    ) -> Result<(), Why> {
        match key {
            _ if is_idle(key) || matches!(key, "type" | "then" | "else") => Ok(()),
            _ if self.asks_others(key, table.column(name)) => Ok(()),
            "anyOf" | "oneOf" if or_null(part).is_some() => Ok(()),
            "anyOf" | "oneOf" | "not" | "if" => self.expression(key, value, part, document, table),
            "format" | "contentEncoding" | "contentMediaType" => {
                self.format(key, value, table.column(name))
            }
            // They ask nothing of a scalar.
            _ if WITHIN.contains(&key) => match table.column(name).column_type {
                Some(_) => Ok(()),
                None => Err("what stands within a value is not looked into".to_owned()),
            },
            _ => match rules_of(key, value, part)? {
                Some(rules) => add(rules, value, table.column(name)),
                None => Ok(()),
            },
        }
    }

    /// Whether a keyword asks something only of values of a type that the
    /// column does not have.
    fn asks_others(&self, key: &str, column: &ColumnRules) -> bool {
        use ColumnType::{Date, Datetime, Integer, Number, String, Time};
        let kind = column.column_type.as_ref().map(|kind| *kind.get_ref());
        let numeric = [
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ];
        let textual = ["pattern", "minLength", "maxLength"];
        let other = match kind {
            None => false,
            Some(Integer | Number) => textual.contains(&key),
            Some(String | Date | Time | Datetime) => numeric.contains(&key),
            Some(_) => numeric.contains(&key) || textual.contains(&key),
        };
        other && self.kinds.is_some()
    }

    /// A format of texts. Dates are types here, unless something else is
    /// asked of their texts.
    fn format(&self, key: &str, value: &Node, column: &mut ColumnRules) -> Result<(), Why> {
        let kind = column.column_type.as_ref().map(|kind| *kind.get_ref());
        if !matches!(kind, None | Some(ColumnType::String)) {
            return Ok(());
        }
        let word = value.text().ok_or("it is no text")?;
        let found = match (key, word) {
            ("contentEncoding", "base64") => Some(Format::Word("base64")),
            ("contentMediaType", "application/json") if column.format.is_none() => {
                Some(Format::Word("json"))
            }
            ("format", word) => keyword::format(word),
            _ => None,
        };
        let textual = ["pattern", "minLength", "maxLength", "enum", "const"];
        let asked = self.parts_ask(&textual) || column.format.is_some();
        match found {
            None => Err(format!("texts as `{}` are not looked into", cut(word))),
            Some(_) if column.format.is_some() => {
                Err("the column has another format already".to_owned())
            }
            Some(Format::Type(_)) if asked => {
                Err("its texts are asked something else, too".to_owned())
            }
            Some(Format::Type(kind)) => {
                column.column_type = Some(value.spanned(kind));
                Ok(())
            }
            Some(Format::Word(word)) => {
                column
                    .column_type
                    .get_or_insert_with(|| value.spanned(ColumnType::String));
                column.format = Some(value.spanned(word.to_owned()));
                Ok(())
            }
        }
    }

    fn parts_ask(&self, keywords: &[&str]) -> bool {
        self.parts
            .iter()
            .any(|part| keywords.iter().any(|key| part.get(key).is_some()))
    }

    /// `anyOf`, `oneOf`, `not` and `if` as an expression on the row.
    fn expression(
        &self,
        key: &str,
        value: &'a Node,
        part: &'a Node,
        document: &Document<'a>,
        table: &mut ForeignTable,
    ) -> Result<(), Why> {
        let kinds = predicate::kinds(table);
        let text = Predicate::new(document, &kinds).of_value(key, value, part, &self.name)?;
        let rule = TableRule {
            expression: Some(value.spanned(text)),
            ..TableRule::default()
        };
        table.rule(value.span.clone(), rule);
        Ok(())
    }
}

/// Keywords on what stands within objects and arrays.
const WITHIN: [&str; 21] = [
    "additionalItems",
    "additionalProperties",
    "contains",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "items",
    "maxContains",
    "maxItems",
    "maxProperties",
    "minContains",
    "minItems",
    "minProperties",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "required",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
];

/// What a keyword asks of each value; none where another one says it.
fn rules_of(key: &str, value: &Node, part: &Node) -> Result<Option<ColumnRules>, Why> {
    let mut rules = ColumnRules::default();
    match key {
        "enum" | "const" => {
            let values = keyword::listed(key, value)?.values;
            match values.is_empty() {
                true => rules.min_null_fraction = Some(value.spanned(1.0)),
                false => rules.values = Some(value.spanned(values)),
            }
        }
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
            let Some((bound, open)) = keyword::limit(key, value, part)? else {
                return Ok(None);
            };
            let place = match (key.ends_with("inimum"), open) {
                (true, false) => &mut rules.min,
                (true, true) => &mut rules.above,
                (false, false) => &mut rules.max,
                (false, true) => &mut rules.below,
            };
            *place = Some(value.spanned(bound));
        }
        "multipleOf" => rules.multiple_of = Some(value.spanned(keyword::number(value)?)),
        "pattern" => {
            let text = value.text().ok_or("it is no text")?;
            let ours = dialect::whole(text, Dialect::EcmaScript, Anchors::None)?;
            rules.pattern = Some(value.spanned(ours));
        }
        "minLength" => rules.min_length = Some(length(value)?),
        "maxLength" => rules.max_length = Some(length(value)?),
        "contentSchema" => {
            return Err("a schema of texts within values is not looked into".to_owned());
        }
        _ => return Err("the format has no such keyword".to_owned()),
    }
    Ok(Some(rules))
}

fn length(value: &Node) -> Result<Spanned<u64>, Why> {
    let length = value.count().ok_or("it is no count")?;
    Ok(value.spanned(length))
}

/// Adds rules to a column. Where the empty text is a value, it does not mean
/// that there is none.
fn add(rules: ColumnRules, node: &Node, column: &mut ColumnRules) -> Result<(), Why> {
    let empty = Bound::Text(String::new());
    let mut values = rules.values.iter().flat_map(Spanned::get_ref);
    if values.any(|value| *value.get_ref() == empty) {
        column.missing = Some(Vec::new());
    }
    piece::add_fitting(column, node.spanned(rules))
}
