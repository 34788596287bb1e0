//! Constraints of a field.

use toml::Spanned;
use verdict::cut;

use super::super::clash::clash;
use super::super::dialect::{self, Dialect};
use super::super::node::{Node, Value};
use super::super::pattern::Anchors;
use super::super::{ForeignTable, piece, sql};
use super::field::{Field, Kind};
use crate::bound::Bound;
use crate::column::ColumnRules;
use crate::rule::TableRule;

/// Why a constraint is not judged, as a fragment.
type Why = String;

pub(super) fn read(field: &Field<'_>, rules: &mut ColumnRules, table: &mut ForeignTable) {
    let of = format!("field `{}`", cut(field.name.get_ref()));
    let constraints = field.node.get("constraints").map_or(&[][..], Node::entries);
    for (key, value) in constraints {
        if let Err(why) = constraint(key.get_ref(), value, field, rules, table) {
            let what = format!("constraint `{}` of {of}", cut(key.get_ref()));
            table.leave(key.span(), what, why);
        }
    }
    if field.word == "year" {
        year(field, rules);
    }
    if let Some(categories) = field
        .node
        .get("categories")
        .filter(|_| rules.values.is_none())
    {
        match values(categories, field, rules, table) {
            Ok(values) => rules.values = Some(values),
            Err(why) => field.leave("key `categories`", &why, table),
        }
    }
}

fn constraint(
    key: &str,
    value: &Node,
    field: &Field<'_>,
    rules: &mut ColumnRules,
    table: &mut ForeignTable,
) -> Result<(), Why> {
    match key {
        "required" => {
            let required = value.boolean().ok_or("it is neither true nor false")?;
            rules.nullable = Some(value.spanned(!required));
        }
        "unique" => {
            let unique = value.boolean().ok_or("it is neither true nor false")?;
            rules.unique = unique.then(|| value.spanned(true));
        }
        "minLength" => rules.min_length = Some(length(value, field)?),
        "maxLength" => rules.max_length = Some(length(value, field)?),
        "pattern" => pattern(value, field, rules)?,
        "enum" => rules.values = Some(values(value, field, rules, table)?),
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
            limit(key, value, field, rules, table)?;
        }
        "jsonSchema" => return Err("a schema of texts within cells is not looked into".to_owned()),
        _ => return Err("the format has no such constraint".to_owned()),
    }
    Ok(())
}

/// A year is a whole number of four digits at most, where nothing else is
/// said.
fn year(field: &Field<'_>, rules: &mut ColumnRules) {
    let year = |year| Some(field.node.spanned(Bound::Integer(year)));
    if rules.min.is_none() && rules.above.is_none() {
        rules.min = year(0);
    }
    if rules.max.is_none() && rules.below.is_none() {
        rules.max = year(9999);
    }
}

fn length(value: &Node, field: &Field<'_>) -> Result<Spanned<u64>, Why> {
    if !matches!(field.kind, Kind::Text | Kind::Any) {
        return Err(format!(
            "the length of a value of type `{}` is not judged",
            cut(field.word)
        ));
    }
    let length = value.count().ok_or("it is no count")?;
    Ok(value.spanned(length))
}

fn pattern(value: &Node, field: &Field<'_>, rules: &mut ColumnRules) -> Result<(), Why> {
    if !matches!(field.kind, Kind::Text | Kind::Any) {
        return Err("patterns are for strings".to_owned());
    }
    let text = value.text().ok_or("it is no text")?;
    let ours = dialect::whole(text, Dialect::Python, Anchors::Both)?;
    rules.pattern = Some(value.spanned(ours));
    Ok(())
}

/// Values of a list, without the texts that mean that there is none.
fn values(
    list: &Node,
    field: &Field<'_>,
    rules: &ColumnRules,
    table: &ForeignTable,
) -> Result<Spanned<Vec<Spanned<Bound>>>, Why> {
    let missing = rules.missing.as_ref().or(table.contract.missing.as_ref());
    let is_missing = |node: &Node| match (node.text(), missing) {
        (Some(text), Some(missing)) => missing.iter().any(|word| word == text),
        (text, _) => text == Some("") || node.is_null(),
    };
    if matches!(field.kind, Kind::Written | Kind::OwnDate) {
        return Err(format!(
            "values of type `{}` are not compared",
            cut(field.word)
        ));
    }
    if !list.is_list() || list.items().is_empty() {
        return Err("it is no list of values".to_owned());
    }
    let values = list
        .items()
        .iter()
        .map(|item| item.get("value").unwrap_or(item))
        .filter(|value| !is_missing(value))
        .map(|value| {
            let bound =
                bound(value, field, rules).ok_or("one of its values is not of the field's type")?;
            Ok(value.spanned(bound))
        })
        .collect::<Result<Vec<_>, Why>>()?;
    let rules = ColumnRules {
        values: Some(list.spanned(values.clone())),
        ..ColumnRules::default()
    };
    let kind = field.column_type;
    match clash(kind, &rules) {
        Some(why) => Err(why),
        None if values.is_empty() => Err("it has no values".to_owned()),
        None => Ok(list.spanned(values)),
    }
}

/// A value of the field's type, which may be written as the field's own are.
fn bound(node: &Node, field: &Field<'_>, rules: &ColumnRules) -> Option<Bound> {
    let bound = node.bound()?;
    match (field.kind, &node.value) {
        (Kind::Number | Kind::Integer, Value::Text(text)) => number(text, rules),
        (Kind::Number | Kind::Integer, Value::Boolean(_)) => None,
        (Kind::Boolean, Value::Text(text)) => boolean(text, rules),
        // YAML takes a word or a number for what it looks like.
        (Kind::Text | Kind::Month | Kind::Date, _) => Some(Bound::Text(bound.to_string())),
        // Cells without a type are texts, and no other value is like one.
        (Kind::Any, _) => matches!(bound, Bound::Text(_)).then_some(bound),
        _ => Some(bound),
    }
}

/// What one of the field's own words means.
fn boolean(text: &str, rules: &ColumnRules) -> Option<Bound> {
    let among = |words: &Option<Spanned<Vec<String>>>| {
        let words = words.as_ref().map(Spanned::get_ref);
        words.is_some_and(|words| words.iter().any(|word| word == text))
    };
    let yes = among(&rules.true_values);
    (yes || among(&rules.false_values)).then_some(Bound::Boolean(yes))
}

/// A number in a text, written as those of the field.
fn number(text: &str, rules: &ColumnRules) -> Option<Bound> {
    let mut text = text.trim().to_owned();
    if let Some(group) = &rules.group_mark {
        text = text.replace(group.get_ref(), "");
    }
    if let Some(mark) = &rules.decimal_mark {
        text = text.replace(mark.get_ref(), ".");
    }
    if let Ok(whole) = text.parse() {
        return Some(Bound::Integer(whole));
    }
    let number: f64 = text.parse().ok()?;
    number.is_finite().then_some(Bound::Number(number))
}

fn limit(
    key: &str,
    value: &Node,
    field: &Field<'_>,
    rules: &mut ColumnRules,
    table: &mut ForeignTable,
) -> Result<(), Why> {
    match field.kind {
        Kind::OwnDate => return Err("it is written in the field's own format of dates".to_owned()),
        Kind::Integer | Kind::Number | Kind::Date | Kind::Month => {}
        _ => {
            return Err(format!(
                "values of type `{}` have no order here",
                cut(field.word)
            ));
        }
    }
    let bound = bound(value, field, rules).ok_or("it is not of the field's type")?;
    if field.kind == Kind::Month {
        month(key, value, &bound, field, table);
        return Ok(());
    }
    let mut limit = ColumnRules::default();
    let place = match key {
        "minimum" => &mut limit.min,
        "maximum" => &mut limit.max,
        "exclusiveMinimum" => &mut limit.above,
        _ => &mut limit.below,
    };
    *place = Some(value.spanned(bound));
    piece::add_fitting(rules, value.spanned(limit))
}

/// Months of years with four digits come in the order of their texts.
fn month(key: &str, value: &Node, bound: &Bound, field: &Field<'_>, table: &mut ForeignTable) {
    let sign = match key {
        "minimum" => ">=",
        "maximum" => "<=",
        "exclusiveMinimum" => ">",
        _ => "<",
    };
    let text = format!(
        "{} {sign} {}",
        sql::name(field.name.get_ref()),
        sql::literal(bound)
    );
    let rule = TableRule {
        expression: Some(value.spanned(text)),
        ..TableRule::default()
    };
    table.rule(value.span.clone(), rule);
}
