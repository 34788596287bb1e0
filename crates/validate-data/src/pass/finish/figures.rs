//! Figures held against their limits.

use distinct::Distinct;
use stats::Interpolation;
use verdict::Check;

use super::super::gather::{Gathered, What};
use super::super::keys::key_of;
use super::super::{Held, Pass, Work};
use super::Sums;
use crate::figure::{Figure, Limits, MostCommon, Owned};
use crate::value::moment::days_of;
use crate::value::{Number, Value};
use crate::words::counted;

impl Sums<'_, '_> {
    pub(super) fn figure(
        &self,
        check: Check,
        gather: usize,
        figure: &Figure,
        limits: &Limits,
        sensitive: bool,
    ) -> Check {
        let nothing = "there is no value to take it of";
        match (figure, &self.gathers[gather]) {
            (Figure::Required(_, shown), Gathered::Required(found)) => {
                required(check, shown, found)
            }
            (Figure::MostCommon(wanted), Gathered::Keys(distinct)) => {
                let values = wanted.values.iter();
                let keys = values.filter_map(|owned| key_of(&owned.value()));
                most_common(check, wanted, keys, distinct)
            }
            (Figure::MostCommon(wanted), Gathered::WholeKeys(distinct)) => {
                let value = |owned: &Owned| match owned.value() {
                    Value::Number(x) => i64::try_from(x.whole()?).ok(),
                    Value::Day(x) => Some(i64::from(days_of(x))),
                    _ => None,
                };
                let keys = wanted.values.iter().filter_map(value);
                most_common(check, wanted, keys.map(i64::cast_unsigned), distinct)
            }
            (Figure::Age, Gathered::Extremes(extremes)) => match extremes {
                None => check.undecided(nothing),
                Some((_, latest)) => self.age(check, &latest.value(), limits, sensitive),
            },
            (_, gathered) => match value_of(figure, gathered) {
                None => check.undecided(nothing),
                Some(value) => held(check, &value.value(), limits, sensitive),
            },
        }
    }

    fn age(&self, check: Check, latest: &Value<'_>, limits: &Limits, sensitive: bool) -> Check {
        let then = match latest {
            Value::Day(day) => i64::from(days_of(*day)) * 86_400,
            Value::Moment(moment) => {
                i64::try_from(moment.nanoseconds().div_euclid(1_000_000_000)).unwrap_or(i64::MAX)
            }
            _ => return check.undecided("its latest value is no date"),
        };
        let age = self.means.now.saturating_sub(then);
        let mut check = check.observed(age);
        check.unit = Some("seconds".to_owned());
        let is_kept = limits.hold(&Value::Number(i128::from(age).into()));
        if is_kept {
            return check;
        }
        let span = jiff::SignedDuration::from_secs(age);
        let latest = match sensitive {
            true => "(masked)".to_owned(),
            false => display(latest),
        };
        check.broken(format!(
            "the latest is {latest}, {} before now",
            rounded(span)
        ))
    }

    pub(super) fn of_table(&self, check: Check, gather: usize, limits: &Held<'_>) -> Check {
        let sensitive = self.is_sensitive(gather);
        let figure = match &self.gathers[gather] {
            Gathered::Comoments(comoments) => Ok(comoments.correlation()),
            Gathered::Aggregate(figure) => figure.clone(),
            _ => Ok(None),
        };
        let figure = match figure {
            // Why it can't be computed tells the value that is to blame.
            Err(_) if sensitive => return check.undecided("it can't be computed: (masked)"),
            Err(why) => return check.undecided(why),
            Ok(None) => return check.undecided("it is not defined for these rows"),
            Ok(Some(figure)) => figure,
        };
        match limits {
            Held::Limits(limits) => match Number::new(figure) {
                None => check.undecided("it is no finite number"),
                Some(number) => held(check, &Value::Number(number), limits, sensitive),
            },
            Held::Equal {
                other,
                of,
                tolerance,
            } => {
                let keeps = (figure - other).abs() <= tolerance * other.abs();
                equal(check, [figure, *other], of, keeps, sensitive)
            }
        }
    }

    /// Whether a figure of the table is made of values that may not be shown.
    fn is_sensitive(&self, gather: usize) -> bool {
        let pass = self.pass;
        let plan = &pass.gathers[gather];
        let is_sensitive = |at: &usize| pass.columns[*at].sensitive;
        match &plan.what {
            What::Aggregate(aggregate) => {
                let columns = aggregate.columns().iter();
                let used = columns.filter_map(|at| pass.by_table.get(*at).copied().flatten());
                used.into_iter().any(|at| is_sensitive(&at))
            }
            _ => plan.columns.iter().any(is_sensitive),
        }
    }
}

/// A figure's value; none where it is not defined.
fn value_of(figure: &Figure, gathered: &Gathered) -> Option<Owned> {
    let number = |x: Option<f64>| Some(Owned::Other(Value::Number(Number::new(x?)?)));
    let count = |x: u64| Some(Owned::Other(Value::Number(i128::from(x).into())));
    match (figure, gathered) {
        (Figure::Least, Gathered::Extremes(extremes)) => extremes.as_ref().map(|x| x.0.clone()),
        (Figure::Greatest, Gathered::Extremes(extremes)) => extremes.as_ref().map(|x| x.1.clone()),
        (Figure::Sum, Gathered::Moments(moments, whole)) if moments.count() > 0 => match whole {
            Some(sum) => Some(Owned::Other(Value::Number((*sum).into()))),
            None => number(moments.sum()),
        },
        (Figure::Mean, Gathered::Moments(moments, _)) => number(moments.mean()),
        (Figure::Variance, Gathered::Moments(moments, _)) => number(moments.variance()),
        (Figure::StandardDeviation, Gathered::Moments(moments, _)) => {
            number(moments.standard_deviation())
        }
        (Figure::Skewness, Gathered::Moments(moments, _)) => number(moments.skewness()),
        (Figure::Kurtosis, Gathered::Moments(moments, _)) => number(moments.kurtosis()),
        (_, Gathered::Quantiles(found)) => {
            let (level, method) = level_of(figure)?;
            let mut found = found.iter();
            number(
                found
                    .find(|x| x.0.total_cmp(&level).is_eq() && x.1 == method)
                    .map(|x| x.2),
            )
        }
        (Figure::Distinct, Gathered::Keys(distinct)) => count(distinct.distinct),
        (Figure::Distinct, Gathered::WholeKeys(distinct)) => count(distinct.distinct),
        (Figure::DistinctFraction, Gathered::Keys(distinct)) => number(fraction(distinct)),
        (Figure::DistinctFraction, Gathered::WholeKeys(distinct)) => number(fraction(distinct)),
        (Figure::Entropy, Gathered::Keys(distinct)) => number(entropy(distinct)),
        (Figure::Entropy, Gathered::WholeKeys(distinct)) => number(entropy(distinct)),
        _ => None,
    }
}

/// A figure held against limits.
fn held(check: Check, value: &Value<'_>, limits: &Limits, sensitive: bool) -> Check {
    let shown = match sensitive {
        true => "(masked)".to_owned(),
        false => display(value),
    };
    let check = match value {
        Value::Number(x) if !sensitive => check.observed(json(*x)),
        _ => check.observed(&*shown),
    };
    match limits.hold(value) {
        true => check,
        false => check.broken(format!("it is {shown}")),
    }
}

/// Two figures that are to be the same, the other one in the file `of`.
fn equal(check: Check, figures: [f64; 2], of: &str, keeps: bool, sensitive: bool) -> Check {
    let [shown, other] = figures.map(|figure| match sensitive {
        true => "(masked)".to_owned(),
        false => figure.to_string(),
    });
    let json = |figure: f64, shown: &str| match sensitive {
        true => shown.into(),
        false => figure_json(figure),
    };
    let check = check.observed(json(figures[0], &shown));
    let check = check.expected(json(figures[1], &other));
    match keeps {
        true => check,
        false => check.broken(format!("it is {shown}, and {other} in {of}")),
    }
}

/// A number as JSON has it: with all of its digits, if need be as a text.
fn json(number: Number) -> serde_json::Value {
    match number {
        Number::Whole(x) => match i64::try_from(x) {
            Ok(x) => x.into(),
            Err(_) => x.to_string().into(),
        },
        Number::Other(x) => x.into(),
        Number::Decimal(_) => number.to_string().into(),
    }
}

/// The same of a figure, which may be beyond all numbers.
fn figure_json(x: f64) -> serde_json::Value {
    Number::new(x).map_or_else(|| x.to_string().into(), json)
}

fn required(check: Check, shown: &[String], found: &[bool]) -> Check {
    let missing = shown.iter().zip(found).filter(|(_, found)| !**found);
    let missing: Vec<&String> = missing.map(|(shown, _)| shown).collect();
    let check = check.observed(missing.len() as u64);
    match missing.is_empty() {
        true => check,
        false => check.broken(format!(
            "never there: {}",
            crate::words::listed(&missing, 10)
        )),
    }
}

/// `keys`: those of the listed values.
fn most_common<K: distinct::Key>(
    check: Check,
    wanted: &MostCommon,
    keys: impl Iterator<Item = K>,
    distinct: &Distinct<K>,
) -> Check {
    let Some(most) = distinct.frequencies.keys().last() else {
        return check.undecided("there is no value to take it of");
    };
    let listed = keys
        .filter(|key| distinct.most_common.count(*key) > 0)
        .count();
    let check = check.observed(*most);
    let tied = distinct.most_common.len();
    if listed > 0 && (wanted.ties || tied == 1) {
        return check;
    }
    let times = counted(*most, "time");
    check.broken(match listed {
        0 => format!("a value that is not listed comes {times}"),
        _ => format!("{tied} values come {times} each: none is the most common"),
    })
}

/// The level of a quantile, and which value it is between two.
fn level_of(figure: &Figure) -> Option<(f64, Interpolation)> {
    match figure {
        Figure::Median => Some((0.5, Interpolation::Linear)),
        Figure::Quantile(level, _, method) => Some((*level, *method)),
        _ => None,
    }
}

/// The quantiles that are asked of what is gathered.
pub(super) fn asked_levels(pass: &Pass<'_>, at: usize) -> Vec<(f64, Interpolation)> {
    let figures = pass.jobs.iter().filter_map(|job| match &job.work {
        Work::Figure { gather, figure, .. } if *gather == at => level_of(figure),
        _ => None,
    });
    figures.collect()
}

fn fraction<K>(distinct: &Distinct<K>) -> Option<f64> {
    (distinct.total > 0).then(|| distinct.distinct as f64 / distinct.total as f64)
}

fn entropy<K>(distinct: &Distinct<K>) -> Option<f64> {
    stats::entropy(
        distinct
            .frequencies
            .iter()
            .map(|(often, keys)| (*often, *keys)),
    )
}

fn display(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => verdict::cut(text),
        Value::Number(x) => x.to_string(),
        Value::Boolean(x) => x.to_string(),
        Value::Day(x) => x.to_string(),
        Value::Time(x) => x.to_string(),
        Value::Moment(x) => x.to_string(),
        Value::NotFinite(x) => x.to_string(),
        Value::Opaque | Value::Unread => "(not looked into)".to_owned(),
    }
}

/// A span of time in its largest unit.
fn rounded(span: jiff::SignedDuration) -> String {
    let seconds = span.as_secs();
    match seconds.unsigned_abs() {
        0..120 => counted(seconds.unsigned_abs(), "second"),
        120..7200 => counted(seconds.unsigned_abs() / 60, "minute"),
        7200..172_800 => counted(seconds.unsigned_abs() / 3600, "hour"),
        _ => counted(seconds.unsigned_abs() / 86_400, "day"),
    }
}
