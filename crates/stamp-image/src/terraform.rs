//! A stamp for Terraform and its kin: values of variables, and an answer to
//! the data source `external`.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use verdict::{Fault, Place, cut, did_you_mean};

use crate::args::{Args, Print};
use crate::stamp::{Request, Stamp, distinct};

/// Where the query comes from, as a fault names it.
const QUERY: &str = "<stdin>";

/// The keys of a query.
const KEYS: [&str; 5] = ["images", "tags", "flavor", "labels", "annotations"];

/// The values by the names of Terraform's variables. None is called `version`
/// or `tags`: Terraform keeps the first name for itself, and others mean
/// something else by the second. What there is not is left out, so that it
/// can't be taken for an empty text.
fn values(request: &Request, stamp: &Stamp) -> Map<String, Value> {
    let mut values = Map::new();
    if request.enabled().next().is_some()
        && let Some(first) = stamp.tags.first()
    {
        values.insert("image".to_owned(), first.as_str().into());
    }
    if !stamp.version.is_empty() {
        values.insert("image_tag".to_owned(), stamp.version.as_str().into());
    }
    let labels = stamp.labels.iter();
    let labels: Map<String, Value> = labels
        .map(|(key, value)| (key.clone(), value.as_str().into()))
        .collect();
    values.insert("image_tags".to_owned(), json!(distinct(&stamp.tags)));
    values.insert("image_tag_names".to_owned(), json!(distinct(&stamp.names)));
    values.insert("image_labels".to_owned(), labels.into());
    values
}

/// The text of a file `terraform.tfvars.json`.
pub(crate) fn tfvars(request: &Request, stamp: &Stamp) -> String {
    let values = Value::Object(values(request, stamp));
    let mut text = serde_json::to_string_pretty(&values).unwrap_or_default();
    text.push('\n');
    text
}

/// An answer to the data source `external`: an object whose values are all
/// texts, so that lists and maps are JSON within them.
pub(crate) fn external(request: &Request, stamp: &Stamp) -> String {
    let text = |value: Value| match value {
        Value::String(text) => Value::String(text),
        value => Value::String(value.to_string()),
    };
    let values = values(request, stamp).into_iter();
    let values: Map<String, Value> = values.map(|(key, value)| (key, text(value))).collect();
    format!("{}\n", Value::Object(values))
}

/// The options, with those that the data source `external` gives in its query
/// where it is the one that asks.
pub(crate) fn with_query(args: &Args) -> Result<Cow<'_, Args>, Fault> {
    if args.print != Print::TerraformExternal {
        return Ok(Cow::Borrowed(args));
    }
    let query = tool::read_piped()?.unwrap_or_default();
    asked(args, &query).map(Cow::Owned)
}

/// The options with those of a query. One that is given already stays, and is
/// a fault: nobody could tell which of the two was meant.
fn asked(args: &Args, query: &str) -> Result<Args, Fault> {
    let mut args = args.clone();
    for (key, value) in read(query)? {
        let Some(value) = value.as_str() else {
            let fault = Fault::new(format!("the query's `{}` is no text", cut(&key)));
            return Err(fault.at(place(query, &key)));
        };
        let option = match key.as_str() {
            "images" => &mut args.images,
            "tags" => &mut args.tags,
            "flavor" => &mut args.flavor,
            "labels" => &mut args.labels,
            "annotations" => &mut args.annotations,
            _ => return Err(unknown(query, &key)),
        };
        // As everywhere, an empty value means "not given".
        if value.is_empty() {
            continue;
        }
        if !option.is_empty() {
            return Err(Fault::new(format!(
                "`{key}` is given twice: in the query, and as an option"
            ))
            .at(place(query, &key))
            .help(
                "give it in one place; the option may come from the environment or tollgate.toml",
            ));
        }
        *option = vec![value.to_owned()];
    }
    Ok(args)
}

/// The members of a query; none where nothing was sent.
fn read(query: &str) -> Result<Map<String, Value>, Fault> {
    if query.trim().is_empty() {
        return Ok(Map::new());
    }
    let (line, column) = match serde_json::from_str(query) {
        Ok(Value::Object(members)) => return Ok(members),
        Ok(_) => (1, 1),
        Err(error) => (error.line(), error.column()),
    };
    Err(Fault::new("the query is no JSON object")
        .at(Place::at_line(QUERY, query, line, column))
        .help("Terraform sends one on standard input; by hand, try `echo '{\"tags\": \"type=sha\"}' |`, or `</dev/null`"))
}

fn unknown(query: &str, key: &str) -> Fault {
    let fault = Fault::new(format!(
        "the query asks for `{}`, which is no option of it",
        cut(key)
    ))
    .at(place(query, key));
    match did_you_mean(key, KEYS) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(format!(
            "a query may hold {}; give other options in `program`",
            KEYS.join(", ")
        )),
    }
}

fn place(query: &str, key: &str) -> Place {
    let quoted = Value::from(key).to_string();
    let at = query.find(&quoted).unwrap_or(0);
    let end = (at + quoted.len()).min(query.len());
    Place::in_text(QUERY, query, at..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked_of(query: &str) -> Result<Args, Fault> {
        let args = Args {
            images: vec!["a/b".to_owned()],
            ..Args::default()
        };
        asked(&args, query)
    }

    #[test]
    fn a_query_gives_options_that_are_not_given() {
        let args =
            asked_of(r#"{"tags": "type=sha\ntype=ref,event=tag", "labels": "a=b", "flavor": ""}"#);
        let args = args.expect("a query");
        assert_eq!(args.images, ["a/b"]);
        assert_eq!(args.tags, ["type=sha\ntype=ref,event=tag"]);
        assert_eq!(args.labels, ["a=b"]);
        assert!(args.flavor.is_empty());
        for nothing in ["", "{}", "\n"] {
            assert!(asked_of(nothing).expect("no query").tags.is_empty());
        }
    }

    #[test]
    fn a_query_that_is_not_understood_is_a_fault_with_its_place() {
        for (query, message, help, column) in [
            (
                r#"{"image": "a"}"#,
                "asks for `image`",
                "did you mean `images`",
                2,
            ),
            (
                r#"{"require": "v"}"#,
                "asks for `require`",
                "a query may hold",
                2,
            ),
            (r#"{"images": "c"}"#, "given twice", "in one place", 2),
            (r#"{"tags": ["type=sha"]}"#, "is no text", "", 2),
            ("[]", "no JSON object", "Terraform sends one", 1),
            ("{", "no JSON object", "Terraform sends one", 1),
        ] {
            let fault = asked_of(query).expect_err(query);
            assert!(
                fault.message.contains(message),
                "{query}: {}",
                fault.message
            );
            assert!(
                fault.help.join("").contains(help),
                "{query}: {:?}",
                fault.help
            );
            assert_eq!(fault.place.expect("a place").column, column, "{query}");
        }
    }
}
