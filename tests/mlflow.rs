//! A real `MLflow` server: baselines from its registry, and promotions in it.

use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::peers::{peer, root};
use crate::sandbox::{Ran, Sandbox};

const TOKEN: &str = "token-not-to-be-shown";
const POLICY: &str = "[gates.auc]\nmin = 0.8\n";
const COMPARING: &str =
    "baseline = \"mlflow:models:/churn@champion\"\n\n[gates.auc]\nmin = 0.8\nmax-drop = 0.01\n";

/// A server with a store of its own. It starts many processes, which end with
/// their group.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(sandbox: &Sandbox) -> Self {
        let port = {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
            listener.local_addr().expect("an address").port()
        };
        let mut command = Command::new(peer("ml-python"));
        command
            .args(["-m", "mlflow", "server", "--host", "127.0.0.1", "--port"])
            .arg(port.to_string())
            .args(["--workers", "1", "--backend-store-uri"])
            .arg(format!("sqlite:///{}", sandbox.path("mlflow.db").display()))
            .arg("--artifacts-destination")
            .arg(sandbox.path("artifacts"))
            .env("MLFLOW_DISABLE_TELEMETRY", "true")
            .env("MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false")
            .current_dir(sandbox.dir())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        let server = Self {
            process: command.spawn().expect("python starts"),
            address: format!("http://127.0.0.1:{port}"),
        };
        server.wait();
        server
    }

    fn wait(&self) {
        let asks = format!(
            "import sys, urllib.request as r; sys.exit(r.urlopen('{}/health', timeout=2).status != 200)",
            self.address
        );
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(90) {
            let mut ask = Command::new(peer("ml-python"));
            ask.args(["-c", &asks]).stderr(Stdio::null());
            if ask.status().expect("python starts").success() {
                return;
            }
            sleep(Duration::from_millis(500));
        }
        panic!("mlflow does not answer");
    }

    /// Runs a line of `MLflow`'s own client, and gives what it prints.
    fn client(&self, sandbox: &Sandbox, line: &str) -> String {
        let program = format!(
            "from mlflow import MlflowClient; client = MlflowClient('{}'); {line}",
            self.address
        );
        let mut python = Command::new(peer("ml-python"));
        let ran = sandbox.command(python.args(["-c", &program]));
        ran.ends_with(0).stdout.trim().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.process.wait();
    }
}

/// A training job's runs on a server, and what it left in its checkout.
fn trained() -> (Sandbox, Server, Vec<String>) {
    let sandbox = Sandbox::new()
        .file("gate.toml", POLICY)
        .file("compare.toml", COMPARING);
    let home = sandbox.path("home").to_string_lossy().into_owned();
    let server = Server::start(&sandbox);
    let sandbox = sandbox
        .env("HOME", &home)
        .env("MLFLOW_TRACKING_URI", &server.address)
        .env("MLFLOW_TRACKING_TOKEN", TOKEN);
    let mut job = Command::new(peer("ml-python"));
    job.arg(root().join("tests/mlflow/log.py"))
        .arg(&server.address);
    let ran = sandbox.command(&mut job).ends_with(0);
    let said = ran.stdout.lines().last().unwrap_or_default().to_owned();
    let runs: Vec<String> = serde_json::from_str(&said).expect("ids");
    (sandbox, server, runs)
}

/// Judges metrics in a folder of their own, which writes `verdict.json` there.
fn judge(sandbox: &Sandbox, folder: &str, auc: &str, options: &str) -> Ran {
    sandbox.write(
        &format!("{folder}/metrics.json"),
        format!("{{\"auc\": {auc}}}"),
    );
    run(
        sandbox,
        &format!(
            "gate-model {folder}/metrics.json --report human --report verdict={folder}/verdict.json {options}"
        ),
    )
}

fn promote(sandbox: &Sandbox, folder: &str, version: u32, options: &str) -> Ran {
    let ran = run(
        sandbox,
        &format!(
            "gate-model promote {folder}/verdict.json --model churn --version {version} --alias champion {options}"
        ),
    );
    ran.in_a_row()
}

fn run(sandbox: &Sandbox, line: &str) -> Ran {
    let ran = sandbox.run(line);
    assert!(!ran.said().contains(TOKEN), "{}", ran.said());
    ran
}

const LED: &str = "print(client.get_model_version_by_alias('churn', 'champion').version)";

#[test]
fn a_model_is_judged_against_the_champion_and_takes_its_place() {
    let (sandbox, server, runs) = trained();
    let champion = || server.client(&sandbox, LED);

    // Nobody is champion yet: what compares can't decide.
    judge(&sandbox, "first", "0.9", "--policy compare.toml")
        .ends_with(3)
        .says("no version of a model `churn` has the alias `champion`");
    promote(&sandbox, "first", 1, "")
        .ends_with(1)
        .says("the gate was closed");
    judge(&sandbox, "first", "0.9", "--policy gate.toml").ends_with(0);
    promote(&sandbox, "first", 1, "")
        .ends_with(0)
        .says("champion none 1 the alias was set, and read back");
    assert_eq!(champion(), "1");

    // The next one is compared with it, and promoted for its own version alone.
    let worse = judge(&sandbox, "worse", "0.85", "--policy compare.toml");
    worse.ends_with(1).says("max-drop");
    judge(&sandbox, "second", "0.92", "--policy compare.toml").ends_with(0);
    promote(&sandbox, "second", 2, "--dry-run")
        .ends_with(0)
        .says("champion 1 2 nothing: a dry run");
    for (version, why) in [
        (3, "which made version 3, is another one"),
        (4, "which made version 4, logged no such file"),
    ] {
        promote(&sandbox, "second", version, "")
            .ends_with(1)
            .says(why);
    }
    promote(&sandbox, "second", 9, "")
        .ends_with(2)
        .says("has no version 9");
    assert_eq!(champion(), "1");
    judge(&sandbox, "third", "0.95", "--policy compare.toml").ends_with(0);
    promote(&sandbox, "second", 2, "")
        .ends_with(0)
        .says("read back");
    assert_eq!(champion(), "2");
    promote(&sandbox, "second", 2, "")
        .ends_with(0)
        .says("champion 2 2 nothing: it was so already");

    // The third was compared with who is champion no more.
    promote(&sandbox, "third", 3, "")
        .ends_with(1)
        .says("another one took its place: version 2");
    judge(&sandbox, "third", "0.95", "--policy compare.toml").ends_with(0);
    promote(&sandbox, "third", 3, "")
        .ends_with(0)
        .says("read back");

    // A run without the file: on trust, or by a tag.
    judge(&sandbox, "fourth", "0.93", "--policy gate.toml").ends_with(0);
    promote(&sandbox, "fourth", 4, "")
        .ends_with(1)
        .says("--trust-version");
    promote(&sandbox, "fourth", 4, "--trust-version --dry-run")
        .ends_with(0)
        .says("taken on trust");
    let digest = verdict_digest(&sandbox);
    let tag = format!("client.set_model_version_tag('churn', '4', 'tollgate.verdict', '{digest}')");
    server.client(&sandbox, &tag);
    promote(&sandbox, "fourth", 4, "")
        .ends_with(0)
        .says("its tag tollgate.verdict names this verdict");
    assert_eq!(champion(), "4");

    baselines(&sandbox, &runs);

    let sandbox = sandbox.env("MLFLOW_TRACKING_URI", "http://127.0.0.1:1");
    drop(server);
    judge(&sandbox, "fourth", "0.93", "--policy compare.toml")
        .ends_with(2)
        .says("nothing listens there, after 4 tries")
        .says("check that the server is up");
}

/// Other names of baselines.
fn baselines(sandbox: &Sandbox, runs: &[String]) {
    let against = |baseline: &str, auc: &str| {
        sandbox.write("m.json", format!("{{\"auc\": {auc}}}"));
        let line = format!("gate-model m.json --policy compare.toml --baseline {baseline}");
        run(sandbox, &line)
    };
    let third = &runs[2];
    for baseline in [
        "models:/churn/3".to_owned(),
        "mlflow:models:/churn/3#metrics.json".to_owned(),
        format!("runs:/{third}"),
        format!("mlflow:run:{third}"),
        format!("runs:/{third}/metrics.json"),
    ] {
        against(&baseline, "0.945").ends_with(0);
        against(&baseline, "0.935").ends_with(1);
    }
    for none in [
        "models:/churn@none",
        "runs:/0123",
        "models:/churn/3#none.json",
        "mlflow:experiment:none",
    ] {
        against(none, "0.9").ends_with(3).says("no baseline yet");
    }
    // The run that finished last is the fourth.
    sandbox.write(
        "e.toml",
        COMPARING.replace("models:/churn@champion", "experiment:churn & co"),
    );
    sandbox.write("m.json", "{\"auc\": 0.925}");
    run(sandbox, "gate-model m.json --policy e.toml").ends_with(0);
    sandbox.write("m.json", "{\"auc\": 0.915}");
    run(sandbox, "gate-model m.json --policy e.toml").ends_with(1);
    // NaN is no number to compare with.
    sandbox.write("nan.toml", "[gates.latency]\nmax-drop = 1\n");
    sandbox.write("m.json", "{\"latency\": 1}");
    run(
        sandbox,
        "gate-model m.json --policy nan.toml --baseline models:/churn/3",
    )
    .ends_with(2)
    .says("metric `latency` is NaN");
}

fn verdict_digest(sandbox: &Sandbox) -> String {
    let mut sum = Command::new("sha256sum");
    let ran = sandbox.command(sum.arg("fourth/verdict.json")).ends_with(0);
    ran.stdout.split(' ').next().expect("a digest").to_owned()
}
