//! `all_results.json`, `eval_results.json` and their like of Hugging Face's
//! trainer: one flat map. `eval_samples` says on how many examples the metrics
//! that begin with `eval_` were computed.

use crate::found::Found;
use crate::metric::Metric;
use crate::node::Node;

const FILES: [&str; 5] = [
    "all_results.json",
    "eval_results.json",
    "predict_results.json",
    "test_results.json",
    "train_results.json",
];

pub(crate) fn fits(file: &str, root: &Node) -> bool {
    let flat =
        !root.entries().is_empty() && root.entries().iter().all(|(_, node)| node.leaf().is_some());
    let timed = |(key, _): &(String, Node)| key.ends_with("_samples_per_second");
    flat && (FILES.contains(&file) || root.entries().iter().any(timed))
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    for (key, node) in root.entries() {
        let Some(leaf) = node.leaf() else { continue };
        match found.of(leaf) {
            Some(metric) => {
                let samples = samples(key, root);
                found.metric(&**key, sized(key, metric, samples));
            }
            None => found.leaf(&**key, leaf),
        }
    }
}

/// How many examples a key's part of the data has.
fn samples(key: &str, root: &Node) -> Option<u64> {
    let (part, _) = key.split_once('_')?;
    root.get(&format!("{part}_samples")).and_then(Node::count)
}

/// A metric with its sample size; what measures the run itself has none.
fn sized(key: &str, metric: Metric, n: Option<u64>) -> Metric {
    const OF_THE_RUN: [&str; 6] = [
        "_samples",
        "_runtime",
        "_per_second",
        "_flos",
        "_time",
        "_alloc_delta",
    ];
    if OF_THE_RUN.iter().any(|end| key.ends_with(end)) {
        return metric;
    }
    if is_share(key) {
        metric.share_of(n)
    } else {
        Metric { n, ..metric }
    }
}

/// Whether a key names a share of the examples that are right. An accuracy of
/// tokens or averaged over classes is none.
fn is_share(key: &str) -> bool {
    let other = ["balanced", "macro", "mean", "token", "top"];
    (key.ends_with("_accuracy") || key.ends_with("_exact_match"))
        && !key.split('_').any(|word| other.contains(&word))
}
