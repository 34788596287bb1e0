//! What a second pass has to look for.

use std::collections::HashMap;

use super::super::Work;
use super::super::gather::{self, Gathered};
use super::super::keys::Nulls;
use super::super::probe::{Probe, Repeated, Test, z_score};
use super::super::tally::Tally;
use super::Sums;
use crate::value::{Number, Value};

impl<'p> Sums<'_, 'p> {
    /// What a second pass has to look for. What it would not find is counted
    /// here.
    pub(super) fn probes(&mut self, tallies: &mut [Tally]) -> Vec<Probe<'p>> {
        let mut probes = Vec::new();
        for (at, job) in self.pass.jobs.iter().enumerate() {
            let probe = |columns: &[usize], test| Probe {
                job: at,
                columns: columns.to_vec(),
                test,
                tally: Tally::default(),
            };
            match &job.work {
                Work::Repeats { gather, columns } => {
                    let (total, repeats) = match &self.gathers[*gather] {
                        Gathered::Keys(distinct) => (distinct.total, distinct.repeats()),
                        Gathered::WholeKeys(distinct) => (distinct.total, distinct.repeats()),
                        _ => (0, 0),
                    };
                    tallies[at].judged = total;
                    tallies[at].broken = repeats;
                    let shown = !job.weight.tolerance.lets_pass(repeats, total);
                    if let Some(repeated) = self.take_repeated(*gather).filter(|_| shown) {
                        let nulls = match self.pass.gathers[*gather].what {
                            gather::What::Keys(nulls) => nulls,
                            _ => Nulls::Passed,
                        };
                        let first = HashMap::default();
                        let test = Test::Repeats {
                            repeated,
                            nulls,
                            first,
                        };
                        probes.push(probe(columns, test));
                    }
                }
                Work::Outliers {
                    gather,
                    column,
                    limits,
                } => {
                    if let Gathered::Moments(moments, _) = &self.gathers[*gather] {
                        tallies[at].judged = moments.count();
                        let holds = |x: Option<f64>| {
                            let score = x.and_then(|x| z_score(moments, x));
                            let number = score.and_then(Number::new);
                            number.is_none_or(|number| limits.hold(&Value::Number(number)))
                        };
                        // Whatever lies between two that hold, holds too.
                        let convex = limits.not.is_none() && limits.not_between.is_none();
                        if !(convex && holds(moments.min()) && holds(moments.max())) {
                            let test = Test::Far {
                                moments: moments.clone(),
                                limits,
                            };
                            probes.push(probe(&[*column], test));
                        }
                    }
                }
                Work::Depends {
                    gathers: [one, both],
                    columns,
                    determine,
                } => {
                    let distinct = |at: usize| match &self.gathers[at] {
                        Gathered::Keys(distinct) => (distinct.total, distinct.distinct),
                        _ => (0, 0),
                    };
                    tallies[at].judged = distinct(*one).0;
                    if distinct(*one).1 != distinct(*both).1 {
                        let test = Test::Depends {
                            determine: determine.clone(),
                            first: HashMap::default(),
                        };
                        probes.push(probe(columns, test));
                    }
                }
                _ => {}
            }
        }
        probes
    }

    /// The keys that come more than once; none where there is no such.
    fn take_repeated(&mut self, gather: usize) -> Option<Repeated> {
        match &self.gathers[gather] {
            Gathered::Keys(distinct) => {
                let keys = distinct.repeated.clone();
                (!keys.is_empty()).then_some(Repeated::Keys(keys))
            }
            Gathered::WholeKeys(distinct) => {
                let keys = distinct.repeated.clone();
                (!keys.is_empty()).then_some(Repeated::WholeKeys(keys))
            }
            _ => None,
        }
    }
}
