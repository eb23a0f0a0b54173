"""The maps. Pure drawing: tidy frames and the base layer in, a figure out.

A frame of offices has one row an office: office_id, city, lat, lon, label (what is drawn: working,
closing, opening, not_attested_recently, closed, suspended or proposed) and confidence (high, medium
or low). Every office drawn is one sign with the gid `office-<office_id>` in the layer
`offices-<label>`; in an inset the name of the inset comes before both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from pyproj import Geod

from footprint.drawing.canvas import canvas, on_page
from footprint.drawing.medium import is_flat, is_narrow, legible, paged, shade
from footprint.drawing.style import styled
from footprint.drawing.symbols import (
    CERTAINTY,
    LABELS,
    WORDS,
    Part,
    sentence,
    sentence_height,
    words,
)
from footprint.maps.land import Base, Land, land
from footprint.maps.plate import Plate, names, squares

__all__ = ["land", "offices_and_plan", "offices_by_status", "plan_and_nearest"]

COLUMNS = ["office_id", "city", "lat", "lon", "label", "confidence"]  # what is drawn of an office
WGS84 = Geod(ellps="WGS84")

# All in points, 1/72 inch. A narrow canvas keeps its words readable on a telephone.
NARROW, WIDE = 648.0, 720.0
MARGIN, BETWEEN, TITLE = 5.0, 14.0, 20.0
KEY = 10.5
ROOMY = 8.0  # inches across a map on which every name finds room

# Signs across: on the maps about the plan what stays is quiet and what changes is not.
PLAN = {"working": 4.4, "closing": 8.4, "opening": 8.4}
ON_WORLD = dict.fromkeys(LABELS, 6.0)
IN_INSET = dict.fromkeys(LABELS, 7.6)


@dataclass(frozen=True)
class Inset:
    """A part of the world where offices crowd."""

    gid: str
    title: str
    box: tuple[float, float, float, float]  # west, south, east and north, in degrees
    row: int
    ratio: float  # width to height


INSETS = [
    Inset("americas", "Mexico, Central America and the Caribbean", (-118, 7.5, -58, 33.2), 0, 2.2),
    Inset("south-east-asia", "Mainland South-East Asia", (92.5, 0, 115, 25), 0, 0.95),
    Inset("europe", "Europe", (-10.5, 36.5, 39, 56.5), 1, 1.6),
    Inset("middle-east", "Middle East, Central and South Asia", (29.5, 22, 79, 45), 1, 1.6),
]


@styled
def offices_and_plan(offices: pd.DataFrame, land: Land) -> Figure:
    """Working offices, quiet, and by name the offices that a plan closes or opens."""
    shown = offices[offices["label"].isin(list(PLAN))]
    figure, world = _world(land, paged(NARROW), _key(shown))
    world.draw_offices(shown, PLAN)
    changes = shown[shown["label"] != "working"]
    taken = squares(*world.signs(shown, PLAN))
    world.write_labels(changes, names(changes["city"]), PLAN, taken, size=11, weight=600)
    return figure


@styled
def plan_and_nearest(offices: pd.DataFrame, nearest: pd.DataFrame, land: Land) -> Figure:
    """Every office to close, joined to the nearest that remains by the shortest way on the globe.

    `nearest` has office_id, nearest_office_id and distance_km. An office without a nearest one
    stands alone; so does one whose nearest is not among the offices.
    """
    shown = offices[offices["label"].isin(list(PLAN))]
    targets = offices[["office_id", "city", "lat", "lon"]].add_prefix("nearest_")
    pairs = nearest[["office_id", "nearest_office_id", "distance_km"]].astype(
        {"distance_km": float}
    )
    closing = shown[shown["label"] == "closing"].merge(pairs, on="office_id", how="left")
    closing = closing.merge(targets, on="nearest_office_id", how="left")
    joined = closing.dropna(subset=["nearest_lat", "nearest_lon", "distance_km"])
    parts = _key(shown)
    if len(joined):
        parts.append("A line leads from an office to close to the nearest that remains.")
    figure, world = _world(land, paged(NARROW), parts)
    world.draw_offices(shown, PLAN)
    ways = _draw_ways(world, joined)
    texts = pd.Series(names(closing["city"]), index=closing.index, dtype=object)
    if not is_narrow():  # where there is room for no more than the names
        texts[joined.index] += [
            f"\n{distance:,.0f} km to {near}"
            for distance, near in zip(
                joined["distance_km"], names(joined["nearest_city"]), strict=True
            )
        ]
    taken = squares(*world.signs(shown, PLAN))
    world.write_labels(closing, list(texts), PLAN, taken, size=legible(9.5), weight=600, lines=ways)
    return figure


@styled
def offices_by_status(offices: pd.DataFrame, land: Land) -> Figure:
    """Every office by status and certainty; where offices crowd, larger and by name below.

    Where there is little height there are no insets, and on the world only the names with room.
    """
    width = paged(WIDE)
    rows = [] if is_flat() else _rows_of(offices, land, width)
    below = sum(TITLE + row[0][2] + BETWEEN for row in rows) + MARGIN
    said = [*_key(offices), *_certainty(offices)]
    if is_flat():
        said.append("Names without room are left out.")
    figure, world = _world(land, width, said, below)
    world.draw_offices(offices, ON_WORLD, is_certainty_shown=True)
    letters, top = iter("ABCDEFGH"), below - BETWEEN
    shown: list[tuple[str, Base]] = []
    for row in rows:
        left = MARGIN / 2
        for inset, base, height in row:
            shown.append((next(letters), base))
            bottom = top - TITLE - height
            plate = Plate(figure, base, left, bottom, height * inset.ratio, inset.gid)
            _draw_inset(plate, f"{shown[-1][0]}  {inset.title}", _within(base, offices))
            left += height * inset.ratio + BETWEEN
        top -= TITLE + row[0][2] + BETWEEN
    _name_the_rest(world, offices, shown)
    return figure


def _rows_of(
    offices: pd.DataFrame, land: Land, width: float
) -> list[list[tuple[Inset, Base, float]]]:
    """The insets that hold an office, in rows, each with its base and its height.

    A row is as wide as the figure when all its insets are there. On a narrow one each has a row.
    """
    rows: dict[int, list[tuple[Inset, Base, float]]] = {}
    for place, inset in enumerate(INSETS):
        number = place if is_narrow() else inset.row
        ratios = [inset.ratio] if is_narrow() else [i.ratio for i in INSETS if i.row == inset.row]
        height = (width - MARGIN - BETWEEN * (len(ratios) - 1)) / sum(ratios)
        base = land.window(*inset.box, inset.ratio)
        if len(_within(base, offices)):
            rows.setdefault(number, []).append((inset, base, height))
    return list(rows.values())


def _world(land: Land, width: float, key: list[Part], below: float = 0.0) -> tuple[Figure, Plate]:
    """A figure with the world on top, its key under it, and room below."""
    west, south, east, north = land.bounds
    height = width * (north - south) / (east - west)
    under = below + sentence_height(key, width - 2 * MARGIN, KEY)
    figure = canvas(width / 72, (under + height + MARGIN) / 72, roomy=ROOMY)
    world = Plate(figure, land, 0, under, width)
    layer = world.layer("key", 7)
    sentence(layer, key, left=MARGIN, top=under, width=width - 2 * MARGIN, size=KEY)
    return figure, world


def _key(offices: pd.DataFrame) -> list[Part]:
    """The signs present, as a sentence: Offices ● working, ■ to close and ▲ to open."""
    present = [label for label in WORDS if (offices["label"] == label).any()]
    parts: list[Part] = ["Offices" if present else "No offices to show."]
    for left, label in zip(reversed(range(len(present))), present, strict=True):
        parts += [(label, "high"), WORDS[label] + {0: ".", 1: " and"}.get(left, ",")]
    return parts


def _certainty(offices: pd.DataFrame) -> list[Part]:
    """How sure: said only of the degrees that are there."""
    present = [degree for degree in CERTAINTY if (offices["confidence"] == degree).any()]
    parts: list[Part] = ["Confidence:"] if present else []
    for degree in present:
        parts += [("working", degree), degree + ("." if degree == present[-1] else ",")]
    return parts


def _within(base: Base, offices: pd.DataFrame) -> pd.DataFrame:
    """The offices inside the frame of a map."""
    places = base.project(offices["lon"], offices["lat"])
    west, south, east, north = base.bounds
    x, y = places.T
    return offices.loc[(x > west) & (x < east) & (y > south) & (y < north)]


def _draw_inset(plate: Plate, title: str, offices: pd.DataFrame) -> None:
    left, _, _, top = plate.frame
    frame = Rectangle(
        (0, 0), 1, 1, transform=plate.axes.transAxes, fill=False, edgecolor=shade("rule"),
        linewidth=1, zorder=2, gid=f"{plate.prefix}frame",
    )  # fmt: skip
    plate.axes.add_artist(frame)
    frame.set_clip_on(False)
    plate.draw_offices(offices, IN_INSET, is_certainty_shown=True)
    taken = squares(*plate.signs(offices, IN_INSET))
    plate.write_labels(offices, names(offices["city"]), IN_INSET, taken, size=legible(9.5))
    layer = plate.layer("title", 7)
    layer.add(words(title, left, top + 6, 10.5, weight=600), on_page(plate.axes))


def _name_the_rest(world: Plate, offices: pd.DataFrame, insets: list[tuple[str, Base]]) -> None:
    """Frame on the world what the insets show, and name there the offices outside them."""
    locators, page = world.layer("locators", 2), on_page(world.axes)
    taken, rings, elsewhere = [squares(*world.signs(offices, ON_WORLD))], [], offices
    for letter, base in insets:
        edge = shapely.segmentize(shapely.box(*base.bounds).exterior, 2e5)
        ring = world.points(*base.unproject(shapely.get_coordinates(edge)).T)
        locators.add(Line2D(*ring.T, color=shade("muted"), linewidth=0.6), page)
        left, top = ring[np.argmin(ring[:, 0] - ring[:, 1])]
        locators.add(words(letter, left, top + 3, legible(10), weight=600, colour="muted"), page)
        taken.append(np.array([[left, top, left + 7, top + 12]]))
        rings.append(shapely.LineString(ring))
        named = _within(base, elsewhere)["office_id"]
        elsewhere = elsewhere[~elsewhere["office_id"].isin(named)]
    world.write_labels(
        elsewhere, names(elsewhere["city"]), ON_WORLD, np.vstack(taken), size=legible(8.5),
        lines=shapely.MultiLineString(rings),
    )  # fmt: skip


def _draw_ways(world: Plate, joined: pd.DataFrame) -> shapely.Geometry:
    """The geodesics, one line an office, or two where it leaves the map on one side."""
    layer, drawn = world.layer("ways", 2), []
    columns = joined[["office_id", "lon", "lat", "nearest_lon", "nearest_lat"]]
    for office, lon, lat, to_lon, to_lat in columns.itertuples(index=False):
        way = WGS84.inv_intermediate(
            lon, lat, to_lon, to_lat, del_s=50_000, initial_idx=0,
            terminus_idx=0, return_back_azimuth=False,
        )  # fmt: skip
        points = world.points(np.array(way.lons), np.array(way.lats))
        breaks = np.flatnonzero(np.abs(np.diff(points[:, 0])) > paged(NARROW) / 2) + 1
        for part in [part for part in np.split(points, breaks) if len(part) > 1]:
            line = Line2D(*part.T, color=shade("closing"), linewidth=1.4, gid=f"way-{office}")
            layer.add(line, on_page(world.axes))
            drawn.append(shapely.LineString(part))
    return shapely.MultiLineString(drawn)
