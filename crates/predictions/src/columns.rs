//! Which columns hold what.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};
use verdict::Fault;

/// Which columns of the predictions hold what: the `[predictions]` table of a
/// policy. What is not named is looked for by its usual names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Columns {
    /// What tells examples apart: no two rows have the same. Not named: `id`
    /// where it is there, else rows are paired by their order.
    pub id: Option<String>,
    /// What is true: a class, or a number. Not named: the first of `label`,
    /// `target`, `y_true` and `y` that is there.
    pub label: Option<String>,
    /// What the model says: a class, or a number. Not named: the first of
    /// `prediction`, `predicted` and `y_pred` that is there.
    pub prediction: Option<String>,
    /// Score or probability of the positive class. Not named: the first of
    /// `score`, `probability`, `y_score` and `y_pred_proba` that is there.
    pub score: Option<String>,
    /// For many classes: which column holds the probability of each class.
    pub probabilities: Option<BTreeMap<String, String>>,
    /// How much an example counts. Not named: `weight` where it is there, else
    /// all count the same.
    pub weight: Option<String>,
    /// What examples that belong together have in common, such as the customer
    /// of several visits.
    pub cluster: Option<String>,
    /// The query that an item was ranked for. Not named: `query`.
    pub query: Option<String>,
    /// The positive class. Not named: 1 of 0 and 1 or of -1 and 1, true of
    /// false and true, yes of no and yes.
    #[serde(deserialize_with = "class")]
    #[schemars(with = "Option<ClassName>")]
    pub positive: Option<String>,
    /// From which score on an example is predicted as positive. Not given: 0.5
    /// where no column holds the predicted class.
    pub threshold: Option<f64>,
    /// What becomes of examples that only one of two models was asked about.
    pub unmatched: Unmatched,
    /// What an example costs by its true and its predicted class, as
    /// `costs.fraud.ok = 100`. What is not given costs nothing.
    pub costs: Option<BTreeMap<String, BTreeMap<String, f64>>>,
}

/// What becomes of examples that only one of two models was asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unmatched {
    /// Comparisons are undecided.
    #[default]
    Refuse,
    /// What both were asked about is compared.
    Drop,
}

/// A class as a policy may write it.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it only describes what is read")]
enum ClassName {
    Text(String),
    Number(f64),
    Boolean(bool),
}

impl Columns {
    /// Refuses numbers that can't be meant.
    pub(crate) fn check(&self) -> Result<(), Fault> {
        if let Some(threshold) = self.threshold.filter(|threshold| !threshold.is_finite()) {
            return Err(
                Fault::new(format!("the threshold of predictions is {threshold}"))
                    .help("set `threshold` under [predictions] to a number"),
            );
        }
        let rows = self.costs.iter().flatten();
        let mut costs = rows.flat_map(|(label, row)| row.iter().map(move |cell| (label, cell)));
        match costs.find(|(_, (_, cost))| !cost.is_finite()) {
            None => Ok(()),
            Some((label, (predicted, cost))) => Err(Fault::new(format!(
                "the cost of `{}` predicted as `{}` is {cost}",
                verdict::cut(label),
                verdict::cut(predicted)
            ))
            .help("set it to a number under [predictions.costs]")),
        }
    }
}

/// A class that may be written as a text, a number or a boolean.
fn class<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    deserializer.deserialize_any(AnyClass).map(Some)
}

struct AnyClass;

impl Visitor<'_> for AnyClass {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a class: a text, a number or a boolean")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_bool<E: Error>(self, yes: bool) -> Result<String, E> {
        Ok(yes.to_string())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        Ok(number.to_string())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<String, E> {
        Ok(number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Columns, String> {
        toml::from_str(text).map_err(|error: toml::de::Error| error.message().to_owned())
    }

    #[test]
    fn a_class_may_be_written_as_what_it_is() {
        for (written, class) in [
            ("1", "1"),
            ("true", "true"),
            ("'yes'", "yes"),
            ("-1.0", "-1"),
        ] {
            let columns = read(&format!("positive = {written}")).expect("a class");
            assert_eq!(columns.positive.as_deref(), Some(class));
        }
        let wrong = read("positive = [1]").expect_err("a list");
        assert!(
            wrong.contains("a class: a text, a number or a boolean"),
            "{wrong}"
        );
    }

    #[test]
    fn keys_are_kebab_case_and_known() {
        let columns = read("unmatched = 'drop'\ncosts.fraud.ok = 100").expect("columns");
        assert_eq!(columns.unmatched, Unmatched::Drop);
        assert!(columns.costs.expect("costs")["fraud"]["ok"] > 99.0);
        assert!(read("treshold = 1").is_err());
    }

    #[test]
    fn numbers_are_finite() {
        let fault = |text: &str| {
            read(text)
                .expect("columns")
                .check()
                .expect_err(text)
                .message
        };
        assert_eq!(
            fault("threshold = nan"),
            "the threshold of predictions is NaN"
        );
        assert_eq!(
            fault("costs.a.b = inf"),
            "the cost of `a` predicted as `b` is inf"
        );
        assert!(
            read("threshold = 3\ncosts.a.b = -2.5")
                .expect("columns")
                .check()
                .is_ok()
        );
    }
}
