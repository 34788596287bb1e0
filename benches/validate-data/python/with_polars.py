"""The suite with Polars' streaming engine: with_polars.py FILE [--checked]"""

import polars as pl
from polars import col
from suite import *

NATIVE = {"integer": pl.Int64, "number": pl.Float64, "string": pl.String, "datetime": pl.String}


def table():
    if not CSV:
        return pl.scan_parquet(FILE)
    if CHECKED:
        return pl.scan_csv(FILE, infer_schema=False).with_columns(
            [parsed(name).alias(name) for name in TYPES] + [col(name).alias(f"raw {name}") for name in TYPES]
        )
    schema = {name: NATIVE[word] for name, word in TYPES.items()}
    return pl.scan_csv(FILE, schema=schema).with_columns(moment("ts"))


def moment(name):
    return col(name).str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=not CHECKED)


def parsed(name):
    if TYPES[name] == "datetime":
        return moment(name)
    return col(name).cast(NATIVE[TYPES[name]], strict=False)


checks = {"row-count": pl.len()}
if CHECKED:
    for name, word in TYPES.items():
        if word != "string":
            checks[f"type({name})"] = col(f"raw {name}").count() - col(name).count()
for name in NOT_NULL:
    checks[f"nulls({name})"] = col(name).null_count()
for name, bounds in RANGES.items():
    checks[f"range({name})"] = (~col(name).is_between(*bounds)).sum()
for name, values in VALUES.items():
    checks[f"allowed-values({name})"] = (~col(name).is_in(values)).sum()
for name, pattern in PATTERNS.items():
    checks[f"pattern({name})"] = (~col(name).str.contains(pattern)).sum()
for name, bounds in LENGTHS.items():
    checks[f"length({name})"] = (~col(name).str.len_chars().is_between(*bounds)).sum()
checks["mean(amount)"] = col("amount").mean()
checks["standard-deviation(amount)"] = col("amount").std()
for name, level in QUANTILES.items():
    checks[name] = col("amount").quantile(level, interpolation="linear")
checks["greatest(ts)"] = col("ts").max()
checks["order(ts)"] = (col("ts").drop_nulls().diff() < pl.duration()).sum()
if CHECKED:
    checks["unique(id)"] = col("id").count() - col("id").drop_nulls().n_unique()
    both = pl.struct("customer_id", "ts").filter(col("customer_id").is_not_null() & col("ts").is_not_null())
    checks["unique(customer_id, ts)"] = both.len() - both.n_unique()
else:
    # Without nulls, which other checks find, the filters would only cost time.
    checks["unique(id)"] = pl.len() - col("id").n_unique()
    checks["unique(customer_id, ts)"] = pl.len() - pl.struct("customer_id", "ts").n_unique()

answer(table().select(**checks).collect(engine="streaming").row(0, named=True))
