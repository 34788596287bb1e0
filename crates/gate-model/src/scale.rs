//! Numbers and limits that are not of one scale: a share and a percentage.

use scores::Metric;
use verdict::Fault;

use crate::inference::Side;
use crate::rules::{Rule, What};

/// Refuses a limit that a metric can't come near, and one in percent where the
/// metric is a share, or the other way round. `computed` are metrics that are
/// computed from predictions, which are never in percent.
pub(crate) fn refuse(rule: &Rule<'_>, values: &[Option<f64>], computed: bool) -> Result<(), Fault> {
    let (metric, change) = match &rule.what {
        What::Value(metric) => (*metric, None),
        What::Change {
            metric, relative, ..
        } => (*metric, Some(*relative)),
        What::Formula(_) => return Ok(()),
    };
    let name = metric.rsplit(['.', '/']).next().unwrap_or(metric);
    let Some((Some(low), Some(high))) = Metric::parse(name).map(|metric| metric.range()) else {
        return Ok(());
    };
    let within = |value: f64| (low..=high).contains(&value);
    let of = |place: &str, message: String| {
        let line = rule.location.line.unwrap_or_default();
        Fault::new(format!("{}:{line}: {message}", rule.location.file)).help(place)
    };
    let shares = values
        .iter()
        .flatten()
        .filter(|value| within(**value))
        .count();
    let numbers = values.iter().flatten().count();
    if numbers > 0 && shares != 0 && shares != numbers {
        return Err(of(
            "give both as shares, or both in percent",
            format!(
                "the candidate's and the baseline's `{metric}` are not of one scale: one is within {low} and {high}, the other is not"
            ),
        ));
    }
    let is_share = computed || (numbers > 0 && shares == numbers);
    let limit = rule.limit;
    match change {
        // Nothing is nothing in every scale.
        None if limit != 0.0 && is_share != within(limit) && numbers > 0 => Err(of(
            &in_percent(limit, is_share),
            format!(
                "`{metric}` is within {low} and {high}, and `{}` is {limit}",
                rule.id
            )
            .replace(
                "is within",
                if is_share {
                    "is within"
                } else {
                    "is not within"
                },
            ),
        )),
        Some(false) if is_share && rule.side == Side::AtMost && limit >= high - low => Err(of(
            &in_percent(limit, true),
            format!(
                "`{metric}` is within {low} and {high}: `{}` of {limit} can't be broken",
                rule.id
            ),
        )),
        _ => Ok(()),
    }
}

fn in_percent(limit: f64, is_share: bool) -> String {
    match is_share && limit > 1.0 && limit <= 100.0 {
        true => format!("is {limit} percent meant? write {}", limit / 100.0),
        false => "give the metric and its limit in one scale: as shares, or in percent".to_owned(),
    }
}
