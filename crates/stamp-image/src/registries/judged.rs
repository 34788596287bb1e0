//! Whether the digest that is promoted is the one that was judged.

use ::registry::{Digest, Reference};
use verdict::{Check, Subject, Verdict, cut};

use super::PromoteArgs;
use super::access::SCHEME;

/// Whether what a verdict judged is an image that `promote` looks at itself,
/// since it is no file here: one of the same registry, or that very digest.
pub(crate) fn is_image(args: &PromoteArgs, subject: &Subject) -> bool {
    let image = Reference::parse(&args.image).ok();
    let image = image.and_then(|image| Some((image.digest.clone()?, image)));
    image.is_some_and(|(digest, image)| concerns(subject, &image, &digest))
}

fn concerns(subject: &Subject, image: &Reference, digest: &Digest) -> bool {
    if is(subject, digest) {
        return true;
    }
    let named = Reference::parse(name(subject));
    // A path of a file may read as a name of Docker's own registry.
    let with_host = name(subject).starts_with(&format!("{}/", image.host));
    !subject.digest.contains_key("gitCommit")
        && named
            .is_ok_and(|named| named.host == image.host && (with_host || named.path == image.path))
}

/// The name of an image, with or without the scheme of images.
fn name(subject: &Subject) -> &str {
    let name = subject.name.strip_prefix(SCHEME);
    name.unwrap_or(&subject.name)
}

/// Whether a subject is a digest, and nothing beside it.
fn is(subject: &Subject, digest: &Digest) -> bool {
    let judged = subject.digest.get(digest.algorithm());
    judged.is_some_and(|judged| judged == digest.hex()) && !subject.digest.contains_key("gitCommit")
}

/// Whether one of the required verdicts judged the image, and none of them
/// another one in its place. None: no verdict was required.
pub(super) fn check(image: &Reference, digest: &Digest, verdicts: &[Verdict]) -> Option<Check> {
    if verdicts.is_empty() {
        return None;
    }
    let check = Check::pass(
        "digest-was-judged",
        "a required verdict judged this very digest",
    )
    .on(image.repository())
    .expected(digest.to_string());
    let help = "promote the digest that was judged, or judge this one: a new build has another digest, and an index another one than the image of a platform";
    let mut judged = false;
    for verdict in verdicts {
        let subjects = verdict.subject.iter();
        let of_image: Vec<&Subject> = subjects
            .filter(|subject| concerns(subject, image, digest))
            .collect();
        if of_image.iter().any(|subject| is(subject, digest)) {
            judged = true;
            continue;
        }
        let another = of_image.iter().find(|subject| {
            Reference::parse(name(subject)).is_ok_and(|named| named.path == image.path)
        });
        if let Some(another) = another {
            let (tool, found) = (cut(&verdict.predicate.tool.name), shown(another));
            let why = format!("{tool} judged {found}");
            return Some(check.observed(found).broken(why).help(help));
        }
    }
    Some(match judged {
        true => check.observed(digest.to_string()),
        false => check
            .broken("none of the required verdicts judged this image")
            .help(help),
    })
}

fn shown(subject: &Subject) -> String {
    let digests = subject
        .digest
        .iter()
        .map(|(name, hex)| format!("{name}:{hex}"));
    cut(&digests.collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use verdict::{Outcome, Run, Tool};

    use super::*;

    fn image() -> (Reference, Digest) {
        let digest = Digest::of(b"image");
        let image = Reference::parse(&format!("h.example/team/app@{digest}")).expect("an image");
        (image, digest)
    }

    fn verdict(subjects: &[(&str, &[u8])]) -> Verdict {
        let tool = Tool {
            name: "scanner".into(),
            version: "1".into(),
        };
        let subject = |(name, bytes): &(&str, &[u8])| Subject::new(*name, Digest::of(bytes).hex());
        Verdict::new(
            tool,
            Run::default(),
            subjects.iter().map(subject).collect(),
            Vec::new(),
        )
    }

    fn outcome(verdicts: &[Verdict]) -> Option<Outcome> {
        let (image, digest) = image();
        check(&image, &digest, verdicts).map(|check| check.outcome)
    }

    #[test]
    fn one_verdict_must_be_of_the_digest_and_none_of_another() {
        let same = verdict(&[("h.example/team/app:1", b"image")]);
        let bare = verdict(&[("whatever", b"image")]);
        let other = verdict(&[("h.example/team/app", b"other")]);
        let neighbour = verdict(&[("h.example/team/web", b"web")]);
        let file = verdict(&[("metrics.json", b"metrics")]);
        assert_eq!(outcome(&[]), None);
        assert_eq!(outcome(std::slice::from_ref(&same)), Some(Outcome::Pass));
        assert_eq!(outcome(&[bare]), Some(Outcome::Pass));
        assert_eq!(
            outcome(&[file.clone(), same.clone(), neighbour.clone()]),
            Some(Outcome::Pass)
        );
        assert_eq!(outcome(&[same, other.clone()]), Some(Outcome::Fail));
        assert_eq!(outcome(&[other]), Some(Outcome::Fail));
        assert_eq!(outcome(&[file, neighbour]), Some(Outcome::Fail));
    }

    #[test]
    fn a_file_is_looked_at_as_a_file() {
        let (image, digest) = image();
        let concerns = |name: &str| concerns(&Subject::new(name, "0"), &image, &digest);
        assert!(concerns("h.example/team/app:1") && concerns("h.example/other"));
        assert!(concerns("docker://h.example/team/app"));
        assert!(!concerns("metrics.json") && !concerns("team/app") && !concerns("./h.example/a"));
        let mut commit = Subject::new("h.example/team/app:1", "0");
        commit.digest.insert("gitCommit".to_owned(), "0".to_owned());
        assert!(!super::concerns(&commit, &image, &digest));
    }
}
