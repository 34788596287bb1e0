use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use serde_json::json;
use verdict::Fault;

use crate::patience::Patience;
use crate::{Credentials, Method, Request, Server};

const SHORT: Patience = Patience {
    tries: 3,
    pause: Duration::from_millis(1),
    whole: Duration::from_secs(5),
};

/// A server that gives one answer after the other, and says what it was asked.
fn serve(answers: Vec<&'static str>) -> (String, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let served = spawn(move || {
        let mut asked = Vec::new();
        for answer in answers {
            let (mut stream, _) = listener.accept().expect("a connection");
            let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).expect("a line");
                if let Some(given) = line.to_lowercase().strip_prefix("content-length:") {
                    length = given.trim().parse().expect("a length");
                }
                if line.trim().is_empty() {
                    break;
                }
                head.push_str(&line);
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).expect("a body");
            asked.push(head + &String::from_utf8_lossy(&body));
            stream.write_all(answer.as_bytes()).expect("written");
        }
        asked
    });
    (address, served)
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\n{\"a\":1}";
const BUSY: &str = "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const SLOW_DOWN: &str =
    "HTTP/1.1 429 Slow\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const WHO: &str = "HTTP/1.1 401 Who\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const NONE: &str =
    "HTTP/1.1 404 None\r\ncontent-length: 17\r\nconnection: close\r\n\r\n{\"message\":\"x y\"}";

fn server(address: &str, credentials: &Credentials) -> Server {
    let server = Server::new(address, credentials, "the variable `TOKEN`");
    server.expect("a server").with_patience(SHORT)
}

fn said(fault: &Fault) -> String {
    format!("{fault} {}", fault.help.join(" "))
}

#[test]
fn a_question_is_asked_again_while_the_server_is_busy() {
    let (address, served) = serve(vec![BUSY, SLOW_DOWN, OK]);
    let asking = server(
        &format!("{address}/base/"),
        &Credentials::Bearer("s3cret".into()),
    );
    let answer = asking.get("/a", &[("key", "a b&c/ä")]).expect("an answer");
    assert_eq!(answer.json().expect("JSON"), json!({"a": 1}));
    let asked = served.join().expect("asked");
    assert_eq!(asked.len(), 3);
    let first = asked[2].lines().next();
    assert_eq!(first, Some("GET /base/a?key=a%20b%26c%2F%C3%A4 HTTP/1.1"));
    assert!(
        asked[2].contains("uthorization: Bearer s3cret"),
        "{}",
        asked[2]
    );
    assert!(!format!("{asking:?}").contains("s3cret"));
}

#[test]
fn patience_ends() {
    let (address, served) = serve(vec![BUSY, BUSY, BUSY]);
    let fault = server(&address, &Credentials::None)
        .get("/", &[])
        .expect_err("a fault");
    let name = address.as_str();
    assert_eq!(
        said(&fault),
        format!("{name} is out of order (status 503), after 3 tries try again later")
    );
    assert_eq!(served.join().expect("asked").len(), 3);
}

#[test]
fn credentials_are_named_but_never_shown() {
    let (address, served) = serve(vec![WHO, WHO]);
    let basic = Credentials::Basic("me".into(), "s3cret".into());
    let fault = server(&address, &basic).get("/", &[]).expect_err("a fault");
    assert!(
        said(&fault).contains("does not know these credentials"),
        "{fault}"
    );
    assert!(said(&fault).contains("the variable `TOKEN`"), "{fault}");
    let fault = server(&address, &Credentials::None)
        .get("/", &[])
        .expect_err("a fault");
    assert!(said(&fault).contains("without credentials"), "{fault}");
    let asked = served.join().expect("asked");
    assert!(asked[0].contains("Basic bWU6czNjcmV0"), "{}", asked[0]);
    for address in [
        "https://me:s3cret@host/",
        "ftp://host",
        "https://host?s3cret",
        "host",
    ] {
        let fault = Server::new(address, &Credentials::None, "X").expect_err("a fault");
        assert!(!said(&fault).contains("s3cret"), "{fault}");
    }
    let odd = Server::new("http://host", &Credentials::Bearer("s3cret\n".into()), "X");
    assert!(!said(&odd.expect_err("a fault")).contains("s3cret"));
}

#[test]
fn what_is_missing_is_an_answer() {
    let (address, served) = serve(vec![NONE]);
    let answer = server(&address, &Credentials::None)
        .get("/run", &[])
        .expect("an answer");
    assert!(answer.is_missing() && !answer.is_success());
    let fault = answer.refused("run 7");
    assert_eq!(
        fault.message,
        format!("{address} refused run 7 with status 404: x y")
    );
    served.join().expect("asked");
}

#[test]
fn what_changes_something_is_sent_once() {
    const BROKEN: &str = "HTTP/1.1 500 Oh\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let (address, served) = serve(vec![BROKEN]);
    let body = json!({"alias": "champion"});
    let sent = server(&address, &Credentials::None).send(Method::Post, "/alias", &body);
    assert!(said(&sent.expect_err("a fault")).contains("status 500"));
    let asked = served.join().expect("asked");
    assert!(
        asked[0].ends_with("{\"alias\":\"champion\"}"),
        "{}",
        asked[0]
    );
    assert!(asked[0].starts_with("POST /alias HTTP/1.1"), "{}", asked[0]);
}

#[test]
fn a_server_that_is_not_there_is_told() {
    let port = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", port.local_addr().expect("an address"));
    drop(port);
    let fault = server(&address, &Credentials::None)
        .get("/", &[])
        .expect_err("a fault");
    let expected = format!("can't reach {address}: nothing listens there, after 3 tries");
    assert_eq!(fault.message, expected);
    let (address, served) = serve(vec!["rubbish\r\n\r\n"]);
    let fault = server(&address, &Credentials::None)
        .get("/", &[])
        .expect_err("a fault");
    assert!(
        fault.message.contains("does not answer as a web server"),
        "{fault}"
    );
    served.join().expect("asked");
}

#[test]
fn a_file_is_written_a_piece_at_a_time_and_no_longer_than_allowed() {
    let (address, served) = serve(vec![BUSY, OK, OK, NONE]);
    let asking = server(&address, &Credentials::None);
    let mut file = Vec::new();
    let answer = asking.download("/f", &[], 7, &mut file).expect("a file");
    assert!(answer.is_success() && answer.body.is_empty());
    assert_eq!(file, b"{\"a\":1}");
    let fault = asking
        .download("/f", &[], 6, &mut Vec::new())
        .expect_err("a fault");
    assert!(
        fault.message.contains("sends a file of more than"),
        "{fault}"
    );
    file.clear();
    let answer = asking.download("/f", &[], 7, &mut file).expect("an answer");
    assert!(answer.is_missing() && file.is_empty());
    served.join().expect("asked");
}

#[test]
fn a_refusal_is_an_answer_to_who_asks_for_it() {
    const CHALLENGE: &str = "HTTP/1.1 401 Who\r\nwww-authenticate: Basic realm=\"a\"\r\nwww-authenticate: Bearer realm=\"b\"\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
    let (address, served) = serve(vec![CHALLENGE, BUSY, OK]);
    let asking = server(&address, &Credentials::Bearer("general".into()));
    let accept = ["application/a", "application/b"];
    let put = Request::new(Method::Put, "/a?last=x%20y")
        .query(&[("n", "1 2")])
        .accept(&accept)
        .body("text/plain", b"\x00\xff");
    let answer = asking.request(&put).expect("an answer");
    assert_eq!(answer.status, 401);
    let challenges: Vec<&str> = answer.headers("WWW-Authenticate").collect();
    assert_eq!(challenges, ["Basic realm=\"a\"", "Bearer realm=\"b\""]);
    assert_eq!(answer.header("none"), None);
    let own = Credentials::Bearer("special".into());
    let answer = asking.request(&put.credentials(&own)).expect("an answer");
    assert!(answer.is_success());
    let asked = served.join().expect("asked");
    let first = asked[0].to_lowercase();
    assert!(
        first.starts_with("put /a?last=x%20y&n=1%202 http/1.1"),
        "{first}"
    );
    assert!(
        first.contains("accept: application/a, application/b"),
        "{first}"
    );
    assert!(first.contains("content-type: text/plain"), "{first}");
    assert!(
        asked[0].ends_with(&*String::from_utf8_lossy(b"\x00\xff")),
        "{}",
        asked[0]
    );
    assert!(asked[0].contains("Bearer general") && asked[2].contains("Bearer special"));
}

#[test]
fn a_head_has_no_body_and_an_answer_a_limit() {
    const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 7\r\ndocker-content-digest: x\r\nconnection: close\r\n\r\n";
    let (address, served) = serve(vec![HEAD, OK, OK]);
    let asking = server(&address, &Credentials::None);
    let head = asking.request(&Request::new(Method::Head, "/a"));
    let head = head.expect("an answer");
    assert_eq!(head.header("docker-content-digest"), Some("x"));
    assert!(head.body.is_empty());
    let get = Request::new(Method::Get, "/a");
    assert!(asking.request(&get.limit(7)).is_ok());
    let fault = asking.request(&get.limit(6)).expect_err("a fault");
    assert!(
        fault.message.ends_with("answered with more than 6 bytes"),
        "{fault}"
    );
    let asked = served.join().expect("asked");
    assert!(asked[0].starts_with("HEAD /a "), "{}", asked[0]);
}

#[test]
fn credentials_that_must_not_be_read_go_encrypted_or_to_this_machine() {
    let server = |address| Server::new(address, &Credentials::None, "the variable `TOKEN`");
    for address in [
        "https://host",
        "http://127.0.0.1:80/x",
        "http://localhost",
        "http://[::1]:1",
    ] {
        let server = server(address).expect(address);
        assert!(server.only_encrypted().is_ok(), "{address}");
    }
    for address in [
        "http://host",
        "http://10.0.0.1:80/",
        "http://localhost.example",
        "http://127.0.0.1.example/127.0.0.1",
        "http://[::2]",
    ] {
        let server = server(address).expect(address);
        let fault = server.only_encrypted().expect_err(address);
        assert!(fault.message.ends_with("without encryption"), "{fault}");
    }
}
