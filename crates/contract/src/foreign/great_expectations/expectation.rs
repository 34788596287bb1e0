//! An expectation and its arguments.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use verdict::{Severity, cut};

use super::super::Wrong;
use super::super::node::Node;
use super::{Why, condition};
use crate::bound::{Bound, Limits};

/// Arguments that change nothing about what is expected.
const IDLE: [&str; 12] = [
    "auto",
    "batch_id",
    "catch_exceptions",
    "condition_parser",
    "include_config",
    "meta",
    "output_strftime_format",
    "parse_strings_as_datetimes",
    "profiler_config",
    "result_format",
    "table",
    "allow_cross_type_comparisons",
];

/// An expectation of a suite.
pub(super) struct Expectation<'a> {
    node: &'a Node,
    /// `expect_…`.
    pub(super) name: String,
    /// Whether it is written as 1.x does.
    pub(super) new: bool,
    kwargs: Option<&'a Node>,
    parameters: Option<&'a Node>,
    /// Arguments that were asked for.
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Expectation<'a> {
    pub(super) fn new(node: &'a Node, parameters: Option<&'a Node>) -> Result<Self, Wrong> {
        let name = node.get("type").or_else(|| node.get("expectation_type"));
        let Some(name) = name.and_then(Node::text) else {
            let wrong = Wrong::new(node.span.clone(), "an expectation without a type");
            return Err(wrong.help("give it a `type`, such as `expect_column_to_exist`"));
        };
        Ok(Self {
            node,
            name: name.to_owned(),
            new: node.get("type").is_some(),
            kwargs: node.get("kwargs"),
            parameters,
            asked: RefCell::default(),
        })
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.node.span.clone()
    }

    /// "expectation `…` of column `a`".
    pub(super) fn what(&self) -> String {
        let column = self.kwargs.and_then(|kwargs| kwargs.get("column"));
        let name = cut(&self.name);
        match column.and_then(Node::text) {
            Some(column) => format!("expectation `{name}` of column `{}`", cut(column)),
            None => format!("expectation `{name}`"),
        }
    }

    /// An argument; null is none. An error where its value is known at the
    /// time of a run only.
    pub(super) fn get(&self, key: &'static str) -> Result<Option<&'a Node>, Why> {
        self.asked.borrow_mut().push(key);
        let node = self.kwargs.and_then(|kwargs| kwargs.get(key));
        let Some(node) = node.filter(|node| !node.is_null()) else {
            return Ok(None);
        };
        let Some(parameter) = node.get("$PARAMETER") else {
            return Ok(Some(node));
        };
        let name = parameter.text().unwrap_or_default();
        let given = self.parameters.and_then(|given| given.get(name));
        let example = || node.get(&format!("$PARAMETER.{name}"));
        match given.or_else(example) {
            Some(value) if value.bound().is_some() || value.is_list() => Ok(Some(value)),
            _ => Err(format!(
                "its `{key}` is known when it runs: `{}`",
                cut(name)
            )),
        }
    }

    fn need(&self, key: &'static str) -> Result<&'a Node, Why> {
        self.get(key)?.ok_or_else(|| format!("it has no `{key}`"))
    }

    /// A text.
    pub(super) fn text(&self, key: &'static str) -> Result<Spanned<String>, Why> {
        let node = self.need(key)?;
        match node.text() {
            Some(text) => Ok(node.spanned(text.to_owned())),
            None => Err(format!("its `{key}` is no text")),
        }
    }

    /// A list of texts, with one at least.
    pub(super) fn texts(&self, key: &'static str) -> Result<Vec<Spanned<String>>, Why> {
        let items = self.need(key)?.items();
        let texts: Option<Vec<_>> = items
            .iter()
            .map(|item| item.text().map(|text| item.spanned(text.to_owned())))
            .collect();
        texts
            .filter(|texts| !texts.is_empty())
            .ok_or_else(|| format!("its `{key}` is no list of texts"))
    }

    /// A boolean; false where it is not given.
    pub(super) fn flag(&self, key: &'static str) -> Result<bool, Why> {
        match self.get(key)? {
            None => Ok(false),
            Some(node) => node
                .boolean()
                .ok_or_else(|| format!("its `{key}` is neither true nor false")),
        }
    }

    /// A number.
    pub(super) fn number(&self, key: &'static str) -> Result<Spanned<f64>, Why> {
        let node = self.need(key)?;
        match node.number().filter(|number| number.is_finite()) {
            Some(number) => Ok(node.spanned(number)),
            None => Err(format!("its `{key}` is no number")),
        }
    }

    /// A count.
    pub(super) fn count(&self, key: &'static str) -> Result<Spanned<u64>, Why> {
        let node = self.need(key)?;
        node.count()
            .map(|count| node.spanned(count))
            .ok_or_else(|| format!("its `{key}` is no count"))
    }

    /// A list as it stands; none where it is null or not given.
    pub(super) fn list(&self, key: &'static str) -> Result<Option<&'a Node>, Why> {
        match self.get(key)? {
            Some(node) if !node.is_list() => Err(format!("its `{key}` is no list")),
            list => Ok(list),
        }
    }

    pub(super) fn column(&self) -> Result<Spanned<String>, Why> {
        self.text("column")
    }

    /// The bounds `min_value` and `max_value`, open where they are strict.
    /// Those that every value keeps are none.
    pub(super) fn limits(&self) -> Result<Limits, Why> {
        let (low, high) = (self.bound("min_value")?, self.bound("max_value")?);
        let mut limits = Limits::default();
        match self.flag("strict_min")? {
            true => limits.above = low,
            false => limits.min = low,
        }
        match self.flag("strict_max")? {
            true => limits.below = high,
            false => limits.max = high,
        }
        match limits == Limits::default() {
            true => Err("it has neither a `min_value` nor a `max_value`".to_owned()),
            false => Ok(limits),
        }
    }

    fn bound(&self, key: &'static str) -> Result<Option<Spanned<Bound>>, Why> {
        let Some(node) = self.get(key)? else {
            return Ok(None);
        };
        match node.bound() {
            Some(Bound::Number(number)) if !number.is_finite() => Ok(None),
            Some(bound) => Ok(Some(node.spanned(bound))),
            None => Err(format!("its `{key}` is no value")),
        }
    }

    /// The part that has to keep it; none where that is all.
    pub(super) fn mostly(&self) -> Result<Option<Spanned<f64>>, Why> {
        let Some(node) = self.get("mostly")? else {
            return Ok(None);
        };
        match node.number().filter(|part| (0.0..=1.0).contains(part)) {
            Some(part) => Ok((part < 1.0).then(|| node.spanned(part))),
            None => Err("its `mostly` is not within 0 to 1".to_owned()),
        }
    }

    /// The rows that it looks at, as SQL.
    pub(super) fn condition(&self) -> Result<Option<Spanned<String>>, Why> {
        let Some(node) = self.get("row_condition")? else {
            return Ok(None);
        };
        let parser = self
            .kwargs
            .and_then(|kwargs| kwargs.get("condition_parser"));
        let condition = condition::sql(node, parser.and_then(Node::text))?;
        Ok(Some(node.spanned(condition)))
    }

    pub(super) fn severity(&self) -> Result<Option<Severity>, Why> {
        let word = self.node.get("severity").filter(|node| !node.is_null());
        let Some(word) = word else {
            return Ok(None);
        };
        let severity = word.text().and_then(super::severity);
        let severity = severity.ok_or("its `severity` is not known")?;
        Ok((severity != Severity::default()).then_some(severity))
    }

    /// An error where it has a tolerance, a condition or a severity, which
    /// `key` of a contract can't have.
    pub(super) fn plain(&self, key: &str) -> Result<(), Why> {
        let all = self.mostly()?.is_none() && self.condition()?.is_none();
        match all && self.severity()?.is_none() {
            true => Ok(()),
            false => Err(format!(
                "`{key}` of a contract has no tolerance, condition or severity"
            )),
        }
    }

    /// Arguments that nothing asked for.
    pub(super) fn left_over(&self) -> Vec<(Range<usize>, &'a str)> {
        let asked = self.asked.borrow();
        let entries = self.kwargs.map_or(&[][..], Node::entries).iter();
        entries
            .filter(|(key, value)| {
                let key = key.get_ref().as_str();
                !asked.contains(&key) && !IDLE.contains(&key) && !value.is_null()
            })
            .map(|(key, _)| (key.span(), key.get_ref().as_str()))
            .collect()
    }
}
