"""The drawing function of deaths and cooperation on one axis of time.

A tidy frame in, a `Figure` out. Nothing is said about causes: deaths and steps share an axis and
no more. Missing values are left out, never drawn as zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D

from footprint.drawing.fitting import Point, fitted, strokes, wide
from footprint.drawing.marks import (
    BAR,
    DASH,
    FILLED,
    HOLLOW,
    OPEN_SQUARE,
    SQUARE,
    WIDE,
    key,
    nothing,
    put,
    sheet,
    width_of,
    write,
)
from footprint.drawing.palette import LIGHT
from footprint.drawing.panels import decimal_years, label
from footprint.drawing.style import styled

CROSS = Path.make_compound_path(
    *(BAR.transformed(Affine2D().scale(0.6, 1.15).rotate_deg(turn)) for turn in (45, -45))
)
# None is a shape of the deaths: a disc or a square would mean two things.
KINDS = {
    "diplomacy": (Path.unit_regular_polygon(4), "diplomacy"),
    "policy": (Path.unit_regular_polygon(3), "policy"),
    "law": (BAR, "law"),
    "crime": (CROSS, "crime"),
    "agency": (Path.unit_regular_star(5, 0.45), "the agency"),
    "other": (DASH, "other"),
}
DRUGS = {
    "all_drugs": ("all drugs", FILLED, HOLLOW, "muted"),
    "synthetic_opioids": ("synthetic opioids", SQUARE, OPEN_SQUARE, "ink"),
}
LEFT, MIDDLE = 0.5, 3.5  # inches from the left edge to the scale, and to the axis of time
GUTTER = 1.15  # inches from the axis of time to the dates, with the leaders and the signs
ROW, LINE = 0.265, 0.215  # inches from a step to the next, and from its first line to its second
TOP = 0.95  # inches from the upper edge to the first year


@dataclass(frozen=True)
class Clock:
    """The axis of time: whole years from the first on, and the inches each takes down the page."""

    first: int
    years: int
    year: float

    @property
    def end(self) -> float:
        return TOP + self.years * self.year

    def down(self, at: pd.Series) -> pd.Series:
        """Inches from the upper edge to moments in decimal years."""
        return TOP + (at - self.first) * self.year


@styled
def cooperation_and_deaths(deaths: pd.DataFrame, steps: pd.DataFrame) -> Figure:
    """Overdose deaths and the steps of a relation, side by side on one axis of time that runs down.

    Columns of deaths: day (the last of the twelve months), all_drugs, synthetic_opioids (people,
    may be missing), is_final, is_preferred; of steps: day, when (the date in words), title, kind
    (diplomacy, policy, law, crime, dea). A line joins the preferred final counts of years that
    follow each other; provisional counts are hollow and stand alone.
    """
    numbers = {name: pd.to_numeric(deaths[name], errors="coerce").astype(float) for name in DRUGS}
    flags = {name: deaths[name].fillna(False).astype(bool) for name in ("is_final", "is_preferred")}
    counts = deaths.assign(**numbers, **flags, at=decimal_years(deaths["day"]))
    counts = counts.dropna(subset=["at"]).dropna(subset=list(DRUGS), how="all")
    told = steps.assign(at=decimal_years(steps["day"])).dropna(subset=["at"])
    if counts.empty and told.empty:
        return nothing(WIDE)
    middle = (MIDDLE if len(counts) else LEFT) if len(told) else WIDE - 0.1
    told = worded(told.sort_values("at", kind="stable"), WIDE - middle - GUTTER)
    moments = np.floor(pd.concat([counts["at"], told["at"]])).astype(int)
    first, years = int(moments.min()), int(np.ptp(moments)) + 1
    rows = float(told["height"].sum())
    clock = Clock(first, years, max(1.2 * rows, min(0.5 * years, 8.0)) / years)
    told["down"] = clock.down(told["at"])
    told["place"] = settled(told["down"], told["height"], TOP + 0.12, clock.end + 0.15 * rows)
    figure, page = sheet(WIDE, max([clock.end, *(told["place"] + told["height"] - ROW)]) + 0.15)
    years_down(page, clock, middle)
    if len(counts):
        counts = counts.assign(y=clock.down(counts["at"])).sort_values("at", kind="stable")
        deaths_down(figure, page, counts.reset_index(drop=True), (middle, clock.end))
    if len(told):
        steps_down(figure, page, told, (middle, clock.end))
    return figure


def years_down(page: Axes, clock: Clock, right: float) -> None:
    """A hairline where each year begins, and its number halfway down to the next."""
    edges = [TOP + clock.year * i for i in range(clock.years + 1)]
    page.hlines(
        edges, LEFT - 0.07, right, color=LIGHT["rule"], linewidth=0.8, zorder=0, gid="years"
    )
    every = int(np.ceil(0.2 / clock.year))
    for i in range(clock.years):
        if (clock.first + i) % every == 0:
            write(page, 0, edges[i] + clock.year / 2, clock.first + i, colour="muted")


def beside(figure: Figure, left: float) -> Axes:
    """The sheet to the right of a place, with an origin of its own: a key can begin there."""
    width, height = figure.get_size_inches()
    box = (left / width, 0, 1 - left / width, 1)
    axes = figure.add_axes(box, xlim=(0, width - left), ylim=(height, 0))
    axes.set_axis_off()
    return axes


def deaths_down(
    figure: Figure, page: Axes, counts: pd.DataFrame, corner: tuple[float, float]
) -> None:
    """Two series on a scale from zero; corner is the lower right one of their room."""
    write(page, LEFT, 0.13, "Overdose deaths in twelve months", is_bold=True)
    said = [(FILLED, "ink", "final"), (HOLLOW, "ink", "provisional")]
    key(beside(figure, LEFT), 0.39, said)
    highest = max(1.0, float(np.nanmax(counts[list(DRUGS)].to_numpy())))
    inch = (corner[0] - LEFT - 0.75) / highest
    scale(page, inch, highest, corner[1])
    x = LEFT + inch * counts[list(DRUGS)]
    notes: list[tuple[Point, str]] = []
    marks: list[Point] = []
    left = LEFT - 0.05
    legs = [((left, TOP), (left, corner[1])), ((left, TOP), (corner[0], TOP))]
    legs.append(((corner[0], TOP), corner))
    for name, other in zip(DRUGS, reversed(DRUGS), strict=True):
        own = counts.assign(value=counts[name], x=x[name], other=x[other]).dropna(subset=["x"])
        runs = series_down(page, own, name)
        legs += [leg for run in runs for leg in pairwise(run)]
        notes += told_of(own, DRUGS[name][0], corner[0])
        marks += list(zip(own["x"], own["y"], strict=True))
    spots, words = zip(*notes, strict=True)
    label(page, spots, words, avoid=marks, lines=legs)


def scale(page: Axes, inch: float, highest: float, floor: float) -> None:
    """The scale of deaths above the first year, in thousands if they are many."""
    unit, word = (1000, "thousand") if highest >= 4000 else (1, "")
    locator = MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=True)
    for tick in locator.tick_values(0, highest / unit):
        x = LEFT + inch * unit * tick
        if 0 <= tick <= highest / unit:
            tone = "rule" if tick else "muted"
            page.plot([x, x], [TOP, floor], color=LIGHT[tone], linewidth=0.8, zorder=0)
            last = write(page, x, TOP - 0.17, f"{tick:,.0f}", colour="muted", ha="center")
            end = x + width_of(last) / 2 + 0.06
    write(page, end, TOP - 0.17, word, colour="muted")


def series_down(page: Axes, own: pd.DataFrame, name: str) -> list[list[Point]]:
    """The marks of one series and the lines that join them, which are given back."""
    _, filled, hollow, colour = DRUGS[name]
    for gid, shape, part in (
        ("provisional", hollow, own[~own["is_final"]]),
        ("final", filled, own[own["is_final"]]),
    ):
        points, is_backed = zip(part["x"], part["y"], strict=True), shape is hollow
        put(page, points, shape, gid=f"{gid}-{name}", colour=colour, size=8, is_backed=is_backed)
    yearly = own[own["is_final"] & own["is_preferred"]]
    groups = yearly.groupby((yearly["at"].diff() > 1.1).cumsum())
    runs = [list(zip(run["x"], run["y"], strict=True)) for _, run in groups if len(run) > 1]
    strokes(page, runs, colour, 1.2, gid=f"run-{name}")
    return runs


def told_of(own: pd.DataFrame, name: str, right: float) -> Iterator[tuple[Point, str]]:
    """Where labels of a series stand and what they say: the highest and the last count, the name.

    The highest is that of the preferred final counts if there are any; of two counts for the same
    months the preferred one is the last. The name stands where there is most room beside a mark.
    """
    if own.empty:
        return
    best = own[own["is_final"] & own["is_preferred"]]
    best = own if best.empty else best
    highest = best.loc[best["value"].idxmax()]
    last = own.sort_values(["at", "is_preferred"], kind="stable").iloc[-1]
    for row in [highest] if highest.name == last.name else [highest, last]:
        yield (row["x"], row["y"]), f"{row['value']:,.0f}"
    rest = best.drop([highest.name, last.name], errors="ignore")
    rest = best if rest.empty else rest
    before = rest["x"] - rest["other"].where(rest["other"] < rest["x"], LEFT)
    after = rest["other"].where(rest["other"] > rest["x"], right) - rest["x"]
    row = rest.loc[np.maximum(before, after).idxmax()]
    yield (row["x"], row["y"]), name


def worded(steps: pd.DataFrame, room: float) -> pd.DataFrame:
    """The steps with the words that fit in the room (inches) and the height that these take.

    date, lines (of the title), title_x (inches after the date's left edge), height (inches).
    """
    dates = [fitted(when, 1.4)[0] for when in steps["when"].fillna("")]
    title_x = wide(dates) + 0.15
    lines = [fitted(title, room - title_x, most=2) for title in steps["title"].fillna("")]
    height = [ROW + LINE * (len(each) - 1) for each in lines]
    told = steps.assign(date=dates, title_x=title_x, height=height)
    return told.assign(lines=pd.Series(lines, told.index, dtype=object))


def settled(wanted: pd.Series, heights: pd.Series, top: float, end: float) -> list[float]:
    """Places in the order of the wanted ones, none nearer to the next than its height, all between
    top and end, and together as near to where they were wanted as can be (least squares)."""
    offsets = np.concatenate([[0.0], np.cumsum(heights)])
    blocks: list[list[float]] = []
    for free in wanted.to_numpy() - offsets[:-1]:
        blocks.append([free])
        while len(blocks) > 1 and np.mean(blocks[-2]) > np.mean(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    free = np.array([np.mean(block) for block in blocks for _ in block])
    return [float(y) for y in np.clip(free, top, max(top, end - offsets[-1])) + offsets[:-1]]


def steps_down(figure: Figure, page: Axes, steps: pd.DataFrame, foot: tuple[float, float]) -> None:
    """A line of text for each step, the sign of its kind, a leader to its day; foot of the axis."""
    middle, end = foot
    write(page, middle + 0.12, 0.13, "Steps, in order of time", is_bold=True)
    kinds = steps["kind"].where(steps["kind"].isin(list(KINDS)), "other")
    items = [(KINDS[kind][0], "ink", KINDS[kind][1]) for kind in KINDS if kind in set(kinds)]
    key(beside(figure, middle + 0.12), 0.39, items)
    page.plot([middle] * 2, [TOP, end], color=LIGHT["muted"], linewidth=0.8, gid="axis")
    days = [(middle, y) for y in steps["down"]]
    put(page, days, FILLED, gid="day", colour="muted", size=3.5)
    x = middle + GUTTER - 0.16
    leaders = [
        [(middle, day), (middle + 0.08, day), (x - 0.2, y), (x - 0.12, y)]
        for day, y in zip(steps["down"], steps["place"], strict=True)
    ]
    strokes(page, leaders, "faded", 0.6, gid="leaders")
    for kind, rows in steps.groupby(kinds, sort=False):
        put(page, [(x, y) for y in rows["place"]], KINDS[kind][0], gid=f"step-{kind}", size=9)
    for row in steps.itertuples():
        write(page, x + 0.16, row.place, row.date, colour="muted")
        for i, line in enumerate(row.lines):
            write(page, x + 0.16 + row.title_x, row.place + LINE * i, line)
