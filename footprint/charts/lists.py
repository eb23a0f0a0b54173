"""The drawing function of the lists that a country is on, year by year."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from footprint.drawing.marks import (
    DASH,
    OPEN_SQUARE,
    SQUARE,
    key,
    key_room,
    nothing,
    numbered,
    put,
    sheet,
    write,
)
from footprint.drawing.medium import column, shade
from footprint.drawing.style import styled

# A square half filled for each of the two bases, whole for both: the halves add up.
HALF = Path([(-0.9, -0.9), (0.9, 0.9), (-0.9, 0.9), (-0.9, -0.9)], closed=True)
UPPER = Path.make_compound_path(OPEN_SQUARE, HALF)
LOWER = UPPER.transformed(Affine2D().rotate_deg(180))
LISTS = {
    "listed": (SQUARE, "on the list", "listed"),
    "not-listed": (DASH, "a list without the country", "not-listed"),
    "none": (DASH, "a list without the country", "not-named"),
    "incsr_list": (UPPER, "in the State Department report", "named-report"),
    "majors_determination": (LOWER, "in the presidential determination", "named-determination"),
    "both": (SQUARE, "both", "named-both"),
}


@styled
def listed_by_year(years: pd.DataFrame) -> Figure:
    """Two strips of one country, a column a year: the majors list, and sources of precursors.

    Columns: year, is_listed (missing: the tables hold no list of the year), precursor_basis
    (incsr_list, majors_determination or both; none: a list was made without the country; missing:
    the tables hold none). A dash is a list without the country; a year without a list is blank.
    """
    rows = years.dropna(subset=["year"])
    listed = rows["is_listed"].map({True: "listed", False: "not-listed"})
    named = rows["precursor_basis"]
    strips = [("Majors list", listed), ("Named as a source of precursors", named)]
    if all(kinds.dropna().empty for _, kinds in strips):
        return nothing(column())
    first, last = int(rows["year"].min()), int(rows["year"].max())
    pitch = min(0.36, (column() - 0.32) / (last - first + 1))
    at = 0.16 + pitch * (rows["year"].astype(float) - first + 0.5)
    said = pd.concat([listed, named[named == "none"].map({"none": "not-listed"})])
    above = [*key_of(said), (SQUARE, "paper", "blank: no list in the tables")]
    below = key_of(named[named != "none"])
    head = 0.65 + key_room(column(), above)
    figure, axes = sheet(column(), head + 2.1 + key_room(column(), below))
    key(axes, 0.16, above)
    for y, (title, kinds) in zip((head, head + 0.75), strips, strict=True):
        write(axes, 0, y, title, is_bold=True)
        for kind, (shape, _, gid) in LISTS.items():
            spots = [(x, y + 0.28) for x in at[kinds == kind]]
            put(axes, spots, shape, gid=gid, size=min(14, 58 * pitch))
        edge = 0.16 + pitch * (last - first + 1)
        axes.plot([0.16, edge], [y + 0.46] * 2, color=shade("rule"), linewidth=0.8, zorder=0)
    for year in numbered(first, last, pitch, 5):
        x = 0.16 + pitch * (year - first + 0.5)
        write(axes, x, head + 1.38, year, colour="muted", ha="center")
    key(axes, head + 1.83, below)
    return figure


def key_of(kinds: pd.Series) -> list[tuple[Path, str, str]]:
    """The signs of a strip in words, as far as they are there."""
    return [
        (shape, "ink", words) for kind, (shape, words, _) in LISTS.items() if kind in set(kinds)
    ]
