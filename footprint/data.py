"""Read the tables and refuse bad ones.

The codebook `datapackage.json` says which tables there are, what their columns hold and how they
refer to each other; frictionless holds every cell against it. What the codebook cannot say
(lists of sources in one cell, places of staff counts) is checked here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from footprint import codebook

CHECKED = Path(__file__).parent.parent / ".cache" / "checked"
_TYPES = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
_HOW_MANY_SHOWN = 40
# Without these there is no footprint. Any other table may be absent; it is then empty.
REQUIRED = ("sources", "offices", "office_evidence", "events", "countries")


@dataclass(frozen=True)
class Problem:
    """One reason to refuse a table: where, what stands there, and why it cannot stay."""

    file: str
    line: int | None
    column: str
    value: str
    why: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        column = f", column {self.column}" if self.column else ""
        value = f": {self.value!r}" if self.value else ""
        return f"{where}{column}{value}: {self.why}"


class DataError(ValueError):
    """The tables break their codebook. Holds every problem found, not the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        more = len(problems) - _HOW_MANY_SHOWN
        lines = [str(problem) for problem in problems[:_HOW_MANY_SHOWN]]
        super().__init__("\n".join([*lines, *([f"and {more} more"] if more > 0 else [])]))


@dataclass(frozen=True)
class Tables:
    """The data package: one frame a table, the boundaries, and the codebook itself.

    Text columns are strings, partial dates stay strings ("2024", "2024-09", "2024-09-16"),
    whole numbers are Int64, numbers Float64, truth values boolean; an empty cell is missing.
    Row order is that of the file. A table whose file is absent has its columns and no row.
    """

    codebook: dict[str, Any]
    boundaries: gpd.GeoDataFrame
    sources: pd.DataFrame
    offices: pd.DataFrame
    office_evidence: pd.DataFrame
    events: pd.DataFrame
    footprint_counts: pd.DataFrame
    staffing: pd.DataFrame
    budget: pd.DataFrame
    majors: pd.DataFrame
    precursor_sources: pd.DataFrame
    overdose_deaths: pd.DataFrame
    seizures: pd.DataFrame
    timeline: pd.DataFrame
    countries: pd.DataFrame
    claims: pd.DataFrame


def load(data_dir: str | Path) -> Tables:
    """The tables of a data folder, checked and typed.

    Raises DataError with every problem, and FileNotFoundError without a codebook. A folder whose
    bytes have passed before is not checked again: the mark in `.cache` is named by their hash.
    """
    folder = Path(data_dir)
    mark = CHECKED / digest(folder)
    if not mark.exists():
        if problems := check(folder):
            raise DataError(problems)
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
    return Tables(codebook=codebook.read(folder), boundaries=_boundaries(folder), **_frames(folder))


def _boundaries(folder: Path) -> gpd.GeoDataFrame:
    """Land and borders: those of the folder, or ours, which are the world's."""
    own = folder / "boundaries.geojson"
    return gpd.read_file(own if own.exists() else codebook.OURS / "boundaries.geojson")


def digest(folder: Path) -> str:
    """A hash of every byte of the files that the codebook names, and of the codebook."""
    resources = codebook.read(folder)["resources"]
    names = ["datapackage.json", *sorted(resource["path"] for resource in resources)]
    whole = hashlib.sha256()
    for name in names:
        content = (folder / name).read_bytes() if (folder / name).exists() else b""
        whole.update(f"{name} {len(content)}\n".encode() + content)
    return whole.hexdigest()


def check(folder: Path) -> list[Problem]:
    """Everything wrong with the tables of a folder: first by the codebook, then by reference.

    References between tables are looked at only when every cell is sound, so that one bad cell
    is not reported twice.
    """
    return list(_codebook_problems(folder)) or list(_reference_problems(folder))


def _codebook_problems(folder: Path) -> Iterator[Problem]:
    from frictionless import Package  # half a second that most runs, already checked, save

    package = Package(str(folder / "datapackage.json"))
    package.resources = [
        item
        for item in package.resources
        if item.format == "csv" and (item.name in REQUIRED or (folder / str(item.path)).exists())
    ]
    for task in package.validate().tasks:
        for error in task.errors:
            found = error.to_dict()
            yield Problem(
                file=Path(task.place).name,
                line=found.get("rowNumber"),
                column=found.get("fieldName", ""),
                value=found.get("cell", ""),
                why=found.get("note") or error.message,
            )


def _reference_problems(folder: Path) -> Iterator[Problem]:
    frames = _frames(folder)
    known = {"source_ids": set(frames["sources"].source_id), "iso3s": set(frames["countries"].iso3)}
    for name, frame in frames.items():
        for column in sorted(known.keys() & set(frame.columns)):
            listed = frame[column].dropna().str.split(";").explode()
            for row, item in listed[~listed.isin(known[column])].items():
                why = f"is not in {'sources' if column == 'source_ids' else 'countries'}.csv"
                yield Problem(f"{name}.csv", int(str(row)) + 2, column, item, why)
    if any(frame.empty for frame in frames.values()):
        return  # a source may be cited by a table that is absent
    listed = frames["sources"].source_id
    for row, source in listed[~listed.isin(_cited(frames))].items():
        why = "is cited by no row of another table"
        yield Problem("sources.csv", int(str(row)) + 2, "source_id", source, why)


def _cited(frames: dict[str, pd.DataFrame]) -> set[str]:
    columns = [
        frame[column].dropna().str.split(";").explode()
        for name, frame in frames.items()
        if name != "sources"
        for column in ("source_id", "source_ids")
        if column in frame
    ]
    return set(pd.concat(columns))


def _frames(folder: Path) -> dict[str, pd.DataFrame]:
    book = codebook.read(folder)
    paths = {resource["name"]: resource["path"] for resource in codebook.tables(book)}
    return {
        item.name: _read(
            folder / paths.get(item.name, f"{item.name}.csv"), codebook.schema(book, item.name)
        )
        for item in fields(Tables)
        if item.name not in ("codebook", "boundaries")
    }


def _read(path: Path, schema: dict[str, Any]) -> pd.DataFrame:
    """One table, typed by its schema; every cell is read as text first, so nothing is guessed."""
    if path.exists():
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    else:
        frame = pd.DataFrame(columns=[column["name"] for column in schema["fields"]], dtype=str)
    for column in schema["fields"]:
        name, kind = column["name"], column["type"]
        if kind == "boolean":
            frame[name] = frame[name].map({"true": True, "false": False}).astype("boolean")
        elif kind in _TYPES:
            frame[name] = pd.to_numeric(frame[name]).astype(_TYPES[kind])
        elif kind == "date":
            frame[name] = pd.to_datetime(frame[name], format="%Y-%m-%d")
    return frame
