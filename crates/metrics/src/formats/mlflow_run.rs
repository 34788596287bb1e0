//! A run's folder in `MLflow`'s file store, `mlruns/EXPERIMENT/RUN`: a file a
//! metric in `metrics/`, a line a value: `timestamp value [step …]`. A metric
//! is called by its path below `metrics/`, which is its key (`val/acc`). The
//! one with the largest step, then timestamp, then value is the last.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use verdict::{Fault, sha256_of_bytes};
use walkdir::WalkDir;

use crate::found::Found;
use crate::metric::{Metric, Run};
use crate::node::{Node, step};
use crate::open::read_bounded;
use crate::text::{Text, whole_line};
use crate::yaml;

/// How many files a run may have.
const MOST: usize = 10_000;
/// How deep a key may be.
const DEEPEST: usize = 16;

/// Whether a folder is a run.
pub(crate) fn fits(folder: &Path) -> bool {
    folder.join("meta.yaml").is_file()
        && (folder.join("metrics").is_dir() || folder.join("params").is_dir())
}

/// Reads a run into what is found, and says what it read: a line a file, with
/// its digest.
pub(crate) fn read(folder: &Path, found: &mut Found) -> Result<String, Fault> {
    let mut read = String::new();
    let meta = text(&folder.join("meta.yaml"), "meta.yaml", &mut read)?;
    let meta = yaml::read(&shown(&folder.join("meta.yaml")), &meta)?;
    for (key, path) in files(folder, "metrics")? {
        let text = text(&path, &format!("metrics/{key}"), &mut read)?;
        let file = shown(&path);
        found.metric(
            key,
            latest(&Text {
                file: &file,
                text: &text,
            })?,
        );
    }
    let mut run = about(&meta);
    for (key, path) in files(folder, "params")? {
        let value = text(&path, &format!("params/{key}"), &mut read)?;
        run.params
            .insert(key, value.trim_end_matches('\n').to_owned());
    }
    for (key, path) in files(folder, "tags")? {
        let value = text(&path, &format!("tags/{key}"), &mut read)?;
        run.tags
            .insert(key, value.trim_end_matches('\n').to_owned());
    }
    found.run = Some(run);
    Ok(read)
}

fn shown(path: &Path) -> String {
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

fn text(path: &Path, name: &str, read: &mut String) -> Result<String, Fault> {
    let bytes = read_bounded(path)?;
    read.push_str(&format!("{name}\0{}\n", sha256_of_bytes(&bytes)));
    String::from_utf8(bytes).map_err(|_| Fault::new(format!("{} is not UTF-8 text", shown(path))))
}

/// The files below a folder by key, sorted. Links are not followed: a run has
/// none, and a link may lead anywhere.
fn files(folder: &Path, kind: &str) -> Result<BTreeMap<String, PathBuf>, Fault> {
    let folder = folder.join(kind);
    let mut files = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in WalkDir::new(&folder).max_depth(DEEPEST) {
        let entry =
            entry.map_err(|error| Fault::new(format!("can't read {}: {error}", shown(&folder))))?;
        if entry.file_type().is_file() {
            let key = entry.path().strip_prefix(&folder).unwrap_or(entry.path());
            files.insert(shown(key), entry.into_path());
        }
        if files.len() > MOST {
            return Err(Fault::new(format!(
                "more than {MOST} files in {}",
                shown(&folder)
            )));
        }
    }
    Ok(files)
}

/// One logged value.
struct Logged {
    step: i64,
    timestamp: i64,
    value: f64,
    line: u64,
}

/// The last value of a metric's file.
fn latest(source: &Text) -> Result<Metric, Fault> {
    let mut last: Option<Logged> = None;
    let lines = source.text.lines().enumerate();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let Some(logged) = logged(line, index as u64 + 1) else {
            return Err(
                Fault::new("not a line of MLflow's metrics: `timestamp value [step]`")
                    .at(whole_line(source.file, source.text, index as u64 + 1)),
            );
        };
        if last
            .as_ref()
            .is_none_or(|last| order(last, &logged).is_le())
        {
            last = Some(logged);
        }
    }
    let Some(last) = last else {
        return Err(Fault::new(format!("{} is empty", source.file))
            .help("the run was cut off while it logged: log it again"));
    };
    Ok(Metric {
        step: Some(last.step),
        ..Metric::new(last.value, source.location(Some(last.line)))
    })
}

fn order(a: &Logged, b: &Logged) -> Ordering {
    let a_key = (a.step, a.timestamp);
    a_key
        .cmp(&(b.step, b.timestamp))
        .then(a.value.total_cmp(&b.value))
}

/// A line; newer versions may write more fields than three.
fn logged(line: &str, number: u64) -> Option<Logged> {
    let mut fields = line.split_whitespace();
    let timestamp = fields.next()?.parse().ok()?;
    let value = fields.next()?.parse().ok()?;
    let step = match fields.next() {
        Some(step) => step.parse().ok()?,
        None => 0,
    };
    Some(Logged {
        step,
        timestamp,
        value,
        line: number,
    })
}

fn about(meta: &Node) -> Run {
    let text = |key: &str| {
        let node = meta.get(key)?;
        let number = || {
            node.number()
                .and_then(step)
                .map(|number| number.to_string())
        };
        node.as_text().map(str::to_owned).or_else(number)
    };
    Run {
        id: text("run_id").or_else(|| text("run_uuid")),
        name: text("run_name"),
        experiment: text("experiment_id"),
        status: text("status").map(|code| status(&code).to_owned()),
        ..Run::default()
    }
}

/// The file store writes a status as its number.
fn status(code: &str) -> &str {
    match code {
        "1" => "RUNNING",
        "2" => "SCHEDULED",
        "3" => "FINISHED",
        "4" => "FAILED",
        "5" => "KILLED",
        other => other,
    }
}
