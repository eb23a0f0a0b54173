"""What figures are drawn on: a sheet of their own, or a part of one that somebody else has.

In a part of a figure a drawing keeps its own inches and points until it is done. Then its type,
lines and signs are made larger or smaller together, so that it fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection, PathCollection
from matplotlib.figure import Figure, SubFigure
from matplotlib.gridspec import GridSpec
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Affine2D, Transform

from footprint.drawing.boxes import Numbers
from footprint.drawing.medium import current, drawn_for

Draw = Callable[[], Figure]
SMALLER, SMALLEST = 0.95, 0.2  # how much smaller a drawing is tried again, and when no more
CROWDED = 0.6  # the scale in which words are rather left out than made smaller
DENSER = (1.0, 0.85, 0.72, 0.6)  # steps of rows and heights of panels, where height is scarce
NARROWER = (1, 0.92, 0.84)  # shares of the width that it may take
NARROWEST = (*NARROWER, 0.76, 0.68)  # where it cannot get smaller any more


class Asked(Exception):  # noqa: N818
    """A drawing has said how large it is, in inches, which was all that was asked for."""

    def __init__(self, width: float, height: float, roomy: float) -> None:
        super().__init__(width, height)
        self.width, self.height, self.is_crowded = width, height, width < roomy


def canvas(width: float, height: float, *, roomy: float = 0.0) -> Figure:
    """An empty figure of so many inches, or the part of one that the medium names.

    With fewer inches across than `roomy` some of the words would find no room. A part is typed as
    what it can do of a figure: it holds axes.
    """
    medium = current()
    if medium.is_tried:
        raise Asked(width, height, roomy)
    if medium.part is None:
        return Figure(figsize=(width, height))
    down = size_of(medium.part)[1] - height
    place = (medium.scale * inches for inches in (0, down, width, height))
    return slot(medium.part, *place)  # type: ignore[return-value]


def slot(
    figure: Figure | SubFigure, left: float, bottom: float, width: float, height: float
) -> SubFigure:
    """The part of a figure so many inches from its lower left corner, and so large."""
    across, up = inches_of(figure)
    columns = np.maximum((left, width, across - left - width), 1e-6)
    rows = np.maximum((up - bottom - height, height, bottom), 1e-6)
    grid = GridSpec(3, 3, wspace=0, hspace=0, width_ratios=columns, height_ratios=rows)
    return figure.add_subfigure(grid[1, 1])


def part_of(place: Axes | Figure | SubFigure) -> SubFigure:
    """The part of a figure that a place stands for; axes make way for it."""
    if isinstance(place, SubFigure):
        return place
    if isinstance(place, Figure):
        return slot(place, 0, 0, *inches_of(place))
    spec, figure = place.get_subplotspec(), place.get_figure()
    if spec is None or figure is None:
        raise ValueError("on= takes axes only of a grid, as of plt.subplots; else a SubFigure")
    place.remove()
    return figure.add_subfigure(spec)


def inches_of(figure: Figure | SubFigure) -> Numbers:
    """Width and height in inches of the picture."""
    return np.asarray(figure.bbox.size) / figure.dpi


def size_of(figure: Figure | SubFigure) -> tuple[float, float]:
    """Width and height in inches of the drawing."""
    if isinstance(figure, Figure):
        width, height = figure.get_size_inches()
    else:
        width, height = inches_of(figure) / current().scale
    return float(width), float(height)


def on_page(axes: Axes) -> Transform:
    """Points (1/72 inch of the drawing) from the lower left corner of the figure."""
    figure = axes.figure
    width, height = size_of(figure)
    return Affine2D().scale(1 / 72 / width, 1 / 72 / height) + figure.transSubfigure


def to_points(axes: Axes) -> Transform:
    """From the data of a panel to points of the drawing, from the lower left corner of it."""
    figure = axes.figure
    if isinstance(figure, Figure):
        return axes.transData + Affine2D().scale(72 / figure.dpi)
    left, bottom = figure.bbox.p0
    by = 72 / figure.dpi / current().scale
    return axes.transData + Affine2D().translate(-left, -bottom).scale(by)


@dataclass(frozen=True)
class Fit:
    """How a drawing fits: its inches across (None: as in the report), its scale, the height that
    it may take, and how dense its rows are."""

    width: float | None
    scale: float
    height: float | None = None
    density: float = 1.0


def fit(
    draw: Draw,
    room: Numbers,
    *,
    scale: float = 1.0,
    floor: float = 0.0,
    least: float = 0.0,
    is_cut: bool = False,
) -> Fit:
    """The largest scale, up to the wanted one, in which a drawing fits in a room (inches).

    Nothing gets smaller than the `floor` unless it could not fit at all. `least` is the smallest
    type in the room. Where `is_cut` holds, charts may leave out the last of many rows. A map gets
    lower where it gets narrower, a chart with rows only in a smaller scale.
    """
    limit = float(room[1]) / floor if is_cut else None
    while True:
        full = float(room[0]) / scale
        shares = NARROWER if scale > floor else NARROWEST
        for density, share in product(DENSER if is_cut else [1.0], shares):
            with drawn_for(least=least / scale, height=limit, density=density):
                asked = asked_size(draw, share * full)
            is_bearable = not asked.is_crowded or scale <= max(floor, CROWDED)
            if is_bearable and asked.height * scale <= room[1] + 1e-6:
                return Fit(share * full, scale, limit, density)
        if scale <= floor or scale < SMALLEST:
            with drawn_for(least=least / scale, height=limit, density=density):
                asked = asked_size(draw, full)
            return Fit(full, float(room[1]) / asked.height, limit, density)
        scale = max(floor, SMALLER * scale)


def fill(part: SubFigure, draw: Draw, found: Fit, *, least: float = 0.0) -> None:
    """Draw in a part of a figure as it was found to fit."""
    least = least / found.scale
    layout = {key: getattr(found, key) for key in ("width", "scale", "height", "density")}
    with drawn_for(part=part, least=least, **layout):
        drawn = draw()
    enlarge(drawn, found.scale)


def asked_size(draw: Draw, width: float | None) -> Asked:
    """What a drawing takes where it has so many inches across, or as many as in the report."""
    with drawn_for(width=width, part=None, scale=1.0, is_tried=True):
        try:
            return Asked(*size_of(draw()), 0)
        except Asked as asked:
            return asked


def enlarge(part: Figure | SubFigure, by: float) -> None:
    """Make the type, the lines and the signs of a drawing larger, or smaller."""
    for artist in part.findobj():
        _enlarge(artist, by)


def _enlarge(artist: Artist, by: float) -> None:
    match artist:
        case Text():
            artist.set_fontsize(float(artist.get_fontsize()) * by)
            if isinstance(artist, Annotation):
                right, up = artist.xyann
                artist.xyann = (right * by, up * by)
        case Line2D():
            artist.set_linewidth(artist.get_linewidth() * by)
            artist.set_markersize(artist.get_markersize() * by)
            artist.set_markeredgewidth(artist.get_markeredgewidth() * by)
        case Patch():
            artist.set_linewidth(artist.get_linewidth() * by)
        case Collection():
            artist.set_linewidth([width * by for width in np.ravel(artist.get_linewidth())])
            if isinstance(artist, PathCollection):
                artist.set_sizes(np.asarray(artist.get_sizes()) * by**2)
