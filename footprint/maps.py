"""The maps. Pure drawing: tidy frames and the base layer in, a figure out.

A frame of offices has one row an office: office_id, city, lat, lon, label (what is drawn: working,
closing, opening, not_attested_recently, closed, suspended or proposed) and confidence (high, medium
or low). Every office is one sign with the gid `office-<office_id>`, in the layer `offices-<label>`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from pyproj import Geod

from footprint.labels import place
from footprint.land import Base, Land, Points
from footprint.palette import LIGHT
from footprint.style import styled
from footprint.symbols import (
    LABELS, WORDS, Layer, Part, extent, on_page, sentence, sign, words,
)  # fmt: skip

WGS84 = Geod(ellps="WGS84")
CHANGES = ["closing", "opening"]


@dataclass(frozen=True)
class Inset:
    """A part of the world where offices crowd: its name, its box in degrees, its place in the row."""

    gid: str
    title: str
    box: tuple[float, float, float, float]  # west, south, east, north
    row: int
    ratio: float  # width to height


INSETS = [
    Inset("americas", "Mexico, Central America and the Caribbean", (-118, 7.5, -58, 33.2), 0, 2.2),
    Inset("south-east-asia", "Mainland South-East Asia", (92.5, 0, 115, 25), 0, 0.95),
    Inset("europe", "Europe", (-10.5, 36.5, 39, 56.5), 1, 1.6),
    Inset("middle-east", "Middle East, Central and South Asia", (29.5, 22, 79, 45), 1, 1.6),
]


class Plate:
    """A map on a figure: its axes, the land, and the way from degrees to points on the page."""

    def __init__(
        self, figure: Figure, base: Base, left: float, bottom: float, width: float, gid: str = ""
    ) -> None:
        west, south, east, north = base.bounds
        self.base, self.scale = base, width / (east - west)
        height = (north - south) * self.scale
        across, up = figure.get_size_inches() * 72
        self.axes: Axes = figure.add_axes(
            (left / across, bottom / up, width / across, height / up),
            xlim=(west, east), ylim=(south, north), label=gid,
        )  # fmt: skip
        self.axes.set_axis_off()
        self.prefix = f"{gid}-" if gid else ""
        self.frame = (left, bottom, left + width, bottom + height)
        self._draw_land()

    def _draw_land(self) -> None:
        # An edge of its own colour keeps islands smaller than a pixel in the picture.
        ground = PathPatch(
            self.base.ground, facecolor=LIGHT["land"], edgecolor=LIGHT["land"], linewidth=0.3
        )
        borders = PathPatch(
            self.base.borders, fill=False, edgecolor=LIGHT["paper"], linewidth=0.55,
            capstyle="round", joinstyle="round",
        )  # fmt: skip
        for name, patch in (("land", ground), ("borders", borders)):
            patch.set(gid=f"{self.prefix}{name}", zorder=1)
            self.axes.add_artist(patch)

    def layer(self, name: str, zorder: float) -> Layer:
        return Layer(self.axes, f"{self.prefix}{name}", zorder)

    def points(self, lon: pd.Series, lat: pd.Series) -> Points:
        """Where degrees lie on the page, in points from its lower left corner."""
        west, south, _, _ = self.base.bounds
        return (self.base.project(lon, lat) - (west, south)) * self.scale + self.frame[:2]

    def draw_offices(self, offices: pd.DataFrame, sizes: dict[str, float], certain: bool) -> None:
        """Every office, one layer a label; working offices last, since they are the smallest."""
        places = self.base.project(offices["lon"], offices["lat"])
        for depth, label in enumerate(LABELS):
            rows = np.flatnonzero(offices["label"] == label)
            if not len(rows):
                continue
            layer = self.layer(f"offices-{label}", 4 + depth / 10)
            for row in rows:
                office = offices.iloc[row]
                confidence = str(office["confidence"]) if certain else "high"
                gid = f"{self.prefix}office-{office['office_id']}"
                mark = sign(label, confidence, sizes[label], gid)
                mark.set_data([places[row, 0]], [places[row, 1]])
                layer.add(mark, self.axes.transData)

    def signs(self, offices: pd.DataFrame, sizes: dict[str, float]) -> tuple[Points, Points]:
        """Where the signs of offices lie on the page, and their radii."""
        radii = offices["label"].map(sizes).fillna(0).to_numpy(dtype=float) / 2
        return self.points(offices["lon"], offices["lat"]), radii

    def write_labels(
        self,
        offices: pd.DataFrame,
        texts: list[str],
        sizes: dict[str, float],
        taken: Points,
        *,
        size: float,
        weight: int = 400,
        lines: shapely.Geometry | None = None,
    ) -> None:
        """Labels beside their signs, clear of all that is taken; those without room are left out."""
        points, radii = self.signs(offices, sizes)
        extents = np.array([extent(text, size, weight) for text in texts]).reshape(-1, 2)
        coast = shapely.simplify(shapely.transform(self.base.coast, self._to_page), 0.5)
        places = place(points, radii, extents, taken, self.frame, coast=coast, lines=lines)
        leaders, layer = self.layer("leaders", 3), self.layer("labels", 6)
        page = on_page(self.axes)
        for gid, text, (x, _), (width, height), spot in zip(
            offices["office_id"], texts, points, extents, places, strict=True
        ):
            if spot is None:
                continue
            if spot.leader:
                line = Line2D(*zip(*spot.leader, strict=True), color=LIGHT["muted"], linewidth=0.6)
                leaders.add(line, page)
            for number, part in enumerate(text.split("\n")):
                heaviness = weight if number == 0 else 400
                spare = width - extent(part, size, heaviness)[0]
                is_left_of_sign = spot.left + 0.7 * width < x
                left = spot.left + (spare if is_left_of_sign else 0)
                baseline = spot.bottom + height - size * (0.76 + 1.15 * number)
                label = words(part, left, baseline, size, weight=heaviness)
                label.set_gid(f"{self.prefix}label-{gid}" + (f"-{number}" if number else ""))
                layer.add(label, page)

    def _to_page(self, points: Points) -> Points:
        west, south, _, _ = self.base.bounds
        return (points - (west, south)) * self.scale + self.frame[:2]


def _boxes(points: Points, radii: Points) -> Points:
    return np.column_stack([points - radii[:, None], points + radii[:, None]])


def _key(offices: pd.DataFrame, order: list[str]) -> list[Part]:
    """The signs present, as a sentence: Offices ● working, ■ to close and ▲ to open."""
    present = [label for label in order if (offices["label"] == label).any()]
    parts: list[Part] = ["Offices" if present else "No offices to show."]
    for number, label in enumerate(present, start=1):
        left = len(present) - number
        parts += [(label, "high"), WORDS[label] + ("." if not left else "," if left > 1 else " and")]
    return parts


WORLD_WIDTH = 648.0  # points; 9 inches
TOP = 4.0
QUIET = {"working": 4.4, "closing": 8.2, "opening": 8.2}


def _world(land: Land, width: float, below: float) -> tuple[Figure, Plate]:
    west, south, east, north = land.bounds
    height = width * (north - south) / (east - west)
    figure = Figure(figsize=(width / 72, (height + below + TOP) / 72))
    return figure, Plate(figure, land, 0, below, width)


@styled
def offices_and_plan(offices: pd.DataFrame, land: Land) -> Figure:
    """Working offices, quiet, and the offices that a plan closes or opens, by name."""
    figure, plate = _world(land, WORLD_WIDTH, 26)
    shown = offices[offices["label"].isin(list(QUIET))]
    plate.draw_offices(shown, QUIET, certain=False)
    changes = shown[shown["label"].isin(CHANGES)]
    taken = _boxes(*plate.signs(shown, QUIET))
    plate.write_labels(changes, list(changes["city"]), QUIET, taken, size=10.5, weight=600)
    key = plate.layer("key", 7)
    sentence(key, _key(shown, list(QUIET)), left=6, top=24, width=WORLD_WIDTH - 12, size=10.5)
    return figure


PLATE_WIDTH = 720.0  # points; 10 inches
BETWEEN = 14.0
TITLE = 20.0
KEY = 48.0
ON_WORLD = dict.fromkeys(LABELS, 6.0)
IN_INSET = dict.fromkeys(LABELS, 7.6)
CERTAINTY = ["high", "medium", "low"]
STATUS_ORDER = [
    "working", "closing", "opening", "not_attested_recently", "suspended", "closed", "proposed",
]  # fmt: skip


@styled
def offices_by_status(offices: pd.DataFrame, land: Land) -> Figure:
    """Every office by status and certainty; where they crowd, larger below the world."""
    insets = [(inset, _window(inset, land)) for inset in INSETS]
    rows = [
        [pair for pair in insets if pair[0].row == row and len(_inside(pair[1], offices))]
        for row in sorted({inset.row for inset in INSETS})
    ]
    below = KEY + sum(TITLE + _row_height(row[0][0].row) + BETWEEN for row in rows if row)
    figure, world = _world(land, PLATE_WIDTH, below)
    world.draw_offices(offices, ON_WORLD, certain=True)
    parts = [*_key(offices, STATUS_ORDER), *_certainty(offices)]
    sentence(world.layer("key", 7), parts, left=6, top=below, width=PLATE_WIDTH - 12, size=10)
    top, shown = below - KEY, []
    for row in filter(None, rows):
        height, left = _row_height(row[0][0].row), 0.5
        top -= TITLE + height
        for inset, base in row:
            letter = "ABCDEFGH"[len(shown)]
            shown.append((letter, base))
            plate = Plate(figure, base, left, top, height * inset.ratio, inset.gid)
            _draw_inset(plate, f"{letter}  {inset.title}", _inside(base, offices))
            left += height * inset.ratio + BETWEEN
        top -= BETWEEN
    _name_the_rest(world, offices, shown)
    return figure


def _row_height(row: int) -> float:
    """Rows are as wide as the figure when all their insets are there."""
    ratios = [inset.ratio for inset in INSETS if inset.row == row]
    return (PLATE_WIDTH - BETWEEN * (len(ratios) - 1) - 1) / sum(ratios)


def _window(inset: Inset, land: Land) -> Base:
    return land.window(*inset.box, inset.ratio)


def _inside(base: Base, offices: pd.DataFrame) -> pd.DataFrame:
    """The offices inside the frame of a map."""
    places = base.project(offices["lon"], offices["lat"])
    west, south, east, north = base.bounds
    return offices[((places > (west, south)) & (places < (east, north))).all(axis=1)]


def _draw_inset(plate: Plate, title: str, offices: pd.DataFrame) -> None:
    left, _, right, top = plate.frame
    plate.axes.add_artist(
        Rectangle(
            (0, 0), 1, 1, transform=plate.axes.transAxes, fill=False, clip_on=False,
            edgecolor=LIGHT["rule"], linewidth=1, zorder=2, gid=f"{plate.prefix}frame",
        )  # fmt: skip
    )
    plate.draw_offices(offices, IN_INSET, certain=True)
    taken = _boxes(*plate.signs(offices, IN_INSET))
    plate.write_labels(offices, list(offices["city"]), IN_INSET, taken, size=9.5)
    layer = plate.layer("title", 7)
    layer.add(words(title, left, top + 5, 10.5, weight=600), on_page(plate.axes))


def _name_the_rest(world: Plate, offices: pd.DataFrame, insets: list[tuple[str, Base]]) -> None:
    """Frame on the world what the insets show, and name the offices outside them."""
    locators, page = world.layer("locators", 2), on_page(world.axes)
    rings, letters, elsewhere = [], [], offices
    for letter, base in insets:
        corners = shapely.segmentize(shapely.box(*base.bounds).exterior, 2e5)
        degrees = base.unproject(shapely.get_coordinates(corners))
        ring = world.points(degrees[:, 0], degrees[:, 1])
        locators.add(Line2D(*ring.T, color=LIGHT["muted"], linewidth=0.7), page)
        left, top = ring[np.argmin(ring[:, 0] - ring[:, 1])]
        locators.add(words(letter, left, top + 3, 10, weight=600, colour="muted"), page)
        rings.append(shapely.LineString(ring))
        letters.append((left, top, left + 7, top + 12))
        elsewhere = elsewhere.drop(_inside(base, elsewhere).index)
    taken = np.vstack([_boxes(*world.signs(offices, ON_WORLD)), *letters])
    lines = shapely.MultiLineString(rings)
    world.write_labels(
        elsewhere, list(elsewhere["city"]), ON_WORLD, taken, size=8.5, lines=lines
    )


def _certainty(offices: pd.DataFrame) -> list[Part]:
    """How sure: said only of the degrees that are there."""
    present = [degree for degree in CERTAINTY if (offices["confidence"] == degree).any()]
    parts: list[Part] = ["Confidence:"] if present else []
    for number, degree in enumerate(present, start=1):
        stop = "." if number == len(present) else ","
        parts += [("working", degree), f"{degree}{stop}"]
    return parts


@styled
def plan_and_nearest(offices: pd.DataFrame, nearest: pd.DataFrame, land: Land) -> Figure:
    """Every office to close, joined to the nearest that remains by the shortest way on the globe.

    An office without a nearest one stands alone; so does one whose nearest is not in the frame.
    """
    figure, plate = _world(land, WORLD_WIDTH, 26)
    shown = offices[offices["label"].isin(list(QUIET))]
    plate.draw_offices(shown, QUIET, certain=False)
    closing = shown[shown["label"] == "closing"]
    pairs = nearest[["office_id", "nearest_office_id", "distance_km"]]
    joined = closing.merge(pairs, on="office_id", how="left").merge(
        offices[["office_id", "city", "lat", "lon"]].add_prefix("nearest_"),
        on="nearest_office_id", how="left",
    )  # fmt: skip
    ways, layer = [], plate.layer("ways", 2)
    for row in joined.dropna(subset=["nearest_lat", "nearest_lon"]).itertuples():
        for way in _ways(plate, row.lon, row.lat, row.nearest_lon, row.nearest_lat):
            line = Line2D(*way.T, color=LIGHT["closing"], linewidth=1.3, gid=f"way-{row.office_id}")
            layer.add(line, on_page(plate.axes))
            ways.append(shapely.LineString(way))
    texts = [
        f"{row.city}\n{row.distance_km:,.0f} km to {row.nearest_city}"
        if pd.notna(row.nearest_city) else str(row.city)
        for row in joined.itertuples()
    ]  # fmt: skip
    taken = _boxes(*plate.signs(shown, QUIET))
    lines = shapely.MultiLineString(ways)
    plate.write_labels(joined, texts, QUIET, taken, size=9.5, weight=600, lines=lines)
    key = plate.layer("key", 7)
    parts = _key(shown, list(QUIET))
    if ways:
        parts.append("A line leads from an office to close to the nearest that remains.")
    sentence(key, parts, left=6, top=24, width=WORLD_WIDTH - 12, size=10.5)
    return figure


def _ways(plate: Plate, lon: float, lat: float, to_lon: float, to_lat: float) -> list[Points]:
    """The geodesic on the page; in two parts where it leaves the map on one side."""
    way = WGS84.inv_intermediate(
        lon, lat, to_lon, to_lat, del_s=50_000, initial_idx=0, terminus_idx=0, return_back_azimuth=False
    )
    points = plate.points(np.array(way.lons), np.array(way.lats))
    breaks = np.flatnonzero(np.abs(np.diff(points[:, 0])) > WORLD_WIDTH / 2) + 1
    return [part for part in np.split(points, breaks) if len(part) > 1]
