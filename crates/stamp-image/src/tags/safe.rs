//! Tags that are taken wherever they are to go: `--safe` and `--lower-case`.

use verdict::sha256_of_bytes;

use super::version::sanitised;
use crate::args::Safe;

/// Characters of the digest that stands at the end of a tag that was cut.
const DIGEST: usize = 8;

/// What tags are held to beyond the characters that they may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    /// Where a tag must be taken; none: as docker/metadata-action makes it.
    pub(crate) safe: Option<Safe>,
    /// Whether tags are in lower case.
    pub(crate) lower_case: bool,
}

/// A tag by the rules, and what they did to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mended {
    /// The tag without the rules.
    pub(crate) before: String,
    /// The tag; empty where nothing is left of it.
    pub(crate) tag: String,
    /// Why it is another one than before.
    pub(crate) reasons: Vec<&'static str>,
}

impl Rules {
    /// Whether there are any.
    pub(crate) fn are_given(self) -> bool {
        self != Self::default()
    }

    /// The tag that a value makes, affixes and all.
    pub(crate) fn tag(self, value: &str) -> String {
        self.mend(value).tag
    }

    /// The tag that a value makes, and what the rules did to it. What would be
    /// a good tag without them stays, and so does a tag that they made.
    pub(crate) fn mend(self, value: &str) -> Mended {
        let before = sanitised(value);
        let mut mended = Mended {
            tag: before.clone(),
            before,
            reasons: Vec::new(),
        };
        if self.lower_case {
            mended.is_now(mended.tag.to_ascii_lowercase(), "--lower-case");
        }
        if let Some(safe) = self.safe {
            let trimmed = safe.trimmed(&mended.tag);
            let fits = trimmed.len() <= safe.longest();
            let told_apart = match fits && mended.tag.starts_with(|c| safe.is_bad_start(c)) {
                true => safe.with_digest(&trimmed, value),
                false => trimmed,
            };
            mended.is_now(told_apart, safe.why_trimmed());
            mended.is_now(safe.short(&mended.tag, value), safe.why_short());
        }
        mended
    }
}

impl Mended {
    fn is_now(&mut self, tag: String, reason: &'static str) {
        if tag != self.tag {
            self.tag = tag;
            self.reasons.push(reason);
        }
    }
}

impl Safe {
    /// Most characters of a tag.
    const fn longest(self) -> usize {
        match self {
            Self::Docker => 128,
            Self::Kubernetes => 63,
        }
    }

    /// Characters that a tag can't begin with.
    fn is_bad_start(self, c: char) -> bool {
        match self {
            Self::Docker => matches!(c, '.' | '-'),
            Self::Kubernetes => !c.is_ascii_alphanumeric(),
        }
    }

    /// Characters that a tag can't end with.
    fn is_bad_end(self, c: char) -> bool {
        self == Self::Kubernetes && !c.is_ascii_alphanumeric()
    }

    fn trimmed(self, tag: &str) -> String {
        tag.trim_start_matches(|c| self.is_bad_start(c))
            .trim_end_matches(|c| self.is_bad_end(c))
            .to_owned()
    }

    /// A tag that is not too long. The digest is that of the whole value, so
    /// that two that begin alike stay apart.
    fn short(self, tag: &str, value: &str) -> String {
        match tag.len() <= self.longest() {
            true => tag.to_owned(),
            false => self.with_digest(tag, value),
        }
    }

    /// What fits of a tag, with a part of the digest of the whole value: so a
    /// branch `日本/1.2.3` is not taken for the release.
    fn with_digest(self, tag: &str, value: &str) -> String {
        if tag.is_empty() {
            return String::new();
        }
        let kept: String = tag.chars().take(self.longest() - DIGEST - 1).collect();
        // Not two marks in a row.
        let kept = kept.trim_end_matches(|c| self.is_bad_start(c));
        let digest = sha256_of_bytes(value.as_bytes());
        format!("{kept}-{}", digest.get(..DIGEST).unwrap_or_default())
    }

    const fn why_trimmed(self) -> &'static str {
        match self {
            Self::Docker => "registries take no `.` or `-` at the start",
            Self::Kubernetes => "a label's value begins and ends with a letter or digit",
        }
    }

    const fn why_short(self) -> &'static str {
        match self {
            Self::Docker => "registries take at most 128 characters",
            Self::Kubernetes => "a label's value takes at most 63 characters",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DOCKER: Rules = Rules {
        safe: Some(Safe::Docker),
        lower_case: false,
    };
    const KUBERNETES: Rules = Rules {
        safe: Some(Safe::Kubernetes),
        lower_case: false,
    };

    /// The grammar of a tag in the OCI distribution specification.
    const TAG: &str = "^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$";

    /// The grammar of a label's value in Kubernetes' `apimachinery`, but for
    /// the empty one.
    const LABEL: &str = "^(?=.{1,63}$)[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";

    fn is(grammar: &str, text: &str) -> bool {
        let grammar = regress::Regex::new(grammar).expect("a pattern");
        grammar.find(text).is_some()
    }

    #[test]
    fn marks_at_the_start_go_and_long_ones_are_cut() {
        for (value, tag) in [
            // printf %s -.a | sha256sum
            ("-.a", "a-17d59ae2"),
            ("_a-", "_a-"),
            ("日本語", ""),
            ("日本/v1", "v1-a9e83506"),
            ("...", ""),
            ("A", "A"),
        ] {
            assert_eq!(DOCKER.tag(value), tag, "{value}");
        }
        for (value, tag) in [("_a-", "a-abeb1040"), ("a.", "a"), ("---", ""), ("_", "")] {
            assert_eq!(KUBERNETES.tag(value), tag, "{value}");
        }
        let lower = Rules {
            lower_case: true,
            safe: None,
        };
        assert_eq!(lower.tag("-Feature/ABC"), "-feature-abc");
        // printf a%.0s {1..129} | sha256sum
        let long = "a".repeat(129);
        let cut = format!("{}-c12cb024", "a".repeat(119));
        assert_eq!(DOCKER.tag(&long), cut);
        assert_eq!(DOCKER.tag(&"a".repeat(128)), "a".repeat(128));
        let ends = format!("{}/{}", "a".repeat(53), "b".repeat(30));
        let tag = KUBERNETES.tag(&ends);
        assert_eq!(tag.len(), 53 + 1 + DIGEST, "one mark, not two: {tag}");
        assert!(DOCKER.tag(&"_".repeat(200)).starts_with("____"));
    }

    #[test]
    fn what_was_done_is_told() {
        let mended = KUBERNETES.mend(&format!("-{}", "a".repeat(64)));
        assert_eq!(mended.before.len(), 65);
        assert_eq!(mended.reasons.len(), 2);
        assert!(DOCKER.mend("v1.2.3").reasons.is_empty());
        assert!(DOCKER.mend("a/b").reasons.is_empty(), "it is so anyway");
    }

    fn rules() -> impl Strategy<Value = Rules> {
        let safe = prop_oneof![Just(Safe::Docker), Just(Safe::Kubernetes)];
        (safe, any::<bool>()).prop_map(|(safe, lower_case)| Rules {
            safe: Some(safe),
            lower_case,
        })
    }

    proptest! {
        #[test]
        fn a_safe_tag_is_taken_and_stays(
            rules in rules(),
            value in prop_oneof![".{0,200}", "[a-zA-Z._/-]{0,200}", "[-._]{0,3}[a-c]{50,70}[-._]{0,3}"],
        ) {
            let tag = rules.tag(&value);
            prop_assert_eq!(rules.tag(&value), tag.clone());
            prop_assert_eq!(rules.tag(&tag), tag.clone());
            if !tag.is_empty() {
                prop_assert!(is(TAG, &tag), "{}", tag);
                let labelled = rules.safe == Some(Safe::Kubernetes);
                prop_assert!(!labelled || is(LABEL, &tag), "{}", tag);
                let lowered = rules.lower_case;
                prop_assert!(!lowered || !tag.contains(|c: char| c.is_ascii_uppercase()));
            }
        }

        #[test]
        fn a_good_tag_stays_as_it_is(tag in "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}") {
            prop_assert_eq!(DOCKER.tag(&tag), tag.clone());
            if is(LABEL, &tag) {
                prop_assert_eq!(KUBERNETES.tag(&tag), tag);
            }
        }

        #[test]
        fn long_names_that_begin_alike_stay_apart(a in "[a-z/]{1,8}", b in "[a-z/]{1,8}") {
            let long = |end: &str| format!("{}{end}", "x".repeat(130));
            for rules in [DOCKER, KUBERNETES] {
                prop_assert_eq!(a == b, rules.tag(&long(&a)) == rules.tag(&long(&b)));
            }
        }
    }
}
