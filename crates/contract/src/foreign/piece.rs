//! Rules on a column, put together from many places of a foreign contract.

use toml::Spanned;

use super::clash::clash;
use crate::column::ColumnRules;

/// Moves keys of a column to another one that has none of them. None is moved
/// where one is taken.
macro_rules! keys {
    ($($key:ident),* $(,)?) => {
        fn move_keys(from: &mut ColumnRules, to: &mut ColumnRules) -> bool {
            let taken = two_limits(from, to) $(|| (from.$key.is_some() && to.$key.is_some()))*;
            if !taken {
                $(if from.$key.is_some() { to.$key = from.$key.take(); })*
            }
            !taken
        }
    };
}

keys!(
    min,
    max,
    above,
    below,
    multiple_of,
    values,
    forbidden_values,
    pattern,
    forbidden_pattern,
    min_length,
    max_length,
    max_z_score,
    z_score,
    unique,
    order,
    distinct,
    distinct_fraction,
    required_values,
    most_common,
    allow_ties,
    least,
    greatest,
    mean,
    median,
    quantiles,
    quantile_method,
    sum,
    variance,
    standard_deviation,
    skewness,
    kurtosis,
    entropy,
    max_age,
    max_nulls,
    max_null_fraction,
    min_null_fraction,
);

/// Whether both have a lower or an upper limit: a column has one of each,
/// open or closed.
fn two_limits(one: &ColumnRules, other: &ColumnRules) -> bool {
    let low = |rules: &ColumnRules| rules.min.is_some() || rules.above.is_some();
    let high = |rules: &ColumnRules| rules.max.is_some() || rules.below.is_some();
    (low(one) && low(other)) || (high(one) && high(other))
}

/// Adds rules to a column that says already whether it may have nulls: to its
/// own keys, else to its list of more rules where a key is taken, or where
/// they have a condition, a tolerance, a severity, a message or tags.
pub(super) fn add(column: &mut ColumnRules, piece: Spanned<ColumnRules>) {
    let span = piece.span();
    let mut piece = piece.into_inner();
    if is_plain(&piece) && add_nulls(column, &mut piece) && move_keys(&mut piece, column) {
        return;
    }
    column.rules.push(Spanned::new(span, piece));
}

/// Adds rules to a column where they go with its type; else why they don't.
pub(super) fn add_fitting(
    column: &mut ColumnRules,
    piece: Spanned<ColumnRules>,
) -> Result<(), String> {
    let kind = column.column_type.as_ref().map(|kind| *kind.get_ref());
    if let Some(why) = clash(kind, piece.get_ref()) {
        return Err(why);
    }
    add(column, piece);
    Ok(())
}

fn is_plain(piece: &ColumnRules) -> bool {
    piece.condition.is_none()
        && piece.mostly.is_none()
        && piece.max_breaches.is_none()
        && piece.severity.is_none()
        && piece.message.is_none()
        && piece.tags.is_empty()
}

/// What a piece says of nulls, in the column's own keys: false where they are
/// taken. A limit on nulls stands there instead of `nullable`.
fn add_nulls(column: &mut ColumnRules, piece: &mut ColumnRules) -> bool {
    let limited = piece.max_nulls.is_some() || piece.max_null_fraction.is_some();
    let free = column
        .nullable
        .as_ref()
        .is_some_and(|nullable| *nullable.get_ref());
    match piece.nullable.take() {
        Some(nullable) if free => {
            column.nullable = Some(nullable);
            true
        }
        Some(nullable) => {
            piece.nullable = Some(nullable);
            false
        }
        None if limited && free => {
            column.nullable = None;
            true
        }
        None => !limited,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bound::Bound;

    fn at<T>(value: T) -> Spanned<T> {
        Spanned::new(0..1, value)
    }

    fn column() -> ColumnRules {
        ColumnRules {
            nullable: Some(at(true)),
            ..ColumnRules::default()
        }
    }

    fn least(min: i64) -> ColumnRules {
        ColumnRules {
            min: Some(at(Bound::Integer(min))),
            ..ColumnRules::default()
        }
    }

    #[test]
    fn a_free_key_is_the_columns_own() {
        let mut rules = column();
        add(&mut rules, at(least(1)));
        assert_eq!(rules.min.expect("there").into_inner(), Bound::Integer(1));
        assert!(rules.rules.is_empty());
    }

    #[test]
    fn a_taken_key_and_a_tolerance_are_more_rules() {
        let mut rules = column();
        add(&mut rules, at(least(1)));
        add(&mut rules, at(least(2)));
        let above = Some(at(Bound::Integer(0)));
        add(
            &mut rules,
            at(ColumnRules {
                above,
                ..ColumnRules::default()
            }),
        );
        let mostly = Some(at(0.5));
        add(
            &mut rules,
            at(ColumnRules {
                mostly,
                ..ColumnRules::default()
            }),
        );
        assert_eq!(rules.rules.len(), 3);
    }

    #[test]
    fn a_limit_on_nulls_stands_instead_of_nullable() {
        let limit = || ColumnRules {
            max_null_fraction: Some(at(0.5)),
            ..ColumnRules::default()
        };
        let mut rules = column();
        add(&mut rules, at(limit()));
        assert!(rules.nullable.is_none() && rules.max_null_fraction.is_some());
        add(
            &mut rules,
            at(ColumnRules {
                nullable: Some(at(false)),
                ..ColumnRules::default()
            }),
        );
        assert_eq!(rules.rules.len(), 1);
    }
}
