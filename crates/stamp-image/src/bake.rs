//! Bake files: what docker/metadata-action hands to `docker buildx bake`.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tool::Context;
use verdict::sha256_of_bytes;

use crate::args::Args;
use crate::stamp::{Request, Stamp};

/// The target where nothing else is said.
const TARGET: &str = "docker-metadata-action";

/// What a bake file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Tags, labels and arguments.
    All,
    /// Tags and arguments.
    Tags,
    /// Labels.
    Labels,
    /// Annotations.
    Annotations,
}

impl Part {
    /// Every part, and the output that names its file.
    pub(crate) const OUTPUTS: [(Self, &'static str); 4] = [
        (Self::Tags, "bake-file-tags"),
        (Self::Labels, "bake-file-labels"),
        (Self::Annotations, "bake-file-annotations"),
        (Self::All, "bake-file"),
    ];

    const fn file_name(self) -> &'static str {
        match self {
            Self::All => "docker-metadata-action-bake.json",
            Self::Tags => "docker-metadata-action-bake-tags.json",
            Self::Labels => "docker-metadata-action-bake-labels.json",
            Self::Annotations => "docker-metadata-action-bake-annotations.json",
        }
    }
}

/// The text of a bake file, without a final line break.
pub(crate) fn text(part: Part, args: &Args, request: &Request, stamp: &Stamp) -> String {
    let images: Vec<&str> = request.enabled().collect();
    let mut arguments = Map::new();
    arguments.insert("DOCKER_META_IMAGES".to_owned(), images.join(",").into());
    if !stamp.version.is_empty() {
        let version = stamp.version.as_str().into();
        arguments.insert("DOCKER_META_VERSION".to_owned(), version);
    }
    let target = match part {
        Part::All => {
            json!({ "tags": stamp.tags, "labels": stamp.labels_in_json(), "args": arguments })
        }
        Part::Tags => json!({ "tags": stamp.tags, "args": arguments }),
        Part::Labels => json!({ "labels": stamp.labels_in_json() }),
        Part::Annotations => json!({ "annotations": stamp.annotations_for_bake() }),
    };
    let name = args.bake_target.as_deref().unwrap_or(TARGET);
    let bake: Value = json!({ "target": { name: target } });
    serde_json::to_string_pretty(&bake).unwrap_or_default()
}

/// The bake files that are written: the output that names each, its path and
/// its text.
pub(crate) fn files(
    args: &Args,
    context: &Context,
    request: &Request,
    stamp: &Stamp,
) -> Vec<(&'static str, PathBuf, String)> {
    let texts = Part::OUTPUTS.map(|(part, _)| text(part, args, request, stamp));
    let Some(folder) = folder(args.bake_dir.as_deref(), context, &texts) else {
        return Vec::new();
    };
    let parts = Part::OUTPUTS.into_iter().zip(texts);
    parts
        .map(|((part, output), text)| (output, folder.join(part.file_name()), text))
        .collect()
}

/// Where they are written; nowhere if nobody asked and there is no folder that
/// the runner empties. Two stamps of one job need two folders.
fn folder(asked: Option<&Path>, context: &Context, texts: &[String]) -> Option<PathBuf> {
    if let Some(folder) = asked {
        return Some(context.dir.join(folder));
    }
    let temporary = context.env.get("RUNNER_TEMP")?;
    let digest = sha256_of_bytes(texts.concat().as_bytes());
    let short: String = digest.chars().take(12).collect();
    Some(Path::new(temporary).join(format!("stamp-image-{short}")))
}
