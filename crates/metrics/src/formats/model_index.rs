//! `model-index` in the front matter of a Hugging Face model card. A metric is
//! called `dataset.metric` by their types, such as `glue.accuracy`, with the
//! dataset's config and split where the card has them: `glue/sst2/test.accuracy`.
//! Where a card has one such name several times, the metric's own name takes
//! the place of its type.

use std::collections::BTreeMap;

use verdict::Fault;

use crate::found::{Entry, Found};
use crate::node::{Leaf, Node};
use crate::text::Text;

pub(crate) fn fits(root: &Node) -> bool {
    root.get("model-index").is_some()
}

/// The YAML between the first two lines of `---`, with the lines before it
/// kept empty so that places stay right.
pub(crate) fn front_matter<'a>(source: &Text<'a>) -> Result<&'a str, Fault> {
    let text = source.text;
    let rest = text
        .strip_prefix("---")
        .filter(|rest| rest.starts_with(['\n', '\r']));
    let end = rest.and_then(|rest| rest.find("\n---"));
    match end {
        // The first `---` begins a YAML document, so that it may stay.
        Some(end) => Ok(&text[..=3 + end]),
        None => Err(source
            .fault(None, "no front matter")
            .help("a model card has its metrics between two lines of `---` at its top")),
    }
}

/// One metric of a card.
struct Scored<'a> {
    dataset: String,
    kind: &'a str,
    name: Option<&'a str>,
    value: &'a Leaf,
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    let models = root.get("model-index").map(Node::items).unwrap_or_default();
    let results = models.iter().filter_map(|model| model.get("results"));
    let scored: Vec<_> = results.flat_map(Node::items).flat_map(metrics).collect();
    let mut times = BTreeMap::<String, usize>::new();
    for metric in &scored {
        *times.entry(by_kind(metric)).or_default() += 1;
    }
    for metric in &scored {
        let own = by_kind(metric);
        let name = match metric.name {
            Some(name) if times.get(&own) > Some(&1) => format!("{}.{name}", metric.dataset),
            _ => own,
        };
        put(name, metric.value, found);
    }
}

/// A card may repeat itself; it may not contradict itself.
fn put(name: String, value: &Leaf, found: &mut Found) {
    let entry = found.entry(value);
    let same = match (found.entries.get(&name), &entry) {
        (Some(Entry::Number(old)), Entry::Number(new)) => {
            old.value.to_bits() == new.value.to_bits()
        }
        _ => false,
    };
    if !same {
        found.put(name, entry);
    }
}

fn by_kind(metric: &Scored) -> String {
    format!("{}.{}", metric.dataset, metric.kind)
}

fn metrics(result: &Node) -> impl Iterator<Item = Scored<'_>> {
    let part = |key| result.at(&["dataset", key]).and_then(Node::as_text);
    let dataset = [
        part("type").or_else(|| part("name")),
        part("config"),
        part("split"),
    ];
    let dataset: Vec<_> = dataset.into_iter().flatten().collect();
    let dataset = dataset.join("/");
    let metrics = result.get("metrics").map(Node::items).unwrap_or_default();
    metrics.iter().filter_map(move |metric| {
        let text = |key| metric.get(key).and_then(Node::as_text);
        Some(Scored {
            dataset: dataset.clone(),
            kind: text("type").or_else(|| text("name"))?,
            name: text("name"),
            value: metric.get("value")?.leaf()?,
        })
    })
}
