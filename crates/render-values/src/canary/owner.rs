//! Who else writes the weights of a route.

use super::kinds::{path, text_of};
use crate::path::Step;
use crate::tree::Tree;

/// Where a Rollout of Argo or a Canary of Flagger names the routes whose
/// weights it writes.
const CLAIMS: [(&str, &str); 5] = [
    (
        "VirtualService",
        "spec.strategy.canary.trafficRouting.istio.virtualService.name",
    ),
    (
        "TrafficSplit",
        "spec.strategy.canary.trafficRouting.smi.trafficSplitName",
    ),
    (
        "HTTPRoute",
        "spec.strategy.canary.trafficRouting.plugins.argoproj-labs/gatewayAPI.httpRoute",
    ),
    (
        "GRPCRoute",
        "spec.strategy.canary.trafficRouting.plugins.argoproj-labs/gatewayAPI.grpcRoute",
    ),
    ("HTTPRoute", "spec.routeRef.name"),
];

/// Who writes the weights of an object: who owns it, or an object of the same
/// file that claims it.
pub(super) fn owner(object: &Tree, documents: &[&Tree]) -> Option<String> {
    let text = |tree: &Tree, key: &str| tree.get(&path(key).0).and_then(text_of).map(str::to_owned);
    if let Some(Tree::List(owners)) = object.get(&path("metadata.ownerReferences").0) {
        let owner = owners.first()?;
        let part = |key| text(owner, key).unwrap_or_default();
        return Some(format!("{}/{}", part("kind"), part("name")));
    }
    let (kind, name) = (text(object, "kind")?, text(object, "metadata.name")?);
    let claims = |other: &&Tree| {
        CLAIMS
            .iter()
            .filter(|(claimed, _)| *claimed == kind)
            .any(|(_, at)| text(other, at).as_deref() == Some(&*name))
            || claims_several(other, &kind, &name)
    };
    let other = documents.iter().copied().find(claims)?;
    let part = |key| text(other, key).unwrap_or_default();
    Some(format!("{}/{}", part("kind"), part("metadata.name")))
}

/// `virtualServices: [{name: …}]` of a Rollout.
fn claims_several(rollout: &Tree, kind: &str, name: &str) -> bool {
    let at = path("spec.strategy.canary.trafficRouting.istio.virtualServices");
    let Some(Tree::List(list)) = rollout.get(&at.0) else {
        return false;
    };
    let step = [Step::Key("name".to_owned())];
    kind == "VirtualService"
        && list
            .iter()
            .any(|entry| entry.get(&step).and_then(text_of) == Some(name))
}
