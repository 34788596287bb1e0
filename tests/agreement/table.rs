//! Random tables, and how they are written.

use super::random::Random;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Whole,
    Number,
    Decimal,
    Text,
    Yes,
    Day,
    Moment,
}

impl Kind {
    /// `DuckDB`'s type.
    pub(crate) const fn sql(self) -> &'static str {
        match self {
            Self::Whole => "BIGINT",
            Self::Number => "DOUBLE",
            Self::Decimal => "DECIMAL(18,3)",
            Self::Text => "VARCHAR",
            Self::Yes => "BOOLEAN",
            Self::Day => "DATE",
            Self::Moment => "TIMESTAMP",
        }
    }

    /// The contract's type.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Whole => "integer",
            Self::Number => "number",
            Self::Decimal => "decimal",
            Self::Text => "string",
            Self::Yes => "boolean",
            Self::Day => "date",
            Self::Moment => "datetime",
        }
    }

    pub(crate) const fn is_numeric(self) -> bool {
        matches!(self, Self::Whole | Self::Number | Self::Decimal)
    }

    /// Whether a lower and an upper bound make sense.
    pub(crate) const fn has_order(self) -> bool {
        self.is_numeric() || matches!(self, Self::Day | Self::Moment)
    }

    /// A value in SQL.
    pub(crate) fn literal(self, cell: &str) -> String {
        let quoted = format!("'{}'", cell.replace('\'', "''"));
        match self {
            Self::Whole | Self::Decimal | Self::Yes => cell.to_owned(),
            Self::Text => quoted,
            Self::Day => format!("date {quoted}"),
            Self::Moment => format!("timestamp {quoted}"),
            Self::Number => format!("cast({quoted} as double)"),
        }
    }

    /// A value in TOML.
    pub(crate) fn toml(self, cell: &str) -> String {
        match self {
            Self::Whole | Self::Number | Self::Decimal | Self::Yes => cell.to_owned(),
            Self::Text | Self::Day | Self::Moment => quoted(cell),
        }
    }
}

/// A column: its cells as CSV has them; none is a null.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) cells: Vec<Option<String>>,
    /// Whether sums of its numbers are no matter of rounding.
    pub(crate) calm: bool,
}

impl Column {
    /// A value that the column has, or a value like it.
    pub(crate) fn value(&self, random: &mut Random) -> String {
        let at = random.below(self.cells.len().max(1));
        let known = self.cells.get(at).cloned().flatten();
        let known = known.filter(|cell| !is_odd(cell) && !cell.contains('\r') && random.chance(80));
        known.unwrap_or_else(|| match self.kind {
            Kind::Text => random.pick(&["a", "b", "ab", "é", "none"]).to_owned(),
            kind => cell(kind, true, random),
        })
    }
}

/// A table.
pub(crate) struct Table {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: usize,
    /// What a null is in CSV.
    pub(crate) missing: &'static str,
}

const COLUMNS: [(&str, Kind); 12] = [
    ("i", Kind::Whole),
    ("j", Kind::Whole),
    ("x", Kind::Number),
    ("y", Kind::Number),
    ("d", Kind::Decimal),
    ("s", Kind::Text),
    ("u", Kind::Text),
    ("b", Kind::Yes),
    ("w", Kind::Day),
    ("v", Kind::Day),
    ("m", Kind::Moment),
    ("n", Kind::Moment),
];

const TEXTS: [&str; 24] = [
    "",
    "a",
    "b",
    "ab",
    "A",
    " a ",
    "a,b",
    "say \"hi\"",
    "\"",
    "two\nlines",
    "cr\r\nlf",
    "é",
    "É",
    "日本",
    "😀",
    "e\u{301}",
    "0",
    "1.0",
    "null",
    "it's",
    "tab\there",
    "back\\slash",
    "100%",
    "a_b",
];

impl Table {
    pub(crate) fn random(random: &mut Random) -> Self {
        let rows = match random.below(100) {
            0..4 => 0,
            4..9 => 1,
            9..14 => 2,
            14..70 => random.below(40) + 3,
            70..97 => random.below(400) + 40,
            _ => random.below(3000) + 2048,
        };
        let share = *random.pick(&[&100, &100, &60, &15]);
        let missing = random.pick(&["", "~"]);
        let mut columns: Vec<_> = COLUMNS.iter().filter(|_| random.chance(share)).collect();
        if columns.is_empty() {
            columns.push(&COLUMNS[random.below(COLUMNS.len())]);
        }
        let columns = columns.into_iter();
        let columns = columns.map(|(name, kind)| column(name, *kind, rows, missing, random));
        Self {
            columns: columns.collect(),
            rows,
            missing,
        }
    }

    /// A random column of some kind.
    pub(crate) fn column(
        &self,
        random: &mut Random,
        fits: impl Fn(&Column) -> bool,
    ) -> Option<&Column> {
        let all: Vec<&Column> = self.columns.iter().filter(|column| fits(column)).collect();
        (!all.is_empty()).then(|| random.pick(&all))
    }

    pub(crate) fn csv(&self, random: &mut Random) -> String {
        let (end, always) = (random.pick(&["\n", "\r\n"]), random.chance(30));
        let names = self.columns.iter().map(|column| column.name);
        let mut text = names.collect::<Vec<_>>().join(",") + end;
        for row in 0..self.rows {
            let cells = self.columns.iter().map(|column| match &column.cells[row] {
                None => self.missing.to_owned(),
                Some(cell)
                    if always || cell.is_empty() || cell.contains([',', '"', '\n', '\r']) =>
                {
                    format!("\"{}\"", cell.replace('"', "\"\""))
                }
                Some(cell) => cell.clone(),
            });
            text += &(cells.collect::<Vec<_>>().join(",") + end);
        }
        text
    }

    /// Nulls are absent now and then, but not in the first row.
    pub(crate) fn json_lines(&self, random: &mut Random) -> String {
        let mut text = String::new();
        for row in 0..self.rows {
            let cells = self.columns.iter().filter_map(|column| {
                let cell = match &column.cells[row] {
                    None if row > 0 && random.chance(30) => return None,
                    None => "null".to_owned(),
                    Some(cell) => match column.kind {
                        Kind::Whole | Kind::Yes => cell.clone(),
                        Kind::Number if !is_odd(cell) => cell.clone(),
                        _ => quoted(cell),
                    },
                };
                Some(format!("\"{}\":{cell}", column.name))
            });
            text += &format!("{{{}}}\n", cells.collect::<Vec<_>>().join(","));
        }
        text
    }
}

/// A text as JSON and TOML have it.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether a number is none of the contract's.
pub(crate) fn is_odd(cell: &str) -> bool {
    matches!(cell, "NaN" | "inf" | "-inf")
}

fn column(
    name: &'static str,
    kind: Kind,
    rows: usize,
    missing: &str,
    random: &mut Random,
) -> Column {
    let calm = random.chance(75);
    let odd = kind == Kind::Number && random.chance(20);
    let nulls = *random.pick(&[&0, &0, &5, &30, &70, &100]);
    // All alike, some few, or many.
    let pool = *random.pick(&[&1, &2, &5, &1_000_000]);
    let pool: Vec<String> = (0..rows.min(pool))
        .map(|_| cell(kind, calm, random))
        .filter(|cell| *cell != missing)
        .collect();
    let cells = (0..rows).map(|_| match pool.len() {
        0 => None,
        _ if random.chance(nulls) => None,
        _ if odd && random.chance(20) => Some(random.pick(&["NaN", "inf", "-inf"]).to_owned()),
        many => Some(pool[random.below(many)].clone()),
    });
    Column {
        name,
        kind,
        cells: cells.collect(),
        calm,
    }
}

fn cell(kind: Kind, calm: bool, random: &mut Random) -> String {
    match kind {
        Kind::Whole if calm => random.between(-20, 50).to_string(),
        Kind::Whole => match random.below(4) {
            0 => random
                .pick(&[&i64::MIN, &i64::MAX, &9_007_199_254_740_993, &0])
                .to_string(),
            _ => random.between(-1 << 60, 1 << 60).to_string(),
        },
        // Eighths are added without rounding.
        Kind::Number if calm => (random.between(-8000, 8000) as f64 / 8.0).to_string(),
        Kind::Number => match random.below(4) {
            0 => random
                .pick(&[
                    "0.1",
                    "-0.0",
                    "0.0",
                    "5e-324",
                    "1.7e308",
                    "0.30000000000000004",
                ])
                .to_owned(),
            _ => format!(
                "{}e{}",
                random.between(-9999, 9999),
                random.between(-200, 200)
            ),
        },
        Kind::Decimal => {
            let (sign, x) = (random.pick(&["", "-"]), random.between(1, 99_999));
            format!("{sign}{}.{:03}", x / 1000, x % 1000)
        }
        Kind::Text => TEXTS[random.below(TEXTS.len())].to_owned(),
        Kind::Yes => random.chance(50).to_string(),
        Kind::Day => day(random),
        Kind::Moment => {
            let (hour, minute) = (random.below(24), random.below(60));
            let fraction = random.pick(&["", ".5", ".000001", ".123456"]);
            format!("{} {hour:02}:{minute:02}:59{fraction}", day(random))
        }
    }
}

fn day(random: &mut Random) -> String {
    let (year, month) = (random.between(1960, 2030), random.between(1, 12));
    format!("{year}-{month:02}-{:02}", random.between(1, 28))
}
