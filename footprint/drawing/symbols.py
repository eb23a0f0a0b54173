"""The signs of the maps: status by shape and colour, certainty by filling, words beside them.

All signs are fills. Full ones have a thin edge in the colour of the paper, which keeps neighbours
apart; in the others it would eat the lines.
A `Layer` is a named group of artists, so that a designer who opens the SVG finds it by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, Bbox, Transform

from footprint.drawing.canvas import on_page
from footprint.drawing.medium import shade

COLOURS = {
    "working": "working",
    "closing": "closing",
    "opening": "opening",
    "not_attested_recently": "faded",
    "closed": "faded",
    "suspended": "suspended",
    "proposed": "proposed",
}
CERTAINTY = ["high", "medium", "low"]
# In the order of drawing: small signs last, so that none hides another.
LABELS = [
    "closed", "not_attested_recently", "proposed", "suspended", "closing", "opening", "working",
]  # fmt: skip
# In the order of a key.
WORDS = {
    "working": "working",
    "closing": "to close",
    "opening": "to open",
    "not_attested_recently": "not attested recently",
    "suspended": "suspended",
    "closed": "closed",
    "proposed": "proposed",
}

# Of a sentence: a text, or the label and confidence of a sign.
Part = str | tuple[str, str]
SPACE, LEADING = 0.27, 1.4  # of the size of the type


class Layer(Artist):
    """Artists drawn together in a group of their own."""

    def __init__(self, axes: Axes, gid: str, zorder: float) -> None:
        super().__init__()
        self.set(gid=gid, zorder=zorder)
        self.host, self.children = axes, list[Artist]()
        axes.add_artist(self)

    def add(self, artist: Artist, transform: Transform) -> None:
        artist.set_figure(self.host.figure)
        artist.axes = self.host
        artist.set(transform=transform, clip_on=False)
        self.children.append(artist)

    def get_children(self) -> list[Artist]:
        return self.children

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        if not self.children:
            return Bbox.null()
        return Bbox.union([child.get_window_extent(renderer) for child in self.children])

    def draw(self, renderer: RendererBase) -> None:
        renderer.open_group("layer", gid=self.get_gid())
        for child in self.children:
            child.draw(renderer)
        renderer.close_group("layer")


def sign(label: str, confidence: str, size: float, gid: str | None = None) -> Line2D:
    """The sign of an office, `size` points across; an unknown label is drawn as working.

    Set its data and add it to a layer: a sign keeps its size whatever the scale of the map.
    """
    shape = _shape(label, confidence)
    is_full = confidence == "high" and label in ("working", "closing", "opening")
    return Line2D(
        [], [], linestyle="none", marker=shape, gid=gid,
        markersize=size * float(np.abs(shape.vertices).max()),
        markerfacecolor=shade(COLOURS.get(label, "working")),
        markeredgecolor=shade("paper"), markeredgewidth=0.05 * size + 0.2 if is_full else 0,
    )  # fmt: skip


@cache
def _shape(label: str, confidence: str) -> Path:
    """Filled when confidence is high, a core in a ring when medium, hollow when low.

    Signs that are lines anyway (a ring, a cross, dots) say only the status.
    """
    match label:
        case "not_attested_recently":
            return _hollow(_disc(0.92), 0.5)
        case "closed":
            return _cross()
        case "proposed":
            return _dots()
        case "suspended":
            return Path.make_compound_path(_hollow(_disc(1), 0.72), Path.wedge(90, 270))
        case "closing":
            outline, core = Path.unit_rectangle().transformed(_centred(1.84)), _crossed(0.92)
        case "opening":
            outline = Path([(-1.1, -0.85), (1.1, -0.85), (0, 1.2), (-1.1, -0.85)], closed=True)
            core = outline
        case _:
            outline = core = _disc(1)
    if confidence == "high":
        return core
    ring = _hollow(outline, 0.68)
    if confidence == "medium":
        return Path.make_compound_path(ring, outline.transformed(Affine2D().scale(0.44)))
    return ring


def _disc(radius: float) -> Path:
    return Path.circle(radius=radius)


def _centred(side: float) -> Affine2D:
    return Affine2D().translate(-0.5, -0.5).scale(side)


def _hollow(outline: Path, inside: float) -> Path:
    """The outline with a hole of its own shape, which runs the other way round."""
    hole = outline.transformed(Affine2D().scale(inside))
    return Path.make_compound_path(outline, _hole(hole))


def _hole(outline: Path) -> Path:
    points = np.array(outline.vertices)
    points[:-1] = points[:-1][::-1]
    points[-1] = points[0]
    return Path(points, outline.codes)


def _crossed(half: float) -> Path:
    """A square parted by a cross: four triangles."""
    gap = 0.09
    one = Path([(gap - half, half), (half - gap, half), (0, gap), (gap - half, half)], closed=True)
    turns = [one.transformed(Affine2D().rotate_deg(90 * turn)) for turn in range(4)]
    return Path.make_compound_path(*turns)


def _cross() -> Path:
    bar = Path([(-1, -0.24), (1, -0.24), (1, 0.24), (-1, 0.24), (-1, -0.24)], closed=True)
    turns = [bar.transformed(Affine2D().rotate_deg(angle)) for angle in (45, 135)]
    return Path.make_compound_path(*turns)


def _dots() -> Path:
    turns = np.deg2rad(np.arange(8) * 45)
    return Path.make_compound_path(
        *(Path.circle((0.85 * np.cos(turn), 0.85 * np.sin(turn)), 0.24) for turn in turns)
    )


def font(size: float, weight: int = 400) -> FontProperties:
    return FontProperties(family="Source Sans 3", size=size, weight=weight)


@cache
def _line_width(line: str, size: float, weight: int) -> float:
    width, _, _ = text_to_path.get_text_width_height_descent(line, font(size, weight), ismath=False)
    return float(width)


def extent(text: str, size: float, weight: int = 400) -> tuple[float, float]:
    """Width and height of a text in points, from the font itself: the same on every backend."""
    lines = text.split("\n")
    return max(_line_width(line, size, weight) for line in lines), size * (1.15 * len(lines) - 0.15)


def words(
    text: str, x: float, y: float, size: float, *, weight: int = 400, colour: str = "ink"
) -> Text:
    """Text whose baseline begins at x and y; never read as mathematics."""
    return Text(
        x, y, text, fontproperties=font(size, weight), color=shade(colour), parse_math=False
    )


def sentence(
    layer: Layer, parts: Sequence[Part], *, left: float, top: float, width: float, size: float
) -> None:
    """Words and signs set as running text that wraps."""
    page, y = on_page(layer.host), top
    for line in _broken(parts, width, size):
        x, y = left, y - LEADING * size
        for part in line:
            if isinstance(part, str):
                layer.add(words(part, x, y, size, colour="muted"), page)
                x += extent(part, size)[0] + SPACE * size
            else:
                mark = sign(*part, 0.82 * size)
                mark.set_data([x + size / 2], [y + 0.33 * size])
                layer.add(mark, page)
                x += (1 + SPACE) * size


def sentence_height(parts: Sequence[Part], width: float, size: float) -> float:
    """The points a sentence takes downwards, with a little room below."""
    return (len(_broken(parts, width, size)) * LEADING + 0.6) * size


def _broken(parts: Sequence[Part], width: float, size: float) -> list[list[Part]]:
    """The parts in lines no wider than the width; a sign stays with the word after it."""
    lines: list[list[Part]] = [[]]
    pieces = [
        piece for part in parts for piece in (part.split() if isinstance(part, str) else [part])
    ]
    widths = [extent(piece, size)[0] if isinstance(piece, str) else size for piece in pieces]
    used = 0.0
    for piece, across, after in zip(pieces, widths, [*widths[1:], 0.0], strict=True):
        needed = across if isinstance(piece, str) else across + SPACE * size + after
        if used and used + needed > width:
            lines.append([])
            used = 0.0
        line = lines[-1]
        if isinstance(piece, str) and line and isinstance(line[-1], str):
            line[-1] += f" {piece}"
        else:
            line.append(piece)
        used += across + SPACE * size
    return lines
