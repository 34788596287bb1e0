//! Entries over refs that share image tags, by design or not.

use verdict::Outcome;

use super::*;
use crate::change::tests::change;

/// The checks of entries over git tags and branches.
fn linted(tags: &str, git_tags: &[&str], branches: &[&str]) -> Vec<Check> {
    let args = Args {
        tags: vec![tags.to_owned()],
        ..Args::default()
    };
    let request = Request::read(&args).expect("a request");
    let full = |kind: &str, names: &[&str]| {
        let full = names.iter().map(|name| format!("{kind}{name}"));
        Arc::new(full.collect())
    };
    let refs = Refs {
        tags: full("refs/tags/", git_tags),
        branches: full("refs/heads/", branches),
    };
    let change = change("push", "refs/heads/main");
    let taken: Vec<Taken<'_>> = request
        .entries
        .iter()
        .map(|entry| {
            Taken::by(
                entry,
                refs.for_entry(entry).expect("refs"),
                &request,
                &change,
            )
        })
        .collect();
    let mut seen = BTreeSet::new();
    let mut checks: Vec<Check> = taken
        .iter()
        .flat_map(|taken| checks_of(taken, &taken.target(&request, &mut seen), false))
        .collect();
    checks.extend(between(&taken));
    checks.extend(branch_or_tag(&taken));
    checks
}

/// The cause of the collision of an entry, if there is one.
fn collision(tags: &str, refs: &[&str]) -> Option<String> {
    let checks = linted(tags, refs, refs);
    let check = checks
        .iter()
        .find(|check| check.id == "collides" && check.target.is_some());
    let check = check.unwrap_or_else(|| panic!("{tags} takes a ref of {refs:?}: {checks:?}"));
    assert_eq!(
        check.outcome == Outcome::Fail,
        check.cause.is_some(),
        "{check:?}"
    );
    check.cause.clone()
}

#[test]
fn the_famous_one_is_found() {
    let cause = collision(
        r"type=match,pattern=\d.\d.\d",
        &["v1.1.1", "v1.1.10", "v1.1.11"],
    );
    assert_eq!(
        cause.as_deref(),
        Some("refs/tags/v1.1.1 and refs/tags/v1.1.10 both come to `1.1.1`")
    );
}

#[test]
fn what_overwrites_another_release_is_a_collision() {
    for (tags, refs) in [
        ("type=ref,event=tag", &["a/b", "a-b"][..]),
        ("type=ref,event=branch", &["feat/x", "feat-x"]),
        (r"type=match,pattern=\d.\d", &["1.1.0", "1.10.0"]),
        (
            r"type=match,pattern=v(\d+\.\d+\.\d+),group=1",
            &["v1.2.3", "v1.2.3-rc.1"],
        ),
        (
            r"type=match,pattern=v(\d+\.\d+),group=1",
            &["v1.2.3", "v1.2.4-rc.1"],
        ),
        (
            // Where `match` finds nothing, the whole name is taken.
            "type=semver,pattern={{version}},match=^api/v(.*)$",
            &["api/v1.0.0", "v1.0.0"],
        ),
        (
            "type=match,pattern=v(.*),group=1",
            &["api/v1.0.0", "web/v1.0.0"],
        ),
        (
            r"type=match,pattern=v(\d+\.\d+),group=1",
            &["api/v1.0.0", "web/v1.0.1"],
        ),
        (
            "type=semver,pattern={{version}},match=v(.*)$",
            &["api/v1.0.0", "web/v1.0.0"],
        ),
        (
            "type=semver,pattern={{version}}",
            &["v1.0.0+cpu", "v1.0.0+gpu"],
        ),
        (
            "type=semver,pattern={{major}}.{{minor}}.{{patch}}",
            &["1.0.0+cpu", "1.0.0"],
        ),
        (
            "type=semver,pattern={{major}}{{minor}}",
            &["1.11.0", "11.1.0"],
        ),
        (
            "type=pep440,pattern={{major}}.{{minor}}",
            &["1.2.3", "1!1.2.4"],
        ),
        (
            "type=pep440,pattern={{major}}.{{minor}}.{{patch}}",
            &["1.2.3.4", "1.2.3.5"],
        ),
        (
            "type=semver,pattern=stable,match=v(.*)$",
            &["api/v1.0.0", "web/v2.0.0"],
        ),
    ] {
        assert!(collision(tags, refs).is_some(), "{tags} {refs:?}");
    }
}

#[test]
fn a_tag_that_is_meant_to_move_may_move() {
    for (tags, refs) in [
        (
            "type=semver,pattern={{major}}.{{minor}}",
            &["v1.2.3", "v1.2.4", "1.2.5"][..],
        ),
        (
            "type=semver,pattern={{major}}",
            &["1.2.3", "1.3.0", "1.3.0+x"],
        ),
        ("type=semver,pattern=stable", &["1.2.3", "2.0.0"]),
        (
            "type=semver,pattern={{version}}",
            &["1.2.3", "v1.2.3", "1.2.3-rc.1", "1.2.30"],
        ),
        ("type=semver,pattern={{raw}}", &["1.0.0", "1.0.0+x"]),
        (
            "type=pep440,pattern={{major}}.{{minor}}.{{patch}}",
            &["1.2", "1.2.0"],
        ),
        (
            r"type=match,pattern=v(\d+),group=1",
            &["v1.2.3", "v1.3.10", "v10.0.0"],
        ),
        (
            r"type=match,pattern=v(\d+\.\d+),group=1",
            &["v1.2.3", "v1.2.10"],
        ),
        (
            r"type=match,pattern=^v?(.*)$,group=1",
            &["1.2.3", "v1.2.3", "v1.2.4"],
        ),
        (
            "type=semver,pattern={{version}},match=^api/v(.*)$",
            &["api/v1.0.0", "web/v1.0.0"],
        ),
        ("type=ref,event=tag,suffix=-{{sha}}", &["a/b", "a-b"]),
    ] {
        assert_eq!(collision(tags, refs), None, "{tags} {refs:?}");
    }
}

/// What is said of all entries together.
fn met(tags: &str, refs: &[&str]) -> Option<(Outcome, Option<String>)> {
    let checks = linted(tags, refs, &[]);
    let mut of_all = checks
        .into_iter()
        .filter(|check| check.id == "entries-collide");
    of_all.next().map(|check| (check.outcome, check.cause))
}

#[test]
fn two_entries_that_make_one_image_tag_of_two_lines_collide() {
    let api = "type=semver,pattern={{version}},match=^api/v(.*)";
    let web = "type=semver,pattern={{version}},match=^web/v(.*)";
    let cause = format!(
        "refs/tags/api/v1.2.3 by `{api}` and refs/tags/web/v1.2.3 by `{web}` both come to `1.2.3`"
    );
    let both = format!("{api}\n{web}");
    let refs = ["api/v1.2.3", "web/v1.2.3", "web/v1.2.4"];
    assert_eq!(met(&both, &refs), Some((Outcome::Fail, Some(cause))));
    for (tags, refs) in [
        (
            "type=ref,event=tag\ntype=semver,pattern={{version}},match=^api/v(.*)",
            &["1.2.3", "api/v1.2.3"][..],
        ),
        (
            "type=ref,event=tag,prefix=x\ntype=ref,event=tag",
            &["a", "xa"],
        ),
        (
            "type=match,pattern=^api/v(\\d+),group=1\ntype=semver,pattern={{major}},match=^web/v(.*)",
            &["api/v1.2.3", "web/v1.4.0"],
        ),
    ] {
        let (outcome, _) = met(tags, refs).expect(tags);
        assert_eq!(outcome, Outcome::Fail, "{tags} {refs:?}");
    }
}

#[test]
fn two_entries_may_make_one_image_tag_of_one_line() {
    let named = "type=semver,pattern={{version}},match=^api/v(.*),prefix=api-\ntype=semver,pattern={{version}},match=^web/v(.*),prefix=web-";
    for (tags, refs) in [
        (named, &["api/v1.2.3", "web/v1.2.3"][..]),
        (
            "type=semver,pattern=v{{major}}\ntype=ref,event=tag",
            &["v1", "v1.2.3", "v1.3.0"],
        ),
        (
            "type=semver,pattern={{version}}\ntype=pep440,pattern={{version}}\ntype=ref,event=tag",
            &["1.2.3", "v1.2.3"],
        ),
        (
            "type=semver,pattern={{major}}.{{minor}}\ntype=match,pattern=v(\\d+\\.\\d+),group=1",
            &["v1.2.3", "v1.2.4"],
        ),
        (
            "type=ref,event=tag,prefix=x,suffix=-{{sha}}\ntype=ref,event=tag,suffix=-{{sha}}",
            &["a", "xa"],
        ),
    ] {
        let said = met(tags, refs);
        assert!(
            matches!(said, None | Some((Outcome::Pass, _))),
            "{tags} {refs:?}: {said:?}"
        );
    }
    assert_eq!(met("type=ref,event=tag", &["a"]), None, "one entry");
}

#[test]
fn only_what_comes_out_of_a_template_names_the_commit() {
    for tags in [
        "type=ref,event=tag,suffix={{#if false}}{{sha}}{{/if}}",
        "type=ref,event=tag,prefix={{branch}}shared-",
        "type=ref,event=tag,suffix=-{{commit_date 'YYYY'}}",
    ] {
        assert!(collision(tags, &["a/b", "a-b"]).is_some(), "{tags}");
    }
    for tags in [
        "type=ref,event=tag,suffix=-{{#if sha}}{{sha}}{{/if}}",
        "type=semver,pattern={{version}},value=1.0.0-{{sha}}{{tag}}",
    ] {
        assert_eq!(collision(tags, &["a/b", "a-b"]), None, "{tags}");
    }
}

fn outcome(checks: &[Check], id: &str) -> Vec<Outcome> {
    let checks = checks.iter().filter(|check| check.id == id);
    checks.map(|check| check.outcome).collect()
}

#[test]
fn an_entry_that_takes_nothing_is_warned_of_unless_it_is_off() {
    let tags = "type=match,pattern=x\ntype=ref,event=tag,enable=false\ntype=ref,event=tag";
    let checks = linted(tags, &["v1"], &[]);
    let outcomes = outcome(&checks, "takes-a-ref");
    assert_eq!(outcomes, [Outcome::Warn, Outcome::Pass, Outcome::Pass]);
}

#[test]
fn a_bad_pattern_fails_and_the_others_are_judged() {
    let checks = linted(
        "type=match,pattern=(\ntype=ref,event=tag",
        &["v1", "-x"],
        &[],
    );
    assert_eq!(outcome(&checks, "works"), [Outcome::Fail, Outcome::Pass]);
    assert_eq!(outcome(&checks, "valid-tag"), [Outcome::Warn]);
    let cause = checks[0].cause.as_deref().expect("a cause");
    assert!(
        cause.starts_with("--tags:1:20: the pattern is no regular expression"),
        "{cause}"
    );
}

#[test]
fn a_pattern_that_never_ends_is_left_behind() {
    let hostile = format!("{}!", "a".repeat(40));
    let checks = linted("type=match,pattern=^(a+)+$", &["aa", &hostile], &[]);
    assert_eq!(outcome(&checks, "in-time"), [Outcome::Inconclusive]);
    let cause = checks[0].cause.as_deref().expect("a cause");
    assert!(cause.contains("aaa!"), "{cause}");
}

#[test]
fn a_branch_that_comes_to_the_tag_of_a_release_fails() {
    let tags = "type=ref,event=branch\ntype=semver,pattern={{major}}.{{minor}}";
    let of_both = |branches: &[&str]| {
        let checks = linted(tags, &["v1.2.3"], branches);
        checks.last().map(|check| check.outcome)
    };
    assert_eq!(of_both(&["main", "1.2"]), Some(Outcome::Fail));
    assert_eq!(of_both(&["main"]), Some(Outcome::Pass));
}

#[test]
fn an_option_that_means_nothing_here_is_a_fault() {
    let known = Args {
        strict: true,
        sep_tags: Some(",".to_owned()),
        ..Args::default()
    };
    assert!(check_options(&known).is_ok());
    for (option, args) in [
        (
            "--exists",
            Args {
                exists: true,
                ..Args::default()
            },
        ),
        (
            "--print",
            Args {
                print: Print::Explain,
                ..Args::default()
            },
        ),
        (
            "--output",
            Args {
                output: Some("x".into()),
                ..Args::default()
            },
        ),
    ] {
        let fault = check_options(&args).expect_err(option);
        assert!(
            fault.message.starts_with(&format!("`{option}` is")),
            "{fault}"
        );
    }
}

#[test]
fn tables_are_bounded() {
    let names: Vec<String> = (0..60).map(|number| format!("v1.0.{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let args = Args {
        tags: vec!["type=semver,pattern={{version}}".to_owned()],
        ..Args::default()
    };
    let request = Request::read(&args).expect("a request");
    let refs = names
        .iter()
        .map(|name| format!("refs/tags/{name}"))
        .collect();
    let change = change("push", "");
    let taken = [Taken::by(
        &request.entries[0],
        &Arc::new(refs),
        &request,
        &change,
    )];
    let exhibits = exhibits(&taken);
    let [::report::Exhibit::Table { rows, .. }] = exhibits.as_slice() else {
        panic!("one table: {exhibits:?}");
    };
    assert_eq!(rows.len(), 51);
    assert_eq!(rows[50], ["and 10 more", ""]);
    assert_eq!(lines(&taken).lines().count(), 60);
}
