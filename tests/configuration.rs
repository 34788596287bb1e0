//! Options from the command line, the environment and `tollgate.toml`.

use crate::sandbox::Sandbox;

const CONFIG: &str = "\
fail-on = \"warning\"

[validate-data]
data = [\"good.csv\"]
contract = \"contract.toml\"

[gate-model]
policy = \"gate.toml\"
";

#[test]
fn a_tool_runs_on_its_section_alone() {
    let sandbox = Sandbox::full().file("tollgate.toml", CONFIG);
    sandbox.run("validate-data").ends_with(0);
    sandbox.run("validate-data bad.csv").ends_with(1);
    sandbox.run("gate-model better.json").ends_with(0);
}

#[test]
fn the_environment_comes_before_the_file_and_the_command_line_before_both() {
    let sandbox = Sandbox::full()
        .file("tollgate.toml", CONFIG)
        .env("TOLLGATE_VALIDATE_DATA_DATA", "bad.csv")
        .env("TOLLGATE_FAIL_ON", "never");
    sandbox.run("validate-data").ends_with(0).says("fail");
    sandbox.run("validate-data --fail-on error").ends_with(1);
    let explained = sandbox
        .run("validate-data --explain --fail-on error")
        .ends_with(0)
        .stdout;
    let origin = |key: &str| {
        let line = explained
            .lines()
            .find(|line| line.starts_with(key))
            .expect(key);
        line.split_whitespace().last().expect("a word").to_owned()
    };
    assert_eq!(origin("data "), "$TOLLGATE_VALIDATE_DATA_DATA");
    assert_eq!(origin("contract "), "tollgate.toml:5");
    assert_eq!(origin("color "), "default");
    assert!(
        explained
            .lines()
            .any(|l| l.starts_with("fail-on ") && l.ends_with("command line"))
    );
}

#[test]
fn one_variable_holds_a_list_and_an_empty_one_counts_as_none() {
    let sandbox = Sandbox::full()
        .env("TOLLGATE_VALIDATE_DATA_DATA", "\n good.csv\nbad.csv\n")
        .env("TOLLGATE_VALIDATE_DATA_CONTRACT", "contract.toml")
        .env("TOLLGATE_VALIDATE_DATA_FAIL_ON", "")
        .env("TOLLGATE_QUIET", "true");
    sandbox.run("validate-data").ends_with(1).says("bad.csv");
}

#[test]
fn a_wrong_value_says_where_it_stands() {
    let sandbox = Sandbox::full().file("tollgate.toml", "[validate-data]\nfail-on = \"warnin\"\n");
    let ran = sandbox
        .run("validate-data good.csv -c contract.toml")
        .ends_with(2);
    ran.says("tollgate.toml:2:").says("did you mean `warning`?");
    let sandbox = Sandbox::full().env("TOLLGATE_QUIET", "maybe");
    sandbox
        .run("validate-data good.csv")
        .ends_with(2)
        .says("TOLLGATE_QUIET");
}

#[test]
fn an_unknown_key_is_an_error_with_the_one_that_was_meant() {
    for (text, meant) in [
        ("[validate-data]\ncontrat = \"x\"\n", "contract"),
        ("[validate-dta]\ncontract = \"x\"\n", "validate-data"),
        ("fail_on = \"error\"\n", "fail-on"),
    ] {
        let sandbox = Sandbox::full().file("tollgate.toml", text);
        let ran = sandbox
            .run("validate-data good.csv -c contract.toml")
            .ends_with(2);
        ran.says("tollgate.toml:")
            .says(&format!("did you mean `{meant}`?"));
    }
}

#[test]
fn another_file_can_be_named() {
    let sandbox = Sandbox::full().file("ci/own.toml", CONFIG);
    sandbox
        .run("validate-data --config ci/own.toml")
        .ends_with(0);
    sandbox
        .run("validate-data --config ci/none.toml")
        .ends_with(2)
        .says("can't read ci/none.toml");
}

#[test]
fn help_teaches_and_completions_complete() {
    let sandbox = Sandbox::new();
    for tool in [
        "validate-data",
        "gate-model",
        "stamp-image",
        "render-values",
    ] {
        let help = sandbox.tool(tool, &["--help"]).ends_with(0);
        assert!(help.stdout.contains("Examples:") && help.stdout.contains("Exit codes:"));
        sandbox
            .tool(tool, &["--version"])
            .ends_with(0)
            .says("0.1.0");
        for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
            let script = sandbox.tool(tool, &["completions", shell]).ends_with(0);
            assert!(script.stdout.contains(tool), "{shell}");
        }
        sandbox
            .tool(tool, &["--no-such-option"])
            .ends_with(2)
            .says("unexpected argument");
    }
}

#[test]
fn bash_completes_options_and_shells() {
    let sandbox = Sandbox::new();
    let script = sandbox.run("validate-data completions bash").ends_with(0);
    sandbox.write("script", script.stdout);
    let complete = |words: &str, current: &str, before: &str| {
        let bash = format!(
            "source ./script; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             _validate__data validate-data '{current}' '{before}'; echo \"${{COMPREPLY[@]}}\""
        );
        let mut command = std::process::Command::new("bash");
        sandbox
            .command(command.args(["-c", &bash]))
            .ends_with(0)
            .stdout
    };
    assert!(complete("validate-data --cont", "--cont", "validate-data").contains("--contract"));
    assert!(complete("validate-data completions ''", "", "completions").contains("zsh"));
}

#[test]
fn every_input_of_an_action_reaches_the_tool() {
    let warn = "[gate-model]\nfail-on = \"warning\"\n";
    let sandbox = Sandbox::full()
        .file("other.toml", warn)
        .file(
            "gate.toml",
            "[gates.auc]\nmin = 0.99\nseverity = \"warning\"\n",
        )
        .env("TOLLGATE_GATE_MODEL_CONFIG", "other.toml");
    let gate = "gate-model better.json --policy gate.toml";
    sandbox.run(gate).ends_with(1);
    sandbox
        .env("TOLLGATE_GATE_MODEL_CONFIG", "none.toml")
        .run(gate)
        .ends_with(2)
        .says("none.toml");
}

#[test]
fn an_option_without_a_value_takes_back_what_lies_below() {
    let sandbox = Sandbox::full()
        .file(
            "tollgate.toml",
            "[validate-data]\nrequire = \"none.json\"\nquiet = true\n",
        )
        .env("TOLLGATE_VALIDATE_DATA_SAMPLES", "3");
    let line = "validate-data good.csv -c contract.toml";
    sandbox.run(line).ends_with(2).says("none.json");
    sandbox
        .run(&format!("{line} --require= --quiet= --samples="))
        .ends_with(0)
        .says("pass");
}

#[test]
fn a_variable_of_blanks_cancels_nothing() {
    let sandbox = Sandbox::full()
        .file(
            "tollgate.toml",
            "[validate-data]\nrequire = \"none.json\"\n",
        )
        .env("TOLLGATE_VALIDATE_DATA_REQUIRE", " \n ");
    sandbox
        .run("validate-data good.csv -c contract.toml")
        .ends_with(2)
        .says("none.json");
}

#[test]
fn help_works_where_the_configuration_is_broken() {
    let sandbox = Sandbox::full().file("tollgate.toml", "[");
    sandbox
        .run("validate-data --help")
        .ends_with(0)
        .says("Examples:");
    sandbox.run("validate-data --version").ends_with(0);
    sandbox.run("validate-data completions bash").ends_with(0);
    sandbox
        .run("validate-data good.csv")
        .ends_with(2)
        .says("tollgate.toml:1:");
}

#[test]
fn values_of_the_wrong_shape_say_so() {
    for (text, words) in [
        ("gate-model = 1\n", "must be a table"),
        ("[[validate-data]]\n", "must be a table"),
        ("fail-on = []\n", "takes one value"),
        ("config = \"x\"\n", "config"),
        (
            "[validate-data]\ncontract = [\"a\", \"b\"]\n",
            "takes one value",
        ),
        ("[validate-data]\ncontract = 2024-01-01\n", "takes a string"),
    ] {
        let sandbox = Sandbox::full().file("tollgate.toml", text);
        sandbox
            .run("validate-data good.csv -c contract.toml")
            .ends_with(2)
            .says("tollgate.toml:")
            .says(words);
    }
}

#[test]
fn a_secret_is_said_to_be_given_and_never_shown() {
    let sandbox = Sandbox::full()
        .file("secret.toml", "[stamp-image]\ntoken = \"s3cret\"\n")
        .env("TOLLGATE_STAMP_IMAGE_TOKEN", "s3cret");
    for (line, code, text) in [
        ("stamp-image --explain", 0, "$TOLLGATE_STAMP_IMAGE_TOKEN"),
        ("stamp-image --help", 0, "--token <TOKEN>"),
        ("stamp-image --tokn x", 2, "--token"),
        ("stamp-image --config secret.toml", 2, "`token` is a secret"),
        (
            "stamp-image --report json=r.json",
            0,
            "no platform whose API is known",
        ),
    ] {
        let ran = sandbox.run(line).ends_with(code).says(text);
        assert!(!ran.said().contains("s3cret"), "{line}: {}", ran.said());
        let report = sandbox.path("r.json");
        assert!(
            !std::fs::read_to_string(report)
                .unwrap_or_default()
                .contains("s3cret")
        );
    }
}
