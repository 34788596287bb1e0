//! What all threads have seen, as checks.

use std::collections::HashMap;
use std::ops::Range;

use distinct::Distinct;
use stats::Interpolation;
use table::{Scan, Table};
use verdict::{Check, Fault, Location};

use super::gather::{self, Gather, Gathered, Part, gathered};
use super::keys::{Nulls, key_of};
use super::probe::{self, Probe, Repeated, Test, z_score};
use super::proof::Known;
use super::tally::Tally;
use super::worker::Worker;
use super::{Found, Held, Job, Means, Pass, Work, order};
use crate::figure::{Figure, Limits, MostCommon, Owned};
use crate::profile::Profile;
use crate::value::moment::days_of;
use crate::value::{Number, Value};
use crate::words::{counted, grouped};

/// Puts together what the threads have seen.
pub(super) fn finish<'p>(
    pass: &'p Pass<'p>,
    table: &Table,
    means: &Means<'_>,
    place: &dyn Fn(Range<usize>) -> Location,
    scan: Scan,
    mut merged: Merged,
    gathers: Vec<Gather>,
) -> Result<Found<'p>, Fault> {
    let parts = std::mem::take(&mut merged.parts);
    let gathers = pass.gathers.iter().zip(gathers).zip(parts);
    let gathers: Vec<Gathered> = (0..)
        .zip(gathers)
        .map(|(at, ((plan, gather), parts))| {
            let gathered = match gather::rise(&gather, &parts) {
                // It did not rise to the end, and the first keys were not kept.
                None => pass.once_more(plan, table, means)?,
                Some(_) => gathered(plan, gather, parts, means.threads)?,
            };
            Ok(gathered.into_quantiles(&asked_levels(pass, at)))
        })
        .collect::<Result<_, Fault>>()?;
    let mut sums = Sums {
        pass,
        means,
        rows: scan.rows - scan.shape.left_out,
        file: table.name(),
        place,
        gathers,
    };
    let probes = sums.probes(&mut merged.tallies);
    let mut knowledge = HashMap::new();
    for probe in probe::run(pass, table, means, probes)? {
        let known = &mut merged.tallies[probe.job];
        *known = Tally {
            judged: known.judged,
            blind: known.blind,
            ..probe.tally
        };
        knowledge.insert(probe.job, probe.test);
    }
    let mut found = Found {
        breaches: 0,
        checks: Vec::new(),
        profiles: merged
            .profiles
            .into_iter()
            .filter(|profile| profile.named)
            .collect(),
        broken: Vec::new(),
        knowledge,
        tallies: merged.tallies.clone(),
        scan,
    };
    if sums.rows > 0 {
        for (at, job) in pass.jobs.iter().enumerate() {
            let tally = std::mem::take(&mut merged.tallies[at]);
            if !job.weight.tolerance.lets_pass(tally.broken, tally.judged) {
                found.breaches += tally.broken;
                found.broken.push(at);
            }
            found.checks.push((job.column, sums.check(job, tally)));
        }
    }
    Ok(found)
}

/// What the threads have seen, put together in the file's order.
pub(super) struct Merged {
    tallies: Vec<Tally>,
    /// Of each gather, one a thread.
    parts: Vec<Vec<Part>>,
    profiles: Vec<Profile>,
}

impl Merged {
    pub(super) fn of(pass: &Pass<'_>, workers: Vec<Worker<'_, '_>>, most: usize) -> Self {
        let mut tallies = vec![Tally::default(); pass.jobs.len()];
        let mut borders: Vec<Vec<order::Border>> = pass.jobs.iter().map(|_| Vec::new()).collect();
        let mut parts: Vec<Vec<Part>> = pass.gathers.iter().map(|_| Vec::new()).collect();
        let mut profiles: Vec<Profile> = pass.columns.iter().map(Profile::new).collect();
        for worker in workers {
            for (tally, more) in tallies.iter_mut().zip(worker.tallies) {
                tally.merge(more, most);
            }
            for (borders, more) in borders.iter_mut().zip(worker.borders) {
                borders.extend(more);
            }
            for (parts, more) in parts.iter_mut().zip(worker.parts) {
                parts.push(more);
            }
            for (at, profile) in profiles.iter_mut().enumerate() {
                profile.count(worker.counts[at]);
            }
            for (profile, pieces) in profiles.iter_mut().zip(worker.pieces) {
                profile.pieces.extend(pieces);
            }
        }
        for ((job, borders), tally) in pass.jobs.iter().zip(borders).zip(&mut tallies) {
            if let Work::Order { order, .. } = &job.work {
                order::join(*order, borders, tally, most);
            }
        }
        Self {
            tallies,
            parts,
            profiles,
        }
    }

    /// Takes in what was known before a page was read.
    pub(super) fn take(&mut self, known: Known) {
        for (job, tally) in known.proved {
            self.tallies[job] = tally;
        }
        for (profile, needed) in self.profiles.iter_mut().zip(known.needed) {
            profile.read = needed;
        }
    }
}

/// What is known of all rows.
struct Sums<'a, 'p> {
    pass: &'p Pass<'p>,
    means: &'a Means<'a>,
    rows: u64,
    file: &'a str,
    place: &'a dyn Fn(Range<usize>) -> Location,
    gathers: Vec<Gathered>,
}

impl<'p> Sums<'_, 'p> {
    /// What a second pass has to look for. What it would not find is counted
    /// here.
    fn probes(&mut self, tallies: &mut [Tally]) -> Vec<Probe<'p>> {
        let mut probes = Vec::new();
        for (at, job) in self.pass.jobs.iter().enumerate() {
            let probe = |columns: &[usize], test| Probe {
                job: at,
                columns: columns.to_vec(),
                test,
                tally: Tally::default(),
            };
            match &job.work {
                Work::Repeats { gather, columns } => {
                    let (total, repeats) = match &self.gathers[*gather] {
                        Gathered::Keys(distinct) => (distinct.total, distinct.repeats()),
                        Gathered::WholeKeys(distinct) => (distinct.total, distinct.repeats()),
                        _ => (0, 0),
                    };
                    tallies[at].judged = total;
                    tallies[at].broken = repeats;
                    let shown = !job.weight.tolerance.lets_pass(repeats, total);
                    if let Some(repeated) = self.take_repeated(*gather).filter(|_| shown) {
                        let nulls = match self.pass.gathers[*gather].what {
                            super::gather::What::Keys(nulls) => nulls,
                            _ => Nulls::Passed,
                        };
                        let first = std::collections::HashMap::default();
                        let test = Test::Repeats {
                            repeated,
                            nulls,
                            first,
                        };
                        probes.push(probe(columns, test));
                    }
                }
                Work::Outliers {
                    gather,
                    column,
                    limits,
                } => {
                    if let Gathered::Moments(moments, _) = &self.gathers[*gather] {
                        tallies[at].judged = moments.count();
                        let holds = |x: Option<f64>| {
                            let score = x.and_then(|x| z_score(moments, x));
                            let number = score.and_then(Number::new);
                            number.is_none_or(|number| limits.hold(&Value::Number(number)))
                        };
                        // Whatever lies between two that hold, holds too.
                        let convex = limits.not.is_none() && limits.not_between.is_none();
                        if !(convex && holds(moments.min()) && holds(moments.max())) {
                            let test = Test::Far {
                                moments: moments.clone(),
                                limits,
                            };
                            probes.push(probe(&[*column], test));
                        }
                    }
                }
                Work::Depends {
                    gathers: [one, both],
                    columns,
                    determine,
                } => {
                    let distinct = |at: usize| match &self.gathers[at] {
                        Gathered::Keys(distinct) => (distinct.total, distinct.distinct),
                        _ => (0, 0),
                    };
                    tallies[at].judged = distinct(*one).0;
                    if distinct(*one).1 != distinct(*both).1 {
                        let test = Test::Depends {
                            determine: determine.clone(),
                            first: std::collections::HashMap::default(),
                        };
                        probes.push(probe(columns, test));
                    }
                }
                _ => {}
            }
        }
        probes
    }

    /// The keys that come more than once; none where there is no such.
    fn take_repeated(&mut self, gather: usize) -> Option<Repeated> {
        match &self.gathers[gather] {
            Gathered::Keys(distinct) => {
                let keys = distinct.repeated.clone();
                (!keys.is_empty()).then_some(Repeated::Keys(keys))
            }
            Gathered::WholeKeys(distinct) => {
                let keys = distinct.repeated.clone();
                (!keys.is_empty()).then_some(Repeated::WholeKeys(keys))
            }
            _ => None,
        }
    }

    fn check(&self, job: &Job<'_>, tally: Tally) -> Check {
        let check = titled(job);
        let check = match &job.work {
            Work::Blind(why) => check.undecided(why.clone()),
            Work::Figure {
                gather,
                figure,
                limits,
                column,
            } => self.figure(
                check,
                *gather,
                figure,
                limits,
                self.pass.columns[*column].sensitive,
            ),
            Work::Table { gather, limits } => self.of_table(check, *gather, limits),
            _ => counted_rows(check, job, tally, &self.evidence()),
        };
        told(check, job, self.place)
    }

    fn evidence(&self) -> Evidence<'_> {
        Evidence {
            file: self.file,
            rows: self.rows,
            samples: self.means.samples > 0,
        }
    }

    fn figure(
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

    fn of_table(&self, check: Check, gather: usize, limits: &Held<'_>) -> Check {
        let figure = match &self.gathers[gather] {
            Gathered::Comoments(comoments) => Ok(comoments.correlation()),
            Gathered::Aggregate(figure) => figure.clone(),
            _ => Ok(None),
        };
        let figure = match figure {
            Err(why) => return check.undecided(why),
            Ok(None) => return check.undecided("it is not defined for these rows"),
            Ok(Some(figure)) => figure,
        };
        match limits {
            Held::Limits(limits) => match Number::new(figure) {
                None => check.undecided("it is no finite number"),
                Some(number) => held(check, &Value::Number(number), limits, false),
            },
            Held::Equal {
                other,
                of,
                tolerance,
            } => {
                let check = check
                    .observed(figure_json(figure))
                    .expected(figure_json(*other));
                let off = (figure - other).abs();
                if off <= tolerance * other.abs() {
                    return check;
                }
                check.broken(format!("it is {figure}, and {other} in {of}"))
            }
        }
    }
}

/// A job's check, before anything is known.
fn titled(job: &Job<'_>) -> Check {
    let check = Check::pass(job.id, &*job.title).severity(job.weight.severity);
    match &job.target {
        Some(target) => check.on(&**target),
        None => check,
    }
}

/// A check that is not passed says where the contract asks for it, and what
/// the contract says of it.
fn told(check: Check, job: &Job<'_>, place: &dyn Fn(Range<usize>) -> Location) -> Check {
    let Some(cause) = &check.cause else {
        return check;
    };
    let cause = match &job.weight.message {
        Some(message) => format!("{}: {cause}", verdict::cut(message)),
        None => cause.clone(),
    };
    let mut check = check.at(place(job.span.clone()));
    check.cause = Some(cause);
    check
}

impl Pass<'_> {
    /// The check of a job whose rows were counted once more.
    pub(crate) fn recheck(
        &self,
        job: usize,
        tally: Tally,
        file: &str,
        rows: u64,
        samples: bool,
        place: &dyn Fn(Range<usize>) -> Location,
    ) -> Check {
        let evidence = Evidence {
            file,
            rows,
            samples,
        };
        let job = &self.jobs[job];
        told(counted_rows(titled(job), job, tally, &evidence), job, place)
    }
}

/// Where a check's evidence comes from.
pub(super) struct Evidence<'a> {
    pub(super) file: &'a str,
    pub(super) rows: u64,
    /// Whether values are shown.
    pub(super) samples: bool,
}

/// A check that counts cells or rows.
pub(super) fn counted_rows(
    check: Check,
    job: &Job<'_>,
    tally: Tally,
    evidence: &Evidence<'_>,
) -> Check {
    let (unit, help) = match &job.work {
        Work::Cells { rule, .. } => (rule.unit(), rule.help()),
        Work::Repeats { columns, .. } if columns.len() == 1 => ("cell", None),
        Work::Order { .. } | Work::Outliers { .. } => ("cell", None),
        _ => ("row", None),
    };
    let mut check = check.observed(tally.broken);
    let plural = if tally.broken == 1 { "" } else { "s" };
    check.unit = Some(format!("{unit}{plural}"));
    if job.weight.tolerance.lets_pass(tally.broken, tally.judged) {
        return passed(check, job, &tally);
    }
    let (count, first) = (grouped(tally.broken), grouped(tally.first));
    let looked_at = match job.condition {
        None => counted(evidence.rows, "row"),
        Some(_) => format!("{} looked at", counted(tally.judged, unit)),
    };
    let cause = match tally.broken {
        1 => format!("1 of {looked_at}: row {first}"),
        _ => format!("{count} of {looked_at}: first at row {first}"),
    };
    let mut check = check.broken(cause);
    check.help = help.map(str::to_owned);
    check.locations = tally.locations(evidence.file).collect();
    if evidence.samples {
        check.samples = tally.samples;
    }
    check
}

/// A check that counts no more than it lets pass: it holds if it could
/// see.
fn passed(check: Check, job: &Job<'_>, tally: &Tally) -> Check {
    match (tally.blind, &job.work) {
        (0, _) => check,
        (_, Work::Repeats { .. }) => check.undecided("its values are not looked into"),
        _ => check.undecided("its values are not looked into, so nulls among them are not seen"),
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
fn asked_levels(pass: &Pass<'_>, at: usize) -> Vec<(f64, Interpolation)> {
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
