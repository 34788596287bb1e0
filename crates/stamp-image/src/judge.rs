//! From the change at hand to a stamp, and what there is to say of it.

use report::Exhibit;
use tool::{Context, Judgement};
use verdict::{Digests, Fault, Subject};

use crate::args::Args;
use crate::change::Change;
use crate::checks::checks;
use crate::exists::Existing;
use crate::given::{Giving, variables};
use crate::stamp::{Request, Stamp};
use crate::terraform::with_query;
use crate::{evidence, highest, lint};

pub(crate) fn judge(args: &Args, context: &Context) -> Result<Judgement, Fault> {
    let args = &*with_query(args)?;
    if args.lint {
        lint::check_options(args)?;
    }
    let mut request = Request::read(args)?;
    let told = Change::at_hand(args, context)?;
    let change = match request.strict {
        true => told.mended(),
        false => told.clone(),
    };
    if args.lint {
        return lint::judge(&request, &change, context);
    }
    request.standing = highest::standing(&request, &change, context)?;
    let stamp = Stamp::make(&request, &change, request.strict)?;
    // What --strict changes is told beside what the original would make of it.
    let quirky = request
        .strict
        .then(|| Stamp::make(&request, &told.without_own_names(), false).ok());
    let mut checks = checks(&request, &stamp, quirky.flatten().as_ref());
    checks.extend(told.mended_ref(&change));
    checks.extend(told.remarks);
    checks.extend(change.contents.remarks());
    let existing = Existing::ask(args, context, &request, &change, &stamp)?;
    let giving = Giving::new(args, context, &request, &stamp);
    let outputs = giving.outputs();
    checks.extend(evidence::check(args, context));
    let judgement = Judgement {
        checks,
        subjects: subjects(&request, &change, &stamp),
        exhibits: exhibits(&stamp),
        variables: variables(&outputs, context)?,
        products: giving.products(&change)?,
        outputs,
        ..Judgement::default()
    };
    Ok(match existing {
        Some(existing) => existing.told_in(judgement),
        None => judgement,
    })
}

/// The images by the commit that they are made of: their own digests are not
/// known before the build.
fn subjects(request: &Request, change: &Change, stamp: &Stamp) -> Vec<Subject> {
    if change.commit.is_empty() {
        return Vec::new();
    }
    let mut names: Vec<String> = request
        .enabled()
        .map(|image| match stamp.version.as_str() {
            "" => image.to_owned(),
            version => format!("{image}:{version}"),
        })
        .collect();
    if names.is_empty() {
        names.push(
            change
                .repository
                .url
                .clone()
                .unwrap_or_else(|| "commit".to_owned()),
        );
    }
    let digest = Digests::from([("gitCommit".to_owned(), change.commit.clone())]);
    names
        .into_iter()
        .map(|name| Subject {
            name,
            digest: digest.clone(),
        })
        .collect()
}

fn exhibits(stamp: &Stamp) -> Vec<Exhibit> {
    let table = |title: &str, header: &[&str], rows| Exhibit::Table {
        title: title.to_owned(),
        header: header.iter().map(|&name| name.to_owned()).collect(),
        rows,
    };
    let tags = stamp.tags.iter().map(|tag| vec![tag.clone()]).collect();
    let labels = stamp
        .labels
        .iter()
        .map(|(key, value)| vec![key.clone(), value.clone()])
        .collect();
    let mut exhibits = vec![table("Labels", &["label", "value"], labels)];
    if !stamp.tags.is_empty() {
        exhibits.insert(0, table("Tags", &["tag"], tags));
    }
    exhibits
}

#[cfg(test)]
mod tests {
    use ci::System;
    use tool::Product;
    use verdict::{Check, Outcome};

    use super::*;

    fn judged(args: &Args, env: &[(&str, &str)]) -> Result<Judgement, Fault> {
        let context = Context {
            env: env.iter().copied().collect(),
            system: System::GitHub,
            dir: std::env::temp_dir(),
            now: 1_578_616_200,
            digests: true,
            verdicts: Vec::new(),
            required: Vec::new(),
            progress: tool::Progress::default(),
        };
        judge(args, &context)
    }

    const PUSHED_TAG: [(&str, &str); 5] = [
        ("GITHUB_EVENT_NAME", "push"),
        ("GITHUB_REF", "refs/tags/v1.2.3"),
        ("GITHUB_SHA", "860c1904a1ce19322e91ac35af1ab07466440c37"),
        ("GITHUB_SERVER_URL", "https://github.com"),
        ("GITHUB_REPOSITORY", "owner/app"),
    ];

    fn args(images: &str, tags: &str) -> Args {
        Args {
            images: vec![images.to_owned()],
            tags: vec![tags.to_owned()],
            ..Args::default()
        }
    }

    fn output<'a>(judgement: &'a Judgement, name: &str) -> &'a str {
        let found = judgement.outputs.iter().find(|(output, _)| *output == name);
        found.map(|(_, value)| value.as_str()).expect(name)
    }

    #[test]
    fn tags_of_each_image_by_priority() {
        let mut args = args(
            "Owner/App\nb,enable=false",
            "type=sha\ntype=semver,pattern={{version}}",
        );
        args.sep_tags = Some(",".to_owned());
        let judgement = judged(&args, &PUSHED_TAG).expect("judged");
        assert_eq!(output(&judgement, "version"), "1.2.3");
        assert_eq!(
            output(&judgement, "tags"),
            "owner/app:1.2.3,owner/app:sha-860c190,owner/app:latest"
        );
        assert_eq!(output(&judgement, "tag-names"), "1.2.3,sha-860c190,latest");
        let printed = "owner/app:1.2.3\nowner/app:sha-860c190\nowner/app:latest\n";
        assert_eq!(judgement.products, [Product::Stdout(printed.to_owned())]);
        let titles: Vec<&str> = judgement
            .checks
            .iter()
            .map(|check| check.title.as_str())
            .collect();
        assert_eq!(
            titles,
            [
                "makes sha-860c190",
                "makes 1.2.3",
                "there is a tag for this change",
                "every tag is one that registries take",
            ]
        );
        assert_eq!(judgement.subjects[0].name, "owner/app:1.2.3");
        assert_eq!(judgement.subjects[0].digest["gitCommit"], PUSHED_TAG[2].1);
    }

    #[test]
    fn latest_has_the_flavor_as_it_is_written() {
        let mut args = args("", "type=ref,event=tag");
        args.flavor = vec!["prefix={{sha}}-,onlatest=true".to_owned()];
        let judgement = judged(&args, &PUSHED_TAG).expect("judged");
        assert_eq!(output(&judgement, "tags"), "860c190-v1.2.3\n-sha--latest");
        assert_eq!(
            judgement.checks.last().map(|check| check.outcome),
            Some(Outcome::Warn)
        );
    }

    #[test]
    fn no_tag_is_a_warning_with_labels_still() {
        let judgement = judged(&args("a", "type=ref,event=branch"), &PUSHED_TAG).expect("judged");
        assert_eq!(output(&judgement, "version"), "");
        assert_eq!(output(&judgement, "tags"), "");
        assert!(
            output(&judgement, "labels").contains("image.version=\n")
                || output(&judgement, "labels").ends_with("image.version=")
        );
        let worst = Outcome::worst(judgement.checks.iter().map(|check| check.outcome));
        assert_eq!(worst, Outcome::Warn);
        assert_eq!(judgement.products, [Product::Stdout(String::new())]);
    }

    #[test]
    fn the_file_is_the_json_and_the_version() {
        let mut args = args("a", "x\nx");
        args.output = Some("stamp.json".into());
        args.labels = vec!["\"two=lines\nb\"\nnone".to_owned()];
        let judgement = judged(&args, &PUSHED_TAG).expect("judged");
        let Product::File(_, text) = &judgement.products[1] else {
            panic!("no file");
        };
        let stamp: serde_json::Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(stamp["version"], "x");
        assert_eq!(stamp["tags"], serde_json::json!(["a:x"]));
        assert_eq!(stamp["labels"]["two"], "lines");
        assert!(output(&judgement, "labels").contains("two=lines\nb"));
        let names: Vec<String> = judgement.checks.iter().map(Check::name).collect();
        assert_eq!(
            names,
            [
                "entry(x)",
                "entry(x (line 2))",
                "any-tag",
                "valid-tag",
                "label(none)"
            ]
        );
    }

    #[test]
    fn a_tag_that_registries_refuse_is_warned_of() {
        let long = "a".repeat(129);
        for (tag, refused) in [
            (long.as_str(), true),
            (".a", true),
            ("-a", true),
            (&long[..128], false),
        ] {
            let judgement = judged(&args("", tag), &PUSHED_TAG).expect("judged");
            let check = judgement
                .checks
                .iter()
                .find(|check| check.id == "valid-tag")
                .expect("a check");
            assert_eq!(check.outcome == Outcome::Warn, refused, "{tag}");
        }
    }

    #[test]
    fn nothing_known_is_no_tag_and_no_subject() {
        let judgement = judged(&args("a", "type=sha\n{{branch}}"), &[]).expect("judged");
        assert_eq!(output(&judgement, "tags"), "");
        assert!(judgement.subjects.is_empty());
    }

    #[test]
    fn the_runner_has_the_bake_files_and_variables() {
        let mut env = PUSHED_TAG.to_vec();
        env.push(("RUNNER_TEMP", "/runner"));
        let judgement = judged(&args("a", "x"), &env).expect("judged");
        let path = output(&judgement, "bake-file");
        assert!(path.starts_with("/runner/stamp-image-"), "{path}");
        assert!(path.ends_with("/docker-metadata-action-bake.json"));
        let written = judgement.products.iter().filter(
            |product| matches!(product, Product::File(file, _) if file.starts_with("/runner")),
        );
        assert_eq!(written.count(), 4);
        let variable = (
            "DOCKER_METADATA_OUTPUT_TAG_NAMES".to_owned(),
            "x".to_owned(),
        );
        assert!(judgement.variables.contains(&variable));
        env.push(("DOCKER_METADATA_SET_OUTPUT_ENV", "false"));
        let judgement = judged(&args("a", "x"), &env).expect("judged");
        assert_eq!(judgement.variables, []);
        env.pop();
        env.push(("DOCKER_METADATA_SET_OUTPUT_ENV", "perhaps"));
        assert!(judged(&args("a", "x"), &env).is_err());
    }

    #[test]
    fn without_a_runner_no_bake_file_is_written() {
        let judgement = judged(&args("a", "x"), &PUSHED_TAG).expect("judged");
        assert_eq!(output(&judgement, "bake-file"), "");
        assert_eq!(judgement.products.len(), 1);
    }

    #[test]
    fn compat_and_strict_exclude_each_other() {
        let mut args = args("a", "x");
        args.compat = Some(crate::args::Compat::Docker);
        assert!(judged(&args, &PUSHED_TAG).is_ok());
        args.strict = true;
        let fault = judged(&args, &PUSHED_TAG).expect_err("both");
        assert!(fault.message.contains("opposite"));
    }

    #[test]
    fn names_of_our_own_are_known_by_strict_alone() {
        let env = [
            ("GITHUB_EVENT_NAME", "pull_request"),
            ("GITHUB_REF", "refs/pull/7/merge"),
            ("GITHUB_HEAD_REF", "fix"),
            ("GITHUB_BASE_REF", "main"),
        ];
        let mut args = args("", "x{{head_branch}}{{pull_request}}");
        let judgement = judged(&args, &env).expect("judged");
        assert_eq!(output(&judgement, "tags"), "x");
        args.strict = true;
        let judgement = judged(&args, &env).expect("judged");
        assert_eq!(output(&judgement, "tags"), "xfix7");
        let changed = judgement.checks.iter().find(|check| check.id == "changed");
        let title = changed.map(|check| check.title.as_str());
        assert_eq!(title, Some("is `xfix7` and not `x`, by --strict"));
        // Upstream goes by the payload.
        args.tags = vec!["x{{base_ref}}".to_owned()];
        let judgement = judged(&args, &env).expect("judged");
        assert_eq!(output(&judgement, "tags"), "x");
    }

    #[test]
    fn labels_that_are_numbers_come_first_in_json() {
        let mut args = args("a", "x");
        args.labels = vec!["b=1\n10=2\n9=3\n09=4".to_owned()];
        let judgement = judged(&args, &PUSHED_TAG).expect("judged");
        let json = output(&judgement, "json");
        assert!(
            json.contains(r#""labels":{"9":"3","10":"2","09":"4","b":"1","org."#),
            "{json}"
        );
    }
}
