//! Which of the baselines a rule is held against.

use crate::evidence::Evidence;
use crate::rules::{Rule, direction};

/// What a rule is held against.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Against {
    /// Nothing: it does not compare, or there is no baseline.
    None,
    /// One of the baselines' predictions.
    Pair(usize),
    /// One of the baselines' metrics.
    Metrics(usize),
}

impl Evidence {
    /// What a rule is held against: of what is computed from predictions, the
    /// predictions of the baselines; else their metrics.
    pub(super) fn against(&self, rule: &Rule<'_>) -> Vec<Against> {
        let names = rule.names();
        let computed = names.iter().any(|name| self.computed(name).is_some());
        if !rule.compares() {
            return vec![Against::None];
        }
        let pairs = (0..self.pairs.len())
            .filter(|_| computed)
            .map(Against::Pair);
        let paired = computed && !self.pairs.is_empty();
        // Beside predictions a file counts for the metrics that it has.
        let better = |name: &str| direction(rule.gate, name);
        let has = |at: &usize| {
            names
                .iter()
                .all(|name| self.baselines[*at].holder(name, better(name)).is_ok())
        };
        let files = (0..self.baselines.len()).filter(|at| !paired || has(at));
        let mut all: Vec<Against> = pairs.chain(files.map(Against::Metrics)).collect();
        if all.is_empty() {
            all.push(Against::None);
        }
        all
    }

    /// Its name, where there are several to tell apart.
    pub(super) fn name_of(&self, against: Against) -> Option<String> {
        if self.pairs.len() + self.baselines.len() < 2 {
            return None;
        }
        match against {
            Against::Pair(at) => Some(self.pairs[at].source.clone()),
            Against::Metrics(at) => Some(self.baselines[at].name.clone()),
            Against::None => None,
        }
    }
}
