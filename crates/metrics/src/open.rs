//! Bytes out of files, folders, standard input and archives, within bounds.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use verdict::{Fault, sha256_of_bytes, sha256_of_file};

use crate::formats::{mlflow_run, wandb_log, wandb_records};
use crate::{Format, Metrics};

/// Largest file that is read whole, and largest that may come out of an
/// archive, in bytes.
const LARGEST: u64 = 64 << 20;

impl Metrics {
    /// Reads metrics from a file; from a folder, by what is in it; or from
    /// standard input, `-`. The format is found out unless it is named.
    ///
    /// A folder is a run of `MLflow`'s file store; a run of W&B; a folder of
    /// `.eval_results`; or it holds a metrics file by one of the usual names.
    pub fn open(path: &Path, format: Option<Format>) -> Result<Self, Fault> {
        if path == Path::new("-") {
            let mut bytes = Vec::new();
            let limited = &mut io::stdin().lock().take(LARGEST + 1);
            limited
                .read_to_end(&mut bytes)
                .map_err(|error| Fault::io("read", path, &error))?;
            refuse_large(path, &bytes)?;
            return Self::from_bytes("<stdin>", &bytes, format);
        }
        if path.is_dir() {
            return folder(path, format);
        }
        let file = shown(path);
        if matches!(format, None | Some(Format::WandbLog)) && is_wandb_log(path)? {
            return wandb(path, &file);
        }
        Self::from_bytes(&file, &read_bounded(path)?, format)
    }

    /// Reads metrics out of a file's bytes: text, `.gz`, `.tgz` with one file,
    /// or a W&B log.
    pub fn from_bytes(file: &str, bytes: &[u8], format: Option<Format>) -> Result<Self, Fault> {
        let mut metrics = if bytes.starts_with(&[0x1f, 0x8b]) {
            let (file, inner) = unpacked(file, bytes)?;
            Self::from_bytes(&file, &inner, format)?
        } else if bytes.starts_with(&wandb_records::HEADER) {
            let read = |found: &mut crate::found::Found| wandb_log::read(bytes, found);
            Self::gather(file, Format::WandbLog, read)?
        } else {
            let text = text(file, bytes)?;
            Self::read_as(file, text, format)?
        };
        file.clone_into(&mut metrics.file);
        metrics.digest = sha256_of_bytes(bytes);
        Ok(metrics)
    }
}

/// A whole file of at most 64 MiB.
pub(crate) fn read_bounded(path: &Path) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| Fault::io("read", path, &error))?;
    refuse_large(path, &bytes)?;
    Ok(bytes)
}

fn refuse_large(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    match bytes.len() as u64 > LARGEST {
        true => Err(Fault::new(format!("{} is larger than 64 MiB", shown(path)))),
        false => Ok(()),
    }
}

fn is_wandb_log(path: &Path) -> Result<bool, Fault> {
    let mut head = Vec::new();
    File::open(path)
        .and_then(|file| {
            file.take(wandb_records::HEADER.len() as u64)
                .read_to_end(&mut head)
        })
        .map_err(|error| Fault::io("read", path, &error))?;
    Ok(head == wandb_records::HEADER)
}

/// Reads a log as it comes: a long run's may be larger than memory.
fn wandb(path: &Path, file: &str) -> Result<Metrics, Fault> {
    let io = |error| Fault::io("read", path, &error);
    let log = BufReader::new(File::open(path).map_err(io)?);
    let mut metrics = Metrics::gather(file, Format::WandbLog, |found| wandb_log::read(log, found))?;
    metrics.digest = sha256_of_file(path).map_err(io)?;
    Ok(metrics)
}

/// What a folder holds.
fn folder(path: &Path, format: Option<Format>) -> Result<Metrics, Fault> {
    if matches!(format, None | Some(Format::MlflowRun)) && mlflow_run::fits(path) {
        let mut read = String::new();
        let mut metrics = Metrics::gather(&shown(path), Format::MlflowRun, |found| {
            read = mlflow_run::read(path, found)?;
            Ok(())
        })?;
        metrics.digest = sha256_of_bytes(read.as_bytes());
        return Ok(metrics);
    }
    if matches!(format, None | Some(Format::EvalResults)) && is_eval_results(path) {
        return eval_results(path);
    }
    let found = usual(path, format)?;
    match found {
        Some(file) => Metrics::open(&file, format),
        None => Err(
            Fault::new(format!("no metrics in the folder {}", shown(path)))
                .help("name the metrics file, or the folder of one run"),
        ),
    }
}

fn is_eval_results(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == ".eval_results")
}

/// All results of a folder, as one.
fn eval_results(path: &Path) -> Result<Metrics, Fault> {
    let mut read = String::new();
    let mut all: Option<Metrics> = None;
    let files = names(path, |name| has_extension(name, &["yaml", "yml"]))?;
    for file in files {
        let one = Metrics::open(&file, Some(Format::EvalResults))?;
        read.push_str(&format!("{}\0{}\n", shown(&file), one.digest));
        match &mut all {
            None => all = Some(one),
            Some(all) => all.join(one)?,
        }
    }
    let mut all =
        all.ok_or_else(|| Fault::new(format!("no results in the folder {}", shown(path))))?;
    all.file = shown(path);
    all.digest = sha256_of_bytes(read.as_bytes());
    Ok(all)
}

/// The metrics file of a folder, by the usual names: the first of them.
fn usual(path: &Path, format: Option<Format>) -> Result<Option<PathBuf>, Fault> {
    const NAMES: [&str; 11] = [
        "wandb-summary.json",
        "files/wandb-summary.json",
        "metrics.json",
        "metrics.yaml",
        "metrics.toml",
        "all_results.json",
        "eval_results.json",
        "evaluation.json",
        "mlpipeline-metrics.json",
        "trainer_state.json",
        "executor_output.json",
    ];
    if format != Some(Format::WandbLog)
        && let Some(name) = NAMES.iter().find(|name| path.join(name).is_file())
    {
        return Ok(Some(path.join(name)));
    }
    // Of one run there is one log; lm-eval's results end with their date.
    let logs = names(path, |name| has_extension(name, &["wandb"]))?;
    let dated = |name: &str| name.starts_with("results_") && has_extension(name, &["json"]);
    match logs.as_slice() {
        [] => Ok(names(path, dated)?.pop()),
        [log] => Ok(Some(log.clone())),
        _ => Err(
            Fault::new(format!("several runs in the folder {}", shown(path)))
                .help("name the `.wandb` file of one"),
        ),
    }
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|found| {
        extensions
            .iter()
            .any(|known| found.eq_ignore_ascii_case(known))
    })
}

/// The files of a folder whose names fit, sorted.
fn names(path: &Path, fits: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, Fault> {
    let io = |error| Fault::io("read", path, &error);
    let mut names = Vec::new();
    for entry in path.read_dir().map_err(io)?.take(100_000) {
        let entry = entry.map_err(io)?;
        let fits = entry.file_name().to_str().is_some_and(&fits);
        if fits && entry.file_type().map_err(io)?.is_file() {
            names.push(entry.path());
        }
    }
    names.sort();
    Ok(names)
}

/// The one file in a `.gz` or a `.tgz`, and its name.
fn unpacked(file: &str, bytes: &[u8]) -> Result<(String, Vec<u8>), Fault> {
    let damaged = |error: io::Error| Fault::new(format!("{file} can't be unpacked: {error}"));
    let too_large = || Fault::new(format!("{file} unpacks to more than 64 MiB"));
    let mut inner = Vec::new();
    let unpack = flate2::read::MultiGzDecoder::new(bytes);
    let mut unpack = unpack.take(LARGEST + 1);
    unpack.read_to_end(&mut inner).map_err(damaged)?;
    if inner.len() as u64 > LARGEST {
        return Err(too_large());
    }
    if inner.starts_with(&[0x1f, 0x8b]) {
        return Err(Fault::new(format!("{file} is packed twice")));
    }
    if inner.get(257..262) != Some(b"ustar") {
        let name = file.strip_suffix(".gz").unwrap_or(file);
        return Ok((name.to_owned(), inner));
    }
    let mut held = None;
    for entry in tar::Archive::new(inner.as_slice())
        .entries()
        .map_err(damaged)?
    {
        let mut entry = entry.map_err(damaged)?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let name = entry
            .path()
            .map_err(damaged)?
            .to_string_lossy()
            .into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(damaged)?;
        if held.replace((format!("{file}!{name}"), content)).is_some() {
            return Err(Fault::new(format!("{file} holds more than one file"))
                .help("unpack it and name the metrics file"));
        }
    }
    held.ok_or_else(|| Fault::new(format!("{file} holds no file")))
}

/// UTF-8 without the mark that editors and shells of Windows put before it.
fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = error.valid_up_to();
        let shown = String::from_utf8_lossy(bytes);
        Fault::new("not UTF-8 text")
            .at(verdict::Place::in_text(file, &shown, valid..valid + 1))
            .help("convert the file, for example with `iconv -t UTF-8`")
    })
}

fn shown(path: &Path) -> String {
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}
