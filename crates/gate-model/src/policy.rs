//! The TOML that says which metrics must reach what.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use tool::Policy;
use verdict::{Fault, Severity};

/// Which metrics must reach what.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GatePolicy {
    /// The policy's name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Metrics of the baseline: a file, or `git:REV:PATH`.
    pub baseline: Option<String>,
    /// The gates by name.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Gate>")]
    pub gates: BTreeMap<String, Spanned<Gate>>,
}

/// What one metric must reach. At least one of the four rules is needed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Gate {
    /// Dotted path of the metric; the gate's own name if not given.
    pub metric: Option<String>,
    /// Which direction is better.
    #[serde(default)]
    pub direction: Direction,
    /// The smallest value allowed.
    #[schemars(with = "Option<f64>")]
    pub min: Option<Spanned<f64>>,
    /// The largest value allowed.
    #[schemars(with = "Option<f64>")]
    pub max: Option<Spanned<f64>>,
    /// How much worse than the baseline it may be, in the metric's own unit.
    #[schemars(with = "Option<f64>")]
    pub max_drop: Option<Spanned<f64>>,
    /// How much worse than the baseline it may be, as a fraction of the
    /// baseline's absolute value.
    #[schemars(with = "Option<f64>")]
    pub max_relative_drop: Option<Spanned<f64>>,
    /// What a broken rule weighs.
    #[serde(default)]
    pub severity: Severity,
    /// Why the gate is there.
    pub description: Option<String>,
}

/// Which direction of a metric is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Such as accuracy.
    #[default]
    Higher,
    /// Such as log loss.
    Lower,
}

impl GatePolicy {
    /// The gates in the order of the file.
    pub(crate) fn in_order(&self) -> Vec<(&str, &Spanned<Gate>)> {
        let mut gates: Vec<_> = self
            .gates
            .iter()
            .map(|(name, gate)| (name.as_str(), gate))
            .collect();
        gates.sort_by_key(|(_, gate)| gate.span().start);
        gates
    }
}

/// Refuses a policy that can't mean what it says.
pub(crate) fn refuse_nonsense(policy: &Policy<GatePolicy>) -> Result<(), Fault> {
    if policy.value.gates.is_empty() {
        return Err(Fault::new(format!("{} has no gates", policy.file))
            .help("add one, such as:  [gates.roc_auc]  min = 0.8")
            .help("an empty policy would let every model pass"));
    }
    for (name, gate) in policy.value.in_order() {
        let fault = |message: String, span| Err(Fault::new(message).at(policy.place(span)));
        let rules = gate.get_ref().rules();
        if rules.is_empty() {
            return fault(format!("gate `{name}` has no rule"), gate.span())
                .map_err(|fault| fault.help("give it min, max, max-drop or max-relative-drop"));
        }
        for (rule, limit) in rules {
            let value = *limit.get_ref();
            if !value.is_finite() {
                return fault(format!("`{rule}` must be a finite number"), limit.span());
            }
            if rule.contains("drop") && value < 0.0 {
                return fault(format!("`{rule}` must not be negative"), limit.span())
                    .map_err(|fault| fault.help("0 asks for no drop at all"));
            }
        }
        if let (Some(min), Some(max)) = (&gate.get_ref().min, &gate.get_ref().max)
            && min.get_ref() > max.get_ref()
        {
            return fault(
                format!(
                    "no value of `{name}` is at least {} and at most {}",
                    min.get_ref(),
                    max.get_ref()
                ),
                max.span(),
            );
        }
    }
    Ok(())
}

impl Gate {
    /// The rules that were given, with their limits.
    fn rules(&self) -> Vec<(&'static str, &Spanned<f64>)> {
        [
            ("min", &self.min),
            ("max", &self.max),
            ("max-drop", &self.max_drop),
            ("max-relative-drop", &self.max_relative_drop),
        ]
        .into_iter()
        .filter_map(|(rule, limit)| limit.as_ref().map(|limit| (rule, limit)))
        .collect()
    }
}
