//! One table out of what threads have read of it.

use scores::Need;
use verdict::Fault;

use crate::binding::{Ask, Binding, Party, Used};
use crate::class::{Classes, Name};
use crate::class_names::{ClassNames, coded, union};
use crate::columns::Columns;
use crate::costs;
use crate::decision::{Decision, likeliest};
use crate::dictionary::numbered;
use crate::examples::{Category, Condition, Examples, Grid, Said};
use crate::holdout::Holdout;
use crate::piece::{Piece, joined, recoded};
use crate::places::Lines;
use crate::positive::{self, Seen};
use crate::wanted::Wanted;
use crate::worker::{VALUES, Worker, too_many_classes, too_many_values};

/// What a table is read by.
pub(crate) struct Means<'a> {
    pub(crate) binding: &'a Binding,
    pub(crate) columns: &'a Columns,
    pub(crate) wanted: &'a Wanted,
}

/// What was read of a table.
pub(crate) struct Found {
    pub(crate) examples: Examples,
    pub(crate) said: Said,
    pub(crate) lines: Lines,
    pub(crate) holdout: String,
    pub(crate) positive: Option<u32>,
    pub(crate) costs: Option<Grid>,
}

/// Puts together what threads have read.
pub(crate) fn assemble(
    means: &Means<'_>,
    mut workers: Vec<Worker<'_>>,
    classes: &mut Classes,
) -> Result<Found, Fault> {
    let mut holdout = Holdout::default();
    for worker in &workers {
        holdout.merge(&worker.holdout);
    }
    let numbers = workers.iter().all(|worker| worker.numbers != Ask::No);
    let names = means.class_names(&mut workers)?;
    let categories = means.category_names(&workers)?;
    let mut pieces = pieces(workers);
    let lines = Lines::of(&pieces);
    means.add_classes(&names, classes)?;
    let mut examples = means.examples(&mut pieces, &names, classes, categories);
    if !numbers {
        examples.targets = None;
    }
    let mut said = means.said(&mut pieces, &names, classes);
    drop(pieces);
    let positive = means.decide(&examples, &mut said, &names, classes)?;
    let strict = means.binding.party == Party::Candidate;
    let table = &means.binding.table;
    let costs = means.wanted.needs(Need::Costs);
    let costs = costs.then(|| costs::matrix(means.columns, classes, table, strict));
    Ok(Found {
        examples,
        said,
        lines,
        holdout: holdout.finish(),
        positive,
        costs: costs.transpose()?,
    })
}

/// All pieces in the file's order.
fn pieces(workers: Vec<Worker<'_>>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (at, worker) in workers.into_iter().enumerate() {
        let of_worker = worker.pieces.into_iter();
        pieces.extend(of_worker.map(|piece| Piece {
            worker: at,
            ..piece
        }));
    }
    pieces.sort_unstable_by_key(|piece| piece.index);
    pieces
}

impl Means<'_> {
    fn category_names(&self, workers: &[Worker<'_>]) -> Result<Vec<Codes>, Fault> {
        let codes = |(at, used): (usize, &Used)| {
            let names = || {
                workers
                    .iter()
                    .map(move |worker| &worker.categories[at].names)
            };
            let all = union(names());
            if all.len() > VALUES {
                return Err(too_many_values(used, &self.binding.table));
            }
            let code = |name: &Name| all.iter().position(|known| known == name);
            let code = |name: &Name| {
                code(name)
                    .and_then(|at| u32::try_from(at).ok())
                    .unwrap_or(u32::MAX)
            };
            let by_worker = names()
                .map(|names| names.iter().map(code).collect())
                .collect();
            Ok(Codes {
                column: used.name.clone(),
                names: all.iter().map(ToString::to_string).collect(),
                by_worker,
            })
        };
        self.binding
            .categories
            .iter()
            .enumerate()
            .map(codes)
            .collect()
    }

    fn examples(
        &self,
        pieces: &mut [Piece],
        names: &ClassNames,
        classes: &Classes,
        categories: Vec<Codes>,
    ) -> Examples {
        let binding = self.binding;
        let there = |used: &Option<Used>| used.as_ref().map(|_| ());
        let rows = pieces.iter().map(|piece| piece.rows).sum();
        let ids = there(&binding.id).map(|()| joined(pieces, |piece| &mut piece.ids));
        let labels = names.all_labels.as_ref().map(|_| {
            recoded(pieces, &coded(&names.labels, classes), u32::MAX, |piece| {
                &mut piece.labels
            })
        });
        let targets = joined(pieces, |piece| &mut piece.targets);
        let clusters = joined(pieces, |piece| &mut piece.clusters);
        let queries = joined(pieces, |piece| &mut piece.queries);
        let category = |(at, codes): (usize, Codes)| Category {
            codes: recoded(pieces, &codes.by_worker, codes.nothing(), |piece| {
                &mut piece.categories[at]
            }),
            column: codes.column,
            names: codes.names,
        };
        let categories = categories.into_iter().enumerate().map(category).collect();
        let condition = |(at, condition): (usize, &expression::Expression)| Condition {
            text: condition.text().to_owned(),
            kept: joined(pieces, |piece| &mut piece.kept[at]),
        };
        let conditions = binding
            .conditions
            .iter()
            .enumerate()
            .map(condition)
            .collect();
        let weights = there(&binding.weights).map(|()| joined(pieces, |piece| &mut piece.weights));
        Examples {
            rows,
            ids,
            labels,
            targets: (targets.len() == rows).then_some(targets),
            weights,
            clusters: there(&binding.clusters).map(|()| numbered(&clusters)),
            queries: there(&binding.queries).map(|()| numbered(&queries)),
            categories,
            conditions,
            ..Examples::default()
        }
    }

    fn said(&self, pieces: &mut [Piece], names: &ClassNames, classes: &Classes) -> Said {
        let binding = self.binding;
        let columns = binding.probabilities.len();
        let column = binding.decision.as_ref().and_then(Decision::column);
        Said {
            predicted: column.map(|_| {
                recoded(
                    pieces,
                    &coded(&names.predicted, classes),
                    u32::MAX,
                    |piece| &mut piece.predicted,
                )
            }),
            scores: binding
                .scores
                .as_ref()
                .map(|_| joined(pieces, |piece| &mut piece.scores)),
            probabilities: (columns > 0).then(|| Grid {
                values: joined(pieces, |piece| &mut piece.probabilities),
                columns,
            }),
            forecasts: binding
                .forecasts
                .as_ref()
                .map(|_| joined(pieces, |piece| &mut piece.forecasts)),
        }
    }

    /// Finds the positive class, and predicted classes where no column holds them.
    fn decide(
        &self,
        examples: &Examples,
        said: &mut Said,
        names: &ClassNames,
        classes: &mut Classes,
    ) -> Result<Option<u32>, Fault> {
        let (binding, wanted) = (self.binding, self.wanted);
        let threshold = match binding.decision {
            Some(Decision::Threshold(threshold)) => Some(threshold),
            _ => None,
        };
        let chances = wanted.needs(Need::ScoresOrProbabilities) && said.probabilities.is_none();
        let relevance = wanted.needs(Need::Relevance) && examples.targets.is_none();
        let label = binding.label.as_ref();
        let candidate = binding.party == Party::Candidate;
        if let (true, None, Some(label), true) = (relevance, &examples.labels, label, candidate) {
            return Err(too_many_classes(&label.used, &binding.table));
        }
        let of_examples = wanted.needs(Need::Positive) || chances || relevance;
        let seen = Seen {
            table: &binding.table,
            labels: names.all_labels.as_deref(),
            strict: candidate,
            needed: threshold.is_some() || (of_examples && candidate),
        };
        let positive = positive::positive(self.columns, classes, &seen)?;
        if let (Some(threshold), Some(positive)) = (threshold, positive) {
            let negative = positive::negative(positive, classes, &seen)?;
            said.predicted = Some(above(said, threshold, positive, negative));
        }
        if let (Some(Decision::Likeliest), Some(grid)) = (&binding.decision, &said.probabilities) {
            said.predicted = Some(likeliest(&grid.values, grid.columns));
        }
        Ok(positive)
    }
}

/// Classes by scores, else by the positive one's probabilities.
fn above(said: &Said, threshold: f64, positive: u32, negative: u32) -> Vec<u32> {
    let class = |score: &f64| {
        if *score >= threshold {
            positive
        } else {
            negative
        }
    };
    match (&said.scores, &said.probabilities) {
        (Some(scores), _) => scores.iter().map(class).collect(),
        (None, Some(grid)) => {
            let column = grid.values.iter().skip(positive as usize);
            column.step_by(grid.columns).map(class).collect()
        }
        (None, None) => Vec::new(),
    }
}

/// The values of a category.
struct Codes {
    column: String,
    names: Vec<String>,
    /// What the codes of each thread become.
    by_worker: Vec<Vec<u32>>,
}

impl Codes {
    /// The code of rows without a value.
    fn nothing(&self) -> u32 {
        u32::try_from(self.names.len()).unwrap_or(u32::MAX)
    }
}
