//! `--exists`: whether there is an image already of what would be built.

use tool::{Context, Judgement};
use verdict::{Check, Fault, cut};

use crate::args::Args;
use crate::change::Change;
use crate::registries;
use crate::stamp::{Request, Stamp};
use crate::tags::entry::{Entry, Kind};
use crate::tags::make::Made;
use crate::tags::pattern::Patterns;
use crate::tags::template::Templates;

/// The images that were looked for, and the digests of those that are there.
pub(crate) struct Existing(Vec<(String, Option<String>)>);

impl Existing {
    /// Asks the registries, if that is asked for.
    pub(crate) fn ask(
        args: &Args,
        context: &Context,
        request: &Request,
        change: &Change,
        stamp: &Stamp,
    ) -> Result<Option<Self>, Fault> {
        if !args.exists {
            return Ok(None);
        }
        let tags = wanted(request, change, stamp)?;
        let tagged = |image| tags.iter().map(move |tag| format!("{image}:{tag}"));
        let images: Vec<String> = request.enabled().flat_map(tagged).collect();
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

/// The tags that are looked for: those of content, else the version, if that is
/// one that stays where it is.
fn wanted<'a>(
    request: &'a Request,
    change: &Change,
    stamp: &'a Stamp,
) -> Result<Vec<&'a str>, Fault> {
    let made = request.by_priority(&stamp.made);
    let of_content: Vec<_> = made
        .iter()
        .filter(|(entry, made)| entry.kind == Kind::Content && !made.is_off())
        .collect();
    if of_content.is_empty() {
        let mut named = made.iter().filter(|(_, made)| made.name().is_some());
        let (entry, made) = named.next().ok_or_else(no_tag)?;
        return match moves(request, change, entry, made)? {
            None => Ok(made.name().into_iter().collect()),
            Some(why) => Err(moving(request, entry, made, why)),
        };
    }
    let names = of_content.into_iter().map(|(entry, made)| {
        made.name().ok_or_else(|| {
            let message =
                "`--exists` has nothing to look for: there is no content to make a tag of";
            let fault = request.block.fault(&entry.item, "", message);
            fault.help("the report without `--exists` says why")
        })
    });
    names.collect()
}

fn no_tag() -> Fault {
    Fault::new("`--exists` has no tag to look for: no entry makes one here")
        .help("add an entry that always makes one, such as `type=content,paths=.`")
}

/// Why a tag may lead to another image tomorrow; none where it stays.
fn moves(
    request: &Request,
    change: &Change,
    entry: &Entry,
    made: &Made,
) -> Result<Option<&'static str>, Fault> {
    let templates = Templates::of_change(change, Request::escape(request.strict));
    let patterns = Patterns::default();
    let maker = request.maker(change, &templates, &patterns);
    let why = match entry.kind {
        Kind::Branch => "a branch's",
        Kind::PullRequest => "a pull request's",
        Kind::Edge => "the tip of a branch's",
        Kind::Schedule => "a scheduled run's",
        Kind::Semver | Kind::Pep440 if !maker.parts(entry)?.are_all() => "that of many versions",
        _ => return Ok(None),
    };
    Ok(Some(why).filter(|_| !maker.names_the_commit(entry, made).unwrap_or(false)))
}

fn moving(request: &Request, entry: &Entry, made: &Made, why: &str) -> Fault {
    let name = cut(made.name().unwrap_or_default());
    let message = format!("`--exists` can't go by `{name}`: the tag is {why}, and moves");
    let fault = request.block.fault(&entry.item, "", message);
    fault.help("add `type=content,paths=…`, or an entry of a higher `priority` that names the commit or the whole version")
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

    /// The tags that are looked for, or why there are none.
    fn looked_for(tags: &str, reference: &str) -> Result<Vec<String>, String> {
        let args = Args {
            tags: vec![tags.to_owned()],
            ..Args::default()
        };
        let request = Request::read(&args).expect("a request");
        let change = crate::change::tests::change("push", reference);
        let stamp = Stamp::make(&request, &change, false).expect("a stamp");
        let wanted = wanted(&request, &change, &stamp);
        let wanted = wanted.map_err(|fault| fault.message)?;
        Ok(wanted.into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn a_tag_that_moves_is_not_gone_by() {
        let tag = "refs/tags/v1.2.3";
        for (tags, reference, name) in [
            ("type=sha", "refs/heads/main", "sha-860c190"),
            ("type=semver,pattern={{version}}", tag, "1.2.3"),
            ("type=ref,event=tag", tag, "v1.2.3"),
            ("type=raw,value=1.2.3", "refs/heads/main", "1.2.3"),
            (
                "type=ref,event=branch,suffix=-{{sha}}",
                "refs/heads/main",
                "main-860c190",
            ),
            (
                "type=ref,event=branch\ntype=sha,priority=700",
                "refs/heads/main",
                "sha-860c190",
            ),
        ] {
            assert_eq!(looked_for(tags, reference), Ok(vec![name.to_owned()]));
        }
        for (tags, reference, said) in [
            ("type=ref,event=branch", "refs/heads/main", "a branch's"),
            ("type=edge", "refs/heads/main", "the tip"),
            ("type=ref,event=pr", "refs/pull/7/merge", "a pull request's"),
            ("type=semver,pattern={{major}}", tag, "many versions"),
            (
                "type=ref,event=branch\ntype=sha",
                "refs/heads/main",
                "and moves",
            ),
            ("type=ref,event=tag", "refs/heads/main", "no tag"),
        ] {
            let message = looked_for(tags, reference).expect_err(tags);
            assert!(message.contains(said), "{message}");
        }
    }

    #[test]
    fn all_content_is_asked_for_and_none_is_passed_over() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a"), "x").expect("written");
        std::fs::create_dir(folder.path().join("empty")).expect("made");
        let args = |tags: &str| Args {
            tags: vec![tags.to_owned()],
            ..Args::default()
        };
        let mut context = crate::change::tests::context(&[("GITHUB_REF", "refs/heads/main")]);
        folder.path().clone_into(&mut context.dir);
        let wanted = |tags: &str| {
            let args = args(tags);
            let request = Request::read(&args).expect("a request");
            let change = Change::at_hand(&args, &context).expect("a change");
            let stamp = Stamp::make(&request, &change, false).expect("a stamp");
            let wanted = wanted(&request, &change, &stamp).map_err(|fault| fault.to_string())?;
            Ok::<_, String>(wanted.len())
        };
        let two = "type=content,paths=a\ntype=content,paths=a,prefix=b-\ntype=raw,value=x";
        assert_eq!(wanted(two), Ok(2));
        let off = "type=content,paths=none,enable=false\ntype=raw,value=x";
        assert_eq!(wanted(off), Ok(1));
        let empty = "type=raw,value=x\ntype=content,paths=a\ntype=content,paths=empty";
        let fault = wanted(empty).expect_err("nothing there");
        assert!(
            fault.contains("--tags:3:1: `--exists` has nothing"),
            "{fault}"
        );
    }
}
