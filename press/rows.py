"""Two states of a data package, row by row: what was added, what vanished, which cells changed.

Rows are told apart by the primary key of the codebook. A row is named `table:key`, the parts of a
key that has several joined by `/`, and whatever is no letter, digit, dot or hyphen as a hyphen, so
that a name can be written on a command line.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Row = Mapping[str, str]
_Place = Path | zipfile.Path


@dataclass(frozen=True)
class Table:
    """One table as text: the columns of its codebook, those of its key, its rows by key."""

    columns: tuple[str, ...]
    key: tuple[str, ...]
    rows: Mapping[tuple[str, ...], Row]


@dataclass(frozen=True)
class Package:
    """A data package in a folder or in a zip."""

    place: _Place

    @cached_property
    def codebook(self) -> dict[str, Any]:
        """Raises ValueError, in a sentence, for one that cannot be followed."""
        file = self.place / "datapackage.json"
        try:
            found: dict[str, Any] = json.loads(file.read_text("utf-8-sig"))
            resources = [(item["path"], item["format"]) for item in found["resources"]]
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError):
            raise ValueError(f"{file} is no codebook that can be read") from None
        if any(".." in Path(path).parts or Path(path).is_absolute() for path, _ in resources):
            raise ValueError(f"{file} names a table outside its folder")
        return found

    @property
    def name(self) -> str:
        return str(self.codebook.get("name", ""))

    @property
    def version(self) -> str:
        return str(self.codebook.get("version", ""))

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Every table that has a file, in the order of the codebook."""
        found = {}
        for item in self.codebook["resources"]:
            place = self.place / item["path"]
            if item["format"] == "csv" and place.exists():
                found[item["name"]] = _table(place, item["schema"])
        return found


def package(place: Path) -> Package:
    """The package in a folder or a zip. Raises FileNotFoundError where there is none."""
    inside = zipfile.Path(place) if place.suffix == ".zip" else place
    if not place.exists() or not (inside / "datapackage.json").exists():
        raise FileNotFoundError(place)
    return Package(inside)


def _table(place: _Place, schema: Mapping[str, Any]) -> Table:
    columns = tuple(column["name"] for column in schema["fields"])
    named = schema.get("primaryKey") or list(columns)
    key = (named,) if isinstance(named, str) else tuple(named)
    rows = {}
    for row in csv.DictReader(io.StringIO(place.read_text("utf-8-sig"), newline="")):
        rows[tuple(row.get(column) or "" for column in key)] = row
    return Table(columns, key, rows)


@dataclass(frozen=True)
class Edit:
    """One cell that holds something else."""

    table: str
    key: tuple[str, ...]
    column: str
    old: str
    new: str

    @property
    def row(self) -> str:
        return row_name(self.table, self.key)


@dataclass(frozen=True)
class TableChange:
    """What became of one table: `state` is new, gone, or "" for one that stands in both.

    `columns` are those that came or went, with + or - before.
    """

    table: str
    added: tuple[tuple[str, ...], ...] = ()
    removed: tuple[tuple[str, ...], ...] = ()
    edits: tuple[Edit, ...] = ()
    columns: tuple[str, ...] = ()
    state: str = ""

    @property
    def edited(self) -> int:
        """How many rows that stand in both have a cell that changed."""
        return len({edit.key for edit in self.edits})

    @property
    def names(self) -> dict[str, list[str]]:
        """The names of the rows that came and went: added, removed."""
        keys = {"added": self.added, "removed": self.removed}
        return {kind: [row_name(self.table, key) for key in of] for kind, of in keys.items()}


def row_name(table: str, key: Collection[str]) -> str:
    """What a row is called on the command line: "events:2024-09-close-x", "majors:2024/MEX"."""
    return f"{table}:{'/'.join(re.sub(r'[^A-Za-z0-9.]+', '-', part).strip('-') for part in key)}"


def between(old: Package, new: Package) -> list[TableChange]:
    """The tables that are not the same, in the order of the new codebook."""
    names = list(dict.fromkeys([*new.tables, *old.tables]))
    changes = (_change(name, old.tables.get(name), new.tables.get(name)) for name in names)
    return [change for change in changes if change != TableChange(change.table)]


def _change(name: str, old: Table | None, new: Table | None) -> TableChange:
    """Where the key itself is another one, all old rows are gone and all new ones are added."""
    before, after = old or Table((), (), {}), new or Table((), (), {})
    if not (old and new):
        state = "new" if new else "gone"
        return TableChange(name, tuple(after.rows), tuple(before.rows), state=state)
    columns = [f"+{column}" for column in after.columns if column not in before.columns]
    columns += [f"-{column}" for column in before.columns if column not in after.columns]
    if before.key != after.key:
        return TableChange(name, tuple(after.rows), tuple(before.rows), columns=tuple(columns))
    return TableChange(
        name,
        added=tuple(key for key in after.rows if key not in before.rows),
        removed=tuple(key for key in before.rows if key not in after.rows),
        edits=tuple(_edits(name, before, after)),
        columns=tuple(columns),
    )


def _edits(name: str, old: Table, new: Table) -> Iterator[Edit]:
    shared = [column for column in new.columns if column in old.columns]
    for key, row in new.rows.items():
        if key in old.rows:
            for column in shared:
                before, after = old.rows[key].get(column) or "", row.get(column) or ""
                if before != after:
                    yield Edit(name, key, column, before, after)


def vanished(old: Package, new: Package, accepted: Collection[str]) -> list[str]:
    """The names of rows that are gone and that nobody has accepted, by row or by whole table."""
    return [
        name
        for change in between(old, new)
        for name in change.names["removed"]
        if name not in accepted and change.table not in accepted
    ]


def bump(changes: Collection[TableChange], version: str) -> tuple[str, str]:
    """The version that the changes ask for, and why. Both are empty where nothing changed.

    By the recipe of the Data Package standard: what breaks a user's program (a row, a column or a
    table gone) is major, what is new is minor, a cell put right is a patch. Empty version: "".
    """
    if not changes or not re.fullmatch(r"\d+\.\d+\.\d+", version):
        return "", ""
    major, minor, patch = map(int, version.split("."))
    if any(
        one.state == "gone" or one.removed or any(name[0] == "-" for name in one.columns)
        for one in changes
    ):
        return f"{major + 1}.0.0", "something is gone that others may rest on"
    if any(one.state or one.added or one.columns for one in changes):
        return f"{major}.{minor + 1}.0", "something is new"
    return f"{major}.{minor}.{patch + 1}", "cells were edited, nothing came or went"
