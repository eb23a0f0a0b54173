"""How a measure becomes a fact: its name is the key, its docstring the definition.

A fact that counts offices or places names them, and the evidence that they rest on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from footprint import status
from footprint.view import View
from press.facts import Fact


def fact(
    function: Callable[..., Fact],
    value: float,
    unit: str,
    *,
    rows: dict[str, tuple[str, ...]],
    sources: Iterable[str],
    plural: str = "",
    of: str = "",
) -> Fact:
    """A fact named and defined by the function that measures it.

    `of` tells apart the facts of one function for several things, in the key.
    """
    return Fact(
        key="-".join(filter(None, [function.__name__, of])).lower().replace("_", "-"),
        value=value,
        unit=unit,
        plural=plural,
        definition=" ".join((function.__doc__ or "").split()),
        rows=rows,
        sources=tuple(dict.fromkeys(sources)),
    )


def split(cells: pd.Series) -> list[str]:
    """The single sources in cells that hold lists of them."""
    return [source for cell in cells.dropna() for source in cell.split(";")]


def attestations(view: View, offices: Iterable[str]) -> pd.DataFrame:
    """The attestations of work of some offices that fall within the window before the day."""
    evidence = view.tables.office_evidence.query("attests == 'working'")
    evidence = evidence[evidence.office_id.isin(list(offices))]
    return evidence[evidence.date.map(status.first_day) <= view.day]


def count_offices(view: View, function: Callable[..., Fact], frame: pd.DataFrame) -> Fact:
    evidence = attestations(view, frame.office_id)
    rows = {"offices": tuple(frame.office_id), "office_evidence": tuple(evidence.evidence_id)}
    return fact(function, len(frame), "office", rows=rows, sources=evidence.source_id)


def count_places(
    view: View,
    function: Callable[..., Fact],
    frame: pd.DataFrame,
    *,
    unit: str = "country",
    plural: str = "countries",
) -> Fact:
    rows = {
        "countries": tuple(sorted(frame.iso3.unique())),
        "offices": tuple(frame.office_id),
    }
    sources = attestations(view, frame.office_id).source_id
    count = frame.iso3.nunique()
    return fact(function, count, unit, plural=plural, rows=rows, sources=sources)
