//! `eval-….json` of `NeMo` Evaluator: `benchmark.scores.METRIC.{value,
//! ci_lower, ci_upper}`. A metric is called `BENCHMARK.METRIC`.

use crate::found::{Found, under};
use crate::node::Node;

pub(crate) fn fits(root: &Node) -> bool {
    let scores = root
        .at(&["benchmark", "scores"])
        .map(Node::entries)
        .unwrap_or_default();
    scores.iter().any(|(_, score)| score.get("value").is_some())
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    let benchmark = root.at(&["benchmark", "name"]).and_then(Node::as_text);
    let n = root.at(&["benchmark", "samples"]).and_then(Node::count);
    let scores = root
        .at(&["benchmark", "scores"])
        .map(Node::entries)
        .unwrap_or_default();
    for (key, score) in scores {
        let name = under(benchmark.unwrap_or_default(), key);
        let metric = score
            .get("value")
            .and_then(Node::leaf)
            .and_then(|leaf| found.of(leaf));
        let Some(mut metric) = metric else {
            found.tree(&name, score);
            continue;
        };
        let end = |key| score.get(key).and_then(Node::number);
        metric.interval = end("ci_lower").zip(end("ci_upper"));
        metric.n = n;
        found.metric(name, metric);
    }
}
