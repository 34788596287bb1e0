//! `mlpipeline-metrics.json` of Kubeflow Pipelines v1: `{"metrics": [{name,
//! numberValue, format}]}`.

use crate::found::Found;
use crate::node::Node;

pub(crate) fn fits(root: &Node) -> bool {
    let metrics = root.get("metrics").map(Node::items).unwrap_or_default();
    !metrics.is_empty() && metrics.iter().all(|node| node.get("numberValue").is_some())
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    for node in root.get("metrics").map(Node::items).unwrap_or_default() {
        let name = node.get("name").and_then(Node::as_text);
        let (Some(name), Some(leaf)) = (name, node.get("numberValue").and_then(Node::leaf)) else {
            continue;
        };
        match found.of(leaf) {
            Some(mut metric) => {
                metric.unit = node
                    .get("format")
                    .and_then(Node::as_text)
                    .map(str::to_owned);
                found.metric(name, metric);
            }
            None => found.leaf(name, leaf),
        }
    }
}
