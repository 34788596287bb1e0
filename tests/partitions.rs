//! Folders that say what the rows of their files have in common, as columns.

use crate::sandbox::Sandbox;

const CONTRACT: &str = "\
extra-columns = \"forbid\"
column-count = { min = 3, max = 3 }

[columns.id]
type = \"integer\"

[columns.region]
type = \"string\"
values = [\"eu\", \"us\"]

[columns.day]
type = \"date\"
min = 2026-01-01
nullable = true

[[rules]]
name = \"few-in-the-us\"
expression = \"id < 100\"
where = \"region = 'us'\"
";

fn sandbox() -> Sandbox {
    Sandbox::new()
        .file("contract.toml", CONTRACT)
        .file("data/region=eu/day=2026-01-02/x.csv", "id\n1\n500\n")
        .file(
            "data/region=us/day=__HIVE_DEFAULT_PARTITION__/x.jsonl",
            "{\"id\": 7}\n",
        )
}

#[test]
fn folders_are_columns_of_the_files_in_them() {
    let sandbox = sandbox();
    for data in ["data", "data/**/x.*", "data/region=*/*/*"] {
        let ran = sandbox.run(&format!("validate-data {data} -c contract.toml"));
        ran.ends_with(0);
    }
    sandbox.write("data/region=us/day=2025-12-31/x.csv", "id\n1\n500\n");
    let line = "validate-data data/region=us/day=2025-12-31/x.csv -c contract.toml";
    let ran = sandbox.run(line).ends_with(1);
    ran.says("range(day)")
        .says("2 of 2 rows")
        .says("expression(few-in-the-us)")
        .says("1 of 2 rows looked at: row 2");
}

#[test]
fn what_folders_say_is_not_too_much() {
    let sandbox = sandbox().file(
        "plain.toml",
        "extra-columns = \"forbid\"\ncolumn-count = { min = 1, max = 1 }\n[columns.id]\n",
    );
    sandbox.run("validate-data data -c plain.toml").ends_with(0);
    // What a file says itself goes before what its folder says.
    sandbox.write("region=xx/x.csv", "id,region,day\n1,eu,2026-02-03\n");
    sandbox
        .run("validate-data region=xx -c contract.toml")
        .ends_with(0);
}

#[test]
fn rows_are_written_out_as_they_stand_in_their_files() {
    let sandbox = sandbox().file("data/region=us/day=2026-02-03/y.csv", "id\n1\n500\n");
    let line =
        "validate-data data/region=us/day=2026-02-03/y.csv -c contract.toml --quarantine bad.csv";
    sandbox.run(line).ends_with(1);
    assert_eq!(sandbox.read("bad.csv"), "id\n500\n");
}

#[test]
fn folders_of_parquet_say_something_too() {
    let types = include_bytes!("../crates/table/tests/data/types.parquet");
    let sandbox = Sandbox::new().file("year=2026/types.parquet", types).file(
        "contract.toml",
        "[columns.year]\ntype = \"integer\"\nmin = 2000\n\n\
         [[rules]]\nname = \"late\"\nexpression = \"year - 1 > 2025\"\n",
    );
    let ran = sandbox
        .run("validate-data year=2026 -c contract.toml")
        .ends_with(1);
    ran.says("expression(late)")
        .says("3 of 3 rows")
        .says("✓ range(year)");
    let ran = sandbox.run("validate-data init year=2026").ends_with(0);
    let year = ran
        .stdout
        .split("[columns.year]")
        .nth(1)
        .expect("it is proposed");
    let kind = year.lines().find(|line| line.starts_with("type"));
    assert_eq!(kind, Some("type = \"integer\""));
}
