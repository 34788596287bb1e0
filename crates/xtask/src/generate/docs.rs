//! Option tables of the READMEs, man pages and completions.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Arg;
use clap_complete::Shell;

use super::{Entry, help};

/// A tool's README with its tables made anew.
pub(super) fn readme(root: &Path, entry: &Entry) -> Result<String> {
    let path = root.join("crates").join(entry.spec.name).join("README.md");
    let text =
        fs::read_to_string(&path).with_context(|| format!("can't read {}", path.display()))?;
    let mut table = String::from("\n| option | meaning | variable |\n| --- | --- | --- |\n");
    for arg in tool::layered_args(&entry.command) {
        table.push_str(&format!(
            "| `{}` | {} | `{}` |\n",
            usage(arg),
            cell(&help(arg)),
            entry.variable(arg)
        ));
    }
    table.push_str("\n| output | holds |\n| --- | --- |\n");
    for output in entry.outputs() {
        table.push_str(&format!("| `{}` | {} |\n", output.name, cell(output.about)));
    }
    table.push('\n');
    between(&text, "options", &table).with_context(|| path.display().to_string())
}

/// The root README with its table of tools made anew.
pub(super) fn root_readme(root: &Path, entries: &[Entry]) -> Result<String> {
    let text = fs::read_to_string(root.join("README.md")).context("can't read README.md")?;
    let mut table = String::from("\n| tool | what it does |\n| --- | --- |\n");
    for entry in entries {
        let name = entry.spec.name;
        table.push_str(&format!(
            "| [`{name}`](crates/{name}/README.md) | {} |\n",
            cell(entry.spec.about)
        ));
    }
    table.push('\n');
    between(&text, "tools", &table)
}

/// Man page and completions of a tool.
pub(super) fn man_and_completions(
    entry: &Entry,
    files: &mut BTreeMap<PathBuf, String>,
) -> Result<()> {
    let name = entry.spec.name;
    let mut man = Vec::new();
    clap_mangen::Man::new(entry.command.clone())
        .date("")
        .render(&mut man)?;
    files.insert(format!("docs/man/{name}.1").into(), String::from_utf8(man)?);
    for shell in [Shell::Bash, Shell::Fish, Shell::Zsh] {
        let script = tool::completions(entry.command.clone(), shell);
        files.insert(format!("docs/completions/{name}.{shell}").into(), script);
    }
    Ok(())
}

/// An option as one types it.
fn usage(arg: &Arg) -> String {
    let value = arg
        .get_value_names()
        .and_then(<[_]>::first)
        .map(ToString::to_string);
    let value = value
        .filter(|_| arg.get_action().takes_values())
        .unwrap_or_default();
    match (arg.get_short(), arg.get_long()) {
        (Some(short), Some(long)) => format!("-{short}, --{long} {value}"),
        (None, Some(long)) => format!("--{long} {value}"),
        _ => value,
    }
    .trim()
    .replace('|', "\\|")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
        .replace('\n', " ")
        .replace('<', "&lt;")
}

/// A text with what stands between two marks replaced.
fn between(text: &str, mark: &str, new: &str) -> Result<String> {
    let (open, close) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let start = text
        .find(&open)
        .with_context(|| format!("no mark {open}"))?
        + open.len();
    let end = text[start..]
        .find(&close)
        .with_context(|| format!("no mark {close}"))?
        + start;
    Ok(format!("{}{new}{}", &text[..start], &text[end..]))
}
