//! Random SQL that means the same to us and to `DuckDB`.

use super::random::Random;
use super::table::{Column, Kind, Table};

/// A condition on a row.
pub(crate) fn condition(table: &Table, depth: usize, random: &mut Random) -> String {
    if depth == 0 || random.chance(30) {
        return atom(table, random);
    }
    let mut part = || condition(table, depth - 1, random);
    let (one, other) = (part(), part());
    match random.below(6) {
        0 | 1 => format!("({one} and {other})"),
        2 | 3 => format!("({one} or {other})"),
        4 => format!("not ({one})"),
        _ => format!("case when {one} then {other} else {one} end"),
    }
}

fn atom(table: &Table, random: &mut Random) -> String {
    let Some(column) = table.column(random, |_| true) else {
        return "true".to_owned();
    };
    let name = column.name;
    let other = table.column(random, |other| other.kind == column.kind);
    let other = other.map_or(name, |other| other.name);
    let order = random.pick(&["=", "<>", "<", "<=", ">", ">="]);
    let mut value = || column.kind.literal(&column.value(random));
    let (low, high) = (value(), value());
    match random.below(10) {
        0 => format!("{name} is null"),
        1 => format!("{name} is not null"),
        2 => format!("{name} {order} {low}"),
        3 => format!("{name} {order} {other}"),
        4 => format!("{name} between {low} and {high}"),
        5 => format!("{name} in ({low}, {high})"),
        6 => format!("{name} is distinct from {other}"),
        7 => format!("coalesce({name}, {low}) {order} {high}"),
        8 => format!("nullif({name}, {low}) {order} {other}"),
        _ => own(column, other, order, random),
    }
}

/// A condition that only columns of this kind have.
fn own(column: &Column, other: &str, order: &str, random: &mut Random) -> String {
    let (name, number) = (column.name, random.between(-9, 30));
    let terms: &[&str] = match column.kind {
        Kind::Whole | Kind::Number | Kind::Decimal if !column.calm => &["sign(#)"],
        Kind::Whole => &[
            "# + @",
            "# - 3 * @",
            "abs(#)",
            "# % 7",
            "# // 4",
            "greatest(#, @)",
            "-#",
            "# / nullif(@, 0)",
            "# % nullif(@, 0)",
            "power(#, 2)",
            "# * # - @",
            "mod(#, 5)",
        ],
        Kind::Number => &[
            "# + @",
            "# * 2",
            "floor(#)",
            "ceil(#)",
            "abs(# - @)",
            "trunc(#)",
            "least(#, @)",
            "# / nullif(@, 0)",
            "round(#)",
            "round(#, 1)",
            "sqrt(abs(#))",
            "exp(# / 500)",
            "ln(abs(#) + 1)",
        ],
        Kind::Decimal => &[
            "# + @",
            "# * 2",
            "abs(#)",
            "floor(#)",
            "# / 4",
            "round(#)",
            "ceil(#)",
            "# - @ / 2",
        ],
        Kind::Text => return text(name, other, random),
        Kind::Yes => {
            return random
                .pick(&["#", "not #", "# is true", "# is not false"])
                .replace('#', name);
        }
        Kind::Day | Kind::Moment => &[
            "extract(year from #)",
            "month(#)",
            "day(#)",
            "date_diff('day', #, @)",
            "date_diff('month', #, @)",
            "extract(dow from #)",
            "quarter(#)",
            "extract(epoch from #)",
            "date_diff('year', #, @)",
            "year(# + interval '40 days')",
            "day(# - interval '1 month')",
            "extract(week from #)",
            "extract(doy from #)",
            "date_diff('hour', #, @)",
            "month(date_trunc('quarter', #))",
        ],
    };
    let term = random.pick(terms).replace('#', name).replace('@', other);
    format!("{term} {order} {number}")
}

fn text(name: &str, other: &str, random: &mut Random) -> String {
    let conditions = [
        "length(#) > 1",
        "# like '%a%'",
        "# like '_'",
        "# ilike 'A%'",
        "lower(#) = 'a'",
        "upper(#) = 'É'",
        "# || @ = 'ab'",
        "concat(#, '-', @) = 'a-b'",
        "starts_with(#, 'a')",
        "ends_with(#, 'b')",
        "contains(#, ',')",
        "trim(#) = 'a'",
        "substr(#, 2, 1) = 'b'",
        "left(#, 1) = right(@, 1)",
        "reverse(#) = 'ba'",
        "strpos(#, 'b') = 2",
        "replace(#, 'a', 'b') = 'b'",
        "split_part(#, ',', 2) = 'b'",
        "regexp_matches(#, '[a-c]')",
        "regexp_full_match(#, '[a-c]+')",
        "# not like 'a%'",
        "try_cast(# as double) > 0",
        "# < @",
        "length(# || @) >= 2",
        "ltrim(#) < rtrim(@)",
        "substr(#, -2) = 'ab'",
        "left(#, -1) = 'a'",
        "right(#, -1) = 'b'",
        "substr(#, 0, 2) = 'a'",
        "substr(#, 2) = @",
        "split_part(#, ',', -1) = 'b'",
        "# like 'a!_b' escape '!'",
        "upper(#) = lower(@)",
        "strpos('a,b', #) > 1",
        "# like '%'",
        "reverse(#) || @ = 'baab'",
        "try_cast(# as integer) = 0",
        "cast(# as varchar) = @",
        "length(replace(#, '', 'x')) > 1",
    ];
    random
        .pick(&conditions)
        .replace('#', name)
        .replace('@', other)
}

/// A figure of the table: never null where there are values, and no matter of
/// rounding.
pub(crate) fn aggregate(table: &Table, random: &mut Random) -> String {
    let figures: &[&str] = match table.column(random, |column| column.calm) {
        Some(column) if column.kind.is_numeric() => &[
            "sum(#)",
            "avg(#)",
            "min(#)",
            "max(#) - min(#)",
            "count(#)",
            "sum(#) / count(*)",
            "stddev(#)",
            "var_pop(#)",
            "count(distinct #)",
            "coalesce(count_if(# > 1), 0)",
            "sum(# * 2) + count(*)",
            "sum(abs(#)) filter (where # > 0)",
        ],
        Some(column) if column.kind == Kind::Text => &[
            "count(distinct #)",
            "sum(length(#))",
            "max(length(#))",
            "count(lower(#))",
            "count(*) filter (where # = 'a')",
        ],
        _ => &["count(#)", "count(*) - count(#)", "count(distinct #)"],
    };
    let numeric = figures[0] == "sum(#)";
    let textual = figures[1] == "sum(length(#))";
    let fits = |column: &Column| match (numeric, textual) {
        (true, _) => column.calm && column.kind.is_numeric(),
        (_, true) => column.kind == Kind::Text,
        _ => true,
    };
    let column = table.column(random, fits).map_or("1", |column| column.name);
    let figure = random.pick(figures).replace('#', column);
    match random.chance(30) {
        true => {
            let condition = condition(table, 1, random);
            format!("{figure} + count(*) filter (where {condition})")
        }
        false => figure,
    }
}
