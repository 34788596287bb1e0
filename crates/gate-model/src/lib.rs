//! `gate-model`: may this model ship? Metrics of a candidate against
//! thresholds, and against a baseline.

mod adaptivity;
mod args;
mod baseline;
mod command;
mod conditions;
mod evidence;
mod exhibits;
mod finding;
mod formula;
mod groups;
mod history;
mod inference;
mod judge;
mod ledger;
mod panels;
mod plan;
mod policy;
mod rules;
mod self_audit;
mod source;
mod statistic;
mod trial;
mod use_of_holdout;
mod weighing;

pub use adaptivity::{Adaptivity, Uses};
pub use args::Args;
pub use command::Command;
pub use conditions::Condition;
pub use ledger::Holdout;
pub use policy::{Direction, Gate, GatePolicy, Score, Sources, Sureness};

use tool::{Context, Done, Example, Judgement, Output, Spec, Tool};
use verdict::Fault;

/// The tool.
#[derive(Debug)]
pub struct GateModel;

impl Tool for GateModel {
    type Args = Args;
    type Command = Command;

    const SPEC: Spec = Spec {
        name: "gate-model",
        about: "Gate a model: metrics against thresholds and a baseline",
        version: env!("CARGO_PKG_VERSION"),
        outputs: &[
            Output {
                name: "broken",
                about: "the gates that are not open, as `rule(gate)`, one a line",
            },
            Output {
                name: "ledger-head",
                about: "the digest of the ledger's last line, for --ledger-head of later runs",
            },
        ],
        prints: false,
        examples: &[
            Example {
                about: "against the thresholds and the baseline that the policy names",
                command: "gate-model metrics.json --policy gate.toml",
            },
            Example {
                about: "against what the main branch holds",
                command: "gate-model metrics.json --policy gate.toml --baseline git:origin/main:metrics.json",
            },
            Example {
                about: "how many examples it takes to show that a model is not worse by 0.01",
                command: "gate-model plan --margin 0.01",
            },
        ],
        branding: ("shield", "purple"),
        pre_commit: None,
    };

    fn judge(args: &Args, context: &Context) -> Result<Judgement, Fault> {
        judge::judge(args, context)
    }

    fn command(command: &Command, context: &Context) -> Result<Done, Fault> {
        command::run(command, context)
    }
}
