//! `SageMaker`'s `evaluation.json` and model quality statistics:
//! `{"binary_classification_metrics": {"accuracy": {value,
//! standard_deviation}}}`. A metric is called
//! `binary_classification_metrics.accuracy`; its `….value` is the same. The
//! standard deviation is that of the metric over resamples: its standard error.

use crate::found::{Found, under};
use crate::node::Node;

pub(crate) fn fits(root: &Node) -> bool {
    root.entries().iter().any(|(key, node)| {
        let valued = |(_, node): &(String, Node)| node.get("value").is_some();
        key.ends_with("_metrics") && node.entries().iter().any(valued)
    })
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    let n = root.at(&["dataset", "item_count"]).and_then(Node::count);
    for (group, node) in root.entries() {
        if !group.ends_with("_metrics") {
            continue;
        }
        for (key, value) in node.entries() {
            scored(&under(group, key), key, value, n, found);
        }
    }
}

fn scored(name: &str, key: &str, node: &Node, n: Option<u64>, found: &mut Found) {
    let metric = node
        .get("value")
        .and_then(Node::leaf)
        .and_then(|leaf| found.of(leaf));
    let Some(mut metric) = metric else {
        return found.tree(name, node);
    };
    metric.n = n;
    if key == "accuracy" {
        metric = metric.share_of(n);
    }
    let deviation = node.get("standard_deviation").and_then(Node::number);
    metric.standard_error = deviation.filter(|deviation| deviation.is_finite());
    found.metric(name, metric);
    found.alias(under(name, "value"), name);
}
