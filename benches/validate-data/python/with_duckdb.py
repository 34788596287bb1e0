"""The suite with DuckDB's library: with_duckdb.py FILE.sql..."""

import json
import sys
from pathlib import Path

import duckdb

connection = duckdb.connect()
counts = {}
for file in sys.argv[1:]:
    for statement in connection.extract_statements(Path(file).read_text()):
        found = connection.execute(statement)
        if statement.type == duckdb.StatementType.SELECT:
            names = [column[0] for column in found.description]
            counts |= dict(zip(names, found.fetchone()))
print(json.dumps(counts))
