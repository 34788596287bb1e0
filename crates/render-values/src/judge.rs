//! From a file or a template to values.

mod checks;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tool::{Context, Judgement, Product, read_marked_text, read_text};
use verdict::{Check, Fault, Subject, sha256_of_bytes};

use crate::args::Args;
use crate::canary::Canary;
use crate::edit::{Request, Typing, edit};
use crate::facts::Facts;
use crate::form::Form;
use crate::image::Image;
use crate::leaf::Leaf;
use crate::path::{ValuePath, assignment};
use crate::setter::Setter;
use crate::target::{Target, diff, exhibit};
use crate::template::render;
use crate::typed::typed;
use checks::{checks_of, left_out, lossless, up_to_date};

/// Files whose changes a report shows.
const DIFFS_SHOWN: usize = 20;

/// A result that is made but not yet delivered.
struct Made {
    target: Target,
    /// What is at the target now.
    current: Option<String>,
    form: Form,
    text: String,
    checks: Vec<Check>,
}

impl Made {
    /// Puts the file's name before what a check is of, where other files may
    /// have the same.
    fn name_file(&mut self) {
        let name = self.target.name();
        for check in &mut self.checks {
            let target = check.target.take().unwrap_or_default();
            check.target = Some(match target == name {
                true => target,
                false => format!("{name}:{target}"),
            });
        }
    }
}

/// Edits the files or renders the template, and delivers the results.
pub(crate) fn judge(args: &Args, context: &Context) -> Result<Judgement, Fault> {
    let mut facts = Facts::read(&args.facts)?;
    facts.add_verdicts(&context.verdicts);
    let (made, configuration) = match (&*args.file, &args.template) {
        ([], Some(template)) => rendered(args, template, facts)?,
        ([], None) => {
            return Err(Fault::new("there is nothing to edit and nothing to render")
                .help("give a values file and --set PATH=VALUE, or a template by --template"));
        }
        (_, Some(_)) => {
            return Err(Fault::new("both a file to edit and --template are given")
                .help("leave out the file; a rendered template goes to --output"));
        }
        (files, None) => (all_edited(args, files, &facts)?, facts.files),
    };
    deliver(args, made, configuration)
}

fn all_edited(args: &Args, files: &[PathBuf], facts: &Facts) -> Result<Vec<Made>, Fault> {
    let requests = requests(args, facts)?;
    if files.len() > 1 && args.output.is_some() {
        return Err(
            Fault::new("several files are edited, and --output names one")
                .help("leave --output out: each file is written in place"),
        );
    }
    let mut seen = BTreeSet::new();
    let (mut made, mut lacks) = (Vec::new(), Vec::new());
    for file in files {
        let target = Target::of(file);
        if files.len() > 1 && target == Target::Stdout {
            return Err(Fault::new("standard input is one of several files")
                .help("give it alone, or give files only"));
        }
        if !seen.insert(target.name()) {
            return Err(Fault::new(format!("{} is given twice", target.name())));
        }
        let (mut one, missing) = edited(args, file, &requests)?;
        if files.len() > 1 {
            one.name_file();
        }
        made.push(one);
        lacks.push(missing);
    }
    refuse_missing(&lacks)?;
    Ok(made)
}

/// Refuses what none of the files has a place for.
fn refuse_missing(lacks: &[Vec<Option<Fault>>]) -> Result<(), Fault> {
    let [first, others @ ..] = lacks else {
        return Ok(());
    };
    for (at, fault) in first.iter().enumerate() {
        let everywhere = others.iter().all(|missing| missing[at].is_some());
        if let Some(fault) = fault.as_ref().filter(|_| everywhere) {
            return Err(match others.len() {
                0 => fault.clone(),
                others => fault
                    .clone()
                    .help(format!("nor is it in the other {others} files")),
            });
        }
    }
    Ok(())
}

/// An edited file, and for each request the fault where it lacks a place.
fn edited(
    args: &Args,
    file: &Path,
    requests: &[Request],
) -> Result<(Made, Vec<Option<Fault>>), Fault> {
    let form = Form::of_edited(file)?;
    let (mark, text) = read_marked_text(file)?;
    let target = Target::of(args.output.as_deref().unwrap_or(file));
    let name = Target::of(file).name().replace("<stdout>", "<stdin>");
    let result = edit(&name, form, &text, requests)?;
    let in_place = target == Target::of(file) && target != Target::Stdout;
    let current = if in_place {
        Some(format!("{mark}{text}"))
    } else {
        target.current()?
    };
    let must_be_so = args.check && in_place;
    let place = target.name();
    let mut checks: Vec<Check> = result
        .changes
        .iter()
        .flat_map(|change| checks_of(change, &place, must_be_so))
        .collect();
    checks.extend(left_out(&result, &place));
    checks.push(lossless(&result, &place));
    let made = Made {
        target,
        current,
        form,
        text: format!("{mark}{}", result.text),
        checks,
    };
    Ok((made, result.missing))
}

/// The edits that the options ask for.
fn requests(args: &Args, facts: &Facts) -> Result<Vec<Request>, Fault> {
    let mut requests = Vec::new();
    for entry in &args.set {
        let (query, value) = assignment("--set", entry)?;
        requests.push(Request::Value {
            query,
            value: typed(&value),
            typing: Typing::Set,
        });
    }
    for entry in &args.set_string {
        let (query, value) = assignment("--set-string", entry)?;
        requests.push(Request::Value {
            query,
            value: Leaf::Text(value),
            typing: Typing::Text,
        });
    }
    for entry in &args.set_fact {
        let (query, fact) = assignment("--set-fact", entry)?;
        let value = facts.leaf(&ValuePath::parse(&fact)?)?;
        requests.push(Request::Value {
            query,
            value,
            typing: Typing::Fact,
        });
    }
    for entry in &args.set_image {
        requests.push(Request::Image(Image::read(entry)?));
    }
    for entry in &args.set_policy {
        requests.push(Request::Setter(Setter::read(entry)?));
    }
    for entry in &args.canary {
        requests.push(Request::Canary(Canary::read(entry)?));
    }
    for name in &args.rollback {
        requests.push(Request::Canary(Canary::rolled_back(name)));
    }
    if requests.is_empty() {
        Err(Fault::new("no value is to be set").help(
            "say what to change: --set-image NAME:TAG, --canary NAME=PERCENT, --set PATH=VALUE, --set-string PATH=VALUE or --set-fact PATH=FACT",
        ))
    } else {
        Ok(requests)
    }
}

/// Options that name values of a file that is there.
fn refuse_edits(args: &Args) -> Result<(), Fault> {
    let image = "give the parts of the image as facts: `--facts stamp=stamp.json`";
    let weight = "give the weights as facts, or edit the rendered file";
    let options = [
        ("--set-image", &args.set_image, image),
        ("--set-policy", &args.set_policy, image),
        ("--canary", &args.canary, weight),
        ("--rollback", &args.rollback, weight),
        (
            "--set-fact",
            &args.set_fact,
            "a template names its facts itself: `{{ stamp.version }}`",
        ),
    ];
    match options.iter().find(|(_, given, _)| !given.is_empty()) {
        Some((option, _, help)) => Err(Fault::new(format!(
            "{option} is for editing a file, not for --template"
        ))
        .help(*help)),
        None => Ok(()),
    }
}

fn rendered(
    args: &Args,
    template: &Path,
    mut facts: Facts,
) -> Result<(Vec<Made>, Vec<Subject>), Fault> {
    refuse_edits(args)?;
    for entry in &args.set {
        let (path, value) = assignment("--set", entry)?;
        facts.set(&path.plain()?, &typed(&value))?;
    }
    for entry in &args.set_string {
        let (path, value) = assignment("--set-string", entry)?;
        facts.set(&path.plain()?, &Leaf::Text(value))?;
    }
    let source = read_text(template)?;
    let name = tool::shown(template);
    let text = render(&name, &source, &facts)?;
    let target = Target::of(args.output.as_deref().unwrap_or(Path::new("-")));
    let mut configuration = vec![Subject::new(name, sha256_of_bytes(source.as_bytes()))];
    configuration.append(&mut facts.files);
    let made = Made {
        current: target.current()?,
        target,
        form: Form::Yaml,
        text,
        checks: Vec::new(),
    };
    Ok((vec![made], configuration))
}

/// Makes the judgement of the results, and their products unless only checking.
fn deliver(args: &Args, made: Vec<Made>, configuration: Vec<Subject>) -> Result<Judgement, Fault> {
    let mut judgement = Judgement {
        configuration,
        ..Judgement::default()
    };
    let mut diffs = String::new();
    let (mut paths, mut changed_files) = (Vec::new(), Vec::new());
    let mut changed = false;
    for made in made {
        refuse_options(args, &made.target)?;
        let path = path_output(&made.target);
        let one = deliver_one(args, made, &mut judgement)?;
        if one.changed && path != "-" {
            changed_files.push(path.clone());
        }
        paths.push(path);
        diffs.push_str(&one.diff);
        changed |= one.changed;
    }
    if args.diff {
        judgement.products.push(Product::Stdout(diffs));
    }
    judgement.outputs = vec![
        ("changed", changed.to_string()),
        ("path", paths.join("\n")),
        ("changed-files", changed_files.join("\n")),
    ];
    Ok(judgement)
}

/// How a result differs from what is there.
struct Delivered {
    changed: bool,
    diff: String,
}

fn deliver_one(args: &Args, made: Made, judgement: &mut Judgement) -> Result<Delivered, Fault> {
    let Made {
        target,
        current,
        form,
        text,
        checks,
    } = made;
    let name = target.name();
    let changed = current.as_ref() != Some(&text);
    judgement.checks.extend(checks);
    let title = format!("the result is {} without duplicate keys", form.name());
    let parses = Check::pass("parses", title);
    judgement.checks.push(parses.on(&*name));
    if args.check {
        let check = up_to_date(&name, current.is_some(), changed);
        judgement.checks.push(check);
    } else if changed {
        target.refuse_read_only()?;
    }
    let diff = match changed {
        true => diff(&name, current.as_deref(), &text),
        false => String::new(),
    };
    if changed && target != Target::Stdout && judgement.exhibits.len() < DIFFS_SHOWN {
        judgement.exhibits.push(exhibit(&name, &diff));
    }
    judgement.subjects.push(target.subject(&text));
    let product = match target {
        _ if args.check => None,
        Target::Stdout => Some(Product::Stdout(text)),
        Target::File(path) => changed.then_some(Product::File(path, text)),
    };
    judgement.products.extend(product);
    Ok(Delivered { changed, diff })
}

fn refuse_options(args: &Args, target: &Target) -> Result<(), Fault> {
    if *target == Target::Stdout && args.check {
        return Err(
            Fault::new("--check has no file to compare with").help("give the file by --output")
        );
    }
    if *target == Target::Stdout && args.diff {
        return Err(
            Fault::new("--diff and the result both go to standard output")
                .help("give a file for the result by --output"),
        );
    }
    Ok(())
}

fn path_output(target: &Target) -> String {
    match target {
        Target::Stdout => "-".to_owned(),
        Target::File(_) => target.name(),
    }
}

#[cfg(test)]
#[path = "judge/tests.rs"]
mod tests;
