//! A schema as a condition in SQL: on a row, or on one value of it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use toml::Spanned;

use super::super::dialect::{self, Dialect};
use super::super::node::Node;
use super::super::{ForeignTable, sql};
use super::keyword;
use super::parts::{Document, Why};
use super::{is_idle, names};
use crate::bound::Bound;
use crate::column::ColumnType;

/// How deep conditions may stand in one another.
const DEEPEST: usize = 16;
/// How long a condition may be, in bytes.
const LONGEST: usize = 16_384;

/// The types of columns by name.
pub(super) type Types = HashMap<String, Option<ColumnType>>;

pub(super) fn kinds(table: &ForeignTable) -> Types {
    let columns = table.contract.columns.iter();
    let kind =
        |rules: &crate::column::ColumnRules| rules.column_type.as_ref().map(|kind| *kind.get_ref());
    columns
        .map(|(name, rules)| (name.get_ref().clone(), kind(rules)))
        .collect()
}

/// What a schema is about.
#[derive(Clone, Copy)]
enum Subject<'s> {
    Row,
    /// A value of this column, which is not null.
    Value(&'s str),
}

fn check_length(condition: &str) -> Result<(), Why> {
    match condition.len() > LONGEST {
        true => Err("its condition would be too long".to_owned()),
        false => Ok(()),
    }
}

/// Writes conditions.
pub(super) struct Predicate<'d, 'a> {
    document: &'d Document<'a>,
    types: &'d Types,
    depth: Cell<usize>,
    /// Columns that were named.
    pub(super) named: RefCell<Vec<Spanned<String>>>,
}

impl<'d, 'a> Predicate<'d, 'a> {
    pub(super) fn new(document: &'d Document<'a>, types: &'d Types) -> Self {
        Self {
            document,
            types,
            depth: Cell::new(0),
            named: RefCell::default(),
        }
    }

    /// What a keyword of a property asks of its values; nulls keep it.
    pub(super) fn of_value(
        &self,
        key: &str,
        value: &'a Node,
        part: &'a Node,
        name: &str,
    ) -> Result<String, Why> {
        let condition = self.keyword(Subject::Value(name), key, value, part)?;
        let condition = condition.ok_or("it asks nothing")?;
        check_length(&condition)?;
        Ok(format!("{} is null or ({condition})", sql::name(name)))
    }

    /// What a keyword of the row's schema asks of a row.
    pub(super) fn of_row(
        &self,
        key: &str,
        value: &'a Node,
        part: &'a Node,
    ) -> Result<Option<String>, Why> {
        let condition = self.keyword(Subject::Row, key, value, part)?;
        condition
            .iter()
            .try_for_each(|condition| check_length(condition))?;
        Ok(condition)
    }

    /// What a schema asks of a row that has a value in a column.
    pub(super) fn where_present(&self, name: &str, schema: &'a Node) -> Result<String, Why> {
        let condition = self.schema(Subject::Row, schema)?;
        Ok(format!("{} is null or ({condition})", sql::name(name)))
    }

    /// A whole schema: what all of its keywords ask.
    fn schema(&self, subject: Subject<'_>, schema: &'a Node) -> Result<String, Why> {
        match schema.boolean() {
            Some(holds) => return Ok(holds.to_string()),
            None if self.depth.get() >= DEEPEST => return Err("it is nested too deep".to_owned()),
            None => self.depth.set(self.depth.get() + 1),
        }
        let mut wrong = None;
        let parts = self.document.parts(schema, |_, why| wrong = Some(why));
        if let Some(why) = wrong {
            return Err(why);
        }
        let mut conditions = Vec::new();
        for part in parts {
            for (key, value) in part.entries() {
                conditions.extend(self.keyword(subject, key.get_ref(), value, part)?);
            }
        }
        self.depth.set(self.depth.get() - 1);
        for condition in &conditions {
            check_length(condition)?;
        }
        Ok(match conditions.len() {
            0 => "true".to_owned(),
            1 => conditions.remove(0),
            _ => conditions
                .iter()
                .map(|one| format!("({one})"))
                .collect::<Vec<_>>()
                .join(" and "),
        })
    }

    /// What one keyword asks; none where that is nothing.
    fn keyword(
        &self,
        subject: Subject<'_>,
        key: &str,
        value: &'a Node,
        part: &'a Node,
    ) -> Result<Option<String>, Why> {
        let schemas = |between: &str| {
            let schemas = value
                .items()
                .iter()
                .map(|schema| self.schema(subject, schema));
            let schemas: Vec<_> = schemas.collect::<Result<_, _>>()?;
            let schemas: Vec<_> = schemas.into_iter().map(|one| format!("({one})")).collect();
            match schemas.is_empty() {
                true => Err("it has no schemas".to_owned()),
                false => Ok(Some(schemas.join(between))),
            }
        };
        match (key, subject) {
            _ if is_idle(key) || matches!(key, "then" | "else") => Ok(None),
            ("anyOf", _) => schemas(" or "),
            ("oneOf", _) => self.one_of(subject, value).map(Some),
            // What is unknown of a null is not so.
            ("not", _) => Ok(Some(format!(
                "({}) is not true",
                self.schema(subject, value)?
            ))),
            ("if", _) => self.branches(subject, value, part),
            (_, Subject::Row) => self.row_keyword(key, value),
            (_, Subject::Value(name)) => self.value_keyword(name, key, value, part),
        }
    }

    /// Exactly one schema holds.
    fn one_of(&self, subject: Subject<'_>, value: &'a Node) -> Result<String, Why> {
        let schemas = value.items().iter().map(|schema| {
            let condition = self.schema(subject, schema)?;
            Ok(format!("case when {condition} then 1 else 0 end"))
        });
        let schemas: Vec<_> = schemas.collect::<Result<_, Why>>()?;
        match schemas.is_empty() {
            true => Err("it has no schemas".to_owned()),
            false => Ok(format!("{} = 1", schemas.join(" + "))),
        }
    }

    fn branches(
        &self,
        subject: Subject<'_>,
        condition: &'a Node,
        part: &'a Node,
    ) -> Result<Option<String>, Why> {
        let branch = |key: &str| {
            part.get(key)
                .map(|schema| self.schema(subject, schema))
                .transpose()
        };
        let (then, other) = (branch("then")?, branch("else")?);
        if then.is_none() && other.is_none() {
            return Ok(None);
        }
        let condition = self.schema(subject, condition)?;
        let then = then.map(|then| format!("({condition}) is not true or ({then})"));
        let other = other.map(|other| format!("({condition}) is true or ({other})"));
        Ok(match (then, other) {
            (Some(then), Some(other)) => Some(format!("({then}) and ({other})")),
            (one, other) => one.or(other),
        })
    }

    fn name(&self, name: &Spanned<String>) -> String {
        self.named.borrow_mut().push(name.clone());
        sql::name(name.get_ref())
    }

    fn row_keyword(&self, key: &str, value: &'a Node) -> Result<Option<String>, Why> {
        match key {
            "type" => Ok(None),
            "properties" => {
                let properties = value.entries().iter().map(|(name, schema)| {
                    let condition = self.schema(Subject::Value(name.get_ref()), schema)?;
                    Ok(format!("({} is null or ({condition}))", self.name(name)))
                });
                let properties: Vec<_> = properties.collect::<Result<_, Why>>()?;
                Ok((!properties.is_empty()).then(|| properties.join(" and ")))
            }
            "required" => self.required(value),
            "dependentRequired" => self.dependent(value),
            _ => Err(format!(
                "its `{}` is not judged within a condition",
                verdict::cut(key)
            )),
        }
    }

    /// All of these properties are there.
    fn required(&self, list: &Node) -> Result<Option<String>, Why> {
        let names = names(list).ok_or("its `required` is no list of names")?;
        let names: Vec<_> = names
            .iter()
            .map(|name| format!("{} is not null", self.name(name)))
            .collect();
        Ok((!names.is_empty()).then(|| names.join(" and ")))
    }

    /// Where one property is there, so are others.
    pub(super) fn dependent(&self, map: &Node) -> Result<Option<String>, Why> {
        let mut all = Vec::new();
        for (name, list) in map.entries() {
            if let Some(others) = self.required(list)? {
                all.push(format!("({} is null or ({others}))", self.name(name)));
            }
        }
        Ok((!all.is_empty()).then(|| all.join(" and ")))
    }

    fn value_keyword(
        &self,
        name: &str,
        key: &str,
        value: &Node,
        part: &Node,
    ) -> Result<Option<String>, Why> {
        let column = sql::name(name);
        let kind = self.types.get(name).copied().flatten();
        let numeric = matches!(kind, None | Some(ColumnType::Integer | ColumnType::Number));
        let textual = matches!(kind, None | Some(ColumnType::String));
        Ok(match key {
            "type" => of_type(&column, kind, value)?,
            "enum" | "const" => Some(among(&column, key, value)?),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" if numeric => {
                keyword::limit(key, value, part)?.map(|(bound, open)| {
                    let sign = if key.ends_with("inimum") { '>' } else { '<' };
                    let closed = if open { "" } else { "=" };
                    format!("{column} {sign}{closed} {}", sql::literal(&bound))
                })
            }
            "multipleOf" if numeric => {
                let divisor = keyword::number(value)?;
                Some(format!("mod({column}, {}) = 0", sql::literal(&divisor)))
            }
            "pattern" if textual => {
                let pattern = value.text().ok_or("its pattern is no text")?;
                // It is checked as a whole, and searched for as it is.
                dialect::whole(
                    pattern,
                    Dialect::EcmaScript,
                    super::super::pattern::Anchors::None,
                )?;
                let ours = dialect::ours(pattern, Dialect::EcmaScript)?;
                Some(format!("regexp_matches({column}, {})", sql::text(&ours)))
            }
            "minLength" | "maxLength" if textual => {
                let length = value.count().ok_or("its length is no count")?;
                let sign = if key == "minLength" { ">=" } else { "<=" };
                Some(format!("length({column}) {sign} {length}"))
            }
            // They ask nothing of values of another type.
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf"
            | "pattern" | "minLength" | "maxLength" => None,
            _ => {
                return Err(format!(
                    "its `{}` is not judged within a condition",
                    verdict::cut(key)
                ));
            }
        })
    }
}

/// Whether a value is of a type is known from its column's.
fn of_type(column: &str, kind: Option<ColumnType>, value: &Node) -> Result<Option<String>, Why> {
    let allowed = keyword::kinds(value)?;
    let kind = kind.ok_or("it tells values apart by their type, and nothing tells the column's")?;
    let has = |word: &str| allowed.words.iter().any(|allowed| allowed == word);
    let holds = match kind {
        ColumnType::Integer => has("integer") || has("number"),
        ColumnType::Number if !has("number") && has("integer") => {
            return Ok(Some(format!("{column} = floor({column})")));
        }
        ColumnType::Number | ColumnType::Decimal => has("number"),
        ColumnType::Boolean => has("boolean"),
        ColumnType::String | ColumnType::Date | ColumnType::Time | ColumnType::Datetime => {
            has("string")
        }
    };
    Ok((!holds).then(|| "false".to_owned()))
}

/// The value is one of some; it is not null.
fn among(column: &str, key: &str, value: &Node) -> Result<String, Why> {
    let listed = keyword::listed(key, value)?;
    let values: Vec<Bound> = listed.values.into_iter().map(Spanned::into_inner).collect();
    Ok(match values.as_slice() {
        [] => "false".to_owned(),
        [one] => format!("{column} = {}", sql::literal(one)),
        many => format!("{column} in ({})", sql::list(many)),
    })
}
