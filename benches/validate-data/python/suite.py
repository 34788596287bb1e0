"""What the suite asks, out of the contract, and how an answer is given."""

import json
import sys
import tomllib
from pathlib import Path

COLUMNS = tomllib.loads(Path(__file__).parents[1].joinpath("contract.toml").read_text())["columns"]
# In the table's order, as is the contract.
TYPES = {name: rules["type"] for name, rules in COLUMNS.items()}
NOT_NULL = [name for name, rules in COLUMNS.items() if not rules.get("nullable")]
RANGES = {name: (rules["min"], rules["max"]) for name, rules in COLUMNS.items() if "min" in rules}
VALUES = {name: rules["values"] for name, rules in COLUMNS.items() if "values" in rules}
PATTERNS = {name: f"^{rules['pattern']}$" for name, rules in COLUMNS.items() if "pattern" in rules}
LENGTHS = {
    name: (rules.get("min-length", 0), rules["max-length"])
    for name, rules in COLUMNS.items()
    if "max-length" in rules
}
QUANTILES = {f"quantile(amount at {level})": level for level in (0.5, 0.95, 0.99)}

FILE = sys.argv[1]
CSV = FILE.endswith(".csv")
# Count values that do not parse, instead of ending there.
CHECKED = "--checked" in sys.argv


def answer(counts):
    print(json.dumps(counts, default=lambda moment: moment.isoformat()))
