"""What the charts about people draw a count with: its place, its mark, and its words.

A count is drawn as what it is: a disc for agents, a square for all staff; filled where it says who
is in service, hollow where it counts positions, visas or plans, or is at odds with the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path

from footprint.drawing.marks import FILLED, HOLLOW, OPEN_SQUARE, SQUARE, bounded, put
from footprint.drawing.panels import decimal_years

# Not from the locale of the machine, which would change the figure.
MONTHS = dict(
    enumerate(
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        start=1,
    )
)
SAID = {"at_least": "at least ", "at_most": "at most ", "about": "about "}


def placed(people: pd.DataFrame) -> pd.DataFrame:
    """The rows that have a value and a day, with `at`, the day as a decimal year."""
    rows = people.assign(at=decimal_years(people["day"]), value=pd.to_numeric(people["value"]))
    return rows.dropna(subset=["at", "value"]).sort_values("at", kind="stable")


def span_of(rows: pd.DataFrame) -> tuple[float, float]:
    """Whole years around the rows."""
    return float(np.floor(rows["at"].min())) - 0.3, float(np.floor(rows["at"].max())) + 1


def dots(axes: Axes, rows: pd.DataFrame, is_filled: pd.Series, *, size: float = 8) -> None:
    """One mark per row, in groups of kind, bound and filling; hollow ones lie below."""
    parts = rows.assign(
        is_filled=is_filled,
        kind=rows["kind"].where(rows["kind"] == "agents", "staff"),
        bound=rows["bound"].where(rows["bound"].isin(list(SAID)), "exact"),
    )
    for (filled, kind, bound), part in parts.groupby(["is_filled", "kind", "bound"]):
        shape = bounded(shape_of(str(kind), bool(filled)), str(bound))
        look, colour = ("filled", "ink") if filled else ("hollow", "muted")
        gid = f"{kind}-{bound}-{look}"
        put(axes, spots(part), shape, gid=gid, colour=colour, size=size, is_backed=not filled)


def spots(rows: pd.DataFrame) -> list[tuple[float, float]]:
    """Where the rows lie on a time axis."""
    return list(zip(rows["at"], rows["value"].astype(float), strict=True))


def shape_of(kind: str, is_filled: bool) -> Path:
    """A disc for agents, a square for anybody else."""
    if kind == "agents":
        return FILLED if is_filled else HOLLOW
    return SQUARE if is_filled else OPEN_SQUARE


def words_of(rows: pd.DataFrame) -> list[str]:
    """The labels of the rows if they have any; else their numbers and kinds with their bounds."""
    if "label" in rows:
        return list(rows["label"].fillna(""))
    units = rows["kind"].map(lambda kind: "agents" if kind == "agents" else "staff")
    return [f"{number} {unit}" for number, unit in zip(numbers(rows), units, strict=True)]


def numbers(rows: pd.DataFrame) -> list[str]:
    """The numbers of the rows, with the words of their bounds."""
    pairs = zip(rows["bound"], rows["value"], strict=True)
    return [f"{SAID.get(bound, '')}{value:,.0f}" for bound, value in pairs]


def spoken(date: Any) -> str:
    """A partial date in words: 2011-07-28 is 28 Jul 2011; anything else is left as it is."""
    if pd.isna(date):
        return ""
    partial = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?", str(date))
    if not partial:
        return str(date)
    year, month, day = partial.groups()
    return " ".join(
        [*([str(int(day))] if day else []), *([MONTHS[int(month)]] if month else []), year]
    )


def runs(rows: pd.DataFrame, longest: float = 3) -> Iterator[pd.DataFrame]:
    """Comparable rows of one kind and measure, cut where more than `longest` years are missing."""
    for _, group in rows[rows["is_comparable"]].groupby(["kind", "measure"]):
        for _, run in group.groupby((group["at"].diff() > longest).cumsum()):
            if len(run) > 1:
                yield run
