//! What a policy says that a plan can use.

use std::collections::BTreeMap;

use scores::{Average, Metric};
use serde::Deserialize;
use toml::Value;
use tool::{Policy, read_policy};
use verdict::Fault;

use super::Args;
use super::clauses::Asked;
use crate::conditions::Condition;
use crate::ledger::Holdout;

/// What is planned for beside the options' own margin.
#[derive(Clone, Debug, Default)]
pub(super) struct Planned {
    /// Each decision's confidence.
    pub(super) confidence: Option<f64>,
    /// The gates that compare, with their margins.
    pub(super) gates: Vec<(String, f64)>,
    /// Conditions.
    pub(super) asked: Vec<Asked>,
}

/// The parts of a policy that a plan reads. The others are for the gate itself
/// to judge.
#[derive(Clone, Debug, Deserialize)]
struct Parts {
    confidence: Option<Value>,
    #[serde(default)]
    gates: BTreeMap<String, OfGate>,
    #[serde(default)]
    conditions: Vec<Condition>,
    #[serde(default)]
    holdout: Holdout,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct OfGate {
    metric: Option<String>,
    max_drop: Option<Value>,
}

impl Planned {
    /// Reads the conditions of the options and the policy, where one is named.
    pub(super) fn read(args: &Args) -> Result<Self, Fault> {
        let mut planned = Self {
            asked: Asked::of(args)?,
            ..Self::default()
        };
        if let Some(path) = &args.policy {
            planned.add(&read_policy(path)?, args)?;
        }
        Ok(planned)
    }

    fn add(&mut self, policy: &Policy<Parts>, args: &Args) -> Result<(), Fault> {
        let parts = &policy.value;
        let level = args
            .confidence
            .or_else(|| number(parts.confidence.as_ref()?));
        let each = parts.holdout.confidence(level.unwrap_or(0.95), policy)?;
        self.confidence = Some(each);
        let drops = parts.gates.iter();
        let drops = drops.filter_map(|(name, gate)| Some((name, number(gate.max_drop.as_ref()?)?)));
        // A margin of 0 can be shown by no number of examples.
        let drops = drops.filter(|(_, margin)| *margin > 0.0 && *margin < 1.0);
        // Tango's test is of shares of examples; of other metrics the gate's own
        // self-audit tells what they take.
        let drops = drops.filter(|(name, _)| is_share(name, &parts.gates));
        self.gates = drops.map(|(name, margin)| (name.clone(), margin)).collect();
        for (index, condition) in parts.conditions.iter().enumerate() {
            let ready = condition.read(policy, index + 1)?;
            self.asked.push(Asked {
                formula: ready.formula,
                terms: ready.terms,
            });
        }
        if self.gates.is_empty() && self.asked.is_empty() {
            let fault = Fault::new(format!(
                "{} has no gate with a max-drop above 0 of a share of examples (accuracy, recall, specificity), and no conditions",
                policy.file
            ));
            return Err(fault
                .help("give a --margin instead of a policy")
                .help("`gate-model self-audit` says what other metrics take, from predictions"));
        }
        Ok(())
    }
}

fn is_share(name: &str, gates: &BTreeMap<String, OfGate>) -> bool {
    let metric = gates.get(name).and_then(|gate| gate.metric.as_deref());
    matches!(
        Metric::parse(metric.unwrap_or(name)),
        Some(
            Metric::Accuracy
                | Metric::Recall(Average::Binary)
                | Metric::Specificity
                | Metric::FalsePositiveRate
                | Metric::FalseNegativeRate
                | Metric::SelectionRate
        )
    )
}

fn number(value: &Value) -> Option<f64> {
    let whole = value.as_integer().map(|whole| whole as f64);
    value.as_float().or(whole)
}
