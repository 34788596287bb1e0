//! `gate-model self-audit`: how often the gate itself is wrong, on evidence as
//! it is.
//!
//! Test sets are drawn anew from the examples at hand, whole clusters where
//! there are any, and on every example a coin decides which of the two models
//! is called the candidate: neither is better then, whatever they are. What the
//! gate says of such sets is what it says by chance.

use std::collections::BTreeMap;

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
use crate::trial::Drawing;

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
            resamples: RESAMPLES,
            seed,
        };
        let weighed = judge::weighed(rules, &evidence, drawing)?;
        let mut worst = Outcome::Pass;
        for finding in &weighed.findings {
            let rule = &rules[finding.rule];
            let tally = tallies
                .entry((finding.rule, finding.target(rule)))
                .or_default();
            tally.outcomes[place(finding.outcome())] += 1;
            tally
                .estimates
                .extend(finding.test().map(|test| test.known.estimate()));
            worst = worst.max(finding.outcome());
        }
        verdicts[place(worst)] += 1;
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
    let alone = evidence.predictions.as_ref();
    let pairs = evidence.pairs.iter().map(|other| Other {
        source: other.source.clone(),
        subject: other.subject.clone(),
        pair: other.pair.as_ref().map_err(String::clone).map(|pair| {
            let rows = rows(pair.rows(), pair.candidate.clusters(), random);
            let swapped: Vec<bool> = rows.iter().map(|_| random.next_u64() >> 63 == 1).collect();
            pair.take(&rows).swapped(&swapped)
        }),
    });
    let pairs: Vec<Other> = pairs.collect();
    let predictions = alone.map(|sheet| sheet.take(&rows(sheet.rows(), sheet.clusters(), random)));
    Evidence {
        metrics: Vec::new(),
        subjects: Vec::new(),
        predictions,
        baselines: Vec::new(),
        pairs,
        unmatched: evidence.unmatched,
    }
}

fn rows(count: usize, clusters: Option<&[u32]>, random: &mut Xoshiro256PlusPlus) -> Vec<u32> {
    let mut below = |count: usize| -> usize {
        let wide = u128::from(random.next_u64()) * count as u128;
        usize::try_from(wide >> 64).unwrap_or_default()
    };
    let row = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    let Some(clusters) = clusters else {
        return (0..count).map(|_| row(below(count))).collect();
    };
    let most = clusters.iter().max().map_or(0, |most| *most as usize + 1);
    let mut members = vec![Vec::new(); most];
    for (at, cluster) in clusters.iter().enumerate() {
        members[*cluster as usize].push(row(at));
    }
    (0..most)
        .flat_map(|_| members[below(most)].clone())
        .collect()
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
        let title = format!(
            "{} is found broken by chance at most once in {} times",
            rule.title,
            six_digits(1.0 / level.max(1e-9))
        );
        let [_, _, broken] = self.outcomes;
        let of = self.outcomes.iter().sum();
        let check = Check::pass(id, title)
            .on(format!("{}({target})", rule.id))
            .expected(level)
            .observed(broken as f64 / of as f64)
            .at(rule.location.clone());
        if !matches!(rule.what, What::Change { .. }) || !rule.id.contains("drop") {
            return check;
        }
        let test = Test {
            known: Known::Share { hits: broken, of },
            side: Side::AtMost,
            limit: level,
            scale: 1.0,
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
