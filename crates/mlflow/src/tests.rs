//! Against a server that answers as `MLflow` 3.17.2 did when it was asked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::spawn;

use verdict::Fault;

use crate::{Lookup, Server, Source};

const GONE: &str = r#"{"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "not found"}"#;
const RUN: &str = r#"{"run": {"info": {"run_id": "ab12", "run_name": "r1", "experiment_id": "1",
  "status": "FINISHED", "lifecycle_stage": "active"},
 "data": {"metrics": [{"key": "auc", "value": 0.95, "timestamp": 1, "step": 2},
  {"key": "val/acc", "value": "NaN", "timestamp": 1, "step": 0}]}}}"#;
const VERSION: &str = r#"{"model_version": {"name": "churn", "version": "7", "run_id": "ab12",
  "status": "READY", "tags": [{"key": "tollgate.verdict", "value": "abc"}]}}"#;
const MODEL: &str = r#"{"registered_model": {"name": "churn",
  "aliases": [{"alias": "champion", "version": "7"}]}}"#;

/// A server that knows some questions, by method and address, and what it was
/// asked.
struct Fake {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    fn new(known: &[(&str, u16, &str)]) -> Self {
        let known: BTreeMap<String, (u16, String)> = known
            .iter()
            .map(|(question, status, body)| ((*question).to_owned(), (*status, (*body).to_owned())))
            .collect();
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let (question, body) = read(&stream);
                let (status, answer) = known
                    .get(&question)
                    .map_or((404, GONE), |(status, answer)| (*status, answer.as_str()));
                log.lock()
                    .expect("a log")
                    .push(format!("{question} {body}"));
                let length = answer.len();
                let head = format!(
                    "HTTP/1.1 {status} X\r\nretry-after: 0\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
                );
                let _ = stream.write_all((head + answer).as_bytes());
            }
        });
        Self { address, asked }
    }

    fn server(&self) -> Server {
        Server::at(&self.address, &|name| {
            (name == "MLFLOW_TRACKING_TOKEN").then(|| "s3cret".to_owned())
        })
        .expect("a server")
    }

    fn find(&self, source: &str) -> Result<Lookup, Fault> {
        let source = Source::parse(source).expect("a name").expect("MLflow's");
        self.server().find(&source)
    }

    fn fault(&self, source: &str) -> String {
        let fault = self.find(source).expect_err("a fault");
        let said = format!("{fault}: {}", fault.help.join(" "));
        assert!(!said.contains("s3cret"), "{said}");
        said
    }

    fn missing(&self, source: &str) -> String {
        match self.find(source).expect("an answer") {
            Lookup::Missing(why) => why,
            Lookup::Found(found) => panic!("found {}", found.name()),
        }
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().expect("a log"))
    }
}

/// Method and address of a request, and its body.
fn read(stream: &TcpStream) -> (String, String) {
    let mut reader = BufReader::new(stream);
    let (mut first, mut length) = (String::new(), 0);
    reader.read_line(&mut first).expect("a line");
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a line");
        if let Some(given) = line.to_lowercase().strip_prefix("content-length:") {
            length = given.trim().parse().expect("a length");
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let first = first.trim_end().trim_end_matches(" HTTP/1.1");
    (
        first.replace("/api/2.0/mlflow/", ""),
        String::from_utf8_lossy(&body).into_owned(),
    )
}

fn usual() -> Fake {
    Fake::new(&[
        ("GET registered-models/get?name=churn", 200, MODEL),
        ("GET model-versions/get?name=churn&version=7", 200, VERSION),
        ("GET runs/get?run_id=ab12", 200, RUN),
        ("POST registered-models/alias", 200, "{}"),
    ])
}

#[test]
fn an_alias_leads_to_a_version_and_that_to_the_metrics_of_its_run() {
    let fake = usual();
    let mut digests = Vec::new();
    for (source, name, version) in [
        (
            "models:/churn@champion",
            "mlflow:models:/churn@champion (version 7, run ab12)",
            Some(7),
        ),
        (
            "mlflow:models:/churn/7#p.csv",
            "mlflow:models:/churn/7 (version 7, run ab12)",
            Some(7),
        ),
        ("runs:/ab12", "mlflow:runs:/ab12 (run ab12)", None),
    ] {
        let Ok(Lookup::Found(found)) = fake.find(source) else {
            panic!("nothing at {source}");
        };
        assert_eq!((found.name(), found.version), (name, version));
        assert_eq!(found.run_name.as_deref(), Some("r1"));
        assert_eq!(found.metrics.get("auc"), Ok(Some(0.95)));
        let nan = found.metrics.get("val/acc").expect_err("no number");
        assert!(nan.to_string().starts_with(&format!("{name}:4:")), "{nan}");
        digests.push(found.subject().digest);
    }
    assert_eq!(digests[0], digests[1]);
    assert_eq!(digests[0], digests[2]);
}

#[test]
fn the_digest_is_of_the_run_and_its_values() {
    let digest = |body: &str| {
        let fake = Fake::new(&[("GET runs/get?run_id=ab12", 200, body)]);
        match fake.find("runs:/ab12") {
            Ok(Lookup::Found(found)) => found.subject().digest,
            other => panic!("{other:?}"),
        }
    };
    let usual = digest(RUN);
    assert_eq!(usual, digest(&RUN.replace("r1", "renamed")));
    assert_ne!(usual, digest(&RUN.replace("0.95", "0.96")));
    assert_ne!(usual, digest(&RUN.replace("\"step\": 2", "\"step\": 3")));
}

#[test]
fn what_is_not_there_yet_is_no_fault() {
    let fake = Fake::new(&[
        ("GET registered-models/get?name=churn", 200, MODEL),
        (
            "GET experiments/get-by-name?experiment_name=empty",
            200,
            r#"{"experiment": {"experiment_id": "3"}}"#,
        ),
        ("POST runs/search", 200, "{}"),
    ]);
    for (source, why) in [
        ("models:/churn@next", "has the alias `next`"),
        ("models:/other@champion", "model `other`"),
        ("models:/churn/8", "no version 8"),
        ("runs:/ab12", "no run `ab12`"),
        ("mlflow:experiment:none", "no experiment `none`"),
        ("mlflow:experiment:empty", "no run of the experiment"),
    ] {
        let said = fake.missing(source);
        assert!(said.contains(why), "{said}");
    }
    // An alias that leads to a version that is not there is none either.
    assert!(fake.missing("models:/churn@champion").contains("version 7"));
}

#[test]
fn the_run_of_an_experiment_is_the_last_that_finished() {
    let fake = Fake::new(&[
        (
            "GET experiments/get-by-name?experiment_name=churn%20%26%20co",
            200,
            r#"{"experiment": {"experiment_id": "3"}}"#,
        ),
        (
            "POST runs/search",
            200,
            r#"{"runs": [{"info": {"run_id": "ab12"}}]}"#,
        ),
        ("GET runs/get?run_id=ab12", 200, RUN),
    ]);
    let Ok(Lookup::Found(found)) = fake.find("mlflow:experiment:churn & co") else {
        panic!("nothing");
    };
    assert_eq!(found.name(), "mlflow:experiment:churn & co (run ab12)");
    let asked = fake.asked().join("\n");
    assert!(asked.contains("attributes.status = 'FINISHED'"), "{asked}");
    assert!(asked.contains("attributes.end_time DESC"), "{asked}");
}

#[test]
fn names_reach_no_other_endpoint() {
    let fake = usual();
    for source in [
        "models:/..%2F?x=1&name=churn@a",
        "models:/a b@a",
        "models:/ä&c/7",
    ] {
        fake.missing(source);
    }
    let asked = fake.asked().join("\n");
    assert_eq!(
        asked,
        "GET registered-models/get?name=..%252F%3Fx%3D1%26name%3Dchurn \n\
         GET registered-models/get?name=a%20b \n\
         GET model-versions/get?name=%C3%A4%26c&version=7 "
    );
    for name in ["a/b", "", "a:b", "a\nb"] {
        fake.server().alias(name, "x").expect_err(name);
        fake.server().set_alias(name, "x", 1).expect_err(name);
    }
    fake.server().set_alias("a", "b/c", 1).expect_err("b/c");
    assert_eq!(fake.asked(), Vec::<String>::new());
}

#[test]
fn a_server_in_trouble_is_a_fault_that_says_what_to_do() {
    let said = |status, body: &str| {
        let fake = Fake::new(&[("GET runs/get?run_id=ab12", status, body)]);
        fake.fault("runs:/ab12")
    };
    assert!(said(401, "").contains("MLFLOW_TRACKING_TOKEN"));
    assert!(said(403, "").contains("MLFLOW_TRACKING_TOKEN"));
    assert!(said(429, "").contains("has been asked too often (status 429), after 4 tries"));
    assert!(said(503, "").contains("is out of order (status 503), after 4 tries"));
    assert!(said(200, "<html>sign in</html>").contains("gave no run, but: <html>sign in"));
    assert!(said(200, "{}").contains("MLFLOW_TRACKING_URI"));
    assert!(said(200, "{\"run\": 7}").contains("MLFLOW_TRACKING_URI"));
    assert!(said(200, &RUN.replace("ab12", "cd34")).contains("gave no run"));
    // A page of another server is no word that something is missing.
    assert!(said(404, "<h1>Not found</h1>").contains("is no MLflow server"));
    let refused = said(
        400,
        r#"{"error_code": "INVALID_PARAMETER_VALUE", "message": "no"}"#,
    );
    assert!(
        refused.contains("refused the run `ab12` with status 400: no"),
        "{refused}"
    );
}

#[test]
fn a_version_without_a_run_is_a_fault() {
    let fake = Fake::new(&[
        ("GET model-versions/get?name=churn&version=7", 200, VERSION),
        (
            "GET model-versions/get?name=churn&version=8",
            200,
            r#"{"model_version": {"version": "8", "run_id": ""}}"#,
        ),
    ]);
    assert!(
        fake.fault("models:/churn/7")
            .contains("another tracking server")
    );
    assert!(fake.fault("models:/churn/8").contains("names no run"));
    let deleted = RUN.replace("active", "deleted");
    let fake = Fake::new(&[("GET runs/get?run_id=ab12", 200, &deleted)]);
    assert!(fake.missing("runs:/ab12").contains("no run `ab12`"));
}

#[test]
fn an_alias_is_set_by_its_name() {
    let fake = usual();
    let server = fake.server();
    assert_eq!(server.alias("churn", "champion"), Ok(Some(7)));
    assert_eq!(server.alias("churn", "none"), Ok(None));
    assert_eq!(server.alias("none", "champion"), Ok(None));
    server.set_alias("churn", "champion", 9).expect("set");
    let asked = fake.asked().pop().expect("a question");
    assert_eq!(
        asked,
        r#"POST registered-models/alias {"name":"churn","alias":"champion","version":"9"}"#
    );
    let version = server.version("churn", 7).expect("an answer").expect("one");
    assert_eq!(version.run.as_deref(), Some("ab12"));
    assert_eq!(version.tags["tollgate.verdict"], "abc");
}

#[test]
fn a_file_of_a_run_is_fetched_and_digested() {
    let fake = Fake::new(&[
        (
            "GET artifacts/list?run_id=ab12&path=out",
            200,
            r#"{"files": [{"path": "out/p.csv", "is_dir": false, "file_size": 12},
                {"path": "out/big.csv", "is_dir": false, "file_size": "2000000000"},
                {"path": "out/sub", "is_dir": true}]}"#,
        ),
        ("GET artifacts/list?run_id=ab12", 200, "{}"),
        (
            "GET /get-artifact?path=out%2Fp.csv&run_uuid=ab12",
            200,
            "id,label\n1,0\n",
        ),
    ]);
    let server = fake.server();
    let file = server
        .artifact("ab12", "out/p.csv")
        .expect("an answer")
        .expect("a file");
    let text = std::fs::read_to_string(file.path()).expect("read");
    assert_eq!(text, "id,label\n1,0\n");
    assert_eq!(
        file.path().extension().and_then(|ending| ending.to_str()),
        Some("csv")
    );
    assert_eq!(file.sha256(), verdict::sha256_of_bytes(text.as_bytes()));
    assert_eq!(file.name(), "mlflow:runs:/ab12#out/p.csv");
    for none in ["out/q.csv", "p.csv"] {
        assert!(server.artifact("ab12", none).expect("an answer").is_none());
    }
    let fault = |path| server.artifact("ab12", path).expect_err(path).to_string();
    assert!(fault("out/sub").contains("is a folder"));
    assert!(fault("out/big.csv").contains("larger than 1 GiB"));
}
