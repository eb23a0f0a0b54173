"""Panels over time, and labels at their points: the part of a chart that has a scale.

A panel counts in decimal years and starts at zero. Labels find their room by `footprint.labels`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator

from footprint.drawing.canvas import size_of, to_points
from footprint.drawing.labels import Numbers, Place, place
from footprint.drawing.marks import one_line, own_id, type_size
from footprint.drawing.medium import current, shade


def panel(
    figure: Figure,
    place: tuple[float, float, float, float],
    span: tuple[float, float],
    top: float,
    *,
    is_dated: bool = True,
) -> Axes:
    """Axes for a series over decimal years, from zero to top; place is x, y, width, height.

    Inches from the upper left corner, as on a sheet. All ticks are made here, because those that
    matplotlib makes later would not be in the report's style.
    """
    width, height = size_of(figure)
    x, y, across, down = place
    axes = figure.add_axes((x / width, 1 - (y + down) / height, across / width, down / height))
    axes.set(xlim=span, ylim=(0, top))
    locator = MaxNLocator(4 if down > 1.2 else 2, steps=[1, 2, 2.5, 5, 10], integer=True)
    values = locator.tick_values(0, top)
    axes.set_yticks([v for v in values if 0 <= v <= top])
    axes.set_yticklabels([f"{v:,.0f}" for v in axes.get_yticks()])
    first, last = np.ceil(span[0]), np.floor(span[1] - 0.5)
    step = 10 if last - first > 15 else 5 if last - first > 6 else 1
    room = 0.5 * (span[1] - span[0]) / across
    rounds = np.arange(first - first % step, last, step)
    years = [year for year in rounds if first + room < year < last - room]
    axes.set_xticks([first, *years, last] if last > first else [first])
    axes.set_xticklabels([f"{y:.0f}" if is_dated else "" for y in axes.get_xticks()])
    for text in axes.get_yticklabels():
        text.set_verticalalignment("center")
    axes.tick_params(labelsize=type_size(axes))
    axes.tick_params(length=4 if is_dated else 0, pad=4 * current().scale)
    axes.tick_params(axis="y", length=0, pad=6 * current().scale)
    return axes


def decimal_years(days: pd.Series) -> pd.Series:
    """Days as years with a fraction; a missing day stays missing."""
    days = pd.to_datetime(days)
    return days.dt.year + (days.dt.day_of_year - 1) / 365.25


def spread(places: Sequence[float], gap: float) -> list[float]:
    """The places moved apart, in their order, until neighbours are at least a gap away."""
    order = np.argsort(places, kind="stable")
    moved = np.array(places, dtype=float)
    for _ in range(50):
        for low, high in pairwise(order):
            lack = gap - (moved[high] - moved[low])
            if lack > 1e-9:
                moved[low] -= lack / 2
                moved[high] += lack / 2
    return [float(place) for place in moved]


def annotate(axes: Axes, text: object, point: tuple[float, float], **look: Any) -> Annotation:
    """A text at a point of a panel, on a patch of paper so that no hairline runs through it."""
    settings = {
        "color": shade("ink"),
        "size": type_size(axes),
        "bbox": {"facecolor": shade("paper"), "edgecolor": "none", "pad": 1},
        **look,
    }
    return axes.annotate(
        one_line(text),
        point,
        (0, 0),
        textcoords="offset points",
        parse_math=False,
        annotation_clip=False,
        **settings,
    )


def label(
    axes: Axes,
    points: Sequence[tuple[float, float]],
    texts: Sequence[object],
    *,
    avoid: Sequence[tuple[float, float]] = (),
    lines: Sequence[Sequence[tuple[float, float]]] = (),
) -> None:
    """A label beside each point, with a leader line if it had to go further away.

    Labels cover no mark (of the points, or in `avoid`), none of the lines and nothing below the
    axes. One that finds no room is left out: a missing label misleads nobody.
    """
    figure, page = axes.figure, to_points(axes)
    spots, marks, paths = (
        page.transform(np.asarray(given, dtype=float).reshape(-1, 2))
        for given in (points, [*points, *avoid], [end for line in lines for end in line])
    )
    width, height = (72 * inches for inches in size_of(figure))
    floor = axes.get_position().y0 * height + 1
    taken = np.vstack(
        [np.hstack([marks - 5.5, marks + 5.5]), [[0, 0, width, floor]], *numbers_of(axes)]
    )
    notes = [annotate(axes, text, point) for text, point in zip(texts, points, strict=True)]
    sizes = [np.array(note.get_window_extent().size) * 72 / figure.dpi for note in notes]
    room = roomy(
        spots,
        np.asarray(sizes).reshape(-1, 2),
        taken,
        (0, 0, width, height),
        shapely.multilinestrings(paths.reshape(-1, 2, 2)) if lines else None,
    )
    for note, spot, found in zip(notes, spots, room, strict=True):
        if found is None:
            note.remove()
            continue
        note.set(position=(found.left - spot[0], found.bottom - spot[1]), ha="left", va="bottom")
        if found.leader:
            ends = page.inverted().transform(np.array(found.leader))
            axes.plot(
                *ends.T,
                color=shade("muted"),
                linewidth=0.7,
                gid=own_id(axes, "leader"),
                clip_on=False,
            )


def numbers_of(axes: Axes) -> list[Numbers]:
    """The boxes of the numbers beside a panel that is drawn for another medium than the report.

    There the report's own labels lie clear of them.
    """
    if current().part is None:
        return []
    corners = axes.figure.bbox.p0
    boxes = [text.get_window_extent() for text in axes.get_yticklabels() if text.get_text()]
    by = 72 / axes.figure.dpi / current().scale
    return [(np.vstack([box.p0 - corners, box.p1 - corners]) * by).reshape(1, 4) for box in boxes]


def roomy(
    spots: Numbers,
    sizes: Numbers,
    taken: Numbers,
    frame: tuple[float, float, float, float],
    lines: shapely.Geometry | None,
) -> list[Place | None]:
    """Places in two rounds: labels that found none get a second choice, once the others stand."""
    radii = np.full(len(spots), 5.0)
    room = place(spots, radii, sizes, taken, frame, lines=lines)
    late = [i for i, found in enumerate(room) if found is None]
    if late:
        standing = [
            (found.left, found.bottom, found.left + size[0], found.bottom + size[1])
            for found, size in zip(room, sizes, strict=True)
            if found is not None
        ]
        taken = np.vstack([taken, *standing])
        second = place(spots[late], radii[late], sizes[late], taken, frame, lines=lines)
        for i, found in zip(late, second, strict=True):
            room[i] = found
    return room
