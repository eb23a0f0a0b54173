"""An empty data folder, explained, for somebody who brings an agency of their own."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

from footprint import codebook
from footprint.data import REQUIRED

_REPORT = {
    "title": "The AGENCY abroad",
    "agency": {"name": "The agency's full name", "short": "AGENCY", "home": "USA"},
    "opening": "One or two sentences that the report begins with.",
    "description": "One sentence for search engines and lists.",
    "snapshots": [],
    "plans": {},
}
_STEPS = """# Data folder

1. In `datapackage.json` fill in `name`, `title`, `version`, `description`, `contributors` and
   `report`. `home` is the agency's own country; `snapshots` are days (YYYY-MM-DD) for small maps;
   `plans` names each tag in the column `plan` of `events.csv`. `report.chapters` may list the
   notebooks to run, each with a title of its own or "".
2. Write a row in `sources.csv` for each document, then `offices.csv`, then what a document says of
   an office at a date in `office_evidence.csv`, then openings and closings in `events.csv`.
   `countries.csv` is filled in.
3. From the folder of the program: `python build.py check --data THIS_FOLDER`, then
   `python build.py --data THIS_FOLDER --out SOMEWHERE`.

A blank cell means unknown. Dates may be partial (YYYY, YYYY-MM). Lists are separated by `;`. The
other tables may be missing; take them, with their part of the codebook, from the program's own
data folder when you have something to put in: {optional}.
"""


def write(folder: Path) -> None:
    """Make the folder: tables with heads and no rows, the countries, codebook and README.

    Raises FileExistsError rather than touch one that is there.
    """
    book = codebook.read(codebook.OURS)
    blank = _codebook(book)
    folder.mkdir(parents=True)
    for table in codebook.tables(blank):
        _write_table(folder / table["path"], table)
    text = json.dumps(blank, ensure_ascii=False, indent=2)
    (folder / "datapackage.json").write_text(f"{text}\n", "utf-8")
    optional = [name for name in codebook.names(book) if name not in REQUIRED]
    steps = _STEPS.format(optional=", ".join(optional))
    columns = "\n".join(_columns(table) for table in codebook.tables(blank))
    (folder / "README.md").write_text(f"{steps}\n{columns}", "utf-8")


def _codebook(book: dict[str, Any]) -> dict[str, Any]:
    """Our codebook without what is about us."""
    kept = [item for item in codebook.tables(book) if item["name"] in REQUIRED]
    ours = book["report"]["agency"]["short"]
    tables = json.loads(re.sub(rf"\b{re.escape(ours)}\b", "the agency", json.dumps(kept)))
    blank: dict[str, Any] = {
        "name": "my-agency",
        "title": "My agency's offices abroad",
        "version": "0.1.0",
        "description": "What the tables hold.",
        "report": _REPORT,
        "keywords": [],
        "contributors": [{"title": "Your name"}],
    }
    for table in tables:
        for column in table["schema"]["fields"]:
            if column["name"] in ("plan", "agency_region"):
                column.get("constraints", {}).pop("enum", None)
    return {**book, **blank, "resources": tables}


def _write_table(path: Path, table: dict[str, Any]) -> None:
    """The head; of countries all rows, and of sources those that the countries cite."""
    head = [column["name"] for column in table["schema"]["fields"]]
    with (codebook.OURS / table["path"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if table["name"] == "sources":
        with (codebook.OURS / "countries.csv").open(encoding="utf-8", newline="") as file:
            cited = {key for row in csv.DictReader(file) for key in row["source_ids"].split(";")}
        rows = [row for row in rows if row["source_id"] in cited]
    elif table["name"] != "countries":
        rows = []
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _columns(table: dict[str, Any]) -> str:
    """The columns of a table as a Markdown list."""
    lines = [f"## {table['path']}\n\n{table['description']}\n"]
    for column in table["schema"]["fields"]:
        allowed = column.get("constraints", {}).get("enum", [])
        values = f" One of: {', '.join(allowed)}." if allowed else ""
        required = " Required." if column.get("constraints", {}).get("required") else ""
        lines.append(f"- `{column['name']}`: {column['description']}{values}{required}")
    return "\n".join([*lines, ""])
