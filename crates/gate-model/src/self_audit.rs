//! `gate-model self-audit`: how often the gate itself is wrong, on evidence as
//! it is.
//!
//! Test sets are drawn anew from the examples at hand, whole clusters where
//! there are any, and on every example a coin decides which of the two models
//! is called the candidate: neither is better then, whatever they are. What the
//! gate says of such sets is what it says by chance.

mod draw;
mod tally;

use std::collections::BTreeMap;

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use report::{Exhibit, grouped};
use tool::{Context, Judgement};
use verdict::Fault;

use crate::judge::{self, Case};
use crate::trial::Drawing;
use draw::drawn;
use tally::{Tally, place, shares};

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

/// Audits the gate.
pub(crate) fn run(args: &Args, context: &Context) -> Result<Judgement, Fault> {
    let policy = judge::policy(&args.evidence)?;
    let case = Case::read(&policy, &args.evidence, context)?;
    if case.evidence.predictions.is_none() {
        return Err(
            Fault::new("a self-audit draws from predictions, and there are none").help(
                "give the candidate's --predictions, and --baseline-predictions of another model",
            ),
        );
    }
    let audit = Audit::of(&case, args.times, context)?;
    if audit.tallies.is_empty() {
        return Err(Fault::new("no gate is computed from predictions")
            .help("name metrics that are, such as accuracy or roc_auc"));
    }
    let each = audit.tallies.iter();
    let checks = each.map(|((rule, target), tally)| tally.check(&case.rules[*rule], target));
    Ok(Judgement {
        checks: checks.collect(),
        subjects: case.evidence.subjects.clone(),
        configuration: case.configuration(),
        exhibits: vec![audit.table(&case, args.times)],
        ..Judgement::default()
    })
}

/// What came of all drawn test sets.
struct Audit {
    /// By rule, and by gate or slice.
    tallies: BTreeMap<(usize, String), Tally>,
    /// What the whole gate came to.
    verdicts: [u64; 3],
}

impl Audit {
    fn of(case: &Case<'_>, times: u32, context: &Context) -> Result<Self, Fault> {
        let mut audit = Self {
            tallies: BTreeMap::new(),
            verdicts: [0; 3],
        };
        let mut random = Xoshiro256PlusPlus::from_seed(case.drawing.seed);
        for time in 0..times {
            context
                .progress
                .on(&format!("test set {} of {times}", time + 1));
            let evidence = drawn(&case.evidence, &mut random);
            let mut seed = [0; 32];
            random.fill_bytes(&mut seed);
            let drawing = Drawing {
                resamples: RESAMPLES.max(case.drawing.least),
                seed,
                ..case.drawing
            };
            let weighed = judge::weighed(&case.rules, &evidence, drawing)?;
            for finding in &weighed.findings {
                let rule = &case.rules[finding.rule];
                // What stands in files is the same on every test set.
                if !case.evidence.is_computed(rule) {
                    continue;
                }
                let key = (finding.rule, finding.target(rule));
                let tally = audit.tallies.entry(key).or_default();
                tally.outcomes[place(finding.outcome())] += 1;
                let estimate = finding.test().map(|test| test.known.estimate());
                tally.estimates.extend(estimate);
            }
            audit.verdicts[place(case.outcome(&weighed.findings))] += 1;
        }
        Ok(audit)
    }

    fn table(&self, case: &Case<'_>, times: u32) -> Exhibit {
        let each = self.tallies.iter();
        let rows = each.map(|((rule, target), tally)| tally.row(&case.rules[*rule], target));
        let mut rows: Vec<Vec<String>> = rows.collect();
        let mut last = vec!["the whole gate".to_owned(), "–".to_owned()];
        last.extend(shares(self.verdicts));
        last.extend(["–".to_owned(), "–".to_owned()]);
        rows.push(last);
        let examples = case.evidence.predictions.as_ref();
        let examples = examples.map_or(0, predictions::Sheet::rows);
        let header = [
            "gate",
            "rule",
            "passes",
            "undecided",
            "broken",
            "flips",
            "passes from",
            "found from",
        ];
        Exhibit::Table {
            title: format!(
                "{} test sets of {} examples, on which neither model is better",
                grouped(u64::from(times)),
                grouped(examples as u64)
            ),
            header: header.map(str::to_owned).to_vec(),
            rows,
        }
    }
}
