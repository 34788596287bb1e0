//! A stamp as arguments of the programs that build and copy images, one an
//! item, so that no shell ever reads them.

use verdict::{Fault, cut};

use crate::stamp::{Request, Stamp, distinct};

/// What annotations begin with that stand in the manifest of an image.
const MANIFEST: &str = "manifest:";

/// Arguments of `docker build` and `docker buildx build`.
pub(crate) fn docker(request: &Request, stamp: &Stamp) -> Result<Vec<String>, Fault> {
    let tags = references(request, stamp, "docker")?;
    let annotations = stamp.annotations.iter();
    Ok(arguments("--tag=", tags)
        .chain(arguments("--label=", stamp.label_lines()))
        .chain(arguments("--annotation=", annotations))
        .collect())
}

/// Arguments of `podman build` and `buildah build`, which make manifests
/// alone: an annotation's level would become a part of its key there.
pub(crate) fn podman(request: &Request, stamp: &Stamp) -> Result<Vec<String>, Fault> {
    let tags = references(request, stamp, "podman")?;
    let annotations = stamp.annotations.iter();
    let annotations = annotations.filter_map(|line| line.strip_prefix(MANIFEST));
    Ok(arguments("--tag=", tags)
        .chain(arguments("--label=", stamp.label_lines()))
        .chain(arguments("--annotation=", annotations))
        .collect())
}

/// Arguments of kaniko's executor, which has none for annotations.
pub(crate) fn kaniko(request: &Request, stamp: &Stamp) -> Result<Vec<String>, Fault> {
    let tags = references(request, stamp, "kaniko")?;
    Ok(arguments("--destination=", tags)
        .chain(arguments("--label=", stamp.label_lines()))
        .collect())
}

/// Where `skopeo copy` is to copy an image to, one run each.
pub(crate) fn skopeo(request: &Request, stamp: &Stamp) -> Result<Vec<String>, Fault> {
    let tags = references(request, stamp, "skopeo")?;
    Ok(arguments("docker://", tags).collect())
}

fn arguments<T: AsRef<str>>(
    before: &str,
    values: impl IntoIterator<Item = T>,
) -> impl Iterator<Item = String> {
    let values = values.into_iter();
    values.map(move |value| format!("{before}{}", value.as_ref()))
}

/// The full references. Without an image a tag would be taken for one's name.
fn references<'a>(request: &Request, stamp: &'a Stamp, form: &str) -> Result<Vec<&'a str>, Fault> {
    if request.enabled().next().is_none() {
        return Err(Fault::new(format!(
            "no image is named, and `--print {form}` gives whole references"
        ))
        .help("give `--images`, with one that is not `enable=false`"));
    }
    Ok(distinct(&stamp.tags))
}

/// The items of a list as text, each with its end: a line break, or NUL. An
/// argument that holds its own end would be taken for two.
pub(crate) fn ended(form: &str, items: &[String], nul: bool) -> Result<String, Fault> {
    let end = match nul {
        true => '\0',
        false => '\n',
    };
    if let Some(item) = items.iter().find(|item| item.contains(['\0', end])) {
        return Err(unfit(form, item));
    }
    let ended = items
        .iter()
        .flat_map(|item| [item.as_str(), if nul { "\0" } else { "\n" }]);
    Ok(ended.collect())
}

fn unfit(form: &str, item: &str) -> Fault {
    let name = cut(item
        .split_terminator(['\0', '\n'])
        .next()
        .unwrap_or_default());
    if item.contains('\0') {
        return Fault::new(format!("`{name}` holds a NUL, which no argument can"))
            .help("take it out of the value");
    }
    Fault::new(format!(
        "`{name}` holds a line break, and `--print {form}` gives one argument a line"
    ))
    .help("give `--print0` too, and read it with `xargs -0` or `mapfile -d ''`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Args;
    use crate::change::tests::change;

    fn stamped(levels: &[&str]) -> (Request, Stamp) {
        let args = Args {
            images: vec!["a/b".to_owned()],
            // `latest` comes twice, as in docker/metadata-action.
            tags: vec!["type=ref,event=tag\ntype=raw,value=latest".to_owned()],
            annotations: vec!["k=v".to_owned()],
            ..Args::default()
        };
        let mut change = change("push", "refs/tags/v1");
        change.levels = levels.iter().map(|&level| level.to_owned()).collect();
        let request = Request::read(&args).expect("a request");
        let stamp = Stamp::make(&request, &change, false).expect("a stamp");
        (request, stamp)
    }

    fn with<'a>(items: &'a [String], part: &str) -> Vec<&'a str> {
        let items = items.iter().map(String::as_str);
        items.filter(|item| item.contains(part)).collect()
    }

    #[test]
    fn a_tag_is_named_once() {
        let (request, stamp) = stamped(&["manifest"]);
        assert_eq!(stamp.tags, ["a/b:v1", "a/b:latest", "a/b:latest"]);
        let docker = docker(&request, &stamp).expect("arguments");
        assert_eq!(
            with(&docker, "--tag="),
            ["--tag=a/b:v1", "--tag=a/b:latest"]
        );
        let kaniko = kaniko(&request, &stamp).expect("arguments");
        let destinations = ["--destination=a/b:v1", "--destination=a/b:latest"];
        assert_eq!(with(&kaniko, "--destination="), destinations);
        assert!(with(&kaniko, "annotation").is_empty());
        let skopeo = skopeo(&request, &stamp).expect("arguments");
        assert_eq!(skopeo, ["docker://a/b:v1", "docker://a/b:latest"]);
    }

    #[test]
    fn podman_gets_the_annotations_of_the_manifest_without_their_level() {
        let (request, stamp) = stamped(&["index", "manifest"]);
        let docker = docker(&request, &stamp).expect("arguments");
        let both = ["--annotation=index:k=v", "--annotation=manifest:k=v"];
        assert_eq!(with(&docker, "k=v"), both);
        let podman = podman(&request, &stamp).expect("arguments");
        assert_eq!(with(&podman, "k=v"), ["--annotation=k=v"]);
        let (request, stamp) = stamped(&["index"]);
        let podman = super::podman(&request, &stamp).expect("arguments");
        assert!(with(&podman, "--annotation").is_empty());
    }

    #[test]
    fn no_item_holds_its_own_end() {
        let items = ["a=\r $".to_owned(), "b\nc".to_owned()];
        assert_eq!(
            ended("docker", &items[..1], false).expect("lines"),
            "a=\r $\n"
        );
        assert_eq!(
            ended("docker", &items, true).expect("items"),
            "a=\r $\0b\nc\0"
        );
        let fault = ended("docker", &items, false).expect_err("two lines");
        assert!(fault.message.starts_with("`b` holds a line break"));
        let nul = ["a\0b".to_owned()];
        for print0 in [false, true] {
            let fault = ended("docker", &nul, print0).expect_err("NUL");
            assert!(fault.message.contains("a NUL"), "{}", fault.message);
        }
    }
}
