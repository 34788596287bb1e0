//! What a condition comes to.

use report::{Exhibit, grouped};
use verdict::{Check, Location, Sample, Severity};

use super::estimate::shown;
use super::formula::Truth;
use super::{Bound, Clause, Evidence, Formula, Mode, Size, Terms, sizes};
use crate::adaptivity::{Uses, times};

/// A condition that can be judged by.
#[derive(Clone, Debug)]
pub struct Ready {
    pub(crate) name: String,
    pub(crate) formula: Formula,
    pub(crate) terms: Terms,
    pub(crate) severity: Severity,
    pub(crate) location: Location,
}

/// What a condition came to, and how.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// The check.
    pub check: Check,
    /// A row a clause: the clause, its estimate, what it says, the examples it
    /// takes, those there are, the bound.
    pub rows: Vec<Vec<String>>,
}

/// What one clause came to.
struct Found<'a> {
    clause: &'a Clause,
    estimate: String,
    /// Nothing where there are too few examples.
    truth: Option<Truth>,
    size: Option<Size>,
    there: u64,
}

impl Ready {
    /// Whether it can't be judged without labels.
    #[must_use]
    pub fn needs_labels(&self) -> bool {
        self.formula.clauses.iter().any(Clause::needs_labels)
    }

    /// How many examples it takes: with labels, and with the predictions of both
    /// models alone. 0 where none are needed; `changed` is the share of
    /// predictions that differ, where that is known. Nothing where no number is
    /// enough.
    #[must_use]
    pub fn needs(&self, changed: Option<f64>) -> Option<[u64; 2]> {
        let mut needs = [0, 0];
        for clause in &self.formula.clauses {
            let size = *sizes(clause, &self.formula, &self.terms, changed).first()?;
            let need = &mut needs[usize::from(!clause.needs_labels())];
            *need = size.examples.max(*need);
        }
        Some(needs)
    }

    /// What it comes to where there is nothing to judge it by.
    #[must_use]
    pub fn undecided(&self, why: String) -> Check {
        let check = Check::pass("condition", self.title())
            .on(&self.name)
            .severity(self.severity)
            .expected(self.formula.to_string())
            .at(self.location.clone());
        check.undecided(why)
    }

    /// Judges, by a test set that has decided so often before.
    #[must_use]
    pub fn judge(&self, evidence: &Evidence, uses: &Uses) -> Ruling {
        let clauses = self.formula.clauses.iter();
        let found: Vec<Found> = clauses.map(|clause| self.find(clause, evidence)).collect();
        let terms = &self.terms;
        let mut check = Check::pass("condition", self.title())
            .on(&self.name)
            .severity(self.severity)
            .observed(evidence.told(&self.formula))
            .expected(self.formula.to_string())
            .at(self.location.clone());
        check.samples = found.iter().map(Found::sample).collect();
        let check = match uses.spent(u64::from(terms.steps), terms.adaptivity) {
            Some(why) => check.undecided(why).help(
                "take a new test set, or raise `steps` knowingly: all answers are then less sure",
            ),
            None => self.decide(check, &found),
        };
        let rows = found.iter().map(|found| found.row(terms.mode)).collect();
        Ruling { check, rows }
    }

    fn title(&self) -> String {
        let Terms { level, steps, .. } = self.terms;
        format!(
            "{}, with reliability {level} for {}",
            self.formula,
            match steps {
                1 => "one model".to_owned(),
                steps => format!("{} models", grouped(u64::from(steps))),
            }
        )
    }

    fn find<'a>(&'a self, clause: &'a Clause, evidence: &Evidence) -> Found<'a> {
        let changed = evidence.share_changed();
        let size = sizes(clause, &self.formula, &self.terms, changed);
        let size = size.first().copied();
        let there = evidence.examples(clause.needs_labels());
        let enough = size.is_some_and(|size| size.examples <= there);
        let values = evidence.values();
        Found {
            clause,
            estimate: shown(clause, values),
            truth: enough.then(|| clause.truth(clause.value(values))),
            size,
            there,
        }
    }

    /// A false clause decides whatever the others lack.
    fn decide(&self, check: Check, found: &[Found]) -> Check {
        let of = |truth| found.iter().find(move |found| found.truth == truth);
        if let Some(found) = of(Some(Truth::False)) {
            return check.broken(format!("{}, beyond {}", found.estimate, found.band()));
        }
        if let Some(found) = of(None) {
            return check.undecided(found.lacks()).help(self.way_out(found));
        }
        match (of(Some(Truth::Unknown)), self.terms.mode) {
            (Some(found), Mode::FpFree) => check.broken(format!(
                "{}, within {}: it can't be told, which counts as broken (`fp-free`)",
                found.estimate,
                found.band()
            )),
            _ => check,
        }
    }

    fn way_out(&self, found: &Found) -> String {
        let what = match found.clause.needs_labels() {
            true => "label more examples",
            false => "let both models predict more examples",
        };
        let steps = times(u64::from(self.terms.steps));
        format!(
            "{what}, allow a larger tolerance, or use the test set less often than {steps}: \
             `gate-model plan --condition` shows what each costs"
        )
    }
}

impl Found<'_> {
    fn band(&self) -> String {
        format!("{} ± {}", self.clause.limit, self.clause.tolerance)
    }

    fn lacks(&self) -> String {
        let there = match self.there {
            1 => "there is 1".to_owned(),
            there => format!("there are {}", grouped(there)),
        };
        let what = match self.clause.needs_labels() {
            true => "examples",
            false => "predictions of both models",
        };
        match self.size {
            Some(size) => format!(
                "{} needs {} {what} ({}), {there}",
                self.clause,
                grouped(size.examples),
                by(size.bound)
            ),
            None => format!("no number of examples is enough for {}", self.clause),
        }
    }

    fn says(&self) -> &'static str {
        match self.truth {
            Some(Truth::True) => "true",
            Some(Truth::False) => "false",
            Some(Truth::Unknown) => "unknown",
            None => "too few examples",
        }
    }

    fn sample(&self) -> Sample {
        let needed = self.size.map_or_else(String::new, |size| {
            let (examples, bound) = (grouped(size.examples), by(size.bound));
            format!(": needs {examples} examples ({bound})")
        });
        Sample {
            value: format!("{} ± {}", self.estimate, self.clause.tolerance),
            note: Some(format!("{}{needed}", self.says())),
            ..Sample::default()
        }
    }

    fn row(&self, mode: Mode) -> Vec<String> {
        let says = match (self.truth, mode) {
            (Some(Truth::Unknown), Mode::FpFree) => "unknown, so broken".to_owned(),
            (Some(Truth::Unknown), Mode::FnFree) => "unknown, so let pass".to_owned(),
            _ => self.says().to_owned(),
        };
        let needed = |size: Size| grouped(size.examples);
        vec![
            self.clause.to_string(),
            self.estimate.clone(),
            says,
            self.size.map_or_else(|| "–".to_owned(), needed),
            grouped(self.there),
            self.size
                .map_or_else(|| "–".to_owned(), |size| by(size.bound)),
        ]
    }
}

fn by(bound: Bound) -> String {
    match bound {
        Bound::Bennett(share) => {
            let share = report::six_digits(share * 100.0);
            format!("{}, {share} % changed at most", bound.word())
        }
        _ => bound.word().to_owned(),
    }
}

/// All conditions, a row a clause.
#[must_use]
pub(crate) fn exhibit(rulings: &[Ruling]) -> Exhibit {
    let header = [
        "condition",
        "estimate",
        "says",
        "examples needed",
        "there are",
        "by",
    ];
    Exhibit::Table {
        title: "conditions: n is the candidate's accuracy, o the baseline's, d what changed"
            .to_owned(),
        header: header.map(str::to_owned).to_vec(),
        rows: rulings
            .iter()
            .flat_map(|ruling| ruling.rows.clone())
            .collect(),
    }
}

#[cfg(test)]
mod tests;
