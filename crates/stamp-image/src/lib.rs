//! `stamp-image`: image tags, labels and annotations from git and the CI event.
//!
//! The inputs are worded as docker/metadata-action's, and make the same bytes,
//! but nothing is passed over in silence: a mistyped attribute is a warning, by
//! `--strict` a fault at its line and column, and every entry says which tag it
//! makes, or why none. It runs in every CI system, and on a terminal from plain
//! git.

mod args;
mod arguments;
mod bake;
mod change;
mod checks;
mod command;
mod content;
mod evidence;
mod exists;
mod explain;
mod facts;
mod given;
mod highest;
mod judge;
mod labels;
mod lint;
mod platform;
mod registries;
mod safety;
mod stamp;
mod tags;
mod terraform;
mod trial;

pub use args::{Args, Commit, Compat, Created, Print, Safe, Source, Token};
pub use command::Command;
pub use registries::exists;

use std::process::ExitCode;

use tool::{Context, Done, Example, Judgement, Output, Spec, Tool};
use verdict::{Fault, Subject};

/// Runs the tool as a program. It stands here, and not in the binary, so that
/// the shared main is made for this tool at this package's level: small.
#[must_use]
pub fn main() -> ExitCode {
    tool::main::<StampImage>()
}

/// The tool `stamp-image`.
#[derive(Clone, Copy, Debug)]
pub struct StampImage;

impl Tool for StampImage {
    type Args = Args;
    type Command = Command;

    const SPEC: Spec = Spec {
        name: "stamp-image",
        about: "image tags, labels and annotations from git and the CI event",
        version: env!("CARGO_PKG_VERSION"),
        outputs: &[
            output(
                "version",
                "the main version: the first tag without an image's name",
            ),
            output(
                "tags",
                "full references, each image with each tag, one a line",
            ),
            output("tag-names", "the tags without an image's name, one a line"),
            output("labels", "labels as `key=value`, one a line"),
            output(
                "annotations",
                "annotations as `level:key=value`, one a line",
            ),
            output(
                "json",
                "tags, tag-names, labels and annotations as one JSON object",
            ),
            output("bake-file-tags", "the path of the bake file of tags"),
            output("bake-file-labels", "the path of the bake file of labels"),
            output(
                "bake-file-annotations",
                "the path of the bake file of annotations",
            ),
            output("bake-file", "the path of the bake file of tags and labels"),
            output(
                "exists",
                "by `--exists`: `true` when every image is in its registry, else `false`",
            ),
            output(
                "existing-digest",
                "by `--exists`: the images that are in their registries, as `IMAGE:TAG@sha256:…`, one a line",
            ),
            output(
                "resolved",
                "of `resolve`: the images by their digests, one a line",
            ),
            output(
                "promoted",
                "of `promote`: the tags that lead to the digest now, with it, one a line",
            ),
            output(
                "previous-digest",
                "of `promote`: the digests that the tags led to before, one a line; `none` where there was no such tag",
            ),
        ],
        prints: true,
        examples: &[
            Example {
                about: "The tags that docker/metadata-action makes by default",
                command: "stamp-image --images ghcr.io/owner/app",
            },
            Example {
                about: "Tags of a release, and of every commit",
                command: "stamp-image --images ghcr.io/owner/app --tags 'type=semver,pattern={{version}}' --tags type=sha",
            },
            Example {
                about: "Why does an entry make no tag, and who decides on `latest`",
                command: "stamp-image explain --images ghcr.io/owner/app --tags type=sha --tags type=edge",
            },
            Example {
                about: "Do two git tags come to one image tag",
                command: "stamp-image lint --tags 'type=match,pattern=v(.*),group=1'",
            },
            Example {
                about: "Labels for a build, and the stamp for render-values",
                command: "stamp-image --images ghcr.io/owner/app --print labels --output stamp.json",
            },
            Example {
                about: "Let a tag lead to the image that was tested, if it was judged",
                command: "stamp-image promote ghcr.io/owner/app@sha256:DIGEST --tag prod --require scan.json",
            },
        ],
        branding: ("tag", "blue"),
        pre_commit: None,
    };

    fn shorthand(word: &str) -> Option<&'static [&'static str]> {
        match word {
            "explain" => Some(&["--print=explain", "--quiet"]),
            "lint" => Some(&["--lint"]),
            _ => None,
        }
    }

    fn judge(args: &Args, context: &Context) -> Result<Judgement, Fault> {
        judge::judge(args, context)
    }

    fn command(command: &Command, context: &Context) -> Result<Done, Fault> {
        command.run(context)
    }

    fn looks_at(command: &Command, subject: &Subject) -> bool {
        command.looks_at(subject)
    }
}

const fn output(name: &'static str, about: &'static str) -> Output {
    Output { name, about }
}
