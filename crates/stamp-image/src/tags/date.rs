//! The calls `{{date …}}` and `{{commit_date …}}` of templates.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use handlebars::{
    Context, Handlebars, Helper, HelperDef, RenderContext, RenderError, RenderErrorReason,
    ScopedJson,
};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde_json::Value;
use verdict::cut;

use super::moment;

/// `{{date 'FORMAT' tz='Zone'}}`.
pub(super) struct Date {
    /// The moment that it writes.
    pub(super) at: Timestamp,
    /// Where it remembers the zones that nobody knows.
    pub(super) unknown_zones: Arc<Mutex<BTreeSet<String>>>,
}

impl Date {
    /// The zone of a call, UTC where none is said; none where nobody knows it.
    fn zone(&self, helper: &Helper<'_>) -> Result<Option<TimeZone>, RenderError> {
        let mut zone = Some(TimeZone::UTC);
        for (key, value) in helper.hash() {
            if *key != "tz" {
                let message = format!("`{}` is no attribute of a date", cut(key));
                return Err(RenderErrorReason::Other(message).into());
            }
            let Some(name) = value.value().as_str().filter(|name| !name.is_empty()) else {
                let message = "the `tz` of a date names no time zone".to_owned();
                return Err(RenderErrorReason::Other(message).into());
            };
            // The zones that came with the binary, so that every machine
            // makes the same tag.
            zone = TimeZoneDatabase::bundled().get(name).ok();
            if zone.is_none() {
                let zones = self.unknown_zones.lock();
                let mut zones = zones.unwrap_or_else(PoisonError::into_inner);
                zones.insert(cut(name));
            }
        }
        Ok(zone)
    }
}

impl HelperDef for Date {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        _: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let format = match helper.params().as_slice() {
            [only] => only.value(),
            _ => &Value::Bool(false),
        };
        let format = match format {
            Value::String(format) => format.as_str(),
            // A format that stands without quotes is an unknown name.
            Value::Null => "",
            _ => {
                let message = format!("`{}` takes one format, in quotes", helper.name());
                return Err(RenderErrorReason::Other(message).into());
            }
        };
        let text = match self.zone(helper)? {
            Some(zone) => moment::format(&self.at.to_zoned(zone), format),
            None => moment::format_without_zone(&self.at.to_zoned(TimeZone::UTC), format),
        };
        Ok(ScopedJson::Derived(Value::String(text)))
    }
}
