"""The marks that all charts share: the sheet, the words, the dots.

Dots say how sure we are by their filling (filled, ringed, hollow). Carets say which way the true
number may lie: above it for *at least*, below it for *at most*, both for *about*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, count
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from footprint.drawing.canvas import canvas, size_of
from footprint.drawing.medium import body, shade
from footprint.drawing.symbols import extent

Meaning = tuple[Path, str, str]  # of a key: a shape, its colour, and what it says in words
POINT = 1 / 72  # inches
YEAR = 0.42  # inches that the number of a year takes, with air
KEY_LINE = 0.24  # inches from one line of a key to the next


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
# A line along the year, for what is not there.
DASH = BAR.transformed(Affine2D().scale(0.44, 0.75).rotate_deg(90))
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
    figure = canvas(width, height)
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
    return body(size_of(axes.figure)[0])


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
    is_backed: bool = False,
    ha: str = "left",
) -> Text:
    """One line of text on a sheet, optically centred on y; never read as mathematics.

    Centring on the capitals, not on the box, keeps rows with and without descenders in line.
    Where the text `is_backed`, lines do not run through it.
    """
    size = type_size(axes)
    written = axes.text(
        x,
        y + 0.33 * size * POINT,
        one_line(text),
        color=shade(colour),
        size=size,
        weight=600 if is_bold else 400,
        ha=ha,
        va="baseline",
        parse_math=False,
    )
    if is_backed:
        written.set_bbox({"facecolor": shade("paper"), "edgecolor": "none", "pad": 0.5})
    return written


def names(axes: Axes, texts: Iterable[object], first: float, step: float) -> float:
    """Names at the left edge of a sheet, one a row; the inches where the longest ends.

    A very long name is cut, at its comma if it has one, so that it leaves room for the marks.
    """
    widest, limit = 0.0, 0.4 * axes.get_xlim()[1]
    for i, name in enumerate(texts):
        text = write(axes, 0, first + step * i, name)
        if width_of(text) > limit:
            text.set_text(text.get_text().split(", ")[0])
        while (width := width_of(text)) > limit:
            kept = min(len(text.get_text()) - 2, int(len(text.get_text()) * limit / width))
            text.set_text(f"{text.get_text()[:kept]}…")
        widest = max(widest, width)
    return widest


def numbered(first: int, last: int, pitch: float, every: int = 10) -> list[int]:
    """The years whose numbers have room on an axis with so many inches a year: both ends, and
    round ones between them."""
    room = YEAR / pitch
    step = next((step for step in (every, 2 * every, 5 * every) if step >= room), 10 * every)
    between = [y for y in range(first, last) if y % step == 0 and first + room < y < last - room]
    return list(dict.fromkeys([first, *between, last]))


def width_of(text: Text) -> float:
    """Inches a text takes."""
    figure = text.get_figure(root=True)
    assert figure is not None
    return float(text.get_window_extent().width / figure.dpi)


def own_id(axes: Axes, gid: str) -> str:
    """The name of a group, numbered if the figure has it already: a page needs each id once."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    taken = {child.get_gid() for each in figure.axes for child in each.get_children()}
    names = chain([gid], (f"{gid}-{number}" for number in count(2)))
    return next(name for name in names if name not in taken)


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
        axes.scatter(x, y, s=(size + 2) ** 2, color=shade("paper"), zorder=3, **look)
    area = (size * float(np.abs(np.asarray(shape.vertices)).max())) ** 2
    axes.scatter(
        x, y, s=area, marker=shape, color=shade(colour), gid=own_id(axes, gid), zorder=4, **look
    )


def key_room(width: float, items: Sequence[Meaning]) -> float:
    """Inches that a key takes below its first line, on a sheet so many inches across."""
    x, lines = 0.0, 0
    for _, _, meaning in items:
        end = 0.2 + extent(one_line(meaning), body(width))[0] * POINT
        if x and x + end > width:
            x, lines = 0.0, lines + 1
        x += end + 0.25
    return KEY_LINE * lines


def key(
    axes: Axes, y: float, items: Sequence[Meaning], *, size: float = 9, short: float = 0.0
) -> None:
    """A line of marks, each followed by its meaning in words.

    It wraps at the edge of the sheet, or so many inches short of it.
    """
    x, edge = 0.0, axes.get_xlim()[1] - short
    for shape, colour, meaning in items:
        text = write(axes, x + 0.2, y, meaning, colour="muted")
        if x and x + 0.2 + width_of(text) > edge:
            x, y = 0.0, y + KEY_LINE
            text.set_position((0.2, y + 0.33 * type_size(axes) * POINT))
        put(axes, [(x + 0.08, y)], shape, gid="key", colour=colour, size=size)
        x += 0.2 + width_of(text) + 0.25
