//! How GTO (Git Tag Ops, 1.10) names its tags: `NAME@vVERSION` registers a
//! version, `NAME#STAGE` assigns a stage to the version of the same commit; a
//! `!` behind either takes it back, and `#N` counts the tags of an artifact.

use semver::Version;

/// A tag of GTO about an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) what: What,
    /// Whether it takes back.
    pub(super) cancels: bool,
    /// Its number among the artifact's tags.
    pub(super) counter: Option<u64>,
}

/// What a tag is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A version.
    Version(Version),
    /// A stage.
    Stage(String),
}

/// Reads a tag about an artifact; none if it is about another, or none of
/// GTO's.
pub(super) fn read(artifact: &str, tag: &str) -> Option<Tag> {
    let rest = tag.strip_prefix(&in_tag(artifact))?;
    let (sign, rest) = (rest.chars().next()?, rest.get(1..)?);
    let (body, counter) = match rest.split_once('#') {
        Some((body, counter)) => (body, Some(counter.parse().ok()?)),
        None => (rest, None),
    };
    let (body, cancels) = match body.strip_suffix('!') {
        Some(body) => (body, true),
        None => (body, false),
    };
    let what = match sign {
        '@' => What::Version(Version::parse(body.strip_prefix('v')?).ok()?),
        '#' if is_name(body) => What::Stage(body.to_owned()),
        _ => return None,
    };
    Some(Tag {
        what,
        cancels,
        counter,
    })
}

/// The tag that registers a version.
pub(super) fn registers(artifact: &str, version: &Version) -> String {
    format!("{}@v{version}", in_tag(artifact))
}

/// The tag that assigns a stage, with its number.
pub(super) fn assigns(artifact: &str, stage: &str, counter: u64) -> String {
    format!("{}#{stage}#{counter}", in_tag(artifact))
}

/// Whether GTO takes a text for an artifact, `NAME` or `FOLDER:NAME`.
pub(super) fn is_artifact(text: &str) -> bool {
    match text.split_once(':') {
        Some((folder, name)) => {
            let known = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
            !folder.is_empty() && folder.chars().all(known) && is_name(name)
        }
        None => is_name(text),
    }
}

/// Whether GTO takes a text for a name: letters, digits, and `-`, `_` and `/`
/// within.
pub(super) fn is_name(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_alphanumeric() || "-_/".contains(c);
    let outer = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    text.chars().all(inner) && outer(text.chars().next()) && outer(text.chars().last())
}

fn in_tag(artifact: &str) -> String {
    artifact.replace(':', "=")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_as_gto_writes_them() {
        let version = |text| What::Version(Version::parse(text).expect(text));
        let stage = |text: &str| What::Stage(text.to_owned());
        for (tag, what, cancels, counter) in [
            ("churn@v0.0.1", version("0.0.1"), false, None),
            ("churn@v1.2.3-rc.1!#4", version("1.2.3-rc.1"), true, Some(4)),
            ("churn#prod#12", stage("prod"), false, Some(12)),
            ("churn#prod!#13", stage("prod"), true, Some(13)),
            ("churn#prod", stage("prod"), false, None),
        ] {
            let read = read("churn", tag).expect(tag);
            assert_eq!(
                (read.what, read.cancels, read.counter),
                (what, cancels, counter)
            );
        }
        for tag in [
            "v1.2.3",
            "churn",
            "churn@1.2.3",
            "churn@deprecated",
            "churned#prod#1",
            "churn#prod#x",
            "churn#-#1",
        ] {
            assert_eq!(read("churn", tag), None, "{tag}");
        }
        let own = Version::parse("1.2.3").expect("a version");
        assert_eq!(registers("models:churn", &own), "models=churn@v1.2.3");
        assert_eq!(assigns("churn", "prod", 2), "churn#prod#2");
        assert!(read("models:churn", "models=churn@v1.2.3").is_some());
    }

    #[test]
    fn names_are_those_of_gto() {
        for name in ["churn", "a", "a/b-c_d", "models/x:churn", "X1"] {
            assert!(is_artifact(name), "{name}");
        }
        for name in [
            "", "-a", "a-", "a b", "a@b", "a#b", ":a", "a:", "a:b:c", "ä", "a^", "a..b",
        ] {
            assert!(!is_artifact(name), "{name}");
        }
    }
}
