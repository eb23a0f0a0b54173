"""The drawing function of documented offices by the window in which evidence counts.

A tidy frame in, a `Figure` out. Missing values are left out, never drawn as zero.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from footprint.drawing.marks import (
    OPEN_SQUARE,
    SQUARE,
    box,
    key,
    key_room,
    names,
    nothing,
    own_id,
    sheet,
    width_of,
    write,
)
from footprint.drawing.medium import broad, is_narrow, shade
from footprint.drawing.style import styled

SWATCHES = {
    "high": SQUARE,
    "medium": Path.make_compound_path(OPEN_SQUARE, box(0.38)),
    "low": OPEN_SQUARE,
}
LEVELS = {"high": "working, high confidence", "medium": "medium", "low": "low"}
BAR_FIRST, BAR_ROW, BAR_HEIGHT, RIM = 1.2, 0.42, 0.26, 0.011  # inches
NUMBERS = 1.35  # inches beside a bar, for its total in words


@styled
def documented_by_window(windows: pd.DataFrame) -> Figure:
    """Documented offices and places by how old their evidence may be, against published totals.

    Columns: years (how far back evidence counts), offices_high, offices_medium, offices_low,
    offices, places (counts), published_offices, published_places (the published totals, the same
    in every row, as lines; missing for none). All bars start at zero and have one scale. A missing
    count leaves its bar out.
    """
    if windows.empty:
        return nothing(broad())
    rows = windows.sort_values("years", kind="stable")
    items = [(SWATCHES[level], "working", words) for level, words in LEVELS.items()]
    items.append((SQUARE, "muted", "countries and territories"))
    first = BAR_FIRST + key_room(broad(), items)
    block = BAR_ROW * (len(rows) - 1)
    below = block + BAR_ROW + 0.65 if is_narrow() else 0.0  # from offices to places
    figure, axes = sheet(broad(), first + below + block + 0.3)
    key(axes, 0.13, items)
    published = {name: total_of(rows[f"published_{name}"]) for name in ("offices", "places")}
    said = [f"{years:.0f} year{'' if years == 1 else 's'}" for years in rows["years"]]
    left = 0.0
    for top in dict.fromkeys([first, first + below]):
        heading = write(axes, 0, top - 0.37, "Evidence within", colour="muted")
        left = max(left, names(axes, said, top, BAR_ROW), width_of(heading))
    left += 0.25
    most = {
        name: float(np.nanmax([1, *rows[name].astype(float), total or 1]))
        for name, total in published.items()
    }
    unit = (broad() - left - 2 * NUMBERS) / sum(most.values())
    if is_narrow():
        unit = (broad() - left - NUMBERS) / max(most.values())
    top = first
    for name, total in published.items():
        group(axes, rows, name, total, corner=(left, top), unit=unit, end=left + unit * most[name])
        left, top = left if is_narrow() else left + unit * most[name] + NUMBERS, top + below
    return figure


def total_of(column: pd.Series) -> int | None:
    """The total that stands in a column, if there is one."""
    known = column.dropna()
    return None if known.empty else int(known.iloc[0])


def group(
    axes: Axes,
    rows: pd.DataFrame,
    name: str,
    published: int | None,
    *,
    corner: tuple[float, float],
    unit: float,
    end: float,
) -> None:
    """The bars of offices, or of places, their numbers at the end, and the published total."""
    left, top = corner
    write(axes, left, top - 0.63, name.capitalize(), is_bold=True)
    for i, (_, row) in enumerate(rows.iterrows()):
        bar(axes, left, top + BAR_ROW * i, unit, row, name)
        total_in_words(axes, end + 0.15, top + BAR_ROW * i, row[name], published)
    if published is not None:
        published_line(axes, left, unit, published, (top, top + BAR_ROW * (len(rows) - 1)))


def bar(axes: Axes, x: float, y: float, unit: float, row: pd.Series, column: str) -> None:
    """The count of one window: offices by confidence, end to end; places plainly."""
    parts = {"places": ("high", "muted")}
    if column == "offices":
        parts = {f"offices_{level}": (level, "working") for level in LEVELS}
    for name, (level, colour) in parts.items():
        if pd.notna(row[name]) and row[name] > 0:
            width = unit * float(row[name])
            patch = PathPatch(segment(x, y, width, level), color=shade(colour), linewidth=0)
            axes.add_patch(patch)
            patch.set_gid(own_id(axes, name.replace("_", "-")))
            x += width


def segment(x: float, y: float, width: float, level: str) -> Path:
    """A part of a bar, filled as the dots are: full, a core in a frame, or a frame alone."""
    rims = {"high": [0.0], "medium": [0.0, RIM, 3.6 * RIM], "low": [0.0, RIM]}[level]
    boxes = [
        box(1, is_hole=rim == RIM)
        .transformed(Affine2D().scale(width / 2 - rim, BAR_HEIGHT / 2 - rim))
        .transformed(Affine2D().translate(x + width / 2, y))
        for rim in rims
        if rim < width / 2
    ]
    return Path.make_compound_path(*boxes)


def total_in_words(axes: Axes, x: float, y: float, count: float, published: int | None) -> None:
    """The total of a bar, and how far it is from the published one."""
    if pd.isna(count):
        return
    text = write(axes, x, y, f"{count:,.0f}", is_bold=True)
    if published is not None:
        lack = published - count
        words = f"{abs(lack):,.0f} {'fewer' if lack > 0 else 'more'}" if lack else "the same"
        write(axes, x + 0.07 + width_of(text), y, words, colour="muted")


def published_line(
    axes: Axes, left: float, unit: float, published: int, ends: tuple[float, float]
) -> None:
    """A line through all bars, on paper where it crosses them, with its number above.

    The ends are those of the bars it crosses: the first and the last, in inches downwards.
    """
    x, y, bottom = left + unit * published, ends[0] - 0.37, ends[1]
    for colour, width in (("paper", 2.6), ("ink", 1.4)):
        span = [y + 0.13, bottom + BAR_HEIGHT / 2 + 0.07]
        gid = own_id(axes, "published")
        axes.plot(
            [x, x], span, color=shade(colour), linewidth=width, solid_capstyle="butt",
            zorder=5, gid=gid,
        )  # fmt: skip
    text = write(axes, x + 0.01, y, f"published: {published:,}", ha="right")
    if width_of(text) > x - left:
        text.set(x=x, ha="left")
