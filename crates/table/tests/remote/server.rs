//! A web server of one's own, which notes what it was asked.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::ops::Range;
use std::sync::{Arc, Mutex};

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) range: Option<Range<usize>>,
    pub(crate) if_match: Option<String>,
}

/// What is answered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Vec<u8>,
    /// How many bytes are announced, when it is not what is sent.
    pub(crate) announced: Option<usize>,
}

/// A server that lives as long as its test.
pub(crate) struct Server {
    pub(crate) root: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Answers each request by a function of it and of how many came before.
    pub(crate) fn start(answer: impl Fn(&Asked, usize) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let root = format!("http://{}", listener.local_addr().expect("an address"));
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (answer, noted) = (Arc::new(answer), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, noted) = (Arc::clone(&answer), Arc::clone(&noted));
                std::thread::spawn(move || {
                    let Some(request) = read(&stream) else { return };
                    let before = {
                        let mut noted = noted.lock().expect("a list");
                        noted.push(request.clone());
                        noted.len() - 1
                    };
                    write(&stream, &answer(&request, before));
                });
            }
        });
        Self { root, asked }
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("a list").clone()
    }

    /// How many bytes were asked for, over all requests.
    pub(crate) fn bytes(&self) -> usize {
        let ranges = self.asked().into_iter().filter_map(|asked| asked.range);
        ranges.map(|range| range.len()).sum()
    }
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let mut asked = Asked {
        path: first.split(' ').nth(1)?.to_owned(),
        range: None,
        if_match: None,
    };
    for line in lines {
        let line = line.ok()?;
        let Some((name, value)) = line.split_once(": ") else {
            break;
        };
        match name.to_lowercase().as_str() {
            "range" => {
                let (from, to) = value.strip_prefix("bytes=")?.split_once('-')?;
                asked.range = Some(from.parse().ok()?..to.parse::<usize>().ok()? + 1);
            }
            "if-match" => asked.if_match = Some(value.to_owned()),
            _ => {}
        }
    }
    Some(asked)
}

fn write(mut stream: &TcpStream, answer: &Answer) {
    let length = answer.announced.unwrap_or(answer.body.len());
    let mut head = format!(
        "HTTP/1.1 {} X\r\nContent-Length: {length}\r\nConnection: close\r\n",
        answer.status
    );
    for (name, value) in &answer.headers {
        head += &format!("{name}: {value}\r\n");
    }
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(b"\r\n");
    let _ = stream.write_all(&answer.body);
}

/// The part of a content that is asked for, as a server with ranges gives it.
pub(crate) fn part(content: &[u8], tag: &str, asked: &Asked) -> Answer {
    let tag = ("ETag", tag.to_owned());
    match &asked.range {
        Some(range) if range.start < content.len() => {
            let range = range.start..range.end.min(content.len());
            let place = format!("bytes {}-{}/{}", range.start, range.end - 1, content.len());
            Answer {
                status: 206,
                headers: vec![("Content-Range", place), tag],
                body: content[range].to_vec(),
                ..Answer::default()
            }
        }
        Some(_) => status(416),
        None => Answer {
            status: 200,
            headers: vec![tag],
            body: content.to_vec(),
            ..Answer::default()
        },
    }
}

pub(crate) fn status(status: u16) -> Answer {
    Answer {
        status,
        body: b"<Secret>AKIASECRET</Secret>".to_vec(),
        ..Answer::default()
    }
}
