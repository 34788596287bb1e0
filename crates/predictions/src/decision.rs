//! How the predicted class of an example is told.

use scores::Need;
use verdict::Fault;

use crate::binder::Binder;
use crate::binding::Used;

/// How the predicted class of an example is told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Decision {
    /// A column holds it.
    Column(Used),
    /// The positive one from this score on, else the other.
    Threshold(f64),
    /// The one of the highest probability; of equal ones the first.
    Likeliest,
}

/// The threshold where none is given.
const HALF: f64 = 0.5;

impl Decision {
    /// The column that holds it, where one does.
    pub(crate) fn column(&self) -> Option<&Used> {
        match self {
            Self::Column(used) => Some(used),
            Self::Threshold(_) | Self::Likeliest => None,
        }
    }
}

/// How predicted classes are told, if they are needed: by the column that is
/// named; by a threshold that is given; by a column of a usual name; by
/// probabilities; by scores from 0.5 on.
pub(crate) fn decide(binder: &Binder<'_>) -> Result<Option<Decision>, Fault> {
    if !(binder.needs(Need::Predicted) || binder.needs(Need::Reference)) {
        return Ok(None);
    }
    let (prediction, threshold) = (binder.prediction(), binder.columns.threshold);
    if prediction.named.is_some() && threshold.is_some() {
        return Err(Fault::new("both `prediction` and `threshold` under [predictions] say what the predicted class is")
            .help("leave out `threshold` to take the column as it is, or `prediction` to decide by the score"));
    }
    if prediction.named.is_some() {
        return binder.must(prediction).map(Decision::Column).map(Some);
    }
    let by_scores = binder.scores_are_likelihoods() || binder.find(binder.score())?.is_some();
    if let Some(threshold) = threshold.filter(|_| by_scores) {
        return Ok(Some(Decision::Threshold(threshold)));
    }
    if let Some(column) = binder.find(prediction)? {
        return Ok(Some(Decision::Column(column)));
    }
    if binder.likelihoods() > 0 && binder.columns.score.is_none() {
        return Ok(Some(Decision::Likeliest));
    }
    match by_scores {
        true => Ok(Some(Decision::Threshold(HALF))),
        false => Err(match binder.must(prediction) {
            Ok(_) => Fault::new("no predicted class"),
            Err(fault) => {
                fault.help("a score of the positive class will do as well: name it by `score`")
            }
        }),
    }
}

/// The class of the highest probability of each row of so many.
pub(crate) fn likeliest(probabilities: &[f64], classes: usize) -> Vec<u32> {
    let best = |row: &[f64]| {
        let best = row
            .iter()
            .enumerate()
            .fold((0, f64::NEG_INFINITY), |best, (class, p)| {
                if *p > best.1 { (class, *p) } else { best }
            });
        u32::try_from(best.0).unwrap_or(u32::MAX)
    };
    probabilities
        .chunks_exact(classes.max(1))
        .map(best)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::likeliest;

    #[test]
    fn of_equally_likely_classes_the_first_is_predicted() {
        let rows = [0.2, 0.5, 0.3, 0.4, 0.2, 0.4, 0.0, 0.0, 0.0];
        assert_eq!(likeliest(&rows, 3), [1, 0, 0]);
    }
}
