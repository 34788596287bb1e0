//! What a metric is computed from.

use std::fmt;

/// A part of [`Predictions`](crate::Predictions) that a metric needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// True classes.
    Labels,
    /// Which class is the positive one.
    Positive,
    /// Predicted classes.
    Predicted,
    /// Classes that another model predicted.
    Reference,
    /// Scores, of the positive class or of items of a query.
    Scores,
    /// Probabilities, one column a class. Where two are given they hold the scores.
    Probabilities,
    /// Probabilities, else scores that are the probability of the positive
    /// class, which has to be named.
    ScoresOrProbabilities,
    /// True numbers.
    Targets,
    /// Predicted numbers.
    Forecasts,
    /// How relevant an item is: targets, else whether its label is the positive class.
    Relevance,
    /// Query of each row.
    Queries,
    /// Group of each row.
    Groups,
    /// Costs by true and predicted class.
    Costs,
    /// Sample weights, which no metric needs.
    Weights,
    /// How often each row was drawn, which no metric needs.
    Draws,
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Labels => "labels",
            Self::Positive => "words on which class is the positive one",
            Self::Predicted => "predicted classes",
            Self::Reference => "classes predicted by another model",
            Self::Scores => "scores",
            Self::Probabilities => "probabilities",
            Self::ScoresOrProbabilities => "scores or probabilities",
            Self::Targets => "targets",
            Self::Forecasts => "predicted numbers",
            Self::Relevance => "relevances",
            Self::Queries => "queries",
            Self::Groups => "groups",
            Self::Costs => "costs",
            Self::Weights => "sample weights",
            Self::Draws => "draws",
        })
    }
}
