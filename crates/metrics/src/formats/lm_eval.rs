//! Results of lm-evaluation-harness: `{"results": {task: {"acc,none": x,
//! "acc_stderr,none": y, "alias": …}}, "n-samples": {task: {original,
//! effective}}, …}`, or without filters (`"acc"`) from before 0.4.
//!
//! A metric is called `task.acc`, and `task.exact_match,strict-match` where a
//! filter other than `none` made it. The name as it stands goes as well. A
//! standard error belongs to its metric and is none of its own.

use crate::found::{Found, under};
use crate::node::Node;

const MARKS: [&str; 5] = ["versions", "configs", "config", "n-shot", "n-samples"];

/// Metrics that are the share of examples that are right.
const SHARES: [&str; 3] = ["acc", "acc_norm", "exact_match"];

pub(crate) fn fits(root: &Node) -> bool {
    let tasks = root.get("results").map(Node::entries).unwrap_or_default();
    !tasks.is_empty()
        && tasks.iter().all(|(_, task)| task.is_map())
        && MARKS.iter().any(|key| root.get(key).is_some())
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    for (task, node) in root.get("results").map(Node::entries).unwrap_or_default() {
        let samples = root.at(&["n-samples", task]);
        let effective = samples.and_then(|samples| samples.get("effective"));
        // The newest versions say it beside the metrics.
        let n = effective
            .or_else(|| node.get("sample_len"))
            .and_then(Node::count);
        for (key, value) in node.entries() {
            scored(task, node, (key, value), n, found);
        }
    }
}

fn scored(
    task: &str,
    scores: &Node,
    (key, value): (&str, &Node),
    n: Option<u64>,
    found: &mut Found,
) {
    let (metric, filter) = key.split_once(',').unwrap_or((key, "none"));
    if metric.ends_with("_stderr") || ["alias", "name"].contains(&metric) {
        return;
    }
    let name = match filter {
        "none" => under(task, metric),
        _ => under(task, key),
    };
    let Some(mut own) = value.leaf().and_then(|leaf| found.of(leaf)) else {
        return found.tree(&name, value);
    };
    let error = match key.split_once(',') {
        Some((metric, filter)) => format!("{metric}_stderr,{filter}"),
        None => format!("{key}_stderr"),
    };
    if !["sample_len", "sample_count"].contains(&metric) {
        own.n = n;
    }
    if SHARES.contains(&metric) {
        own = own.share_of(n);
    }
    own.standard_error = scores
        .get(&error)
        .and_then(Node::number)
        .filter(|e| e.is_finite());
    found.metric(&*name, own);
    let written = under(task, key);
    if written != name {
        found.alias(written, &name);
    }
}
