//! Why a repository can't be read, and what to do about it.

use std::path::{Path, PathBuf};

use verdict::{Fault, cut};

/// Most bytes of a file that says how a repository is kept.
const FILE_LIMIT: usize = 1 << 20;

/// The fault of a folder in no repository, or in one that does not open.
pub(super) fn not_opened(dir: &Path) -> Fault {
    if let Some(named) = std::env::var_os("GIT_DIR") {
        let named = cut(&named.to_string_lossy());
        return Fault::new(format!(
            "GIT_DIR names {named}, which is no git repository that can be read"
        ))
        .help("unset GIT_DIR, or set it to the .git folder of the checkout");
    }
    let own = dir.ancestors().map(|folder| folder.join(".git"));
    let found = own.into_iter().find(|path| path.symlink_metadata().is_ok());
    let Some(own) = found else {
        return Fault::new(format!("not in a git repository: {}", dir.display()))
            .help("run the tool inside of a checkout; in a container, mount the .git folder too");
    };
    if let Some(to) = leads_to(&own).filter(|to| !to.is_dir()) {
        return Fault::new(format!(
            "{} leads to {}, which is not there",
            own.display(),
            cut(&to.display().to_string())
        ))
        .help("a worktree or submodule keeps its history elsewhere: in a container, mount that folder too");
    }
    let folder = leads_to(&own).unwrap_or_else(|| own.clone());
    format_fault(&folder).unwrap_or_else(|| {
        Fault::new(format!(
            "the git repository {} can't be read",
            own.display()
        ))
        .help("`git status` and `git fsck` say what is wrong with it")
        .help("ref and commit that are given by hand need no repository")
    })
}

/// Whether a folder is meant to be in a repository, though none opens there.
pub(super) fn is_meant(dir: &Path) -> bool {
    let mut own = dir.ancestors().map(|folder| folder.join(".git"));
    std::env::var_os("GIT_DIR").is_some() || own.any(|path| path.symlink_metadata().is_ok())
}

/// The fault of a HEAD that names nothing.
pub(super) fn bad_head(git_dir: &Path) -> Fault {
    Fault::new(format!(
        "{} leads to nothing that git knows",
        git_dir.join("HEAD").display()
    ))
    .help("`git status` says what is wrong with it; a fresh clone mends it")
}

/// The fault of a file of packed refs that can't be read.
pub(super) fn bad_packed_refs(common_dir: &Path) -> Fault {
    let file = common_dir.join("packed-refs");
    Fault::new(format!("{} holds what is no ref", file.display()))
        .help("`git fsck` says what is wrong with it; a fresh clone mends it")
}

/// The fault of a repository that is kept in a form that is not read.
pub(super) fn format_fault(git_dir: &Path) -> Option<Fault> {
    // A worktree has its own folder, and the configuration is the main one's.
    let common = read(&git_dir.join("commondir")).map(|text| git_dir.join(text.trim()));
    let config = read(&common.unwrap_or_else(|| git_dir.to_owned()).join("config"))?;
    let is = |key: &str, value: &str| {
        config.lines().any(|line| {
            let line = line.to_ascii_lowercase();
            let pair = line
                .split_once('=')
                .map(|(key, value)| (key.trim(), value.trim().trim_matches('"')));
            pair == Some((key, value))
        })
    };
    let shown = git_dir.display();
    if is("objectformat", "sha256") {
        return Some(
            Fault::new(format!(
                "the git repository {shown} names its objects by SHA-256, which is not read"
            ))
            .help("ref and commit that are given by hand need no repository"),
        );
    }
    is("refstorage", "reftable").then(|| {
        Fault::new(format!(
            "the git repository {shown} keeps its refs in a reftable, which is not read"
        ))
        .help(
            "`git refs migrate --ref-format=files` keeps them in files; ref and commit that are given by hand need no repository",
        )
    })
}

/// The folder that a `.git` file names.
fn leads_to(own: &Path) -> Option<PathBuf> {
    let text = read(own).filter(|_| own.is_file())?;
    let to = text.strip_prefix("gitdir:")?.trim();
    Some(own.parent()?.join(to))
}

/// A short text file; none where it is no such thing.
fn read(path: &Path) -> Option<String> {
    use std::io::Read as _;
    let mut text = Vec::new();
    let file = std::fs::File::open(path).ok()?;
    file.take(FILE_LIMIT as u64).read_to_end(&mut text).ok()?;
    Some(String::from_utf8_lossy(&text).into_owned())
}
