//! What templates can say, whatever the names stand for: kept apart from the
//! names so that a template is read once for a whole run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use handlebars::{
    Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason,
    Renderable as _, ScopedJson, StringOutput, Template,
};
use serde_json::Value;

use super::refused::refusal;
use super::{BadTemplate, Escape};
use crate::change::Change;
use crate::tags::date::Date;

/// Helpers of the Rust package that the JavaScript one does not have: their
/// names mean nothing there.
const FOREIGN_HELPERS: [&str; 11] = [
    "raw", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not", "len",
];

/// Which names there are and what can be called, whatever they stand for; and
/// the templates that were read by it.
pub(super) struct Language {
    registry: Handlebars<'static>,
    keys: Vec<String>,
    read: Mutex<BTreeMap<String, Arc<Template>>>,
}

/// Why a template can't be read.
pub(super) enum Unread {
    /// It is not read at all.
    Refused(BadTemplate),
    /// The language does not take it.
    Unreadable(RenderError),
}

impl Language {
    /// The language over the names that an object has.
    pub(super) fn of(names: &Value, escape: Escape) -> Self {
        let mut registry = Handlebars::new();
        for name in FOREIGN_HELPERS {
            registry.unregister_helper(name);
        }
        let keys: Vec<String> = keys(names).map(str::to_owned).collect();
        // A name can be called too, and then stands for its text.
        for name in &keys {
            registry.register_helper(name, Box::new(Named(name.clone())));
        }
        if escape == Escape::Nothing {
            registry.register_escape_fn(handlebars::no_escape);
        }
        Self {
            registry,
            keys,
            read: Mutex::default(),
        }
    }

    pub(super) fn add_dates(&mut self, change: &Change, zones: &Arc<Mutex<BTreeSet<String>>>) {
        for (name, at) in [("date", change.now), ("commit_date", change.committed)] {
            let unknown_zones = Arc::clone(zones);
            self.registry
                .register_helper(name, Box::new(Date { at, unknown_zones }));
        }
    }

    pub(super) fn has_keys_of(&self, names: &Value) -> bool {
        self.keys.iter().map(String::as_str).eq(keys(names))
    }

    /// A template, read once.
    pub(super) fn read(&self, template: &str) -> Result<Arc<Template>, Unread> {
        if let Some(read) = locked(&self.read).get(template) {
            return Ok(Arc::clone(read));
        }
        if let Some(refusal) = refusal(template) {
            return Err(Unread::Refused(refusal));
        }
        let read = Template::compile(template).map_err(RenderError::from);
        let read = Arc::new(read.map_err(Unread::Unreadable)?);
        locked(&self.read).insert(template.to_owned(), Arc::clone(&read));
        Ok(read)
    }

    pub(super) fn render(&self, template: &Template, names: &Value) -> Result<String, RenderError> {
        let context = Context::wraps(names)?;
        let mut text = StringOutput::new();
        let mut state = RenderContext::new(None);
        template.render(&self.registry, &context, &mut state, &mut text)?;
        text.into_string()
            .map_err(|error| RenderErrorReason::Utf8Error(error).into())
    }
}

/// A name that is called.
struct Named(String);

impl HelperDef for Named {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        if helper.is_block() {
            let name = helper.name();
            let message = format!("`{{{{#{name}}}}}` is no condition: write `{{{{#if {name}}}}}`");
            return Err(RenderErrorReason::Other(message).into());
        }
        let text = context.data().get(&self.0).map(text_of);
        Ok(ScopedJson::Derived(Value::String(text.unwrap_or_default())))
    }
}

/// A JSON value as JavaScript writes it into a template.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(text_of).collect::<Vec<_>>().join(","),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The names of an object.
pub(super) fn keys(names: &Value) -> impl Iterator<Item = &str> {
    let names = names.as_object().into_iter().flatten();
    names.map(|(name, _)| name.as_str())
}

/// What a lock holds; a thread that panicked left nothing half done.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
