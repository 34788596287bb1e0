//! Who else writes the weights of a route.

use std::collections::BTreeMap;

use super::kinds::{path, text_of};
use crate::leaf::Leaf;
use crate::tree::Tree;

/// The routes whose weights the controllers of a file's objects write.
#[derive(Debug, Default)]
pub(super) struct Claims {
    /// Who writes those of a kind and a name.
    named: BTreeMap<(String, String), String>,
    /// Who writes those of a kind that a selector finds.
    selected: BTreeMap<&'static str, String>,
}

impl Claims {
    /// What the objects of a file claim.
    pub(super) fn of(documents: &[&Tree]) -> Self {
        let mut claims = Self::default();
        for tree in documents {
            match (group(tree), text(tree, "kind")) {
                ("argoproj.io", Some("Rollout")) => claims.rollout(tree),
                ("flagger.app", Some("Canary")) => claims.flagger(tree),
                _ => {}
            }
        }
        claims
    }

    /// Who writes the weights of an object: who owns it, or an object of the
    /// same file that claims it.
    pub(super) fn owner(&self, object: &Tree) -> Option<String> {
        if let Some(Tree::List(owners)) = get(object, "metadata.ownerReferences")
            && let Some(owner) = owners.first()
        {
            let part = |key| text(owner, key).unwrap_or("?");
            return Some(format!("{}/{}", part("kind"), part("name")));
        }
        let (kind, name) = (text(object, "kind")?, text(object, "metadata.name")?);
        match self.named.get(&(kind.to_owned(), name.to_owned())) {
            Some(by) => Some(by.clone()),
            None => Some(format!("{}, by a selector,", self.selected.get(kind)?)),
        }
    }

    /// The routes of an Argo Rollout.
    fn rollout(&mut self, rollout: &Tree) {
        let Some(routing) = get(rollout, "spec.strategy.canary.trafficRouting") else {
            return;
        };
        self.istio(rollout, routing);
        if let Some(smi) = get(routing, "smi") {
            let name = text(smi, "trafficSplitName").filter(|name| !name.is_empty());
            let name = name.or_else(|| text(rollout, "metadata.name"));
            self.claim("TrafficSplit", name, rollout);
        }
        if let Some(gateway) = get(routing, "plugins.argoproj-labs/gatewayAPI") {
            self.gateway(rollout, gateway);
        }
        if let Some(Tree::List(routes)) = get(routing, "plugins.argoproj-labs/openshift.routes") {
            for route in routes {
                self.claim("Route", text_of(route), rollout);
            }
        }
    }

    /// One virtual service, or several; a name may have its namespace behind a
    /// dot.
    fn istio(&mut self, rollout: &Tree, routing: &Tree) {
        let one = get(routing, "istio.virtualService").into_iter();
        for service in one.chain(list(routing, "istio.virtualServices")) {
            let name = text(service, "name");
            self.claim("VirtualService", name, rollout);
            let label = name.and_then(|name| name.split_once('.'));
            self.claim("VirtualService", label.map(|(label, _)| label), rollout);
        }
    }

    /// Routes of the Gateway API: one, several or those that labels find.
    fn gateway(&mut self, rollout: &Tree, plugin: &Tree) {
        let kinds = [
            ("HTTPRoute", "httpRoute", "httpRoutes", "httpRouteSelector"),
            ("GRPCRoute", "grpcRoute", "grpcRoutes", "grpcRouteSelector"),
        ];
        for (kind, one, several, selector) in kinds {
            self.claim(kind, text(plugin, one), rollout);
            for route in list(plugin, several) {
                self.claim(kind, text(route, "name"), rollout);
            }
            if get(plugin, selector).is_some() {
                self.selected.insert(kind, called(rollout));
            }
        }
    }

    /// What a Canary of Flagger makes has the name of its service, and without
    /// one that of its target.
    fn flagger(&mut self, canary: &Tree) {
        let named = |key| text(canary, key).filter(|name| !name.is_empty());
        let name = named("spec.service.name").or_else(|| named("spec.targetRef.name"));
        for kind in ["VirtualService", "HTTPRoute", "TrafficSplit"] {
            self.claim(kind, name, canary);
        }
    }

    fn claim(&mut self, kind: &str, name: Option<&str>, by: &Tree) {
        if let Some(name) = name {
            let route = (kind.to_owned(), name.to_owned());
            self.named.insert(route, called(by));
        }
    }
}

/// The API group of an object.
pub(super) fn group(object: &Tree) -> &str {
    let version = text(object, "apiVersion").unwrap_or_default();
    version.split('/').next().unwrap_or_default()
}

fn called(object: &Tree) -> String {
    let part = |key| text(object, key).unwrap_or("?");
    format!("{}/{}", part("kind"), part("metadata.name"))
}

fn get<'t>(tree: &'t Tree, key: &str) -> Option<&'t Tree> {
    let found = tree.get(&path(key).0)?;
    Some(found).filter(|found| **found != Tree::Leaf(Leaf::Null))
}

fn text<'t>(tree: &'t Tree, key: &str) -> Option<&'t str> {
    get(tree, key).and_then(text_of)
}

fn list<'t>(tree: &'t Tree, key: &str) -> &'t [Tree] {
    match get(tree, key) {
        Some(Tree::List(list)) => list,
        _ => &[],
    }
}
