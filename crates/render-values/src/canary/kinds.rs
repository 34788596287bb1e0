//! Where each kind of object has its weights.

use verdict::{Fault, cut};

use super::owner::owner;
use super::split::{Split, Unit, Version};
use crate::leaf::Leaf;
use crate::path::{Step, ValuePath};
use crate::tree::Tree;

/// Weights of Gateway API's routes, from its `BackendRef`.
const GATEWAY: Unit = Unit::Proportion {
    most: 1_000_000,
    unsaid: 1,
};

/// All that is split in the documents of a file.
pub(super) fn splits(documents: &[&Tree]) -> Result<Vec<Split>, Fault> {
    let mut all = Vec::new();
    for (number, tree) in documents.iter().enumerate() {
        let object = Object {
            number,
            tree,
            documents,
        };
        all.extend(object.splits()?);
    }
    all.extend(by_group(documents)?);
    Ok(all)
}

/// An object of Kubernetes.
struct Object<'a> {
    number: usize,
    tree: &'a Tree,
    documents: &'a [&'a Tree],
}

/// Names, a default and where the weight of a version stands.
type Entry = (Vec<String>, Option<u64>, ValuePath);

impl Object<'_> {
    fn splits(&self) -> Result<Vec<Split>, Fault> {
        let (Some(kind), Some(version)) = (self.text("kind"), self.text("apiVersion")) else {
            return Ok(Vec::new());
        };
        let group = version.split('/').next().unwrap_or_default();
        match (group, kind) {
            ("networking.istio.io", "VirtualService") => self.virtual_service(),
            ("gateway.networking.k8s.io" | "policy.linkerd.io", "HTTPRoute" | "GRPCRoute") => {
                self.each(&["spec.rules", "backendRefs"], &["name"], "weight", GATEWAY)
            }
            ("split.smi-spec.io", "TrafficSplit") => {
                let unit = Unit::Proportion {
                    most: u64::from(u32::MAX),
                    unsaid: 0,
                };
                self.each(&["spec.backends"], &["service"], "weight", unit)
            }
            ("mlops.seldon.io", "Experiment") => {
                let unit = Unit::Proportion {
                    most: u64::from(u32::MAX),
                    unsaid: 0,
                };
                self.each(&["spec.candidates"], &["name"], "weight", unit)
            }
            ("machinelearning.seldon.io", "SeldonDeployment") => {
                self.each(&["spec.predictors"], &["name"], "traffic", Unit::Percent)
            }
            ("route.openshift.io", "Route") => self.route(),
            ("serving.kserve.io", "InferenceService") => self.inference_service(),
            ("argoproj.io", "Rollout") => self.rollout(),
            _ => Ok(Vec::new()),
        }
    }

    /// Routes of HTTP, TCP and TLS: a destination by its subset or host.
    fn virtual_service(&self) -> Result<Vec<Split>, Fault> {
        let unit = Unit::Proportion {
            most: u64::from(i32::MAX.unsigned_abs()),
            unsaid: 0,
        };
        let mut all = Vec::new();
        for protocol in ["spec.http", "spec.tcp", "spec.tls"] {
            let names = ["destination.subset", "destination.host"];
            all.extend(self.each(&[protocol, "route"], &names, "weight", unit)?);
        }
        // A route to one destination splits nothing.
        all.retain(|split| split.versions.len() > 1);
        Ok(all)
    }

    /// The main backend and the alternates of an `OpenShift` route.
    fn route(&self) -> Result<Vec<Split>, Fault> {
        let mut entries = vec![self.entry(&path("spec.to"), &["name"], "weight")?];
        entries.extend(self.entries(&path("spec.alternateBackends"), &["name"], "weight")?);
        let unit = Unit::Proportion {
            most: 256,
            unsaid: 100,
        };
        Ok(self.split(entries, unit).into_iter().collect())
    }

    /// The part of the newest revision; only where Knative runs it.
    fn inference_service(&self) -> Result<Vec<Split>, Fault> {
        let annotation = [
            Step::Key("metadata".to_owned()),
            Step::Key("annotations".to_owned()),
            Step::Key("serving.kserve.io/deploymentMode".to_owned()),
        ];
        let mode = self.tree.get(&annotation).and_then(text_of);
        let name = self.text("metadata.name").unwrap_or_default().to_owned();
        let at = path("spec.predictor.canaryTrafficPercent");
        let weight = self.weight(&at)?;
        let mut split = self.split(vec![(vec![name], weight, at)], Unit::Alone { of: 100 });
        if let (Some(split), Some(mode @ ("RawDeployment" | "Standard"))) = (&mut split, mode) {
            split.closed = Some(format!("in mode {mode} KServe reads no such percentage"));
        }
        Ok(split.into_iter().collect())
    }

    /// The only step of a rollout that sets a weight.
    fn rollout(&self) -> Result<Vec<Split>, Fault> {
        let steps = path("spec.strategy.canary.steps");
        let most = self.weight(&path(
            "spec.strategy.canary.trafficRouting.maxTrafficWeight",
        ))?;
        let Some(Tree::List(list)) = self.tree.get(&steps.0) else {
            return Ok(Vec::new());
        };
        let mut weights = Vec::new();
        for at in 0..list.len() {
            let at = below(
                &steps,
                &[Step::Index(at), Step::Key("setWeight".to_owned())],
            );
            if self.tree.get(&at.0).is_some() {
                weights.push(at);
            }
        }
        let name = self.text("metadata.name").unwrap_or_default().to_owned();
        let unit = Unit::Alone {
            of: most.unwrap_or(100),
        };
        let [at] = &*weights else {
            let entries = weights
                .into_iter()
                .take(1)
                .map(|at| (vec![name.clone()], None, at));
            let mut split = self.split(entries.collect(), unit);
            if let Some(split) = &mut split {
                split.closed = Some(
                    "several of its steps set one, and its controller goes through them".to_owned(),
                );
            }
            return Ok(split.into_iter().collect());
        };
        let weight = self.weight(at)?;
        Ok(self
            .split(vec![(vec![name], weight, at.clone())], unit)
            .into_iter()
            .collect())
    }

    /// A split for each list at the end of a way that leads through lists.
    fn each(
        &self,
        way: &[&str],
        names: &[&str],
        weight: &str,
        unit: Unit,
    ) -> Result<Vec<Split>, Fault> {
        let [through @ .., end] = way else {
            return Ok(Vec::new());
        };
        let mut places = vec![ValuePath(Vec::new())];
        for list in through {
            let mut next = Vec::new();
            for place in places {
                let list = below(&place, &path(list).0);
                if let Some(Tree::List(entries)) = self.tree.get(&list.0) {
                    next.extend((0..entries.len()).map(|at| below(&list, &[Step::Index(at)])));
                }
            }
            places = next;
        }
        let mut splits = Vec::new();
        for place in places {
            let entries = self.entries(&below(&place, &path(end).0), names, weight)?;
            splits.extend(self.split(entries, unit));
        }
        Ok(splits)
    }

    fn entries(&self, list: &ValuePath, names: &[&str], weight: &str) -> Result<Vec<Entry>, Fault> {
        let Some(Tree::List(entries)) = self.tree.get(&list.0) else {
            return Ok(Vec::new());
        };
        let entry = |at| self.entry(&below(list, &[Step::Index(at)]), names, weight);
        (0..entries.len()).map(entry).collect()
    }

    /// A version at a place. A host counts by its first label too.
    fn entry(&self, at: &ValuePath, names: &[&str], weight: &str) -> Result<Entry, Fault> {
        let mut known = Vec::new();
        for name in names {
            let text = self.tree.get(&below(at, &path(name).0).0).and_then(text_of);
            let Some(text) = text else { continue };
            known.push(text.to_owned());
            if name.ends_with("host") {
                known.extend(text.split_once('.').map(|(label, _)| label.to_owned()));
            }
        }
        let at = below(at, &path(weight).0);
        Ok((known, self.weight(&at)?, at))
    }

    /// A weight; none where the file says none.
    fn weight(&self, at: &ValuePath) -> Result<Option<u64>, Fault> {
        let no_weight = |shown: &str| {
            let fault = Fault::new(format!(
                "{at} of {} is no weight: {}",
                self.what(),
                cut(shown)
            ));
            fault.help("a weight is a whole number")
        };
        match self.tree.get(&at.0) {
            None | Some(Tree::Leaf(Leaf::Null)) => Ok(None),
            Some(Tree::Leaf(Leaf::Int(weight))) => match u32::try_from(*weight) {
                Ok(weight) => Ok(Some(weight.into())),
                Err(_) => Err(no_weight(&weight.to_string())),
            },
            Some(Tree::Leaf(leaf)) => Err(no_weight(&leaf.to_string())),
            Some(_) => Err(no_weight("a map or a list")),
        }
    }

    fn split(&self, entries: Vec<Entry>, unit: Unit) -> Option<Split> {
        let version = |(names, weight, at)| Version {
            names,
            weight,
            at: (self.number, at),
        };
        (!entries.is_empty()).then(|| Split {
            what: self.what(),
            closed: owner(self.tree, self.documents)
                .map(|owner| format!("{owner} writes its weights")),
            versions: entries.into_iter().map(version).collect(),
            unit,
        })
    }

    fn what(&self) -> String {
        let part = |key| self.text(key).unwrap_or("?");
        cut(&format!("{}/{}", part("kind"), part("metadata.name")))
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.tree.get(&path(key).0).and_then(text_of)
    }
}

/// `LLMInferenceService`s of one group: each is a version, with a weight of
/// its own.
fn by_group(documents: &[&Tree]) -> Result<Vec<Split>, Fault> {
    let mut splits: Vec<(String, Split)> = Vec::new();
    for (number, tree) in documents.iter().enumerate() {
        let object = Object {
            number,
            tree,
            documents,
        };
        let group = object.text("spec.router.route.group");
        let (Some("LLMInferenceService"), Some(group)) = (object.text("kind"), group) else {
            continue;
        };
        let name = object.text("metadata.name").unwrap_or_default().to_owned();
        let at = path("spec.router.route.weight");
        let entry = (vec![name], object.weight(&at)?, at);
        let Some(split) = object.split(vec![entry], GATEWAY) else {
            continue;
        };
        match splits.iter_mut().find(|(known, _)| known == group) {
            Some((_, known)) => known.versions.extend(split.versions),
            None => splits.push((group.to_owned(), split)),
        }
    }
    Ok(splits.into_iter().map(|(_, split)| split).collect())
}

pub(super) fn text_of(tree: &Tree) -> Option<&str> {
    match tree {
        Tree::Leaf(leaf) => leaf.text(),
        _ => None,
    }
}

/// A path of keys without dots of their own.
pub(super) fn path(keys: &str) -> ValuePath {
    ValuePath(
        keys.split('.')
            .map(|key| Step::Key(key.to_owned()))
            .collect(),
    )
}

fn below(path: &ValuePath, steps: &[Step]) -> ValuePath {
    ValuePath([&path.0[..], steps].concat())
}
