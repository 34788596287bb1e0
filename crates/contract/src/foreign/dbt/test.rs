//! One test: its name, its arguments and its configuration.

use toml::Spanned;

use crate::bound::Bound;
use crate::foreign::build;
use crate::foreign::node::Node;

/// Keys that are no arguments.
const OWN: [&str; 6] = [
    "arguments",
    "config",
    "description",
    "meta",
    "name",
    "test_name",
];

/// Arguments of the tests that are read.
const ARGUMENTS: [&str; 43] = [
    "at_least",
    "at_most",
    "column_A",
    "column_B",
    "column_list",
    "column_name",
    "column_type",
    "column_type_list",
    "combination_of_columns",
    "datepart",
    "display_inconsistent_columns",
    "expression",
    "field",
    "group_by",
    "group_by_columns",
    "ignore_row_if",
    "inclusive",
    "interval",
    "is_raw",
    "like_pattern",
    "like_pattern_list",
    "match_on",
    "max_value",
    "min_value",
    "model",
    "or_equal",
    "quantile",
    "quote",
    "quote_columns",
    "quote_values",
    "regex",
    "regex_list",
    "row_condition",
    "sigma_threshold",
    "strictly",
    "sum_total",
    "to",
    "top_n",
    "trim_whitespace",
    "value",
    "value_pairs_set",
    "value_set",
    "values",
];

/// A test, however it is written: `unique`, `unique: {…}` or
/// `{test_name: unique, …}`.
pub(super) struct Test<'a> {
    /// The whole of it.
    pub(super) node: &'a Node,
    /// Its name with that of its package: `dbt_utils.accepted_range`.
    pub(super) name: Spanned<String>,
    body: Option<&'a Node>,
}

impl<'a> Test<'a> {
    /// None where it is written in no known way.
    pub(super) fn of(node: &'a Node) -> Option<Self> {
        if let Some(name) = node.text() {
            let name = node.spanned(name.to_owned());
            return Some(Self {
                node,
                name,
                body: None,
            });
        }
        if let Some(name) = node.get("test_name") {
            let name = name.spanned(name.text()?.to_owned());
            return Some(Self {
                node,
                name,
                body: Some(node),
            });
        }
        // `unique: {…}`, perhaps with `config` beside instead of within.
        let mut keys = node
            .entries()
            .iter()
            .filter(|(key, _)| !OWN.contains(&key.get_ref().as_str()));
        let (key, body) = keys.next()?;
        let name = Spanned::new(key.span(), key.get_ref().clone());
        keys.next().is_none().then_some(Self {
            node,
            name,
            body: Some(body),
        })
    }

    /// The name without the package, and the package.
    pub(super) fn parts(&self) -> (Option<&str>, &str) {
        match self.name.get_ref().rsplit_once('.') {
            Some((package, name)) => (Some(package), name),
            None => (None, self.name.get_ref()),
        }
    }

    /// An argument that is given.
    pub(super) fn argument(&self, key: &str) -> Option<&'a Node> {
        let body = self.body?;
        let within = body
            .get("arguments")
            .and_then(|arguments| arguments.get(key));
        within
            .or_else(|| body.get(key))
            .filter(|value| !value.is_null())
    }

    /// A text among the arguments.
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.argument(key)?.text()
    }

    /// Whether an argument is true.
    pub(super) fn flag(&self, key: &str, default: bool) -> bool {
        let given = self.argument(key).and_then(Node::boolean);
        given.unwrap_or(default)
    }

    /// A value among the arguments that is no template.
    pub(super) fn bound(&self, key: &str) -> Option<Spanned<Bound>> {
        let node = self.argument(key)?;
        let bound = node.bound()?;
        let template = matches!(&bound, Bound::Text(text) if text.contains("{{"));
        (!template).then(|| node.spanned(bound))
    }

    /// A list of values among the arguments.
    pub(super) fn values(&self, key: &str) -> Result<Spanned<Vec<Spanned<Bound>>>, String> {
        let node = self.argument(key).ok_or_else(|| missing(key))?;
        if node.text().is_some_and(|text| text.contains("{{")) {
            return Err("its values are a template".to_owned());
        }
        Ok(build::values(node))
    }

    /// A list of columns among the arguments.
    pub(super) fn columns(&self, key: &str) -> Result<Spanned<Vec<Spanned<String>>>, String> {
        let node = self.argument(key).ok_or_else(|| missing(key))?;
        Ok(node.spanned(build::texts(node)))
    }

    /// A word of the configuration: in `config`, or beside the arguments as
    /// it was once written.
    pub(super) fn config(&self, key: &str) -> Option<&'a Node> {
        let of = |node: &'a Node| node.get("config").and_then(|config| config.get(key));
        let beside = self.body.and_then(|body| body.get(key));
        let found = self.body.and_then(of).or_else(|| of(self.node)).or(beside);
        found.filter(|value| !value.is_null())
    }

    /// The arguments that no test has.
    pub(super) fn others(&self) -> Vec<&'a Spanned<String>> {
        let body = self.body.map(Node::entries).unwrap_or_default();
        let arguments = self.body.and_then(|body| body.get("arguments"));
        let within = arguments.map(Node::entries).unwrap_or_default();
        let known: [&[&str]; 3] = [&OWN, &ARGUMENTS, &super::manner::CONFIG];
        let is_known = |key: &str| {
            let name = self.name.get_ref();
            key == name || known.iter().any(|keys| keys.contains(&key))
        };
        let keys = body.iter().chain(within).map(|(key, _)| key);
        keys.filter(|key| !is_known(key.get_ref())).collect()
    }
}

/// What is said of an argument that is not there.
pub(super) fn missing(key: &str) -> String {
    format!("it has no argument `{key}`")
}
