//! `stamp-image promote`: other tags for a digest that was tested.

use ::registry::{Digest, Manifest, Reference, Registry, check_tag};
use report::Exhibit;
use tool::{Context, Judgement, Product};
use verdict::{Check, Fault, cut};

use super::access::{Access, not_there, subject};
use super::{PromoteArgs, judged};

/// What is to lead where.
struct Wanted {
    /// The image, by its digest.
    image: Reference,
    digest: Digest,
    /// What is to lead to it.
    targets: Vec<Reference>,
}

/// A tag, and what became of it.
struct Led {
    target: Reference,
    before: Option<Digest>,
    /// What it leads to now; the same as before in a dry run.
    now: Option<Digest>,
    done: &'static str,
}

pub(crate) fn promote(args: &PromoteArgs, context: &Context) -> Result<Judgement, Fault> {
    let wanted = Wanted::read(args)?;
    let subjects = vec![subject(&wanted.image.repository(), &wanted.digest)];
    let mut checks: Vec<Check> = judged::check(&wanted.image, &wanted.digest, &context.verdicts)
        .into_iter()
        .collect();
    if checks.iter().any(|check| !check.outcome.is_open()) {
        return Ok(Judgement {
            checks,
            subjects,
            ..Judgement::default()
        });
    }
    let mut access = Access::new(&args.plain_http, context);
    let registry = access.open(&wanted.image)?;
    let led = wanted.lead(registry, args.dry_run)?;
    for led in &led {
        checks.push(wanted.check(led, args.dry_run));
        checks.push(before(led));
    }
    let promoted = wanted.promoted(&led).join("\n");
    let product = Product::Stdout(format!("{promoted}\n"));
    Ok(Judgement {
        checks,
        subjects,
        exhibits: vec![exhibit(&wanted, &led)],
        products: if promoted.is_empty() {
            Vec::new()
        } else {
            vec![product]
        },
        outputs: vec![("promoted", promoted), ("previous-digest", previous(&led))],
        ..Judgement::default()
    })
}

impl Wanted {
    fn read(args: &PromoteArgs) -> Result<Self, Fault> {
        let image = Reference::parse(&args.image)?;
        let digest = image.digest.clone().ok_or_else(|| {
            Fault::new(format!("{image} names no digest, and a tag may lead elsewhere by now"))
                .help(format!("name the digest that was tested; `stamp-image resolve {image}` says which the tag leads to now"))
        })?;
        let to = match &args.to {
            Some(to) => repository(to, &image)?,
            None => image.clone(),
        };
        let tags = args
            .tag
            .iter()
            .map(|tag| tag.trim())
            .filter(|tag| !tag.is_empty());
        let mut targets: Vec<Reference> = Vec::new();
        for tag in tags {
            let target = to.with_tag(check_tag(tag)?);
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        if targets.is_empty() {
            return Err(Fault::new("no tag was given").help("say which: `--tag prod`"));
        }
        Ok(Self {
            image: image.with_digest(&digest),
            digest,
            targets,
        })
    }

    /// Lets every target lead to the digest, if it does not, and reads back
    /// where it leads.
    fn lead(&self, registry: &Registry, dry_run: bool) -> Result<Vec<Led>, Fault> {
        let manifest = registry.manifest(&self.image)?;
        let manifest = manifest.ok_or_else(|| not_there(registry, &self.image))?;
        let mut led: Vec<Led> = Vec::new();
        for target in &self.targets {
            let before = registry.digest(target).map_err(|fault| tell(fault, &led))?;
            let done = match (before.as_ref() == Some(&self.digest), dry_run) {
                (true, _) => "nothing: it was so",
                (false, true) => "nothing: a dry run",
                (false, false) => "set, and read back",
            };
            let now = match done.starts_with("nothing") {
                true => before.clone(),
                false => self
                    .set(registry, &manifest, target)
                    .map_err(|fault| tell(fault, &led))?,
            };
            led.push(Led {
                target: target.clone(),
                before,
                now,
                done,
            });
        }
        Ok(led)
    }

    /// Lets a target lead to the manifest. Gives what it leads to then.
    fn set(
        &self,
        registry: &Registry,
        manifest: &Manifest,
        target: &Reference,
    ) -> Result<Option<Digest>, Fault> {
        registry.share(manifest, &self.image, target)?;
        registry.put(target, manifest)?;
        registry.digest(target)
    }

    fn check(&self, led: &Led, dry_run: bool) -> Check {
        let leads = if dry_run { "would lead" } else { "leads" };
        let title = format!("{} {leads} to the digest", led.target);
        let check = Check::pass("tag-leads-to-digest", title)
            .on(led.target.to_string())
            .expected(self.digest.to_string());
        if dry_run {
            return check;
        }
        let now = led.now.as_ref().map(Digest::to_string);
        let check = check.observed(now.clone());
        match led.now.as_ref() == Some(&self.digest) {
            true => check,
            false => check
                .broken(format!(
                    "it was set, and leads to {}",
                    now.unwrap_or_else(|| "nothing".to_owned())
                ))
                .help("somebody else may set the tag too: let one job at a time do so"),
        }
    }

    /// The targets that lead to the digest, with it.
    fn promoted(&self, led: &[Led]) -> Vec<String> {
        let led = led
            .iter()
            .filter(|led| led.now.as_ref() == Some(&self.digest));
        led.map(|led| format!("{}@{}", led.target, self.digest))
            .collect()
    }
}

/// What a target led to before, so that there is a way back.
fn before(led: &Led) -> Check {
    let title = format!("it is known what {} led to before", led.target);
    let check = Check::pass("previous-digest", title).on(led.target.to_string());
    check.observed(shown(led.before.as_ref()))
}

/// The repository that an option names, which must be of the image's registry.
fn repository(text: &str, image: &Reference) -> Result<Reference, Fault> {
    let to = Reference::parse(text)?;
    let last = text.rsplit('/').next().unwrap_or_default();
    if last.contains([':', '@']) {
        return Err(
            Fault::new(format!("`{}` is more than a repository", cut(text))).help(format!(
                "write `--to {}`, and tags by `--tag`",
                to.repository()
            )),
        );
    }
    match to.host == image.host {
        true => Ok(to),
        false => Err(Fault::new(format!(
            "{} is another registry than {}",
            to.host, image.host
        ))
        .help(
            "nothing is moved here: copy the image (`skopeo copy --all`), then promote it there",
        )),
    }
}

/// A fault with what was done before it.
fn tell(fault: Fault, led: &[Led]) -> Fault {
    let set = led.iter().filter(|led| led.now != led.before);
    let set: Vec<String> = set.map(|led| led.target.to_string()).collect();
    match set.is_empty() {
        true => fault,
        false => fault.help(format!(
            "these lead to the digest already: {}",
            set.join(", ")
        )),
    }
}

/// What the tags led to before, one a line.
fn previous(led: &[Led]) -> String {
    let led = led.iter().map(|led| shown(led.before.as_ref()));
    led.collect::<Vec<_>>().join("\n")
}

fn shown(digest: Option<&Digest>) -> String {
    digest.map_or_else(|| "none".to_owned(), Digest::to_string)
}

fn exhibit(wanted: &Wanted, led: &[Led]) -> Exhibit {
    let short = |digest: &Option<Digest>| match digest {
        Some(digest) => digest.short(),
        None => "none".to_owned(),
    };
    let row = |led: &Led| {
        vec![
            led.target.target(),
            short(&led.before),
            short(&led.now),
            led.done.to_owned(),
        ]
    };
    let to = wanted.targets.first().unwrap_or(&wanted.image);
    Exhibit::Table {
        title: format!("{}: from digest to digest", to.repository()),
        header: ["tag", "before", "now", "what was done"]
            .map(str::to_owned)
            .to_vec(),
        rows: led.iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DIGEST: &str = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn args(image: &str, tags: &[&str], to: Option<&str>) -> PromoteArgs {
        PromoteArgs {
            image: image.to_owned(),
            tag: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            to: to.map(str::to_owned),
            plain_http: Vec::new(),
            dry_run: false,
        }
    }

    #[test]
    fn what_is_wanted_is_a_digest_and_its_tags() {
        let image = format!("h.example/app:1@{DIGEST}");
        let wanted =
            Wanted::read(&args(&image, &["prod", " v1 ", "", "prod"], None)).expect("wanted");
        assert_eq!(wanted.image.to_string(), format!("h.example/app@{DIGEST}"));
        let targets: Vec<String> = wanted.targets.iter().map(Reference::to_string).collect();
        assert_eq!(targets, ["h.example/app:prod", "h.example/app:v1"]);
        let there = args(&image, &["prod"], Some("h.example/team/prod"));
        let wanted = Wanted::read(&there).expect("wanted");
        assert_eq!(wanted.targets[0].to_string(), "h.example/team/prod:prod");
    }

    #[test]
    fn what_can_not_be_wanted_is_told() {
        let image = format!("h.example/app@{DIGEST}");
        for (args, why) in [
            (args("h.example/app:1", &["prod"], None), "names no digest"),
            (args(&image, &[""], None), "no tag was given"),
            (args(&image, &["-prod"], None), "not a tag"),
            (
                args(&image, &["prod"], Some("other.example/app")),
                "another registry",
            ),
            (
                args(&image, &["prod"], Some("h.example/app:x")),
                "more than a repository",
            ),
        ] {
            let fault = Wanted::read(&args).err().expect(why);
            assert!(fault.message.contains(why), "{fault}");
        }
    }
}
