//! `--quarantine` and `--keep` of Parquet: `DuckDB` writes the table and reads
//! what comes of it.

use std::process::Command;

use crate::peers::peer;
use crate::sandbox::Sandbox;

/// Nested values, lists, maps, nulls, few and many texts, over three row groups.
const TABLE: &str = "
copy (select
    i as id,
    case when i % 5 > 0 then 'word ' || i % 7 end as few,
    'text ' || i as many,
    case when i % 4 > 0 then {'x': i / 8, 'inner': {'day': date '2024-01-01' + i::integer, 'none': null::integer}} end as place,
    case i % 3 when 0 then null when 1 then [] else [i, null, i + 1] end as numbers,
    [{'name': 'n' || i % 3, 'tags': ['a', null]}, null] as people,
    map {'k' || i % 2: i} as pairs,
    (i * 1.25)::decimal(18, 2) as price,
    (i * 1.25)::decimal(30, 2) as wide,
    timestamp '2024-01-01' + to_seconds(i) as at,
    i % 2 = 0 as even,
    'blob'::blob as bytes,
    uuid() as code
from range(5000) t(i)) to 't.parquet'
(format parquet, codec 'zstd', row_group_size 2048, parquet_version V1, kv_metadata {origin: 'shop'});";

fn duckdb(sandbox: &Sandbox, sql: &str) -> String {
    let mut duckdb = Command::new(peer("duckdb"));
    let ran = sandbox.command(duckdb.args(["-csv", "-noheader", "-bail", "-c", sql]));
    ran.ends_with(0).stdout.trim().to_owned()
}

fn table(expression: &str) -> Sandbox {
    let contract = format!("[[rules]]\nexpression = \"{expression}\"\n");
    let sandbox = Sandbox::new().file("contract.toml", contract);
    duckdb(&sandbox, TABLE);
    sandbox
}

const LINE: &str =
    "validate-data t.parquet -c contract.toml --quarantine bad.parquet --keep good.parquet";

/// Rows of one file that the other lacks, also by how often and in what order.
fn apart(sandbox: &Sandbox, file: &str, condition: &str) -> String {
    let rows = |file: &str, condition: &str| {
        format!("(select row_number() over () as n, * from '{file}' where {condition})")
    };
    let (ours, given) = (rows(file, "true"), rows("t.parquet", condition));
    let sql = format!(
        "select (select count(*) from (from {ours} except all from {given})),
                (select count(*) from (from {given} except all from {ours}))"
    );
    duckdb(sandbox, &sql)
}

#[test]
fn bad_and_good_rows_are_those_of_the_table() {
    let sandbox = table("id % 3 <> 0 or id > 4500");
    sandbox.run(LINE).ends_with(1);
    let bad = "id % 3 = 0 and id <= 4500";
    assert_eq!(apart(&sandbox, "bad.parquet", bad), "0,0");
    assert_eq!(
        apart(&sandbox, "good.parquet", &format!("not ({bad})")),
        "0,0"
    );
    assert_eq!(
        duckdb(&sandbox, "select count(*) from 'bad.parquet'"),
        "1501"
    );
}

#[test]
fn schema_metadata_and_compression_are_kept() {
    let sandbox = table("id % 3 <> 0");
    sandbox.run(LINE).ends_with(1);
    let asked = [
        "select name, type, type_length, repetition_type, num_children, converted_type, logical_type from parquet_schema('FILE') where name <> 'duckdb_schema'",
        "select key, value from parquet_kv_metadata('FILE')",
        "select distinct path_in_schema, compression from parquet_metadata('FILE') order by all",
    ];
    for asked in asked {
        let of = |file: &str| duckdb(&sandbox, &asked.replace("FILE", file));
        assert!(!of("t.parquet").is_empty());
        assert_eq!(of("bad.parquet"), of("t.parquet"), "{asked}");
    }
}

#[test]
fn where_no_row_is_bad_both_are_written_too() {
    let sandbox = table("id >= 0");
    sandbox.run(LINE).ends_with(0);
    assert_eq!(duckdb(&sandbox, "select count(*) from 'bad.parquet'"), "0");
    assert_eq!(apart(&sandbox, "good.parquet", "true"), "0,0");
    // What was written is a table to us, too.
    sandbox
        .run("validate-data good.parquet -c contract.toml")
        .ends_with(0);
}
