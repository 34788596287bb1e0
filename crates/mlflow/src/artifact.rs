//! Files that a run logged.

use std::io::{self, Write as _};
use std::path::Path;

use tempfile::NamedTempFile;
use verdict::{Fault, Subject, cut, sha256_of_file};

use crate::Server;
use crate::ask::{get, list, sorted, text};

/// Largest file that is fetched, in bytes.
const LIMIT: u64 = 1 << 30;

/// A file that a run logged, in a temporary place until it is dropped.
#[derive(Debug)]
pub struct Artifact {
    file: NamedTempFile,
    name: String,
    sha256: String,
}

impl Artifact {
    /// Where its bytes are; the name ends as the file's own.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// How evidence names it: `mlflow:runs:/RUN_ID#predictions.csv`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its SHA-256 in hexadecimal.
    #[must_use]
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The file by name and digest.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::new(&*self.name, &*self.sha256)
    }
}

impl Server {
    /// Fetches a file that a run logged, of at most 1 GiB; none if the run has
    /// no such file. The path is taken from the root of the run's files.
    pub fn artifact(&self, run: &str, path: &str) -> Result<Option<Artifact>, Fault> {
        let what = format!("the file `{}` of the run `{}`", cut(path), cut(run));
        if !self.lists(run, path, &what)? {
            return Ok(None);
        }
        let fault = |error: io::Error| Fault::io("write", &std::env::temp_dir(), &error);
        let mut file = tempfile::Builder::new()
            .prefix("tollgate-")
            .suffix(&ending(path))
            .tempfile()
            .map_err(fault)?;
        let query = [("path", path), ("run_uuid", run)];
        let server = &self.tracking;
        let answer = server.download("/get-artifact", &query, LIMIT, &mut file)?;
        if sorted(server, answer, &what)?.is_none() {
            return Ok(None);
        }
        file.flush().map_err(fault)?;
        let sha256 = sha256_of_file(file.path()).map_err(fault)?;
        Ok(Some(Artifact {
            file,
            name: format!("mlflow:runs:/{run}#{path}"),
            sha256,
        }))
    }

    /// Whether a run has a file, by the list of the folder that it would be in:
    /// a store may answer the question for a missing file as a fault of its own.
    fn lists(&self, run: &str, path: &str, what: &str) -> Result<bool, Fault> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let query = [("run_id", run), ("path", folder)];
        let query = match folder {
            "" => &query[..1],
            _ => &query[..],
        };
        let answer = get(&self.tracking, "artifacts/list", query, what)?;
        let Some(told) = answer.map(|answer| answer.json()).transpose()? else {
            return Ok(false);
        };
        let mut files = list(&told, "files").iter();
        let Some(file) = files.find(|file| text(file, "path").as_deref() == Some(path)) else {
            // More pages may follow; then the file itself is asked for.
            return Ok(text(&told, "next_page_token").is_some());
        };
        if file.get("is_dir").and_then(serde_json::Value::as_bool) == Some(true) {
            return Err(Fault::new(format!("{what} is a folder")).help("name a file in it"));
        }
        let size = text(file, "file_size").and_then(|size| size.parse::<u64>().ok());
        if size.is_some_and(|size| size > LIMIT) {
            return Err(Fault::new(format!("{what} is larger than 1 GiB"))
                .help("fetch it by other means, and name the file"));
        }
        Ok(true)
    }
}

/// The ending of a path such as `.csv.gz`, by which readers know formats.
fn ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '.';
    match name.find('.') {
        Some(at) if name[at..].len() <= 32 && name[at..].chars().all(plain) => {
            name[at..].to_owned()
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_ending_says_the_format_and_nothing_else() {
        for (path, ending) in [
            ("a/p.csv.gz", ".csv.gz"),
            ("p.parquet", ".parquet"),
            ("a.b/p", ""),
            ("p.$(x)", ""),
        ] {
            assert_eq!(super::ending(path), ending);
        }
    }
}
