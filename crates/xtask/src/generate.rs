//! One source of truth: every file that follows from the tools' options and
//! types is made here, and checked in the tests.

mod action;
mod docs;
mod gitlab;
mod pre_commit;
mod schemas;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Arg, Command};
use tool::{SHARED_OUTPUTS, Spec, Tool};

/// The first line of a generated file, after its comment sign.
const MARK: &str = "Made by `cargo xtask generate`; change the tool's args.rs or Spec instead.";

/// A tool as the generators see it.
struct Entry {
    spec: Spec,
    command: Command,
}

impl Entry {
    fn of<T: Tool>() -> Self {
        let mut command = tool::command::<T>();
        command.build();
        Self {
            spec: T::SPEC,
            command,
        }
    }

    /// The options that environment and configuration reach, but those that
    /// only make sense on a terminal.
    fn inputs(&self) -> impl Iterator<Item = &Arg> {
        tool::layered_args(&self.command)
            .filter(|arg| !["color"].contains(&tool::key(arg).as_str()))
    }

    fn outputs(&self) -> impl Iterator<Item = &'static tool::Output> {
        SHARED_OUTPUTS.iter().chain(self.spec.outputs)
    }

    fn variable(&self, arg: &Arg) -> String {
        tool::variable(self.spec.name, &tool::key(arg))
    }
}

/// Every tool, by name.
fn entries() -> Vec<Entry> {
    vec![
        Entry::of::<validate_data::ValidateData>(),
        Entry::of::<gate_model::GateModel>(),
        Entry::of::<stamp_image::StampImage>(),
        Entry::of::<render_values::RenderValues>(),
    ]
}

/// The values that an option may have, where they can be listed.
fn possible(arg: &Arg) -> Vec<String> {
    if !arg.get_action().takes_values() {
        return vec!["true".to_owned(), "false".to_owned()];
    }
    let values = arg.get_possible_values();
    values
        .iter()
        .map(|value| value.get_name().to_owned())
        .collect()
}

/// The option's help in one line, with its default.
fn help(arg: &Arg) -> String {
    let mut text = arg.get_help().map(ToString::to_string).unwrap_or_default();
    if arg.get_value_delimiter() == Some('\n') {
        text.push_str("; several: one a line");
    }
    let possible = possible(arg);
    if !possible.is_empty() {
        text.push_str(&format!(" ({})", possible.join(", ")));
    }
    let default: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy())
        .collect();
    if arg.get_action().takes_values() && !default.is_empty() {
        text.push_str(&format!("; default: {}", default.join(", ")));
    }
    text
}

/// A text as a YAML scalar in double quotes.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Makes every file, or with `check` fails where one differs.
pub(crate) fn run(root: &Path, check: bool) -> Result<()> {
    let mut stale = Vec::new();
    for (path, text) in files(root)? {
        let full = root.join(&path);
        let old = fs::read_to_string(&full).unwrap_or_default();
        if old == text {
            continue;
        }
        if check {
            let diff = similar::TextDiff::from_lines(&old, &text);
            let name = path.to_string_lossy();
            stale.push(diff.unified_diff().header(&name, "generated").to_string());
        } else {
            fs::create_dir_all(full.parent().context("a file has a folder")?)?;
            fs::write(&full, text).with_context(|| format!("can't write {}", full.display()))?;
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    bail!(
        "generated files are stale; run `cargo xtask generate`\n{}",
        stale.concat()
    )
}

/// Every generated file by its path from the root.
fn files(root: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let mut files = BTreeMap::new();
    let entries = entries();
    for entry in &entries {
        let folder = Path::new("crates").join(entry.spec.name);
        files.insert(folder.join("action.yml"), action::render(entry));
        files.insert(folder.join("README.md"), docs::readme(root, entry)?);
        let template = Path::new("templates")
            .join(entry.spec.name)
            .join("template.yml");
        files.insert(template, gitlab::render(entry));
        docs::man_and_completions(entry, &mut files)?;
    }
    files.insert(
        ".pre-commit-hooks.yaml".into(),
        pre_commit::render(&entries),
    );
    files.insert("README.md".into(), docs::root_readme(root, &entries)?);
    schemas::render(&entries, &mut files)?;
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_files_are_fresh() {
        run(&crate::root(), true).expect("fresh");
    }

    #[test]
    fn every_tool_has_its_section() {
        let mut names: Vec<&str> = entries().iter().map(|entry| entry.spec.name).collect();
        names.sort_unstable();
        assert_eq!(names, tool::SECTIONS);
    }

    #[test]
    fn no_option_takes_a_name_of_a_component_itself() {
        for entry in entries() {
            for arg in entry.inputs() {
                let key = tool::key(arg);
                let own = ["job-name", "stage", "image", "artifacts"];
                assert!(!own.contains(&&*key), "{}: {key}", entry.spec.name);
            }
        }
    }

    #[test]
    fn every_command_is_sound() {
        for entry in entries() {
            entry.command.clone().debug_assert();
            for arg in entry.inputs() {
                assert!(arg.get_help().is_some(), "{} has no help", arg.get_id());
            }
        }
    }
}
