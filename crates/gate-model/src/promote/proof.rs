//! What ties a verdict to a version of a model in `MLflow`.

use std::path::Path;

use mlflow::{Lookup, Origin, Server, Source, Version};
use verdict::{Fault, Subject, Verdict, cut, sha256_of_file};

use super::is_of_mlflow;

/// The tag of a model version that holds the SHA-256 of its verdict.
const TAG: &str = "tollgate.verdict";

const HELP: &str = "judge the run that made the version, log to it what is judged (`mlflow.log_artifact`), or set the version's tag `tollgate.verdict` to the SHA-256 of the verdict";

/// Whether a verdict is known to be of a version.
pub(super) enum Proof {
    /// It is, and how that is known.
    Found(String),
    /// It is not known: why, and what to do.
    None(String, String),
}

/// Looks for what ties a verdict to a version: who registered the version says
/// so by a tag, or all that was judged belongs to the run that made it.
pub(super) fn of_version(
    server: &Server,
    version: &Version,
    verdict: &Verdict,
    file: &Path,
) -> Result<Proof, Fault> {
    if let Some(digest) = version.tags.get(TAG)
        && sha256_of_file(file).is_ok_and(|own| own == *digest)
    {
        return Ok(Proof::Found(format!("its tag {TAG} names this verdict")));
    }
    let Some(run) = version.run.as_deref() else {
        let why = format!("version {} names no run that made it", version.number);
        return Ok(Proof::None(why, HELP.to_owned()));
    };
    for subject in &verdict.subject {
        if let Some(why) = why_not(server, version, run, subject)? {
            return Ok(Proof::None(why, HELP.to_owned()));
        }
    }
    Ok(Proof::Found(format!("run {run} made it, and was judged")))
}

/// Why something that was judged is not of the run that made a version; none
/// if it is.
fn why_not(
    server: &Server,
    version: &Version,
    run: &str,
    subject: &Subject,
) -> Result<Option<String>, Fault> {
    let judged = subject.digest.get("sha256");
    let (name, number) = (cut(&subject.name), version.number);
    if is_of_mlflow(subject) && !subject.name.contains('#') {
        let origin = Origin::Version(version.model.clone(), number);
        let now = match server.find(&Source { origin, file: None })? {
            Lookup::Found(found) => found.subject(),
            Lookup::Missing(why) => return Ok(Some(why)),
        };
        let same = now.digest.get("sha256") == judged;
        return Ok((!same).then(|| {
            format!(
                "it judged {name}; version {number} is of run {run} with the metrics it has now"
            )
        }));
    }
    let mut another = None;
    for path in paths(&subject.name) {
        match server.artifact(run, path)? {
            Some(file) if Some(file.sha256()) == judged.map(String::as_str) => return Ok(None),
            Some(_) => another = Some(path),
            None => {}
        }
    }
    Ok(Some(match another {
        Some(path) => format!(
            "it judged {name}, and the file `{}` of run {run}, which made version {number}, is another one",
            cut(path)
        ),
        None => format!(
            "it judged {name}, and run {run}, which made version {number}, logged no such file"
        ),
    }))
}

/// Where a run may have logged a file: at its own path, or at its root.
fn paths(name: &str) -> Vec<&str> {
    let path = name.split_once('#').map_or(name, |(_, path)| path);
    let path = path.trim_start_matches("./");
    let last = path.rsplit('/').next().unwrap_or(path);
    let stray = |part: &str| matches!(part, "" | "." | "..");
    match path.split('/').any(stray) || path == last {
        true => vec![last],
        false => vec![path, last],
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_file_is_looked_for_where_it_was_and_at_the_root() {
        for (name, paths) in [
            ("metrics.json", &["metrics.json"][..]),
            ("./out/m.json", &["out/m.json", "m.json"]),
            ("../out/m.json", &["m.json"]),
            ("/tmp/m.json", &["m.json"]),
            ("mlflow:runs:/ab#p/q.csv", &["p/q.csv", "q.csv"]),
        ] {
            assert_eq!(super::paths(name), paths);
        }
    }
}
