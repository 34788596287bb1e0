//! `wandb-summary.json` of W&B: a nested map. What W&B itself keeps in it
//! (`_step`, `_runtime`, `_timestamp`, `_wandb`) and media are no metrics.

use crate::found::{Entry, Found, under};
use crate::node::{Node, step};

/// What W&B itself keeps beside the metrics.
const OWN: [&str; 4] = ["_runtime", "_step", "_timestamp", "_wandb"];

pub(crate) fn fits(file: &str, root: &Node) -> bool {
    let has = |key| root.get(key).is_some();
    file == "wandb-summary.json"
        || (root.is_map() && (has("_wandb") || has("_step") && has("_timestamp")))
}

/// Whether a key at the top is W&B's own.
pub(crate) fn is_own(key: &str) -> bool {
    OWN.contains(&key)
}

/// Whether a value describes a picture, a histogram or the like.
pub(crate) fn is_media(node: &Node) -> bool {
    node.get("_type").is_some()
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    let at = root.get("_step").and_then(Node::number).and_then(step);
    for (key, node) in root.entries().iter().filter(|(key, _)| !is_own(key)) {
        tree(key, node, found);
    }
    for entry in found.entries.values_mut() {
        if let Entry::Number(metric) = entry {
            metric.step = at;
        }
    }
}

fn tree(path: &str, node: &Node, found: &mut Found) {
    match node {
        Node::Map(_) if is_media(node) => {}
        Node::Map(entries) => {
            for (key, node) in entries {
                tree(&under(path, key), node, found);
            }
        }
        _ => found.tree(path, node),
    }
}
