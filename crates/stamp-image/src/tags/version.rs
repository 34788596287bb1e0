//! What the entries come to: the main version, further ones, and `latest`.

use super::flavor::Latest;

/// What the entries come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Version {
    /// The first tag made.
    pub(crate) main: Option<String>,
    /// The others, each once.
    pub(crate) partial: Vec<String>,
    /// Whether `latest` is added; not known before the first tag.
    latest: Option<bool>,
}

impl Version {
    /// Takes one more tag, sanitised already. `auto` says whether its type
    /// brings `latest` when the flavor leaves that to the first tag.
    pub(crate) fn push(&mut self, tag: String, latest: Latest, auto: bool) {
        self.latest.get_or_insert(match latest {
            Latest::Auto | Latest::Highest => auto,
            Latest::Always => true,
            Latest::Never => false,
        });
        match &self.main {
            None => self.main = Some(tag),
            Some(main) if *main == tag || self.partial.contains(&tag) => {}
            Some(_) => self.partial.push(tag),
        }
    }

    /// Whether `latest` is added.
    pub(crate) fn gives_latest(&self) -> bool {
        self.main.is_some() && self.latest == Some(true)
    }

    /// The tags without an image's name, `latest` at the end. It is not
    /// compared with the others: docker/metadata-action gives it twice too.
    pub(crate) fn names(&self, latest_tag: &str) -> Vec<String> {
        let Some(main) = &self.main else {
            return Vec::new();
        };
        let mut names = vec![main.clone()];
        names.extend(self.partial.iter().cloned());
        if self.latest == Some(true) {
            names.push(latest_tag.to_owned());
        }
        names
    }
}

/// A tag of the characters that a registry takes: each run of others becomes
/// one `-`.
pub(crate) fn sanitised(text: &str) -> String {
    let mut tag = String::new();
    let mut in_run = false;
    for c in text.chars() {
        let fits = c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if fits {
            tag.push(c);
        } else if !in_run {
            tag.push('-');
        }
        in_run = !fits;
    }
    tag
}

/// Why a registry would refuse a tag, if it would.
pub(crate) fn refusal(tag: &str) -> Option<&'static str> {
    // The grammar of a tag in the OCI distribution specification:
    // [a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}
    if tag.starts_with(['.', '-']) {
        Some("it begins with `.` or `-`")
    } else if tag.len() > 128 {
        Some("it is longer than 128 characters")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn runs_of_other_characters_become_one_dash() {
        for (text, tag) in [
            ("feature/a#1", "feature-a-1"),
            ("日本語", "-"),
            ("$(touch x)", "-touch-x-"),
            ("a\n::set-output name=b::c", "a-set-output-name-b-c"),
            ("A_b.c-d", "A_b.c-d"),
        ] {
            assert_eq!(sanitised(text), tag);
        }
    }

    #[test]
    fn the_first_tag_decides_on_latest() {
        let mut version = Version::default();
        assert!(version.names("latest").is_empty());
        version.push("a".into(), Latest::Auto, false);
        version.push("b".into(), Latest::Auto, true);
        version.push("a".into(), Latest::Auto, true);
        version.push("b".into(), Latest::Auto, true);
        assert_eq!(version.names("latest"), ["a", "b"]);
        let mut version = Version::default();
        version.push("latest".into(), Latest::Always, false);
        assert_eq!(version.names("latest"), ["latest", "latest"]);
    }

    #[test]
    fn registries_refuse_long_tags_and_leading_marks() {
        assert_eq!(refusal(&"a".repeat(128)), None);
        assert!(refusal(&"a".repeat(129)).is_some());
        assert!(refusal(".a").is_some() && refusal("-a").is_some());
        assert_eq!(refusal("_a"), None);
    }

    proptest! {
        #[test]
        fn a_sanitised_tag_stays_as_it_is(text in ".{0,40}") {
            let once = sanitised(&text);
            prop_assert_eq!(sanitised(&once), once.clone());
            prop_assert!(once.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)));
        }
    }
}
