//! Files that mean harm.

use std::io::Write as _;

use proptest::prelude::*;

use super::*;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

#[test]
fn bombs_are_refused() {
    let bomb = gz(&vec![b' '; 1 << 20]).repeat(65);
    let fault = Metrics::from_bytes("m.json.gz", &bomb, None).expect_err("too large");
    assert!(fault.message.contains("64 MiB"), "{fault}");
    assert!(Metrics::from_bytes("m.gz", &gz(&gz(b"{}")), None).is_err());
    let entities =
        "<!DOCTYPE l [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]><testsuite name=\"&b;\"/>";
    let fault = Metrics::read("r.xml", entities).expect_err("a document type");
    assert!(fault.message.contains("document type"), "{fault}");
    assert!(Metrics::read("r.xml", "<testsuite name=\"&b;\"/>").is_err());
    let mut laughs = "a0: &a0 [1,1,1,1,1,1,1,1,1]\n".to_owned();
    for level in 1..9 {
        let one = format!("*a{}", level - 1);
        laughs.push_str(&format!("a{level}: &a{level} [{}]\n", [&*one; 9].join(",")));
    }
    assert!(Metrics::read("m.yaml", &laughs).is_err());
}

#[test]
fn many_deep_and_huge_values_are_refused() {
    let many = format!("[{}1]", "1,".repeat(600_000));
    assert!(Metrics::read("m.json", &many).is_err());
    assert!(Metrics::read("m.toml", &"a = 1\n".repeat(1 << 20)).is_err());
    let samples = "# TYPE a gauge\n".to_owned();
    let samples = (0..500_001).fold(samples, |text, n| text + &format!("a{n} 1\n"));
    assert!(Metrics::read("m.prom", &samples).is_err());
    let deep = "<testsuite>".repeat(100);
    assert!(Metrics::read("r.xml", &deep).is_err());
    assert!(Metrics::read("m.json", r#"{"a": 1e999}"#).is_err());
    let large = read("m.json", r#"{"a": 123456789012345678901234567890}"#);
    assert_eq!(large.get("a"), Ok(Some(1.234_567_890_123_456_8e29)));
    for cut in ["<testsuite", "<testsuite><testcase>", "<a/>", "<"] {
        assert!(Metrics::read("r.xml", cut).is_err(), "{cut}");
    }
}

#[test]
fn a_damaged_log_is_refused() {
    let log = include_bytes!("../../tests/data/wandb/run-tollgate.wandb");
    let read = |bytes: &[u8]| Metrics::from_bytes("run.wandb", bytes, None);
    assert!(read(log).is_ok());
    let mut flipped = log.to_vec();
    flipped[2000] ^= 1;
    assert!(
        read(&flipped)
            .expect_err("damaged")
            .message
            .contains("checksum")
    );
    let fault = read(&log[..log.len() - 3]).expect_err("cut");
    assert!(fault.message.contains("in the middle"), "{fault}");
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,80}|[-a1{}\\[\\]:,\"\n .#<>=/&]{0,60}") {
        for file in ["m.json", "m.yaml", "m.toml", "m.csv", "r.xml", "m.prom", "README.md", "m"] {
            drop(Metrics::read(file, &text));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        drop(Metrics::from_bytes("m", &bytes, None));
        let header = [&b":W&B\xE1\xBE\x00"[..], &bytes].concat();
        drop(Metrics::from_bytes("m", &header, None));
        // A record whose checksum is right.
        let mut crc = flate2::Crc::new();
        bytes.insert(0, 1);
        crc.update(&bytes);
        let mut record = b":W&B\xE1\xBE\x00".to_vec();
        record.extend(crc.sum().to_le_bytes());
        record.extend(u16::try_from(bytes.len() - 1).expect("short").to_le_bytes());
        record.extend(&bytes);
        drop(Metrics::from_bytes("m", &record, None));
    }

    #[test]
    fn a_tree_gives_back_what_was_written(numbers in proptest::collection::btree_map("[a-z]{1,6}", any::<f64>(), 1..6)) {
        let finite: BTreeMap<_, _> = numbers.into_iter().filter(|(_, n)| n.is_finite()).collect();
        prop_assume!(!finite.is_empty());
        let text = serde_json::to_string_pretty(&finite).expect("finite");
        let tree = Metrics::read_as("m.json", &text, Some(Format::Tree)).expect("a tree");
        for (index, (name, number)) in finite.iter().enumerate() {
            prop_assert_eq!(tree.get(name), Ok(Some(*number)));
            prop_assert_eq!(tree.location(name).line, Some(index as u64 + 2));
        }
    }
}
