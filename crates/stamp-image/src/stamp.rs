//! The stamp: tags, labels and annotations of one build.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use verdict::Fault;

use crate::args::{Args, Safe};
use crate::change::Change;
use crate::highest::Standing;
use crate::labels::{Label, first_line, labels};
use crate::tags::entry::{Entry, entries};
use crate::tags::flavor::{Flavor, Latest, flavor};
use crate::tags::image::{Image, images};
use crate::tags::list::Block;
use crate::tags::make::{Made, Maker};
use crate::tags::pattern::Patterns;
use crate::tags::safe::Rules;
use crate::tags::template::{Escape, Templates};
use crate::tags::version::Version;
use crate::trial::LIMIT;

/// What is asked for: the inputs, read.
pub(crate) struct Request {
    pub(crate) images: Vec<Image>,
    /// The block that the entries stand in.
    pub(crate) block: Block,
    /// The entries, as written.
    pub(crate) entries: Vec<Entry>,
    pub(crate) flavor: Flavor,
    /// Whether docker/metadata-action's quirks are mended.
    pub(crate) strict: bool,
    /// What tags are held to beyond their characters.
    pub(crate) rules: Rules,
    /// How the version stands among the git tags, where `latest` goes by that.
    pub(crate) standing: Option<Standing>,
    pub(crate) labels: Block,
    pub(crate) annotations: Block,
}

impl Request {
    /// Reads the inputs.
    pub(crate) fn read(args: &Args) -> Result<Self, Fault> {
        if args.strict && args.compat.is_some() {
            return Err(
                Fault::new("`--compat docker` and `--strict` ask for opposite things")
                    .help("take one of them away"),
            );
        }
        let block = |option, values: &[String]| Block::new(option, values).strictly(args.strict);
        let images = images(&block("--images", &args.images))?;
        let (tags, entries) = entries(block("--tags", &args.tags))?;
        let mut flavor = flavor(&block("--flavor", &args.flavor))?;
        if args.strict && flavor.latest == Latest::Auto {
            flavor.latest = Latest::Highest;
        }
        Ok(Self {
            images,
            block: tags,
            entries,
            flavor,
            strict: args.strict,
            rules: Rules {
                safe: args.safe.or(args.strict.then_some(Safe::Docker)),
                lower_case: args.lower_case,
            },
            standing: None,
            labels: block("--labels", &args.labels),
            annotations: block("--annotations", &args.annotations),
        })
    }

    /// The entries and what they came to, in the order of their priorities,
    /// and as written among equals.
    pub(crate) fn by_priority<'a>(&'a self, made: &'a [Made]) -> Vec<(&'a Entry, &'a Made)> {
        let mut order: Vec<(&Entry, &Made)> = self.entries.iter().zip(made).collect();
        // By value, so that 0 and -0 are equals.
        order.sort_by(|(a, _), (b, _)| {
            b.priority
                .partial_cmp(&a.priority)
                .unwrap_or(Ordering::Equal)
        });
        order
    }

    /// What makes tags of the entries.
    pub(crate) const fn maker<'a>(
        &'a self,
        change: &'a Change,
        templates: &'a Templates,
        patterns: &'a Patterns,
    ) -> Maker<'a> {
        Maker {
            block: &self.block,
            change,
            flavor: &self.flavor,
            templates,
            patterns,
            rules: self.rules,
        }
    }

    /// What the flavor says of `latest`.
    pub(crate) const fn latest(&self) -> Latest {
        self.flavor.latest
    }

    /// What is done to the characters of HTML.
    pub(crate) const fn escape(strict: bool) -> Escape {
        match strict {
            true => Escape::Nothing,
            false => Escape::Html,
        }
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
    bake_annotations: Vec<String>,
    /// The tag `latest` before it was made a tag, where it is given.
    pub(crate) latest: Option<String>,
    /// What each entry came to, in the order of the request.
    pub(crate) made: Vec<Made>,
    /// Lines of labels and annotations that have no `=`.
    pub(crate) dropped: Vec<(&'static str, String)>,
    /// Time zones that nobody knows.
    pub(crate) unknown_zones: Vec<String>,
}

impl Stamp {
    /// Makes what is asked for out of the change at hand: with the quirks of
    /// docker/metadata-action, or strictly without.
    pub(crate) fn make(request: &Request, change: &Change, strict: bool) -> Result<Self, Fault> {
        let templates = Templates::of_change(change, Request::escape(strict));
        let made = made(request, change, &templates)?;
        let version = version(request, &made);
        let latest = match strict {
            true => request.flavor.latest_tag_rendered(&templates)?,
            false => request.flavor.latest_tag(),
        };
        let mut names = version.names(&request.rules.tag(&latest));
        if strict {
            let mut seen = BTreeSet::new();
            names.retain(|name| seen.insert(name.clone()));
        }
        let main = version.main.clone().unwrap_or_default();
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
            latest: version.gives_latest().then_some(latest),
            version: main,
            labels: labels_made,
            annotations: with_levels(&change.levels, &annotations),
            bake_annotations: with_levels(&levels_for_bake(&change.levels), &annotations),
            made,
            dropped: dropped.collect(),
            unknown_zones: templates.take_unknown_zones().into_iter().collect(),
        })
    }

    /// The output `json`.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "tags": self.tags,
            "tag-names": self.names,
            "labels": self.labels_in_json(),
            "annotations": self.annotations,
        })
    }

    /// The labels as an object. Its keys stand as in one of JavaScript: those
    /// that are whole numbers come first.
    pub(crate) fn labels_in_json(&self) -> Map<String, Value> {
        let index = |key: &str| {
            let number: Option<u32> = key.parse().ok();
            number.filter(|number| number.to_string() == key)
        };
        let mut labels: Vec<&Label> = self.labels.iter().collect();
        labels.sort_by_key(|(key, _)| index(key).unwrap_or(u32::MAX));
        labels
            .into_iter()
            .map(|(key, value)| (key.clone(), first_line(value).into()))
            .collect()
    }

    /// The annotations as a bake file has them.
    pub(crate) fn annotations_for_bake(&self) -> &[String] {
        &self.bake_annotations
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

/// The items without those that stand there already: `latest` may come twice.
pub(crate) fn distinct(items: &[String]) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let items = items.iter().map(String::as_str);
    items.filter(|item| seen.insert(*item)).collect()
}

fn lines(labels: &[Label]) -> Vec<String> {
    labels
        .iter()
        .map(|(key, value)| format!("{key}={value}"))
        .collect()
}

/// What each entry comes to.
pub(crate) fn made(
    request: &Request,
    change: &Change,
    templates: &Templates,
) -> Result<Vec<Made>, Fault> {
    let patterns = Patterns::in_time(LIMIT);
    let maker = request.maker(change, templates, &patterns);
    request
        .entries
        .iter()
        .map(|entry| maker.make(entry))
        .collect()
}

fn version(request: &Request, made: &[Made]) -> Version {
    let mut version = Version::default();
    for (_, made) in request.by_priority(made) {
        if let Made::Tag { name, latest, .. } = made {
            let withheld = request.standing.as_ref().is_some_and(Standing::withholds);
            version.push(name.clone(), request.flavor.latest, *latest && !withheld);
        }
    }
    version
}

/// Each image with each tag; the tags alone where no image is enabled.
fn references(request: &Request, names: &[String]) -> Vec<String> {
    let behind = |image: &str| -> Vec<String> {
        names
            .iter()
            .map(|name| match image {
                "" => name.clone(),
                image => format!("{image}:{name}"),
            })
            .collect()
    };
    let references: Vec<String> = request.enabled().flat_map(behind).collect();
    if request.enabled().next().is_none() {
        names.to_vec()
    } else {
        references
    }
}

/// The levels as docker/metadata-action cuts them for bake files: nothing
/// behind the first colon counts.
fn levels_for_bake(levels: &[String]) -> Vec<String> {
    let all = levels.join(",");
    let before = all.split(':').next().unwrap_or_default();
    before.split(',').map(str::to_owned).collect()
}

fn with_levels(levels: &[String], annotations: &[Label]) -> Vec<String> {
    let lines = lines(annotations);
    let at = |level: &String| -> Vec<String> {
        lines.iter().map(|line| format!("{level}:{line}")).collect()
    };
    levels.iter().flat_map(at).collect()
}
