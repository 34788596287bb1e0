//! What a policy's gates ask for, one rule a limit.

use scores::Metric;
use stats::Confidence;
use toml::Spanned;
use tool::Policy;
use verdict::{Check, Fault, Location};

use crate::formula::Formula;
use crate::inference::Side;
use crate::policy::{Direction, Gate, GatePolicy};

/// One rule of one gate.
pub(crate) struct Rule<'a> {
    /// The gate's own name: two gates may look at one metric.
    pub(crate) name: &'a str,
    /// The gate.
    pub(crate) gate: &'a Gate,
    /// The rule's word.
    pub(crate) id: &'static str,
    /// What is measured.
    pub(crate) what: What<'a>,
    /// On which side of the limit it has to be.
    pub(crate) side: Side,
    /// The limit, in the unit of what is measured.
    pub(crate) limit: f64,
    /// How sure the decision has to be; none: numbers are compared.
    pub(crate) confidence: Option<Confidence>,
    /// The rule as a sentence.
    pub(crate) title: String,
    /// Its line in the policy.
    pub(crate) location: Location,
}

/// What a rule measures.
pub(crate) enum What<'a> {
    /// The candidate's metric.
    Value(&'a str),
    /// How a metric changed.
    Change {
        /// Which.
        metric: &'a str,
        /// 1 where more of it is more of what the rule names, else −1.
        sign: f64,
        /// As a fraction of the baseline's absolute value.
        relative: bool,
    },
    /// A formula.
    Formula(Formula),
}

impl Rule<'_> {
    /// Its check, as yet passed.
    pub(crate) fn check(&self) -> Check {
        Check::pass(self.id, self.title.as_str())
            .on(self.name)
            .severity(self.gate.severity())
            .expected(self.limit)
            .at(self.location.clone())
    }

    /// Whether it takes a baseline.
    pub(crate) fn compares(&self) -> bool {
        match &self.what {
            What::Value(metric) => Metric::parse(metric) == Some(Metric::Churn),
            What::Change { .. } => true,
            What::Formula(formula) => formula
                .names
                .iter()
                .any(|name| name.of_baseline || Metric::parse(&name.metric) == Some(Metric::Churn)),
        }
    }
}

/// A gate, as a tree of its rules.
pub(crate) struct Tree<'a> {
    /// The gate's own name.
    pub(crate) name: &'a str,
    /// The gate.
    pub(crate) gate: &'a Gate,
    /// Its line in the policy.
    pub(crate) location: Location,
    /// What it is made of.
    pub(crate) parts: Parts<'a>,
}

/// What a gate is made of.
pub(crate) enum Parts<'a> {
    /// Rules, by their places in the list of all.
    Rules(std::ops::Range<usize>),
    /// Gates of which all must hold.
    All(Vec<Tree<'a>>),
    /// Gates of which one must hold.
    Any(Vec<Tree<'a>>),
}

/// All rules of a policy, in the order of the file, and the gates that they
/// belong to.
pub(crate) fn rules(
    policy: &Policy<GatePolicy>,
    sure: impl Fn(&Gate) -> Result<Option<Confidence>, Fault>,
) -> Result<(Vec<Rule<'_>>, Vec<Tree<'_>>), Fault> {
    let mut reading = Reading {
        policy,
        sure: &sure,
        rules: Vec::new(),
    };
    let gates = policy.value.in_order();
    let trees: Result<Vec<_>, _> = gates
        .into_iter()
        .map(|(name, gate)| reading.tree(name, gate))
        .collect();
    Ok((reading.rules, trees?))
}

struct Reading<'a, 's> {
    policy: &'a Policy<GatePolicy>,
    sure: &'s dyn Fn(&Gate) -> Result<Option<Confidence>, Fault>,
    rules: Vec<Rule<'a>>,
}

impl<'a> Reading<'a, '_> {
    fn tree(&mut self, name: &'a str, spanned: &'a Spanned<Gate>) -> Result<Tree<'a>, Fault> {
        let gate = spanned.get_ref();
        let mut trees = |parts: &'a [Spanned<Gate>]| -> Result<Vec<_>, Fault> {
            parts.iter().map(|part| self.tree(name, part)).collect()
        };
        let parts = if !gate.all.is_empty() {
            Parts::All(trees(&gate.all)?)
        } else if !gate.any.is_empty() {
            Parts::Any(trees(&gate.any)?)
        } else {
            let from = self.rules.len();
            self.read(name, gate)?;
            Parts::Rules(from..self.rules.len())
        };
        Ok(Tree {
            name,
            gate,
            location: self.policy.location(spanned.span()),
            parts,
        })
    }

    fn read(&mut self, name: &'a str, gate: &'a Gate) -> Result<(), Fault> {
        let confidence = (self.sure)(gate)?;
        if let Some(text) = &gate.expression {
            let formula = Formula::parse(text.get_ref()).map_err(|(message, help)| {
                let fault = Fault::new(message).at(self.policy.place(text.span()));
                match help {
                    Some(help) => fault.help(help),
                    None => fault,
                }
            })?;
            self.rules.push(Rule {
                name,
                gate,
                id: "expression",
                side: formula.side,
                limit: formula.limit,
                what: What::Formula(formula),
                confidence,
                title: text
                    .get_ref()
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                location: self.policy.location(text.span()),
            });
            return Ok(());
        }
        let metric = gate.metric.as_deref().unwrap_or(name);
        let worse = match direction(gate, metric) {
            Direction::Higher => -1.0,
            Direction::Lower => 1.0,
        };
        for (id, limit) in gate.limits() {
            let change = |sign, relative| What::Change {
                metric,
                sign,
                relative,
            };
            let (what, side, words) = match id {
                "min" => (What::Value(metric), Side::AtLeast, "is at least"),
                "max" => (What::Value(metric), Side::AtMost, "is at most"),
                "max-drop" | "max-relative-drop" => (
                    change(worse, id == "max-relative-drop"),
                    Side::AtMost,
                    "is worse than the baseline by at most",
                ),
                _ => (
                    change(-worse, id == "min-relative-gain"),
                    Side::AtLeast,
                    "is better than the baseline by at least",
                ),
            };
            let relative = matches!(what, What::Change { relative: true, .. });
            let unit = if relative { " of the baseline" } else { "" };
            let bound = report::six_digits(*limit.get_ref());
            self.rules.push(Rule {
                name,
                gate,
                id,
                what,
                side,
                limit: *limit.get_ref(),
                confidence,
                title: format!("{metric} {words} {bound}{unit}"),
                location: self.policy.location(limit.span()),
            });
        }
        Ok(())
    }
}

/// Which direction of a metric is better: as the gate says, else as is known
/// of the last part of its name, as in `eval_log_loss` and `test.rmse`.
pub(crate) fn direction(gate: &Gate, metric: &str) -> Direction {
    if let Some(direction) = gate.direction {
        return direction;
    }
    let last = metric.rsplit(['.', '/']).next().unwrap_or(metric);
    let bare = ["eval_", "test_", "val_", "valid_", "validation_"]
        .iter()
        .find_map(|prefix| last.strip_prefix(prefix));
    let known = Metric::parse(last).or_else(|| Metric::parse(bare?));
    match known.and_then(|metric| metric.direction()) {
        Some(scores::Direction::Lower) => Direction::Lower,
        _ => Direction::Higher,
    }
}
