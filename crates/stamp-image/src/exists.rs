//! `--exists`: whether there is an image already of what would be built.

use tool::{Context, Judgement};
use verdict::{Check, Fault, cut};

use crate::args::Args;
use crate::registries;
use crate::stamp::{Request, Stamp};
use crate::tags::entry::Kind;

/// The images that were looked for, and the digests of those that are there.
pub(crate) struct Existing(Vec<(String, Option<String>)>);

impl Existing {
    /// Asks the registries, if that is asked for.
    pub(crate) fn ask(
        args: &Args,
        context: &Context,
        request: &Request,
        stamp: &Stamp,
    ) -> Result<Option<Self>, Fault> {
        if !args.exists {
            return Ok(None);
        }
        let tag = wanted(request, stamp)?;
        let images = request.enabled().map(|image| format!("{image}:{tag}"));
        let images: Vec<String> = images.collect();
        if images.is_empty() {
            return Err(Fault::new(
                "`--exists` has no image to look for: none is given, or all are switched off",
            )
            .help("say where it would be: `--images ghcr.io/owner/app`"));
        }
        let digests = registries::existing(&images, &args.plain_http, context)?;
        Ok(Some(Self(images.into_iter().zip(digests).collect())))
    }

    /// A judgement that tells of it too.
    pub(crate) fn told_in(&self, mut judgement: Judgement) -> Judgement {
        judgement.checks.extend(self.checks());
        judgement.outputs.extend(self.outputs());
        judgement
    }

    fn all(&self) -> bool {
        self.0.iter().all(|(_, digest)| digest.is_some())
    }

    fn checks(&self) -> impl Iterator<Item = Check> {
        self.0.iter().map(|(image, digest)| {
            let says = match (digest, self.all()) {
                (Some(_), true) => "is in its registry: the build can be skipped",
                (Some(_), false) => "is in its registry",
                (None, _) => "is not in its registry: it must be built",
            };
            Check::pass("exists", says)
                .on(cut(image))
                .observed(digest.as_deref().unwrap_or("not there"))
        })
    }

    fn outputs(&self) -> [(&'static str, String); 2] {
        let there = self.0.iter().filter_map(|(image, digest)| {
            let digest = digest.as_ref()?;
            Some(format!("{image}@{digest}"))
        });
        [
            ("exists", self.all().to_string()),
            ("existing-digest", there.collect::<Vec<_>>().join("\n")),
        ]
    }
}

/// The tag that is looked for: the first one of content, else the version.
fn wanted<'a>(request: &'a Request, stamp: &'a Stamp) -> Result<&'a str, Fault> {
    let made = request.by_priority(&stamp.made);
    let mut of_content = made
        .into_iter()
        .filter(|(entry, _)| entry.kind == Kind::Content);
    let tag = of_content.find_map(|(_, made)| made.name());
    let tag = tag.or(Some(stamp.version.as_str()).filter(|version| !version.is_empty()));
    tag.ok_or_else(|| {
        Fault::new("`--exists` has no tag to look for: no entry makes one here")
            .help("add an entry that always makes one, such as `type=content,paths=.`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(digests: &[Option<&str>]) -> (Vec<String>, [(&'static str, String); 2]) {
        let found = digests.iter().enumerate().map(|(at, digest)| {
            let digest = digest.map(str::to_owned);
            (format!("h.example/{at}:t"), digest)
        });
        let existing = Existing(found.collect());
        let titles = existing.checks().map(|check| check.title).collect();
        (titles, existing.outputs())
    }

    #[test]
    fn only_all_of_them_are_enough() {
        let (titles, outputs) = told(&[Some("sha256:0a"), None]);
        let expected = [
            "is in its registry",
            "is not in its registry: it must be built",
        ];
        assert_eq!(titles, expected);
        assert_eq!(outputs[0], ("exists", "false".to_owned()));
        assert_eq!(outputs[1].1, "h.example/0:t@sha256:0a");
        let (titles, outputs) = told(&[Some("sha256:0a"), Some("sha256:0b")]);
        assert!(titles.iter().all(|title| title.ends_with("can be skipped")));
        assert_eq!(outputs[0].1, "true");
        assert_eq!(
            outputs[1].1,
            "h.example/0:t@sha256:0a\nh.example/1:t@sha256:0b"
        );
    }
}
