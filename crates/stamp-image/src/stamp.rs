//! The stamp: tags, labels and annotations of one build.

use serde_json::{Map, Value, json};
use verdict::Fault;

use crate::args::Args;
use crate::change::Change;
use crate::labels::{Label, first_line, labels};
use crate::tags::entry::{Entry, entries};
use crate::tags::flavor::{Flavor, flavor};
use crate::tags::image::{Image, images};
use crate::tags::list::Block;
use crate::tags::make::{Made, Maker};
use crate::tags::template::Templates;
use crate::tags::version::{Version, sanitised};

/// What is asked for: the inputs, read.
pub(crate) struct Request {
    pub(crate) images: Vec<Image>,
    /// The block that the entries stand in.
    pub(crate) block: Block,
    /// The entries, as written.
    pub(crate) entries: Vec<Entry>,
    flavor: Flavor,
    pub(crate) labels: Block,
    pub(crate) annotations: Block,
}

impl Request {
    /// Reads the inputs.
    pub(crate) fn read(args: &Args) -> Result<Self, Fault> {
        let images = images(&Block::new("--images", &args.images))?;
        let (block, entries) = entries(Block::new("--tags", &args.tags))?;
        Ok(Self {
            images,
            block,
            entries,
            flavor: flavor(&Block::new("--flavor", &args.flavor))?,
            labels: Block::new("--labels", &args.labels),
            annotations: Block::new("--annotations", &args.annotations),
        })
    }

    /// The names of the images that are tagged.
    pub(crate) fn enabled(&self) -> impl Iterator<Item = &str> {
        self.images
            .iter()
            .filter(|image| image.enable)
            .map(|image| image.name.as_str())
    }
}

/// The stamp of one build.
#[derive(Debug)]
pub(crate) struct Stamp {
    /// The main version; empty where no entry made a tag.
    pub(crate) version: String,
    /// Full references: each image with each tag.
    pub(crate) tags: Vec<String>,
    /// The tags alone.
    pub(crate) names: Vec<String>,
    /// Labels, sorted.
    pub(crate) labels: Vec<Label>,
    /// Annotations, `level:key=value`.
    pub(crate) annotations: Vec<String>,
    /// What each entry came to, in the order of the request.
    pub(crate) made: Vec<Made>,
    /// Lines of labels and annotations that have no `=`.
    pub(crate) dropped: Vec<(&'static str, String)>,
    /// Time zones that nobody knows.
    pub(crate) unknown_zones: Vec<String>,
}

impl Stamp {
    /// Makes what is asked for out of the change at hand.
    pub(crate) fn make(request: &Request, change: &Change) -> Result<Self, Fault> {
        let templates = Templates::of_change(change);
        let made = made(request, change, &templates)?;
        let version = version(request, &made);
        let names = version.names(&sanitised(&request.flavor.latest_tag()));
        let main = version.main.unwrap_or_default();
        let (labels_made, no_labels) = labels(&request.labels, change, &main, &templates)?;
        let (annotations, no_annotations) =
            labels(&request.annotations, change, &main, &templates)?;
        let dropped = no_labels.into_iter().map(|item| ("--labels", item.text));
        let dropped = dropped.chain(
            no_annotations
                .into_iter()
                .map(|item| ("--annotations", item.text)),
        );
        Ok(Self {
            tags: references(request, &names),
            names,
            version: main,
            labels: labels_made,
            annotations: with_levels(&change.levels, &annotations),
            made,
            dropped: dropped.collect(),
            unknown_zones: templates.take_unknown_zones().into_iter().collect(),
        })
    }

    /// The output `json`.
    pub(crate) fn to_json(&self) -> Value {
        let labels: Map<String, Value> = self
            .labels
            .iter()
            .map(|(key, value)| (key.clone(), first_line(value).into()))
            .collect();
        json!({
            "tags": self.tags,
            "tag-names": self.names,
            "labels": labels,
            "annotations": self.annotations,
        })
    }

    /// The whole stamp as a file: the output `json` and the version, with a
    /// final line break.
    pub(crate) fn to_file(&self) -> String {
        let mut stamp = self.to_json();
        stamp["version"] = self.version.as_str().into();
        let mut text = serde_json::to_string_pretty(&stamp).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Labels as `key=value`.
    pub(crate) fn label_lines(&self) -> Vec<String> {
        lines(&self.labels)
    }
}

fn lines(labels: &[Label]) -> Vec<String> {
    labels
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect()
}

fn made(request: &Request, change: &Change, templates: &Templates) -> Result<Vec<Made>, Fault> {
    let maker = Maker {
        block: &request.block,
        change,
        flavor: &request.flavor,
        templates,
    };
    request
        .entries
        .iter()
        .map(|entry| maker.make(entry))
        .collect()
}

/// The tags in the order of their priorities, and as written among equals.
fn version(request: &Request, made: &[Made]) -> Version {
    let mut order: Vec<(&Entry, &Made)> = request.entries.iter().zip(made).collect();
    order.sort_by(|(a, _), (b, _)| b.priority.total_cmp(&a.priority));
    let mut version = Version::default();
    for (_, made) in order {
        if let Made::Tag { name, latest } = made {
            version.push(name.clone(), request.flavor.latest, *latest);
        }
    }
    version
}

/// Each image with each tag; the tags alone where no image is enabled.
fn references(request: &Request, names: &[String]) -> Vec<String> {
    let behind = |image: &str| -> Vec<String> {
        names.iter().map(|name| format!("{image}:{name}")).collect()
    };
    let references: Vec<String> = request.enabled().flat_map(behind).collect();
    if request.enabled().next().is_none() {
        names.to_vec()
    } else {
        references
    }
}

fn with_levels(levels: &[String], annotations: &[Label]) -> Vec<String> {
    let lines = lines(annotations);
    let at = |level: &String| -> Vec<String> {
        lines.iter().map(|line| format!("{level}:{line}")).collect()
    };
    levels.iter().flat_map(at).collect()
}
