//! `--label-verdicts`: labels that tie an image to the verdicts that it builds
//! on, and through them to the data, the models and the policies.

use std::collections::BTreeMap;

use tool::Context;
use verdict::{Check, Fault, Required, Severity, Subject, Verdict};

use crate::args::Args;
use crate::labels::Label;

/// What every key begins with: the reverse of the domain under which the
/// project is published.
const PREFIX: &str = "io.github.tollgate-ci";

/// Subjects and policies of one verdict that get a label each. The digest of
/// the verdict's file covers all of them anyway.
const NAMED: usize = 20;

/// Characters of a subject's name.
const NAME: usize = 200;

/// Characters of a tool's name, an algorithm or a digest.
const WORD: usize = 128;

/// Digests of one subject.
const DIGESTS: usize = 4;

/// The labels, if they are asked for.
pub(crate) fn labels(args: &Args, context: &Context) -> Result<Vec<Label>, Fault> {
    if !args.label_verdicts {
        return Ok(Vec::new());
    }
    if context.verdicts.is_empty() {
        return Err(Fault::new("`--label-verdicts` has no verdict to name")
            .help("give `--require VERDICT`, or leave it out"));
    }
    let mut seen = BTreeMap::new();
    let mut labels = Vec::new();
    for (verdict, file) in context.verdicts.iter().zip(&context.required) {
        let tool = part(&verdict.predicate.tool.name);
        let count = seen.entry(tool.clone()).or_insert(0_usize);
        *count += 1;
        // The second verdict of a tool must not take the place of the first.
        let place = match *count {
            1 => format!("{PREFIX}.{tool}"),
            count => format!("{PREFIX}.{tool}.{count}"),
        };
        let own = of_verdict(verdict, file).into_iter();
        labels.extend(own.map(|(key, value)| (format!("{place}.{key}"), value)));
    }
    Ok(labels)
}

/// What is said of it in the report.
pub(crate) fn check(args: &Args, context: &Context) -> Option<Check> {
    let named = |verdict: &Verdict| verdict.subject.len() <= NAMED;
    let title = match context.verdicts.iter().all(named) {
        true => "labels name the verdicts that the image builds on".to_owned(),
        false => format!(
            "labels name the verdicts that the image builds on, and {NAMED} subjects of each"
        ),
    };
    let check = Check::pass("verdict-labels", title).severity(Severity::Warning);
    args.label_verdicts
        .then(|| check.observed(context.verdicts.len()))
}

/// The labels of a verdict, without what their keys begin with.
fn of_verdict(verdict: &Verdict, file: &Required) -> Vec<Label> {
    let mut labels = vec![
        ("outcome".to_owned(), verdict.outcome().word().to_owned()),
        ("digest".to_owned(), format!("sha256:{}", file.sha256)),
    ];
    let policies = verdict.predicate.configuration.iter().take(NAMED);
    for (index, policy) in policies.enumerate() {
        let key = match index {
            0 => "policy".to_owned(),
            index => format!("policy.{}", index + 1),
        };
        labels.push((key, digests(policy).join("@")));
    }
    for (index, subject) in verdict.subject.iter().take(NAMED).enumerate() {
        let mut words = vec![text(&subject.name, NAME)];
        words.extend(digests(subject));
        labels.push((format!("subject.{}", index + 1), words.join("@")));
    }
    if verdict.subject.len() > NAMED {
        labels.push(("subjects".to_owned(), verdict.subject.len().to_string()));
    }
    labels
}

/// The digests of a subject, each as `sha256:…`.
fn digests(subject: &Subject) -> Vec<String> {
    let digests = subject.digest.iter().take(DIGESTS);
    digests
        .map(|(algorithm, hex)| format!("{}:{}", text(algorithm, WORD), text(hex, WORD)))
        .collect()
}

/// A tool's name as one part of a key: small letters, digits and `-`. A dot
/// would be the end of the part.
fn part(name: &str) -> String {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let name = name.to_ascii_lowercase().replace(|c| !allowed(c), "-");
    let name: String = name.trim_matches('-').chars().take(WORD).collect();
    match name.as_str() {
        "" => "tool".to_owned(),
        name => name.trim_end_matches('-').to_owned(),
    }
}

/// A text from outside without control characters, of so many characters at
/// most.
fn text(text: &str, most: usize) -> String {
    let plain = report::plain(text);
    match plain.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use verdict::{Digests, Run, Tool};

    use super::*;

    fn verdict(tool: &str, subjects: Vec<Subject>) -> Verdict {
        let tool = Tool {
            name: tool.to_owned(),
            version: "1".to_owned(),
        };
        let checks = vec![Check::pass("a", "a")];
        Verdict::new(tool, Run::default(), subjects, checks)
    }

    fn labels_of(verdicts: Vec<Verdict>) -> Vec<Label> {
        let file = |at: usize| Required {
            name: format!("{at}.json"),
            tool: String::new(),
            sha256: format!("{at:064x}"),
        };
        let context = Context {
            env: ci::Env::default(),
            system: ci::System::Plain,
            dir: std::env::temp_dir(),
            now: 0,
            digests: true,
            required: (0..verdicts.len()).map(file).collect(),
            verdicts,
            progress: tool::Progress::default(),
        };
        let args = Args {
            label_verdicts: true,
            ..Args::default()
        };
        labels(&args, &context).expect("labels")
    }

    fn keys(labels: &[Label]) -> Vec<&str> {
        let keys = labels.iter().map(|(key, _)| key.strip_prefix(PREFIX));
        keys.map(|key| key.expect("our prefix")).collect()
    }

    #[test]
    fn a_verdict_is_named_with_what_it_judged_and_by_what() {
        let mut subject = Subject::new("data/train.csv", "ab");
        subject.digest.insert("md5".to_owned(), "cd".to_owned());
        let mut judged = verdict("gate-model", vec![subject]);
        judged.predicate.configuration = vec![Subject::new("gate.toml", "ef")];
        let labels = labels_of(vec![judged]);
        let lines: Vec<String> = labels
            .iter()
            .map(|(key, value)| format!("{key}={value}"))
            .collect();
        assert_eq!(
            lines,
            [
                "io.github.tollgate-ci.gate-model.outcome=pass".to_owned(),
                format!("io.github.tollgate-ci.gate-model.digest=sha256:{:064x}", 0),
                "io.github.tollgate-ci.gate-model.policy=sha256:ef".to_owned(),
                "io.github.tollgate-ci.gate-model.subject.1=data/train.csv@md5:cd@sha256:ab"
                    .to_owned(),
            ]
        );
    }

    #[test]
    fn no_verdict_takes_the_place_of_another() {
        let one = |tool| verdict(tool, Vec::new());
        let labels = labels_of(vec![
            one("gate-model"),
            one("gate-model"),
            one("validate-data"),
            // A name that tries to be the second of another tool.
            one("gate-model.2"),
            one("Gate/Model"),
            one("\u{1b}"),
        ]);
        let keys = keys(&labels);
        assert_eq!(
            keys.iter()
                .filter_map(|key| key.strip_suffix(".digest"))
                .collect::<Vec<_>>(),
            [
                ".gate-model",
                ".gate-model.2",
                ".validate-data",
                ".gate-model-2",
                ".gate-model.3",
                ".tool"
            ]
        );
        let mut distinct = keys.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), keys.len());
    }

    #[test]
    fn names_from_outside_are_cut_and_hold_no_control_characters() {
        let name = format!("a\nb\u{1b}[31m\u{202e}{}", "x".repeat(5000));
        let mut subject = Subject::new(name, "\0".repeat(5000));
        subject.digest = (0..50)
            .map(|at| (format!("x{at}\n"), "y".repeat(5000)))
            .collect::<Digests>();
        let many = (0..30).map(|at| Subject::new(format!("{at:02}"), "00"));
        let labels = labels_of(vec![
            verdict("t", vec![subject]),
            verdict("u", many.collect()),
        ]);
        for (key, value) in &labels {
            assert!(value.chars().count() < 2000, "{key}");
            assert!(!value.chars().any(char::is_control), "{key}");
        }
        let subjects = keys(&labels);
        let of_many = subjects.iter().filter(|key| key.starts_with(".u.subject."));
        assert_eq!(of_many.count(), 20);
        let count = labels.iter().find(|(key, _)| key.ends_with(".u.subjects"));
        assert_eq!(count.expect("the count").1, "30");
    }

    #[test]
    fn without_a_verdict_there_is_nothing_to_name() {
        let args = Args {
            label_verdicts: true,
            ..Args::default()
        };
        let context = Context {
            env: ci::Env::default(),
            system: ci::System::Plain,
            dir: std::env::temp_dir(),
            now: 0,
            digests: true,
            verdicts: Vec::new(),
            required: Vec::new(),
            progress: tool::Progress::default(),
        };
        assert!(labels(&args, &context).is_err());
        assert_eq!(labels(&Args::default(), &context).expect("none asked"), []);
    }
}
