//! `.pre-commit-hooks.yaml`.

use super::{Entry, MARK, quoted};

pub(super) fn render(entries: &[Entry]) -> String {
    let mut yaml = format!("# {MARK}\n");
    for entry in entries {
        let Some((files, pass_filenames)) = entry.spec.pre_commit else {
            continue;
        };
        yaml.push_str(&format!(
            "- id: {name}\n  name: {name}\n  description: {}\n  entry: {name}\n  language: rust\n  files: {}\n  pass_filenames: {pass_filenames}\n  require_serial: true\n",
            quoted(entry.spec.about),
            quoted(files),
            name = entry.spec.name,
        ));
    }
    yaml
}
