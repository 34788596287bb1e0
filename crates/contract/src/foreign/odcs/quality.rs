//! Rules on quality: metrics of the library, and queries.

use toml::Spanned;
use verdict::{Severity, cut};

use super::limits::{self, Asked};
use super::{Object, PLACE_OF_TABLE};
use crate::bound::{Bound, Limits};
use crate::column::ColumnRules;
use crate::foreign::node::Node;
use crate::foreign::{ForeignTable, Wrong, build, sql};
use crate::rule::TableRule;

mod column;
mod table;

pub(super) use column::of_property;
pub(super) use table::of_object;

/// Keys of a rule beside its operators.
const KNOWN: [&str; 23] = [
    "arguments",
    "authoritativeDefinitions",
    "businessImpact",
    "column",
    "customProperties",
    "description",
    "dimension",
    "engine",
    "id",
    "implementation",
    "method",
    "metric",
    "name",
    "query",
    "rule",
    "schedule",
    "scheduler",
    "severity",
    "tags",
    "type",
    "unit",
    "validValues",
    "dimensions",
];

/// A rule of the contract that asks for a figure.
struct Rule<'a> {
    node: &'a Node,
    /// The metric's name, or the query, and where it stands.
    figure: Spanned<String>,
    asked: Asked,
    percent: bool,
}

/// How a rule is called in the list of what is not judged.
fn called(node: &Node, of: &str) -> String {
    let word = ["name", "metric", "rule", "description", "engine"]
        .iter()
        .find_map(|key| node.get(key).and_then(Node::text));
    match word {
        Some(word) => format!("quality rule `{}` of {of}", cut(word)),
        None => format!("a quality rule of {of}"),
    }
}

/// What a rule is made of.
enum Kind<'a> {
    Metric(Rule<'a>),
    Query(Rule<'a>),
    /// Why it can't be judged.
    Left(String),
}

fn kind<'a>(node: &'a Node, of: &str, table: &mut ForeignTable) -> Result<Kind<'a>, Wrong> {
    let known: Vec<_> = KNOWN.iter().chain(&limits::OPERATORS).copied().collect();
    table.leave_unknown(node, &called(node, of), &known);
    let word = node.get("type").and_then(Node::text).unwrap_or("library");
    let percent = match unit(node) {
        Ok(percent) => percent,
        Err(why) => return Ok(Kind::Left(why)),
    };
    let asked = limits::asked(node)?;
    let figure = match word {
        "text" => return Ok(Kind::Left("it is a text for people".to_owned())),
        "custom" => {
            let engine = node.get("engine").map(Node::shown).unwrap_or_default();
            return Ok(Kind::Left(format!(
                "it is a rule of another tool, {engine}"
            )));
        }
        "sql" => node.get("query"),
        _ => node.get("metric").or_else(|| node.get("rule")),
    };
    let Some(figure) = figure.and_then(|figure| Some(figure.spanned(figure.text()?.to_owned())))
    else {
        let missing = if word == "sql" { "query" } else { "metric" };
        return Ok(Kind::Left(format!("it has no `{missing}`")));
    };
    let Some(asked) = asked.or_else(|| implied(figure.get_ref(), node)) else {
        return Ok(Kind::Left(
            "it has no operator, such as `mustBe`".to_owned(),
        ));
    };
    let rule = Rule {
        node,
        figure,
        asked,
        percent,
    };
    Ok(match word {
        "sql" => Kind::Query(rule),
        _ => Kind::Metric(rule),
    })
}

/// What rules of version 3.0 ask without an operator: nothing of the kind.
fn implied(metric: &str, node: &Node) -> Option<Asked> {
    let zero = || Some(Spanned::new(node.span.clone(), Bound::Integer(0)));
    let alone = ["nullCheck", "notNull", "unique", "validValues"].contains(&metric);
    (alone && node.get("metric").is_none()).then(|| Asked {
        limits: Limits {
            min: zero(),
            max: zero(),
            ..Limits::default()
        },
        not_within: None,
        span: node.span.clone(),
    })
}

/// Whether the figure is in percent.
fn unit(node: &Node) -> Result<bool, String> {
    let Some(unit) = node.get("unit").filter(|unit| !unit.is_null()) else {
        return Ok(false);
    };
    let shown = unit.shown();
    match shown.to_lowercase().as_str() {
        "rows" | "row" | "count" => Ok(false),
        "percent" | "percentage" | "%" => Ok(true),
        _ => Err(format!("its unit `{shown}` is neither rows nor percent")),
    }
}

/// What every rule may have beside what it asks.
struct Manner {
    severity: Severity,
    message: Option<String>,
    tags: Vec<String>,
}

fn manner(node: &Node) -> Manner {
    let word = node
        .get("severity")
        .and_then(Node::text)
        .unwrap_or_default();
    // As the standard's own tool takes them.
    let light = ["info", "warning", "warn", "low", "minor", "trivial"];
    let text = |key| node.get(key).and_then(Node::text).map(str::to_owned);
    let tags = node.get("tags").map(build::texts).unwrap_or_default();
    Manner {
        severity: if light.contains(&word.to_lowercase().as_str()) {
            Severity::Warning
        } else {
            Severity::Error
        },
        message: text("description").or_else(|| text("name")),
        tags: tags.into_iter().map(Spanned::into_inner).collect(),
    }
}

/// A rule on the table with the manner of the contract's.
fn on_table(node: &Node, rule: TableRule) -> TableRule {
    let Manner {
        severity,
        message,
        tags,
    } = manner(node);
    TableRule {
        severity,
        message,
        tags,
        ..rule
    }
}

/// A rule on a column with the manner of the contract's.
fn on_column(node: &Node, rule: ColumnRules) -> ColumnRules {
    let Manner {
        severity,
        message,
        tags,
    } = manner(node);
    ColumnRules {
        severity: (severity != Severity::Error).then_some(severity),
        message,
        tags,
        ..rule
    }
}

impl Rule<'_> {
    /// A figure of the table within what is asked.
    fn figure(&self, aggregate: String) -> TableRule {
        let figure = |text| Spanned::new(self.figure.span(), text);
        let Some([low, high]) = &self.asked.not_within else {
            return TableRule {
                aggregate: Some(figure(aggregate)),
                limits: Some(Spanned::new(
                    self.asked.span.clone(),
                    self.asked.limits.clone(),
                )),
                ..TableRule::default()
            };
        };
        // The two themselves are allowed: they don't lie between.
        let truth = format!(
            "({aggregate}) <= {} or ({aggregate}) >= {}",
            sql::literal(low.get_ref()),
            sql::literal(high.get_ref())
        );
        let yes = Some(Spanned::new(self.asked.span.clone(), Bound::Boolean(true)));
        let limits = Limits {
            min: yes.clone(),
            max: yes,
            ..Limits::default()
        };
        TableRule {
            aggregate: Some(figure(truth)),
            limits: Some(Spanned::new(self.asked.span.clone(), limits)),
            ..TableRule::default()
        }
    }

    /// Adds the figure as a rule on the table.
    fn add_figure(&self, aggregate: String, table: &mut ForeignTable) {
        let rule = on_table(self.node, self.figure(aggregate));
        table.rule(self.node.span.clone(), rule);
    }

    /// A value that stands where the operator does.
    fn asked<T>(&self, value: T) -> Spanned<T> {
        Spanned::new(self.asked.span.clone(), value)
    }
}

/// A count of rows, or how much of the whole it is in percent.
fn part(count: &str, percent: bool) -> String {
    match percent {
        true => format!("100.0 * {count} / greatest(count(*), 1)"),
        false => count.to_owned(),
    }
}

/// The figure of a query.
fn query(object: &Object<'_>, column: Option<&str>, query: &str) -> Result<String, String> {
    let mut text = query.to_owned();
    for place in ["object", "table", "model"] {
        text = replaced(&text, place, PLACE_OF_TABLE);
    }
    for place in ["property", "column", "field"] {
        let Some(column) = column else { break };
        text = replaced(&text, place, &sql::name(column));
    }
    if text.contains(['{', '$']) {
        return Err("its query has a variable that is not known".to_owned());
    }
    sql::aggregate(&text, &object.tables, &object.names)
}

/// `{place}` and `${place}`, in quotes or not, with a name instead.
fn replaced(text: &str, place: &str, name: &str) -> String {
    let mut text = text.to_owned();
    for mark in [format!("${{{place}}}"), format!("{{{place}}}")] {
        for quote in ["\"", "'", "`"] {
            text = text.replace(&format!("{quote}{mark}{quote}"), name);
        }
        text = text.replace(&mark, name);
    }
    text
}
