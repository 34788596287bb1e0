//! How a test is taken: `severity`, `warn_if`, `error_if`, `where`.

use toml::Spanned;
use verdict::Severity;

use super::test::Test;
use crate::foreign::node::Node;
use crate::foreign::sql::{self, Names};

/// Words of a test's configuration.
pub(super) const CONFIG: [&str; 17] = [
    "alias",
    "database",
    "enabled",
    "error_if",
    "fail_calc",
    "group",
    "limit",
    "meta",
    "schema",
    "severity",
    "sql_header",
    "store_failures",
    "store_failures_as",
    "tags",
    "warn_if",
    "where",
    "row_condition",
];

/// One way in which a test is taken: with `error_if` and `warn_if` there are
/// two.
pub(super) struct Manner {
    pub(super) severity: Severity,
    pub(super) breaches: Option<Spanned<u64>>,
}

/// What all the ways share.
pub(super) struct Shared {
    pub(super) condition: Option<Spanned<String>>,
    pub(super) message: Option<String>,
    pub(super) tags: Vec<String>,
}

/// The ways in which a test is taken.
pub(super) fn manners(test: &Test<'_>) -> Result<Vec<Manner>, String> {
    let warn = match test.config("severity").and_then(Node::text) {
        Some(word) if word.contains("{{") => return Err("its severity is a template".to_owned()),
        Some(word) => word.eq_ignore_ascii_case("warn"),
        None => false,
    };
    let error_if = breaches(test, "error_if")?;
    let warn_if = breaches(test, "warn_if")?;
    let taken = |severity, breaches| Manner { severity, breaches };
    if warn {
        return Ok(vec![taken(Severity::Warning, warn_if)]);
    }
    let count =
        |breaches: &Option<Spanned<u64>>| breaches.as_ref().map_or(0, |most| *most.get_ref());
    let stricter = count(&warn_if) < count(&error_if);
    let mut all = vec![taken(Severity::Error, error_if)];
    // Fewer breaches than an error needs are a warning still.
    if stricter {
        all.push(taken(Severity::Warning, warn_if));
    }
    Ok(all)
}

/// How many breaches a condition such as `>10` lets pass; none of any.
fn breaches(test: &Test<'_>, key: &str) -> Result<Option<Spanned<u64>>, String> {
    let Some(node) = test.config(key) else {
        return Ok(None);
    };
    let written: String = node
        .shown()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let most = if let Some(number) = written.strip_prefix(">=") {
        number
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_sub(1))
    } else if let Some(number) = written.strip_prefix('>') {
        number.parse().ok()
    } else {
        matches!(written.as_str(), "!=0" | "<>0").then_some(0)
    };
    match most {
        Some(0) => Ok(None),
        Some(most) => Ok(Some(node.spanned(most))),
        None => Err(format!("its `{key}` is `{}`", node.shown())),
    }
}

/// The condition, the name and the tags.
pub(super) fn shared(test: &Test<'_>, names: &Names) -> Result<Shared, String> {
    let mut parts = Vec::new();
    let mut span = None;
    for key in ["where", "row_condition"] {
        let Some(node) = test.config(key).or_else(|| test.argument(key)) else {
            continue;
        };
        let written = node.text();
        let written = written.ok_or_else(|| format!("its `{key}` is no text"))?;
        parts.push(sql::expression(written, names)?);
        span = Some(node.span.clone());
    }
    let condition = match parts.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        more => Some(format!("({})", more.join(") and ("))),
    };
    let tags = test
        .config("tags")
        .map(crate::foreign::build::texts)
        .unwrap_or_default();
    Ok(Shared {
        condition: span.and_then(|span| Some(Spanned::new(span, condition?))),
        message: test
            .text("description")
            .or_else(|| test.text("name"))
            .map(str::to_owned),
        tags: tags.into_iter().map(Spanned::into_inner).collect(),
    })
}
