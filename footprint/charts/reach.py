"""The drawing functions of the charts about reach: how far it is to the nearest working office.

A tidy frame in, a `Figure` out. They read, compute and save nothing. Distance is geometry, not
capability. Missing values are left out, never drawn as zero, and a frame without rows gives a
figure that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from footprint.drawing.canvas import size_of
from footprint.drawing.marks import (
    FILLED,
    HOLLOW,
    key,
    key_room,
    names,
    nothing,
    own_id,
    put,
    sheet,
    type_size,
    write,
)
from footprint.drawing.medium import column, current, dense, filling, fitting, is_narrow, shade
from footprint.drawing.panels import label
from footprint.drawing.style import styled

ROW, FIRST = 0.3, 0.62  # inches from row to row, and to the first
CHANGE, SIDES = 1.1, 0.9  # inches of the heading of the last column; beside a scale
KNOWN = ["before_km", "after_km"]


@styled
def reach_of_capitals(capitals: pd.DataFrame) -> Figure:
    """The way from each capital to the nearest working office before and with the plan.

    Columns: country, capital, before_km, after_km. The longest growth comes first. A missing
    distance leaves its mark out, a capital without either its row.
    """
    rows = capitals.dropna(subset=KNOWN, how="all").astype(dict.fromkeys(KNOWN, float)).round()
    if rows.empty:
        return nothing(column())
    rows = rows.assign(change=rows["after_km"] - rows["before_km"], name=titles(rows))
    rows = rows.sort_values(["change", "name"], ascending=[False, True])
    said = [(HOLLOW, "ink", "before the plan"), (FILLED, "working", "with the plan carried out")]
    step, first = dense(ROW), FIRST + key_room(column() - CHANGE, said)
    rows, note = largest(rows, fitting(step, first + 0.75))
    bottom = first + step * (len(rows) - 1)
    figure, axes = sheet(column(), bottom + (0.75 if note else 0.5))
    write(axes, 0, bottom + 0.6, note, colour="muted")
    key(axes, 0.13, said, short=CHANGE)
    write(axes, column(), first - 0.49, "change, km", colour="muted", ha="right")
    left = names(axes, rows["name"], first, step) + 0.6
    longest = max(1.0, float(np.nanmax(rows[KNOWN].to_numpy())))
    unit = (column() - 1.35 - left) / longest
    for i, (before, after) in enumerate(zip(rows["before_km"], rows["after_km"], strict=True)):
        y = first + step * i
        axes.plot([0, column()], [y - step / 2] * 2, color=shade("rule"), linewidth=0.8, zorder=0)
        way(axes, y, (left + unit * before, before), (left + unit * after, after))
    axes.plot(
        [left] * 2,
        [first - step / 2, bottom + step / 2],
        color=shade("muted"),
        linewidth=0.8,
        zorder=1,
    )
    ticks = MaxNLocator(3, steps=[1, 2, 5, 10]).tick_values(0, longest)
    ticks = [tick for tick in ticks if 0 <= tick <= longest]
    for tick in [ticks[0], ticks[-1]] if is_narrow() else ticks:
        text = f"{tick:,.0f} km" if tick else "0"
        write(axes, left + unit * tick, bottom + 0.34, text, colour="muted", ha="center")
    return figure


def largest(rows: pd.DataFrame, most: int | None) -> tuple[pd.DataFrame, str]:
    """So many rows at most, those of the largest changes, in their order; and what is left out."""
    if most is None or len(rows) <= most:
        return rows, ""
    kept = rows["change"].abs().sort_values(ascending=False, kind="stable").index[:most]
    return rows[rows.index.isin(kept)], f"The {most:,} largest of {len(rows):,} changes."


def titles(rows: pd.DataFrame) -> list[str]:
    """Capital and country, or the one that is there; a city that is its country once."""
    pairs = zip(rows["capital"].fillna(""), rows["country"].fillna(""), strict=True)
    return [", ".join(dict.fromkeys(filter(None, map(str, pair)))) for pair in pairs]


def way(axes: Axes, y: float, before: tuple[float, float], after: tuple[float, float]) -> None:
    """One row: ring and dot, each a place and a distance, and the change at the right edge.

    A row without a change is quiet. The dot is smaller than the ring, so that both show where the
    change is short.
    """
    change = after[1] - before[1]
    if change and pd.notna(change):
        tone, plus = ("closing", "+") if change > 0 else ("opening", "−")
        axes.plot(
            [before[0], after[0]], [y, y], color=shade(tone), linewidth=2.5, zorder=2,
            gid=own_id(axes, "change"),
        )  # fmt: skip
        said = f"{plus}{abs(change):,.0f}"
        write(axes, column(), y, said, colour=tone, is_bold=True, ha="right")
    ends = [("before", before, HOLLOW, "ink", 10.5), ("after", after, FILLED, "working", 7.5)]
    known = [end for end in ends if pd.notna(end[1][1])]
    for gid, (x, _), shape, colour, size in known:
        tone = colour if change else "muted"
        put(axes, [(x, y)], shape, gid=gid, colour=tone, size=size, is_backed=gid == "before")
    (low, least), *_, (high, most) = sorted([end[1] for end in known] * 2)
    write(axes, high + 0.14, y, f"{most:,.0f}", colour="ink" if change else "muted")
    if low < high:
        write(axes, low - 0.14, y, f"{least:,.0f}", is_backed=True, ha="right")


@styled
def distance_share(shares: pd.DataFrame) -> Figure:
    """How much of the land lies within a distance of a working office, and what a plan changes.

    Columns: km, before, after (shares of the land, 0 to 1). Above, both lines, the room between
    them filled; below, the difference alone on a scale of its own, in percentage points. A
    missing share leaves a gap in its line.
    """
    rows = shares.dropna(subset=["km"]).sort_values("km", kind="stable").astype(float)
    rows = rows[rows[["before", "after"]].notna().any(axis=1)]
    if rows.empty:
        return nothing(column())
    gap = 100 * (rows["after"] - rows["before"]).fillna(0)
    half = (rows["before"].fillna(rows["after"]) - 0.5).abs()
    widest = rows.loc[gap.abs().idxmax() if gap.any() else half.idxmin()]
    high, low, across = dense(2.5), dense(0.8), column() - SIDES
    figure, page = sheet(column(), high + low + 1.3)
    span = (float(rows["km"].min()), max(float(rows["km"].max()), float(rows["km"].min()) + 1))
    write(page, 0, 0.13, "Land within a distance of a working office", is_bold=True)
    above = scale(figure, (0.55, 0.4, across, high), span, (0, 1))
    above.set(yticklabels=[f"{100 * tick:.0f}%" for tick in above.get_yticks()], xticklabels=[])
    between(above, rows["km"], rows["before"], rows["after"])
    for name, colour, width in (("before", "muted", 1.2), ("after", "ink", 1.6)):
        above.step(
            rows["km"], rows[name], where="post", color=shade(colour), linewidth=width, gid=name
        )
    name_lines(above, rows, widest)
    largest = gap[widest.name]
    said = f"largest within {widest['km']:,.0f} km: {signed(round(largest, 1))} percentage points"
    write(
        page, 0, high + 0.7, f"Difference, {said}" if gap.any() else "No difference", is_bold=True
    )
    ends = (min(gap.min(), 0.0), max(gap.max(), 0.0)) if gap.any() else (-1.0, 0.0)
    below = scale(figure, (0.55, high + 0.95, across, low), span, ends)
    below.set_yticklabels([signed(tick) for tick in below.get_yticks()])
    between(below, rows["km"], 0 * gap, gap)
    below.axhline(0, color=shade("muted"), linewidth=0.8)
    return figure


def signed(value: float) -> str:
    """A number with its sign, as it is set."""
    return f"{value:+g}".replace("-", "−") if value else "0"


def scale(
    figure: Figure,
    place: tuple[float, float, float, float],
    span: tuple[float, float],
    ends: tuple[float, float],
) -> Axes:
    """Axes over kilometres; place is x, y, width, height in inches from the upper left corner."""
    width, height = size_of(figure)
    x, y, across, down = place
    axes = figure.add_axes((x / width, 1 - (y + down) / height, across / width, down / height))
    axes.set(xlim=span, ylim=ends)
    for each, limits, most in ((axes.xaxis, span, 4), (axes.yaxis, ends, 4 if down > 1 else 3)):
        locator = MaxNLocator(most, steps=[1, 2, 2.5, 5, 10], integer=each is axes.xaxis)
        ticks = locator.tick_values(*limits)
        each.set_ticks([tick for tick in ticks if limits[0] <= tick <= limits[1]])
    words = [f"{tick:,.0f}" for tick in axes.get_xticks()]
    axes.set_xticklabels([*words[:-1], f"{words[-1]} km"])
    by = current().scale
    axes.tick_params(labelsize=type_size(axes), length=4, pad=4 * by)
    axes.tick_params(axis="y", length=0, pad=6 * by)
    return axes


def between(axes: Axes, km: pd.Series, before: pd.Series, after: pd.Series) -> None:
    """The room between two step lines, in the colour of what grows or shrinks."""
    for gid, colour, is_so in (
        ("less", "closing", after < before),
        ("more", "opening", after > before),
    ):
        axes.fill_between(
            km, before, after, where=is_so.to_numpy(), step="post", zorder=1.5,
            gid=own_id(axes, gid), **filling(colour),
        )  # fmt: skip


def name_lines(axes: Axes, rows: pd.DataFrame, widest: pd.Series) -> None:
    """Both lines by name, with their shares where they lie farthest apart."""
    words = {"before": "before the plan", "after": "with the plan carried out"}
    known = [name for name in words if pd.notna(widest[name])]
    lines: list[Sequence[tuple[float, float]]] = []
    for name in known:
        drawn = rows.dropna(subset=[name])
        lines += pairwise(zip(drawn["km"], drawn[name], strict=True))
    inch = (axes.get_xlim()[1] - axes.get_xlim()[0]) / (column() - SIDES)
    label(
        axes,
        [(widest["km"], widest[name]) for name in known],
        [f"{words[name]}, {100 * widest[name]:.1f}%" for name in known],
        avoid=[
            (axes.get_xlim()[0] - inch * away, tick)
            for tick in axes.get_yticks()
            for away in (0.15, 0.3, 0.45)
        ],
        lines=lines,
    )
