//! What conditions say.

use super::truth;
use crate::Truth;
use crate::Truth::{Error as E, False as F, True as T, Unknown as U};

fn all(cases: &[(&str, Truth)]) {
    for (text, expected) in cases {
        assert_eq!(truth(text), *expected, "{text}");
    }
}

#[test]
fn null_is_unknown_in_comparisons() {
    all(&[
        ("one = 1", T),
        ("one = n", U),
        ("n = n", U),
        ("n <> n", U),
        ("null = null", U),
        ("n is null", T),
        ("n is not null", F),
        ("one is null", F),
        ("nt || 'a' is null", T),
        ("n is not distinct from null", T),
        ("n is distinct from one", T),
        ("one is distinct from 1", F),
        ("n is not distinct from n", T),
        ("one <=> n", F),
    ]);
}

/// SQL:2016, part 2, 6.39 (boolean value expression) and 8.21 (`is`).
#[test]
fn logic_has_three_values() {
    all(&[
        ("yes and nb", U),
        ("no and nb", F),
        ("yes or nb", T),
        ("no or nb", U),
        ("not nb", U),
        ("not no", T),
        ("nb is true", F),
        ("nb is not true", T),
        ("nb is false", F),
        ("nb is unknown", T),
        ("yes is unknown", F),
        ("yes is not unknown", T),
        ("no is false", T),
        ("no is not false", F),
        ("(n > 1) is unknown", T),
        ("null and yes", U),
        ("yes", T),
        ("nb", U),
        ("not yes or no and nb", F),
        ("not one = 2", T),
    ]);
}

#[test]
fn lists_and_ranges_know_null() {
    all(&[
        ("one in (1, 2)", T),
        ("one in (2, 3)", F),
        ("one in (2, null)", U),
        ("one in (1, null)", T),
        ("n in (1)", U),
        ("one not in (2, null)", U),
        ("one not in (2, 3)", T),
        ("one not in (1, null)", F),
        ("one in (two, n)", U),
        ("one in (two - 1, n)", T),
        ("half in (1, 0.5)", T),
        ("text in ('a', 'Straße_1')", T),
        ("mixed in (6, 7)", T),
        ("ten in (9, 10)", T),
        ("day in ('2024-02-29')", T),
        ("one between 1 and 2", T),
        ("one between 2 and 1", F),
        ("one between n and 0", F),
        ("one between n and 2", U),
        ("one between 2 and n", F),
        ("one not between 2 and n", T),
        ("n between 1 and 2", U),
    ]);
}

#[test]
fn kinds_meet() {
    all(&[
        ("one < 1.5", T),
        ("one = 1.0", T),
        ("half < one", T),
        ("9007199254740993 = 9007199254740992.0", F),
        ("day = '2024-02-29'", T),
        ("'2024-03-01' > day", T),
        ("day < at", T),
        ("day < '2024-02-29 00:00:01'", T),
        ("at >= date '2024-02-29'", T),
        ("at < timestamp '2024-02-29 12:30:16'", T),
        ("at = '2024-02-29T13:30:15+01:00'", T),
        ("one = '1'", T),
        ("yes = true", T),
        ("yes = 'true'", T),
        ("nan = nan", T),
        ("nan > 1e308", T),
        ("nan < 1", F),
        ("ten > 9", T),
        ("ten > '9'", F),
        ("word > 9", E),
        ("mixed > '6'", T),
        ("mixed = word", E),
        ("ten = mixed + 3", T),
        ("na = 1", U),
        ("text < 'T'", T),
    ]);
}

#[test]
fn names_are_found() {
    all(&[
        ("ONE = 1", T),
        ("\"Column Name\" = 5", T),
        ("`Column Name` = 5", T),
        ("Twin = 6", T),
        ("twiN = 7", T),
        ("a.b = 8", T),
        ("\"a.b\" = 8", T),
        ("date = date '2024-01-01'", T),
    ]);
}

/// `DuckDB` 2.0.0 says the same.
#[test]
fn patterns_of_like() {
    all(&[
        ("text like 'Stra%'", T),
        ("text like '%ße_1'", T),
        ("text like 'Stra_e__'", T),
        ("text like 'stra%'", F),
        ("text ilike 'stra%'", T),
        ("text ilike 'STRAßE%'", T),
        ("text not like '%2'", T),
        ("text like ''", F),
        ("empty like ''", T),
        ("empty like '%'", T),
        ("empty like '_'", F),
        ("nt like '%'", U),
        ("text like '%!_1' escape '!'", T),
        ("'Strassex1' like '%!_1' escape '!'", F),
        ("'a%b' like 'a!%b' escape '!'", T),
        ("'a!b' like 'a!!b' escape '!'", T),
        ("'a\nb' like 'a_b'", T),
        ("'a\nb' like 'a%'", T),
        ("'a.b' like 'a.b'", T),
        ("'axb' like 'a.b'", F),
        ("'a' ~~ 'a%'", T),
        ("'aXb' like 'a%b%'", T),
        ("'1' like '_'", T),
    ]);
}

#[test]
fn regular_expressions() {
    all(&[
        ("text ~ 'ra'", T),
        ("text ~ '^ra'", F),
        ("text ~* 'RA'", T),
        ("text !~ '^ra'", T),
        ("text !~* 'RA'", F),
        ("regexp_matches(text, '[0-9]$')", T),
        ("regexp_like(text, 'STRA', 'i')", T),
        ("regexp_full_match(text, '[0-9]')", F),
        ("regexp_full_match('ab', 'a|ab')", T),
        ("text rlike 'Str'", T),
        ("nt ~ 'a'", U),
    ]);
}

#[test]
fn errors_of_a_row_are_no_nulls() {
    all(&[
        ("one / 0 > 1", E),
        ("one / (two - 2) > 1", E),
        ("not one / 0 > 1", E),
        ("no and one / 0 > 1", F),
        ("one / 0 > 1 and no", F),
        ("yes and one / 0 > 1", E),
        ("yes or one / 0 > 1", T),
        ("one / 0 > 1 or yes", T),
        ("nb or one / 0 > 1", E),
        ("one / 0 is null", E),
        ("one / n > 1", U),
        ("n / 0 > 1", U),
        ("case when one = 0 then two / 0 else two end = 2", T),
        ("case when one = 1 then two / 0 else two end = 2", E),
        ("coalesce(one, one / 0) = 1", T),
        ("cast(word as integer) = 1", E),
        ("try_cast(word as integer) = 1", U),
        ("one in (1, 1 / 0)", T),
        ("one in (2, 1 / 0)", E),
        ("one between 2 and one / 0", F),
    ]);
}

#[test]
fn time_is_the_given_one() {
    all(&[
        ("current_date = '2024-03-01'", T),
        ("today() = current_date", T),
        ("now() = timestamp '2024-03-01 12:00:00'", T),
        ("at > now() - interval '1 day'", T),
        ("at > now() - interval '23 hours'", F),
        ("at > now() - interval 23 hour", F),
        ("at > now() - interval '1' month", T),
        ("day + interval '1 year' = '2025-02-28'", T),
        ("day + 1 = current_date", T),
    ]);
}
