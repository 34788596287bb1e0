use proptest::prelude::*;
use verdict::Outcome;

use super::*;

/// A ledger of so many lines.
fn ledger(lines: usize) -> String {
    let mut chain = Chain::default();
    let mut text = String::new();
    for at in 0..lines {
        let entry = Entry {
            version: 1,
            time: format!("2026-01-{:02}T00:00:00Z", at + 1),
            holdout: sha256_of_bytes(b"test set"),
            policy: sha256_of_bytes(b"policy"),
            candidate: sha256_of_bytes(&[u8::try_from(at).expect("few")]),
            baseline: (at % 2 == 0).then(|| sha256_of_bytes(b"baseline")),
            outcome: Outcome::Fail,
            confidence: 0.95,
            previous: chain.head(),
        };
        let line = entry.line();
        text.push_str(&format!("{line}\n"));
        chain.push(entry, &line);
    }
    text
}

/// The line at which a ledger is not what was written.
fn found(text: &str) -> Option<usize> {
    let fault = Chain::read("l.jsonl", text).err()?;
    let place = fault.place.expect("a place");
    assert_eq!(place.file, "l.jsonl");
    let told = format!(
        "line {} of the ledger is not what was written: ",
        place.line
    );
    assert!(fault.message.starts_with(&told), "{}", fault.message);
    Some(place.line)
}

#[test]
fn an_untouched_ledger_is_read() {
    let text = ledger(5);
    let chain = Chain::read("l.jsonl", &text).expect("untouched");
    assert_eq!(chain.entries.len(), 5);
    assert_eq!(
        chain.head(),
        sha256_of_bytes(text.lines().last().expect("one").as_bytes())
    );
    // Computed by `printf '' | sha256sum`.
    assert_eq!(
        Chain::read("l.jsonl", "").expect("new").head(),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    // As git may check it out on Windows.
    let windows = text.replace('\n', "\r\n");
    assert_eq!(
        Chain::read("l.jsonl", &windows).expect("same").head(),
        chain.head()
    );
}

#[test]
fn every_single_byte_of_every_line_counts() {
    let text = ledger(3);
    let mut line = 1;
    for at in 0..text.len() {
        for flip in [1, 2, 0x20] {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= flip;
            let touched = String::from_utf8(bytes).expect("ASCII");
            assert_eq!(found(&touched), Some(line), "byte {at}");
        }
        line += usize::from(text.as_bytes()[at] == b'\n');
    }
}

#[test]
fn what_is_wrong_is_said() {
    let text = ledger(3);
    let lines: Vec<&str> = text.lines().collect();
    let says = |text: &str| Chain::read("l.jsonl", text).expect_err(text);
    for (text, told) in [
        (
            format!("{}\n", lines[0].replace("fail", "pass")),
            "its digest is another",
        ),
        (
            format!("{}\n{}\n", lines[0], lines[2]),
            "does not follow the line before it",
        ),
        (lines[0].to_owned(), "it is cut off"),
        ("{}\n".to_owned(), "it is no line of a ledger"),
        (format!("{}\n", "é".repeat(80)), "is not what was written"),
        ("\n".to_owned(), "it is no line of a ledger"),
    ] {
        let fault = says(&text);
        assert!(fault.message.contains(told), "{}", fault.message);
        assert!(fault.help[0].starts_with("put back the ledger"));
    }
    // With a digest of its own it can be read, but not understood.
    let mut newer = Chain::default();
    let mut entry = Entry::of_line(lines[0]).expect("a line");
    entry.version = 2;
    newer.push(entry.clone(), "");
    let fault = says(&format!("{}\n", entry.line()));
    assert!(
        fault
            .message
            .ends_with("of a form that this version doesn't know")
    );
}

proptest! {
    #[test]
    fn a_removed_or_moved_line_is_found(
        lines in 2..12_usize, at in any::<prop::sample::Index>(), with in any::<prop::sample::Index>(),
    ) {
        let text = ledger(lines);
        let all: Vec<&str> = text.split_inclusive('\n').collect();
        let (at, with) = (at.index(lines), with.index(lines));
        let mut removed = all.clone();
        removed.remove(at);
        // Without its last line a ledger is one as it was.
        let expected = (at + 1 < lines).then_some(at + 1);
        prop_assert_eq!(found(&removed.concat()), expected);
        let mut swapped = all.clone();
        swapped.swap(at, with);
        let expected = (at != with).then(|| at.min(with) + 1);
        prop_assert_eq!(found(&swapped.concat()), expected);
        let mut twice = all;
        twice.insert(at, twice[at]);
        prop_assert_eq!(found(&twice.concat()), Some(at + 2));
    }

    #[test]
    fn any_byte_that_becomes_another_is_found(
        lines in 1..6_usize, at in any::<prop::sample::Index>(), byte in 0..128_u8,
    ) {
        let mut bytes = ledger(lines).into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        let touched = String::from_utf8(bytes).expect("ASCII");
        prop_assert!(found(&touched).is_some());
    }
}
