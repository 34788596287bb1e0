//! Bad input: a clear error with its place and advice, exit code 2, and
//! nothing half written.

use crate::sandbox::{GOOD, Sandbox};

/// Runs a line that can't be judged, and holds it to its words. Reports and
/// products that it names must not appear.
#[track_caller]
fn refused(sandbox: &Sandbox, line: &str, words: &[&str]) {
    let before = sandbox.files();
    let ran = sandbox.run(line).ends_with(2);
    assert_eq!(ran.stdout, "", "a failure to judge talks on standard error");
    assert!(ran.stderr.starts_with("error"), "{}", ran.stderr);
    for word in words {
        assert!(
            ran.stderr.contains(word),
            "not said: {word}\n{}",
            ran.stderr
        );
    }
    assert_eq!(sandbox.files(), before, "something was written");
}

#[test]
fn files_that_are_not_there() {
    let sandbox = Sandbox::full();
    refused(
        &sandbox,
        "validate-data none.csv -c contract.toml --report junit=out.xml",
        &["can't read none.csv", "help"],
    );
    refused(
        &sandbox,
        "validate-data good.csv -c none.toml",
        &["can't read none.toml"],
    );
    refused(&sandbox, "validate-data good.csv", &["contract"]);
    refused(&sandbox, "validate-data -c contract.toml", &["help"]);
    refused(
        &sandbox,
        "gate-model none.json --policy gate.toml",
        &["can't read none.json"],
    );
    refused(&sandbox, "gate-model better.json", &["policy", "help"]);
    refused(
        &sandbox,
        "render-values none.yaml --set a=b",
        &["none.yaml"],
    );
    refused(
        &sandbox,
        "validate-data none/*.csv -c contract.toml",
        &["none", "help"],
    );
}

#[test]
fn broken_policies_are_shown_where_they_break() {
    for (text, words) in [
        ("[gates.auc]\nmin = \n", &["gate.toml:2:"][..]),
        (
            "[gates.auc]\nmin = \"high\"\n",
            &["gate.toml:2:7", "min = \"high\""],
        ),
        (
            "[gates.auc]\nmni = 0.5\n",
            &["gate.toml:2:1", "did you mean `min`?"],
        ),
        (
            "[gates.auc]\nmax-drop = -1\n",
            &["gate.toml:2:12", "negative"],
        ),
        ("[gates.auc]\nmin = nan\n", &["gate.toml:2:", "finite"]),
        ("[gates.auc]\nmin = 0.9\nmax = 0.1\n", &["gate.toml:3:"]),
        ("[gates.auc]\nseverity = \"warning\"\n", &["no rule"]),
        ("", &["no gates", "every model"]),
        ("name = \"x\"\n", &["no gates"]),
    ] {
        let sandbox = Sandbox::full().file("gate.toml", text);
        refused(&sandbox, "gate-model better.json --policy gate.toml", words);
    }
    for (text, words) in [
        (
            "[columns.age]\ntype = \"integr\"\n",
            &["contract.toml:2:", "did you mean `integer`?"][..],
        ),
        ("[columns.age]\nmin = 5\nmax = 1\n", &["contract.toml:"]),
        ("[columns.age]\npattern = \"(\"\n", &["contract.toml:2:"]),
        (
            "[colums.age]\nmin = 5\n",
            &["contract.toml:1:", "did you mean `columns`?"],
        ),
        ("", &["contract.toml", "help"]),
    ] {
        let sandbox = Sandbox::full().file("contract.toml", text);
        refused(&sandbox, "validate-data good.csv -c contract.toml", words);
    }
}

#[test]
fn broken_evidence_is_shown_where_it_breaks() {
    let sandbox = Sandbox::full()
        .file("nan.json", "{\n  \"auc\": NaN\n}\n")
        .file("cut.json", "{\n  \"auc\": 0.9,\n")
        .file("tab.yaml", "auc: 0.9\n\tb: 1\n")
        .file("ragged.csv", "id,age\n1,2\n3\n")
        .file("latin1.csv", b"id,age\n1,\xe9\n")
        .file("quote.csv", "id,age\n1,\"2\n3,4\n")
        .file("empty.csv", "")
        .file("twice.csv", "id,id\n1,2\n")
        .file("fake.parquet", "PAR1 but not really")
        .file("list.yaml", "a: [1, 2\nb: 3\n");
    let gate = "--policy gate.toml";
    refused(
        &sandbox,
        &format!("gate-model nan.json {gate}"),
        &["nan.json:2:3", "`auc` is NaN"],
    );
    refused(
        &sandbox,
        &format!("gate-model cut.json {gate}"),
        &["cut.json:3:"],
    );
    refused(
        &sandbox,
        &format!("gate-model tab.yaml {gate}"),
        &["tab.yaml:1:", "tab"],
    );
    let contract = "-c contract.toml";
    for (file, words) in [
        ("ragged.csv", ["ragged-rows", "ragged.csv:3 "]),
        ("latin1.csv", ["invalid-utf8", "latin1.csv:2 "]),
        ("quote.csv", ["stray-quotes", "quote.csv:2 "]),
        ("twice.csv", ["unclear-header", "twice.csv:1"]),
    ] {
        let ran = sandbox.run(&format!("validate-data {file} {contract}"));
        let ran = ran.ends_with(1);
        for word in words {
            assert!(
                ran.stdout.contains(word),
                "not said: {word}\n{}",
                ran.stdout
            );
        }
    }
    refused(
        &sandbox,
        &format!("validate-data empty.csv {contract}"),
        &["empty.csv"],
    );
    refused(
        &sandbox,
        &format!("validate-data fake.parquet {contract}"),
        &["fake.parquet"],
    );
    refused(
        &sandbox,
        "render-values list.yaml --set b=4",
        &["list.yaml:"],
    );
}

#[test]
fn git_that_can_not_answer() {
    refused(
        &Sandbox::new(),
        "stamp-image --images a/b",
        &["not in a git repository", "help"],
    );
    let sandbox = Sandbox::new();
    sandbox.git(&["init", "--quiet"]);
    refused(&sandbox, "stamp-image --images a/b", &["no commit", "help"]);
    let sandbox = Sandbox::full();
    let gate = "gate-model better.json --policy gate.toml --baseline";
    refused(
        &sandbox,
        &format!("{gate} git:nowhere:baseline.json"),
        &["no revision `nowhere`", "help"],
    );
    refused(&sandbox, &format!("{gate} git:nowhere"), &["git:REV:PATH"]);
    sandbox
        .run(&format!("{gate} git:v1.2.3:baseline.json"))
        .ends_with(0);
    sandbox
        .run(&format!("{gate} git:v1.2.3:later.json"))
        .ends_with(3)
        .says("no baseline yet");
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let origin = Sandbox::full();
    origin.git(&["commit", "--quiet", "--allow-empty", "--message", "two"]);
    let clone = Sandbox::new();
    let url = format!("file://{}", origin.dir().display());
    clone.git(&["clone", "--quiet", "--depth", "1", "--no-tags", &url, "."]);
    refused(
        &clone,
        "gate-model better.json --policy gate.toml --baseline git:HEAD~1:baseline.json",
        &["shallow", "fetch-depth: 0"],
    );
    // What needs no history works.
    clone
        .run("stamp-image --images a/b --tags type=ref,event=branch")
        .ends_with(0)
        .says("a/b:main");
}

#[test]
fn a_detached_head_is_its_tag_or_nothing() {
    let sandbox = Sandbox::full();
    // The moving tag beside it says less.
    sandbox.git(&["tag", "v1"]);
    sandbox.git(&["checkout", "--quiet", "v1.2.3"]);
    let semver = "stamp-image --images a/b --tags type=semver,pattern={{version}}";
    sandbox.run(semver).ends_with(0).says("a/b:1.2.3");
    sandbox.git(&[
        "commit",
        "--quiet",
        "--allow-empty",
        "--message",
        "on no branch",
    ]);
    sandbox
        .run("stamp-image --images a/b --tags type=sha")
        .ends_with(0)
        .says("a/b:sha-");
}

#[test]
fn a_report_that_can_not_be_written_leaves_nothing() {
    let sandbox = Sandbox::full().file("taken", "a file");
    let ran = sandbox.run("validate-data good.csv -c contract.toml --report junit=taken/out.xml");
    ran.ends_with(2).says("can't write taken/out.xml");
    sandbox
        .run("validate-data good.csv -c contract.toml --report junti=out.xml")
        .ends_with(2)
        .says("did you mean `junit`?");
    let before = sandbox.read("values.yaml");
    let edit = "render-values values.yaml --set image.tag=2.0 --report junit=taken/out.xml";
    sandbox.run(edit).ends_with(2);
    assert_eq!(sandbox.read("values.yaml"), before, "all files or none");
    assert!(
        !sandbox
            .files()
            .iter()
            .any(|file| file.contains("out.xml") || file.contains(".tmp"))
    );
}

#[test]
fn what_reaches_no_verdict_can_not_be_reported() {
    let sandbox = Sandbox::full();
    for line in [
        "gate-model plan --report verdict=plan.json",
        "validate-data init good.csv --output new.toml --report html=plan.json",
    ] {
        refused(&sandbox, line, &["reaches no verdict", "--report"]);
    }
}

#[test]
fn a_values_file_is_whole_or_untouched() {
    let text = "image:\n  tag: \"1.0\"\n";
    for (name, values, set) in [
        ("missing parent", text, "image.pull.policy=Always"),
        ("a map", text, "image=x"),
        (
            "a template",
            "tag: {{ .Values.tag }}\nother: 1\n",
            "other=2",
        ),
        ("two keys", "a: 1\na: 2\n", "a=3"),
    ] {
        let sandbox = Sandbox::new().file("values.yaml", values);
        refused(
            &sandbox,
            &format!("render-values values.yaml --set {set}"),
            &["values.yaml"],
        );
        assert_eq!(sandbox.read("values.yaml"), values, "{name}");
    }
}

#[test]
fn hardly_any_input_makes_a_tool_panic() {
    let sandbox = Sandbox::full();
    let texts: [&[u8]; 8] = [
        b"\0",
        b"\xff\xfe",
        b"{",
        b"\"",
        b"\n\n\n",
        b"a,b\n\"",
        b"- - -\n",
        b"\xef\xbb\xbf",
    ];
    for text in texts {
        sandbox.write("x.csv", text);
        sandbox.write("x.toml", text);
        sandbox.write("x.json", text);
        sandbox.write("x.yaml", text);
        sandbox.write("x.parquet", [b"PAR1", text, b"PAR1"].concat());
        for line in [
            "validate-data x.csv -c contract.toml",
            "validate-data x.parquet -c contract.toml",
            "validate-data good.csv -c x.toml",
            "gate-model x.json --policy gate.toml",
            "gate-model x.yaml --policy gate.toml",
            "gate-model better.json --policy x.toml",
            "render-values x.yaml --set a=b",
            "render-values --template x.yaml",
            "stamp-image --tags x --require x.json",
        ] {
            let ran = sandbox.run(line);
            assert!((0..=3).contains(&ran.code), "{line}: {}", ran.said());
            assert!(!ran.said().contains("has a bug"), "{line}: {}", ran.said());
        }
    }
    sandbox.write("x.csv", GOOD);
}
