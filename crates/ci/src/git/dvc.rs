//! What DVC recorded of data: the outputs of `NAME.dvc` files and of
//! `dvc.lock`, by path and digest. The data themselves are not looked at.
//!
//! Both are YAML that DVC writes itself. Only the plain form that it writes is
//! read; a file in another form counts as having no records.

use verdict::{Fault, cut};

use self::yaml::Node;

mod yaml;

/// The keys of digests, of files and of what lies elsewhere.
const DIGESTS: [&str; 3] = ["md5", "etag", "checksum"];

/// An output that DVC keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    /// Its path from the folder of the file that records it.
    pub(crate) path: String,
    /// How DVC names its digest, such as `md5`.
    pub(crate) kind: String,
    /// The digest; that of a folder ends with `.dir`.
    pub(crate) digest: String,
    /// Whether it is an executable file.
    pub(crate) is_executable: bool,
}

impl Record {
    /// The mode that git would give it.
    pub(crate) fn mode(&self) -> &'static str {
        let suffix = self.digest.rsplit_once('.').map(|(_, suffix)| suffix);
        match (suffix == Some("dir"), self.is_executable) {
            (true, _) => "040000",
            (false, true) => "100755",
            (false, false) => "100644",
        }
    }
}

/// The outputs of a `.dvc` file; none where it can't be read, or an output has
/// no digest.
pub(crate) fn of_file(text: &[u8]) -> Option<Vec<Record>> {
    let root = yaml::read(std::str::from_utf8(text).ok()?)?;
    let folder = root.get("wdir").and_then(Node::text);
    let outs = root.get("outs")?.list()?;
    let records: Option<Vec<Record>> = outs.iter().map(|out| record(out, folder)).collect();
    records.filter(|records| !records.is_empty())
}

/// The outputs of all stages of a `dvc.lock` that have a digest. What is there
/// in a form that is not read is a fault: else it would not count, and nobody
/// would know.
pub(crate) fn of_lock(text: &[u8]) -> Result<Vec<Record>, Fault> {
    let root = std::str::from_utf8(text).ok().and_then(yaml::read);
    let root = root.ok_or_else(|| strange("a dvc.lock"))?;
    // The first version of the format has no key above the stages.
    let stages = root.get("stages").unwrap_or(&root);
    if *stages == Node::Other && text.windows(5).any(|word| word == b"outs:") {
        return Err(strange("`stages` of a dvc.lock"));
    }
    let mut records = Vec::new();
    for (name, stage) in stages.entries() {
        let strange = || strange(&format!("the stage `{}`", cut(name)));
        if *stage == Node::Other {
            return Err(strange());
        }
        let Some(outs) = stage.get("outs") else {
            continue;
        };
        for out in outs.list().ok_or_else(strange)? {
            records.extend(locked(out).map_err(|()| strange())?);
        }
    }
    Ok(records)
}

/// An output of a stage; none where it has no digest.
fn locked(out: &Node) -> Result<Option<Record>, ()> {
    let has_digest = || DIGESTS.iter().any(|name| out.get(name).is_some());
    match (out, record(out, None)) {
        (_, Some(record)) => Ok(Some(record)),
        (Node::Map(_), None) if out.get("path").and_then(Node::text).is_some() && !has_digest() => {
            Ok(None)
        }
        _ => Err(()),
    }
}

fn strange(what: &str) -> Fault {
    Fault::new(format!("{what} is not in the form that DVC writes"))
        .help("let DVC write it: `dvc repro`, or `dvc commit`")
}

/// Whether two `.dvc` files record the same data, whatever else they say.
pub(crate) fn record_the_same(a: &[u8], b: &[u8]) -> bool {
    of_file(a).is_some_and(|records| of_file(b) == Some(records))
}

fn record(out: &Node, folder: Option<&str>) -> Option<Record> {
    let path = out.get("path")?.text().filter(|path| !path.is_empty())?;
    let path = match folder {
        Some(folder) if !path.starts_with('/') => format!("{folder}/{path}"),
        _ => path.to_owned(),
    };
    let named = out.get("hash").and_then(Node::text).unwrap_or("md5");
    let keys = [named].into_iter().chain(DIGESTS);
    let (kind, digest) = keys.into_iter().find_map(|name| {
        let hex = out.get(name)?.text()?;
        let plain = |text: &str| {
            let word = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
            !text.is_empty() && text.bytes().all(word)
        };
        (plain(name) && plain(hex)).then(|| (name.to_owned(), hex.to_owned()))
    })?;
    Some(Record {
        path,
        kind,
        digest,
        is_executable: out.get("isexec").and_then(Node::text) == Some("true"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As DVC 3.67 writes it.
    const FILE: &str = "\
outs:
- md5: 22a1a2931c8370d3aeedd7183606fd7f
  size: 14445097
  hash: md5
  path: data.xml
";

    fn records(text: &str) -> Option<Vec<(String, String, &'static str)>> {
        let records = of_file(text.as_bytes())?;
        let shown = |record: Record| {
            let digest = format!("{}:{}", record.kind, record.digest);
            (record.path.clone(), digest, record.mode())
        };
        Some(records.into_iter().map(shown).collect())
    }

    #[test]
    fn outputs_by_path_and_digest() {
        let one = (
            "data.xml".to_owned(),
            "md5:22a1a2931c8370d3aeedd7183606fd7f".to_owned(),
            "100644",
        );
        assert_eq!(records(FILE), Some(vec![one.clone()]));
        let told = format!(
            "md5: 0a\nframe: no\ndesc: |\n  outs:\n  - path: x\n\n  # no\nwdir: ../up\n{}  desc: 'it''s: x # y'\n  meta:\n    a:\n    - b: [1, {{2: 3\n        ]\n- path: \"dir\"\n  isexec: true\n  md5: 0b.dir # folder\n- path: tool\n  md5: 0c\n  isexec: true\n",
            FILE.replace("path", "cache: true\n  path")
        );
        assert_eq!(
            records(&told),
            Some(vec![
                ("../up/data.xml".to_owned(), one.1.clone(), "100644"),
                ("../up/dir".to_owned(), "md5:0b.dir".to_owned(), "040000"),
                ("../up/tool".to_owned(), "md5:0c".to_owned(), "100755"),
            ])
        );
        assert!(record_the_same(
            FILE.as_bytes(),
            format!("desc: other\r\n{}", FILE.replace('\n', "\r\n")).as_bytes()
        ));
        assert!(!record_the_same(
            FILE.as_bytes(),
            FILE.replace("22a1", "22a2").as_bytes()
        ));
    }

    #[test]
    fn odd_names_as_dvc_writes_them() {
        let text = "\
outs:
- md5: 401b30e3b8b5d629635a5c613cdb7919
  size: 2
  isexec: true
  hash: md5
  path: \"file: with 'odd' #name.csv\"
";
        let expected = (
            "file: with 'odd' #name.csv".to_owned(),
            "md5:401b30e3b8b5d629635a5c613cdb7919".to_owned(),
            "100755",
        );
        assert_eq!(records(text), Some(vec![expected]));
    }

    #[test]
    fn what_has_no_digest_has_no_record() {
        for text in [
            "",
            "outs:\n",
            "outs: []\n",
            "outs:\n- path: x\n",
            "outs:\n- md5: 0a\n",
            "outs:\n- md5: 0a\n  path: x\n- path: y\n",
            "outs:\n- {md5: 0a, path: x}\n",
            "outs:\n\t- md5: 0a\n",
            "outs:\n- md5: 'a b'\n  path: x\n",
            "- outs\n",
            "outs: &a\n- md5: 0a\n  path: x\n",
        ] {
            assert_eq!(records(text), None, "{text}");
        }
        assert!(of_file(&[0xff]).is_none());
    }

    #[test]
    fn outputs_of_a_lock() {
        // As DVC 3.67 writes it.
        let lock = r#"schema: '2.0'
stages:
  prepare:
    cmd: "echo 1 > made; echo \"outs:  - path: no md5: 0000 and some more text so
      that this line is folded when it is written\"; echo 1 > 'a name of an output
      that is so long'"
    deps:
    - path: data/data.xml
      hash: md5
      md5: 22a1a2931c8370d3aeedd7183606fd7f
      size: 14445097
    params:
      params.yaml:
        prepare.seed: 20170428
        outs:
        - no
    outs:
    - path: data/prepared
      hash: md5
      md5: 153aad06d376b6595932470e459ef42a.dir
      size: 8437363
      nfiles: 2
  evaluate:
    cmd:
    - mkdir -p prepared; echo {} > m.json
    - "echo 'a: b # c' > prepared/x"
    outs:
    - path: a name of an output that is so long that YAML folds it when it 
        writes it to the lock.txt
      hash: md5
      md5: b026324c6904b2a9cb4b88d6d61c81d1
    - path: no digest
"#;
        let outs = |text: &str| -> Vec<(String, String)> {
            let records = of_lock(text.as_bytes()).expect(text);
            let shown = |it: Record| (it.path, format!("{}:{}", it.kind, it.digest));
            records.into_iter().map(shown).collect()
        };
        let expected = [
            ("data/prepared", "md5:153aad06d376b6595932470e459ef42a.dir"),
            (
                "a name of an output that is so long that YAML folds it when it writes it to the lock.txt",
                "md5:b026324c6904b2a9cb4b88d6d61c81d1",
            ),
        ]
        .map(|(path, digest)| (path.to_owned(), digest.to_owned()));
        assert_eq!(outs(lock), expected);
        let first = "train:\n  cmd: x\n  outs:\n  - path: m\n    md5: 0a\n";
        assert_eq!(outs(first), [("m".to_owned(), "md5:0a".to_owned())]);
        assert_eq!(outs("stages: {}\n"), []);
        assert!(of_lock(b"\tx").is_err());
        let first = "train:\n  outs:\n  - path: m\n    md5: 0a\n";
        for (from, to) in [
            ("path: m", "path: \"a\\tb\""),
            ("path: m", "path: [m]"),
            ("0a", "'a b'"),
            ("md5: 0a", "md5:"),
            ("- path: m\n    md5: 0a", "- m"),
            ("- path: m\n    md5: 0a", "- {path: m, md5: 0a}"),
            ("\n  - path: m\n    md5: 0a", " [{path: m, md5: 0a}]"),
            (
                "\n  outs:\n  - path: m\n    md5: 0a",
                " {outs: [{path: m, md5: 0a}]}",
            ),
        ] {
            let lock = first.replace(from, to);
            let fault = of_lock(lock.as_bytes()).expect_err(&lock);
            assert!(fault.message.starts_with("the stage `train`"), "{fault}");
        }
        assert!(of_lock(b"stages: {a: {outs: [{path: m, md5: 0a}]}}\n").is_err());
    }
}
