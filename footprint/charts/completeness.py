"""The drawing functions of how fresh the evidence is, and of what each region could still hold.

A tidy frame in, a `Figure` out. Missing values are left out, never drawn as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from footprint.charts.offices import CONFIDENCE, FIRST, ROW
from footprint.drawing.marks import (
    key,
    key_room,
    names,
    nothing,
    own_id,
    put,
    sheet,
    width_of,
    write,
)
from footprint.drawing.medium import column, dense, shade
from footprint.drawing.style import styled
from footprint.drawing.symbols import COLOURS, WORDS, sign

LEVELS = {"high": "working, high confidence", "medium": "medium", "low": "low"}
DOT = 0.15  # inches from one dot to the next
EVIDENCE = {True: "on one list only", False: "on other evidence"}
OTHERS = {"faded": "not_attested_recently", "proposed": "proposed"}
COUNT = 0.5  # inches after a row of signs, for their number
SMALLEST = 0.1  # inches from sign to sign; closer ones stand in two lines


@styled
def freshness(offices: pd.DataFrame) -> Figure:
    """Documented offices by the year of their last evidence, the newest first, a dot for each.

    Columns: office_id, last_year, confidence (high, medium or low), is_single_list (whether one
    list alone attests the office: such dots stand apart, on a tinted ground). All rows of dots
    are equally deep, so that their lengths compare.
    """
    rows = offices[offices["confidence"].isin(list(CONFIDENCE))].dropna(subset=["last_year"])
    if rows.empty:
        return nothing(column())
    is_single = rows["is_single_list"].fillna(False).astype(bool)
    counts = pd.crosstab([rows["last_year"].astype(int), is_single], rows["confidence"])
    counts = counts.reindex(columns=list(CONFIDENCE), fill_value=0)
    left, words = 0.95, 1.6
    deep = int(np.ceil(counts.sum(axis=1).max() * DOT / (column() - left - words)))
    lines = list(by_year(counts))
    heights = [0.32 + DOT * (max(1, min(deep, line.counts.sum())) - 1) for line in lines]
    said = confidence_key(counts.sum())
    *tops, bottom = FIRST + key_room(column(), said) + np.cumsum([0, *heights])
    figure, axes = sheet(column(), bottom - 0.07)
    key(axes, 0.13, said)
    for line, y in zip(lines, tops, strict=True):
        evidence_line(axes, line, left, y, deep)
    dots(axes, tops, [line.counts for line in lines], left, DOT, deep=deep)
    return figure


class Line(NamedTuple):
    """A row of dots: the year, where it is the first row of it; the offices by confidence, none
    for years without; whether they stand on one list; the words that tell them apart."""

    said: str
    counts: pd.Series
    is_single_list: bool = False
    words: str = ""


def by_year(counts: pd.DataFrame) -> Iterator[Line]:
    """The rows of dots, newest year first, in it one list before other evidence.

    The counts have last_year and is_single_list as index. Years without an office share a line.
    Where no office stands on one list there is nothing to tell apart.
    """
    is_told_apart, later = counts.index.get_level_values(1).any(), None
    for year, own in counts.sort_index(ascending=False).groupby(level=0, sort=False):
        if later is not None and later - year > 1:
            gap = f"{year + 1}" if later - year == 2 else f"{year + 1}–{later - 1}"
            yield Line(gap, 0 * own.iloc[0])
        later = year
        for place, ((_, is_single), row) in enumerate(own.iterrows()):
            words = EVIDENCE[bool(is_single)] if is_told_apart else ""
            yield Line("" if place else str(year), row, bool(is_single), words)


def evidence_line(axes: Axes, line: Line, left: float, y: float, deep: int) -> None:
    """What stands beside and behind a row of dots: the year, the ground, the count in words."""
    if line.said:
        axes.plot([0, column()], [y - 0.16] * 2, color=shade("rule"), linewidth=0.8, zorder=0)
    count = int(line.counts.sum())
    if not count:
        write(axes, 0, y, line.said, colour="muted")
        write(axes, left - DOT / 3, y, "none", colour="muted")
        return
    across, down = DOT * int(np.ceil(count / deep)), DOT * min(deep, count)
    middle, end = y + (down - DOT) / 2, left + across + 0.05
    write(axes, 0, middle, line.said)
    if line.is_single_list:
        corner = (left - 0.7 * DOT, y - 0.7 * DOT)
        ground = Rectangle(corner, across + 0.4 * DOT, down + 0.4 * DOT, color=shade("land"))
        ground.set(linewidth=0, zorder=1, gid=own_id(axes, "one-list"))
        axes.add_patch(ground)
    text = write(axes, end, middle, f"{count:,}", is_bold=True)
    write(axes, end + 0.07 + width_of(text), middle, line.words, colour="muted")


@styled
def regions_compared(regions: pd.DataFrame) -> Figure:
    """Documented working offices by region, and beside them what could explain a difference.

    Columns: world_region, high, medium, low (working offices by confidence), faded (attested, but
    not recently), proposed (never attested at work). One sign per office, at one scale.
    """
    if regions.empty:
        return nothing(column())
    counts = regions[[*CONFIDENCE, *OTHERS]].fillna(0).astype(int)
    rows = regions.assign(**counts, working=counts[list(CONFIDENCE)].sum(axis=1))
    rows = rows.sort_values(["working", "world_region"], ascending=[False, True])
    signs = {kind: outline(label) for kind, label in OTHERS.items()}
    colours = {kind: COLOURS[label] for kind, label in OTHERS.items()}
    said = {kind: f"{WORDS[label]}, {counts[kind].sum():,}" for kind, label in OTHERS.items()}
    sure = confidence_key(counts.sum())
    unsure = [(signs[kind], colours[kind], said[kind]) for kind in OTHERS]
    row, second = dense(ROW), 0.39 + key_room(column(), sure)
    tops = second + 0.46 + key_room(column(), unsure) + row * np.arange(len(rows))
    figure, axes = sheet(column(), tops[-1] + 0.25)
    key(axes, 0.13, sure)
    key(axes, second, unsure)
    for y in tops:
        axes.plot([0, column()], [y - row / 2] * 2, color=shade("rule"), linewidth=0.8, zorder=0)
    left = names(axes, rows["world_region"], tops[0], row) + 0.3
    most = [max(1, rows[kind].max()) for kind in ("working", *OTHERS)]
    room = column() - left - len(most) * COUNT
    deep = 1 if room / sum(most) >= SMALLEST else 2
    columns = [-(-count // deep) for count in most]
    pitch = min(0.2, room / sum(columns), row / (deep + 0.5))
    lines = tops - pitch * (deep - 1) / 2
    dots(axes, lines, [counted for _, counted in rows.iterrows()], left, pitch, deep=deep)
    numbers(axes, tops, rows["working"], left, pitch, deep)
    for kind, before in zip(OTHERS, columns, strict=False):
        left += pitch * before + COUNT
        spots = [
            (left + pitch * (place // deep), y + pitch * (place % deep))
            for y, count in zip(lines, rows[kind], strict=True)
            for place in range(count)
        ]
        put(axes, spots, signs[kind], gid=kind, colour=colours[kind], size=min(10, 52 * pitch))
        numbers(axes, tops, rows[kind], left, pitch, deep)
    return figure


def outline(label: str) -> Path:
    """The shape of a sign as it stands on the maps."""
    shape = sign(label, "high", 1).get_marker()
    assert isinstance(shape, Path)
    return shape


def numbers(
    axes: Axes, tops: Iterable[float], counts: pd.Series, left: float, pitch: float, deep: int
) -> None:
    """How many signs a row has, after the last of them; nothing where there is none."""
    for y, count in zip(tops, counts, strict=True):
        if count:
            write(axes, left + pitch * -(-count // deep) + 0.02, y, f"{count:,}", is_bold=True)


def dots(
    axes: Axes,
    tops: Iterable[float],
    rows: Iterable[pd.Series],
    left: float,
    pitch: float,
    *,
    deep: int = 1,
) -> None:
    """Working offices by confidence, a dot for each; a row fills column by column, so deep."""
    spots: dict[str, list[tuple[float, float]]] = {level: [] for level in CONFIDENCE}
    for y, counts in zip(tops, rows, strict=True):
        drawn = [level for level in CONFIDENCE for _ in range(int(counts[level]))]
        for place, level in enumerate(drawn):
            spots[level].append((left + pitch * (place // deep), y + pitch * (place % deep)))
    for level, shape in CONFIDENCE.items():
        gid, size = f"offices-{level}", min(11.5, 56 * pitch)
        put(axes, spots[level], shape, gid=gid, colour="working", size=size)


def confidence_key(counts: pd.Series) -> list[tuple[Path, str, str]]:
    """What the filling of a dot means, and how many offices there are of it."""
    return [
        (shape, "working", f"{LEVELS[level]}, {counts[level]:,}")
        for level, shape in CONFIDENCE.items()
    ]
