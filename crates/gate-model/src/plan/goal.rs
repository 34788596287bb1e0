//! What is to be told.

use report::six_digits;
use serde::Serialize;

use super::assumed::Assumed;
use super::{area, pairs, share};

/// What is to be told.
#[derive(Clone, Debug)]
pub(super) struct Goal {
    kind: Kind,
    margin: f64,
    gate: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    NotWorse,
    Difference,
    ShareNotBelow,
    ShareKnown,
    AreaNotBelow,
}

/// A line of a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Line {
    pub(super) question: String,
    /// Nothing where none can be told.
    pub(super) margin: Option<f64>,
    /// Nothing where none up to a billion are enough.
    pub(super) examples: Option<u64>,
    pub(super) by: &'static str,
}

impl Goal {
    /// Everything that can be told with one margin.
    pub(super) fn all(margin: f64) -> Vec<Self> {
        let kinds = [
            Kind::NotWorse,
            Kind::Difference,
            Kind::ShareNotBelow,
            Kind::ShareKnown,
            Kind::AreaNotBelow,
        ];
        let goals = kinds.into_iter().map(|kind| Self {
            kind,
            margin,
            gate: None,
        });
        goals.collect()
    }

    /// What a gate's `max-drop` asks for.
    pub(super) fn gate(name: &str, margin: f64) -> Self {
        Self {
            kind: Kind::NotWorse,
            margin,
            gate: Some(name.to_owned()),
        }
    }

    /// How many examples it takes.
    pub(super) fn size(&self, assumed: &Assumed) -> Line {
        let margin = self.margin;
        let examples = match self.kind {
            Kind::NotWorse => pairs::not_worse(margin, assumed),
            Kind::Difference => pairs::difference(margin, assumed),
            Kind::ShareNotBelow => share::not_below(margin, assumed),
            Kind::ShareKnown => share::known_to(margin, assumed),
            Kind::AreaNotBelow => area::not_below(margin, assumed),
        };
        self.line(Some(margin), examples, assumed)
    }

    /// What so many examples can tell.
    pub(super) fn margin(&self, examples: u64, assumed: &Assumed) -> Line {
        let margin = match self.kind {
            Kind::NotWorse => pairs::not_worse_by(examples, assumed),
            Kind::Difference => pairs::difference_by(examples, assumed),
            Kind::ShareNotBelow => share::not_below_by(examples, assumed),
            Kind::ShareKnown => share::half(examples, assumed),
            Kind::AreaNotBelow => area::not_below_by(examples, assumed),
        };
        self.line(margin, Some(examples), assumed)
    }

    fn line(&self, margin: Option<f64>, examples: Option<u64>, assumed: &Assumed) -> Line {
        let shown = margin.map_or_else(|| "any size".to_owned(), six_digits);
        let below =
            |of: f64| margin.map_or_else(|| "any limit".to_owned(), |it| six_digits(of - it));
        let question = match self.kind {
            Kind::NotWorse => format!("the candidate is not worse by {shown} or more"),
            Kind::Difference => format!("a difference of {shown} in accuracy is not by chance"),
            Kind::ShareNotBelow => format!(
                "an accuracy of {} is at least {}",
                six_digits(assumed.accuracy),
                below(assumed.accuracy)
            ),
            Kind::ShareKnown => format!(
                "an accuracy of {} is known to ± {shown}",
                six_digits(assumed.accuracy)
            ),
            Kind::AreaNotBelow => format!(
                "an AUC of {} is at least {}",
                six_digits(assumed.auc),
                below(assumed.auc)
            ),
        };
        let question = match &self.gate {
            Some(gate) => format!("gate {gate}: {question}"),
            None => question,
        };
        Line {
            question,
            margin,
            examples,
            by: self.kind.by(),
        }
    }
}

impl Kind {
    const fn by(self) -> &'static str {
        match self {
            Self::NotWorse => "Tango's test, its own power",
            Self::Difference => "McNemar's test, Connor's formula",
            Self::ShareNotBelow => "Wilson's interval, its own power",
            Self::ShareKnown => "Wilson's interval",
            Self::AreaNotBelow => "Hanley and McNeil's variance",
        }
    }
}
