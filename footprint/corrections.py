"""Cells that an earlier edition had wrong, and the data as they would be had nobody noticed."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import NamedTuple

from footprint import codebook
from footprint.data import Tables


class Correction(NamedTuple):
    """One row of corrections.csv."""

    date: str
    table: str
    key: str
    column: str
    old: str
    new: str
    sources: tuple[str, ...]
    note: str


def of(tables: Tables) -> list[Correction]:
    """The corrections of the data, newest first."""
    rows = tables.corrections.fillna("").astype(str).to_dict("records")
    found = [
        Correction(
            date=row["date"][:10],
            table=row["table"],
            key=row["key"],
            column=row["column"],
            old=row["old"],
            new=row["new"],
            sources=tuple(filter(None, row["source_ids"].split(";"))),
            note=row["note"],
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: one.date, reverse=True)


def undo(correction: Correction, data_dir: Path, target: Path) -> None:
    """Write a copy of a data folder in which one cell says again what it said.

    Its corrections.csv has as many rows, but those of the cell lead to the old value, or else the
    copy would be refused.
    """
    shutil.copytree(data_dir, target)
    book = codebook.read(target)
    tables = {item["name"]: item for item in codebook.tables(book)}
    columns = codebook.key(tables[correction.table])
    path = target / tables[correction.table]["path"]
    rows = _rows(path)
    for row in rows:
        if ";".join(row[column] for column in columns) == correction.key:
            row[correction.column] = correction.old
    _write(path, rows)
    path = target / tables["corrections"]["path"]
    rows = _rows(path)
    same = [row for row in rows if _is_about(row, correction)]
    for step, row in enumerate(sorted(same, key=lambda row: row["date"]), start=1):
        row["old"] = f"before step {step}"
        row["new"] = correction.old if step == len(same) else f"before step {step + 1}"
    _write(path, rows)


def _is_about(row: dict[str, str], correction: Correction) -> bool:
    cell = correction.table, correction.key, correction.column
    return (row["table"], row["key"], row["column"]) == cell


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
