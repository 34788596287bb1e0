//! Which file a check is shown at by formats that want one.

use std::collections::HashMap;

use verdict::{Check, Location, Verdict, sha256_of_bytes};

/// The places of a check in files; where it names none, the policy or else
/// the subject, if that looks like a file.
pub(crate) fn places(check: &Check, verdict: &Verdict) -> Vec<Location> {
    let own = check.locations.iter().filter(|place| is_file(&place.file));
    let places: Vec<Location> = own.cloned().collect();
    if !places.is_empty() {
        return places;
    }
    let predicate = &verdict.predicate;
    let named = predicate
        .configuration
        .first()
        .into_iter()
        .chain(verdict.subject.first());
    let mut files = named.filter(|subject| looks_like_a_path(&subject.name));
    files
        .next()
        .map(|subject| Location::file(&*subject.name))
        .into_iter()
        .collect()
}

/// Not a name such as `<stdin>`.
fn is_file(file: &str) -> bool {
    !file.is_empty() && !file.starts_with('<')
}

/// Whether a name is a relative path and not an image or a model: it ends in
/// an extension that begins with a letter, and holds no `:`, `@` or blank.
fn looks_like_a_path(name: &str) -> bool {
    let base = name.rsplit('/').next().unwrap_or(name);
    let extension = base.rsplit_once('.').map(|(_, extension)| extension);
    !name.starts_with(['/', '<'])
        && !name.contains([':', '@', '\\'])
        && !name.contains(char::is_whitespace)
        && extension.is_some_and(|e| e.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// A path with forward slashes and without a leading `./`.
pub(crate) fn relative(file: &str) -> String {
    let mut path = file.replace('\\', "/");
    while let Some(rest) = path.strip_prefix("./") {
        path = rest.trim_start_matches('/').to_owned();
    }
    path
}

/// A number that stays the same for the same check of the same tool, whatever
/// it observed. `ordinal` tells apart checks of one id and target.
pub(crate) fn fingerprint(tool: &str, check: &Check, ordinal: Option<u64>) -> String {
    let named = (tool, &check.id, &check.target, ordinal);
    // JSON, so that no two lists of names run together into the same bytes.
    sha256_of_bytes(&serde_json::to_vec(&named).unwrap_or_default())
}

/// The fingerprints of all checks of a verdict in their order, all different.
pub(crate) fn fingerprints(verdict: &Verdict) -> Vec<String> {
    let mut seen: HashMap<(&str, Option<&str>), u64> = HashMap::new();
    let tool = &verdict.predicate.tool.name;
    let checks = verdict.predicate.checks.iter();
    checks
        .map(|check| {
            let ordinal = seen
                .entry((&check.id, check.target.as_deref()))
                .or_default();
            *ordinal += 1;
            fingerprint(tool, check, Some(*ordinal))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::verdict;

    #[test]
    fn paths_are_told_from_images_and_models() {
        for path in ["data/a.csv", "gate.toml", "./x/b.parquet"] {
            assert!(looks_like_a_path(path), "{path}");
        }
        for name in [
            "ghcr.io/org/app",
            "app:1.2.x",
            "a.b@sha256",
            "fraud-1.2",
            "/etc/a.csv",
            "<stdin>",
            "",
        ] {
            assert!(!looks_like_a_path(name), "{name}");
        }
    }

    #[test]
    fn a_check_without_a_place_is_shown_at_the_policy_then_the_subject() {
        let mut verdict = verdict();
        let bare = Check::pass("a", "a").at(Location::file("<stdin>"));
        assert_eq!(
            places(&bare, &verdict),
            [Location::file("contracts/people.toml")]
        );
        verdict.predicate.configuration.clear();
        assert_eq!(places(&bare, &verdict), [Location::file("data/people.csv")]);
        verdict.subject.clear();
        assert_eq!(places(&bare, &verdict), []);
    }

    #[test]
    fn fingerprints_differ_but_not_by_what_was_observed() {
        let mut verdict = verdict();
        let first = verdict.predicate.checks[0].clone();
        let twin = first.clone().observed(7).at(Location::line("x", 3));
        verdict.predicate.checks.push(twin);
        let before = fingerprints(&verdict);
        let mut sorted = before.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!(sorted.len(), verdict.predicate.checks.len());
        verdict.predicate.checks[4] = first;
        assert_eq!(fingerprints(&verdict), before);
    }

    #[test]
    fn paths_are_made_relative() {
        assert_eq!(relative(r".\data\a.csv"), "data/a.csv");
        assert_eq!(relative(".//a"), "a");
        assert_eq!(relative("../a"), "../a");
    }
}
