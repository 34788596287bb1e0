//! The templates of entries, flavor and labels: Handlebars, as the JavaScript
//! package has it, HTML escapes included.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use handlebars::template::{Template, TemplateElement};
use handlebars::{RenderError, RenderErrorReason, TemplateErrorReason};
use serde_json::{Value, json};
use verdict::{cut, did_you_mean};

mod language;
mod refused;

use self::language::{Language, Unread, keys, locked};
use crate::change::Change;

/// Why a template can't be rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadTemplate {
    /// What is wrong, as a fragment.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: String,
}

/// Templates over one set of names.
pub(crate) struct Templates {
    language: Arc<Language>,
    names: Value,
    escape: Escape,
    unknown_zones: Arc<Mutex<BTreeSet<String>>>,
    /// The language of the versions that were asked for last: the next one
    /// most often has the same names.
    of_versions: Arc<Mutex<Option<Arc<Language>>>>,
}

/// What is done to the characters of HTML in what `{{name}}` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// They are escaped, as docker/metadata-action does.
    Html,
    /// They stay.
    Nothing,
}

impl Templates {
    /// Templates that know the change at hand: for entries, flavor and labels.
    pub(crate) fn of_change(change: &Change, escape: Escape) -> Self {
        let names = names_of(change);
        let zones = Arc::default();
        let mut language = Language::of(&names, escape);
        language.add_dates(change, &zones);
        Self::new(language.into(), names, escape, zones)
    }

    /// The same templates for another ref of the same run.
    pub(crate) fn for_ref(&self, change: &Change) -> Self {
        Self {
            language: Arc::clone(&self.language),
            names: names_of(change),
            escape: self.escape,
            unknown_zones: Arc::clone(&self.unknown_zones),
            of_versions: Arc::clone(&self.of_versions),
        }
    }

    /// Templates that know the dates only: for the pattern of a schedule.
    pub(crate) fn with_dates_alone(&self, change: &Change) -> Self {
        let (names, zones) = (json!({}), &self.unknown_zones);
        let mut language = Language::of(&names, self.escape);
        language.add_dates(change, zones);
        Self::new(language.into(), names, self.escape, zones.clone())
    }

    /// Templates over names of their own: for the pattern of a version.
    pub(crate) fn over(&self, names: Value) -> Self {
        let mut last = locked(&self.of_versions);
        let language = match last.as_ref().filter(|last| last.has_keys_of(&names)) {
            Some(last) => last.clone(),
            None => Arc::new(Language::of(&names, self.escape)),
        };
        *last = Some(language.clone());
        Self::new(language, names, self.escape, self.unknown_zones.clone())
    }

    fn new(
        language: Arc<Language>,
        names: Value,
        escape: Escape,
        unknown_zones: Arc<Mutex<BTreeSet<String>>>,
    ) -> Self {
        Self {
            language,
            names,
            escape,
            unknown_zones,
            of_versions: Arc::default(),
        }
    }

    /// The text that a template makes. Unknown names are empty.
    pub(crate) fn render(&self, template: &str) -> Result<String, BadTemplate> {
        if !template.contains('{') && !template.contains('\\') {
            return Ok(template.to_owned());
        }
        let language = &self.language;
        let read = language.read(template).map_err(|error| match error {
            Unread::Refused(refusal) => refusal,
            Unread::Unreadable(error) => self.bad(&error),
        })?;
        let rendered = language.render(&read, &self.names);
        rendered.map_err(|error| self.bad(&error))
    }

    /// The time zones that were asked for and that nobody knows, and forgets
    /// them.
    pub(crate) fn take_unknown_zones(&self) -> BTreeSet<String> {
        std::mem::take(&mut locked(&self.unknown_zones))
    }

    fn bad(&self, error: &RenderError) -> BadTemplate {
        let (message, help) = match error.reason() {
            RenderErrorReason::HelperNotFound(name) => {
                let known = [
                    "date",
                    "commit_date",
                    "if",
                    "unless",
                    "each",
                    "with",
                    "lookup",
                ];
                let known = known.into_iter().chain(keys(&self.names));
                let help = match did_you_mean(name, known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "a text with blanks stands in quotes: `{{date 'YYYY MM'}}`".to_owned(),
                };
                (
                    format!("the template calls `{}`, which is not known", cut(name)),
                    help,
                )
            }
            RenderErrorReason::TemplateError(error) => (
                format!("the template can't be read: {}", fragment(error.reason())),
                "write `{{name}}` for a value and `\\{{` for braces as they are".to_owned(),
            ),
            RenderErrorReason::Other(message) => (
                message.clone(),
                "dates are written like `{{date 'YYYYMMDD' tz='Asia/Tokyo'}}`".to_owned(),
            ),
            other => (
                format!(
                    "the template can't be rendered: {}",
                    cut(&other.to_string().to_lowercase())
                ),
                "see https://handlebarsjs.com/guide/ for the language".to_owned(),
            ),
        };
        BadTemplate { message, help }
    }
}

/// What templates know of a change.
fn names_of(change: &Change) -> Value {
    let is_default = change.is_default_branch();
    let mut names = json!({
        "branch": change.branch().unwrap_or_default(),
        "tag": change.tag().unwrap_or_default(),
        "sha": change.short_commit(),
        "base_ref": change.base,
        "is_default_branch": is_default.to_string(),
        "is_not_default_branch": (!is_default).to_string(),
    });
    // Names of our own: docker/metadata-action has nothing for them.
    if change.own_names {
        names["head_branch"] = change.head_branch.as_str().into();
        names["pull_request"] = change.pull_request_number().into();
    }
    names
}

/// Whether a pattern is `{{raw}}` and nothing else.
pub(crate) fn is_raw(pattern: &str) -> bool {
    let Ok(template) = Template::compile(pattern) else {
        return false;
    };
    let text = |element: &&TemplateElement| *element != &TemplateElement::RawString(String::new());
    let elements: Vec<&TemplateElement> = template.elements.iter().filter(text).collect();
    match elements.as_slice() {
        [TemplateElement::Expression(call) | TemplateElement::HtmlExpression(call)] => {
            let name = call.name.as_name().unwrap_or_default();
            ["this.", "./", "this/"]
                .iter()
                .fold(name, |name, own| name.strip_prefix(own).unwrap_or(name))
                == "raw"
        }
        _ => false,
    }
}

fn fragment(reason: &TemplateErrorReason) -> String {
    match reason {
        TemplateErrorReason::MismatchingClosedHelper(opened, closed) => {
            format!(
                "`{}` was opened, but `{}` is closed",
                cut(opened),
                cut(closed)
            )
        }
        TemplateErrorReason::InvalidSyntax(_) => {
            "braces don't match, or a name holds a strange character".to_owned()
        }
        other => cut(&other.to_string().to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::tests::change;

    fn rendered(template: &str) -> Result<String, BadTemplate> {
        Templates::of_change(&change("push", "refs/heads/feat=1&<x>"), Escape::Html)
            .render(template)
    }

    /// What the npm package handlebars 4.7 answers.
    #[test]
    fn renders_as_handlebars_does() {
        for (template, expected) in [
            ("{{branch}}", "feat&#x3D;1&amp;&lt;x&gt;"),
            ("{{{branch}}}{{&tag}}", "feat=1&<x>"),
            (" {{~sha~}} ", "860c190"),
            ("\\{{branch}}", "{{branch}}"),
            ("{{nothing}}{{raw}}{{len}}", ""),
            ("{{#if branch}}a{{else}}b{{/if}}", "a"),
            ("{{#if tag}}a{{else}}b{{/if}}", "b"),
            ("{{! c }}x", "x"),
            ("{{! c }}}", "}"),
            ("{{!-- }}} --}}{{date '}}}'}}", "}}}"),
            ("{{this.branch}}", "feat&#x3D;1&amp;&lt;x&gt;"),
            (
                "{{is_default_branch}} {{is_not_default_branch}}",
                "false true",
            ),
            (
                "{{date 'YYYYMMDD-HHmmss' tz='Asia/Tokyo'}}",
                "20200110-093000",
            ),
            ("{{commit_date YYYY}}", "2020-01-10T00:30:00Z"),
            ("a}}", "a}}"),
        ] {
            assert_eq!(rendered(template).expect(template), expected, "{template}");
        }
    }

    #[test]
    fn what_handlebars_refuses_is_refused() {
        for template in [
            "{{branch",
            "{{branch}",
            "{{branch}}}",
            "a{{! x }}{{&branch}}}",
            "{{branch.0}}",
            "{{{branch}}}}",
            "{{nothing 'x'}}",
            "{{len branch}}",
            "{{date}}",
            "{{date 2020}}",
            "{{date 'YYYY' x='y'}}",
            "{{> a}}",
            "{{#*inline 'a'}}{{/inline}}",
            "{{~#> a}}{{/a}}",
        ] {
            assert!(rendered(template).is_err(), "{template}");
        }
        let typo = rendered("{{dat 'YYYY'}}").expect_err("a typo");
        assert_eq!(typo.help, "did you mean `date`?");
    }

    #[test]
    fn unknown_zones_are_utc_and_remembered() {
        let templates = Templates::of_change(&change("push", ""), Escape::Html);
        assert_eq!(
            templates.render("{{date 'HH' tz='Nowhere/Land'}}"),
            Ok("00".to_owned())
        );
        assert!(templates.take_unknown_zones().contains("Nowhere/Land"));
        assert!(templates.take_unknown_zones().is_empty());
    }

    #[test]
    fn raw_is_one_call_and_nothing_else() {
        for pattern in ["{{raw}}", "{{ raw }}", "{{{raw}}}", "{{~raw~}}"] {
            assert!(is_raw(pattern), "{pattern}");
        }
        for pattern in [
            "{{raw}}-x",
            "{{ raw }}.{{ version }}",
            "{{version}}",
            "{{raw }.",
            "raw",
            "",
        ] {
            assert!(!is_raw(pattern), "{pattern}");
        }
    }

    /// The patterns of docker/metadata-action's own tests.
    #[test]
    fn raw_is_what_the_original_takes_for_it() {
        let rows = include_str!("../../tests/language/raw.json");
        let rows: Vec<Value> = serde_json::from_str(rows).expect("rows");
        assert_eq!(rows.len(), 5);
        for row in rows {
            let pattern = row["pattern"].as_str().expect("a pattern");
            assert_eq!(is_raw(pattern), row["raw"] == true, "{pattern}");
        }
        assert!(is_raw("{{this.raw}}") && is_raw("{{./raw}}") && !is_raw("{{a.raw}}"));
    }
}
