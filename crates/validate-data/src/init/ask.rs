//! What only several rows or columns together tell, asked of the tool itself:
//! whether a value comes twice, whether times go back, which of two comes
//! first.

use std::collections::HashSet;

use contract::Contract;
use distinct::Budget;
use table::{CsvOptions, Table};
use tool::Policy;
use verdict::{Fault, Outcome};

use super::candidates;
use super::draft::{Draft, Key, Line, rule};
use super::missing::Missing;
use super::profile::Profile;
use super::{Means, text};
use crate::choice::Choice;
use crate::pass::{self, Binding, bind};
use crate::plan::{self, Plan};

/// Fewest rows in which an order is no accident.
const ROWS: u64 = 1000;

/// Most columns of dates and times that are compared with one another.
const COMPARED: usize = 5;

/// Most comparisons that are proposed.
const PAIRS: usize = 3;

/// What was found out.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// The column that is the key of the table.
    pub(super) key: Option<usize>,
    /// Other columns in which no value comes twice.
    unique: Vec<usize>,
    /// Columns that may be such, which nobody asked.
    unasked: Vec<usize>,
    /// Columns whose times never go back.
    ordered: Vec<usize>,
    /// Of two columns the first is never later, as SQL.
    pub(super) pairs: Vec<String>,
}

/// A question, and the rule by which it is asked.
struct Question {
    about: About,
    /// As TOML; empty where it is asked of a column.
    rule: String,
}

#[derive(Clone, Debug)]
enum About {
    Unique(usize),
    Order(usize),
    Pair(String),
}

/// Asks about the columns of drafts. Where not all rows were looked at,
/// nothing is asked.
pub(super) fn answers(
    tables: &[Table],
    drafts: &[Draft],
    profile: &Profile,
    missing: &Missing,
    means: &Means,
) -> Result<Answers, Fault> {
    let questions = questions(drafts, profile);
    if profile.is_cut() {
        let unasked = (0..drafts.len()).filter(|at| drafts[*at].key.is_some());
        return Ok(Answers {
            unasked: unasked.collect(),
            ..Answers::default()
        });
    }
    if questions.is_empty() || profile.fewest_rows() == 0 {
        return Ok(Answers::default());
    }
    let policy = candidates::policy(contract(&questions, drafts, profile, missing))?;
    let plan = plan::plan(&policy)?;
    let mut no = HashSet::new();
    for table in tables {
        no.extend(denied(table, &policy, &plan, &questions, drafts, means)?);
    }
    let yes = questions
        .into_iter()
        .enumerate()
        .filter(|(number, _)| !no.contains(number));
    Ok(Answers::of(yes.map(|(_, question)| question.about), drafts))
}

/// All questions, each with its rule.
fn questions(drafts: &[Draft], profile: &Profile) -> Vec<Question> {
    let mut questions = Vec::new();
    let mut ask = |about, rule| questions.push(Question { about, rule });
    for (at, draft) in drafts.iter().enumerate() {
        if draft.key.is_some() {
            ask(
                About::Unique(at),
                format!("unique = [{}]", text::quoted(&draft.name)),
            );
        }
    }
    let times = drafts
        .iter()
        .enumerate()
        .filter(|(_, draft)| draft.when.is_some());
    let times: Vec<_> = times.take(COMPARED).collect();
    for (at, draft) in &times {
        if profile.fewest_rows() >= ROWS {
            // Asked as a rule of a column, of which there is one each.
            ask(About::Order(*at), String::new());
        }
        for (_, other) in times.iter().filter(|(other, _)| other != at) {
            if draft.when == other.when {
                let sql = format!("{} <= {}", identifier(&draft.name), identifier(&other.name));
                let rule = format!("expression = {}", text::literal(&sql));
                ask(About::Pair(sql), rule);
            }
        }
    }
    questions
}

/// A column's name in SQL.
fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The contract that asks: the name of a rule is the number of its question.
fn contract(
    questions: &[Question],
    drafts: &[Draft],
    profile: &Profile,
    missing: &Missing,
) -> String {
    let mut out = String::new();
    if let Some(list) = missing.list() {
        out.push_str(&format!("missing = {}\n", text::list(list)));
    }
    let ordered = |at: usize| {
        let is_order = |about: &About| matches!(about, About::Order(of) if *of == at);
        questions.iter().any(|question| is_order(&question.about))
    };
    let asked = |draft: &Draft| draft.key.is_some() || draft.when.is_some();
    for (at, draft) in drafts.iter().enumerate().filter(|(_, draft)| asked(draft)) {
        let column = &profile.columns[at];
        let (name, keys) = (text::key(&draft.name), column.reads.keys());
        out.push_str(&format!(
            "[columns.{name}]\nnullable = true\noptional = true\n{keys}\n"
        ));
        if let Some(list) = missing.own(column) {
            out.push_str(&format!("missing = {}\n", text::list(list)));
        }
        if ordered(at) {
            out.push_str("order = \"increasing\"\n");
        }
    }
    for (number, question) in questions.iter().enumerate() {
        if !question.rule.is_empty() {
            out.push_str(&format!(
                "[[rules]]\nname = \"{number}\"\n{}\n",
                question.rule
            ));
        }
    }
    out
}

/// The questions to which a table says no, by their number.
fn denied(
    table: &Table,
    policy: &Policy<Contract>,
    plan: &Plan,
    questions: &[Question],
    drafts: &[Draft],
    means: &Means,
) -> Result<Vec<usize>, Fault> {
    let choice = Choice {
        only: Vec::new(),
        skip: Vec::new(),
    };
    let binding = Binding {
        policy,
        plan,
        choice: &choice,
        options: CsvOptions::default(),
        now: 0,
        threads: means.threads,
    };
    let budget = Budget::new(means.memory);
    let means = pass::Means {
        samples: 0,
        threads: means.threads,
        digest: false,
        trust: false,
        budget: &budget,
        now: 0,
    };
    let pass = bind(&binding, table)?;
    let found = pass.run(table, &means, &|span| policy.location(span))?;
    let passed = found.checks.iter().map(|(_, check)| check);
    let passed: HashSet<(&str, &str)> = passed
        .filter(|check| check.outcome == Outcome::Pass)
        .filter_map(|check| Some((&*check.id, check.target.as_deref()?)))
        .collect();
    let is_denied = |(number, question): (usize, &Question)| {
        let number_text = number.to_string();
        let name = match question.about {
            About::Unique(_) => ("unique", &*number_text),
            About::Order(at) => ("order", &*drafts[at].name),
            About::Pair(_) => ("expression", &*number_text),
        };
        (!passed.contains(&name)).then_some(number)
    };
    Ok(questions.iter().enumerate().filter_map(is_denied).collect())
}

impl Answers {
    fn of(yes: impl Iterator<Item = About>, drafts: &[Draft]) -> Self {
        let mut answers = Self::default();
        for about in yes {
            match about {
                About::Unique(at) => answers.unique.push(at),
                About::Order(at) => answers.ordered.push(at),
                About::Pair(sql) if answers.pairs.len() < PAIRS => answers.pairs.push(sql),
                About::Pair(_) => {}
            }
        }
        let keys = answers.unique.iter().copied();
        let keys = keys.filter(|at| drafts[*at].key != Some(Key::Perhaps));
        answers.key = keys.min_by_key(|at| (drafts[*at].key, *at));
        answers
    }

    /// Enters what was found out into the drafts.
    pub(super) fn enter(&self, drafts: &mut [Draft]) {
        let idea = |rule: &str, note: &str| Line::Idea(rule.to_owned(), note.to_owned());
        for at in &self.unique {
            let perhaps = drafts[*at].key == Some(Key::Perhaps);
            drafts[*at].lines.push(match self.key == Some(*at) {
                true => Line::Said("the primary key: no value comes twice".to_owned()),
                false if perhaps => idea("unique = true", "no value comes twice, so far"),
                false => rule("unique = true", "no value comes twice"),
            });
        }
        for at in &self.unasked {
            drafts[*at]
                .lines
                .push(idea("unique = true", "not looked at: it takes all rows"));
        }
        for at in &self.ordered {
            drafts[*at]
                .lines
                .push(idea("order = \"increasing\"", "it never goes back, so far"));
        }
    }
}
