//! Random rules on figures of columns.

use super::asked::Asked;
use super::columns::{Rule, Said};
use super::limits::Limits;
use super::random::Random;
use super::table::Kind;

impl Rule<'_> {
    /// A check of one figure.
    #[expect(clippy::unnecessary_wraps, reason = "as whatever a rule asks")]
    fn figure(&self, id: &str, said: &str, observed: &str, of: &str, holds: String) -> Said {
        let name = format!("{id}({})", self.column.name);
        let asked = Asked {
            name,
            observed: observed.to_owned(),
            of: of.to_owned(),
            holds,
            said: String::new(),
        };
        Some((format!("{said}\n{}", self.condition()), asked))
    }

    fn limited(&self, id: &str, key: &str, near: f64, scalar: &str, random: &mut Random) -> Said {
        let limits = Limits::random(near, random);
        let said = format!("{key} = {}", limits.toml);
        self.figure(id, &said, scalar, scalar, limits.hold())
    }

    pub(super) fn required(&self, random: &mut Random) -> Said {
        let (toml, sql) = self.some(random);
        let missing = format!(
            "(select count(distinct v) from (values ({})) wanted(v) where v not in (select c from {}))",
            sql.replace(", ", "), ("),
            self.values()
        );
        self.figure(
            "required-values",
            &format!("required-values = [{toml}]"),
            &missing,
            "0",
            "o = 0".to_owned(),
        )
    }

    pub(super) fn most_common(&self, random: &mut Random) -> Said {
        let (toml, sql) = self.some(random);
        let counts = format!(
            "(select c, count(*) as often from {} group by c)",
            self.values()
        );
        let most = format!("(select max(often) from {counts})");
        let top = format!("(select c from {counts} where often = {most})");
        let ties = random.chance(50);
        let listed = format!("(select count(*) from {top} where c in ({sql}))");
        let alone = match ties {
            true => "true".to_owned(),
            false => format!("(select count(*) from {top}) = 1"),
        };
        let holds = format!("case when o is not null then j > 0 and {alone} end");
        let said = format!("most-common = [{toml}]\nallow-ties = {ties}");
        self.figure("most-common", &said, &most, &listed, holds)
    }

    pub(super) fn extreme(&self, random: &mut Random) -> Said {
        let column = self.column;
        if !column.kind.has_order() {
            return None;
        }
        if !column.kind.is_numeric() && random.chance(40) {
            return self.age(random);
        }
        let (id, call) = random
            .pick(&["least min", "greatest max"])
            .split_once(' ')?;
        let scalar = format!("(select {call}(c) from {})", self.values());
        let bound = column.value(random);
        let holds = format!("j >= {}", column.kind.literal(&bound));
        let said = format!("{id} = {{ min = {} }}", column.kind.toml(&bound));
        self.figure(id, &said, &shown(column.kind, &scalar), &scalar, holds)
    }

    /// Tests run at second 1,700,000,000.
    fn age(&self, random: &mut Random) -> Said {
        let days = random.between(1, 15_000);
        let age = format!(
            "(select 1700000000 - floor(epoch(max(c))) from {})",
            self.values()
        );
        let holds = format!("o <= {days} * 86400");
        self.figure(
            "max-age",
            &format!("max-age = \"{days}d\""),
            &age,
            "0",
            holds,
        )
    }

    pub(super) fn quantile(&self, random: &mut Random) -> Said {
        if !self.is_calm() {
            return None;
        }
        let level = random.pick(&["0.5", "0.25", "0.1", "0.95", "0", "1"]);
        let method = random.pick(&["linear", "lower", "higher", "midpoint", "nearest"]);
        let list = format!("(select list(c::double order by c) from {})", self.values());
        let place = format!("(len(l) - 1) * {level}::double");
        let at = |index: &str| format!("l[{index}::bigint + 1]");
        let (low, high) = (
            at(&format!("floor({place})")),
            at(&format!("ceil({place})")),
        );
        let value = match method {
            "linear" => format!("{low} + ({high} - {low}) * ({place} - floor({place}))"),
            "lower" => low,
            "higher" => high,
            "midpoint" => format!("({low} + {high}) / 2"),
            _ => at(&format!("round_even({place}, 0)")),
        };
        let scalar = format!("(select {value} from (select {list} as l))");
        if random.chance(20) {
            let median = format!("(select median(c::double) from {})", self.values());
            return self.limited("median", "median", 5.0, &median, random);
        }
        let limits = Limits::random(5.0, random);
        let said = format!(
            "quantiles = {{ \"{level}\" = {} }}\nquantile-method = \"{method}\"",
            limits.toml
        );
        let id = format!("quantile({} at {level})", self.column.name);
        let (said, asked) = self.figure("quantile", &said, &scalar, &scalar, limits.hold())?;
        Some((said, Asked { name: id, ..asked }))
    }

    pub(super) fn keys(&self, random: &mut Random) -> Said {
        let values = self.values();
        let counts = format!("(select count(*)::double as often from {values} group by c)");
        let none = format!("(select count(*) from {values}) = 0");
        let (id, near, scalar) = match random.below(3) {
            0 => (
                "distinct",
                4.0,
                format!("(select count(distinct c) from {values})"),
            ),
            1 => (
                "distinct-fraction",
                0.5,
                format!("(select count(distinct c)::double / nullif(count(c), 0) from {values})"),
            ),
            _ => (
                "entropy",
                1.0,
                format!(
                    "(select case when not {none} then -sum(often / n * ln(often / n)) end from (select often, sum(often) over () as n from {counts}))"
                ),
            ),
        };
        self.limited(id, id, near, &scalar, random)
    }

    pub(super) fn moment(&self, random: &mut Random) -> Said {
        if !self.is_calm() {
            return None;
        }
        let values = self.values();
        let central = format!("(select c::double - avg(c::double) over () as e from {values})");
        let ratio = |of: &str| {
            format!("(select case when avg(e * e) > 1e-12 then {of} end from {central})")
        };
        let (id, near, scalar) = match random.below(6) {
            0 => (
                "mean",
                10.0,
                format!("(select favg(c::double) from {values})"),
            ),
            1 => ("sum", 100.0, format!("(select sum(c) from {values})")),
            2 => (
                "variance",
                50.0,
                format!("(select var_samp(c::double) from {values})"),
            ),
            3 => (
                "standard-deviation",
                9.0,
                format!("(select stddev_samp(c::double) from {values})"),
            ),
            4 => (
                "skewness",
                0.1,
                ratio("avg(e * e * e) / pow(avg(e * e), 1.5)"),
            ),
            _ => (
                "kurtosis",
                -0.5,
                ratio("avg(e * e * e * e) / pow(avg(e * e), 2) - 3"),
            ),
        };
        self.limited(id, id, near, &scalar, random)
    }
}

/// A scalar as reports show it.
fn shown(kind: Kind, scalar: &str) -> String {
    match kind {
        Kind::Day => format!("strftime({scalar}, '%Y-%m-%d')"),
        Kind::Moment => format!("strftime({scalar}, '%Y-%m-%dT%H:%M:%S.%f')"),
        _ => scalar.to_owned(),
    }
}
