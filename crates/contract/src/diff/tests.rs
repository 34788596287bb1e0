use proptest::prelude::*;
use toml::Spanned;

use super::{Breaking, Change, Party, Strictness, diff};
use crate::bound::Bound;
use crate::column::ColumnRules;
use crate::model::Contract;

fn contract(text: &str) -> Contract {
    toml::from_str(text).expect("it is a contract")
}

fn changes(old: &str, new: &str) -> Vec<Change> {
    diff(&contract(old), &contract(new))
}

use Strictness::{Different, Looser, Same, Stricter};

/// The change the other way round.
fn reverse(strictness: Strictness) -> Strictness {
    match strictness {
        Stricter => Looser,
        Looser => Stricter,
        same => same,
    }
}

#[test]
fn equal_contracts_have_no_changes() {
    let text = "[columns.a]\ntype = \"string\"\nmin-length = 1\n[[columns.a.rules]]\npattern = \"x\"\n[[rules]]\nexpression = \"a > 1\"\n";
    assert_eq!(changes(text, text), []);
    // The same in other words.
    assert_eq!(
        changes(
            "[columns.a]\nmin = 1\n",
            "[columns.a]\nmin = 1.0\nnullable = false\n"
        ),
        []
    );
    assert_eq!(
        changes(
            "[columns.a]\nvalues = [1, 2]\n",
            "[columns.a]\nvalues = [2, 1]\n"
        ),
        []
    );
}

#[test]
fn keys_of_a_column() {
    for (old, new, path, strictness) in [
        ("min = 1", "min = 2", "min", Stricter),
        ("min = 1", "above = 1", "min", Stricter),
        ("above = 1", "min = 1", "min", Looser),
        ("max = 9", "max = 10", "max", Looser),
        ("max = 9", "", "max", Looser),
        ("", "max = 9", "max", Stricter),
        ("min = 1", "min = \"2024-01-01\"", "min", Different),
        (
            "min = \"2024-01-01\"",
            "min = \"2024-02-01\"",
            "min",
            Stricter,
        ),
        ("values = [1, 2]", "values = [1]", "values", Stricter),
        ("values = [1]", "values = [1, 2]", "values", Looser),
        ("values = [1]", "values = [2]", "values", Different),
        (
            "forbidden-values = [1]",
            "forbidden-values = [1, 2]",
            "forbidden-values",
            Stricter,
        ),
        ("type = \"integer\"", "type = \"number\"", "type", Looser),
        ("type = \"string\"", "type = \"date\"", "type", Stricter),
        ("type = \"date\"", "type = \"integer\"", "type", Different),
        ("type = \"date\"", "", "type", Looser),
        ("", "nullable = true", "nullable", Looser),
        ("nullable = true", "max-nulls = 5", "nullable", Stricter),
        ("max-nulls = 5", "max-nulls = 6", "nullable", Looser),
        ("max-nulls = 5", "", "nullable", Stricter),
        (
            "max-nulls = 5",
            "max-null-fraction = 0.1",
            "nullable",
            Different,
        ),
        ("", "optional = true", "optional", Looser),
        ("unique = true", "", "unique", Looser),
        ("pattern = \"a\"", "pattern = \"b\"", "pattern", Different),
        ("max-age = \"36h\"", "max-age = \"1d\"", "max-age", Stricter),
        (
            "unique = true\nmax-breaches = 3",
            "unique = true",
            "max-breaches",
            Stricter,
        ),
        (
            "unique = true\nmostly = 0.9",
            "unique = true\nmostly = 0.8",
            "mostly",
            Looser,
        ),
        (
            "min = 1\nseverity = \"warning\"",
            "min = 1",
            "severity",
            Stricter,
        ),
        ("min = 1", "min = 1\nwhere = \"b\"", "where", Looser),
        (
            "mean = {min = 1, max = 3}",
            "mean = {min = 2, max = 3}",
            "mean",
            Stricter,
        ),
        (
            "mean = {min = 1, max = 3}",
            "mean = {min = 2, max = 4}",
            "mean",
            Different,
        ),
        ("mean = {not = 1}", "mean = {}", "mean", Looser),
        (
            "quantiles = {\"0.5\" = {max = 3}}",
            "quantiles = {\"0.5\" = {max = 2}}",
            "quantiles.0.5",
            Stricter,
        ),
        ("decimal-mark = \",\"", "", "decimal-mark", Different),
        (
            "description = \"a\"",
            "description = \"b\"",
            "description",
            Same,
        ),
    ] {
        let table = |keys: &str| format!("[columns.a]\n{keys}\n");
        let found = changes(&table(old), &table(new));
        let [change] = found.as_slice() else {
            panic!("{old} to {new}: {found:?}");
        };
        assert_eq!(change.path, format!("columns.a.{path}"), "{old} to {new}");
        assert_eq!(change.strictness, strictness, "{old} to {new}");
        // The other way round it is the other.
        let back = changes(&table(new), &table(old));
        assert_eq!(back[0].strictness, reverse(strictness), "{new} to {old}");
    }
}

#[test]
fn columns_come_and_go() {
    let two = "[columns.a]\n[columns.b]\n";
    let one = "[columns.a]\n";
    let closed = "extra-columns = \"forbid\"\n";
    for (old, new, strictness, breaking) in [
        (two.to_owned(), one.to_owned(), Looser, Breaking::Breaking),
        (
            one.to_owned(),
            two.to_owned(),
            Stricter,
            Breaking::Compatible,
        ),
        (
            format!("{closed}{two}"),
            format!("{closed}{one}"),
            Different,
            Breaking::Breaking,
        ),
        (
            format!("{closed}{one}"),
            format!("{closed}{two}"),
            Different,
            Breaking::Compatible,
        ),
    ] {
        let found = changes(&old, &new);
        assert_eq!(found[0].path, "columns.b");
        assert_eq!(
            (found[0].strictness, found[0].breaking),
            (strictness, breaking)
        );
    }
}

#[test]
fn the_table_as_a_whole() {
    for (old, new, path, strictness) in [
        ("", "extra-columns = \"forbid\"", "extra-columns", Stricter),
        (
            "primary-key = [\"a\"]",
            "primary-key = [\"b\"]",
            "primary-key",
            Different,
        ),
        ("[rows]\nmin = 1", "[rows]\nmin = 2", "rows.min", Stricter),
        (
            "",
            "[file]\nragged-rows = \"allow\"",
            "file.ragged-rows",
            Looser,
        ),
        (
            "",
            "[file]\nblank-rows = \"forbid\"",
            "file.blank-rows",
            Stricter,
        ),
        ("version = \"1\"", "version = \"2\"", "version", Same),
        (
            "missing = [\"\"]",
            "missing = [\"-\"]",
            "missing",
            Different,
        ),
    ] {
        let found = changes(old, new);
        assert_eq!(found.len(), 1, "{old} to {new}: {found:?}");
        assert_eq!(
            (found[0].path.as_str(), found[0].strictness),
            (path, strictness)
        );
    }
    assert_eq!(changes("", "[file]\nragged-rows = \"forbid\""), []);
}

#[test]
fn rules_are_found_again() {
    let list = |rules: &[&str]| {
        let rules = rules.iter().map(|rule| format!("[[rules]]\n{rule}\n"));
        rules.collect::<String>()
    };
    let a = "expression = \"a > 1\"";
    let b = "expression = \"b > 1\"";
    let sum = |max: u8| format!("aggregate = \"sum(a)\"\nlimits = {{max = {max}}}");
    assert_eq!(changes(&list(&[a, b]), &list(&[b, a])), []);
    let found = changes(&list(&[a, b]), &list(&[b]));
    assert_eq!((found.len(), found[0].strictness), (1, Looser));
    assert_eq!(
        found[0].what,
        "rule `rules[0]` is gone: `expression` \"a > 1\""
    );
    let found = changes(&list(&[a, &sum(3)]), &list(&[&sum(4), a]));
    assert_eq!(
        (found.len(), found[0].path.as_str(), found[0].strictness),
        (1, "rules[0].limits", Looser)
    );
    let named = |rule: &str| format!("name = \"x\"\n{rule}");
    let found = changes(&list(&[&named(a)]), &list(&[&named(b)]));
    assert_eq!((found.len(), found[0].strictness), (1, Different));
    let found = changes(
        "[[columns.c.rules]]\nmin = 1\n",
        "[[columns.c.rules]]\nmin = 2\n",
    );
    assert_eq!(
        (found[0].path.as_str(), found[0].strictness),
        ("columns.c.rules[0].min", Stricter)
    );
    let warned = format!("{a}\nseverity = \"warning\"");
    let found = changes(&list(&[&warned]), &list(&[a]));
    assert_eq!(
        (found.len(), found[0].path.as_str(), found[0].strictness),
        (1, "rules[0].severity", Stricter)
    );
}

#[test]
fn a_change_has_its_places_and_its_party() {
    let (old, new) = ("[columns.a]\nmin = 1\n", "[columns.a]\n# more\nmin = 25\n");
    let change = changes(old, new).remove(0);
    assert_eq!(change.old.clone().map(|span| &old[span]), Some("1"));
    assert_eq!(change.new.clone().map(|span| &new[span]), Some("25"));
    assert_eq!(
        change.what,
        "`columns.a.min`: at least 25 instead of at least 1"
    );
    assert_eq!(change.breaking, Breaking::Compatible);
    assert_eq!(change.breaks(Party::Producers), Breaking::Breaking);
}

/// Rules of a column of small whole numbers.
fn rules() -> BoxedStrategy<ColumnRules> {
    let bound =
        || proptest::option::of((-4_i64..5).prop_map(|n| Spanned::new(0..0, Bound::Integer(n))));
    let set = proptest::option::of(proptest::collection::vec(-3_i64..4, 0..4));
    (bound(), bound(), bound(), bound(), set)
        .prop_map(|(min, max, above, below, set)| ColumnRules {
            min,
            max,
            above,
            below,
            values: set.map(|set| {
                let values = set
                    .into_iter()
                    .map(|n| Spanned::new(0..0, Bound::Integer(n)));
                Spanned::new(0..0, values.collect())
            }),
            ..ColumnRules::default()
        })
        .boxed()
}

/// The numbers that keep the rules.
fn kept(rules: &ColumnRules) -> Vec<i64> {
    let number = |bound: &Option<Spanned<Bound>>| match bound.as_ref().map(Spanned::get_ref) {
        Some(Bound::Integer(number)) => Some(*number),
        _ => None,
    };
    let in_set = |n: i64| {
        let set = rules.values.as_ref().map(Spanned::get_ref);
        set.is_none_or(|set| {
            set.iter()
                .any(|value| *value.get_ref() == Bound::Integer(n))
        })
    };
    let keeps = |n: &i64| {
        number(&rules.min).is_none_or(|min| *n >= min)
            && number(&rules.max).is_none_or(|max| *n <= max)
            && number(&rules.above).is_none_or(|above| *n > above)
            && number(&rules.below).is_none_or(|below| *n < below)
            && in_set(*n)
    };
    (-6..7).filter(keeps).collect()
}

proptest! {
    #[test]
    fn what_is_said_of_data_holds_for_them(old in rules(), new in rules()) {
        let contract = |rules: &ColumnRules| Contract {
            columns: [(Spanned::new(0..0, "a".to_owned()), rules.clone())].into(),
            ..Contract::default()
        };
        let found = diff(&contract(&old), &contract(&new));
        let all = found.iter().fold(Same, |all, change| all.and(change.strictness));
        let (old, new) = (kept(&old), kept(&new));
        let within = |a: &[i64], b: &[i64]| a.iter().all(|n| b.contains(n));
        match all {
            Same => prop_assert_eq!(old, new),
            Stricter => prop_assert!(within(&new, &old)),
            Looser => prop_assert!(within(&old, &new)),
            Different => {}
        }
    }
}
