//! `render-values`: Helm values from a template and facts, or edits of an
//! existing values file that change only the lines they must.
//!
//! Editing splices bytes and then proves what it did: the new text is read by
//! another YAML reader than the one that found the places, and must differ
//! from the old one in the named values, and in their lines, and in nothing
//! else. Otherwise nothing is written.

mod args;
mod canary;
mod document;
mod edit;
mod facts;
mod filters;
mod form;
mod image;
mod judge;
mod leaf;
mod path;
mod setter;
mod target;
mod template;
mod tree;
mod typed;
mod yaml;

pub use args::Args;

use tool::{Context, Example, Judgement, Output, Spec, Tool};
use verdict::Fault;

/// The tool `render-values`.
#[derive(Clone, Copy, Debug)]
pub struct RenderValues;

impl Tool for RenderValues {
    type Args = Args;
    type Command = tool::NoCommand;

    const SPEC: Spec = Spec {
        name: "render-values",
        about: "Set Helm values by one-line changes, or render them from a template and facts",
        version: env!("CARGO_PKG_VERSION"),
        outputs: &[
            Output {
                name: "changed",
                about: "`true` when the result differs from what is on disk, else `false`",
            },
            Output {
                name: "path",
                about: "the file that holds the result, several one a line; `-` is standard output",
            },
            Output {
                name: "changed-files",
                about: "the files whose result differs from what is on disk, one a line",
            },
        ],
        prints: true,
        examples: &[
            Example {
                about: "Set an image by tag and digest, wherever a file has it",
                command: "render-values deploy/values.yaml --set-image ghcr.io/owner/app:v1.2.3@sha256:DIGEST",
            },
            Example {
                about: "Give a canary a tenth of the traffic, in the unit of whatever routes it",
                command: "render-values deploy/route.yaml --canary churn-v2=10%",
            },
            Example {
                about: "Set the image tag in place, in one line",
                command: "render-values charts/score/values.yaml --set-string image.tag=v1.2.3",
            },
            Example {
                about: "Set it to what stamp-image found, if the model passed its gate",
                command: "render-values values.yaml --require gate.json --facts stamp=stamp.json --set-fact image.tag=stamp.version",
            },
            Example {
                about: "Fail when the file is not up to date",
                command: "render-values values.yaml --set replicaCount=3 --check",
            },
            Example {
                about: "Render a template",
                command: "render-values --template values.yaml.j2 --facts stamp=stamp.json --output values.yaml",
            },
        ],
        branding: ("edit-3", "blue"),
        pre_commit: None,
    };

    fn judge(args: &Args, context: &Context) -> Result<Judgement, Fault> {
        judge::judge(args, context)
    }
}
