//! What a policy's gates ask for, one rule a limit.

use scores::Metric;
use stats::Confidence;
use toml::Spanned;
use tool::Policy;
use verdict::{Check, Fault, Location};

use crate::formula::Formula;
use crate::inference::Side;
use crate::policy::{Direction, Gate, GatePolicy, Sureness};

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
    /// Whether the limit itself is on the wrong side.
    pub(crate) strict: bool,
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

    /// The metrics in it.
    pub(crate) fn names(&self) -> Vec<&str> {
        match &self.what {
            What::Value(metric) | What::Change { metric, .. } => vec![metric],
            What::Formula(formula) => formula.names.iter().map(|name| &*name.metric).collect(),
        }
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
    sure: impl Fn(Option<Sureness>, f64) -> Result<Option<Confidence>, Fault>,
) -> Result<(Vec<Rule<'_>>, Vec<Tree<'_>>), Fault> {
    let mut reading = Reading {
        policy,
        sure: &sure,
        rules: Vec::new(),
    };
    let gates = policy.value.in_order();
    let trees: Result<Vec<_>, _> = gates
        .into_iter()
        .map(|(name, gate)| reading.tree(name, gate, &Whole::default()))
        .collect();
    Ok((reading.rules, trees?))
}

/// What a gate is a part of.
struct Whole {
    /// How sure it has to be.
    confidence: Option<Sureness>,
    /// How many parts, of which one is enough, may each be wrong: the chance of
    /// that is shared among them.
    chances: f64,
}

impl Default for Whole {
    fn default() -> Self {
        Self {
            confidence: None,
            chances: 1.0,
        }
    }
}

struct Reading<'a, 's> {
    policy: &'a Policy<GatePolicy>,
    sure: &'s dyn Fn(Option<Sureness>, f64) -> Result<Option<Confidence>, Fault>,
    rules: Vec<Rule<'a>>,
}

impl<'a> Reading<'a, '_> {
    fn tree(
        &mut self,
        name: &'a str,
        spanned: &'a Spanned<Gate>,
        whole: &Whole,
    ) -> Result<Tree<'a>, Fault> {
        let gate = spanned.get_ref();
        let whole = Whole {
            confidence: gate.confidence.or(whole.confidence),
            chances: whole.chances * gate.any.len().max(1) as f64,
        };
        let mut trees = |parts: &'a [Spanned<Gate>]| -> Result<Vec<_>, Fault> {
            parts
                .iter()
                .map(|part| self.tree(name, part, &whole))
                .collect()
        };
        let parts = if !gate.all.is_empty() {
            Parts::All(trees(&gate.all)?)
        } else if !gate.any.is_empty() {
            Parts::Any(trees(&gate.any)?)
        } else {
            let from = self.rules.len();
            self.read(name, gate, &whole)?;
            Parts::Rules(from..self.rules.len())
        };
        Ok(Tree {
            name,
            gate,
            location: self.policy.location(spanned.span()),
            parts,
        })
    }

    fn read(&mut self, name: &'a str, gate: &'a Gate, whole: &Whole) -> Result<(), Fault> {
        let confidence = (self.sure)(whole.confidence, whole.chances)?;
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
                strict: formula.strict,
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
                strict: false,
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
    let bare = metric.split('{').next().unwrap_or(metric).to_lowercase();
    let last = bare.rsplit(['.', '/']).next().unwrap_or(&bare);
    let prefixes = ["eval_", "test_", "train_", "val_", "valid_", "validation_"];
    let last = prefixes
        .iter()
        .find_map(|prefix| last.strip_prefix(prefix))
        .unwrap_or(last);
    let known = Metric::parse(last).and_then(|metric| metric.direction());
    let is_less = match known {
        Some(known) => known == scores::Direction::Lower,
        None => LESS_IS_BETTER
            .iter()
            .any(|word| last.split('_').any(|part| part == *word)),
    };
    match is_less {
        true => Direction::Lower,
        false => Direction::Higher,
    }
}

/// Words in the names of what is better the less there is of it.
pub(crate) const LESS_IS_BETTER: [&str; 23] = [
    "loss",
    "error",
    "errors",
    "err",
    "perplexity",
    "ppl",
    "wer",
    "cer",
    "ter",
    "latency",
    "duration",
    "runtime",
    "time",
    "ms",
    "us",
    "ns",
    "seconds",
    "bytes",
    "mb",
    "size",
    "memory",
    "cost",
    "failures",
];
