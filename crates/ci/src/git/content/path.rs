//! Paths as a user gives them, from the root that content is counted from.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use gix::bstr::{BStr, BString, ByteSlice};
use gix::index::fs::Metadata;
use verdict::{Fault, cut, did_you_mean};

use super::Content;
use super::tracked::below;

/// A path with `/` between its parts.
pub(super) fn bytes(path: &Path) -> BString {
    let known = gix::path::into_bstr(path).map(Cow::into_owned);
    let path = known.unwrap_or_else(|_| path.to_string_lossy().into_owned().into());
    gix::path::to_unix_separators_on_windows(path).into_owned()
}

/// A path as this machine writes it.
pub(super) fn local(path: &BStr) -> PathBuf {
    let known = gix::path::from_bstr(path).map(Cow::into_owned);
    known.unwrap_or_else(|_| PathBuf::from(path.to_str_lossy().into_owned()))
}

impl Content {
    /// A path from the root, of one that is given from where the tool runs.
    pub(super) fn placed(&self, given: &str) -> Result<BString, Fault> {
        let mut parts: Vec<BString> = Vec::new();
        let prefix = self.prefix.split_str("/").filter(|part| !part.is_empty());
        parts.extend(prefix.map(BString::from));
        for part in Path::new(given).components() {
            match part {
                Component::CurDir => {}
                Component::Normal(name) if name == ".git" => {
                    let fault = Fault::new(format!("`{}` is git's own", cut(given)));
                    return Err(fault.help("give what git keeps: `.` is all of it"));
                }
                Component::Normal(name) => parts.push(bytes(Path::new(name))),
                Component::ParentDir => {
                    if parts.pop().is_none() {
                        return Err(self.leads_out(given));
                    }
                }
                Component::RootDir | Component::Prefix(_) => {
                    let fault = Fault::new(format!("`{}` is an absolute path", cut(given)));
                    return Err(fault.help(
                        "give it from where the tool runs, so that it is the same on every machine",
                    ));
                }
            }
        }
        Ok(gix::bstr::join("/", parts).into())
    }

    fn leads_out(&self, given: &str) -> Fault {
        let out_of = match self.tracked {
            Some(_) => "the repository",
            None => "the folder where the tool runs",
        };
        Fault::new(format!("`{}` leads out of {out_of}", cut(given)))
            .help("only what is in it is the same on every machine")
    }

    /// The place of a path on disk.
    pub(super) fn on_disk(&self, path: &BStr) -> PathBuf {
        match path.is_empty() {
            true => self.root.clone(),
            false => self.root.join(local(path)),
        }
    }

    /// Holds the folders that lead to a path to being plain ones.
    pub(super) fn check_way(&self, path: &BStr, given: &str) -> Result<(), Fault> {
        let ends = path.find_iter("/").collect::<Vec<_>>();
        for folder in ends.into_iter().map(|end| path[..end].as_bstr()) {
            let on_disk = self.on_disk(folder);
            let is_link = Metadata::from_path_no_follow(&on_disk).is_ok_and(|it| it.is_symlink());
            let submodule = self.tracked.as_ref().and_then(|it| it.submodule(folder));
            let what = match () {
                () if is_link => "a symbolic link, and none is followed",
                () if submodule.is_some() || is_repository(&on_disk) => {
                    "another repository, which counts as a whole, by its commit"
                }
                () => continue,
            };
            let folder = cut(&folder.to_str_lossy());
            let fault = Fault::new(format!("`{}` is behind `{folder}`: {what}", cut(given)));
            return Err(fault.help(format!("give `{folder}` itself, or where it leads to")));
        }
        Ok(())
    }

    /// The fault of a path that is not there, with the one that may be meant.
    pub(super) fn not_there(&self, path: &BStr, given: &str) -> Fault {
        let fault = Fault::new(format!("there is no `{}`", cut(given)));
        let mut folder = BString::default();
        for part in path.split_str("/") {
            let next = join(folder.as_bstr(), part.as_bstr());
            if Metadata::from_path_no_follow(&self.on_disk(next.as_bstr())).is_ok() {
                folder = next;
                continue;
            }
            let names = std::fs::read_dir(self.on_disk(folder.as_bstr()));
            let names: Vec<String> = names
                .into_iter()
                .flatten()
                .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
                .collect();
            let part = part.to_str_lossy();
            if let Some(near) = did_you_mean(&part, names.iter().map(String::as_str)) {
                let (near, part) = (cut(near), cut(&part));
                return fault.help(format!("did you mean `{near}` instead of `{part}`?"));
            }
            break;
        }
        fault.help("paths count from where the tool runs, and are split at `;`; what is ignored and not there must be recorded by DVC")
    }
}

/// A path of a folder and a name in it.
pub(super) fn join(folder: &BStr, name: &BStr) -> BString {
    let mut path = below(folder);
    path.extend_from_slice(name);
    path
}

/// Whether a folder is the root of a repository.
pub(super) fn is_repository(folder: &Path) -> bool {
    std::fs::symlink_metadata(folder.join(".git")).is_ok() && gix::open(folder).is_ok()
}
