//! `slaProperties`: how fresh the data are.

use toml::Spanned;
use verdict::cut;

use crate::foreign::ForeignTable;
use crate::foreign::node::Node;

/// Reads what concerns a table; `single` says that there is no other.
pub(super) fn read(root: &Node, single: bool, table: &mut ForeignTable) {
    let default = root.get("slaDefaultElement");
    for service in root
        .get("slaProperties")
        .map(Node::items)
        .unwrap_or_default()
    {
        let property = service.get("property").map(Node::shown).unwrap_or_default();
        let elements = service
            .get("element")
            .or(default)
            .and_then(Node::text)
            .unwrap_or_default();
        let fresh = ["latency", "ly", "freshness", "fr"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(&property));
        let why = if !fresh {
            "it is about the service, and not about rows"
        } else if elements.is_empty() {
            "it names no column"
        } else {
            match freshness(root, service, elements, single, table) {
                Ok(()) => continue,
                Err(why) => why,
            }
        };
        let span = service.get("property").unwrap_or(service).span.clone();
        table.leave(span, format!("service level `{}`", cut(&property)), why);
    }
}

fn freshness(
    root: &Node,
    service: &Node,
    elements: &str,
    single: bool,
    table: &mut ForeignTable,
) -> Result<(), &'static str> {
    let age = age(service).ok_or("its value is no span of time that is known")?;
    for element in elements.split(',').map(str::trim) {
        let name = match element.split_once('.') {
            Some((object, name)) => match whose(root, object, table) {
                Some(true) => name,
                Some(false) => continue,
                None => return Err("it names no table of the contract"),
            },
            None if single => element,
            None => return Err("it does not say of which table"),
        };
        let column = column(root, table, name).ok_or("it names no column")?;
        let rules = table.contract.columns.get_mut(&column);
        rules.ok_or("it names no column")?.max_age = Some(age.clone());
    }
    Ok(())
}

/// Whether a name is that of this table; none where it is that of no table.
fn whose(root: &Node, name: &str, table: &ForeignTable) -> Option<bool> {
    let objects = root.get("schema").map(Node::items).unwrap_or_default();
    let text = |node: &Node, key| node.get(key).and_then(Node::text).map(str::to_owned);
    let named = |node: &&Node| {
        ["name", "physicalName"]
            .iter()
            .any(|key| text(node, key).as_deref() == Some(name))
    };
    let found = objects.iter().find(named)?;
    Some(text(found, "name") == table.name)
}

/// The column of a property's name, or of its own.
fn column(root: &Node, table: &ForeignTable, name: &str) -> Option<Spanned<String>> {
    let objects = root.get("schema")?.items();
    let own = objects
        .iter()
        .find(|node| node.get("name").and_then(Node::text) == table.name.as_deref())?;
    own.get("properties")?.items().iter().find_map(|property| {
        let column = super::property::column(property)?;
        let names = [property.get("name")?.text()?, column.text()?];
        names
            .contains(&name)
            .then(|| column.spanned(column.text().unwrap_or_default().to_owned()))
    })
}

/// `value` and `unit` as a span of time, such as `36h`.
fn age(service: &Node) -> Option<Spanned<String>> {
    let value = service.get("value")?;
    let number = value
        .number()
        .or_else(|| value.text()?.trim().parse().ok())
        .filter(|number| number.is_finite() && *number > 0.0)?;
    let unit = service.get("unit").and_then(Node::text).unwrap_or("d");
    let hours = match unit.to_lowercase().as_str() {
        "d" | "day" | "days" => number * 24.0,
        "h" | "hr" | "hour" | "hours" => number,
        "m" | "min" | "minute" | "minutes" => number / 60.0,
        "y" | "yr" | "year" | "years" => number * 24.0 * 365.0,
        "w" | "week" | "weeks" => number * 24.0 * 7.0,
        _ => return None,
    };
    let minutes = (hours * 60.0).round();
    let text = if minutes % (24.0 * 60.0) == 0.0 {
        format!("{}d", minutes / (24.0 * 60.0))
    } else if minutes % 60.0 == 0.0 {
        format!("{}h", minutes / 60.0)
    } else {
        format!("{minutes}m")
    };
    Some(value.spanned(text))
}
