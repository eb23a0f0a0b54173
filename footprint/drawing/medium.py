"""The medium that figures are drawn for: whose colours, how much room, how small the type.

Drawing functions count in inches and points of the report, and ask here for what may differ.
Without a medium everything is as in the report. Another one gives another width, which charts
flow into; `footprint.drawing.canvas` then makes all of it larger or smaller at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.figure import SubFigure

from footprint.drawing.palette import THEMES

COLUMN, WIDE = 7.2, 10.0  # inches of the figures of the report
HATCHES = {"closing": "/////", "opening": "....."}
LINE = 0.19  # inches, at least, from one row to the next
BODY, BODY_WIDE = 11, 12  # points of their type: a page shrinks the wide ones more


@dataclass(frozen=True)
class Medium:
    """What a figure is drawn for.

    `width` and `height` are the room (inches; None: as in the report, and as high as it gets),
    `density` what the steps between rows and the heights of panels are multiplied by, `least` the
    smallest type (points). `scale` is how many inches of the picture one inch of the drawing
    takes, and `part` the part of a figure to draw in, if there is one. Where `is_tried` holds,
    nothing is drawn: a drawing only says how large it is.
    """

    theme: str = "light"
    width: float | None = None
    height: float | None = None
    density: float = 1.0
    least: float = 0.0
    scale: float = 1.0
    part: SubFigure | None = None
    is_tried: bool = False


_IN_REPORT = Medium()
_CURRENT: ContextVar[Medium] = ContextVar("medium", default=_IN_REPORT)


def current() -> Medium:
    """The medium that is drawn for now."""
    return _CURRENT.get()


@contextmanager
def drawn_for(**changes: Any) -> Iterator[Medium]:
    """Draw for another medium, one with these changes; the one before comes back after."""
    before = _CURRENT.set(replace(current(), **changes))
    try:
        yield current()
    finally:
        _CURRENT.reset(before)


def shade(name: str) -> str:
    """A colour of the palette, as the theme has it. Raises KeyError for any other name."""
    return THEMES[current().theme][name]


def filling(name: str) -> dict[str, Any]:
    """How an area of a colour is filled: with lines where there is no colour to tell it by."""
    if current().theme != "mono":
        return {"color": shade(name), "linewidth": 0}
    return {
        "facecolor": shade("land"),
        "edgecolor": shade("muted"),
        "hatch": HATCHES[name],
        "linewidth": 0,
    }


def column() -> float:
    """Inches across a figure that stands in the column of text."""
    return current().width or COLUMN


def broad() -> float:
    """Inches across a figure that is wider than the column of text."""
    return current().width or WIDE


def paged(points: float) -> float:
    """Points across a map that is so wide in the report."""
    width = current().width
    return points if width is None else 72 * width


def is_narrow() -> bool:
    """Whether what stands side by side in the report has to stand one below the other."""
    return broad() < COLUMN


def is_flat() -> bool:
    """Whether there is no more than so much height."""
    return current().height is not None


def dense(inches: float) -> float:
    """A step from row to row, or the height of a panel, where height may be scarce."""
    return max(inches * current().density, min(inches, LINE))


def body(width: float) -> float:
    """Points of the type of a figure so many inches across."""
    return BODY if current().width or width <= COLUMN else BODY_WIDE


def legible(points: float) -> float:
    """A size of type, or the smallest one that can be read."""
    return max(points, current().least)


def fitting(step: float, below: float) -> int | None:
    """How many rows have room below so many inches; None where there is room for any number."""
    height = current().height
    return None if height is None else max(1, int((height - below) / step + 1e-6))
