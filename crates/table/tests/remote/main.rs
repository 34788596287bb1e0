//! Tables that are not on this disk, against servers of one's own.
#![cfg(feature = "remote")]

mod parquet;
mod server;

use std::io::Write as _;
use std::path::Path;

use server::{Answer, Server, part, status};
use tollgate_table::{CsvOptions, Scan, Table, Wanted};
use verdict::{Fault, sha256_of_bytes};

fn open(server: &Server, path: &str) -> Result<Table, Fault> {
    let address = format!("{}{path}", server.root);
    Table::open(Path::new(&address), CsvOptions::default())
}

fn scan(table: &Table) -> Result<Scan, Fault> {
    let wanted = Wanted {
        digest: true,
        threads: 2,
        ordered: false,
        ..Wanted::all(table.columns().len())
    };
    let scanned = table.scan_blocks(&wanted, &|| (), &|(), _| Ok(()));
    scanned.map(|(scan, _)| scan)
}

/// A CSV file of so many rows.
fn csv(rows: usize) -> Vec<u8> {
    let rows = (0..rows).map(|row| format!("{row},some text\n"));
    std::iter::once("id,text\n".to_owned())
        .chain(rows)
        .collect::<String>()
        .into_bytes()
}

#[test]
fn csv_is_read_in_large_pieces_and_once() {
    let content = csv(400_000);
    let (size, digest) = (content.len(), sha256_of_bytes(&content));
    let server = Server::start(move |asked, _| part(&content, "\"1\"", asked));
    let table = open(&server, "/a.csv?sig=secret").expect("a table");
    assert_eq!(server.asked().len(), 1, "the head");
    let scan = scan(&table).expect("a scan");
    assert_eq!(scan.rows, 400_000);
    let subject = scan.subject.expect("a subject");
    assert_eq!(subject.digest.get("sha256"), Some(&digest));
    assert_eq!(
        subject.name,
        format!("{}/a.csv", server.root),
        "without the signature"
    );
    let asked = server.asked();
    assert!(asked.len() < 10 && asked.iter().all(|asked| asked.path == "/a.csv?sig=secret"));
    assert_eq!(server.bytes(), size, "every byte once");
    assert!(
        asked[1..]
            .iter()
            .all(|asked| asked.if_match.as_deref() == Some("\"1\""))
    );
}

#[test]
fn packed_files_are_unpacked_on_the_way() {
    let packed = zstd::encode_all(&csv(200_000)[..], 1).expect("packed");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(1));
    gzip.write_all(&csv(200_000)).expect("packed");
    for (name, content) in [
        ("/a.csv.zst", packed),
        ("/a.csv.gz", gzip.finish().expect("packed")),
    ] {
        let server = Server::start(move |asked, _| part(&content, "\"1\"", asked));
        let table = open(&server, name).expect("a table");
        assert_eq!(scan(&table).expect("a scan").rows, 200_000);
    }
}

#[test]
fn a_server_without_ranges_is_read_at_once() {
    let server = Server::start(|_, _| Answer {
        status: 200,
        body: csv(30_000),
        ..Answer::default()
    });
    let table = open(&server, "/a.csv").expect("a table");
    assert_eq!(scan(&table).expect("a scan").rows, 30_000);
    assert_eq!(
        server.asked().len(),
        2,
        "it was asked for a part, and then for all"
    );

    let server = Server::start(|asked, _| part(b"", "\"1\"", asked));
    let fault = open(&server, "/a.csv").err().expect("a fault");
    assert!(fault.message.ends_with("/a.csv is empty"), "{fault}");
}

#[test]
fn an_answer_that_is_cut_off_is_a_fault() {
    let whole = Server::start(|_, _| Answer {
        status: 200,
        body: csv(1000),
        announced: Some(100_000),
        ..Answer::default()
    });
    let fault = open(&whole, "/a.csv").err().expect("a fault");
    assert!(fault.message.contains("cut off"), "{fault}");

    let content = csv(100_000);
    let ranges = Server::start(move |asked, before| {
        let mut answer = part(&content, "\"1\"", asked);
        if before > 0 {
            answer.announced = Some(answer.body.len());
            answer.body.truncate(10);
        }
        answer
    });
    let table = open(&ranges, "/a.csv").expect("the head is whole");
    let fault = scan(&table).expect_err("a fault");
    assert!(fault.message.contains("cut off"), "{fault}");
}

#[test]
fn a_file_that_changes_on_the_way_is_a_fault() {
    for honours in [true, false] {
        let content = csv(100_000);
        let server = Server::start(move |asked, before| {
            let tag = if before == 0 { "\"1\"" } else { "\"2\"" };
            match honours && asked.if_match.as_ref().is_some_and(|asked| asked != tag) {
                true => status(412),
                false => part(&content, tag, asked),
            }
        });
        let table = open(&server, "/a.csv").expect("a table");
        let fault = scan(&table).expect_err("a fault");
        assert!(
            fault.message.ends_with("/a.csv changed while it was read"),
            "{fault}"
        );
    }
}

#[test]
fn a_server_in_trouble_is_asked_again() {
    for code in [429, 500, 503] {
        let server = Server::start(move |asked, before| match before {
            0 => status(code),
            _ => part(&csv(10), "\"1\"", asked),
        });
        let table = open(&server, "/a.csv").expect("a table");
        assert_eq!(scan(&table).expect("a scan").rows, 10);
    }
}

#[test]
fn refusals_say_what_to_do_and_nothing_secret() {
    let faults = [
        (401, "the server wants to know who asks (401)"),
        (403, "access is denied (403)"),
        (404, "there is no such file"),
        (410, "the server answers with code 410"),
        (
            500,
            "the server is in trouble (500), also after several tries",
        ),
    ];
    for (code, cause) in faults {
        let server = Server::start(move |_, _| status(code));
        let fault = open(&server, "/a.csv?sig=secret").err().expect("a fault");
        let is = format!("can't read {}/a.csv: {cause}", server.root);
        assert_eq!(fault.message, is);
        assert!(!fault.help.is_empty());
        assert!(
            !format!("{fault:?}").to_lowercase().contains("secret"),
            "{fault:?}"
        );
    }
}

#[test]
fn servers_that_are_not_there_are_faults() {
    let fault = |address: &str| {
        let opened = Table::open(Path::new(address), CsvOptions::default());
        opened.err().expect("a fault").message
    };
    let free = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("an address")
    };
    let said = fault(&format!("http://ada:secret@{free}/a.csv?b=secret"));
    assert!(
        said.contains("no way to its server: connection refused"),
        "{said}"
    );
    assert!(!said.contains("secret"), "{said}");
    let said = fault("https://nobody.invalid/a.csv");
    assert!(said.contains("its server has no known address"), "{said}");
    let server = Server::start(|asked, _| part(b"a\n1\n", "\"1\"", asked));
    let said = fault(&format!("{}/a.csv", server.root.replace("http", "https")));
    assert!(
        said.contains("no trust in its server") || said.contains("no way to"),
        "{said}"
    );
}

#[test]
fn redirects_are_followed() {
    let content = csv(10);
    let server = Server::start(move |asked, _| match asked.path.as_str() {
        "/b.csv" => part(&content, "\"1\"", asked),
        _ => Answer {
            status: 302,
            headers: vec![("Location", "/b.csv".to_owned())],
            ..Answer::default()
        },
    });
    let table = open(&server, "/a.csv").expect("a table");
    assert_eq!(scan(&table).expect("a scan").rows, 10);
    let server = Server::start(|_, _| Answer {
        status: 302,
        headers: vec![("Location", "/a.csv".to_owned())],
        ..Answer::default()
    });
    let fault = open(&server, "/a.csv").err().expect("a fault");
    assert!(fault.message.contains("elsewhere"), "{fault}");
}

#[test]
fn a_page_is_no_table() {
    let server = Server::start(|asked, _| part(b"<!doctype html><p>Log in", "\"1\"", asked));
    let fault = open(&server, "/a.csv").err().expect("a fault");
    assert!(
        fault.message.ends_with("/a.csv is a web page, not CSV"),
        "{fault}"
    );
}
