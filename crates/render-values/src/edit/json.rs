//! Where a value stands in JSON.

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use verdict::{Fault, Place, cut, did_you_mean};

use crate::edit::scalar::{Style, double};
use crate::edit::source::{Places, Site};
use crate::path::{Step, ValuePath, shown};

/// A JSON text and its syntax tree.
pub(crate) struct Json<'a> {
    file: &'a str,
    text: &'a str,
    root: Value<'a>,
}

impl<'a> Json<'a> {
    /// Parses a text that is known to be JSON.
    pub(crate) fn parse(file: &'a str, text: &'a str) -> Result<Self, Fault> {
        let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
        match parsed.ok().and_then(|parsed| parsed.value) {
            Some(root) => Ok(Self { file, text, root }),
            None => Err(Fault::new(format!("{file} holds no value"))),
        }
    }

    fn fault(&self, value: &Value<'_>, message: String) -> Fault {
        let (start, end) = (value.start(), value.end());
        let line = self.text[start..end].lines().next().unwrap_or_default();
        Fault::new(message).at(Place::in_text(
            self.file,
            self.text,
            start..start + line.len(),
        ))
    }

    /// The value one step below another; none where an object lacks the key.
    fn child<'v>(
        &self,
        value: &'v Value<'a>,
        step: &Step,
        here: &[Step],
    ) -> Result<Option<&'v Value<'a>>, Fault> {
        match (value, step) {
            (Value::Object(object), Step::Key(key)) => {
                Ok(find(object, key).map(|prop| &prop.value))
            }
            (Value::Array(array), Step::Index(index)) => match array.elements.get(*index) {
                Some(element) => Ok(Some(element)),
                None => Err(self.fault(
                    value,
                    format!(
                        "{} has {} entries, counted from 0; there is no [{index}]",
                        shown(here),
                        array.elements.len()
                    ),
                )),
            },
            (value, _) => Err(self.fault(
                value,
                format!("{} is {}, which has no such step", shown(here), kind(value)),
            )),
        }
    }

    fn no_parent(&self, value: &Value<'_>, step: &Step, here: &[Step]) -> Fault {
        let (Step::Key(key), Value::Object(object)) = (step, value) else {
            return self.fault(value, format!("{} has no such entry", shown(here)));
        };
        let whole = match here {
            [] => self.file.to_owned(),
            _ => shown(here),
        };
        let fault = self.fault(value, format!("there is no `{}` in {whole}", cut(key)));
        let keys = keys(object);
        match did_you_mean(key, keys.iter().map(String::as_str)) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(
                "only a value is added, never an object on the way to it: write that by hand once",
            ),
        }
    }

    /// The place of a new key: behind the last of its object.
    fn new_site(&self, object: &Object<'_>, key: &str) -> Site {
        let key = double(key);
        let (at, before) = match object.properties.last() {
            None => (object.range.start + 1, format!("{key}: ")),
            Some(last) => {
                let ahead = &self.text[..last.range.start];
                let line = &ahead[ahead.rfind('\n').map_or(0, |at| at + 1)..];
                // A key that begins its line has others begin theirs.
                let own_line = ahead.contains('\n') && line.trim().is_empty();
                let end = if ahead.ends_with("\r\n") || ahead.contains("\r\n") {
                    "\r\n"
                } else {
                    "\n"
                };
                let between = match own_line {
                    true => format!(",{end}{line}"),
                    false => ", ".to_owned(),
                };
                let colon = self.colon(last);
                (last.range.end, format!("{between}{key}{colon}"))
            }
        };
        Site {
            span: at..at,
            before,
            style: Style::Json,
            flow: true,
            beside: Some(keys(object)),
        }
    }

    /// What stands between a key and its value, as its siblings have it.
    fn colon(&self, prop: &ObjectProp<'_>) -> &str {
        let between = &self.text[prop.name.end()..prop.value.start()];
        match between.contains('\n') {
            true => ": ",
            false => between,
        }
    }
}

impl Places for Json<'_> {
    fn locate(&self, path: &ValuePath) -> Result<Site, Fault> {
        let (parent, last) = path.parent_and_last();
        let mut value = &self.root;
        for (depth, step) in parent.iter().enumerate() {
            let here = &path.0[..depth];
            value = match self.child(value, step, here)? {
                Some(child) => child,
                None => return Err(self.no_parent(value, step, here)),
            };
        }
        match (self.child(value, last, parent)?, value, last) {
            (Some(leaf @ (Value::Object(_) | Value::Array(_))), ..) => Err(self.fault(
                leaf,
                format!("{path} is {}, not a single value", kind(leaf)),
            )),
            (Some(leaf), ..) => Ok(Site {
                span: leaf.start()..leaf.end(),
                before: String::new(),
                style: match leaf {
                    Value::StringLit(_) => Style::Double,
                    _ => Style::Json,
                },
                flow: true,
                beside: None,
            }),
            (None, Value::Object(object), Step::Key(key)) => Ok(self.new_site(object, key)),
            (None, ..) => Err(self.no_parent(value, last, parent)),
        }
    }
}

fn find<'v, 'a>(object: &'v Object<'a>, key: &str) -> Option<&'v ObjectProp<'a>> {
    object
        .properties
        .iter()
        .find(|prop| prop.name.as_str() == key)
}

fn keys(object: &Object<'_>) -> Vec<String> {
    let names = object.properties.iter().map(|prop| prop.name.as_str());
    names.map(str::to_owned).collect()
}

const fn kind(value: &Value<'_>) -> &'static str {
    match value {
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        _ => "a single value",
    }
}
