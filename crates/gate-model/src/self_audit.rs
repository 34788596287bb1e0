//! `gate-model self-audit`: how often the gate itself is wrong, on evidence as
//! it is.
//!
//! Test sets are drawn anew from the examples at hand, whole clusters where
//! there are any, and on every example a coin decides which of the two models
//! is called the candidate: neither is better then, whatever they are. What the
//! gate says of such sets is what it says by chance.

use std::collections::BTreeMap;
use std::rc::Rc;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use report::{Exhibit, grouped, six_digits};
use stats::{Confidence, normal};
use tool::{Context, Judgement};
use verdict::{Check, Fault, Outcome};

use crate::evidence::{Evidence, Other};
use crate::inference::{Call, Known, Side, Test};
use crate::judge::{self, Case};
use crate::rules::{Rule, What};
use crate::trial::{Drawing, Examples};

/// With which probability a drop has to be found to be called detectable.
const POWER: f64 = 0.8;

/// Resamples within a drawn test set: each is one of many.
const RESAMPLES: u32 = 400;

/// Draws test sets, judges them, and says how often that went wrong.
#[derive(Clone, Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    #[command(flatten)]
    evidence: crate::Args,

    /// How many test sets are drawn
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(20..=10_000))]
    times: u32,
}

/// What a rule came to on all drawn test sets.
#[derive(Default)]
struct Tally {
    outcomes: [u64; 3],
    estimates: Vec<f64>,
}

/// Audits the gate.
pub(crate) fn run(args: &Args, context: &Context) -> Result<Judgement, Fault> {
    let policy = judge::policy(&args.evidence)?;
    let case = Case::read(&policy, &args.evidence, context)?;
    let rules = &case.rules;
    if case.evidence.predictions.is_none() {
        return Err(
            Fault::new("a self-audit draws from predictions, and there are none").help(
                "give the candidate's --predictions, and --baseline-predictions of another model",
            ),
        );
    }
    let mut tallies: BTreeMap<(usize, String), Tally> = BTreeMap::new();
    let mut verdicts = [0; 3];
    let mut random = Xoshiro256PlusPlus::from_seed(case.drawing.seed);
    for time in 0..args.times {
        context
            .progress
            .on(&format!("test set {} of {}", time + 1, args.times));
        let evidence = drawn(&case.evidence, &mut random);
        let mut seed = [0; 32];
        random.fill_bytes(&mut seed);
        let drawing = Drawing {
            resamples: RESAMPLES.max(case.drawing.least),
            seed,
            ..case.drawing
        };
        let weighed = judge::weighed(rules, &evidence, drawing)?;
        for finding in &weighed.findings {
            let rule = &rules[finding.rule];
            // What stands in files is the same on every test set.
            if !case.evidence.is_computed(rule) {
                continue;
            }
            let tally = tallies
                .entry((finding.rule, finding.target(rule)))
                .or_default();
            tally.outcomes[place(finding.outcome())] += 1;
            tally
                .estimates
                .extend(finding.test().map(|test| test.known.estimate()));
        }
        verdicts[place(case.outcome(&weighed.findings))] += 1;
    }
    if tallies.is_empty() {
        return Err(Fault::new("no gate is computed from predictions")
            .help("name metrics that are, such as accuracy or roc_auc"));
    }
    let checks = tallies
        .iter()
        .map(|((rule, target), tally)| tally.check(&rules[*rule], target));
    let rows = tallies
        .iter()
        .map(|((rule, target), tally)| tally.row(&rules[*rule], target));
    let mut rows: Vec<Vec<String>> = rows.collect();
    let mut last = vec!["the whole gate".to_owned(), "–".to_owned()];
    last.extend(shares(verdicts));
    last.extend(["–".to_owned(), "–".to_owned()]);
    rows.push(last);
    let examples = case
        .evidence
        .predictions
        .as_ref()
        .map_or(0, predictions::Sheet::rows);
    Ok(Judgement {
        checks: checks.collect(),
        subjects: case.evidence.subjects.clone(),
        configuration: case.configuration(),
        exhibits: vec![Exhibit::Table {
            title: format!(
                "{} test sets of {} examples, on which neither model is better",
                grouped(u64::from(args.times)),
                grouped(examples as u64)
            ),
            header: [
                "gate",
                "rule",
                "passes",
                "undecided",
                "broken",
                "flips",
                "passes from",
                "found from",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows,
        }],
        ..Judgement::default()
    })
}

const fn place(outcome: Outcome) -> usize {
    match outcome {
        Outcome::Pass | Outcome::Warn => 0,
        Outcome::Inconclusive => 1,
        Outcome::Fail => 2,
    }
}

/// A test set as it might have been: examples, or clusters of them, drawn with
/// replacement, and of each a coin says which model is the candidate.
fn drawn(evidence: &Evidence, random: &mut Xoshiro256PlusPlus) -> Evidence {
    let pairs = evidence.pairs.iter().map(|other| Other {
        source: other.source.clone(),
        subject: other.subject.clone(),
        pair: other.pair.as_ref().map_err(String::clone).map(|pair| {
            let draw = Draw::of(Examples::Paired(pair), random);
            let marks = draw.coins(random);
            pair.drawn(&draw.rows, &draw.units).swapped(&marks)
        }),
    });
    let pairs: Vec<Other> = pairs.collect();
    let predictions = evidence.predictions.as_ref().map(|sheet| {
        let draw = Draw::of(Examples::Alone(sheet), random);
        sheet.drawn(&draw.rows, &draw.units)
    });
    Evidence {
        metrics: Rc::clone(&evidence.metrics),
        subjects: Vec::new(),
        predictions,
        baselines: Rc::clone(&evidence.baselines),
        pairs,
        unmatched: evidence.unmatched,
    }
}

/// Rows that were drawn, and what was drawn with them: a row, a cluster, a query.
struct Draw {
    rows: Vec<u32>,
    /// Of each row, the how manieth draw it came by.
    units: Vec<u32>,
}

impl Draw {
    fn of(examples: Examples<'_>, random: &mut Xoshiro256PlusPlus) -> Self {
        let whole = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let members = match examples.clusters() {
            None => (0..whole(examples.rows())).map(|row| vec![row]).collect(),
            Some(clusters) => {
                let most = clusters.iter().max().map_or(0, |most| *most as usize + 1);
                let mut members = vec![Vec::new(); most];
                for (row, cluster) in (0..).zip(clusters) {
                    members[*cluster as usize].push(row);
                }
                members.retain(|members| !members.is_empty());
                members
            }
        };
        let mut draw = Self {
            rows: Vec::new(),
            units: Vec::new(),
        };
        for unit in 0..whole(members.len()) {
            let wide = u128::from(random.next_u64()) * members.len() as u128;
            let rows = &members[usize::try_from(wide >> 64).unwrap_or_default()];
            draw.rows.extend(rows);
            draw.units.extend(rows.iter().map(|_| unit));
        }
        draw
    }

    /// A coin for each draw, as all of its rows see it.
    fn coins(&self, random: &mut Xoshiro256PlusPlus) -> Vec<bool> {
        let last = self.units.last().map_or(0, |last| *last as usize + 1);
        let coins: Vec<bool> = (0..last).map(|_| random.next_u64() >> 63 == 1).collect();
        self.units
            .iter()
            .map(|unit| coins[*unit as usize])
            .collect()
    }
}

/// Shares of passes, undecided and broken ones, and how often two runs differ.
fn shares(outcomes: [u64; 3]) -> Vec<String> {
    let all = outcomes.iter().sum::<u64>().max(1) as f64;
    let parts = outcomes.map(|count| count as f64 / all);
    let flips = 1.0 - parts.iter().map(|part| part * part).sum::<f64>();
    let shares = parts.into_iter().chain([flips]);
    shares
        .map(|share| format!("{:.1} %", 100.0 * share))
        .collect()
}

impl Tally {
    /// A rule that compares two models of which none is better must not find
    /// one broken more often than it says.
    fn check(&self, rule: &Rule<'_>, target: &str) -> Check {
        let level = rule.confidence.map_or(0.0, Confidence::tail);
        let id = "false-fail-rate";
        let title = match rule.confidence {
            None => format!("{}, compared as it is", rule.title),
            Some(_) => format!(
                "{} is found broken by chance at most once in {} times",
                rule.title,
                six_digits(1.0 / level)
            ),
        };
        let [_, _, broken] = self.outcomes;
        let of = self.outcomes.iter().sum();
        let check = Check::pass(id, title)
            .on(format!("{}({target})", rule.id))
            .expected(level)
            .observed(broken as f64 / of as f64)
            .at(rule.location.clone());
        if self.estimates.is_empty() {
            return check.undecided("no drawn test set could be decided");
        }
        let by_chance = rule.confidence.is_some();
        if !by_chance || !matches!(rule.what, What::Change { .. }) || !rule.id.contains("drop") {
            return check;
        }
        let test = Test {
            known: Known::Share { hits: broken, of },
            side: Side::AtMost,
            limit: level,
            strict: false,
            scale: 0.0,
            confidence: Confidence::one_sided(0.95),
        };
        match test.call() {
            Call::Broken(_) => check.broken(format!("it was so in {broken} of {of} test sets")),
            // It is not shown to be wrong, which is all that draws can show.
            _ => check,
        }
    }

    fn row(&self, rule: &Rule<'_>, target: &str) -> Vec<String> {
        let mut row = vec![
            target.to_owned(),
            format!("{} {}", rule.id, six_digits(rule.limit)),
        ];
        row.extend(shares(self.outcomes));
        let reach = self.reach(rule);
        let shown = |figure: Option<f64>| figure.map_or_else(|| "–".to_owned(), six_digits);
        row.push(shown(reach));
        row.push(shown(reach.map(|reach| rule.limit + reach)));
        row
    }

    /// From which margin on an equal model passes four times of five; a model
    /// that is worse by that much more than the limit is found as often.
    fn reach(&self, rule: &Rule<'_>) -> Option<f64> {
        let compares = matches!(rule.what, What::Change { .. }) && rule.id.contains("drop");
        let count = self.estimates.len() as f64;
        let tail = rule.confidence.filter(|_| compares && count > 1.0)?.tail();
        let mean = self.estimates.iter().sum::<f64>() / count;
        let squares = self.estimates.iter().map(|figure| (figure - mean).powi(2));
        let deviation = (squares.sum::<f64>() / (count - 1.0)).sqrt();
        Some(deviation * (normal::quantile(1.0 - tail) + normal::quantile(POWER)))
    }
}
