"""Corrections that the tables do not bear out: a cell that is not there, or says something else."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from footprint import codebook
from footprint.preflight import readings
from footprint.preflight.problems import Problem

FILE = "corrections.csv"


@dataclass(frozen=True)
class _Row:
    """One correction: its line, and its cells by column."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column) or ""

    @property
    def cell(self) -> tuple[str, ...]:
        """Which cell it is about."""
        return self["table"], self["key"], self["column"]

    def problem(self, column: str, why: str, **more: Any) -> Problem:
        return Problem(FILE, self.line, column, self[column], why, **more)


@dataclass(frozen=True)
class _Target:
    """A table that was corrected."""

    path: Path
    key: tuple[str, ...]
    columns: tuple[str, ...]

    @cached_property
    def rows(self) -> dict[str, dict[str, str]]:
        """Its rows by their key as corrections.csv writes it."""
        with self.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            rows = csv.DictReader(file)
            return {";".join(row.get(name) or "" for name in self.key): row for row in rows}


def unkept(folder: Path, tables: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    """What is wrong with the corrections of a data folder, as against its tables.

    `tables` are the codebook's, by name. Cells that the codebook refuses are told elsewhere.
    """
    targets = {
        name: _Target(folder / item["path"], tuple(codebook.key(item)), _columns(item))
        for name, item in tables.items()
        if (folder / item["path"]).exists() and item["path"] != FILE
    }
    latest: dict[tuple[str, ...], _Row] = {}
    for row in _rows(folder / FILE):
        problem = _unfound(row, targets)
        if problem:
            yield problem
            continue
        if row["old"] == row["new"]:
            yield row.problem("new", "is what the cell said before, so that nothing is corrected")
        before = latest.get(row.cell)
        if before and before["new"] != row["old"]:
            why = f"is not what line {before.line} made of the same cell, “{before['new']}”"
            yield row.problem("old", why, fix=before["new"])
        latest[row.cell] = row
    for row in latest.values():
        holds = targets[row["table"]].rows[row["key"]].get(row["column"]) or ""
        if holds != row["new"]:
            why = f"is not what {row['table']}.csv holds for {row['key']}, “{holds}”"
            advice = f"Correct the cell there, or say here that it is “{holds}”."
            yield row.problem("new", why, advice=advice)


def _columns(table: dict[str, Any]) -> tuple[str, ...]:
    return tuple(column["name"] for column in table["schema"]["fields"])


def _rows(path: Path) -> list[_Row]:
    """The corrections by date; of a file that cannot be read as a table, none."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file)
        head, first, rows = next(reader, []), reader.line_num + 1, []
        for cells in reader:
            if len(cells) == len(head):
                rows.append(_Row(first, dict(zip(head, cells, strict=True))))
            first = reader.line_num + 1
    return sorted(rows, key=lambda row: row["date"])


def _unfound(row: _Row, targets: dict[str, _Target]) -> Problem | None:
    """Why there is no such cell; None where there is one."""
    table, key, column = row.cell
    if table not in targets:
        fix = readings.nearest(table, targets)
        return row.problem("table", "is no table of these data", fix=fix)
    target = targets[table]
    if column not in target.columns:
        fix = readings.nearest(column, target.columns)
        return row.problem("column", f"is no column of {table}.csv", fix=fix)
    if key not in target.rows:
        advice = "Write the key as the table has it, its parts with ; between."
        fix = readings.nearest(key, target.rows)
        return row.problem("key", f"is no row of {table}.csv", fix=fix, advice=advice)
    return None
