"""The suite with Great Expectations on pandas: with_great_expectations.py FILE.csv ROWS [--checked]"""

import logging

import great_expectations as gx
import great_expectations.expectations as expect
import pandas as pd
from suite import *

logging.disable(logging.WARNING)
ROWS = int(sys.argv[2])
NATIVE = {"integer": "int64", "number": "float64"}
numbers = {name: NATIVE[word] for name, word in TYPES.items() if word in NATIVE}
unparsed = {}


def table():
    if not CHECKED:
        return pd.read_csv(FILE, dtype=numbers, parse_dates=["ts"], date_format="%Y-%m-%dT%H:%M:%S")
    data = pd.read_csv(FILE, dtype=str, keep_default_na=False, na_values=[""])
    for name, word in TYPES.items():
        if word != "string":
            before = data[name].count()
            data[name] = parsed(data[name], word)
            unparsed[f"type({name})"] = int(before - data[name].count())
    return data


def parsed(texts, word):
    if word == "datetime":
        return pd.to_datetime(texts, format="%Y-%m-%dT%H:%M:%S", errors="coerce")
    return pd.to_numeric(texts, errors="coerce")


checks = {
    "unique(id)": expect.ExpectColumnValuesToBeUnique(column="id"),
    "unique(customer_id, ts)": expect.ExpectCompoundColumnsToBeUnique(
        column_list=["customer_id", "ts"], mostly=0.99
    ),
    "row-count": expect.ExpectTableRowCountToBeBetween(min_value=ROWS * 9 // 10, max_value=ROWS * 11 // 10),
    "mean(amount)": expect.ExpectColumnMeanToBeBetween(column="amount", min_value=20, max_value=120),
    "standard-deviation(amount)": expect.ExpectColumnStdevToBeBetween(column="amount", min_value=50, max_value=400),
    "quantiles(amount)": expect.ExpectColumnQuantileValuesToBeBetween(
        column="amount",
        quantile_ranges={"quantiles": list(QUANTILES.values()), "value_ranges": [[20, 40], [150, 300], [300, 700]]},
    ),
    "greatest(ts)": expect.ExpectColumnMaxToBeBetween(
        column="ts", min_value=pd.Timestamp("2024-01-01").to_pydatetime()
    ),
    "order(ts)": expect.ExpectColumnValuesToBeIncreasing(column="ts"),
}
for name in NOT_NULL:
    mostly = 1 - COLUMNS[name].get("max-null-fraction", 0)
    checks[f"nulls({name})"] = expect.ExpectColumnValuesToNotBeNull(column=name, mostly=mostly)
for name, native in numbers.items():
    if not CHECKED:
        checks[f"type({name})"] = expect.ExpectColumnValuesToBeOfType(column=name, type_=native)
for name, (least, most) in RANGES.items():
    checks[f"range({name})"] = expect.ExpectColumnValuesToBeBetween(column=name, min_value=least, max_value=most)
for name, values in VALUES.items():
    checks[f"allowed-values({name})"] = expect.ExpectColumnValuesToBeInSet(column=name, value_set=values)
for name, pattern in PATTERNS.items():
    checks[f"pattern({name})"] = expect.ExpectColumnValuesToMatchRegex(column=name, regex=pattern)
for name, (least, most) in LENGTHS.items():
    checks[f"length({name})"] = expect.ExpectColumnValueLengthsToBeBetween(
        column=name, min_value=least, max_value=most
    )

context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = {"globally": False, "metric_calculations": False}
suite = gx.ExpectationSuite(name="suite")
for name, check in checks.items():
    check.meta = {"name": name}
    suite.add_expectation(check)
asset = context.data_sources.add_pandas("pandas").add_dataframe_asset("table")
batch = asset.add_batch_definition_whole_dataframe("whole").get_batch(batch_parameters={"dataframe": table()})
answers = batch.validate(suite, result_format="SUMMARY" if CHECKED else "BOOLEAN_ONLY").results
counts = {}
for found in answers:
    name = found.expectation_config.meta["name"]
    # Of equal values it counts every one, and it takes the nearest value for a quantile.
    if CHECKED and not name.startswith(("unique", "quantiles")):
        counts[name] = found.result.get("unexpected_count", found.result.get("observed_value"))
    elif not CHECKED:
        counts[name] = bool(found.success)
answer(counts | unparsed)
