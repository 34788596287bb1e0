//! `gate-model`: may this model ship, and how sure are we? Metrics or predictions
//! of a candidate against thresholds and against a baseline.
//!
//! A policy's gates become [`rules`]; what they need is read as [`evidence`];
//! [`weighing`] finds each rule's number and [`inference`] how sure it is; a
//! [`finding`] becomes a check.

mod adaptivity;
mod args;
mod baseline;
mod command;
mod conditions;
mod evidence;
mod examples;
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
mod promote;
mod rules;
mod scale;
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
pub use policy::{Direction, Gate, GatePolicy, Score, Sources, Sureness, Undecided};

use std::path::PathBuf;

use tool::{Context, Done, Example, Judgement, Output, Spec, Tool};
use verdict::{Fault, Subject};

/// The tool.
#[derive(Debug)]
pub struct GateModel;

impl Tool for GateModel {
    type Args = Args;
    type Command = Command;

    const SPEC: Spec = Spec {
        name: "gate-model",
        about: "Gate a model: metrics or predictions against thresholds and a baseline, and how sure that is",
        version: env!("CARGO_PKG_VERSION"),
        outputs: &[
            Output {
                name: "broken",
                about: "the gates that are not open, as `rule(gate)`, one a line",
            },
            Output {
                name: "blessed",
                about: "`true` where the model may ship, else `false`",
            },
            Output {
                name: "promote",
                about: "the command that lets it take the place of the alias that it was compared with; empty where there is none",
            },
            Output {
                name: "ledger-head",
                about: "the digest of the ledger's last line, for --ledger-head of later runs",
            },
            Output {
                name: "promoted",
                about: "of `promote`: what leads to the model now, an alias `models:/NAME@ALIAS` or a git tag",
            },
            Output {
                name: "previous-version",
                about: "of `promote`: the version that the alias or the stage led to before",
            },
        ],
        prints: false,
        examples: &[
            Example {
                about: "against the thresholds and the baseline that the policy names",
                command: "gate-model metrics.json --policy gate.toml",
            },
            Example {
                about: "from predictions, which say how sure the answer is",
                command: "gate-model --predictions candidate.csv --baseline-predictions baseline.csv --policy gate.toml",
            },
            Example {
                about: "against what the main branch holds",
                command: "gate-model metrics.json --policy gate.toml --baseline git:origin/main:metrics.json",
            },
            Example {
                about: "how many examples it takes to show that a model is not worse by 0.01",
                command: "gate-model plan --margin 0.01",
            },
            Example {
                about: "against the model that serves, and let the better one take its place",
                command: "gate-model metrics.json --policy gate.toml --baseline models:/churn@champion --report verdict=gate.json && gate-model promote gate.json --model churn --version 7 --alias champion",
            },
        ],
        branding: ("shield", "purple"),
        pre_commit: None,
    };

    fn judge(args: &Args, context: &Context) -> Result<Judgement, Fault> {
        judge::judge(args, context)
    }

    fn command(command: &Command, context: &Context) -> Result<Done, Fault> {
        command.run(context)
    }

    fn requires(command: &Command) -> Vec<PathBuf> {
        command.requires()
    }

    fn looks_at(command: &Command, subject: &Subject) -> bool {
        command.looks_at(subject)
    }
}
