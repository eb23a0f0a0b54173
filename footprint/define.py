"""How a measure becomes a fact: its name is the key, its docstring the definition."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from press.facts import Fact


def fact(
    function: Callable[..., Fact],
    value: float,
    unit: str,
    *,
    rows: dict[str, tuple[str, ...]],
    sources: Iterable[str],
    plural: str = "",
) -> Fact:
    """A fact named and defined by the function that measures it."""
    return Fact(
        key=function.__name__.replace("_", "-"),
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
