"""Words cut to the room they have, and strokes between points."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from footprint.drawing.marks import (
    POINT,
    one_line,
    own_id,
)
from footprint.drawing.medium import WIDE, body, shade
from footprint.drawing.symbols import extent

Point = tuple[float, float]
Leg = tuple[Point, Point]


def strokes(
    page: Axes, lines: Sequence[list[Point]], colour: str, width: float, *, gid: str
) -> None:
    """Lines of one kind, as one group."""
    if lines:
        drawn = LineCollection(lines, colors=shade(colour), linewidths=width, zorder=2)
        drawn.set_gid(own_id(page, gid))
        page.add_collection(drawn, autolim=False)


def wide(lines: Sequence[str]) -> float:
    """Inches of the widest of the lines, in the type of a wide figure."""
    return max((extent(line, body(WIDE))[0] * POINT for line in lines if line), default=0.0)


def fitted(text: object, room: float, *, most: int = 1) -> list[str]:
    """A text in at most so many lines (one or two) of like length; cut short if it needs more."""
    words = one_line(text).split()
    whole = " ".join(words)
    ways = [[" ".join(words[:i]), " ".join(words[i:])] for i in range(1, len(words)) if most > 1]
    if fitting := [way for way in ([whole], *ways) if wide(way) <= room]:
        return min(fitting, key=lambda way: (len(way), wide(way)))
    head, rest = next((way for way in reversed(ways) if wide(way[:1]) <= room), ["", whole])
    while rest and wide([f"{rest}…"]) > room:
        rest = rest[:-1]
    return [line for line in (head, f"{rest.rstrip()}…") if line]
