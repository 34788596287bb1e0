//! `validate-data` on Arrow files that `pyarrow` and Polars write: it finds what
//! it finds in the same rows as Parquet.

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::peers::peer;
use crate::sandbox::Sandbox;

/// Writes the same 20,000 rows in every way.
const WRITE: &str = r#"
import datetime as d, decimal
import polars as pl, pyarrow as pa, pyarrow.feather as feather, pyarrow.parquet as pq
N = 20_000
some = lambda at, value: None if at % 11 == 0 else value
rows = range(N)
table = pa.table({
    "id": pa.array([at - at // 5000 for at in rows], pa.int64()),
    "score": pa.array([some(at, at / 8 if at % 999 else float("nan")) for at in rows], pa.float64()),
    "ok": pa.array([some(at, at % 3 == 0) for at in rows]),
    "name": pa.array([some(at, f"n\u00e4me of a person {at % 700}") for at in rows]),
    "kind": pa.array([some(at, "abcd"[at % 4]) for at in rows]).dictionary_encode(),
    "day": pa.array([d.date(2020, 1, 1) + d.timedelta(days=at % 2000) for at in rows]),
    "at": pa.array([d.datetime(2020, 1, 1) + d.timedelta(seconds=at) for at in rows], pa.timestamp("us")),
    "price": pa.array([some(at, decimal.Decimal(at * 37 - 5000) / 100) for at in rows], pa.decimal128(20, 2)),
    "place": pa.array([some(at, {"town": f"t{at % 9}", "lat": at / 7}) for at in rows]),
})
pq.write_table(table, "rows.parquet", row_group_size=3000)
for codec in (None, "lz4", "zstd"):
    options = pa.ipc.IpcWriteOptions(compression=codec)
    with pa.OSFile(f"file-{codec}.arrow", "wb") as f, pa.ipc.new_file(f, table.schema, options=options) as w:
        w.write_table(table, max_chunksize=3000)
    with pa.OSFile(f"stream-{codec}.arrows", "wb") as f, pa.ipc.new_stream(f, table.schema, options=options) as w:
        w.write_table(table, max_chunksize=3000)
feather.write_feather(table, "rows.feather")
frame = pl.from_arrow(table)
for codec in ("uncompressed", "lz4", "zstd"):
    frame.write_ipc(f"polars-{codec}.arrow", compression=codec)
    frame.write_ipc_stream(f"polars-{codec}.arrows", compression=codec)
"#;

const CONTRACT: &str = r#"
[columns.id]
type = "integer"
unique = true
[columns.score]
type = "number"
nullable = true
max = 2400
[columns.ok]
type = "boolean"
max-nulls = 5
[columns.name]
type = "string"
nullable = true
pattern = '.* \d\d?'
[columns.kind]
type = "string"
nullable = true
values = ["a", "b", "c"]
[columns.day]
type = "date"
max = "2025-01-01"
[columns.at]
type = "datetime"
max = "2020-01-01T05:00:00Z"
[columns.price]
type = "decimal"
nullable = true
min = -49.99
max = "7342.61"
[columns."place.town"]
type = "string"
nullable = true
forbidden-values = ["t3"]
[columns."place.lat"]
type = "number"
nullable = true
max = 2857
"#;

/// What is found in a table, without the table's name.
fn findings(sandbox: &Sandbox, file: &str) -> String {
    let ran = sandbox.run(&format!(
        "validate-data {file} -c contract.toml --report json"
    ));
    let ran = ran.ends_with(1);
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let checks = &report["verdict"]["predicate"]["checks"];
    assert!(checks.as_array().is_some_and(|checks| checks.len() > 20));
    checks.to_string().replace(file, "FILE")
}

#[test]
fn what_others_write_is_judged_as_parquet_is() {
    let sandbox = Sandbox::new().file("contract.toml", CONTRACT);
    let mut python = Command::new(peer("python"));
    sandbox.command(python.args(["-c", WRITE])).ends_with(0);
    let expected = findings(&sandbox, "rows.parquet");
    for broken in ["unique", "nulls", "pattern", "allowed-values", "range"] {
        assert!(expected.contains(broken), "{broken}");
    }
    let files = fs::read_dir(sandbox.path(".")).expect("a folder");
    let names = files.map(|file| file.expect("a file").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let arrow = [".arrow", ".arrows", ".feather"];
    let names: Vec<String> = names
        .filter(|name| arrow.iter().any(|ending| name.ends_with(ending)))
        .collect();
    assert_eq!(names.len(), 13);
    for name in names {
        assert_eq!(findings(&sandbox, &name), expected, "{name}");
    }
}
