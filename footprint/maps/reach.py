"""The map of reach: where the nearest working office moves away or comes nearer.

Pure drawing: tidy frames and the base layer in, a figure out. Distance is geometry, not
capability.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.text import Text

from footprint.drawing.boxes import Numbers, inside
from footprint.drawing.marks import FILLED, nothing, put
from footprint.drawing.palette import LIGHT
from footprint.drawing.style import styled
from footprint.drawing.symbols import (
    SPACE,
    WORDS,
    Layer,
    Part,
    extent,
    on_page,
    sentence,
    sentence_height,
    words,
)
from footprint.maps.land import Land, Points
from footprint.maps.plate import Plate, names, squares

# All in points, 1/72 inch.
WIDTH, MARGIN, KEY, NAME, LEADING = 648.0, 5.0, 11.0, 11.0, 15.0
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


@styled
def reach_change(grid: pd.DataFrame, offices: pd.DataFrame, land: Land) -> Figure:
    """A halftone of how much farther, or nearer, the nearest working office is with a plan.

    Columns of grid, one row an equal share of the land: lon, lat, before_km, after_km (to the
    nearest working office). Land without a change or a distance has no dot; dots make room for
    names. `offices` is a frame of offices as in `footprint.maps`; those that close or open are
    named.
    """
    if grid.empty and offices.empty:
        return nothing(WIDTH / 72)
    cells, shown = changed(grid), offices[offices["label"].isin(list(SIGNS))]
    west, south, east, north = land.bounds
    said = key(shown)
    ways = [way for way in WAYS if (cells["way"] == way).any()]
    foot = sentence_height(said, WIDTH - 2 * MARGIN, KEY) + LEADING * max(1, len(ways))
    height = foot + WIDTH * (north - south) / (east - west) + MARGIN
    figure = Figure(figsize=(WIDTH / 72, height / 72))
    world = Plate(figure, land, 0, foot, WIDTH)
    world.draw_offices(shown, SIGNS)
    named = shown[shown["label"] != "working"]
    taken = squares(*world.signs(shown, SIGNS))
    world.write_labels(named, names(named["city"]), SIGNS, taken, size=NAME, weight=600)
    halftone(world, cells, written(figure))
    layer = world.layer("key", 7)
    sentence(layer, said, left=MARGIN, top=foot, width=WIDTH - 2 * MARGIN, size=KEY)
    for line, way in enumerate(ways):
        explain(layer, way, cells[cells["way"] == way], MARGIN + LEADING * (len(ways) - 1 - line))
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


def explain(layer: Layer, way: str, cells: pd.DataFrame, y: float) -> None:
    """A line of the key: the words of a direction, then the dots that it has."""
    colour, shape, text = WAYS[way]
    page, x = on_page(layer.host), MARGIN
    layer.add(words(text, x, y, KEY, colour="muted"), page)
    x += extent(text, KEY)[0] + SPACE * KEY
    steps = [step for step in DOTS if (cells["step"] == step).any()]
    for step in steps:
        size = DOTS[step] * float(np.abs(np.asarray(shape.vertices)).max())
        mark = Line2D(
            [x + 2], [y + 0.33 * KEY], linestyle="none", marker=shape, markersize=size,
            markerfacecolor=LIGHT[colour], markeredgewidth=0,
        )  # fmt: skip
        layer.add(mark, page)
        said = step + ("." if step == steps[-1] else ",")
        layer.add(words(said, x + 6, y, KEY, colour="muted"), page)
        x += 6 + extent(said, KEY)[0] + 2 * SPACE * KEY
