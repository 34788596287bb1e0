//! A field: its type and how its values are written.

use toml::Spanned;
use verdict::cut;

use super::super::node::Node;
use super::super::{ForeignTable, Wrong, build, directives};
use super::{constraints, schema};
use crate::column::{ColumnRules, ColumnType};

/// Keys of a field.
const FIELD: [&str; 22] = [
    "name",
    "type",
    "format",
    "title",
    "description",
    "example",
    "examples",
    "rdfType",
    "constraints",
    "missingValues",
    "categories",
    "categoriesOrdered",
    "bareNumber",
    "floatNumber",
    "decimalChar",
    "groupChar",
    "trueValues",
    "falseValues",
    "delimiter",
    "itemType",
    "arrayItem",
    "unit",
];

/// A field as it is read.
pub(super) struct Field<'a> {
    pub(super) node: &'a Node,
    pub(super) name: Spanned<String>,
    /// The word for its type; that of version 1 where there is none.
    pub(super) word: &'a str,
    /// The word for its format.
    format: Spanned<String>,
    /// What its values are here; none where they are not looked into.
    pub(super) kind: Kind,
    /// The type of its column.
    pub(super) column_type: Option<ColumnType>,
}

/// What the values of a field are here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Anything.
    Any,
    /// Texts.
    Text,
    /// Texts of a kind that is known by a pattern or a format only.
    Written,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Number,
    /// Yes or no.
    Boolean,
    /// Dates or times as ISO 8601 has them.
    Date,
    /// Dates or times by a format of their own.
    OwnDate,
    /// A year and a month.
    Month,
}

pub(super) fn read(node: &Node, table: &mut ForeignTable) -> Result<(), Wrong> {
    let Some(name) = node
        .get("name")
        .and_then(|name| Some(name.spanned(name.text()?.to_owned())))
    else {
        let wrong = Wrong::new(node.span.clone(), "a field without a name");
        return Err(wrong.help("give it a `name`: that of its column"));
    };
    if table.contract.columns.contains_key(&name) {
        let message = format!("a second field `{}`", cut(name.get_ref()));
        return Err(Wrong::new(name.span(), message).help("keep one of the two"));
    }
    let of = format!("field `{}`", cut(name.get_ref()));
    table.leave_unknown(node, &of, &FIELD);
    let mut field = Field {
        node,
        word: node.get("type").and_then(Node::text).unwrap_or("any"),
        format: format(node),
        kind: Kind::Any,
        column_type: None,
        name,
    };
    let mut rules = ColumnRules {
        nullable: Some(Spanned::new(node.span.clone(), true)),
        description: node
            .get("description")
            .and_then(Node::text)
            .map(str::to_owned),
        ..ColumnRules::default()
    };
    if let Some(values) = node.get("missingValues") {
        rules.missing = Some(schema::missing(values)?);
    }
    field.kind = field.read_type(&mut rules, table);
    field.column_type = rules.column_type.as_ref().map(|kind| *kind.get_ref());
    constraints::read(&field, &mut rules, table);
    *table.column(&field.name) = rules;
    Ok(())
}

/// Version 1 has formats of dates with `fmt:` before them.
fn format(node: &Node) -> Spanned<String> {
    match node
        .get("format")
        .and_then(|format| Some((format, format.text()?)))
    {
        Some((format, text)) => {
            let text = text.strip_prefix("fmt:").unwrap_or(text);
            format.spanned(text.to_owned())
        }
        None => node.spanned("default".to_owned()),
    }
}

impl Field<'_> {
    /// Lists what is not judged of the field.
    pub(super) fn leave(&self, what: &str, why: &str, table: &mut ForeignTable) {
        let what = format!("{what} of field `{}`", cut(self.name.get_ref()));
        table.leave(self.node.span.clone(), what, why);
    }

    fn leave_type(&self, why: &str, table: &mut ForeignTable) -> Kind {
        let what = match self.format.get_ref().as_str() {
            "default" => format!("type `{}`", cut(self.word)),
            format => format!("type `{}` with format `{}`", cut(self.word), cut(format)),
        };
        self.leave(&what, why, table);
        Kind::Any
    }

    /// Where the type stands; the field where it has none.
    fn span(&self) -> std::ops::Range<usize> {
        self.node.get("type").unwrap_or(self.node).span.clone()
    }

    fn read_type(&self, rules: &mut ColumnRules, table: &mut ForeignTable) -> Kind {
        let (kind, column_type) = match self.word {
            "any" => return Kind::Any,
            "string" => return self.string(rules, table),
            "integer" | "number" => return self.number(rules, table),
            "date" => return self.date(ColumnType::Date, rules, table),
            "time" => return self.date(ColumnType::Time, rules, table),
            "datetime" => return self.date(ColumnType::Datetime, rules, table),
            "list" => return self.list(rules, table),
            "object" | "array" | "geojson" => return self.json(rules, table),
            "geopoint" if self.format.get_ref() != "default" => return self.json(rules, table),
            "boolean" => {
                self.boolean(rules);
                (Kind::Boolean, ColumnType::Boolean)
            }
            "year" => (Kind::Integer, ColumnType::Integer),
            "yearmonth" => {
                rules.pattern = Some(Spanned::new(self.span(), MONTH.to_owned()));
                (Kind::Month, ColumnType::String)
            }
            "duration" => {
                rules.pattern = Some(Spanned::new(self.span(), duration()));
                (Kind::Written, ColumnType::String)
            }
            "geopoint" => {
                rules.pattern = Some(Spanned::new(self.span(), point()));
                (Kind::Written, ColumnType::String)
            }
            _ => return self.leave_type("the format has no such type", table),
        };
        rules.column_type = Some(Spanned::new(self.span(), column_type));
        kind
    }

    fn string(&self, rules: &mut ColumnRules, table: &mut ForeignTable) -> Kind {
        rules.column_type = Some(Spanned::new(self.span(), ColumnType::String));
        let format = match self.format.get_ref().as_str() {
            "default" => None,
            word @ ("email" | "uri" | "uuid") => Some(word),
            "binary" => Some("base64"),
            _ => {
                self.leave_type("texts of this format are not looked into", table);
                None
            }
        };
        rules.format = format.map(|word| Spanned::new(self.format.span(), word.to_owned()));
        Kind::Text
    }

    fn number(&self, rules: &mut ColumnRules, table: &mut ForeignTable) -> Kind {
        if self.node.get("bareNumber").and_then(Node::boolean) == Some(false) {
            return self.leave_type("its numbers stand within other texts (`bareNumber`)", table);
        }
        let mark = |key| {
            let node = self.node.get(key)?;
            let text = node.text().filter(|text| !text.is_empty())?;
            Some(node.spanned(text.to_owned()))
        };
        rules.group_mark = mark("groupChar");
        let whole = self.word == "integer";
        let kind = if whole {
            ColumnType::Integer
        } else {
            ColumnType::Number
        };
        if !whole {
            rules.decimal_mark = mark("decimalChar");
        }
        rules.column_type = Some(Spanned::new(self.span(), kind));
        if kind == ColumnType::Integer {
            Kind::Integer
        } else {
            Kind::Number
        }
    }

    /// Its words are fewer than ours.
    fn boolean(&self, rules: &mut ColumnRules) {
        let words = |key, usual: &[&str]| match self.node.get(key) {
            Some(node) => node.spanned(
                build::texts(node)
                    .into_iter()
                    .map(Spanned::into_inner)
                    .collect(),
            ),
            None => Spanned::new(
                self.span(),
                usual.iter().map(|word| (*word).to_owned()).collect(),
            ),
        };
        rules.true_values = Some(words("trueValues", &["true", "True", "TRUE", "1"]));
        rules.false_values = Some(words("falseValues", &["false", "False", "FALSE", "0"]));
    }

    fn date(&self, kind: ColumnType, rules: &mut ColumnRules, table: &mut ForeignTable) -> Kind {
        let own = match self.format.get_ref().as_str() {
            "default" => None,
            "any" => return self.leave_type("any way to write a date is not judged", table),
            format => match directives::type_of(format) {
                Ok(found) if found == kind => Some(self.format.clone()),
                Ok(_) => return self.leave_type("its format is one of another type", table),
                Err(why) => return self.leave_type(&why, table),
            },
        };
        rules.column_type = Some(Spanned::new(self.span(), kind));
        let is_own = own.is_some();
        rules.format = own;
        if is_own { Kind::OwnDate } else { Kind::Date }
    }

    /// A document: an object begins with a brace, an array with a bracket.
    fn json(&self, rules: &mut ColumnRules, table: &mut ForeignTable) -> Kind {
        let array = self.word == "array" || self.format.get_ref() == "array";
        let pattern = if array {
            "(?s)\\s*\\[.*\\]\\s*"
        } else {
            "(?s)\\s*\\{.*\\}\\s*"
        };
        rules.column_type = Some(Spanned::new(self.span(), ColumnType::String));
        rules.format = Some(Spanned::new(self.span(), "json".to_owned()));
        rules.pattern = Some(Spanned::new(self.span(), pattern.to_owned()));
        if let "geojson" | "geopoint" = self.word {
            self.leave_type("that it is JSON is judged, and not which", table);
        }
        if self.node.get("arrayItem").is_some() {
            self.leave(
                "key `arrayItem`",
                "items of an array are not looked into",
                table,
            );
        }
        Kind::Written
    }

    /// Items behind one another.
    fn list(&self, rules: &mut ColumnRules, table: &mut ForeignTable) -> Kind {
        rules.column_type = Some(Spanned::new(self.span(), ColumnType::String));
        let delimiter = self
            .node
            .get("delimiter")
            .and_then(Node::text)
            .unwrap_or(",");
        let item = match self.node.get("itemType").and_then(Node::text) {
            None | Some("string") => return Kind::Written,
            Some("integer") => "\\s*[+-]?[0-9]+\\s*",
            Some("boolean") => "(?:true|True|TRUE|1|false|False|FALSE|0)",
            Some(_) => {
                self.leave(
                    "key `itemType`",
                    "items of a list are not looked into",
                    table,
                );
                return Kind::Written;
            }
        };
        let delimiter = regex_syntax::escape(delimiter);
        rules.pattern = Some(Spanned::new(
            self.span(),
            format!("{item}(?:{delimiter}{item})*"),
        ));
        Kind::Written
    }
}

/// XML Schema's `gYearMonth`, without a zone.
const MONTH: &str = "[0-9]{4}-(?:0[1-9]|1[0-2])";

/// ISO 8601: `P1Y2M3DT4H5M6.7S` and `P2W`, of which something has to be there.
fn duration() -> String {
    let time = "T(?:[0-9]+H(?:[0-9]+M)?(?:[0-9.]+S)?|[0-9]+M(?:[0-9.]+S)?|[0-9.]+S)";
    let date = "(?:[0-9.]+Y(?:[0-9.]+M)?(?:[0-9.]+D)?|[0-9.]+M(?:[0-9.]+D)?|[0-9.]+D)";
    format!("[+-]?P(?:[0-9.]+W|{date}(?:{time})?|{time})")
}

/// `longitude, latitude` in degrees.
fn point() -> String {
    let degrees = |most: &str, below: &str| {
        format!("\\s*[+-]?0*(?:{most}(?:\\.0*)?|(?:{below})(?:\\.[0-9]*)?|\\.[0-9]+)\\s*")
    };
    let longitude = degrees("180", "1[0-7][0-9]|[0-9]{1,2}");
    format!("{longitude},{}", degrees("90", "[0-8]?[0-9]"))
}
