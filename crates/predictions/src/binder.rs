//! Names of columns as columns of one table.

use std::collections::BTreeMap;

use expression::{Expression, Kind, Scope};
use scores::Need;
use verdict::Fault;

use crate::binding::{Ask, Binding, Label, Maker, Party, Used};
use crate::class::{Name, sort};
use crate::columns::Columns;
use crate::decision::{self, Decision};
use crate::missing::{Names, Sought};
use crate::wanted::Wanted;

/// Binds to the columns of a table.
pub(crate) struct Binder<'a> {
    pub(crate) names: Names<'a>,
    pub(crate) columns: &'a Columns,
    pub(crate) wanted: &'a Wanted,
    pub(crate) party: Party,
}

const ID: &[&str] = &["id"];
const LABEL: &[&str] = &["label", "target", "y_true", "y"];
const PREDICTION: &[&str] = &["prediction", "predicted", "y_pred"];
const SCORE: &[&str] = &["score", "probability", "y_score", "y_pred_proba"];
const WEIGHT: &[&str] = &["weight"];
const QUERY: &[&str] = &["query"];

impl<'a> Binder<'a> {
    pub(crate) fn needs(&self, need: Need) -> bool {
        self.wanted.needs(need)
    }

    pub(crate) fn prediction(&self) -> Sought<'a> {
        sought("prediction", self.columns.prediction.as_ref(), PREDICTION)
    }

    pub(crate) fn score(&self) -> Sought<'a> {
        sought("score", self.columns.score.as_ref(), SCORE)
    }

    /// How many classes have a column of probabilities.
    pub(crate) fn likelihoods(&self) -> usize {
        self.columns.probabilities.as_ref().map_or(0, BTreeMap::len)
    }

    /// A column, if it is there.
    pub(crate) fn find(&self, sought: Sought<'_>) -> Result<Option<Used>, Fault> {
        let place = self.names.find(sought)?;
        Ok(place.map(|place| self.used(sought.key, place)))
    }

    pub(crate) fn must(&self, sought: Sought<'_>) -> Result<Used, Fault> {
        let place = self.names.must(sought)?;
        Ok(self.used(sought.key, place))
    }

    fn used(&self, key: &'static str, place: usize) -> Used {
        Used {
            key,
            place,
            name: self.names.columns[place].clone(),
        }
    }

    /// What the model said, and of which example.
    pub(crate) fn said(&self) -> Result<Binding, Fault> {
        let decision = decision::decide(self)?;
        let scores = self.scores(decision.as_ref())?;
        let forecasts = self.needs(Need::Forecasts);
        Ok(Binding {
            table: self.names.table.to_owned(),
            party: self.party,
            id: self.find(sought("id", self.columns.id.as_ref(), ID))?,
            label: None,
            probabilities: self.probabilities(decision.as_ref(), scores.is_some())?,
            decision,
            scores,
            forecasts: forecasts
                .then(|| self.must(self.prediction()))
                .transpose()?,
            weights: None,
            clusters: None,
            queries: None,
            categories: Vec::new(),
            conditions: Vec::new(),
            slices: Vec::new(),
        })
    }

    /// Whether the probabilities of two classes hold the scores, as no column of
    /// scores is named.
    pub(crate) fn scores_are_likelihoods(&self) -> bool {
        self.likelihoods() == 2 && self.columns.score.is_none()
    }

    fn scores(&self, decision: Option<&Decision>) -> Result<Option<Used>, Fault> {
        let chances = self.needs(Need::ScoresOrProbabilities) && self.likelihoods() == 0;
        let decides = matches!(decision, Some(Decision::Threshold(_)));
        let needed = self.needs(Need::Scores) || chances || decides;
        match needed && !self.scores_are_likelihoods() {
            true => self.must(self.score()).map(Some),
            false => Ok(None),
        }
    }

    fn probabilities(
        &self,
        decision: Option<&Decision>,
        scores: bool,
    ) -> Result<Vec<(Name, Used)>, Fault> {
        let Some(given) = &self.columns.probabilities else {
            return match self.needs(Need::Probabilities) {
                false => Ok(Vec::new()),
                true => Err(Fault::new(format!(
                    "no columns of {} hold the probabilities of classes",
                    self.names.table
                ))
                .help("name them by class: `probabilities = { cat = \"p_cat\", dog = \"p_dog\" }` under [predictions]")),
            };
        };
        let likeliest = matches!(decision, Some(Decision::Likeliest));
        let decides = matches!(decision, Some(Decision::Threshold(_))) && !scores;
        let instead = self.needs(Need::Scores) && !scores;
        let chances = self.needs(Need::Probabilities) || self.needs(Need::ScoresOrProbabilities);
        match likeliest || decides || instead || chances {
            true => self.likelihood_columns(given),
            false => Ok(Vec::new()),
        }
    }

    fn likelihood_columns(
        &self,
        given: &BTreeMap<String, String>,
    ) -> Result<Vec<(Name, Used)>, Fault> {
        let mut columns = Vec::with_capacity(given.len());
        for (class, column) in given {
            let name = Name::written(class).ok_or_else(|| {
                Fault::new("a class without a name has a column of probabilities")
                    .help("name the class under [predictions.probabilities]")
            })?;
            let by = || {
                format!(
                    "`probabilities` under [predictions] names it for class `{}`",
                    verdict::cut(class)
                )
            };
            let place = self.names.place(column);
            let place = place.ok_or_else(|| self.names.unknown(column, &by()))?;
            columns.push((name, self.used("probability", place)));
        }
        let mut order: Vec<Name> = columns.iter().map(|(name, _)| name.clone()).collect();
        sort(&mut order);
        if order.len() < columns.len() || order.len() < 2 {
            return Err(Fault::new("`probabilities` under [predictions] names fewer than two classes, or one of them twice")
                .help("`1` and `1.0` are one class: name each once"));
        }
        columns.sort_by_key(|(name, _)| order.iter().position(|known| known == name));
        Ok(columns)
    }

    /// The column of what is true.
    pub(crate) fn label(&self, decision: Option<&Decision>) -> Result<Option<Label>, Fault> {
        let relevance = self.needs(Need::Relevance);
        let thresholds = matches!(decision, Some(Decision::Threshold(_)));
        let ask = |must: bool, may: bool| match (must, may) {
            (true, _) if self.party == Party::Candidate => Ask::Must,
            (true, _) | (_, true) => Ask::IfPossible,
            (false, false) => Ask::No,
        };
        let classes = ask(self.needs(Need::Labels), relevance || thresholds);
        let numbers = ask(self.needs(Need::Targets), relevance);
        let needed = classes.max(numbers) == Ask::Must || relevance;
        let sought = sought("label", self.columns.label.as_ref(), LABEL);
        let used = match needed && self.party == Party::Candidate {
            true => Some(self.must(sought)?),
            // It is not needed, so that it may be missing though it is named.
            false => self.find(sought).unwrap_or_default(),
        };
        Ok(used.map(|used| Label {
            used,
            classes,
            numbers,
        }))
    }

    /// What else there is to know of examples.
    pub(crate) fn examples(&self, binding: &mut Binding) -> Result<(), Fault> {
        let columns = self.columns;
        binding.weights = self.find(sought("weight", columns.weight.as_ref(), WEIGHT))?;
        binding.clusters = self.find(sought("cluster", columns.cluster.as_ref(), &[]))?;
        if self.needs(Need::Queries) {
            let query = sought("query", columns.query.as_ref(), QUERY);
            binding.queries = Some(self.must(query)?);
        }
        for group in &self.wanted.groups {
            let place = self.names.place(group);
            let place = place.ok_or_else(|| {
                self.names
                    .unknown(group, "its values are the groups that fairness is about")
            })?;
            self.category(binding, "group", place);
        }
        for slice in &self.wanted.slices {
            let maker = match self.names.place(slice) {
                Some(place) => Maker::Category(self.category(binding, "slice", place)),
                None => Maker::Condition(self.condition(binding, slice)?),
            };
            if !binding.slices.contains(&maker) {
                binding.slices.push(maker);
            }
        }
        Ok(())
    }

    fn category(&self, binding: &mut Binding, key: &'static str, place: usize) -> usize {
        let known = binding
            .categories
            .iter()
            .position(|used| used.place == place);
        known.unwrap_or_else(|| {
            binding.categories.push(self.used(key, place));
            binding.categories.len() - 1
        })
    }

    fn condition(&self, binding: &mut Binding, text: &str) -> Result<usize, Fault> {
        let known = binding
            .conditions
            .iter()
            .position(|known| known.text() == text);
        if let Some(known) = known {
            return Ok(known);
        }
        let columns: Vec<(String, Kind)> = self
            .names
            .columns
            .iter()
            .map(|name| (name.clone(), Kind::Any))
            .collect();
        let scope = Scope::new(&columns, self.wanted.now);
        let condition = Expression::condition(text, &scope).map_err(|wrong| {
            let fault = Fault::new(format!(
                "the slice `{}` of {} can't be had: {}",
                verdict::cut(text),
                self.names.table,
                wrong.message
            ));
            let fault = wrong.help.into_iter().fold(fault, Fault::help);
            fault.help("a slice is a column, or a condition such as `region = 'EU' and age < 30`")
        })?;
        binding.conditions.push(condition);
        Ok(binding.conditions.len() - 1)
    }
}

fn sought<'a>(
    key: &'static str,
    named: Option<&'a String>,
    usual: &'static [&'static str],
) -> Sought<'a> {
    Sought {
        key,
        named: named.map(String::as_str),
        usual,
    }
}
