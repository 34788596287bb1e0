//! Which columns of one table are read, and as what.

use expression::Expression;
use verdict::Fault;

use crate::binder::Binder;
use crate::class::Name;
use crate::columns::Columns;
use crate::decision::Decision;
use crate::missing::Names;
use crate::wanted::Wanted;
use crate::wrong::Role;

/// Whose predictions are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Party {
    /// What is true of the examples is read with them.
    Candidate,
    /// What is true of the examples may be missing.
    Baseline,
}

/// A column that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Used {
    /// What it is read as: a key under `[predictions]`.
    pub(crate) key: &'static str,
    /// Its place in the table.
    pub(crate) place: usize,
    pub(crate) name: String,
}

/// Whether something is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ask {
    No,
    /// Where every row has it.
    IfPossible,
    /// Every row has to have it.
    Must,
}

/// The column of what is true, which always counts for the test set's name.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) used: Used,
    pub(crate) classes: Ask,
    pub(crate) numbers: Ask,
}

/// What a wanted slice is made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Maker {
    /// Every value of a category.
    Category(usize),
    /// A condition.
    Condition(usize),
}

/// Which columns of one table are read, and as what.
pub(crate) struct Binding {
    /// The table's name.
    pub(crate) table: String,
    pub(crate) party: Party,
    pub(crate) id: Option<Used>,
    pub(crate) label: Option<Label>,
    pub(crate) decision: Option<Decision>,
    pub(crate) scores: Option<Used>,
    /// One a class, in the order of classes.
    pub(crate) probabilities: Vec<(Name, Used)>,
    pub(crate) forecasts: Option<Used>,
    pub(crate) weights: Option<Used>,
    pub(crate) clusters: Option<Used>,
    pub(crate) queries: Option<Used>,
    /// Columns of groups and slices, each once.
    pub(crate) categories: Vec<Used>,
    pub(crate) conditions: Vec<Expression>,
    pub(crate) slices: Vec<Maker>,
}

impl Used {
    pub(crate) fn role(&self) -> Role<'_> {
        Role {
            key: self.key,
            column: &self.name,
        }
    }
}

impl Binding {
    /// Binds to the columns of a table.
    pub(crate) fn new(
        names: Names<'_>,
        columns: &Columns,
        wanted: &Wanted,
        party: Party,
    ) -> Result<Self, Fault> {
        let binder = Binder {
            names,
            columns,
            wanted,
            party,
        };
        let mut binding = binder.said()?;
        binding.label = binder.label(binding.decision.as_ref())?;
        if party == Party::Candidate {
            binder.examples(&mut binding)?;
        }
        binding.check_apart()?;
        Ok(binding)
    }

    /// Every column that is read.
    pub(crate) fn used(&self) -> impl Iterator<Item = &Used> {
        let decided = self.decision.as_ref().and_then(Decision::column);
        let one = [
            self.id.as_ref(),
            self.label.as_ref().map(|label| &label.used),
            decided,
            self.scores.as_ref(),
            self.forecasts.as_ref(),
            self.weights.as_ref(),
            self.clusters.as_ref(),
            self.queries.as_ref(),
        ];
        let many = self.probabilities.iter().map(|(_, used)| used);
        one.into_iter()
            .flatten()
            .chain(many)
            .chain(&self.categories)
    }

    /// Which columns of so many have to be decoded.
    pub(crate) fn places(&self, columns: usize) -> Vec<bool> {
        let mut places = vec![false; columns];
        let conditions = self.conditions.iter().flat_map(Expression::columns);
        for place in self
            .used()
            .map(|used| used.place)
            .chain(conditions.copied())
        {
            if let Some(wanted) = places.get_mut(place) {
                *wanted = true;
            }
        }
        places
    }

    /// What is true can't be what a model said.
    fn check_apart(&self) -> Result<(), Fault> {
        let Some(Label { used: label, .. }) = &self.label else {
            return Ok(());
        };
        let decided = self.decision.as_ref().and_then(Decision::column);
        let said = [decided, self.scores.as_ref(), self.forecasts.as_ref()];
        let probabilities = self.probabilities.iter().map(|(_, used)| used);
        let mut said = said.into_iter().flatten().chain(probabilities);
        match said.find(|said| said.place == label.place) {
            None => Ok(()),
            Some(said) => Err(Fault::new(format!(
                "column `{}` of {} is both the label and the {}",
                verdict::cut(&label.name),
                self.table,
                said.key
            ))
            .help("name two columns under [predictions]: what is true, and what the model said")),
        }
    }
}
