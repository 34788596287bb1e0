use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::spawn;

use serde_json::{Value, json};
use verdict::Fault;

use crate::challenge::Challenge;
use crate::settings::Login;
use crate::token::Asked;
use crate::{Digest, Keychain, MediaType, Platform, Reference, Registry};

mod answers;
mod logins;
mod manifests;
mod sharing;

/// A registry of this test alone, and what it was asked.
struct Fake {
    host: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Fake {
    /// A registry that answers by a function of what it was asked: the first
    /// line, the headers in lower case, and the body.
    fn new(answer: impl Fn(&str) -> String + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let host = listener.local_addr().expect("an address").to_string();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&asked);
        spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let question = question(&stream);
                let said = answer(&question);
                told.lock().expect("whole").push(question);
                // Who is not interested in a body hangs up.
                let _ = stream.write_all(said.as_bytes());
            }
        });
        Self { host, asked }
    }

    fn registry(&self) -> Registry {
        self.registry_of(&[])
    }

    /// The registry, to somebody with these variables.
    fn registry_of(&self, variables: &[(&str, String)]) -> Registry {
        let keychain = Keychain::of(&|name| {
            let mut known = variables.iter().filter(|(known, _)| *known == name);
            known.next().map(|(_, value)| value.clone())
        });
        Registry::new(&self.host, &keychain, &[]).expect("a registry")
    }

    fn image(&self, rest: &str) -> Reference {
        Reference::parse(&format!("{}/{rest}", self.host)).expect("a reference")
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("whole").clone()
    }

    /// The first lines of what was asked, without the protocol.
    fn lines(&self) -> Vec<String> {
        let asked = self.asked();
        let lines = asked
            .iter()
            .map(|asked| asked.lines().next().unwrap_or_default());
        lines.map(|line| line.replace(" HTTP/1.1", "")).collect()
    }
}

fn question(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut said, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).expect("a line");
        if let Some((name, value)) = line.split_once(':').filter(|_| !said.is_empty()) {
            line = format!("{}:{value}", name.to_lowercase());
        }
        if let Some(given) = line.strip_prefix("content-length:") {
            length = given.trim().parse().expect("a length");
        }
        if line.trim().is_empty() {
            break;
        }
        said.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    said + &String::from_utf8_lossy(&body)
}

/// An answer with headers, one a line.
fn reply(status: u16, headers: &[&str], body: &str) -> String {
    let mut said = format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    for header in headers {
        said.push_str(&format!("{header}\r\n"));
    }
    said + "\r\n" + body
}

/// An answer with a manifest, and the digest that it has.
fn manifest(media_type: MediaType, document: &Value) -> String {
    let body = document.to_string();
    let kind = format!("content-type: {}", media_type.name());
    let digest = format!("docker-content-digest: {}", Digest::of(body.as_bytes()));
    reply(200, &[&kind, &digest], &body)
}

/// An image whose blobs are called by these letters.
fn image(blobs: &[&str]) -> Value {
    let blobs: Vec<Value> = blobs
        .iter()
        .map(|blob| json!({"digest": digest(blob).to_string()}))
        .collect();
    json!({"schemaVersion": 2, "config": blobs[0], "layers": blobs[1..]})
}

fn digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

/// What a fault says, with its help.
fn said(fault: &Fault) -> String {
    format!("{fault} {}", fault.help.join(" "))
}
