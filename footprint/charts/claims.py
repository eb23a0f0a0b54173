"""The drawing function of the chart about the claims: a tidy frame in, a `Figure` out.

A square says how a claim stands: filled where sources confirm it, half filled where they fit it,
hollow where nothing speaks for or against it. A cross is a claim that sources contradict.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from footprint.drawing.marks import (
    BAR,
    FILLED,
    OPEN_SQUARE,
    SQUARE,
    Meaning,
    key,
    key_room,
    names,
    nothing,
    put,
    sheet,
    write,
)
from footprint.drawing.medium import column, dense, shade
from footprint.drawing.style import styled

HALF_SQUARE = Path.make_compound_path(
    SQUARE, Path([(-0.62, 0), (-0.62, 0.62), (0.62, 0.62), (0.62, 0), (-0.62, 0)], closed=True)
)
CROSS = Path.make_compound_path(
    *(BAR.transformed(Affine2D().scale(0.6, 1.2).rotate_deg(turn)) for turn in (45, 135))
)
VERDICTS = {
    "confirmed": (SQUARE, "ink"),
    "consistent": (HALF_SQUARE, "ink"),
    "conflicting": (CROSS, "closing"),
    "unverified": (OPEN_SQUARE, "muted"),
}
ROW = 0.34  # inches from one section to the next
FIRST = 1.12  # inches from the upper edge to the first section, below the key
TALLY = 0.4  # inches of a column of counts
ABREAST = 20  # claims in a line, at most
DOT = 4  # points


@styled
def claims_by_verdict(claims: pd.DataFrame) -> Figure:
    """One sign per claim in a row per section, in their order; the shape says the verdict.

    Columns: claim_id, section, verdict (confirmed, consistent, conflicting or unverified),
    is_decided (whether code decided the claim, from the tables: a dot below it). A claim without
    a section or with another verdict is left out. A long section goes on in a second line.
    """
    rows = claims[claims["verdict"].isin(list(VERDICTS))].dropna(subset=["section"])
    if rows.empty:
        return nothing(column())
    rows, sections = in_lines(rows)
    said, row = keys(rows), dense(ROW)
    first = FIRST + sum(key_room(column(), line) for line in said)
    bottom = first + row * (sections["lines"].sum() - 1)
    figure, axes = sheet(column(), bottom + 0.25)
    key(axes, 0.13, said[0], size=10)
    key(axes, 0.41 + key_room(column(), said[0]), said[1], size=DOT)
    left = 0.35
    for name, start in zip(sections.index, sections["start"], strict=True):
        left = max(left, names(axes, [name], first + row * start, row) + 0.35)
    for start in [*sections["start"], sections["lines"].sum()]:
        y = first + row * (start - 0.5)
        axes.plot([0, column()], [y, y], color=shade("rule"), linewidth=0.8, zorder=0)
    room = column() - TALLY * len(VERDICTS) - left
    pitch = min(0.3, room / (rows["place"].max() + 1))
    signs(axes, rows, (left, first), (pitch, row))
    tallies(axes, pd.crosstab(rows["start"], rows["verdict"]), first, row)
    return figure


def in_lines(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The claims with the line and the place in it where they stand, and the sections' own lines.

    Adds start (the first line of the section), line and place; the sections, by name in order of
    appearance, have start and lines (how many).
    """
    order = rows.groupby("section", sort=False).cumcount()
    lines = (order // ABREAST + 1).groupby(rows["section"], sort=False).max()
    sections = pd.DataFrame({"lines": lines, "start": lines.cumsum() - lines})
    start = rows["section"].map(sections["start"])
    placed = rows.assign(start=start, line=start + order // ABREAST, place=order % ABREAST)
    return placed, sections


def keys(rows: pd.DataFrame) -> tuple[list[Meaning], list[Meaning]]:
    """What the signs mean, how many there are, and what the dot below them says."""
    counts = rows["verdict"].value_counts()
    said = [(*look, f"{verdict}, {counts.get(verdict, 0):,}") for verdict, look in VERDICTS.items()]
    decided = int(rows["is_decided"].fillna(False).astype(bool).sum())
    words = f"below a sign: decided by code, from the tables, {decided:,}"
    return said, [(FILLED, "ink", words)]


def signs(
    axes: Axes, rows: pd.DataFrame, start: tuple[float, float], step: tuple[float, float]
) -> None:
    """The claims at their places, those of a verdict together, with the dots below them.

    Both start and step are inches to the right and down.
    """
    pitch, row = step
    size = min(11.5, 50 * pitch, 34 * row)
    x, y = start[0] + pitch * rows["place"], start[1] + row * rows["line"] - 0.02
    for verdict, (shape, colour) in VERDICTS.items():
        is_so = rows["verdict"] == verdict
        spots = zip(x[is_so], y[is_so], strict=True)
        put(axes, spots, shape, gid=f"claims-{verdict}", colour=colour, size=size)
    decided = rows["is_decided"].fillna(False).astype(bool)
    spots = zip(x[decided], y[decided] + min(0.125, 0.45 * row), strict=True)
    put(axes, spots, FILLED, gid="decided", size=DOT)


def tallies(axes: Axes, counts: pd.DataFrame, first: float, row: float) -> None:
    """A column per verdict at the right edge, under its sign; a verdict without a claim is blank.

    The counts have a row per section, by its first line, and a column per verdict.
    """
    for place, (verdict, (shape, colour)) in enumerate(reversed(VERDICTS.items())):
        x = column() - TALLY * place - 0.06
        put(axes, [(x - 0.07, first - 0.34)], shape, gid="key", colour=colour, size=10)
        for start, count in counts[verdict].items() if verdict in counts else []:
            if count:
                tone = colour if verdict == "conflicting" else "ink"
                write(axes, x, first + row * start, f"{count:,}", colour=tone, ha="right")
