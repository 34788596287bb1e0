//! Tables on a server that speaks the language of S3: rclone's.

use std::fs;
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::peers::{peer, root};
use crate::sandbox::{BAD, CONTRACT, GOOD, Sandbox};

const KEY: &str = "AKIAEXAMPLEKEY";
const SECRET: &str = "example/secret/not/to/be/shown";

/// A server over a folder; each folder in it is a bucket.
struct Server {
    rclone: Child,
    port: u16,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let port = {
            let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
            listener.local_addr().expect("an address").port()
        };
        let rclone = Command::new(peer("rclone"))
            .args(["serve", "s3", "--addr", &format!("127.0.0.1:{port}")])
            .args(["--auth-key", &format!("{KEY},{SECRET}")])
            .args(["--config", "/dev/null"])
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("rclone starts");
        let server = Self { rclone, port };
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return server;
            }
            sleep(Duration::from_millis(100));
        }
        panic!("rclone does not answer");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.rclone.kill();
        let _ = self.rclone.wait();
    }
}

/// Tables in a bucket, and who may read them.
fn tables() -> (Sandbox, Server) {
    let mut packed = Command::new("gzip");
    let mut gzip = packed
        .arg("-c")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("gzip starts");
    let written = gzip
        .stdin
        .take()
        .expect("a pipe")
        .write_all(GOOD.as_bytes());
    written.expect("written");
    let packed = gzip.wait_with_output().expect("gzip ends").stdout;
    let types = root().join("crates/table/tests/data/types.parquet");
    let sandbox = Sandbox::new()
        .file("contract.toml", CONTRACT)
        .file("any.toml", "[rows]\nmin = 3\nmax = 3\n")
        .file("store/bucket/good.csv", GOOD)
        .file("store/bucket/packed/good.csv.gz", packed)
        .file(
            "store/bucket/types.parquet",
            fs::read(types).expect("the file"),
        )
        .file("store/bucket/days/day=1/a b.csv", GOOD)
        .file("store/bucket/days/day=2/x.csv", BAD)
        .file("store/bucket/days/_SUCCESS", "");
    let server = Server::start(&sandbox.path("store"));
    let endpoint = format!("http://127.0.0.1:{}", server.port);
    let sandbox = sandbox
        .env("AWS_ENDPOINT_URL", &endpoint)
        .env("AWS_ACCESS_KEY_ID", KEY)
        .env("AWS_SECRET_ACCESS_KEY", SECRET)
        .env("AWS_REGION", "us-east-1");
    (sandbox, server)
}

#[test]
fn tables_in_a_bucket_are_judged_like_those_on_disk() {
    let (sandbox, _server) = tables();
    let run = |data: &str, contract: &str| {
        sandbox.run(&format!("validate-data {data} -c {contract} --report json"))
    };
    run("s3://bucket/good.csv", "contract.toml").ends_with(0);
    run("s3://bucket/packed/good.csv.gz", "contract.toml").ends_with(0);
    run("s3://bucket/types.parquet", "any.toml").ends_with(0);
    run("s3://bucket/packed/", "contract.toml").ends_with(0);
    run("s3://bucket/days/day=2/x.csv", "contract.toml").ends_with(1);
}

#[test]
fn patterns_and_folders_of_a_bucket_are_listed() {
    let (sandbox, _server) = tables();
    let line = "validate-data s3://bucket/days/day=*/*.csv -c contract.toml -v";
    let ran = sandbox.run(line).ends_with(1);
    ran.says("s3://bucket/days/day=1/a b.csv")
        .says("s3://bucket/days/day=2/x.csv");
    let whole = sandbox.run("validate-data s3://bucket/days/ -c any.toml -v");
    whole.ends_with(0).says("day=2/x.csv");
    sandbox
        .run("validate-data s3://bucket/days/*.xls -c any.toml")
        .ends_with(2)
        .says("no file matches `s3://bucket/days/*.xls`");
    sandbox
        .run("validate-data s3://bucket/none.csv -c any.toml")
        .ends_with(2)
        .says("there is no such file");
}

#[test]
fn who_may_not_read_is_told_so_and_shown_no_secret() {
    let (sandbox, _server) = tables();
    let sandbox = sandbox.env("AWS_SECRET_ACCESS_KEY", "another/secret/of/somebody");
    for data in ["s3://bucket/good.csv", "s3://bucket/days/"] {
        let ran = sandbox.run(&format!("validate-data {data} -c any.toml"));
        let ran = ran.ends_with(2).says("AWS_SECRET_ACCESS_KEY").says("403");
        let said = ran.said();
        for secret in [KEY, SECRET, "another/secret"] {
            assert!(!said.contains(secret), "{said}");
        }
    }
}
