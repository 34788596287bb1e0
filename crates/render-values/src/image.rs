//! Images in files: where one stands, in the layout that the file has for it.
//!
//! Charts, kustomizations and manifests each write an image in their own way.
//! A tag and a digest go together: where the file holds a digest, a tag alone
//! would change nothing, so that is refused.

use std::fmt;

use verdict::{Fault, cut, did_you_mean};

use crate::leaf::Leaf;
use crate::path::{Step, ValuePath, shown};
use crate::tree::Tree;

/// An image by its repository, with a tag, a digest or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Image {
    repository: String,
    tag: Option<String>,
    digest: Option<String>,
}

/// What is to be written for an image.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// Values by their paths.
    pub(crate) edits: Vec<(ValuePath, Leaf)>,
    /// What the layout has no place for, by path.
    pub(crate) left_out: Vec<(ValuePath, String)>,
    /// Whether the whole document is a kustomization.
    in_kustomization: bool,
}

impl Image {
    /// Reads an image that is to be written: `HOST/NAME:TAG@DIGEST`, without
    /// one of the two at most.
    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        let image = Self::split(text);
        let help = "an image is written as `ghcr.io/owner/app:v1`, with `@sha256:…` where its digest is known";
        let is_bad = |c: char| c.is_whitespace() || c.is_control();
        if image.repository.is_empty() || text.contains(is_bad) {
            return Err(Fault::new(format!("`{}` is no image", cut(text))).help(help));
        }
        if let Some(digest) = &image.digest
            && !is_digest(digest)
        {
            return Err(Fault::new(format!("`{}` is no digest", cut(digest))).help(help));
        }
        match (&image.tag, &image.digest) {
            (None, None) => {
                Err(Fault::new(format!("{} has neither tag nor digest", cut(text))).help(help))
            }
            _ => Ok(image),
        }
    }

    /// A part of it, or the whole; none of a part that is not known.
    pub(crate) fn part(&self, part: Option<&str>) -> Option<String> {
        match part {
            None => Some(self.to_string()),
            Some("name") => Some(self.repository.clone()),
            Some("tag") => self.tag.clone(),
            Some("digest") => self.digest.clone(),
            Some(_) => None,
        }
    }

    /// The parts of a reference; any text is one.
    fn split(text: &str) -> Self {
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest.to_owned())),
            None => (text, None),
        };
        let name_at = rest.rfind('/').map_or(0, |at| at + 1);
        let (repository, tag) = match rest[name_at..].split_once(':') {
            Some((name, tag)) => (&rest[..name_at + name.len()], Some(tag.to_owned())),
            None => (rest, None),
        };
        Self {
            repository: repository.to_owned(),
            tag,
            digest,
        }
    }

    /// Everything that a document needs for this image.
    pub(crate) fn write(&self, file: &str, tree: &Tree) -> Result<Written, Fault> {
        let mut written = Written {
            in_kustomization: is_kustomization(file, tree),
            ..Written::default()
        };
        self.visit(tree, &mut Vec::new(), &mut written)?;
        for (path, _) in &written.edits {
            if let Some(Tree::Leaf(Leaf::Text(old))) = tree.get(&path.0)
                && old.contains("{{")
            {
                let fault = Fault::new(format!("{path} is a template: {}", cut(old)));
                return Err(fault.help("give what the template takes its image from, or set this value by --set-string"));
            }
        }
        Ok(written)
    }

    fn visit(&self, tree: &Tree, here: &mut Vec<Step>, written: &mut Written) -> Result<(), Fault> {
        match tree {
            Tree::Map(map) => {
                if self.is_of(tree) {
                    self.write_values(tree, here, written)?;
                }
                for (key, child) in map {
                    here.push(Step::Key(key.clone()));
                    match child {
                        Tree::List(entries) if key == "images" => {
                            self.write_list(entries, here, written)?;
                        }
                        Tree::Leaf(Leaf::Text(text)) if names_image(key) => {
                            self.write_reference(text, "", here, written)?;
                        }
                        _ => {}
                    }
                    self.visit(child, here, written)?;
                    here.pop();
                }
            }
            Tree::List(entries) => {
                for (at, child) in entries.iter().enumerate() {
                    here.push(Step::Index(at));
                    self.visit(child, here, written)?;
                    here.pop();
                }
            }
            Tree::Leaf(_) => {}
        }
        Ok(())
    }

    /// Whether a map names the repository of this image, as charts do.
    fn is_of(&self, map: &Tree) -> bool {
        let text = |key| text_at(map, key).filter(|text| !text.is_empty());
        match (text("registry"), text("repository")) {
            (Some(registry), Some(name)) => same(&format!("{registry}/{name}"), &self.repository),
            (None, Some(name)) => same(name, &self.repository),
            _ => false,
        }
    }

    /// `repository` with `tag` and `digest` beside it.
    fn write_values(&self, map: &Tree, here: &[Step], written: &mut Written) -> Result<(), Fault> {
        let tag = text_at(map, "tag").unwrap_or_default();
        if let Some((tag, _)) = tag.split_once('@') {
            return self.write_both(tag, here, written);
        }
        self.refuse_stale(is_pinned(map), here)?;
        if let Some(tag) = &self.tag {
            written.edits.push(text(here, "tag", tag));
        }
        match (&self.digest, has(map, "digest")) {
            (Some(new), true) => written.edits.push(text(here, "digest", new)),
            (Some(_), false) if self.tag.is_none() => {
                let fault = Fault::new(format!(
                    "{} has no `digest`, and {self} no tag",
                    shown(here)
                ));
                return Err(fault.help("write `digest: \"\"` there once if the chart knows it, or give the tag too, as `NAME:TAG@DIGEST`"));
            }
            (Some(_), false) => {
                let why = "there is no `digest` beside the tag".to_owned();
                written.left_out.push((ValuePath(here.to_vec()), why));
            }
            (None, _) => {}
        }
        Ok(())
    }

    /// `tag: v1@sha256:…`; the old tag stays where none is given.
    fn write_both(&self, old: &str, here: &[Step], written: &mut Written) -> Result<(), Fault> {
        let Some(digest) = &self.digest else {
            return Err(Fault::new(format!(
                "{}.tag holds a tag and a digest, and {self} does not",
                shown(here)
            ))
            .help(
                "give both, as `NAME:TAG@DIGEST`; `stamp-image resolve` says the digest of a tag",
            ));
        };
        let tag = self.tag.as_deref().unwrap_or(old);
        let both = format!("{tag}@{digest}");
        written.edits.push(text(here, "tag", &both));
        Ok(())
    }

    /// The entries of a kustomization's or an Argo CD application's `images`.
    fn write_list(
        &self,
        entries: &[Tree],
        here: &[Step],
        written: &mut Written,
    ) -> Result<(), Fault> {
        for (at, entry) in entries.iter().enumerate() {
            let mut here = here.to_vec();
            here.push(Step::Index(at));
            match entry {
                Tree::Leaf(Leaf::Text(entry)) => match entry.split_once('=') {
                    Some((name, new)) => {
                        self.write_reference(new, &format!("{name}="), &here, written)?;
                    }
                    None => self.write_reference(entry, "", &here, written)?,
                },
                Tree::Map(_) if self.is_kustomized(entry, &here, written) => {
                    self.refuse_stale(is_pinned(entry), &here)?;
                    let parts = [("newTag", &self.tag), ("digest", &self.digest)];
                    for (key, value) in parts {
                        written
                            .edits
                            .extend(value.as_ref().map(|value| text(&here, key, value)));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether an entry of a kustomization's `images` ends as this image.
    /// Elsewhere `images` may mean anything.
    fn is_kustomized(&self, entry: &Tree, here: &[Step], written: &Written) -> bool {
        let below = |step: &Step| matches!(step, Step::Key(key) if key == "kustomize");
        let is_said = ["newTag", "newName", "digest"]
            .iter()
            .any(|key| has(entry, key));
        if has(entry, "tag") || !(is_said || written.in_kustomization || here.iter().any(below)) {
            return false;
        }
        let name = text_at(entry, "newName").or_else(|| text_at(entry, "name"));
        name.is_some_and(|name| same(name, &self.repository))
    }

    /// A whole reference in one string, behind what stands before it.
    fn write_reference(
        &self,
        old: &str,
        before: &str,
        here: &[Step],
        written: &mut Written,
    ) -> Result<(), Fault> {
        let old = Self::split(old);
        if !same(&old.repository, &self.repository) {
            return Ok(());
        }
        self.refuse_stale(old.digest.is_some(), here)?;
        // The name stays as it is spelled there, and a tag where none is given.
        let new = Self {
            repository: old.repository,
            tag: self.tag.clone().or(old.tag),
            digest: self.digest.clone(),
        };
        let leaf = Leaf::Text(format!("{before}{new}"));
        written.edits.push((ValuePath(here.to_vec()), leaf));
        Ok(())
    }

    /// A digest beats the tag beside it.
    fn refuse_stale(&self, pinned: bool, here: &[Step]) -> Result<(), Fault> {
        if !pinned || self.digest.is_some() {
            return Ok(());
        }
        Err(Fault::new(format!(
            "{} is held by its digest, and {self} has none",
            shown(here)
        ))
        .help("the digest beats the tag: give it too, as `NAME:TAG@DIGEST`; `stamp-image resolve` says it"))
    }

    /// The fault of a file that does not have the image.
    pub(crate) fn missing<'t>(&self, file: &str, trees: impl Iterator<Item = &'t Tree>) -> Fault {
        let mut seen = Vec::new();
        trees.for_each(|tree| repositories(tree, &mut seen));
        let fault = Fault::new(format!(
            "there is no image {} in {file}",
            cut(&self.repository)
        ));
        match did_you_mean(&self.repository, seen.iter().map(String::as_str)) {
            Some(near) => fault.help(format!("did you mean `{}`?", cut(near))),
            None => fault.help(
                "it is looked for in `repository`, `image` and `images`; set what stands elsewhere by --set",
            ),
        }
    }
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repository)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        match &self.digest {
            Some(digest) => write!(f, "@{digest}"),
            None => Ok(()),
        }
    }
}

fn is_digest(text: &str) -> bool {
    text.split_once(':').is_some_and(|(algorithm, hex)| {
        !algorithm.is_empty() && hex.len() >= 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Whether two names are one repository, as Docker reads them.
fn same(a: &str, b: &str) -> bool {
    fn short(name: &str) -> &str {
        let hosts = ["index.docker.io/", "docker.io/"];
        let bare = hosts.iter().find_map(|host| name.strip_prefix(host));
        let name = bare.unwrap_or(name);
        name.strip_prefix("library/").unwrap_or(name)
    }
    short(a) == short(b)
}

/// Whether a key is one that holds an image: `image`, `sidecarImage`.
fn names_image(key: &str) -> bool {
    key == "image" || key.ends_with("Image") || key.ends_with("_image")
}

/// Whether a document is a kustomization, of kustomize or of Flux.
fn is_kustomization(file: &str, tree: &Tree) -> bool {
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    matches!(
        name,
        "kustomization.yaml" | "kustomization.yml" | "Kustomization"
    ) || text_at(tree, "kind") == Some("Kustomization")
        || text_at(tree, "apiVersion").is_some_and(|version| version.starts_with("kustomize."))
}

/// Whether a map holds an image by its digest.
fn is_pinned(map: &Tree) -> bool {
    text_at(map, "digest").is_some_and(|digest| !digest.is_empty())
}

/// Whether a map has a key, with or without a value.
fn has(map: &Tree, key: &str) -> bool {
    map.get(&[Step::Key(key.to_owned())]).is_some()
}

fn text_at<'t>(map: &'t Tree, key: &str) -> Option<&'t str> {
    match map.get(&[Step::Key(key.to_owned())])? {
        Tree::Leaf(leaf) => leaf.text(),
        _ => None,
    }
}

fn text(here: &[Step], key: &str, value: &str) -> (ValuePath, Leaf) {
    let mut steps = here.to_vec();
    steps.push(Step::Key(key.to_owned()));
    (ValuePath(steps), Leaf::Text(value.to_owned()))
}

/// The repositories that a document names.
fn repositories(tree: &Tree, seen: &mut Vec<String>) {
    match tree {
        Tree::Map(map) => {
            if let Some(name) = text_at(tree, "repository") {
                seen.push(match text_at(tree, "registry") {
                    Some(registry) if !registry.is_empty() => format!("{registry}/{name}"),
                    _ => name.to_owned(),
                });
            }
            for (key, child) in map {
                match child {
                    Tree::Leaf(Leaf::Text(text)) if names_image(key) => {
                        seen.push(Image::split(text).repository);
                    }
                    Tree::List(entries) if key == "images" => {
                        let names = entries.iter().filter_map(|entry| {
                            text_at(entry, "newName").or_else(|| text_at(entry, "name"))
                        });
                        seen.extend(names.map(str::to_owned));
                    }
                    _ => {}
                }
                repositories(child, seen);
            }
        }
        Tree::List(entries) => entries.iter().for_each(|entry| repositories(entry, seen)),
        Tree::Leaf(_) => {}
    }
}

#[cfg(test)]
#[path = "image/tests.rs"]
mod tests;
