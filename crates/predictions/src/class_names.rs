//! The classes of one table, as threads have seen them.

use verdict::Fault;

use crate::assembly::Means;
use crate::binding::Ask;
use crate::class::{Classes, Name, listed, sort};
use crate::decision::Decision;
use crate::dictionary::Dictionary;
use crate::worker::{CLASSES, Worker, too_many_classes};

/// Names of labels and predicted classes, by thread.
pub(crate) struct ClassNames {
    pub(crate) labels: Vec<Vec<Name>>,
    pub(crate) predicted: Vec<Vec<Name>>,
    /// Of all threads.
    pub(crate) all_labels: Option<Vec<Name>>,
}

/// The names that threads have seen, in their order, each once.
pub(crate) fn union<'n>(names: impl Iterator<Item = &'n Vec<Name>>) -> Vec<Name> {
    let mut all: Vec<Name> = names.flatten().cloned().collect();
    sort(&mut all);
    all
}

impl Means<'_> {
    /// The classes that were seen, where they are read.
    pub(crate) fn class_names(&self, workers: &mut [Worker<'_>]) -> Result<ClassNames, Fault> {
        let mut read = workers.iter().all(|worker| worker.classes != Ask::No);
        let take = |dictionary: &mut Dictionary| std::mem::take(&mut dictionary.names);
        let labels: Vec<Vec<Name>> = workers
            .iter_mut()
            .map(|worker| take(&mut worker.labels))
            .collect();
        let predicted: Vec<Vec<Name>> = workers
            .iter_mut()
            .map(|worker| take(&mut worker.predicted))
            .collect();
        let all_labels = union(labels.iter());
        if let (true, Some(label)) = (all_labels.len() > CLASSES, &self.binding.label) {
            if label.classes == Ask::Must {
                return Err(too_many_classes(&label.used, &self.binding.table));
            }
            read = false;
        }
        Ok(ClassNames {
            labels,
            predicted,
            all_labels: read.then_some(all_labels),
        })
    }

    /// Makes the classes of this table known: first those that have columns of
    /// probabilities, whose codes are the places of these columns.
    pub(crate) fn add_classes(
        &self,
        names: &ClassNames,
        classes: &mut Classes,
    ) -> Result<(), Fault> {
        let predicted = union(names.predicted.iter());
        self.check_common(names.all_labels.as_deref(), &predicted, classes)?;
        for (at, (name, _)) in self.binding.probabilities.iter().enumerate() {
            if classes.add(name) as usize != at {
                return Err(Fault::new(format!(
                    "the probabilities of {} are of other classes than those read before",
                    self.binding.table
                ))
                .help("name the probabilities of the same classes for all models"));
            }
        }
        let labels = names.all_labels.clone().unwrap_or_default();
        classes.add_all([labels, predicted].concat());
        match (
            classes.names().len() > CLASSES,
            self.binding.decision.as_ref().and_then(Decision::column),
        ) {
            (true, Some(used)) => Err(too_many_classes(used, &self.binding.table)),
            _ => Ok(()),
        }
    }

    /// Predicted classes none of which is a label are written in another way.
    fn check_common(
        &self,
        labels: Option<&[Name]>,
        predicted: &[Name],
        classes: &Classes,
    ) -> Result<(), Fault> {
        let known = |name: &Name| match labels {
            Some(labels) => labels.contains(name),
            None => classes.names().is_empty() || classes.has(name),
        };
        if predicted.is_empty() || predicted.iter().any(known) {
            return Ok(());
        }
        let written =
            |names: &[Name]| listed(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        let labels = labels.map_or_else(|| listed(classes.names()), written);
        Err(Fault::new(format!(
            "no predicted class of {} is among the labels: it says {}, the labels are {labels}",
            self.binding.table,
            written(predicted)
        ))
        .help("write classes alike in both columns, or name the right ones by `label` and `prediction` under [predictions]"))
    }
}

/// What the codes of each thread become.
pub(crate) fn coded(names: &[Vec<Name>], classes: &Classes) -> Vec<Vec<u32>> {
    let code = |name: &Name| classes.code_of(name).unwrap_or(u32::MAX);
    names
        .iter()
        .map(|names| names.iter().map(code).collect())
        .collect()
}
