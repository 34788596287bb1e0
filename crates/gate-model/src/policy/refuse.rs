//! Refuses a policy that can't mean what it says.

use scores::{Metric, Need};
use toml::Spanned;
use tool::Policy;
use verdict::Fault;

use super::{Gate, GatePolicy, Sureness};

/// How deep gates may be made of gates.
const DEEPEST: usize = 4;

/// Refuses a policy that can't mean what it says.
pub(crate) fn refuse_nonsense(policy: &Policy<GatePolicy>) -> Result<(), Fault> {
    let value = &policy.value;
    if value.gates.is_empty() && value.conditions.is_empty() {
        return Err(Fault::new(format!("{} has no gates", policy.file))
            .help("add one, such as:  [gates.roc_auc]  min = 0.8")
            .help("an empty policy would let every model pass"));
    }
    if !is_level(value.confidence) {
        return Err(no_level(&format!("{}: ", policy.file)));
    }
    if let Some(count) = &value.resamples
        && !(200..=100_000).contains(count.get_ref())
    {
        return Err(
            Fault::new("`resamples` must be within 200 and 100,000").at(policy.place(count.span()))
        );
    }
    for (name, gate) in value.in_order() {
        Nonsense { policy, name }.gate(gate, 0)?;
    }
    score(policy)
}

fn is_level(sureness: Sureness) -> bool {
    sureness
        .level()
        .is_none_or(|level| level > 0.5 && level < 1.0)
}

fn no_level(whose: &str) -> Fault {
    Fault::new(format!(
        "{whose}`confidence` must be above 0.5 and below 1, or false"
    ))
    .help("0.95 decides rightly 19 times of 20; false compares the numbers as they are")
}

/// The gates with a weight, and what they must reach together.
fn score(policy: &Policy<GatePolicy>) -> Result<(), Fault> {
    let weights = policy.value.gates.values();
    let mut weights = weights.filter_map(|gate| gate.get_ref().weight.as_ref());
    match (&policy.value.score, weights.next()) {
        (Some(score), _) if !(0.0..=1.0).contains(score.min.get_ref()) => Err(Fault::new(
            "`min` of the score must be within 0 and 1, a share of all weight",
        )
        .at(policy.place(score.min.span()))),
        (Some(score), None) => Err(Fault::new("a score of gates, none of which has a `weight`")
            .at(policy.place(score.min.span()))
            .help("give gates a weight, such as `weight = 2`")),
        (None, Some(weight)) => Err(Fault::new("a `weight` without a score")
            .at(policy.place(weight.span()))
            .help("say what gates with a weight must reach together:  [score]  min = 0.8")),
        _ => sum(policy),
    }
}

fn sum(policy: &Policy<GatePolicy>) -> Result<(), Fault> {
    let weights = policy.value.gates.values();
    let weights = weights.filter_map(|gate| Some(*gate.get_ref().weight.as_ref()?.get_ref()));
    match weights.sum::<f64>().is_finite() {
        true => Ok(()),
        false => Err(Fault::new(format!(
            "{}: the weights are too large to be added",
            policy.file
        ))),
    }
}

/// One gate of a policy.
struct Nonsense<'a> {
    policy: &'a Policy<GatePolicy>,
    name: &'a str,
}

impl Nonsense<'_> {
    fn gate(&self, spanned: &Spanned<Gate>, depth: usize) -> Result<(), Fault> {
        let gate = spanned.get_ref();
        let fault = |message: String| Fault::new(message).at(self.policy.place(spanned.span()));
        self.weight(gate, depth)?;
        if !gate.confidence.is_none_or(is_level) {
            return Err(no_level("").at(self.policy.place(spanned.span())));
        }
        if gate.is_group() {
            let own = !gate.limits().is_empty()
                || gate.metric.is_some()
                || gate.expression.is_some()
                || gate.by.is_some()
                || gate.direction.is_some()
                || gate.min_n.is_some()
                || !gate.slices.is_empty();
            if own || (!gate.all.is_empty() && !gate.any.is_empty()) {
                return Err(fault(format!(
                    "gate `{}` has more than its `all` or its `any`",
                    self.name
                ))
                .help("metrics, rules and slices belong into the gates that it is made of"));
            }
            if depth == DEEPEST {
                return Err(fault(format!("gate `{}` is nested too deep", self.name)));
            }
            let parts = gate.all.iter().chain(&gate.any);
            return parts
                .into_iter()
                .try_for_each(|part| self.gate(part, depth + 1));
        }
        if depth > 0 && gate.metric.is_none() && gate.expression.is_none() {
            return Err(
                fault(format!("a part of gate `{}` has no metric", self.name))
                    .help("name it, such as:  any = [{ metric = \"roc_auc\", min-gain = 0.01 }]"),
            );
        }
        if gate.expression.is_some() {
            if !gate.limits().is_empty() || gate.metric.is_some() {
                return Err(
                    fault(format!("gate `{}` has an expression and more", self.name))
                        .help("an expression is the whole rule: it holds its own limit"),
                );
            }
            return Ok(());
        }
        if gate.limits().is_empty() {
            return Err(fault(format!("gate `{}` has no rule", self.name))
                .help("give it min, max, max-drop, max-relative-drop, min-gain or an expression"));
        }
        self.limits(gate)
    }

    fn weight(&self, gate: &Gate, depth: usize) -> Result<(), Fault> {
        match &gate.weight {
            Some(weight) if depth > 0 => Err(Fault::new(format!(
                "a part of gate `{}` has a weight",
                self.name
            ))
            .at(self.policy.place(weight.span()))
            .help("give it to the gate as a whole")),
            Some(weight) if !(*weight.get_ref() > 0.0 && weight.get_ref().is_finite()) => {
                Err(Fault::new("`weight` must be a finite number above 0")
                    .at(self.policy.place(weight.span())))
            }
            _ => Ok(()),
        }
    }

    fn limits(&self, gate: &Gate) -> Result<(), Fault> {
        let name = gate.metric.as_deref().unwrap_or(self.name);
        let at = |message: String, limit: &Spanned<f64>| {
            Fault::new(message).at(self.policy.place(limit.span()))
        };
        let groups = Metric::parse(name).map(|metric| metric.needs().contains(&Need::Groups));
        if groups == Some(false) && gate.by.is_some() {
            return Err(Fault::new(format!(
                "gate `{}` has a `by`, and `{name}` has no groups",
                self.name
            ))
            .help("`slices` holds a rule to every value of a column"));
        }
        for (rule, limit) in gate.limits() {
            if !matches!(rule, "min" | "max") && Metric::parse(name) == Some(Metric::Churn) {
                return Err(at(
                    format!("`{rule}` of churn, which is a change itself"),
                    limit,
                )
                .help("limit it with `max`"));
            }
            let value = *limit.get_ref();
            if !value.is_finite() {
                return Err(at(format!("`{rule}` must be a finite number"), limit));
            }
            let change = !matches!(rule, "min" | "max");
            if change && value < 0.0 {
                return Err(
                    at(format!("`{rule}` must not be negative"), limit).help(match rule {
                        "min-gain" | "min-relative-gain" => "0 asks for any gain at all",
                        _ => "0 asks for no drop at all",
                    }),
                );
            }
        }
        if let (Some(min), Some(max)) = (&gate.min, &gate.max)
            && min.get_ref() > max.get_ref()
        {
            let (least, most) = (min.get_ref(), max.get_ref());
            return Err(at(
                format!("no value of `{name}` is at least {least} and at most {most}"),
                max,
            ));
        }
        Ok(())
    }
}
