"""Read the tables and refuse bad ones.

The codebook `datapackage.json` says which tables there are, what their columns hold and how they
refer to each other. `footprint.preflight` holds the tables against it and against each other;
what it calls an error is refused here, what it calls a warning is not.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from footprint import codebook, preflight
from footprint.preflight import REQUIRED, Problem
from footprint.told import ToldError

__all__ = ["REQUIRED", "DataError", "Problem", "Tables", "check", "digest", "load"]

CHECKED = Path(__file__).parent.parent / ".cache" / "checked"
_TYPES = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
_HOW_MANY_SHOWN = 40


class DataError(ToldError):
    """The tables break their codebook. Holds every problem found, not the first."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        more = len(problems) - _HOW_MANY_SHOWN
        lines = [str(problem) for problem in problems[:_HOW_MANY_SHOWN]]
        super().__init__("\n".join([*lines, *([f"and {more} more"] if more > 0 else [])]))

    @property
    def told(self) -> str:
        return preflight.as_text(self.problems)


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
    corrections: pd.DataFrame


def load(data_dir: str | Path) -> Tables:
    """The tables of a data folder, checked and typed.

    Raises DataError with every error, and FileNotFoundError or CodebookError without a codebook
    that can be followed.
    """
    folder = Path(data_dir)
    if errors := preflight.errors(check(folder)):
        raise DataError(errors)
    return Tables(
        codebook=codebook.read(folder),
        boundaries=gpd.read_file(codebook.boundaries(folder)),
        **_frames(folder),
    )


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
    """Everything wrong with the tables of a folder, warnings too, by file and line.

    What has passed is not examined again: `.cache` keeps its warnings in a file that is named by
    the hash of the data and by that of the rules.
    """
    mark = CHECKED / f"{digest(folder)[:32]}-{_rules()[:32]}.json"
    if mark.exists():
        return [Problem(**kept) for kept in json.loads(mark.read_text("utf-8"))]
    problems = preflight.examine(folder)
    if not preflight.errors(problems):
        mark.parent.mkdir(parents=True, exist_ok=True)
        aside = mark.with_suffix(f".{os.getpid()}")  # others may look for it in this moment
        aside.write_text(json.dumps([asdict(problem) for problem in problems]), "utf-8")
        aside.replace(mark)
    return problems


def _rules() -> str:
    """A hash of what data are held against: data that passed older rules did not pass these."""
    rooms = sorted(Path(preflight.__file__).parent.glob("*.py"))
    ours = [codebook.OURS / name for name in ("datapackage.json", "boundaries.geojson")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in [*rooms, *ours])).hexdigest()


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
