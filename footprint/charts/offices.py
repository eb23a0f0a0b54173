"""The drawing functions of the charts about offices and the plan: a tidy frame in, a `Figure` out.

They read, compute and save nothing; titles, sources and notes are text on the page. Missing
values are left out, never drawn as zero, and a frame without rows gives a figure that says so.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from footprint.drawing.marks import (
    CUT_SQUARE,
    FILLED,
    HOLLOW,
    RINGED,
    SQUARE,
    key,
    key_room,
    names,
    nothing,
    numbered,
    own_id,
    put,
    sheet,
    write,
)
from footprint.drawing.medium import column, dense, shade
from footprint.drawing.style import styled

CONFIDENCE = {"high": FILLED, "medium": RINGED, "low": HOLLOW}
ROW = 0.34  # inches from one row of a sheet to the next
CHANGE = 0.75  # inches of a heading at the end of a key
FIRST = 0.62  # inches from the upper edge to the first row, below the key


@styled
def offices_by_region(regions: pd.DataFrame) -> Figure:
    """One dot per documented working office, a row per region, filled by confidence.

    Columns: world_region, high, medium, low (offices). Many offices draw closer together, they
    are never left out.
    """
    if regions.empty:
        return nothing(column())
    levels = list(CONFIDENCE)
    counts = regions[levels].fillna(0).astype(int)
    rows = regions.assign(**counts, drawn=counts.sum(axis=1))
    rows = rows.sort_values(["drawn", "world_region"], ascending=[False, True])
    words = {"high": "high confidence", "medium": "medium", "low": "low"}
    said = {level: f"{words[level]}, {counts[level].sum():,}" for level in levels}
    items = [(CONFIDENCE[level], "working", said[level]) for level in levels]
    row, first = dense(ROW), FIRST + key_room(column(), items)
    figure, axes = sheet(column(), first + row * (len(rows) - 1) + 0.25)
    key(axes, 0.13, items)
    left = names(axes, rows["world_region"], first, row) + 0.35
    pitch = min(0.22, (column() - left - 0.35) / max(1, rows["drawn"].max()))
    ends = rows[levels].cumsum(axis=1)
    for level, shape in CONFIDENCE.items():
        spots = [
            (left + pitch * place, first + row * i)
            for i, (count, end) in enumerate(zip(rows[level], ends[level], strict=True))
            for place in range(end - count, end)
        ]
        put(
            axes, spots, shape, gid=f"offices-{level}", colour="working", size=min(11.5, 56 * pitch)
        )
    for i, drawn in enumerate(rows["drawn"]):
        write(axes, left + pitch * drawn + 0.04, first + row * i, f"{drawn:,}", is_bold=True)
    return figure


@styled
def regions_before_and_after(regions: pd.DataFrame) -> Figure:
    """Documented offices by region before and with the plan carried out, as a dumbbell.

    Columns: world_region, before, after (offices). Regions without a change are quiet. A missing
    count leaves its mark out.
    """
    if regions.empty:
        return nothing(column())
    rows = regions.sort_values(["before", "after", "world_region"], ascending=[False, False, True])
    said = [(HOLLOW, "ink", "before the plan"), (FILLED, "working", "with the plan carried out")]
    row, first = dense(ROW), FIRST + key_room(column() - CHANGE, said)
    bottom = first + row * (len(rows) - 1)
    figure, axes = sheet(column(), bottom + 0.45)
    key(axes, 0.13, said, short=CHANGE)
    write(axes, column(), first - 0.49, "change", colour="muted", ha="right")
    left = names(axes, rows["world_region"], first, row) + 0.45
    unit = (column() - 1.0 - left) / max(1.0, np.nanmax([0, *rows["before"], *rows["after"]]))
    for i, (before, after) in enumerate(zip(rows["before"], rows["after"], strict=True)):
        y = first + row * i
        axes.plot([0, column()], [y - row / 2] * 2, color=shade("rule"), linewidth=0.8, zorder=0)
        dumbbell(axes, y, left, unit, before, after)
    axes.plot([left] * 2, [first - row / 2, bottom + row / 2], color=shade("muted"), linewidth=0.8)
    write(axes, left, bottom + 0.32, "0", colour="muted", ha="center")
    return figure


def dumbbell(axes: Axes, y: float, left: float, unit: float, before: float, after: float) -> None:
    """One row: ring and dot with their numbers on the outer sides, the change at the right edge."""
    is_known = bool(pd.notna(before) and pd.notna(after))
    if is_known and before == after:
        put(axes, [(left + unit * before, y)], HOLLOW, gid="before", colour="muted", size=8)
        put(axes, [(left + unit * after, y)], FILLED, gid="after", colour="muted", size=8)
        write(axes, left + unit * after + 0.13, y, f"{after:,.0f}", colour="muted")
        return
    grows = is_known and after > before
    if is_known:
        tone, sign = ("opening", "+") if grows else ("closing", "−")
        span = [left + unit * before, left + unit * after]
        axes.plot(
            span, [y, y], color=shade(tone), linewidth=2.5, zorder=2, gid=own_id(axes, "change")
        )
        change = f"{sign}{abs(after - before):,.0f}"
        write(axes, column(), y, change, colour=tone, is_bold=True, ha="right")
    ends = [(before, HOLLOW, "before", "ink"), (after, FILLED, "after", "working")]
    for value, shape, gid, colour in ends:
        if pd.notna(value):
            x, side = left + unit * value, 1 if grows == (gid == "after") else -1
            put(axes, [(x, y)], shape, gid=gid, colour=colour, size=11, is_backed=True)
            ha = "left" if side > 0 else "right"
            write(axes, x + 0.13 * side, y, f"{value:,.0f}", is_backed=True, ha=ha)


@styled
def majors_years(years: pd.DataFrame) -> Figure:
    """The years of each country on the majors list: a strip of squares from first to last year.

    Columns: country, fiscal_year, is_listed, failed_demonstrably (may be missing), change
    (closing or opening). A cut square is a year of a designation as having failed demonstrably;
    a year without a listing is a point, one without a row is blank.
    """
    if years.empty:
        return nothing(column())
    rows = years.assign(is_listed=years["is_listed"].fillna(False).astype(bool))
    rows["has_failed"] = rows["failed_demonstrably"].fillna(False).astype(bool) & rows["is_listed"]
    count = rows.groupby(["change", "country"], sort=False)["is_listed"].sum().reset_index()
    count = count.sort_values(["change", "is_listed", "country"], ascending=[True, False, True])
    changes = list(count.groupby("change", sort=False))
    failed = "on the list, and found to have failed demonstrably"
    said = [(SQUARE, "muted", "on the list"), (CUT_SQUARE, "ink", failed)]
    step, head, top = dense(0.27), dense(0.37), 0.58 + key_room(column(), said)
    figure, axes = sheet(column(), top + step * len(count) + head * len(changes) + 0.08)
    key(axes, 0.13, said)
    first, last, left = int(rows["fiscal_year"].min()), int(rows["fiscal_year"].max()), 0.0
    starts = [
        top + 0.25 + head * i + step * (count["change"] < change).sum()
        for i, (change, _) in enumerate(changes)
    ]
    for start, (change, group) in zip(starts, changes, strict=True):
        word = {"closing": "Offices closing", "opening": "Offices opening"}.get(str(change), change)
        tone = str(change) if change in ("closing", "opening") else "muted"
        write(axes, 0, start, word, colour=tone, is_bold=True)
        left = max(left, names(axes, group["country"], start + step, step) + 0.3)
    pitch = min(0.25, (column() - left - 0.6) / (last - first + 1))
    for year in numbered(first, last, pitch, 5):
        write(axes, left + pitch * (year - first), top, year, colour="muted", ha="center")
    write(axes, column(), top, "years", colour="muted", ha="right")
    for start, (change, group) in zip(starts, changes, strict=True):
        for i, (country, listed) in enumerate(
            zip(group["country"], group["is_listed"], strict=True)
        ):
            y, own = (
                start + step * (i + 1),
                rows[(rows["country"] == country) & (rows["change"] == change)],
            )
            strip(axes, y, left - pitch * first, pitch, own)
            tone = "ink" if listed else "muted"
            write(axes, column(), y, listed, colour=tone, is_bold=bool(listed), ha="right")
    return figure


def strip(axes: Axes, y: float, left: float, pitch: float, years: pd.DataFrame) -> None:
    """The years of one country; left is where year zero would be."""
    failed, listed = years["has_failed"], years["is_listed"]
    kinds = [
        ("listed", listed & ~failed, SQUARE, "muted", 58 * pitch),
        ("failed", failed, CUT_SQUARE, "ink", 58 * pitch),
        ("not-listed", ~listed, FILLED, "rule", 3),
    ]
    for gid, chosen, shape, colour, size in kinds:
        spots = [(left + pitch * year, y) for year in years["fiscal_year"][chosen]]
        put(axes, spots, shape, gid=gid, colour=colour, size=size)
