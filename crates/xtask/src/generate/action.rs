//! `crates/<tool>/action.yml`: a composite action. Inputs reach the tool
//! through the environment alone, so that none is ever part of a script.

use super::{Entry, MARK, help, quoted};

pub(super) fn render(entry: &Entry) -> String {
    let name = entry.spec.name;
    let (icon, color) = entry.spec.branding;
    let mut yaml = format!(
        "# {MARK}\nname: Tollgate {name}\ndescription: {}\nbranding:\n  icon: {icon}\n  color: {color}\n\ninputs:\n",
        quoted(entry.spec.about)
    );
    for arg in entry.inputs() {
        yaml.push_str(&format!(
            "  {}:\n    description: {}\n    required: false\n",
            tool::key(arg),
            quoted(&help(arg))
        ));
    }
    yaml.push_str(
        "  working-directory:\n    description: \"Where the tool runs\"\n    required: false\n    default: \".\"\n\noutputs:\n",
    );
    for output in entry.outputs() {
        yaml.push_str(&format!(
            "  {}:\n    description: {}\n    value: ${{{{ steps.run.outputs.{} }}}}\n",
            output.name,
            quoted(output.about),
            output.name
        ));
    }
    yaml.push_str(
        "\nruns:\n  using: composite\n  steps:\n    - name: Put the tools on PATH\n      shell: bash\n      run: '\"$GITHUB_ACTION_PATH/../../install.sh\"'\n",
    );
    yaml.push_str(&format!(
        "    - name: {name}\n      id: run\n      shell: bash\n      working-directory: ${{{{ inputs.working-directory }}}}\n      env:\n"
    ));
    for arg in entry.inputs() {
        yaml.push_str(&format!(
            "        {}: ${{{{ inputs.{} }}}}\n",
            entry.variable(arg),
            tool::key(arg)
        ));
    }
    // What the tool prints is in its outputs too; in a log it would be text
    // from outside without a fence. People read its standard error.
    let quiet = if entry.spec.prints { " >/dev/null" } else { "" };
    yaml.push_str(&format!("      run: {name}{quiet}\n"));
    yaml
}
