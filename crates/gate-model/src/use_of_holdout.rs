//! What a run does to the test set that it decides by.

use report::Exhibit;
use tool::{Context, Policy};
use verdict::{Check, Fault, Outcome, Subject, sha256_of_bytes};

use crate::Args;
use crate::adaptivity::Uses;
use crate::evidence::Evidence;
use crate::ledger::{Decision, Ledger};
use crate::policy::{Gate, GatePolicy, Sureness};

/// One more decision by a test set, which a ledger counts.
pub(crate) struct Use<'a> {
    policy: &'a Policy<GatePolicy>,
    ledger: Ledger,
    decision: Decision,
    /// How often it decided before.
    pub(crate) before: Uses,
    /// How sure all decisions together have to be.
    asked: f64,
}

/// How sure a decision has to be: as the policy says, or more where a test set
/// may decide several times and all of that has to be right together.
pub(crate) fn level(policy: &Policy<GatePolicy>, sureness: Sureness) -> Result<Option<f64>, Fault> {
    let holdout = &policy.value.holdout;
    let each = |level| holdout.confidence(level, policy);
    sureness.level().map(each).transpose()
}

impl<'a> Use<'a> {
    /// Begins one, if a ledger was named and the test set may decide once more.
    pub(crate) fn begin(
        args: &Args,
        policy: &'a Policy<GatePolicy>,
        evidence: &Evidence,
    ) -> Result<Option<Self>, Fault> {
        let holdout = &policy.value.holdout;
        let Some(path) = &args.ledger else {
            return match &holdout.uses {
                Some(uses) => Err(Fault::new(
                    "the uses of a test set are limited, and no ledger counts them",
                )
                .at(policy.place(uses.span()))
                .help("name the file that does with --ledger, and keep it beside the policy")),
                None => Ok(None),
            };
        };
        let Some(sheet) = &evidence.predictions else {
            return Err(Fault::new(
                "a ledger counts what a test set decides, and metrics name none",
            )
            .help("give the candidate's --predictions"));
        };
        let mut levels = vec![policy.value.confidence];
        for gate in policy.value.gates.values() {
            levels_of(gate.get_ref(), &mut levels);
        }
        let least = levels.into_iter().map(Sureness::level);
        let Some(asked) = least.reduce(|one, other| Some(one?.min(other?))).flatten() else {
            return Err(Fault::new("a ledger counts decisions that may be wrong by chance, and `confidence = false` leaves chance out")
                .help("say how sure decisions have to be, such as confidence = 0.95"));
        };
        let compared = digests(evidence.compared());
        let decision = Decision {
            holdout: sheet.holdout(),
            policy: digests(vec![policy.subject()]).unwrap_or_default(),
            candidate: digests(evidence.subjects.clone()).unwrap_or_default(),
            baseline: compared,
        };
        let ledger = Ledger::open(path)?;
        if let Some(head) = &args.ledger_head {
            ledger.refuse_shorter_than(head)?;
        }
        let before = ledger.uses(&decision, holdout.adaptivity);
        holdout.admit(&before, policy)?;
        Ok(Some(Self {
            policy,
            ledger,
            decision,
            before,
            asked,
        }))
    }

    /// Writes down what was decided, and says what that does to the error rate.
    pub(crate) fn end(
        mut self,
        outcome: Outcome,
        context: &Context,
    ) -> Result<(Check, Exhibit, String), Fault> {
        let holdout = &self.policy.value.holdout;
        let each = holdout.confidence(self.asked, self.policy)?;
        self.ledger
            .append(&self.decision, outcome, each, context.now)?;
        let check = self
            .ledger
            .check(&self.decision, holdout, self.asked, self.policy);
        let exhibit = self.ledger.exhibit(&self.decision.holdout);
        Ok((check, exhibit, self.ledger.head()))
    }
}

/// How sure a gate and those that it is made of have to be.
fn levels_of(gate: &Gate, levels: &mut Vec<Sureness>) {
    levels.extend(gate.confidence);
    for part in gate.all.iter().chain(&gate.any) {
        levels_of(part.get_ref(), levels);
    }
}

/// One digest of several files; none of none.
fn digests(subjects: Vec<Subject>) -> Option<String> {
    let each: Vec<String> = subjects
        .into_iter()
        .flat_map(|subject| subject.digest.into_values())
        .collect();
    match &each[..] {
        [] => None,
        [one] => Some(one.clone()),
        several => Some(sha256_of_bytes(several.join("\n").as_bytes())),
    }
}
