//! What an executor of Kubeflow Pipelines v2 writes: `{"artifacts": {output:
//! {"artifacts": [{name, type, uri, metadata}]}}, "parameterValues": {…}}`.
//! A metric is called `output.key`, a parameter by its own name.
//!
//! A confusion matrix becomes counts, `output.confusionMatrix.TRUE.PREDICTED`,
//! and the accuracy that follows from them, `output.confusionMatrix.accuracy`.

use crate::found::{Found, under};
use crate::metric::Metric;
use crate::node::Node;

pub(crate) fn fits(root: &Node) -> bool {
    let outputs = root.get("artifacts").map(Node::entries).unwrap_or_default();
    !outputs.is_empty()
        && outputs
            .iter()
            .all(|(_, output)| output.get("artifacts").is_some())
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    if let Some(parameters) = root.get("parameterValues") {
        found.tree("", parameters);
    }
    for (output, node) in root.get("artifacts").map(Node::entries).unwrap_or_default() {
        let artifacts = node.get("artifacts").map(Node::items).unwrap_or_default();
        for (index, artifact) in artifacts.iter().enumerate() {
            let name = match artifacts.len() {
                1 => output.clone(),
                _ => under(output, &index.to_string()),
            };
            for (key, value) in artifact
                .get("metadata")
                .map(Node::entries)
                .unwrap_or_default()
            {
                metadata(&under(&name, key), key, value, found);
            }
        }
    }
}

fn metadata(name: &str, key: &str, value: &Node, found: &mut Found) {
    match key {
        "confusionMatrix" => matrix(name, value, found),
        // What the interface needs to show it.
        "display_name" | "displayName" => {}
        _ => found.tree(name, value),
    }
}

fn matrix(name: &str, node: &Node, found: &mut Found) {
    let labels = node
        .get("annotationSpecs")
        .map(Node::items)
        .unwrap_or_default();
    let label = |index: usize| {
        let label = labels.get(index).and_then(|spec| spec.get("displayName"));
        label
            .and_then(Node::as_text)
            .map_or_else(|| index.to_string(), str::to_owned)
    };
    let rows = node.get("rows").map(Node::items).unwrap_or_default();
    let (mut all, mut right, mut line) = (0.0, 0.0, None);
    for (truth, row) in rows.iter().enumerate() {
        let cells = row.get("row").unwrap_or(row).items();
        for (predicted, cell) in cells.iter().enumerate() {
            let Some(leaf) = cell.leaf() else { continue };
            let count = cell.number().unwrap_or(f64::NAN);
            all += count;
            right += if truth == predicted { count } else { 0.0 };
            line = line.or(leaf.line);
            found.leaf(
                format!("{name}.{}.{}", label(truth), label(predicted)),
                leaf,
            );
        }
    }
    if all > 0.0 {
        let accuracy = Metric::new(right / all, found.source.location(line));
        let accuracy = accuracy.share_of(crate::node::count(all));
        found.metric(under(name, "accuracy"), accuracy);
    }
}
