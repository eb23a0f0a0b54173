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
from matplotlib.ticker import MaxNLocator

from footprint.charts.steps import NAMED, ROW, kinds_of, latest, settled, step_lines, worded
from footprint.drawing.canvas import size_of
from footprint.drawing.fitting import Point, strokes
from footprint.drawing.marks import (
    FILLED,
    HOLLOW,
    OPEN_SQUARE,
    SQUARE,
    key,
    key_room,
    nothing,
    put,
    sheet,
    width_of,
    write,
)
from footprint.drawing.medium import broad, current, is_narrow, shade
from footprint.drawing.panels import decimal_years, label
from footprint.drawing.style import styled

DRUGS = {
    "all_drugs": ("all drugs", FILLED, HOLLOW, "muted"),
    "synthetic_opioids": ("synthetic opioids", SQUARE, OPEN_SQUARE, "ink"),
}
LEFT, MIDDLE = 0.5, 3.5  # inches from the left edge to the scale, and to the axis of time
STEPS = "Steps, in order of time"
GUTTER = 1.15  # inches from the axis of time to the dates, with the leaders and the signs
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
        return nothing(broad())
    told = told.sort_values("at", kind="stable")
    if is_narrow() and len(counts) and len(told):
        return stacked(counts, told)
    middle = (MIDDLE if len(counts) else LEFT) if len(told) else broad() - 0.1
    told, of = worded(told, broad() - middle - GUTTER), len(told)
    if (height := current().height) is not None:
        told = latest(told, height - TOP - 0.6)
    moments = np.floor(pd.concat([counts["at"], told["at"]])).astype(int)
    first, years = int(moments.min()), int(np.ptp(moments)) + 1
    rows = float(told["height"].sum())
    long = max(1.2 * rows, min(0.5 * years, 8.0))
    clock = Clock(first, years, (long if height is None else height - TOP - 0.4) / years)
    told["down"] = clock.down(told["at"])
    told["place"] = settled(told["down"], told["height"], TOP + 0.12, clock.end + 0.15 * rows)
    ends = [clock.end, *(told["place"] + told["height"] - ROW)]
    figure, page = sheet(broad(), max(ends) + 0.15)
    years_down(page, clock, middle)
    if len(counts):
        deaths_down(figure, page, counts, clock, middle)
    if len(told):
        steps_down(figure, page, told, (middle, clock.end), of)
    return figure


def stacked(counts: pd.DataFrame, told: pd.DataFrame) -> Figure:
    """Both one below the other, where they have no room side by side: deaths, then the steps."""
    moments, right = np.floor(counts["at"]).astype(int), broad() - 0.1
    years = int(np.ptp(moments)) + 1
    clock = Clock(int(moments.min()), years, 0.36)
    told, items = worded(told, broad() - NAMED), kinds_of(told)
    head = clock.end + 0.5
    first = head + 0.6 + key_room(broad(), items)
    told["place"] = first + told["height"].cumsum() - told["height"]
    figure, page = sheet(broad(), first + float(told["height"].sum()))
    years_down(page, clock, right)
    deaths_down(figure, page, counts, clock, right)
    write(page, 0, head, STEPS, is_bold=True)
    key(page, head + 0.26, items)
    step_lines(page, told, 0.08)
    return figure


def years_down(page: Axes, clock: Clock, right: float) -> None:
    """A hairline where each year begins, and its number halfway down to the next."""
    edges = [TOP + clock.year * i for i in range(clock.years + 1)]
    page.hlines(
        edges, LEFT - 0.07, right, color=shade("rule"), linewidth=0.8, zorder=0, gid="years"
    )
    every = int(np.ceil(0.2 / clock.year))
    for i in range(clock.years):
        if (clock.first + i) % every == 0:
            write(page, 0, edges[i] + clock.year / 2, clock.first + i, colour="muted")


def beside(figure: Figure, left: float) -> Axes:
    """The sheet to the right of a place, with an origin of its own: a key can begin there."""
    width, height = size_of(figure)
    box = (left / width, 0, 1 - left / width, 1)
    axes = figure.add_axes(box, xlim=(0, width - left), ylim=(height, 0))
    axes.set_axis_off()
    return axes


def deaths_down(
    figure: Figure, page: Axes, counts: pd.DataFrame, clock: Clock, right: float
) -> None:
    """Two series on a scale from zero, as far as to the right edge of their room."""
    counts = counts.assign(y=clock.down(counts["at"])).sort_values("at", kind="stable")
    counts, corner = counts.reset_index(drop=True), (right, clock.end)
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
            page.plot([x, x], [TOP, floor], color=shade(tone), linewidth=0.8, zorder=0)
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


def steps_down(
    figure: Figure, page: Axes, steps: pd.DataFrame, foot: tuple[float, float], of: int
) -> None:
    """A line of text for each step, the sign of its kind, a leader to its day.

    The foot is that of the axis; `of` is how many steps there are in all.
    """
    middle, end = foot
    said = STEPS if len(steps) == of else f"The latest {len(steps):,} of {of:,} steps"
    write(page, middle + 0.12, 0.13, said, is_bold=True)
    key(beside(figure, middle + 0.12), 0.39, kinds_of(steps))
    page.plot([middle] * 2, [TOP, end], color=shade("muted"), linewidth=0.8, gid="axis")
    days = [(middle, y) for y in steps["down"]]
    put(page, days, FILLED, gid="day", colour="muted", size=3.5)
    x = middle + GUTTER - 0.16
    leaders = [
        [(middle, day), (middle + 0.08, day), (x - 0.2, y), (x - 0.12, y)]
        for day, y in zip(steps["down"], steps["place"], strict=True)
    ]
    strokes(page, leaders, "faded", 0.6, gid="leaders")
    step_lines(page, steps, x)
