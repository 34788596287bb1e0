//! Entries of every type on changes of every kind.

use super::*;
use crate::change::tests::change;
use crate::tags::entry::entries;
use crate::tags::flavor::flavor;
use crate::tags::template::Escape;

/// What the entries of a block come to.
fn made_by(change: &Change, tags: &str, flavor_lines: &str) -> Result<Vec<Made>, Fault> {
    let (block, entries) = entries(Block::new("--tags", &[tags.to_owned()]))?;
    let flavor = flavor(&Block::new("--flavor", &[flavor_lines.to_owned()]))?;
    let templates = Templates::of_change(change, Escape::Html);
    let maker = Maker {
        block: &block,
        change,
        flavor: &flavor,
        templates: &templates,
        patterns: &Patterns::default(),
        rules: Rules::default(),
    };
    entries.iter().map(|entry| maker.make(entry)).collect()
}

/// The tag of one entry and whether it brings `latest`; none without a tag.
fn one(reference: &str, tag: &str) -> Option<(String, bool)> {
    let made = made_by(&change("push", reference), tag, "").expect(tag);
    match made.into_iter().next() {
        Some(Made::Tag { name, latest, .. }) => Some((name, latest)),
        _ => None,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside `None`")]
fn some(name: &str, latest: bool) -> Option<(String, bool)> {
    Some((name.to_owned(), latest))
}

#[test]
fn refs_by_kind() {
    assert_eq!(
        one("refs/heads/a/b", "type=ref,event=branch"),
        some("a-b", false)
    );
    assert_eq!(one("refs/heads/a", "type=ref,event=tag"), None);
    assert_eq!(
        one("refs/tags/v1-rc", "type=ref,event=tag"),
        some("v1-rc", true)
    );
    assert_eq!(
        one("refs/pull/7/merge", "type=ref,event=pr"),
        some("pr-7", false)
    );
    assert_eq!(
        one("refs/pull/7/head", "type=ref,event=pr,prefix="),
        some("7-head", false)
    );
    assert_eq!(one("refs/heads/main", "type=edge"), some("edge", false));
    assert_eq!(one("refs/heads/dev", "type=edge"), None);
    assert_eq!(
        one("refs/heads/dev", "type=edge,branch=dev"),
        some("edge", false)
    );
    assert_eq!(
        one("refs/heads/dev", "type=sha"),
        some("sha-860c190", false)
    );
    assert_eq!(
        one("refs/heads/dev", "type=sha,format=long,prefix="),
        some("860c1904a1ce19322e91ac35af1ab07466440c37", false)
    );
}

#[test]
fn hostile_refs_are_sanitised() {
    for (branch, tag) in [
        ("$(touch x)", "-touch-x-"),
        ("a\n::set-output name=x::y", "a-set-output-name-x-y"),
        ("日本語", "-"),
        ("{{sha}}", "-sha-"),
    ] {
        let reference = format!("refs/heads/{branch}");
        assert_eq!(
            one(&reference, "type=ref,event=branch"),
            some(tag, false),
            "{branch}"
        );
    }
    // Through a template HTML escapes come first.
    assert_eq!(
        one("refs/heads/feat=1", "type=ref,event=branch"),
        some("feat-1", false)
    );
    assert_eq!(
        one("refs/heads/feat=1", "{{branch}}"),
        some("feat-x3D-1", false)
    );
}

#[test]
fn semantic_versions() {
    let on = |tag: &str, entry: &str| one(&format!("refs/tags/{tag}"), entry);
    assert_eq!(
        on("v1.2.3", "type=semver,pattern={{major}}.{{minor}}"),
        some("1.2", true)
    );
    assert_eq!(
        on("v1.2.3-rc.1", "type=semver,pattern={{major}}"),
        some("1.2.3-rc.1", false)
    );
    assert_eq!(
        on("v1.2.3-rc.1", "type=semver,pattern={{raw}}"),
        some("v1.2.3-rc.1", false)
    );
    assert_eq!(
        on("v1.2.3+b", "type=semver,pattern={{raw}}"),
        some("v1.2.3-b", true)
    );
    // The names of the change are not known in a pattern.
    assert_eq!(
        on("v1.2.3", "type=semver,pattern={{version}}{{sha}}"),
        some("1.2.3", true)
    );
    assert_eq!(
        on("p/v1.2.3", "type=semver,pattern={{version}},match=v(.*)$"),
        some("1.2.3", true)
    );
    assert_eq!(on("1.2", "type=semver,pattern={{version}}"), None);
    assert_eq!(
        on("x", "type=semver,pattern={{version}},value=v2.0.0"),
        some("2.0.0", true)
    );
    assert_eq!(
        on("1.2rc1", "type=pep440,pattern={{major}}"),
        some("1.2rc1", false)
    );
    assert_eq!(
        on("1", "type=pep440,pattern={{major}}.{{minor}}.{{patch}}"),
        some("1.0.0", true)
    );
}

#[test]
fn parts_of_a_tag() {
    let on = |entry: &str| one("refs/tags/v2.0.8-beta.67", entry);
    assert_eq!(
        on(r"type=match,pattern=v(.*)-beta.(.*),group=2"),
        some("67", true)
    );
    assert_eq!(on(r"type=match,pattern=\d.\d"), some("2.0", true));
    assert_eq!(on(r"type=match,pattern=/BETA/i"), some("beta", true));
    for entry in [
        r"type=match,pattern=x",
        r"type=match,pattern=\d,group=1",
        r"type=match,pattern=(\d),group=01",
    ] {
        assert_eq!(on(entry), None, "{entry}");
    }
}

#[test]
fn an_own_affix_replaces_the_flavors() {
    let change = change("schedule", "refs/pull/7/merge");
    let tags =
        "type=schedule\ntype=ref,event=pr\nx,suffix=\ntype=schedule,pattern={{sha}}{{date 'YY'}}";
    let made = made_by(&change, tags, "prefix=a-\nsuffix=-{{sha}}").expect("tags");
    let names: Vec<&str> = made
        .iter()
        .filter_map(|made| match made {
            Made::Tag { name, .. } => Some(name.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        names,
        ["a-nightly-860c190", "pr-7-860c190", "a-x", "a-20-860c190"]
    );
}

#[test]
fn enable_is_a_template_that_says_true_or_false() {
    assert_eq!(
        one("refs/heads/main", "x,enable={{is_default_branch}}"),
        some("x", false)
    );
    assert_eq!(
        one("refs/heads/dev", "x,enable={{is_default_branch}}"),
        None
    );
    for said in ["True", "", "yes"] {
        let fault = made_by(&change("push", ""), &format!("x,enable={said}"), "");
        assert!(fault.is_err(), "{said}");
    }
}

#[test]
fn faults_stand_at_their_place() {
    let main = change("push", "refs/tags/v1.2.3");
    for (tags, expected) in [
        (
            "a\nx,enable=no",
            "--tags:2:10: `enable` comes to `no`, which is neither `true` nor `false`",
        ),
        (
            "type=match,pattern=(",
            "--tags:1:20: the pattern is no regular expression: unbalanced parenthesis",
        ),
        (
            "{{brnch 'a'}}",
            "--tags:1:1: the template calls `brnch`, which is not known",
        ),
        (
            "type=semver,pattern=x,match=v.*",
            "--tags:1:29: the match has no group 1",
        ),
    ] {
        assert_eq!(
            made_by(&main, tags, "").expect_err(tags).to_string(),
            expected
        );
    }
}

#[test]
fn a_detached_head_is_a_fault_only_where_the_ref_is_needed() {
    let mut detached = change("push", "");
    detached.from_git = true;
    assert!(made_by(&detached, "type=sha\nx\ntype=schedule", "").is_ok());
    assert!(made_by(&detached, "type=semver,pattern={{raw}},value=1.2.3", "").is_ok());
    assert!(made_by(&detached, "type=ref,event=tag,enable=false", "").is_ok());
    for entry in [
        "type=ref,event=branch",
        "type=edge",
        "type=semver,pattern={{raw}}",
    ] {
        let fault = made_by(&detached, entry, "").expect_err(entry);
        assert!(fault.message.contains("detached") && fault.help.len() == 2);
    }
}

#[test]
fn edge_without_a_default_branch_is_doubtful() {
    let mut unknown = change("push", "refs/heads/main");
    unknown.default_branch = None;
    let made = made_by(&unknown, "type=edge", "").expect("no fault");
    assert!(matches!(made.as_slice(), [Made::Doubtful { .. }]));
}
