"""The suite with DataFusion: with_datafusion.py FILE.csv [--checked]"""

import datafusion
from suite import *

NATIVE = {"integer": "BIGINT", "number": "DOUBLE", "string": "VARCHAR", "datetime": "TIMESTAMP"}


def open_table(partitions):
    context = datafusion.SessionContext(
        datafusion.SessionConfig({"datafusion.execution.target_partitions": str(partitions)})
    )
    fields = ", ".join(f"{name} {'VARCHAR' if CHECKED else NATIVE[word]}" for name, word in TYPES.items())
    context.sql(
        f"CREATE EXTERNAL TABLE raw ({fields}) STORED AS CSV LOCATION '{FILE}' "
        "OPTIONS ('format.has_header' 'true', 'format.newlines_in_values' 'true')"
    ).collect()
    context.sql(f"CREATE VIEW t AS SELECT {parsed() if CHECKED else '*'} FROM raw").collect()
    return context


def parsed():
    # An empty field is the empty text here, and a null everywhere else.
    empty = {name: f"NULLIF({name}, '')" for name in TYPES}
    cast = [f"TRY_CAST({empty[name]} AS {NATIVE[word]}) AS {name}" for name, word in TYPES.items()]
    return ", ".join(cast + [f"{empty[name]} AS raw_{name}" for name in TYPES])


def count(condition):
    return f"sum(CASE WHEN {condition} THEN 1 ELSE 0 END)"


def texts(values):
    return ", ".join(f"'{value}'" for value in values)


def asked(sql, table):
    (row,) = table.sql(sql).to_pylist()
    return row


checks = {"row-count": "count(*)"}
if CHECKED:
    for name, word in TYPES.items():
        if word != "string":
            checks[f"type({name})"] = f"count(raw_{name}) - count({name})"
for name in NOT_NULL:
    checks[f"nulls({name})"] = f"count(*) - count({name})"
for name, (least, most) in RANGES.items():
    checks[f"range({name})"] = count(f"{name} < {least} OR {name} > {most}")
for name, values in VALUES.items():
    checks[f"allowed-values({name})"] = count(f"{name} NOT IN ({texts(values)})")
for name, pattern in PATTERNS.items():
    checks[f"pattern({name})"] = count(f"NOT regexp_like({name}, '{pattern}')")
for name, (least, most) in LENGTHS.items():
    checks[f"length({name})"] = count(f"length({name}) NOT BETWEEN {least} AND {most}")
checks["mean(amount)"] = "avg(amount)"
checks["standard-deviation(amount)"] = "stddev(amount)"
# Near the truth only; exact ones take far longer. So they are left out of the answer.
for name, level in QUANTILES.items():
    checks[name] = f"approx_percentile_cont({level}) WITHIN GROUP (ORDER BY amount)"
checks["greatest(ts)"] = "max(ts)"

wanted = ", ".join(f'{sql} AS "{name}"' for name, sql in checks.items())
table = open_table(2)
counts = asked(f"SELECT {wanted} FROM t", table)
for name in ("id", "customer_id, ts"):
    there = " AND ".join(f"{column} IS NOT NULL" for column in name.split(", "))
    counts |= asked(
        f'SELECT (SELECT count(*) FROM t WHERE {there}) - count(*) AS "unique({name})" '
        f"FROM (SELECT DISTINCT {name} FROM t WHERE {there})",
        table,
    )
# Rows keep their order in one partition alone.
counts |= asked(
    'SELECT count(*) AS "order(ts)" FROM (SELECT ts, lag(ts) OVER () AS before FROM t WHERE ts IS NOT NULL) '
    "WHERE ts < before",
    open_table(1),
)
answer({name: count for name, count in counts.items() if name not in QUANTILES})
