//! Random rules on columns.

use super::asked::{Asked, Most};
use super::condition::condition;
use super::random::Random;
use super::table::{Column, Kind, Table, quoted};

/// The rules on one column: what the contract says, and what is asked.
pub(crate) fn rules(table: &Table, column: &Column, random: &mut Random) -> (String, Vec<Asked>) {
    let (name, word) = (column.name, column.kind.word());
    let mut toml = format!("[columns.{name}]\ntype = \"{word}\"\nnullable = true\n");
    let mut asked = vec![Asked {
        name: format!("type({name})"),
        observed: format!("(select count(*) from raw where {name}_bad)"),
        of: "0".to_owned(),
        holds: "o = 0".to_owned(),
        said: toml.clone(),
    }];
    for _ in 0..=random.below(7) {
        if let Some((said, more)) = Rule::random(table, column, random).ask(random) {
            let said = format!("[[columns.{name}.rules]]\n{said}");
            toml += &said;
            asked.push(Asked { said, ..more });
        }
    }
    (toml, asked)
}

/// One rule on a column.
pub(super) struct Rule<'a> {
    pub(super) column: &'a Column,
    /// Of the rows that are looked at.
    condition: Option<String>,
    most: Most,
}

pub(super) type Said = Option<(String, Asked)>;

impl<'a> Rule<'a> {
    fn random(table: &Table, column: &'a Column, random: &mut Random) -> Self {
        let most = match random.below(4) {
            0 => Most::Count(random.between(1, 9)),
            1 => Most::Mostly(random.between(0, 100)),
            _ => Most::Count(0),
        };
        Self {
            column,
            condition: random.chance(30).then(|| condition(table, 1, random)),
            most,
        }
    }

    /// The rows that are looked at, in SQL.
    fn rows(&self) -> String {
        let condition = self.condition.as_deref().unwrap_or("true");
        format!("(select * from t where {condition})")
    }

    /// Those of them with a value.
    pub(super) fn values(&self) -> String {
        let name = self.column.name;
        format!(
            "(select \"#\", {name} as c from {} where {name} is not null)",
            self.rows()
        )
    }

    pub(super) fn condition(&self) -> String {
        let condition = self.condition.as_ref();
        condition.map_or_else(String::new, |sql| format!("where = {}\n", quoted(sql)))
    }

    fn ask(&self, random: &mut Random) -> Said {
        match random.below(20) {
            0 | 1 => self.nulls(random),
            2..4 => self.range(random),
            4 => self.listed(random),
            5 | 6 => self.texts(random),
            7 => self.unique(),
            8 => self.order(random),
            9 => self.outliers(random),
            10 => self.multiple(random),
            11 => self.required(random),
            12 => self.most_common(random),
            13 => self.extreme(random),
            14 => self.quantile(random),
            15 | 16 => self.keys(random),
            _ => self.moment(random),
        }
    }

    /// A rule that counts cells: which keep it, in SQL of `c`.
    fn cells(&self, id: &str, said: &str, kept: &str) -> Said {
        let values = self.values();
        let broken = format!("(select count(*) from {values} where not ({kept}))");
        self.counted(
            id,
            said,
            &broken,
            &format!("(select count(*) from {values})"),
        )
    }

    #[expect(clippy::unnecessary_wraps, reason = "as whatever a rule asks")]
    fn counted(&self, id: &str, said: &str, broken: &str, judged: &str) -> Said {
        let asked = Asked {
            name: format!("{id}({})", self.column.name),
            observed: broken.to_owned(),
            of: judged.to_owned(),
            holds: self.most.holds(),
            said: String::new(),
        };
        Some((
            format!("{said}\n{}{}", self.most.toml(), self.condition()),
            asked,
        ))
    }

    fn nulls(&self, random: &mut Random) -> Said {
        let (rows, name) = (self.rows(), self.column.name);
        let count = |what: &str| format!("(select count(*) from {rows} where {what})");
        let null = format!("{name} is null and not coalesce({name}_bad, false)");
        let (part, judged) = (random.between(0, 100), count("true"));
        let rule = |most| Self {
            most,
            condition: self.condition.clone(),
            column: self.column,
        };
        let mut said = match random.below(4) {
            0 => return self.counted("nulls", "nullable = false", &count(&null), &judged),
            1 => rule(Most::Count(part)).counted(
                "nulls",
                &format!("max-nulls = {part}"),
                &count(&null),
                &judged,
            ),
            2 => rule(Most::Percent(part)).counted(
                "nulls",
                &format!("max-null-fraction = {part}e-2"),
                &count(&null),
                &judged,
            ),
            _ => rule(Most::Mostly(part)).counted(
                "min-nulls",
                &format!("min-null-fraction = {part}e-2"),
                &count(&format!("not ({null})")),
                &judged,
            ),
        }?;
        let own = said
            .0
            .lines()
            .filter(|line| !line.starts_with("max-breaches") && !line.starts_with("mostly"));
        said.0 = own.collect::<Vec<_>>().join("\n") + "\n";
        Some(said)
    }

    fn range(&self, random: &mut Random) -> Said {
        let column = self.column;
        if !column.kind.has_order() {
            return None;
        }
        let bound = column.value(random);
        if bound.ends_with("5808") || bound.ends_with("5807") {
            // Nothing lies beyond: that is a fault.
            return None;
        }
        let key = random.pick(&["min >=", "max <=", "above >", "below <"]);
        let (key, order) = key.split_once(' ')?;
        let kept = format!("c {order} {}", column.kind.literal(&bound));
        self.cells(
            "range",
            &format!("{key} = {}", column.kind.toml(&bound)),
            &kept,
        )
    }

    /// Some values of the column in TOML and in SQL.
    pub(super) fn some(&self, random: &mut Random) -> (String, String) {
        let kind = self.column.kind;
        let mut values: Vec<String> = (0..=random.below(5))
            .map(|_| self.column.value(random))
            .collect();
        values.sort();
        values.dedup();
        let list = |each: &dyn Fn(&str) -> String| {
            values
                .iter()
                .map(|value| each(value))
                .collect::<Vec<_>>()
                .join(", ")
        };
        (
            list(&|value| kind.toml(value)),
            list(&|value| kind.literal(value)),
        )
    }

    fn listed(&self, random: &mut Random) -> Said {
        let (toml, sql) = self.some(random);
        match random.chance(50) {
            true => self.cells(
                "allowed-values",
                &format!("values = [{toml}]"),
                &format!("c in ({sql})"),
            ),
            false => self.cells(
                "forbidden-values",
                &format!("forbidden-values = [{toml}]"),
                &format!("c not in ({sql})"),
            ),
        }
    }

    fn texts(&self, random: &mut Random) -> Said {
        if self.column.kind != Kind::Text {
            return None;
        }
        let long = random.between(0, 4);
        let pattern = random.pick(&[
            "[a-z]+",
            "a|ab",
            "(?i)A.*",
            r"\d+(\.\d)?",
            "[A-Za-z0-9_]+",
            "[^a]*",
            "(?s).{1,3}",
            ".*",
            "é|日本",
            r"\s.*",
            "a{1,2}b?",
        ]);
        let full = format!("regexp_full_match(c, '{pattern}')");
        match random.below(4) {
            0 => self.cells(
                "length",
                &format!("min-length = {long}"),
                &format!("length(c) >= {long}"),
            ),
            1 => self.cells(
                "length",
                &format!("max-length = {long}"),
                &format!("length(c) <= {long}"),
            ),
            2 => self.cells("pattern", &format!("pattern = '{pattern}'"), &full),
            _ => self.cells(
                "forbidden-pattern",
                &format!("forbidden-pattern = '{pattern}'"),
                &format!("not {full}"),
            ),
        }
    }

    fn unique(&self) -> Said {
        let values = self.values();
        let broken = format!("(select count(c) - count(distinct c) from {values})");
        self.counted(
            "unique",
            "unique = true",
            &broken,
            &format!("(select count(*) from {values})"),
        )
    }

    fn order(&self, random: &mut Random) -> Said {
        let order = random.pick(&[
            "increasing >=",
            "strictly-increasing >",
            "decreasing <=",
            "strictly-decreasing <",
        ]);
        let (order, sign) = order.split_once(' ')?;
        let values = self.values();
        let pairs = format!("(select c, lag(c) over (order by \"#\") as before from {values})");
        let broken = format!("(select count(*) from {pairs} where not (c {sign} before))");
        self.counted(
            "order",
            &format!("order = \"{order}\""),
            &broken,
            &format!("(select count(*) from {values})"),
        )
    }

    pub(super) fn is_calm(&self) -> bool {
        self.column.kind.is_numeric() && self.column.calm
    }

    fn outliers(&self, random: &mut Random) -> Said {
        if !self.is_calm() {
            return None;
        }
        let far = random.between(5, 30);
        let scores = format!(
            "(select c, c::double as x, avg(c::double) over () as mean, stddev_samp(c::double) over () as s from {})",
            self.values()
        );
        let broken = format!(
            "(select count(*) from {scores} where s > 1e-9 and abs(x - mean) / s > {far}e-1::double)"
        );
        self.counted(
            "outliers",
            &format!("max-z-score = {far}e-1"),
            &broken,
            &format!("(select count(*) from {})", self.values()),
        )
    }

    fn multiple(&self, random: &mut Random) -> Said {
        match self.column.kind {
            Kind::Whole => {
                let of = random.between(1, 7);
                self.cells(
                    "multiple-of",
                    &format!("multiple-of = {of}"),
                    &format!("c % {of} = 0"),
                )
            }
            Kind::Decimal => {
                let of = random.pick(&[&5, &10, &250]);
                self.cells(
                    "multiple-of",
                    &format!("multiple-of = {of}e-3"),
                    &format!("(c * 1000)::bigint % {of} = 0"),
                )
            }
            Kind::Number if self.column.calm => self.cells(
                "multiple-of",
                "multiple-of = 0.25",
                "(c * 8)::bigint % 2 = 0",
            ),
            _ => None,
        }
    }
}
