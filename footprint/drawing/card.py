"""A figure made again for another medium: alone, or as a card with headline and credit.

The sizes are in inches of the picture. At the 200 dots an inch of the files, a social card is
1200 by 675 pixels and a slide 1920 by 1080.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from footprint.drawing.canvas import Draw, Fit, asked_size, fill, fit, slot
from footprint.drawing.medium import WIDE, drawn_for, shade
from footprint.drawing.style import style

Look = tuple[str, int]  # a family of type and its weight
PLAIN, HEADLINE = ("Source Sans 3", 400), ("Source Serif 4", 600)
DPI = 200  # of measuring: that of the files
SAFE = 0.98  # of a line: on a screen letters stand a little further apart
DECK = 0.56  # the type of a subtitle, of that of its headline
LEADING, GAP = 1.22, 0.11  # of the size of the type; inches between headline and drawing
UNDER = 0.3  # of the type of a headline: the room between it and the subtitle
BESIDE = 0.29  # of the width: a headline that stands beside a tall drawing
LIFTED = 0.62  # of the height that a drawing leaves: below it
CLEARLY = 1.12  # how much larger a drawing must get before the headline moves to its side


@dataclass(frozen=True)
class Size:
    """A medium's room. Without a height a picture is as high as it gets, and has no headline.

    `scale` is that of the drawing, whose type has 11 points, and `floor` the smallest one;
    `least`, `headline` and `small` are points of type.
    """

    width: float | None
    height: float | None = None
    margin: float = 0.0
    scale: float = 1.0
    floor: float = 1.0
    least: float = 0.0
    headline: float = 0.0
    small: float = 9.0


SIZES = {
    "social": Size(6.0, 3.375, 0.2, 0.86, 0.515, 5.4, 12.5, 5.4),
    "column": Size(90 / 25.4, None, 0.08, 0.7, 0.7, 7.0, 0.0, 7.0),
    "full": Size(None),
    "slide": Size(9.6, 5.4, 0.34, 1.3, 0.686, 7.2, 19.0, 7.2),
}


def redrawn(
    draw: Draw, theme: str, size: str, *, title: str, subtitle: str, credit: str = ""
) -> Figure:
    """A figure for another medium. `draw` draws it, as `figure.again` does.

    Themes are those of the palette, sizes those of `SIZES`; KeyError for any other. Title and
    subtitle are set where the size has a headline, the credit where it is not empty.
    """
    room = SIZES[size]
    with drawn_for(theme=theme), style():
        if room.height is not None:
            return card(draw, room, title, subtitle, credit)
        return sheet(draw, room, credit)


def sheet(draw: Draw, size: Size, credit: str) -> Figure:
    """A drawing as high as it gets, with the credit below it."""
    if size.width is None and not credit:
        return draw()
    margin = size.margin
    across = size.width and (size.width - 2 * margin) / size.scale
    with drawn_for(least=size.least / size.scale):
        asked = asked_size(draw, across)
    width, high = size.scale * asked.width, size.scale * asked.height
    lines = wrapped(credit, width, size.small)
    foot = margin + ((len(lines) * LEADING * size.small + 5) / 72 if lines else 0.0)
    figure = Figure(figsize=(width + 2 * margin, high + foot + margin), dpi=DPI)
    place = slot(figure, margin, foot, width, high)
    fill(place, draw, Fit(across, size.scale), least=size.least)
    write(figure, lines, margin, foot - 5 / 72, size.small, colour="muted")
    return figure


def card(draw: Draw, size: Size, title: str, subtitle: str, credit: str) -> Figure:
    """Headline, drawing and credit in a picture of a fixed size.

    The headline stands above; beside the drawing where that makes it clearly larger, which it
    never makes a map, or where there is no other room.
    """
    assert size.width and size.height
    margin, inner = size.margin, size.width - 2 * size.margin
    below = wrapped(credit, inner, size.small)
    foot = margin + (len(below) * LEADING * size.small / 72 + GAP if below else 0.0)
    top = size.height - margin
    aside = BESIDE * inner
    high = top - foot
    above = fitted(draw, size, inner, high - head_height(title, subtitle, inner, size))
    beside = fitted(draw, size, inner - aside - 2 * GAP, high)
    is_larger = beside.scale > CLEARLY * above.scale and not gets_lower(draw)
    is_beside = is_larger or above.scale < size.floor
    found, room = (beside, aside) if is_beside else (above, inner)
    figure = Figure(figsize=(size.width, size.height), dpi=DPI)
    y = write(
        figure,
        wrapped(title, room, size.headline, HEADLINE),
        margin,
        top,
        size.headline,
        look=HEADLINE,
    )
    y = write(
        figure,
        wrapped(subtitle, room, DECK * size.headline),
        margin,
        y - UNDER * size.headline / 72,
        DECK * size.headline,
        colour="muted",
    )
    if is_beside:
        place = (margin + aside + 2 * GAP, foot, inner - aside - 2 * GAP, high)
    else:
        place = (margin, foot, inner, y - GAP - foot)
    fill(slot(figure, *centred(draw, found, place, size)), draw, found, least=size.least)
    write(figure, below, margin, foot - GAP, size.small, colour="muted")
    return figure


def fitted(draw: Draw, size: Size, width: float, height: float) -> Fit:
    """How a drawing fits in the room that a headline leaves."""
    room = np.array([width, height])
    return fit(draw, room, scale=size.scale, floor=size.floor, least=size.least, is_cut=True)


def gets_lower(draw: Draw) -> bool:
    """Whether a drawing is lower where it is narrower, as a map is."""
    wide, narrow = (asked_size(draw, width).height for width in (WIDE, 0.9 * WIDE))
    return narrow < 0.98 * wide


def centred(
    draw: Draw, found: Fit, place: tuple[float, float, float, float], size: Size
) -> tuple[float, float, float, float]:
    """The part of a place that a drawing takes: left, bottom, width and height in inches.

    It stands in the middle, and a little above it where height is left over.
    """
    left, bottom, width, height = place
    with drawn_for(least=size.least / found.scale, height=found.height, density=found.density):
        asked = asked_size(draw, found.width)
    wide, high = found.scale * asked.width, found.scale * asked.height
    spare = max(0.0, height - high)
    return left + max(0.0, width - wide) / 2, bottom + spare * LIFTED, wide, height - spare


def head_height(title: str, subtitle: str, width: float, size: Size) -> float:
    """Inches that a headline above a drawing takes, with the gap below it."""
    lines = len(wrapped(title, width, size.headline, HEADLINE))
    deck = len(wrapped(subtitle, width, DECK * size.headline))
    return (LEADING * (lines + DECK * deck) + UNDER) * size.headline / 72 + GAP


def wrapped(text: str, width: float, points: float, look: Look = PLAIN) -> list[str]:
    """A text in lines of so many inches at most, and of like length."""
    lines = _filled(text, width, points, look)
    narrower = width
    while len(lines) > 1 and len(_filled(text, 0.95 * narrower, points, look)) == len(lines):
        narrower *= 0.95
    return _filled(text, narrower, points, look)


def _filled(text: str, width: float, points: float, look: Look) -> list[str]:
    """A text in lines as long as they may be."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and inches(longer, points, look) <= SAFE * width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def inches(text: str, points: float, look: Look) -> float:
    """Inches that a line takes."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, typeface(points, look), False)
    return float(width) / 72


def typeface(points: float, look: Look) -> FontProperties:
    family, weight = look
    return FontProperties(family=family, size=points, weight=weight)


def write(
    figure: Figure,
    lines: Sequence[str],
    left: float,
    top: float,
    points: float,
    *,
    look: Look = PLAIN,
    colour: str = "ink",
) -> float:
    """Lines of text from a place in inches downwards; where the next would begin."""
    width, height = figure.get_size_inches()
    for line in lines:
        top -= LEADING * points / 72
        y = top + 0.3 * points / 72
        figure.text(
            left / width, y / height, line, fontproperties=typeface(points, look),
            color=shade(colour), parse_math=False,
        )  # fmt: skip
    return top
