//! Entries: what is read, remarked and refused.

use serde_json::Value;

use super::*;

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Semver => "semver",
            Self::Pep440 => "pep440",
            Self::Match => "match",
            Self::Edge => "edge",
            Self::Branch | Self::Tag | Self::PullRequest => "ref",
            Self::Raw => "raw",
            Self::Sha => "sha",
            Self::Content => "content",
        }
    }
}

impl Entry {
    /// An attribute as it is said, or as its type has it by default.
    fn effective(&self, name: &str) -> Option<String> {
        let default = match (self.kind, name) {
            (_, "priority") => self.priority.to_string(),
            (_, "prefix") => return self.prefix().map(str::to_owned),
            (_, "enable") => "true".to_owned(),
            (Kind::Schedule, "pattern") => "nightly".to_owned(),
            (Kind::Match, "group") => "0".to_owned(),
            (Kind::Sha, "format") => "short".to_owned(),
            (_, "value" | "match" | "branch") => String::new(),
            _ => return self.get(name).map(str::to_owned),
        };
        Some(self.get(name).map_or(default, str::to_owned))
    }
}

fn one(text: &str) -> Result<Entry, Fault> {
    let (_, mut entries) = entries(Block::new("--tags", &[text.to_owned()]))?;
    Ok(entries.remove(0))
}

#[test]
fn a_bare_field_is_a_value_and_the_last_key_wins() {
    let entry = one("TYPE = raw , a , value = b=c ,Enable=false").expect("an entry");
    assert_eq!(entry.kind, Kind::Raw);
    assert_eq!(entry.get("value"), Some("b=c"));
    assert_eq!(entry.get("enable"), Some("false"));
    assert_eq!(one("=foo").expect("raw").get("value"), Some("=foo"));
    assert_eq!(one("type=raw,a,").expect("raw").get("value"), Some(""));
}

#[test]
fn types_bring_their_priority_and_prefix() {
    let cases = [
        ("type=schedule", 1000.0, None),
        ("type=semver,pattern=x", 900.0, None),
        ("type=match,pattern=x", 800.0, None),
        ("type=edge", 700.0, None),
        ("type=ref,event=pr", 600.0, Some("pr-")),
        ("type=ref,event=pr,prefix=", 600.0, Some("")),
        ("x", 200.0, None),
        ("type=sha,priority=0x10", 16.0, Some("sha-")),
    ];
    for (text, priority, prefix) in cases {
        let entry = one(text).expect(text);
        assert_eq!(
            (entry.priority, entry.prefix()),
            (priority, prefix),
            "{text}"
        );
    }
}

#[test]
fn what_is_not_known_is_a_fault_at_its_place() {
    let cases = [
        ("a\ntype=shaa", "--tags:2:1: `type=shaa` is not known"),
        ("type=RAW,x", "--tags:1:1: `type=RAW` is not known"),
        (
            "type=ref",
            "--tags:1:1: `type=ref` has no attribute `event`",
        ),
        (
            "type=ref,event=pull",
            "--tags:1:10: `event=pull` is not known",
        ),
        ("type=raw", "--tags:1:1: the entry has no attribute `value`"),
        (
            "type=semver",
            "--tags:1:1: the entry has no attribute `pattern`",
        ),
        (
            "type=sha,format=foo",
            "--tags:1:10: `format=foo` is not known",
        ),
        (
            "x,priority=high",
            "--tags:1:3: `priority=high` is no number",
        ),
        (
            "type=match,pattern=a,group=b",
            "--tags:1:22: `group=b` is no number",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(one(text).expect_err(text).to_string(), expected, "{text}");
    }
}

#[test]
fn what_is_odd_is_remarked_or_refused() {
    let cases = [
        (
            "type=sha,prefx=a",
            Remark::Unknown("prefx".to_owned()),
            "--tags:1:10: `prefx` is no attribute of a tag entry",
        ),
        (
            "a,type=raw,value=b",
            Remark::Again("value".to_owned()),
            "--tags:1:12: `value` is said twice",
        ),
        (
            "type=match,\"pattern=(\\d{1,3})\"",
            Remark::Quotes,
            "--tags:1:12: these quotes come to nothing: the field is split at its comma",
        ),
    ];
    for (text, remark, fault) in cases {
        let entry = one(text).expect(text);
        assert_eq!(entry.remarks.first(), Some(&remark), "{text}");
        let block = Block::new("--tags", &[text.to_owned()]).strictly(true);
        assert_eq!(entries(block).expect_err(text).to_string(), fault);
    }
    let fault = entries(Block::new("--tags", &["type=sha,prefx=a".to_owned()]).strictly(true))
        .expect_err("a typo");
    assert_eq!(fault.help, ["did you mean `prefix`?"]);
    let twice = "\"type=match,\"\"pattern=(\\d{1,3})\"\"\"".to_owned();
    let block = Block::new("--tags", &[twice]).strictly(true);
    assert!(entries(block).is_ok());
}

#[test]
fn no_entry_means_the_defaults() {
    let (_, entries) = entries(Block::new("--tags", &["\n# x\n".to_owned()])).expect("defaults");
    let kinds: Vec<Kind> = entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(
        kinds,
        [Kind::Schedule, Kind::Branch, Kind::Tag, Kind::PullRequest]
    );
}

/// The entries of docker/metadata-action's own tests.
#[test]
fn reads_what_the_original_reads() {
    let rows = include_str!("../../../tests/language/entries.json");
    let rows: Vec<Value> = serde_json::from_str(rows).expect("rows");
    assert_eq!(rows.len(), 31);
    for row in rows {
        let text = row["entry"].as_str().expect("an entry");
        let read = one(text);
        assert_eq!(row["refused"] == true, read.is_err(), "{text}");
        for (name, value) in row["attributes"].as_object().into_iter().flatten() {
            let entry = read.as_ref().expect(text);
            assert_eq!(
                entry.effective(name).as_deref(),
                value.as_str(),
                "{name} of {text}"
            );
            assert_eq!(entry.kind.word(), row["type"].as_str().expect("a type"));
        }
    }
}

#[test]
fn the_highest_priority_comes_first() {
    let row = include_str!("../../../tests/language/order.json");
    let row: Value = serde_json::from_str(row).expect("a row");
    let lines = |name: &str| -> Vec<String> {
        let lines = row[name].as_array().expect(name).iter();
        lines
            .map(|line| line.as_str().expect("text").to_owned())
            .collect()
    };
    let (_, mut read) = entries(Block::new("--tags", &lines("tags"))).expect("entries");
    read.sort_by(|a, b| b.priority.total_cmp(&a.priority));
    let kinds: Vec<String> = read
        .iter()
        .map(|entry| match entry.get("event") {
            Some(event) => format!("{} {event}", entry.kind.word()),
            None => entry.kind.word().to_owned(),
        })
        .collect();
    assert_eq!(kinds, lines("types"));
}
