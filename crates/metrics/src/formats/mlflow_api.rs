//! A run as `MLflow`'s REST API gives it: `{"run": {"info": {…}, "data":
//! {"metrics": [{key, value, timestamp, step}], "params": […], "tags": […]}}}`.
//! A metric is called by its key.

use std::collections::BTreeMap;

use verdict::Fault;

use crate::found::Found;
use crate::metric::Run;
use crate::node::{Node, step};

pub(crate) fn fits(root: &Node) -> bool {
    let is_run = |run: &Node| run.at(&["info", "run_id"]).is_some() && run.get("data").is_some();
    match root.get("runs") {
        Some(runs) => !runs.items().is_empty() && runs.items().iter().all(is_run),
        None => root.get("run").is_some_and(is_run),
    }
}

pub(crate) fn read(root: &Node, found: &mut Found) -> Result<(), Fault> {
    let run = match root.get("runs").map(Node::items) {
        None => root.get("run"),
        Some([run]) => Some(run),
        Some(runs) => {
            let message = format!("it holds {} runs", runs.len());
            return Err(found.source.fault(None, message).help("ask for one run"));
        }
    };
    let Some(run) = run else { return Ok(()) };
    for metric in run
        .at(&["data", "metrics"])
        .map(Node::items)
        .unwrap_or_default()
    {
        let key = metric.get("key").and_then(Node::as_text);
        let (Some(key), Some(leaf)) = (key, metric.get("value").and_then(Node::leaf)) else {
            continue;
        };
        match found.of(leaf) {
            Some(mut own) => {
                own.step = metric.get("step").and_then(whole);
                found.metric(key, own);
            }
            None => found.leaf(key, leaf),
        }
    }
    found.run = Some(about(run));
    Ok(())
}

/// A 64-bit number, which protobuf's JSON writes as text.
fn whole(node: &Node) -> Option<i64> {
    match node.as_text() {
        Some(text) => text.parse().ok(),
        None => node.number().and_then(step),
    }
}

fn about(run: &Node) -> Run {
    let info = |key| {
        run.at(&["info", key])
            .and_then(Node::as_text)
            .map(str::to_owned)
    };
    Run {
        id: info("run_id"),
        name: info("run_name"),
        experiment: info("experiment_id"),
        status: info("status"),
        params: pairs(run, "params"),
        tags: pairs(run, "tags"),
    }
}

fn pairs(run: &Node, list: &str) -> BTreeMap<String, String> {
    let items = run.at(&["data", list]).map(Node::items).unwrap_or_default();
    let pair = |item: &Node| {
        let text = |key| item.get(key).and_then(Node::as_text).map(str::to_owned);
        Some((text("key")?, text("value").unwrap_or_default()))
    };
    items.iter().filter_map(pair).collect()
}
