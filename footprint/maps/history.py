"""The maps of half a century: small worlds side by side, one a moment.

Pure drawing: a tidy frame and the base layer in, a figure out.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import shapely
from matplotlib.figure import Figure
from matplotlib.path import Path

from footprint.drawing.canvas import canvas, on_page
from footprint.drawing.marks import nothing, one_line
from footprint.drawing.medium import is_flat, is_narrow, paged
from footprint.drawing.style import styled
from footprint.drawing.symbols import Layer, Part, sentence, sentence_height, words
from footprint.maps.land import Base, Land
from footprint.maps.plate import Plate

# All in points, 1/72 inch.
WIDTH, BETWEEN, BELOW = 720.0, 16.0, 20.0
TITLE, CAPTION, KEY = 13.0, 11.0, 11.0
SIGNS = {"working": 4.2, "not_attested_recently": 4.6}
WORDS = {"working": "documented as working", "not_attested_recently": "not attested recently"}
COARSE = 36_000.0  # metres: about a pixel of a world half as wide as the page


@styled
def offices_over_time(panels: pd.DataFrame, land: Land) -> Figure:
    """Small worlds of the offices at several moments, two abreast.

    Columns: panel (its title), caption (one for all rows of a panel), office_id, lat, lon, label
    (working or not_attested_recently; others are not drawn) and confidence. Panels are drawn in
    the order in which they appear; one without offices has one row without an office_id.
    """
    if panels.empty:
        return nothing(paged(WIDTH) / 72)
    moments = list(panels.groupby("panel", sort=False))
    width, across = paged(WIDTH), abreast(len(moments))
    wide = (width - BETWEEN * (across - 1)) / across
    west, south, east, north = land.bounds
    high = wide * (north - south) / (east - west)
    captions = [[one_line(rows["caption"].iloc[0])] for _, rows in moments]
    heads = [TITLE + sentence_height(caption, wide, CAPTION) for caption in captions]
    lines = [max(heads[i : i + across]) + high + BELOW for i in range(0, len(heads), across)]
    said = key(belonging(panels))
    foot = sentence_height(said, width, KEY)
    figure = canvas(width / 72, (sum(lines) + foot) / 72)
    base = coarse(land)
    for i, (title, rows) in enumerate(moments):
        line, column = divmod(i, across)
        left, bottom = column * (wide + BETWEEN), foot + sum(lines[line + 1 :]) + BELOW
        plate = Plate(figure, base, left, bottom, wide, f"panel-{i + 1}")
        plate.draw_offices(belonging(rows), SIGNS)
        layer, top = plate.layer("title", 7), foot + sum(lines[line:])
        layer.add(words(one_line(title), left, top - TITLE, TITLE, weight=600), on_page(plate.axes))
        sentence(layer, captions[i], left=left, top=top - TITLE, width=wide, size=CAPTION)
    sentence(Layer(figure.axes[0], "key", 7), said, left=0, top=foot, width=width, size=KEY)
    return figure


def abreast(moments: int) -> int:
    """How many worlds stand side by side: two, or half of them where there is little height."""
    if is_narrow():
        return 1
    return (moments + 1) // 2 if is_flat() else 2


def belonging(panels: pd.DataFrame) -> pd.DataFrame:
    """The rows that are offices to be drawn."""
    drawn = panels[panels["label"].isin(list(SIGNS))]
    return drawn.dropna(subset=["office_id", "lat", "lon"])


def key(offices: pd.DataFrame) -> list[Part]:
    """The signs present, as a sentence."""
    present = [label for label in WORDS if (offices["label"] == label).any()]
    parts: list[Part] = ["Offices" if present else "No offices to show."]
    for label in present:
        parts += [(label, "high"), WORDS[label] + ("." if label == present[-1] else " and")]
    return parts


def coarse(land: Land) -> Base:
    """The land with fewer bends and no meridians, as small worlds need it; every island stays."""
    return replace(land, ground=simpler(land.ground), borders=simpler(land.borders), graticule=None)


def simpler(path: Path) -> Path:
    lines = [shapely.linestrings(line) for line in path.to_polygons(closed_only=False)]
    kept = [shapely.get_coordinates(shapely.simplify(line, COARSE)) for line in lines]
    return Path.make_compound_path(
        *(Path(line, closed=(line[0] == line[-1]).all()) for line in kept)
    )
