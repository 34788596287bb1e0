//! `type=content`: a digest of the content of data, model and code.

use verdict::{Fault, cut};

use super::entry::Entry;
use super::list::{Block, Item};
use super::make::{Maker, Value};
use super::subject::doubtful;
use crate::content::{Found, Lost, Wanted};

/// Characters of a short digest.
const SHORT: usize = 16;

impl Maker<'_> {
    /// The digest of what is at the entry's paths, whole or short.
    pub(super) fn content(&self, entry: &Entry) -> Result<Value, Fault> {
        let wanted = Wanted {
            paths: paths(entry.get("paths")),
            excluded: paths(entry.get("exclude")),
        };
        let found = self.change.contents.digest(&wanted);
        Ok(match found.map_err(|lost| self.lost(entry, lost))? {
            Found::Digest(mut digest) => {
                if !entry.is_long() {
                    digest.truncate(SHORT);
                }
                Ok((digest, false))
            }
            Found::Nothing(path) => doubtful(
                format!("`{}` holds no file that counts", cut(&path)),
                "git keeps no empty folders; what it ignores in a folder counts only when it is named itself in `paths`",
            ),
        })
    }

    /// The fault at the path where it failed.
    fn lost(&self, entry: &Entry, Lost { path, fault }: Lost) -> Fault {
        let word = path.unwrap_or_else(|| "paths".to_owned());
        let placed = at_path(self.block, &entry.item, &word, fault.message);
        fault.help.into_iter().fold(placed, Fault::help)
    }
}

/// A fault at a path of `paths`: where it stands alone, not as a part of
/// another word.
fn at_path(block: &Block, item: &Item, path: &str, message: String) -> Fault {
    for before in ["paths=", ";", "exclude="] {
        let word = format!("{before}{path}");
        if item.text.contains(&word) {
            let mut fault = block.fault(item, &word, message);
            if let Some(place) = fault
                .place
                .as_mut()
                .filter(|it| it.width == word.chars().count())
            {
                place.column += before.len();
                place.width -= before.len();
            }
            return fault;
        }
    }
    block.fault(item, path, message)
}

/// The paths of an attribute, which are split at `;`.
pub(super) fn paths(attribute: Option<&str>) -> Vec<String> {
    let paths = attribute.unwrap_or_default().split(';').map(str::trim);
    let paths = paths.filter(|path| !path.is_empty());
    paths.map(str::to_owned).collect()
}

/// What an entry of content must and must not say.
pub(super) fn check(block: &Block, item: &Item, entry: &Entry) -> Result<(), Fault> {
    if let Some(value) = entry.filled("value") {
        let message = format!("`{}` is no attribute, and content has no value", cut(value));
        let fault = block.fault(item, value, message);
        return Err(fault.help("a comma splits attributes; several paths are split at `;`: `type=content,paths=data;src`"));
    }
    if paths(entry.get("paths")).is_empty() {
        let fault = block.fault(item, "paths", "`paths` names no path");
        return Err(fault.help("say it, for example `type=content,paths=data;src`"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use ci::System;
    use tool::{Context, Judgement};
    use verdict::Outcome;

    use super::*;
    use crate::args::Args;
    use crate::judge::judge;

    fn sh(folder: &Path, script: &str) -> String {
        let ran = Command::new("sh")
            .args(["-ec", script])
            .current_dir(folder)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .expect("sh starts");
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{script}: {said}");
        String::from_utf8_lossy(&ran.stdout).trim().to_owned()
    }

    /// A repository with `src/a.py`, `src/b.py` and `model/m`, committed.
    fn repository() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        sh(
            folder.path(),
            "git init --quiet; mkdir src model; echo a > src/a.py; echo b > src/b.py; echo m > model/m
             git config user.name a; git config user.email a@b; git add --all; git commit --quiet -m x",
        );
        folder
    }

    fn judged(folder: &Path, tags: &str, strict: bool) -> Result<Judgement, Fault> {
        let context = Context {
            env: [("GITHUB_REF", "refs/heads/main")].into_iter().collect(),
            system: System::GitHub,
            dir: folder.to_owned(),
            now: 1_578_616_200,
            digests: true,
            verdicts: Vec::new(),
            required: Vec::new(),
            progress: tool::Progress::default(),
        };
        let args = Args {
            tags: vec![tags.to_owned()],
            strict,
            ..Args::default()
        };
        judge(&args, &context)
    }

    fn names(folder: &Path, tags: &str) -> String {
        let judgement = judged(folder, tags, false).expect(tags);
        let found = judgement.outputs.iter().find(|(it, _)| *it == "tag-names");
        found.expect("an output").1.clone()
    }

    #[test]
    fn a_tag_as_the_readme_makes_it() {
        let folder = repository();
        let dir = folder.path();
        let digest = sh(
            dir,
            "git ls-tree -r -z --full-tree HEAD -- src model | sha256sum | cut -c 1-16",
        );
        let entry = "type=content,paths=model;src";
        assert_eq!(names(dir, entry), format!("content-{digest}"));
        assert_eq!(
            names(&dir.join("src"), "type=content,paths=.;../model,prefix="),
            digest
        );
        let long = names(dir, "type=content,paths=src;model;,format=long,prefix=c-");
        assert_eq!((&long[..18], long.len()), (&*format!("c-{digest}"), 66));
        sh(dir, "echo new > src/new.py; echo x > src/b.py");
        let changed = names(dir, entry);
        assert_ne!(changed, format!("content-{digest}"));
        sh(dir, "git add --all");
        assert_eq!(names(dir, entry), changed);
        sh(dir, "git commit --quiet -m x; touch src/*");
        assert_eq!(names(dir, entry), changed);
        let without = "type=content,paths=.,exclude=src/new.py;src/b.py";
        let only = sh(
            dir,
            "git ls-tree -r -z --full-tree HEAD -- src/a.py model | sha256sum | cut -c 1-16",
        );
        assert_eq!(names(dir, without), format!("content-{only}"));
        assert!(judged(dir, entry, true).is_ok());
    }

    #[test]
    fn it_stands_between_raw_and_sha_and_brings_no_latest() {
        let folder = repository();
        let names = names(folder.path(), "type=content,paths=src,prefix=\nx");
        let (first, second) = names.split_once('\n').expect("two tags");
        assert_eq!((first, second.len()), ("x", SHORT));
    }

    #[test]
    fn nothing_that_counts_makes_no_tag() {
        let folder = repository();
        std::fs::create_dir(folder.path().join("empty")).expect("made");
        let judgement = judged(folder.path(), "type=content,paths=src;empty", false);
        let judgement = judgement.expect("judged");
        assert_eq!(judgement.checks[0].outcome, Outcome::Warn);
        let cause = judgement.checks[0].cause.as_deref();
        assert_eq!(cause, Some("`empty` holds no file that counts"));
        // Where it is switched off, nothing is looked at.
        let off = "type=content,paths=none,enable=false\nx";
        assert_eq!(names(folder.path(), off), "x");
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let folder = repository();
        for (tags, expected) in [
            (
                "type=content",
                "--tags:1:1: the entry has no attribute `paths`",
            ),
            (
                "x\ntype=content,paths= ; ",
                "--tags:2:14: `paths` names no path",
            ),
            (
                "type=content,paths=src,model",
                "--tags:1:24: `model` is no attribute, and content has no value",
            ),
            (
                "type=content,paths=srcs/a;src;scr",
                "--tags:1:20: there is no `srcs/a`",
            ),
            (
                "type=content,paths=src;scr",
                "--tags:1:24: there is no `scr`",
            ),
            (
                "type=content,paths=src,exclude=/src",
                "--tags:1:32: `/src` is an absolute path",
            ),
            (
                "type=content,paths=../x",
                "--tags:1:20: `../x` leads out of the repository",
            ),
            (
                "type=content,paths=src,format=log",
                "--tags:1:24: `format=log` is not known",
            ),
        ] {
            let fault = judged(folder.path(), tags, false).expect_err(tags);
            assert_eq!(fault.to_string(), expected);
            assert!(!fault.help.is_empty(), "{tags}");
        }
        let fault = judged(folder.path(), "type=content,paths=scr", false).expect_err("a typo");
        assert_eq!(fault.help, ["did you mean `src` instead of `scr`?"]);
    }
}
