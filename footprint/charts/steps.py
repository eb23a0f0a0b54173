"""The steps of a relation as lines of text in order of time, a sign of its kind before each.

Layout and drawing for `footprint.charts.cooperation`; a step has day, when, title and kind.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from footprint.drawing.fitting import fitted, wide
from footprint.drawing.marks import BAR, DASH, Meaning, put, write

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
ROW, LINE = 0.265, 0.215  # inches from a step to the next, and from its first line to its second
NAMED = 0.24  # inches before the dates of a list


def latest(steps: pd.DataFrame, room: float) -> pd.DataFrame:
    """The latest steps, as many as have room below each other (inches)."""
    return steps[steps["height"][::-1].cumsum()[::-1] <= room].copy()


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


def kinds_of(steps: pd.DataFrame) -> list[Meaning]:
    """The signs of the kinds that there are, and what they mean."""
    there = set(steps["kind"].where(steps["kind"].isin(list(KINDS)), "other"))
    return [(KINDS[kind][0], "ink", KINDS[kind][1]) for kind in KINDS if kind in there]


def step_lines(page: Axes, steps: pd.DataFrame, x: float) -> None:
    """The steps at their places: the sign of the kind at x, the date, the title."""
    kinds = steps["kind"].where(steps["kind"].isin(list(KINDS)), "other")
    for kind, rows in steps.groupby(kinds, sort=False):
        put(page, [(x, y) for y in rows["place"]], KINDS[kind][0], gid=f"step-{kind}", size=9)
    for row in steps.itertuples():
        write(page, x + 0.16, row.place, row.date, colour="muted")
        for i, line in enumerate(row.lines):
            write(page, x + 0.16 + row.title_x, row.place + LINE * i, line)
