//! What a plan assumes of the models and asks of the decisions.

use serde::Serialize;
use stats::Confidence;
use verdict::Fault;

use super::Args;
use super::search::MOST;

/// What a plan assumes of the models and asks of the decisions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Assumed {
    pub(super) confidence: f64,
    pub(super) power: f64,
    pub(super) accuracy: f64,
    pub(super) difference: f64,
    pub(super) discordance: f64,
    pub(super) auc: f64,
    pub(super) prevalence: f64,
    #[serde(skip)]
    pub(super) one_sided: Confidence,
    #[serde(skip)]
    pub(super) two_sided: Confidence,
}

impl Assumed {
    /// What the options say; `confidence` is the policy's.
    pub(super) fn of(args: &Args, confidence: Option<f64>) -> Result<Self, Fault> {
        let level = args.confidence.or(confidence).unwrap_or(0.95);
        let sides = Confidence::one_sided(level).zip(Confidence::two_sided(level));
        let (one_sided, two_sided) = sides.ok_or_else(|| {
            Fault::new(format!(
                "a confidence is above 0.5 and below 1, not {level}"
            ))
            .help("the usual is 0.95")
        })?;
        for (name, value, least) in [
            ("--power", args.power, 0.5),
            ("--accuracy", args.accuracy, 0.0),
            ("--auc", args.auc, 0.5),
            ("--prevalence", args.prevalence, 0.0),
        ] {
            if !(value > least && value < 1.0) {
                let message = format!("{name} is above {least} and below 1, not {value}");
                return Err(Fault::new(message));
            }
        }
        if let Some(examples) = args.examples.filter(|count| !(1..=MOST).contains(count)) {
            let message = format!("--examples is from 1 to a billion, not {examples}");
            return Err(Fault::new(message));
        }
        let discordance = discordance(args)?;
        Ok(Self {
            confidence: level,
            power: args.power,
            accuracy: args.accuracy,
            difference: args.difference,
            discordance,
            auc: args.auc,
            prevalence: args.prevalence,
            one_sided,
            two_sided,
        })
    }

    /// The truth of both models, as sizes of samples take it.
    pub(super) const fn truth(&self) -> [f64; 2] {
        [self.discordance, self.difference]
    }

    /// Refuses a margin that means nothing.
    pub(super) fn refuse_margin(&self, margin: f64) -> Result<(), Fault> {
        if !(margin > 0.0 && margin < 1.0) {
            let message = format!("a margin is above 0 and below 1, not {margin}");
            return Err(Fault::new(message).help("give 0.01 for a point of accuracy"));
        }
        if margin + self.difference <= 0.0 {
            return Err(Fault::new(format!(
                "a candidate that is worse by {} can't be shown to be worse by less than {margin}",
                -self.difference
            ))
            .help("give a larger --margin, or a --difference nearer to 0"));
        }
        Ok(())
    }
}

/// How often only one model is right, which the accuracies bound on both sides.
fn discordance(args: &Args) -> Result<f64, Fault> {
    let (accuracy, difference) = (args.accuracy, args.difference);
    let candidate = accuracy + difference;
    if !(0.0..=1.0).contains(&candidate) {
        return Err(Fault::new(format!(
            "the candidate's accuracy would be {} with --accuracy {accuracy} and --difference \
             {difference}",
            report::six_digits(candidate)
        )));
    }
    // One of the two is right where not both are, and not none.
    let most = (accuracy + candidate).min(2.0 - accuracy - candidate);
    let least = difference.abs();
    // Without the digits that 0.1 has too many.
    let half = (most * 5e11).round() / 1e12;
    let given = args.discordance.unwrap_or_else(|| half.max(least));
    if given > 0.0 && given >= least && given <= most + 1e-12 {
        return Ok(given);
    }
    let [least, most] = [least, most].map(report::six_digits);
    Err(Fault::new(format!(
        "models of accuracy {} and {} can't differ on {given} of the examples",
        report::six_digits(accuracy),
        report::six_digits(candidate)
    ))
    .help(format!(
        "give a --discordance above 0 from {least} to {most}"
    )))
}
