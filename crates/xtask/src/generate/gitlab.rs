//! `templates/<tool>/template.yml`: a GitLab CI/CD component.

use clap::Arg;

use super::{Entry, MARK, help, quoted};

/// Options that the component sets itself.
const OWN: &[&str] = &["report", "dotenv"];

pub(super) fn render(entry: &Entry) -> String {
    let name = entry.spec.name;
    let variable = |key: &str| tool::variable(name, key);
    let mut yaml = format!("# {MARK}\nspec:\n  inputs:\n");
    yaml.push_str(&format!(
        "    job-name:\n      description: \"Name of the job, and of its folder below reports/\"\n      default: {name}\n"
    ));
    yaml.push_str("    stage:\n      description: \"Stage of the job\"\n      default: test\n");
    yaml.push_str(
        "    image:\n      description: \"An image with the tools on its PATH and a shell\"\n",
    );
    yaml.push_str("    artifacts:\n      description: \"One more path that later jobs need\"\n      default: reports\n");
    for arg in inputs(entry) {
        yaml.push_str(&format!(
            "    {}:\n      description: {}\n      type: string\n      default: \"\"\n",
            tool::key(arg),
            quoted(&help(arg))
        ));
        // Empty means not given, so that tollgate.toml may say it.
        let possible = super::possible(arg);
        if !possible.is_empty() {
            let possible: Vec<String> = possible.iter().map(|value| quoted(value)).collect();
            yaml.push_str(&format!("      options: [\"\", {}]\n", possible.join(", ")));
        }
    }
    yaml.push_str(&format!(
        "---\n\"$[[ inputs.job-name ]]\":\n  stage: $[[ inputs.stage ]]\n  image: $[[ inputs.image ]]\n  variables:\n    {}: |-\n      human\n      junit=reports/$[[ inputs.job-name ]]/junit.xml\n      code-quality=reports/$[[ inputs.job-name ]]/code-quality.json\n      verdict=reports/$[[ inputs.job-name ]]/verdict.json\n    {}: reports/$[[ inputs.job-name ]]/outputs.env\n",
        variable("report"),
        variable("dotenv")
    ));
    for arg in inputs(entry) {
        yaml.push_str(&format!(
            "    {}: \"$[[ inputs.{} ]]\"\n",
            entry.variable(arg),
            tool::key(arg)
        ));
    }
    yaml.push_str(&format!(
        "  script:\n    - {name}\n  artifacts:\n    when: always\n    paths:\n      - reports/$[[ inputs.job-name ]]\n      - $[[ inputs.artifacts ]]\n    reports:\n      junit: reports/$[[ inputs.job-name ]]/junit.xml\n      codequality: reports/$[[ inputs.job-name ]]/code-quality.json\n      dotenv: reports/$[[ inputs.job-name ]]/outputs.env\n"
    ));
    yaml
}

fn inputs(entry: &Entry) -> impl Iterator<Item = &Arg> {
    entry
        .inputs()
        .filter(|arg| !OWN.contains(&tool::key(arg).as_str()))
}
