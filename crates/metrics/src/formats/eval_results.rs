//! `.eval_results/*.yaml` of a Hugging Face repository: a list of `{dataset:
//! {id, task_id, revision}, value, …}`. A metric is called `id.task_id`, such
//! as `cais/hle.default`.

use crate::found::{Found, under};
use crate::node::Node;

pub(crate) fn fits(root: &Node) -> bool {
    let is_result =
        |node: &Node| node.at(&["dataset", "id"]).is_some() && node.get("value").is_some();
    !root.items().is_empty() && root.items().iter().all(is_result)
}

pub(crate) fn read(root: &Node, found: &mut Found) {
    for result in root.items() {
        let part = |key| result.at(&["dataset", key]).and_then(Node::as_text);
        let Some(value) = result.get("value").and_then(Node::leaf) else {
            continue;
        };
        let id = part("id").unwrap_or_default();
        let name = part("task_id").map_or_else(|| id.to_owned(), |task| under(id, task));
        found.leaf(name, value);
    }
}
