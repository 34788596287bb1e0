//! Random rules on rows, several columns and other files.

use super::asked::{Asked, Most};
use super::condition::{aggregate, condition};
use super::limits::Limits;
use super::random::Random;
use super::table::{Table, quoted};

/// The other file, as CSV.
pub(crate) fn other(missing: &str) -> String {
    format!("k,t\n1,a\n2,b\n3,ab\n-4,\"two\nlines\"\n50,é\n{missing},{missing}\n7,{missing}\n")
}

/// The rules of a table: what the contract says, and what is asked.
pub(crate) fn rules(table: &Table, random: &mut Random) -> (String, Vec<Asked>) {
    let (mut toml, mut asked) = (String::new(), Vec::new());
    for number in 0..=random.below(6) {
        let rule = Rule::random(table, format!("r{number}"), random);
        if let Some((said, more)) = rule.ask(random) {
            let said = format!("[[rules]]\nname = \"{}\"\n{said}", rule.name);
            toml += &said;
            asked.push(Asked { said, ..more });
        }
    }
    (toml, asked)
}

/// `[rows]`: how many there are, and whether two are alike.
pub(crate) fn whole(table: &Table, random: &mut Random) -> (String, Vec<Asked>) {
    let max = random.between(0, 500);
    let mut toml = format!("[rows]\nmin = 0\nmax = {max}\n");
    let mut asked = vec![Asked {
        name: "row-count".to_owned(),
        observed: "(select count(*) from raw)".to_owned(),
        of: "0".to_owned(),
        holds: format!("o <= {max}"),
        said: toml.clone(),
    }];
    if random.chance(30) && table.rows > 0 {
        let key = key(table, random);
        toml = key.said.clone() + &toml;
        asked.push(key);
    }
    if random.chance(30) && table.rows > 0 {
        toml += "unique = true\n";
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        let same = format!(
            "(select count(*) from (select distinct {} from raw))",
            names.join(", ")
        );
        let broken = format!("(select count(*) from raw) - {same}");
        asked.push(Asked {
            name: "unique-rows".to_owned(),
            of: "0".to_owned(),
            holds: "o = 0".to_owned(),
            observed: broken,
            said: toml.clone(),
        });
    }
    (toml, asked)
}

/// `primary-key`: rows with a null in it break another rule.
fn key(table: &Table, random: &mut Random) -> Asked {
    let names: Vec<&str> = match table.columns.len() {
        many if random.chance(50) => vec![table.columns[random.below(many)].name],
        _ => table
            .columns
            .iter()
            .take(2)
            .map(|column| column.name)
            .collect(),
    };
    let rows = format!("(select * from t where {})", there(&names));
    let same = format!(
        "(select count(*) from (select distinct {} from {rows}))",
        names.join(", ")
    );
    Asked {
        name: format!("primary-key({})", names.join(", ")),
        observed: format!("(select count(*) from {rows}) - {same}"),
        of: "0".to_owned(),
        holds: "o = 0".to_owned(),
        said: format!("primary-key = {names:?}\n"),
    }
}

struct Rule<'a> {
    table: &'a Table,
    name: String,
    condition: Option<String>,
    most: Most,
}

type Said = Option<(String, Asked)>;

impl<'a> Rule<'a> {
    fn random(table: &'a Table, name: String, random: &mut Random) -> Self {
        let most = match random.below(4) {
            0 => Most::Count(random.between(1, 9)),
            1 => Most::Mostly(random.between(0, 100)),
            _ => Most::Count(0),
        };
        Self {
            table,
            name,
            condition: random.chance(30).then(|| condition(table, 1, random)),
            most,
        }
    }

    fn ask(&self, random: &mut Random) -> Said {
        match random.below(10) {
            0..4 => self.expression(random),
            4 => self.unique(random),
            5 => self.references(random),
            6 => self.depends(random),
            7 => self.correlation(random),
            8 => self.equals(random),
            _ => self.aggregate(random),
        }
    }

    /// The rows that are looked at, in SQL.
    fn rows(&self) -> String {
        let condition = self.condition.as_deref().unwrap_or("true");
        format!("(select * from t where {condition})")
    }

    fn condition(&self) -> String {
        let condition = self.condition.as_ref();
        condition.map_or_else(String::new, |sql| format!("where = {}\n", quoted(sql)))
    }

    #[expect(clippy::unnecessary_wraps, reason = "as whatever a rule asks")]
    fn counted(&self, id: &str, target: &str, said: &str, broken: &str, judged: &str) -> Said {
        let asked = Asked {
            name: format!("{id}({target})"),
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

    /// One to three different columns whose every value is of its type.
    fn some(&self, random: &mut Random) -> Option<Vec<&'a str>> {
        let fits = |column: &&super::table::Column| {
            column
                .cells
                .iter()
                .flatten()
                .all(|cell| !super::table::is_odd(cell))
        };
        let mut names: Vec<&str> = self
            .table
            .columns
            .iter()
            .filter(fits)
            .map(|column| column.name)
            .collect();
        let wanted = random.below(3) + 1;
        while names.len() > wanted {
            names.remove(random.below(names.len()));
        }
        (!names.is_empty()).then_some(names)
    }

    fn expression(&self, random: &mut Random) -> Said {
        let expression = condition(self.table, 2, random);
        let rows = self.rows();
        let broken = format!("(select count(*) from {rows} where not ({expression}))");
        let judged = format!("(select count(*) from {rows})");
        let said = format!("expression = {}", quoted(&expression));
        self.counted("expression", &self.name, &said, &broken, &judged)
    }

    fn unique(&self, random: &mut Random) -> Said {
        let names = self.some(random)?;
        let alike = random.chance(50);
        let rows = match alike {
            true => self.rows(),
            false => format!("(select * from {} where {})", self.rows(), there(&names)),
        };
        let judged = format!("(select count(*) from {rows})");
        let same = format!(
            "(select count(*) from (select distinct {} from {rows}))",
            names.join(", ")
        );
        let said = format!("unique = {names:?}\nnulls-alike = {alike}");
        self.counted(
            "unique",
            &self.name,
            &said,
            &format!("{judged} - {same}"),
            &judged,
        )
    }

    fn references(&self, random: &mut Random) -> Said {
        let column = self.table.column(random, |column| {
            matches!(column.name, "i" | "j" | "s" | "u")
        })?;
        let (name, to) = match column.name {
            name @ ("i" | "j") => (name, "k"),
            name => (name, "t"),
        };
        let rows = format!("(select * from {} where {name} is not null)", self.rows());
        let broken = format!(
            "(select count(*) from {rows} where {name} not in (select {to} from other where {to} is not null))"
        );
        let said = format!(
            "references = {{ columns = [\"{name}\"], file = \"other.csv\", to = [\"{to}\"] }}"
        );
        self.counted(
            "references",
            &self.name,
            &said,
            &broken,
            &format!("(select count(*) from {rows})"),
        )
    }

    fn depends(&self, random: &mut Random) -> Said {
        let names = self.some(random)?;
        let (determined, columns) = names.split_last()?;
        if columns.is_empty() {
            return None;
        }
        let by = columns.join(", ");
        let rows = format!("(select * from {} where {})", self.rows(), there(columns));
        let firsts = format!(
            "(select {determined} as c, first_value({determined}) over (partition by {by} order by \"#\") as f from {rows})"
        );
        let broken = format!("(select count(*) from {firsts} where c is distinct from f)");
        let said = format!("depends = {{ columns = {columns:?}, determine = [\"{determined}\"] }}");
        self.counted(
            "depends",
            &self.name,
            &said,
            &broken,
            &format!("(select count(*) from {rows})"),
        )
    }

    #[expect(clippy::unnecessary_wraps, reason = "as whatever a rule asks")]
    fn figure(&self, id: &str, said: &str, scalar: &str, holds: String) -> Said {
        let name = format!("{id}({})", self.name);
        let asked = Asked {
            name,
            observed: scalar.to_owned(),
            of: scalar.to_owned(),
            holds,
            said: String::new(),
        };
        Some((format!("{said}\n{}", self.condition()), asked))
    }

    fn correlation(&self, random: &mut Random) -> Said {
        let calm = |column: &super::table::Column| column.calm && column.kind.is_numeric();
        let one = self.table.column(random, calm)?.name;
        let other = self
            .table
            .column(random, |column| calm(column) && column.name != one)?
            .name;
        let rows = format!(
            "(select {one}::double as a, {other}::double as b from {} where {})",
            self.rows(),
            there(&[one, other])
        );
        let scalar = format!(
            "(select case when min(a) < max(a) and min(b) < max(b) then corr(a, b) end from {rows})"
        );
        let limits = Limits::random(0.0, random);
        let said = format!(
            "correlation = {{ columns = [\"{one}\", \"{other}\"], limits = {} }}",
            limits.toml
        );
        self.figure("correlation", &said, &scalar, limits.hold())
    }

    fn scalar(&self, aggregate: &str) -> String {
        format!("(select ({aggregate})::double from {})", self.rows())
    }

    fn aggregate(&self, random: &mut Random) -> Said {
        let aggregate = aggregate(self.table, random);
        let limits = Limits::random(20.0, random);
        let scalar = self.scalar(&aggregate);
        let said = format!(
            "aggregate = {}\nlimits = {}",
            quoted(&aggregate),
            limits.toml
        );
        self.figure("aggregate", &said, &scalar, limits.hold())
    }

    fn equals(&self, random: &mut Random) -> Said {
        let aggregate = aggregate(self.table, random);
        let theirs = random.pick(&[
            "count(*)",
            "sum(cast(k as integer))",
            "count(distinct t)",
            "max(length(t))",
        ]);
        let part = random.below(3);
        let scalar = self.scalar(&aggregate);
        let other = format!("(select ({theirs})::double from other)");
        let holds = format!("abs(j - {other}) <= {part} * abs({other})");
        let said = format!(
            "aggregate = {}\nequals = {{ file = \"other.csv\", aggregate = {}, tolerance = {part}.0 }}",
            quoted(&aggregate),
            quoted(theirs)
        );
        self.figure("equals", &said, &scalar, holds)
    }
}

/// That none of some columns is null, in SQL.
fn there(names: &[&str]) -> String {
    let names = names.iter().map(|name| format!("{name} is not null"));
    names.collect::<Vec<_>>().join(" and ")
}
