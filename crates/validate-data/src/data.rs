//! Which tables are meant: files, patterns and folders, and of them those
//! that changed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ci::git::Git;
use globset::{GlobBuilder, GlobMatcher};
use remote::Address;
use tool::Context;
use verdict::{Check, Fault, cut};
use walkdir::WalkDir;

use crate::words::counted;

/// Endings of the formats that are known, but for compression.
const ENDINGS: [&str; 10] = [
    "csv", "tsv", "parquet", "pq", "jsonl", "ndjson", "arrow", "arrows", "feather", "ipc",
];

/// Most files that a pattern or a folder may stand for.
const MOST: usize = 100_000;

/// The tables that are meant, each once: files as they are named, patterns
/// (`data/**/*.csv`) and folders by the files in them, sorted.
pub(crate) fn expand(named: &[PathBuf]) -> Result<Vec<PathBuf>, Fault> {
    let mut all: Vec<PathBuf> = Vec::new();
    for path in named {
        let found = match kind(path) {
            Kind::Elsewhere(address) => elsewhere(&address, path)?,
            Kind::File => vec![path.clone()],
            Kind::Unknown(scheme) => {
                let message = format!("tables are not read from {}://", cut(&scheme));
                return Err(Fault::new(message).help(
                    "known are `s3://`, `gs://`, `az://`, `abfss://`, `https://` and `http://`",
                ));
            }
            Kind::Folder => in_folder(path)?,
            Kind::Pattern => matching(path)?,
        };
        for path in found {
            if !all.contains(&path) || all.len() > 1000 {
                all.push(path);
            }
        }
    }
    if all.len() > 1000 {
        all.sort();
        all.dedup();
    }
    Ok(all)
}

enum Kind {
    Elsewhere(Address),
    /// An address of a scheme that is not known.
    Unknown(String),
    File,
    Folder,
    Pattern,
}

/// A file that is there is never a pattern, whatever its name.
fn kind(path: &Path) -> Kind {
    let text = path.to_string_lossy();
    if let Some(address) = Address::of(path) {
        Kind::Elsewhere(address)
    } else if text.contains("://") && !path.exists() {
        Kind::Unknown(text.split("://").next().unwrap_or_default().to_owned())
    } else if path.is_dir() {
        Kind::Folder
    } else if !path.exists() && text != "-" && text.contains(['*', '?', '[', '{']) {
        Kind::Pattern
    } else {
        Kind::File
    }
}

/// How a table is shown: without what is secret in an address.
pub(crate) fn shown(path: &Path) -> String {
    Address::of(path).map_or_else(|| tool::shown(path), |address| address.shown())
}

/// Fails for tables that could not be told apart: by the names that are shown
/// of addresses, and where rows are `written`, by the names of their files.
pub(crate) fn check_names(data: &[PathBuf], written: bool) -> Result<(), Fault> {
    let mut seen = HashMap::new();
    for path in data.iter().filter(|path| Address::of(path).is_some()) {
        if let Some(other) = seen
            .insert(shown(path), path)
            .filter(|other| *other != path)
        {
            let message = format!("two addresses are both shown as {}", cut(&shown(other)));
            return Err(Fault::new(message).help("judge them in two runs"));
        }
    }
    let mut names = HashMap::new();
    for path in data.iter().filter(|_| written && data.len() > 1) {
        let name = shown(path);
        let file = name.rsplit('/').next().unwrap_or(&name).to_owned();
        if let Some(other) = names.insert(file, name.clone()) {
            let message = format!(
                "the rows of {} and of {} would go to files of one name",
                cut(&other),
                cut(&name)
            );
            return Err(Fault::new(message)
                .help("write the rows of one folder at a time, each to a folder of its own"));
        }
    }
    Ok(())
}

/// What an address stands for: one file, those of a folder, or those that a
/// pattern takes.
fn elsewhere(address: &Address, path: &Path) -> Result<Vec<PathBuf>, Fault> {
    if !address.is_several() {
        return Ok(vec![path.to_owned()]);
    }
    let key = address.key();
    let folder = key.is_empty() || key.ends_with('/');
    let found = if folder {
        remote::list(address, &|name| is_table(Path::new(name)), MOST)?
    } else {
        let pattern = pattern(key)?;
        remote::list(address, &|name| pattern.is_match(name), MOST)?
    };
    if found.len() > MOST {
        return Err(too_many(&address.shown()));
    }
    match (found.is_empty(), folder) {
        (false, _) => Ok(found.iter().map(|found| found.secret().into()).collect()),
        (true, true) => Err(no_table(&address.shown())),
        (true, false) => Err(
            Fault::new(format!("no file matches `{}`", cut(&address.shown())))
                .help("`*` stands for a part of a name, `**` for folders"),
        ),
    }
}

/// The files of a folder that are tables by their endings; hidden ones and
/// those of a writer (`_SUCCESS`) are passed over.
fn in_folder(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let found = walk(folder, &|path| is_table(path))?;
    match found.is_empty() {
        false => Ok(found),
        true => Err(no_table(&folder.display().to_string())),
    }
}

fn no_table(folder: &str) -> Fault {
    Fault::new(format!("{folder} has no table in it")).help(
        "tables are told by their endings, such as `.csv`, `.jsonl`, `.parquet`; name other files themselves",
    )
}

fn too_many(name: &str) -> Fault {
    Fault::new(format!(
        "{name} stands for more than {}",
        counted(MOST as u64, "table")
    ))
}

fn is_table(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().to_lowercase());
    let name = name.unwrap_or_default();
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    !name.starts_with(['.', '_']) && ending.is_some_and(|ending| ENDINGS.contains(&ending))
}

fn matching(pattern: &Path) -> Result<Vec<PathBuf>, Fault> {
    let text = pattern.to_string_lossy();
    let here = format!(".{}", std::path::MAIN_SEPARATOR);
    let text = text.strip_prefix(&here).unwrap_or(&text);
    let text = text.strip_prefix("./").unwrap_or(text);
    let matcher = self::pattern(text)?;
    // The folder that comes before the first sign of a pattern.
    let base: PathBuf = Path::new(text)
        .components()
        .take_while(|part| {
            !part
                .as_os_str()
                .to_string_lossy()
                .contains(['*', '?', '[', '{'])
        })
        .collect();
    let start = if base.as_os_str().is_empty() {
        Path::new(".")
    } else {
        &base
    };
    let found = walk(start, &|path| matcher.is_match(path))?;
    match found.is_empty() {
        false => Ok(found),
        true => Err(Fault::new(format!("no file matches `{}`", cut(text)))
            .help("it is taken relative to the working directory; `**` stands for folders")),
    }
}

fn pattern(text: &str) -> Result<GlobMatcher, Fault> {
    let glob = GlobBuilder::new(text).literal_separator(true).build();
    let glob = glob.map_err(|error| {
        Fault::new(format!("`{}` is no pattern: {}", cut(text), error.kind()))
            .help("`*` stands for a part of a name, `**` for folders")
    })?;
    Ok(glob.compile_matcher())
}

fn walk(folder: &Path, takes: &dyn Fn(&Path) -> bool) -> Result<Vec<PathBuf>, Fault> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            let message = format!("can't look into {}: {error}", folder.display());
            Fault::new(message).help("check the folder's name and permissions")
        })?;
        let path = entry.path().strip_prefix("./").unwrap_or(entry.path());
        // DVC and others lay tables out as links.
        let is_link = entry.path_is_symlink() && !entry.path().is_dir();
        if (is_link || entry.file_type().is_file()) && takes(path) {
            found.push(path.to_owned());
        }
        if found.len() > MOST {
            return Err(too_many(&folder.display().to_string()));
        }
    }
    Ok(found)
}

/// Leaves out the tables that are as they were at a revision. When a contract
/// is other than it was, all of them stay. The check says what was left out.
pub(crate) fn changed_since(
    revision: &str,
    contract: &Path,
    data: &mut Vec<PathBuf>,
    context: &Context,
) -> Result<Check, Fault> {
    if let Some(address) = data.iter().find_map(|path| Address::of(path)) {
        let message = format!("git knows nothing of {}", address.shown());
        return Err(Fault::new(message)
            .help("`--changed-since` is for tables of the repository: leave it out here"));
    }
    let git = Git::discover(&context.dir)?;
    let all = data.len() as u64;
    if !git.differs(revision, contract)? {
        let mut changed = Vec::new();
        for path in data.drain(..) {
            if git.differs(revision, &path)? {
                changed.push(path);
            }
        }
        *data = changed;
    }
    let revision = cut(revision);
    let title = format!(
        "{} of {} changed since {revision}, or their contract did",
        data.len(),
        counted(all, "table")
    );
    Ok(Check::pass("changed-since", title).observed(data.len() as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_and_folders_stand_for_their_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for name in [
            "a.csv",
            "b/c.csv.gz",
            "b/_SUCCESS",
            "b/.hidden.csv",
            "b/year=2024/d.parquet",
            "notes.md",
            "we[ird.csv",
        ] {
            std::fs::create_dir_all(path(name).parent().expect("a parent")).expect("made");
            std::fs::write(path(name), "a\n").expect("written");
        }
        let names = |named: &str| -> Vec<String> {
            let found = expand(&[path(named)]).expect("files");
            let names = found
                .iter()
                .map(|found| found.strip_prefix(folder.path()).expect("inside"));
            names.map(|name| name.display().to_string()).collect()
        };
        assert_eq!(names("*.csv"), ["a.csv", "we[ird.csv"]);
        assert_eq!(
            names("**/*.csv*"),
            ["a.csv", "b/.hidden.csv", "b/c.csv.gz", "we[ird.csv"]
        );
        assert_eq!(names("b"), ["b/c.csv.gz", "b/year=2024/d.parquet"]);
        assert_eq!(names("we[ird.csv"), ["we[ird.csv"]);
        assert!(expand(&[path("*.xls")]).is_err());
        assert!(
            expand(&[path("b/year=2023")]).is_ok(),
            "a file that isn't there is told later"
        );
    }
}
