"""The marks that all charts share: the sheet, the words, the dots, and where labels find room.

Dots say how sure we are by their filling (filled, ringed, hollow). Carets say which way the true
number may lie: above it for *at least*, below it for *at most*, both for *about*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D

from footprint.labels import place
from footprint.palette import LIGHT

COLUMN, WIDE = 7.2, 10.0  # inches
POINT = 1 / 72  # inches


def disc(radius: float, *, is_hole: bool = False) -> Path:
    """A circle; a hole runs the other way round, so that fills leave it open."""
    circle = Path.circle(radius=radius)
    if not is_hole:
        return circle
    outline = np.asarray(circle.vertices)
    return Path(np.vstack([outline[:-1][::-1], outline[-1:]]), circle.codes)


def box(half: float, *, is_hole: bool = False) -> Path:
    """A square of the given half side; a hole runs the other way round."""
    corners = [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
    return Path(corners[::-1] if is_hole else corners, closed=True)


def caret(up: bool) -> Path:
    """A chevron clear of a dot of radius one, pointing away from it."""
    corners = np.array([(-0.8, 1.3), (0, 1.85), (0.8, 1.3), (0.8, 1.75), (0, 2.3), (-0.8, 1.75)])
    return Path(np.vstack([corners, corners[:1]]) * (1, 1 if up else -1), closed=True)


FILLED = disc(1)
HOLLOW = Path.make_compound_path(disc(1), disc(0.7, is_hole=True))
RINGED = Path.make_compound_path(HOLLOW, disc(0.46))
SQUARE = box(0.9)
OPEN_SQUARE = Path.make_compound_path(SQUARE, box(0.6, is_hole=True))
# A square cut along its diagonal: told from the plain one by shape as well as by tone.
CUT_SQUARE = Path.make_compound_path(
    Path([(-0.9, -0.65), (-0.9, 0.9), (0.65, 0.9), (-0.9, -0.65)], closed=True),
    Path([(0.9, 0.65), (0.9, -0.9), (-0.65, -0.9), (0.9, 0.65)], closed=True),
)
BAR = Path([(-0.5, -1), (0.5, -1), (0.5, 1), (-0.5, 1), (-0.5, -1)], closed=True)
CARETS = {"at_least": [True], "at_most": [False], "about": [True, False]}


def bounded(shape: Path, bound: str, *, is_across: bool = False) -> Path:
    """The shape with the carets of its bound; an exact or unknown bound adds nothing.

    They point up and down, or right and left where the values run across.
    """
    turn = Affine2D().rotate_deg(-90 if is_across else 0)
    carets = [caret(up).transformed(turn) for up in CARETS.get(bound, [])]
    return Path.make_compound_path(shape, *carets)


def sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """An empty figure whose one axes is measured in inches from the upper left corner."""
    figure = Figure(figsize=(width, height))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def nothing(width: float) -> Figure:
    """What stands in for a figure without rows."""
    figure, axes = sheet(width, 1)
    write(axes, width / 2, 0.5, "No rows to draw", colour="muted", ha="center")
    return figure


def type_size(axes: Axes) -> float:
    """Points of the type: larger on wide figures, which a page shrinks more."""
    figure = axes.get_figure(root=True)
    return 11 if figure is None or figure.get_figwidth() <= COLUMN else 12


def one_line(text: object) -> str:
    """The text without line breaks, which would leave the room that it was given."""
    return " ".join(str(text).split())


def write(
    axes: Axes,
    x: float,
    y: float,
    text: object,
    *,
    colour: str = "ink",
    is_bold: bool = False,
    ha: str = "left",
) -> Text:
    """One line of text on a sheet, optically centred on y; never read as mathematics.

    Centring on the capitals, not on the box, keeps rows with and without descenders in line.
    """
    size = type_size(axes)
    return axes.text(
        x,
        y + 0.33 * size * POINT,
        one_line(text),
        color=LIGHT[colour],
        size=size,
        weight=600 if is_bold else 400,
        ha=ha,
        va="baseline",
        parse_math=False,
    )


def names(axes: Axes, texts: Iterable[object], first: float, step: float) -> float:
    """Names at the left edge of a sheet, one a row; the inches where the longest ends.

    A very long name is cut, so that it leaves room for the marks.
    """
    cut = [text if len(text) <= 34 else f"{text[:33]}…" for text in map(one_line, texts)]
    return max(width_of(write(axes, 0, first + step * i, text)) for i, text in enumerate(cut))


def width_of(text: Text) -> float:
    """Inches a text takes."""
    figure = text.get_figure(root=True)
    assert figure is not None
    return float(text.get_window_extent().width / figure.dpi)


def put(
    axes: Axes,
    points: Iterable[tuple[float, float]],
    shape: Path,
    *,
    gid: str,
    colour: str = "ink",
    size: float = 7,
    is_backed: bool = False,
) -> None:
    """One mark per point; size is the diameter, in points, of the dot without its carets.

    All marks are fills, so that a colour is one class in a page. A backed mark hides the lines
    under it, which would else show through a hollow one.
    """
    x, y = np.asarray(list(points), dtype=float).reshape(-1, 2).T
    if not len(x):
        return
    look: dict[str, Any] = {"linewidths": 0, "clip_on": False}
    if is_backed:
        axes.scatter(x, y, s=(size + 2) ** 2, color=LIGHT["paper"], zorder=3, **look)
    area = (size * float(np.abs(np.asarray(shape.vertices)).max())) ** 2
    axes.scatter(x, y, s=area, marker=shape, color=LIGHT[colour], gid=gid, zorder=4, **look)


def key(axes: Axes, y: float, items: Sequence[tuple[Path, str, str]], *, size: float = 9) -> None:
    """A line of marks, each followed by its meaning in words; it wraps at the edge of the sheet."""
    x, edge = 0.0, axes.get_xlim()[1]
    for shape, colour, meaning in items:
        text = write(axes, x + 0.2, y, meaning, colour="muted")
        if x and x + 0.2 + width_of(text) > edge:
            x, y = 0.0, y + 0.24
            text.set_position((0.2, y + 0.33 * type_size(axes) * POINT))
        put(axes, [(x + 0.08, y)], shape, gid="key", colour=colour, size=size)
        x += 0.2 + width_of(text) + 0.25


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
    width, height = figure.get_size_inches()
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
    axes.tick_params(length=4 if is_dated else 0, pad=4)
    axes.tick_params(axis="y", length=0, pad=6)
    return axes


def decimal_years(days: pd.Series) -> pd.Series:
    """Days as years with a fraction; a missing day stays missing."""
    days = pd.to_datetime(days)
    return days.dt.year + (days.dt.dayofyear - 1) / 365.25


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
        "color": LIGHT["ink"],
        "size": type_size(axes),
        "bbox": {"facecolor": LIGHT["paper"], "edgecolor": "none", "pad": 1},
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
    figure = axes.get_figure(root=True)
    assert figure is not None
    to_points = axes.transData + Affine2D().scale(72 / figure.dpi)
    spots, marks, paths = (
        to_points.transform(np.asarray(given, dtype=float).reshape(-1, 2))
        for given in (points, [*points, *avoid], [end for line in lines for end in line])
    )
    width, height = figure.get_size_inches() * 72
    floor = axes.get_position().y0 * height + 1
    taken = np.vstack([np.hstack([marks - 6, marks + 6]), [[0, 0, width, floor]]])
    notes = [annotate(axes, text, point) for text, point in zip(texts, points, strict=True)]
    sizes = [np.array(note.get_window_extent().size) * 72 / figure.dpi for note in notes]
    room = place(
        spots,
        np.full(len(spots), 5.0),
        np.asarray(sizes).reshape(-1, 2),
        taken,
        (0, 0, width, height),
        lines=shapely.multilinestrings(paths.reshape(-1, 2, 2)) if lines else None,
    )
    for note, spot, found in zip(notes, spots, room, strict=True):
        if found is None:
            note.remove()
            continue
        note.set(position=(found.left - spot[0], found.bottom - spot[1]), ha="left", va="bottom")
        if found.leader:
            ends = to_points.inverted().transform(np.array(found.leader))
            axes.plot(*ends.T, color=LIGHT["muted"], linewidth=0.7, gid="leader", clip_on=False)
