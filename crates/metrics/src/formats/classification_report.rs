//! scikit-learn's `classification_report(output_dict=True)`: `{label:
//! {precision, recall, f1-score, support}, "accuracy": x, "macro avg": {…},
//! "weighted avg": {…}}`. A metric is called `label.recall`, and so on.
//!
//! The supports are counts of examples, so that some values are shares of a
//! known number: the accuracy of all, a recall of its label's examples, a
//! precision of those that were given the label (which follows from the
//! others). With sample weights a support is no count; then nothing is.

use crate::found::{Found, under};
use crate::metric::Metric;
use crate::node::{Node, count};

pub(crate) fn fits(root: &Node) -> bool {
    let average = |key| root.at(&[key, "support"]).and_then(Node::number).is_some();
    average("macro avg") && average("weighted avg")
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    let total = root.at(&["weighted avg", "support"]).and_then(Node::count);
    for (label, node) in root.entries() {
        match node.leaf() {
            Some(leaf) => match found.of(leaf) {
                Some(metric) if label == "accuracy" => {
                    found.metric(label, metric.share_of(total));
                }
                _ => found.leaf(label, leaf),
            },
            None => scores(label, node, found),
        }
    }
}

fn scores(label: &str, node: &Node, found: &mut Found) {
    let score = |key| node.get(key).and_then(Node::number);
    let support = score("support").and_then(count);
    for (key, value) in node.entries() {
        let name = under(label, key);
        let Some(metric) = value.leaf().and_then(|leaf| found.of(leaf)) else {
            found.tree(&name, value);
            continue;
        };
        let own = match key.as_str() {
            "support" => metric,
            "recall" if label != "macro avg" && label != "samples avg" => metric.share_of(support),
            "precision" if !label.ends_with(" avg") => {
                match given(score("precision"), score("recall"), support) {
                    Some(given) => metric.share_of(Some(given)),
                    None => of(metric, support),
                }
            }
            _ => of(metric, support),
        };
        found.metric(name, own);
    }
}

fn of(metric: Metric, n: Option<u64>) -> Metric {
    Metric { n, ..metric }
}

/// To how many examples a label was given: those found, by the precision.
fn given(precision: Option<f64>, recall: Option<f64>, support: Option<u64>) -> Option<u64> {
    let found = whole(recall? * support? as f64)?;
    whole(found / precision?).and_then(count)
}

/// A count that went through a division, rounded back.
fn whole(number: f64) -> Option<f64> {
    let whole = number.round();
    ((number - whole).abs() <= 1e-9 * number.abs().max(1.0)).then_some(whole)
}
