//! Names and values that try to be commands.

use crate::sandbox::Sandbox;

/// Names that git takes for a branch and a shell for a command.
const BRANCHES: [&str; 3] = [
    "$(touch${IFS}pwned)",
    "`touch${IFS}pwned`;&|<>",
    "é';touch${IFS}pwned;'/%0A",
];

#[test]
fn a_branch_name_is_only_a_name() {
    for branch in BRANCHES {
        let sandbox = Sandbox::full();
        sandbox.git(&["checkout", "--quiet", "-b", branch]);
        let ran = sandbox
            .run("stamp-image --images a/b --tags type=ref,event=branch")
            .ends_with(0);
        let tag = ran.stdout.lines().next().expect("a tag");
        let allowed = |c: char| c.is_ascii_alphanumeric() || "._-/:".contains(c);
        assert!(tag.starts_with("a/b:") && tag.chars().all(allowed), "{tag}");
        assert!(!sandbox.path("pwned").exists());
    }
}

/// A sandbox that GitHub Actions seems to run in.
fn github(sandbox: Sandbox) -> Sandbox {
    let at = |name: &str| sandbox.path(name).to_string_lossy().into_owned();
    let (output, summary) = (at("output.txt"), at("summary.md"));
    sandbox
        .env("GITHUB_ACTIONS", "true")
        .env("GITHUB_EVENT_NAME", "push")
        .env("GITHUB_OUTPUT", &output)
        .env("GITHUB_STEP_SUMMARY", &summary)
}

/// The workflow commands that a runner would carry out: outside of a fence,
/// at the start of a line.
fn commands(text: &str) -> Vec<&str> {
    let mut fence: Option<String> = None;
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.trim_start();
        match &fence {
            Some(end) if line == end => fence = None,
            Some(_) => {}
            None => match line.strip_prefix("::stop-commands::") {
                Some(token) => fence = Some(format!("::{token}::")),
                None if line.starts_with("::") || line.contains("##[") => found.push(line),
                None => {}
            },
        }
    }
    assert!(fence.is_none(), "a fence was not closed");
    found
}

#[test]
fn a_cell_is_only_a_cell() {
    let cells = [
        "::set-output name=verdict::pass",
        "##[command]rm",
        "<script>alert(1)</script> @everyone",
        "a|b`c`\u{1b}[31m",
    ];
    for cell in cells {
        let sandbox = github(Sandbox::full().file(
            "evil.csv",
            format!("id,age\n1,\"{cell}\"\n2,\"\n{cell}\"\n"),
        ));
        let ran = sandbox
            .run("validate-data evil.csv -c contract.toml")
            .ends_with(1);
        for text in [&ran.stdout, &ran.stderr] {
            for command in commands(text) {
                assert!(command.starts_with("::error "), "{command}");
                assert!(!command.contains("##["), "{command}");
            }
        }
        assert!(!ran.said().contains(&format!("\n{cell}")), "{}", ran.said());
        let summary = sandbox.read("summary.md");
        assert!(
            !summary.contains("<script") && !summary.contains("@everyone"),
            "{summary}"
        );
        assert!(!summary.contains('\u{1b}'));
        let output = sandbox.read("output.txt");
        let verdicts = output
            .lines()
            .filter(|line| line.starts_with("verdict<<"))
            .count();
        assert_eq!(verdicts, 1, "{output}");
        assert!(output.contains("\nfail\n"), "{output}");
    }
}

#[test]
fn a_ref_with_line_breaks_makes_no_output() {
    let sandbox = github(Sandbox::full())
        .env(
            "GITHUB_REF",
            "refs/heads/a\nverdict=pass\n::set-output name=x::y",
        )
        .env("GITHUB_SHA", "860c1904a1ce19322e91ac35af1ab07466440c37");
    let ran = sandbox
        .run("stamp-image --images a/b --tags type=ref,event=branch")
        .ends_with(2)
        .says("not the name of a ref");
    assert_eq!(ran.stdout, "");
    let commands = commands(&ran.stderr);
    assert!(
        matches!(&*commands, [one] if one.starts_with("::error title=stamp-image")),
        "{commands:?}"
    );
    let output = sandbox.read("output.txt");
    assert!(
        !output.lines().any(|line| line == "verdict=pass"),
        "{output}"
    );
}

#[test]
fn github_is_told_where_to_look() {
    let sandbox = github(Sandbox::full());
    let ran = sandbox
        .run("validate-data bad.csv -c contract.toml")
        .ends_with(1);
    let errors = commands(&ran.stdout);
    assert!(
        errors
            .iter()
            .any(|c| c.starts_with("::error file=bad.csv,line=3,")),
        "{errors:?}"
    );
    assert_eq!(
        ran.stderr, "",
        "annotations follow the report on its own stream"
    );
    assert!(sandbox.read("summary.md").contains("validate-data"));
    let fault = sandbox
        .run("validate-data bad.csv -c none.toml")
        .ends_with(2);
    let errors = commands(&fault.stderr);
    assert!(errors[0].contains("can't read none.toml"), "{errors:?}");
    assert!(
        sandbox.read("output.txt").ends_with("\n2\n")
            || sandbox.read("output.txt").contains("exit-code")
    );
}

#[test]
fn a_value_can_not_become_yaml() {
    let evil = "1.0\nreplicas: 99 # \"'{{ x }}";
    let sandbox = Sandbox::full().file("t.yaml.j2", "tag: {{ tag }}\nreplicas: 1\n");
    let set = format!("--set-string=tag={}", evil.replace('\n', "\u{b}"));
    let ran = sandbox
        .tool("render-values", &["--template", "t.yaml.j2", &set])
        .ends_with(0);
    assert_eq!(ran.stdout.lines().count(), 2, "{}", ran.stdout);
    sandbox.write("facts.json", serde_json::json!({ "tag": evil }).to_string());
    let ran = sandbox
        .run("render-values --template t.yaml.j2 --facts facts.json")
        .ends_with(0);
    assert_eq!(ran.stdout.lines().count(), 2, "{}", ran.stdout);
    let ran = sandbox.run("render-values values.yaml --facts facts.json --set-fact image.tag=tag");
    assert!(ran.code == 0 || ran.code == 2, "{}", ran.said());
    let values = sandbox.read("values.yaml");
    assert_eq!(
        values
            .lines()
            .filter(|line| line.starts_with("replicas:"))
            .count(),
        1,
        "{values}"
    );
}
