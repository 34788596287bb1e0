//! Where each kind of object has its weights.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use verdict::{Fault, cut};

use super::owner::{Claims, group};
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
    let claims = Claims::of(documents);
    let objects = documents.iter().enumerate().map(|(number, tree)| Object {
        number,
        tree,
        claims: &claims,
    });
    let objects: Vec<Object<'_>> = objects.collect();
    let mut all = Vec::new();
    for object in &objects {
        all.extend(object.splits()?);
    }
    all.extend(by_group(&objects)?);
    Ok(all)
}

/// An object of Kubernetes.
struct Object<'a> {
    number: usize,
    tree: &'a Tree,
    claims: &'a Claims,
}

/// Names, a default and where the weight of a version stands.
type Found = (Vec<String>, Option<u64>, ValuePath);

impl Object<'_> {
    fn splits(&self) -> Result<Vec<Split>, Fault> {
        match (group(self.tree), self.text("kind").unwrap_or_default()) {
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
            ("machinelearning.seldon.io", "SeldonDeployment") => self.seldon_deployment(),
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
        Ok(all)
    }

    /// The predictors but for those that only see a copy of the traffic.
    fn seldon_deployment(&self) -> Result<Vec<Split>, Fault> {
        let mut entries = self.entries(&path("spec.predictors"), &["name"], "traffic")?;
        entries.retain(|(_, _, at)| {
            let shadow = below(
                &ValuePath(at.parent_and_last().0.to_vec()),
                &path("shadow").0,
            );
            self.tree.get(&shadow.0) != Some(&Tree::Leaf(Leaf::Bool(true)))
        });
        Ok(self.split(entries, Unit::Percent).into_iter().collect())
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
        if let Some(split) = &mut split {
            split.by_object = true;
            if let Some(mode) = mode.filter(|mode| !matches!(*mode, "Serverless" | "Knative")) {
                let why = format!("in mode {} KServe reads no such percentage", cut(mode));
                split.closed = Some(why);
            }
        }
        Ok(split.into_iter().collect())
    }

    /// The only step of a rollout that sets a weight.
    fn rollout(&self) -> Result<Vec<Split>, Fault> {
        let steps = path("spec.strategy.canary.steps");
        let Some(Tree::List(list)) = self.tree.get(&steps.0) else {
            return Ok(Vec::new());
        };
        let set_weight = [Step::Key("setWeight".to_owned())];
        let mut setting = (0..list.len()).filter(|&at| list[at].get(&set_weight).is_some());
        let Some(first) = setting.next() else {
            return Ok(Vec::new());
        };
        let closed = if setting.next().is_some() {
            Some("several of its steps set one, and its controller goes through them")
        } else if list[first..].iter().any(waits) {
            None
        } else {
            Some("no `pause: {}` follows its step, and its controller goes on by itself")
        };
        let most = "spec.strategy.canary.trafficRouting.maxTrafficWeight";
        let of = self.weight(&path(most))?.unwrap_or(100);
        let at = below(&below(&steps, &[Step::Index(first)]), &set_weight);
        let name = self.text("metadata.name").unwrap_or_default().to_owned();
        let weight = self.weight(&at)?;
        let mut split = self.split(vec![(vec![name], weight, at)], Unit::Alone { of });
        if let Some(split) = &mut split {
            split.by_object = true;
            split.steps = true;
            split.closed = closed.map(str::to_owned).or(split.closed.take());
        }
        Ok(split.into_iter().collect())
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

    fn entries(&self, list: &ValuePath, names: &[&str], weight: &str) -> Result<Vec<Found>, Fault> {
        let Some(Tree::List(entries)) = self.tree.get(&list.0) else {
            return Ok(Vec::new());
        };
        let entry = |at| self.entry(&below(list, &[Step::Index(at)]), names, weight);
        (0..entries.len()).map(entry).collect()
    }

    /// A version at a place. A host counts by its first label too.
    fn entry(&self, at: &ValuePath, names: &[&str], weight: &str) -> Result<Found, Fault> {
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

    fn split(&self, entries: Vec<Found>, unit: Unit) -> Option<Split> {
        let version = |(names, weight, at)| Version {
            names,
            weight,
            at: (self.number, at),
        };
        (!entries.is_empty()).then(|| Split {
            what: self.what(),
            closed: (self.claims.owner(self.tree))
                .map(|owner| format!("{} writes its weights", cut(&owner))),
            versions: entries.into_iter().map(version).collect(),
            unit,
            by_object: false,
            steps: false,
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

/// `LLMInferenceService`s of one group of a namespace: each is a version, with
/// a weight of its own.
fn by_group(objects: &[Object<'_>]) -> Result<Vec<Split>, Fault> {
    let mut splits: BTreeMap<(&str, &str), Split> = BTreeMap::new();
    for object in objects {
        let is_one = group(object.tree) == "serving.kserve.io"
            && object.text("kind") == Some("LLMInferenceService");
        let Some(name) = object.text("spec.router.route.group").filter(|_| is_one) else {
            continue;
        };
        let own = object.text("metadata.name").unwrap_or_default().to_owned();
        let at = path("spec.router.route.weight");
        let entry = (vec![own], object.weight(&at)?, at);
        let Some(split) = object.split(vec![entry], GATEWAY) else {
            continue;
        };
        let namespace = object.text("metadata.namespace").unwrap_or_default();
        match splits.entry((namespace, name)) {
            Entry::Occupied(mut known) => known.get_mut().versions.extend(split.versions),
            Entry::Vacant(new) => {
                let by_object = true;
                new.insert(Split { by_object, ..split });
            }
        }
    }
    Ok(splits.into_values().collect())
}

/// Whether a step of a rollout waits until a person goes on.
fn waits(step: &Tree) -> bool {
    match step.get(&[Step::Key("pause".to_owned())]) {
        Some(Tree::Map(pause)) => pause
            .get("duration")
            .is_none_or(|duration| *duration == Tree::Leaf(Leaf::Null)),
        _ => false,
    }
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
