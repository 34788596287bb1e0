//! Whole runs, but for the shared main.

use std::fs;

use ci::{Env, System};
use report::Exhibit;
use tempfile::TempDir;
use verdict::{Outcome, Run, Verdict};

use super::*;

const VALUES: &str = "image:\n  repository: app\n  tag: \"v1\" # by CI\nport: 80\n";

struct World(TempDir);

impl World {
    fn new(files: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            fs::write(dir.path().join(name), text).expect("written");
        }
        Self(dir)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn edit(&self, set: &[&str]) -> Args {
        let set = set.iter().map(|&entry| entry.to_owned()).collect();
        Args {
            file: vec![self.path("values.yaml")],
            set,
            ..Args::default()
        }
    }
}

fn context(verdicts: Vec<Verdict>) -> Context {
    let env = Env::from_iter([("A", "b")]);
    Context {
        env,
        system: System::Plain,
        dir: PathBuf::from("."),
        digests: true,
        now: 0,
        verdicts,
        required: Vec::new(),
        progress: tool::Progress::default(),
    }
}

fn run(args: &Args) -> Result<Judgement, Fault> {
    judge(args, &context(Vec::new()))
}

fn names(judgement: &Judgement) -> Vec<(String, Outcome)> {
    judgement
        .checks
        .iter()
        .map(|check| (check.id.clone(), check.outcome))
        .collect()
}

#[test]
fn an_edit_is_written_in_place() {
    let world = World::new(&[("values.yaml", VALUES)]);
    let judgement = run(&world.edit(&["image.tag=v2"])).expect("a judgement");
    let new = VALUES.replace("v1", "v2");
    let expected = Product::File(world.path("values.yaml"), new.clone());
    assert_eq!(judgement.products, [expected]);
    assert_eq!(
        judgement.subjects[0].digest["sha256"],
        sha256_of_bytes(new.as_bytes())
    );
    assert_eq!(judgement.outputs[0], ("changed", "true".to_owned()));
    let set = &judgement.checks[0];
    assert_eq!(
        (set.name().as_str(), set.title.as_str()),
        ("set(image.tag)", "image.tag is set to v2")
    );
    assert_eq!(
        (set.observed.clone(), set.expected.clone()),
        (Some("v1".into()), Some("v2".into()))
    );
    assert_eq!(set.locations[0].line, Some(3));
    assert!(
        judgement
            .checks
            .iter()
            .all(|check| check.outcome == Outcome::Pass)
    );
    assert_eq!(judgement.checks[1].observed, Some("1 line changed".into()));
    assert!(matches!(&judgement.exhibits[..], [Exhibit::Diff { .. }]));
}

#[test]
fn an_edit_that_is_so_already_writes_nothing() {
    let world = World::new(&[("values.yaml", VALUES)]);
    for check in [false, true] {
        let args = Args {
            check,
            ..world.edit(&["image.tag=v1", "port=80"])
        };
        let judgement = run(&args).expect("a judgement");
        assert!(judgement.products.is_empty() && judgement.exhibits.is_empty());
        assert!(
            judgement
                .checks
                .iter()
                .all(|check| check.outcome == Outcome::Pass)
        );
        assert_eq!(judgement.outputs[0].1, "false");
    }
}

#[test]
fn a_check_writes_nothing_and_fails() {
    let world = World::new(&[("values.yaml", VALUES)]);
    let args = Args {
        check: true,
        ..world.edit(&["image.tag=v2", "port=80"])
    };
    let judgement = run(&args).expect("a judgement");
    assert!(judgement.products.is_empty());
    let failed: Vec<String> = judgement
        .checks
        .iter()
        .filter(|c| c.outcome == Outcome::Fail)
        .map(Check::name)
        .collect();
    assert_eq!(failed[0], "set(image.tag)");
    assert!(failed[1].starts_with("up-to-date("));
    assert_eq!(judgement.checks[0].cause.as_deref(), Some("it is v1"));
}

#[test]
fn the_mark_before_a_text_stays() {
    let world = World::new(&[("values.yaml", "\u{feff}port: 80\r\n")]);
    let judgement = run(&world.edit(&["port=81"])).expect("a judgement");
    let expected = Product::File(world.path("values.yaml"), "\u{feff}port: 81\r\n".into());
    assert_eq!(judgement.products, [expected]);
    assert!(
        run(&world.edit(&["port=80"]))
            .expect("a judgement")
            .products
            .is_empty()
    );
}

#[test]
fn a_check_names_lines_of_the_file_as_it_is() {
    let world = World::new(&[("values.yaml", VALUES)]);
    let args = world.edit(&["image.new=x", "port=81"]);
    let lines = |judgement: Judgement| -> Vec<_> {
        let set = judgement
            .checks
            .into_iter()
            .filter(|check| check.id == "set");
        set.map(|check| check.locations[0].line).collect()
    };
    assert_eq!(lines(run(&args).expect("an edit")), [Some(4), Some(5)]);
    let check = Args {
        check: true,
        ..args
    };
    assert_eq!(lines(run(&check).expect("a check")), [Some(3), Some(4)]);
}

#[test]
fn a_number_that_becomes_a_string_is_warned_of() {
    let world = World::new(&[("values.yaml", "ver: 1.9\nok: 0.8\n")]);
    let judgement = run(&world.edit(&["ver=1.10", "ok=0.9"])).expect("a judgement");
    let warned: Vec<_> = names(&judgement)
        .into_iter()
        .filter(|(_, outcome)| *outcome == Outcome::Warn)
        .collect();
    assert_eq!(warned, [("same-type".into(), Outcome::Warn)]);
    let facts = World::new(&[("facts.json", r#"{"x": "0.9"}"#)]);
    let args = Args {
        facts: vec![facts.path("facts.json").display().to_string()],
        set_fact: vec!["ok=x".into()],
        ..world.edit(&[])
    };
    let of_fact = names(&run(&args).expect("a judgement"));
    assert!(
        of_fact.contains(&("same-type".into(), Outcome::Warn)),
        "{of_fact:?}"
    );
    let args = Args {
        set_string: vec!["ver=1.10".into()],
        ..world.edit(&[])
    };
    let names = names(&run(&args).expect("a judgement"));
    assert!(
        names.iter().all(|(_, outcome)| *outcome == Outcome::Pass),
        "{names:?}"
    );
}

#[test]
fn odd_edits_are_warned_of() {
    let world = World::new(&[("values.yaml", "image:\n  tag: v1\n")]);
    let judgement = run(&world.edit(&["image.tag=7204401", "image.tga=x"])).expect("a judgement");
    let names = names(&judgement);
    assert!(
        names.contains(&("same-type".into(), Outcome::Warn)),
        "{names:?}"
    );
    assert!(
        names.contains(&("known-key".into(), Outcome::Warn)),
        "{names:?}"
    );
}

#[test]
fn facts_and_verdicts_are_values() {
    let world = World::new(&[
        ("values.yaml", VALUES),
        ("stamp.json", r#"{"version": "72044e0"}"#),
    ]);
    let tool = verdict::Tool {
        name: "gate-model".into(),
        version: "0.1.0".into(),
    };
    let verdict = Verdict::new(
        tool,
        Run {
            commit: Some("c0ffee".into()),
            ..Run::default()
        },
        vec![],
        vec![Check::pass("a", "a")],
    );
    let args = Args {
        facts: vec![format!("stamp={}", world.path("stamp.json").display())],
        set_fact: vec![
            "image.tag=stamp.version".into(),
            "image.commit=verdicts.gate-model.commit".into(),
        ],
        ..world.edit(&[])
    };
    let judgement = judge(&args, &context(vec![verdict.clone()])).expect("a judgement");
    let new = "image:\n  repository: app\n  tag: \"72044e0\" # by CI\n  commit: c0ffee\nport: 80\n";
    assert_eq!(
        judgement.products,
        [Product::File(world.path("values.yaml"), new.into())]
    );
    assert_eq!(judgement.configuration.len(), 1);

    fs::write(
        world.path("t.j2"),
        "gate: {{ verdicts['gate-model'].result }}\n",
    )
    .expect("written");
    let args = Args {
        template: Some(world.path("t.j2")),
        ..Args::default()
    };
    let judgement = judge(&args, &context(vec![verdict])).expect("a judgement");
    assert_eq!(
        judgement.products,
        [Product::Stdout("gate: \"PASSED\"\n".into())]
    );
}

#[test]
fn a_template_goes_to_a_file_and_is_checked_there() {
    let world = World::new(&[("t.j2", "tag: {{ tag }}\nn: {{ n }}\n")]);
    let args = Args {
        template: Some(world.path("t.j2")),
        set: vec!["n=3".into()],
        set_string: vec!["tag=1.10".into()],
        output: Some(world.path("out.yaml")),
        ..Args::default()
    };
    let text = "tag: \"1.10\"\nn: 3\n";
    let judgement = run(&args).expect("a judgement");
    assert_eq!(
        judgement.products,
        [Product::File(world.path("out.yaml"), text.into())]
    );
    let check = Args {
        check: true,
        ..args.clone()
    };
    let failed = run(&check).expect("a judgement");
    assert_eq!(
        failed.checks[1].cause.as_deref(),
        Some("the file does not exist")
    );
    fs::write(world.path("out.yaml"), text).expect("written");
    let passed = run(&check).expect("a judgement");
    assert_eq!(
        names(&passed),
        [
            ("parses".into(), Outcome::Pass),
            ("up-to-date".into(), Outcome::Pass)
        ]
    );
}

#[test]
fn a_diff_is_printed_beside_the_file() {
    let world = World::new(&[("values.yaml", VALUES)]);
    let args = Args {
        diff: true,
        ..world.edit(&["port=81"])
    };
    let products = run(&args).expect("a judgement").products;
    let [Product::File(..), Product::Stdout(diff)] = &products[..] else {
        panic!("{products:?}");
    };
    assert!(diff.contains("\n-port: 80\n+port: 81\n"), "{diff}");
}

#[test]
fn what_makes_no_sense_is_refused_with_advice() {
    let world = World::new(&[("values.yaml", VALUES), ("t.j2", "a: 1\n")]);
    let template = Some(world.path("t.j2"));
    let cases = [
        (Args::default(), "nothing to edit"),
        (world.edit(&[]), "no value is to be set"),
        (
            Args {
                template: template.clone(),
                ..world.edit(&["a=1"])
            },
            "both a file",
        ),
        (
            Args {
                template: template.clone(),
                set_fact: vec!["a=b".into()],
                ..Args::default()
            },
            "--set-fact is for editing",
        ),
        (
            Args {
                template: template.clone(),
                canary: vec!["a=10%".into()],
                ..Args::default()
            },
            "--canary is for editing",
        ),
        (
            Args {
                template: template.clone(),
                rollback: vec!["a".into()],
                ..Args::default()
            },
            "--rollback is for editing",
        ),
        (
            Args {
                template: template.clone(),
                set_policy: vec!["a:b=h/a:v1".into()],
                ..Args::default()
            },
            "--set-policy is for editing",
        ),
        (
            Args {
                file: vec![world.path("x.tfvars")],
                ..world.edit(&["a=1"])
            },
            "is HCL",
        ),
        (
            Args {
                template: template.clone(),
                check: true,
                ..Args::default()
            },
            "--check has no file",
        ),
        (
            Args {
                template,
                diff: true,
                ..Args::default()
            },
            "--diff and the result",
        ),
        (
            Args {
                file: vec![world.path("no.yaml")],
                ..world.edit(&["a=1"])
            },
            "can't read",
        ),
        (
            Args {
                set_fact: vec!["port=stamp.port".into()],
                ..world.edit(&[])
            },
            "there is no fact",
        ),
        (world.edit(&["port"]), "has no value"),
    ];
    for (args, message) in cases {
        let fault = run(&args).expect_err(message);
        assert!(fault.message.contains(message), "{fault}");
        assert!(!fault.help.is_empty(), "{fault}");
    }
}

#[test]
fn a_read_only_file_is_refused_only_when_it_must_change() {
    let world = World::new(&[("values.yaml", VALUES)]);
    let file = world.path("values.yaml");
    let mut permissions = fs::metadata(&file).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).expect("set");
    assert!(
        run(&world.edit(&["port=81"]))
            .expect_err("read-only")
            .message
            .contains("read-only")
    );
    assert!(run(&world.edit(&["port=80"])).is_ok());
    assert!(
        run(&Args {
            check: true,
            ..world.edit(&["port=81"])
        })
        .is_ok()
    );
}

#[test]
fn several_files_are_edited_or_none() {
    let world = World::new(&[
        ("values.yaml", VALUES),
        ("b.yaml", "image: {tag: v1}\n"),
        ("c.yaml", "image: {tag: v2}\n"),
        ("d.yaml", "port: 80\n"),
    ]);
    let mut args = world.edit(&["image.tag=v2"]);
    args.file
        .extend([world.path("b.yaml"), world.path("c.yaml")]);
    args.diff = true;
    let judgement = run(&args).expect("a judgement");
    let [
        Product::File(a, _),
        Product::File(b, text),
        Product::Stdout(diff),
    ] = &*judgement.products
    else {
        panic!("{:?}", judgement.products);
    };
    assert_eq!((a, b), (&world.path("values.yaml"), &world.path("b.yaml")));
    assert_eq!(text, "image: {tag: v2}\n");
    assert_eq!(diff.matches("@@ -").count(), 2);
    assert_eq!(judgement.outputs[2].1.lines().count(), 2);
    assert_eq!(judgement.subjects.len(), 3);
    args.file.push(world.path("d.yaml"));
    assert!(run(&args).is_err());
    args.file[3] = world.path("b.yaml");
    assert!(
        run(&args)
            .expect_err("twice")
            .message
            .contains("given twice")
    );
    args.file = vec![world.path("b.yaml"), PathBuf::from("-")];
    assert!(run(&args).is_err());
}
