//! From a file or a template to values.

mod checks;

use std::path::{Path, PathBuf};

use tool::{Context, Judgement, Product, read_text};
use verdict::{Check, Fault, Subject, sha256_of_bytes};

use crate::args::Args;
use crate::edit::{Edit, edit};
use crate::facts::Facts;
use crate::leaf::Leaf;
use crate::path::{ValuePath, assignment};
use crate::target::{Target, diff, exhibit};
use crate::template::render;
use crate::typed::typed;
use checks::{checks_of, lossless, up_to_date};

/// A result that is made but not yet delivered.
struct Made {
    target: Target,
    /// What is at the target now.
    current: Option<String>,
    text: String,
    checks: Vec<Check>,
    configuration: Vec<Subject>,
}

/// Edits the file or renders the template, and delivers the result.
pub(crate) fn judge(args: &Args, context: &Context) -> Result<Judgement, Fault> {
    let mut facts = Facts::read(&args.facts)?;
    facts.add_verdicts(&context.verdicts);
    let made = match (&args.file, &args.template) {
        (Some(file), None) => edited(args, file, &facts)?,
        (None, Some(template)) => rendered(args, template, facts)?,
        (Some(_), Some(_)) => {
            return Err(Fault::new("both a file to edit and --template are given")
                .help("leave out the file; a rendered template goes to --output"));
        }
        (None, None) => {
            return Err(Fault::new("there is nothing to edit and nothing to render")
                .help("give a values file and --set PATH=VALUE, or a template by --template"));
        }
    };
    deliver(args, made)
}

fn edited(args: &Args, file: &Path, facts: &Facts) -> Result<Made, Fault> {
    let edits = edits(args, facts)?;
    let text = read_text(file)?;
    let target = Target::of(args.output.as_deref().unwrap_or(file));
    let name = Target::of(file).name().replace("<stdout>", "<stdin>");
    let result = edit(&name, &text, &edits)?;
    let in_place = target == Target::of(file) && target != Target::Stdout;
    let current = if in_place {
        Some(text)
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
    checks.push(lossless(&result, &place));
    Ok(Made {
        target,
        current,
        text: result.text,
        checks,
        configuration: facts.files.clone(),
    })
}

/// The edits that the options ask for.
fn edits(args: &Args, facts: &Facts) -> Result<Vec<Edit>, Fault> {
    let mut edits = Vec::new();
    for entry in &args.set {
        let (path, value) = assignment("--set", entry)?;
        edits.push(Edit {
            path,
            value: typed(&value),
        });
    }
    for entry in &args.set_string {
        let (path, value) = assignment("--set-string", entry)?;
        edits.push(Edit {
            path,
            value: Leaf::Text(value),
        });
    }
    for entry in &args.set_fact {
        let (path, fact) = assignment("--set-fact", entry)?;
        let value = facts.leaf(&ValuePath::parse(&fact)?)?;
        edits.push(Edit { path, value });
    }
    if edits.is_empty() {
        Err(Fault::new("no value is to be set").help(
            "say what to change: --set PATH=VALUE, --set-string PATH=VALUE or --set-fact PATH=FACT",
        ))
    } else {
        Ok(edits)
    }
}

fn rendered(args: &Args, template: &Path, mut facts: Facts) -> Result<Made, Fault> {
    if !args.set_fact.is_empty() {
        return Err(
            Fault::new("--set-fact is for editing a file, not for --template")
                .help("a template names its facts itself: `{{ stamp.version }}`"),
        );
    }
    for entry in &args.set {
        let (path, value) = assignment("--set", entry)?;
        facts.set(&path, &typed(&value))?;
    }
    for entry in &args.set_string {
        let (path, value) = assignment("--set-string", entry)?;
        facts.set(&path, &Leaf::Text(value))?;
    }
    let source = read_text(template)?;
    let name = tool::shown(template);
    let text = render(&name, &source, &facts)?;
    let target = Target::of(args.output.as_deref().unwrap_or(Path::new("-")));
    let mut configuration = vec![Subject::new(name, sha256_of_bytes(source.as_bytes()))];
    configuration.append(&mut facts.files);
    Ok(Made {
        current: target.current()?,
        target,
        text,
        checks: Vec::new(),
        configuration,
    })
}

/// Makes the judgement of a result, and its products unless only checking.
fn deliver(args: &Args, made: Made) -> Result<Judgement, Fault> {
    let Made {
        target,
        current,
        text,
        mut checks,
        configuration,
    } = made;
    refuse_options(args, &target)?;
    let name = target.name();
    let changed = current.as_ref() != Some(&text);
    checks.push(Check::pass("parses", "the result is YAML without duplicate keys").on(&*name));
    if args.check {
        checks.push(up_to_date(&name, current.is_some(), changed));
    } else if changed {
        target.refuse_read_only()?;
    }
    let difference = diff(&name, current.as_deref(), &text);
    let mut exhibits = Vec::new();
    if changed && !(target == Target::Stdout) {
        exhibits.push(exhibit(&name, &difference));
    }
    let outputs = vec![
        ("changed", changed.to_string()),
        ("path", path_output(&target)),
    ];
    let subjects = vec![target.subject(&text)];
    let products = products(args, target, text, changed, difference);
    Ok(Judgement {
        checks,
        subjects,
        configuration,
        exhibits,
        outputs,
        products,
        ..Judgement::default()
    })
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

fn products(
    args: &Args,
    target: Target,
    text: String,
    changed: bool,
    diff: String,
) -> Vec<Product> {
    let file = |path: PathBuf| Product::File(path, text.clone());
    let mut products = match target {
        _ if args.check => Vec::new(),
        Target::Stdout => vec![Product::Stdout(text)],
        Target::File(path) if changed => vec![file(path)],
        Target::File(_) => Vec::new(),
    };
    if args.diff {
        products.push(Product::Stdout(diff));
    }
    products
}

#[cfg(test)]
#[path = "judge/tests.rs"]
mod tests;
