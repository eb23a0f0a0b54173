"""The map of reach: where the nearest working office moves away or comes nearer.

Pure drawing: tidy frames and the base layer in, a figure out. Distance is geometry, not
capability.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Text

from footprint.drawing.boxes import Numbers, inside
from footprint.drawing.canvas import canvas, on_page
from footprint.drawing.marks import FILLED, nothing, put
from footprint.drawing.medium import paged, shade
from footprint.drawing.style import styled
from footprint.drawing.symbols import (
    SPACE,
    WORDS,
    Layer,
    Part,
    extent,
    sentence,
    sentence_height,
    words,
)
from footprint.maps.land import Land, Points
from footprint.maps.plate import Plate, names, squares

# All in points, 1/72 inch.
WIDTH, MARGIN, KEY, NAME, LEADING = 648.0, 5.0, 11.0, 11.0, 15.0
ROOMY = 7.5  # inches across a map on which every name finds room
SIGNS = {"working": 4.4, "closing": 8.4, "opening": 8.4}

TRIANGLE = Path([(-1.1, -0.85), (1.1, -0.85), (0, 1.2), (-1.1, -0.85)], closed=True)
# Of each direction: the colour, the shape and the words.
WAYS = {
    "farther": ("closing", FILLED, "The nearest working office moves away"),
    "nearer": ("opening", TRIANGLE, "The nearest working office comes nearer"),
}
STEPS = [0.0, 250.0, 1000.0, np.inf]  # kilometres
DOTS = {"by up to 250 km": 1.5, "by 250 to 1,000 km": 2.3, "by more than 1,000 km": 3.0}
LEAST = 0.5  # kilometres: less is no change


class Said(NamedTuple):
    """Words of the key: of the dots of a step and direction, or of a direction alone."""

    words: str
    way: str = ""
    step: str = ""


@styled
def reach_change(grid: pd.DataFrame, offices: pd.DataFrame, land: Land) -> Figure:
    """A halftone of how much farther, or nearer, the nearest working office is with a plan.

    Columns of grid, one row an equal share of the land: lon, lat, before_km, after_km (to the
    nearest working office). Land without a change or a distance has no dot; dots make room for
    names. `offices` is a frame of offices as in `footprint.maps`; those that close or open are
    named.
    """
    if grid.empty and offices.empty:
        return nothing(paged(WIDTH) / 72)
    cells, shown = changed(grid), offices[offices["label"].isin(list(SIGNS))]
    width, (west, south, east, north) = paged(WIDTH), land.bounds
    said = key(shown)
    ways = [way for way in WAYS if (cells["way"] == way).any()]
    lines = [line for way in ways for line in explained(way, cells[cells["way"] == way], width)]
    foot = sentence_height(said, width - 2 * MARGIN, KEY) + LEADING * max(1, len(lines))
    height = foot + width * (north - south) / (east - west) + MARGIN
    figure = canvas(width / 72, height / 72, roomy=ROOMY)
    world = Plate(figure, land, 0, foot, width)
    world.draw_offices(shown, SIGNS)
    named = shown[shown["label"] != "working"]
    taken = squares(*world.signs(shown, SIGNS))
    world.write_labels(named, names(named["city"]), SIGNS, taken, size=NAME, weight=600)
    halftone(world, cells, written(figure))
    layer = world.layer("key", 7)
    sentence(layer, said, left=MARGIN, top=foot, width=width - 2 * MARGIN, size=KEY)
    for number, line in enumerate(lines):
        for x, words_with_dot in line:
            explain(layer, words_with_dot, x, MARGIN + LEADING * (len(lines) - 1 - number))
    if not ways:
        is_known = (grid["after_km"].notna() & grid["before_km"].notna()).any()
        text = "No distance changes." if is_known else "No distances to show."
        layer.add(words(text, MARGIN, MARGIN, KEY, colour="muted"), on_page(world.axes))
    return figure


def changed(grid: pd.DataFrame) -> pd.DataFrame:
    """The cells with a change, which way it goes, and the words of its step."""
    change = (grid["after_km"] - grid["before_km"]).astype(float)
    cells = grid.assign(
        way=np.where(change > 0, "farther", "nearer"),
        step=pd.cut(change.abs(), STEPS, labels=list(DOTS)).astype(object),
    )
    return cells[change.abs() >= LEAST].dropna(subset=["lon", "lat", "step"])


def key(offices: pd.DataFrame) -> list[Part]:
    """The signs present, as a sentence."""
    present = [label for label in WORDS if (offices["label"] == label).any()]
    parts: list[Part] = ["Offices" if present else "No offices to show."]
    for left, label in zip(reversed(range(len(present))), present, strict=True):
        parts += [(label, "high"), WORDS[label] + {0: ".", 1: " and"}.get(left, ",")]
    return parts


def written(figure: Figure) -> Numbers:
    """The boxes of the names on the map, in points on the page."""
    names = figure.findobj(lambda a: isinstance(a, Text) and str(a.get_gid())[:6] == "label-")
    boxes = [
        (*name.get_position(), *extent(name.get_text(), NAME, 600))
        for name in names
        if isinstance(name, Text)
    ]
    left, base, across, up = np.array(boxes).reshape(-1, 4).T
    return np.column_stack([left - 2, base - 0.3 * NAME - 1, left + across + 2, base + up])


def halftone(world: Plate, cells: pd.DataFrame, kept_clear: Numbers) -> None:
    """One dot a cell, its size by the step, but none under a name."""
    points: Points = world.points(cells["lon"], cells["lat"])
    is_free = np.ones(len(cells), dtype=bool)
    for box in kept_clear:
        is_free &= ~inside(points, box)
    free = cells[is_free]
    for (way, step), rows in free.groupby(["way", "step"]):
        colour, shape, _ = WAYS[str(way)]
        places = world.base.project(rows["lon"], rows["lat"])
        gid = f"{way}-{list(DOTS).index(str(step)) + 1}"
        put(world.axes, places, shape, gid=gid, colour=colour, size=DOTS[str(step)])


def explained(way: str, cells: pd.DataFrame, width: float) -> list[list[tuple[float, Said]]]:
    """The key of a direction in lines: its words, and the dots that it has, each with its place."""
    text = WAYS[way][2]
    steps = [step for step in DOTS if (cells["step"] == step).any()]
    lines: list[list[tuple[float, Said]]] = [[(MARGIN, Said(text))]]
    x = MARGIN + extent(text, KEY)[0] + SPACE * KEY
    for step in steps:
        said = step + ("." if step == steps[-1] else ",")
        if x + 6 + extent(said, KEY)[0] > width - MARGIN:
            lines.append([])
            x = MARGIN
        lines[-1].append((x, Said(said, way, step)))
        x += 6 + extent(said, KEY)[0] + 2 * SPACE * KEY
    return lines


def explain(layer: Layer, said: Said, x: float, y: float) -> None:
    """Words of the key, with the dot that they are about in front of them."""
    page = on_page(layer.host)
    if said.step:
        colour, shape, _ = WAYS[said.way]
        size = DOTS[said.step] * float(np.abs(np.asarray(shape.vertices)).max())
        mark = Line2D(
            [x + 2], [y + 0.33 * KEY], linestyle="none", marker=shape, markersize=size,
            markerfacecolor=shade(colour), markeredgewidth=0,
        )  # fmt: skip
        layer.add(mark, page)
        x += 6
    layer.add(words(said.words, x, y, KEY, colour="muted"), page)
