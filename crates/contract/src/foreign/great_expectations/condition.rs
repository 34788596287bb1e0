//! `row_condition` as SQL: queries of pandas and of Spark, Great
//! Expectations' own words (`col("a") > 1`), and conditions as maps, which
//! 1.8 and later write.

use super::super::node::Node;
use super::super::sql;
use super::Why;
use super::parse::{self, Language};

/// How deep conditions may stand in one another.
const DEEPEST: usize = 32;

pub(super) fn sql(condition: &Node, parser: Option<&str>) -> Result<String, Why> {
    match condition.text() {
        Some(text) => parse::condition(text, language(parser)?),
        None if condition.is_map() => of_map(condition, parser, 0),
        None => Err("its `row_condition` is no text".to_owned()),
    }
}

fn language(parser: Option<&str>) -> Result<Language, Why> {
    match parser {
        Some("pandas" | "python") => Ok(Language::Pandas),
        Some("spark" | "spark_sql" | "sql") => Ok(Language::Sql),
        None | Some("great_expectations" | "great_expectations__experimental__") => {
            Ok(Language::Own)
        }
        Some(other) => Err(format!(
            "its `condition_parser` is `{}`",
            verdict::cut(other)
        )),
    }
}

fn of_map(node: &Node, parser: Option<&str>, depth: usize) -> Result<String, Why> {
    if depth > DEEPEST {
        return Err("its `row_condition` is nested too deep".to_owned());
    }
    match node.get("type").and_then(Node::text) {
        Some("comparison") => comparison(node),
        Some("nullity") => nullity(node),
        Some(word @ ("and" | "or")) => {
            let parts = node.get("conditions").map_or(&[][..], Node::items).iter();
            let parts: Vec<_> = parts
                .map(|part| Ok(format!("({})", of_map(part, parser, depth + 1)?)))
                .collect::<Result<_, Why>>()?;
            match parts.is_empty() {
                true => Err("its `row_condition` is empty".to_owned()),
                false => Ok(parts.join(&format!(" {word} "))),
            }
        }
        Some("pass_through") => {
            let text = node.get("pass_through_filter").and_then(Node::text);
            parse::condition(
                text.unwrap_or_default(),
                language(parser.or(Some("pandas")))?,
            )
        }
        _ => Err("its `row_condition` is not understood".to_owned()),
    }
}

fn column(node: &Node) -> Result<String, Why> {
    let column = node.get("column");
    let name = column.and_then(|column| column.get("name").or(Some(column)));
    let name = name
        .and_then(Node::text)
        .ok_or("its `row_condition` names no column")?;
    Ok(sql::name(name))
}

fn nullity(node: &Node) -> Result<String, Why> {
    let is = node.get("is_null").and_then(Node::boolean);
    let is = is.ok_or("its `row_condition` is not understood")?;
    Ok(format!(
        "{} is {}null",
        column(node)?,
        if is { "" } else { "not " }
    ))
}

fn comparison(node: &Node) -> Result<String, Why> {
    let name = column(node)?;
    let parameter = node
        .get("parameter")
        .ok_or("its `row_condition` has no parameter")?;
    let operator = node
        .get("operator")
        .and_then(Node::text)
        .unwrap_or_default();
    if let "IN" | "NOT_IN" = operator {
        let values: Option<Vec<_>> = parameter.items().iter().map(Node::bound).collect();
        let values = values.filter(|values| !values.is_empty());
        let values = sql::list(&values.ok_or("its `row_condition` has no list")?);
        return Ok(match operator {
            "IN" => format!("{name} in ({values})"),
            _ => format!("({name} in ({values})) is not true"),
        });
    }
    let value = parameter
        .bound()
        .ok_or("its `row_condition` compares with no value")?;
    let sign = match operator {
        "==" => "=",
        // For pandas a null is unlike any value.
        "!=" => "is distinct from",
        "<" | "<=" | ">" | ">=" => operator,
        _ => return Err("its `row_condition` is not understood".to_owned()),
    };
    Ok(format!("{name} {sign} {}", sql::literal(&value)))
}
