use super::*;

mod formats;
mod hostile;

fn read(file: &str, text: &str) -> Metrics {
    Metrics::read(file, text).expect("good metrics")
}

#[test]
fn three_formats_say_the_same() {
    let json = read(
        "m.json",
        r#"{"auc": 0.9, "test": {"rows": 10}, "cm": [[1, 2]]}"#,
    );
    let yaml = read("m.yaml", "auc: 0.9\ntest:\n  rows: 10\ncm: [[1, 2]]\n");
    let toml = read("m.toml", "auc = 0.9\ncm = [[1, 2]]\n[test]\nrows = 10\n");
    for metrics in [&json, &yaml, &toml] {
        assert!(metrics.names().eq(json.names()));
        assert_eq!(metrics.format(), Format::Tree);
        assert_eq!(metrics.get("test.rows"), Ok(Some(10.0)));
        assert_eq!(metrics.get("cm.0.1"), Ok(Some(2.0)));
        assert_eq!(metrics.get("nothing"), Ok(None));
    }
}

#[test]
fn a_number_that_is_none_is_a_fault_at_its_line() {
    let texts = [
        ("m.json", "{\n  \"auc\": NaN\n}"),
        ("m.json", "{\n  \"auc\": \"NaN\"\n}"),
        ("m.json", "{\n  \"auc\": -Infinity\n}"),
        ("m.yaml", "# metrics\nauc: .nan\n"),
        ("m.toml", "# metrics\nauc = inf\n"),
        ("m.json", "{\n  \"auc\": \"high\"\n}"),
        ("m.json", "{\n  \"auc\": true\n}"),
        ("m.json", "{\n  \"auc\": null\n}"),
    ];
    for (file, text) in texts {
        let fault = read(file, text).get("auc").expect_err(text);
        assert_eq!(fault.place.as_ref().map(|p| p.line), Some(2), "{fault}");
    }
}

#[test]
fn a_broken_file_is_a_fault_at_its_place() {
    for (file, text, line) in [
        ("m.json", "{\n\"a\": 1,\n}", 3),
        ("m.json", "{\n\"a\": 1,\n\"a\": 2}", 3),
        ("m.yaml", "a: 1\nb: [1\n", 2),
        ("m.yaml", "a: 1\na: 2\n", 2),
        ("m.toml", "a = 1\nb = \n", 2),
    ] {
        let fault = Metrics::read(file, text).expect_err(text);
        let place = fault.place.as_ref().expect("has a place");
        assert!(place.line >= line && place.line <= line + 1, "{fault}");
    }
    assert!(Metrics::read("m.json", r#"{"a": {"b": 0.1}, "a.b": 0.9}"#).is_err());
    assert!(Metrics::read("m.json", r#"{"": {"b": 0.1}, "b": 0.9}"#).is_err());
    assert!(Metrics::read("m.json", "").is_err());
    assert!(Metrics::read("m.yaml", "").is_err());
    assert!(Metrics::read("m.json", "{}").is_err());
    assert!(Metrics::read("m.json", &"[".repeat(100_000)).is_err());
    assert!(Metrics::read("m.yaml", &"[".repeat(100_000)).is_err());
    assert!(Metrics::read("m.toml", &format!("a = {}", "[".repeat(100_000))).is_err());
}

#[test]
fn the_name_that_was_meant() {
    let metrics = read("m.json", r#"{"test": {"roc_auc": 0.9}, "loss": 1}"#);
    assert_eq!(metrics.near("roc_auc"), Some("test.roc_auc"));
    assert_eq!(metrics.near("lsos"), Some("loss"));
    assert_eq!(metrics.near("elephants"), None);
}
