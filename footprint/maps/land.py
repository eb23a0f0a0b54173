"""The base layer of the maps: land and the borders on it, projected and as fine as an eye can see.

`land(boundaries)` prepares the world once a process (about a third of a second); `Land.window`
prepares a part of it, larger, in a projection of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import geopandas
import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.path import Path
from pyproj import Transformer

Points = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.object_]
Box = tuple[float, float, float, float]  # left, bottom, right, top

# Centred on 11° E the map's own edge, 169° W, runs through the Bering Strait: no country but a few
# islands is torn in two. Equal Earth keeps areas comparable.
EDGE = -169.0
WORLD = "+proj=eqearth +lon_0=11 +datum=WGS84 +units=m"
MESH = 30  # degrees from one meridian, or parallel, to the next
LEFT_OUT = {"ATA"}  # nobody has an office there, and it would take a sixth of the picture

WORLD_TOLERANCE = 16_000.0  # metres: about a pixel of a map 1,400 pixels wide
WORLD_ISLET = 9e8  # square metres; smaller islands go, except the largest of each country


@dataclass(frozen=True)
class Base:
    """Land and borders, ready to draw, in the projection `crs`."""

    crs: str
    ground: Path
    borders: Path
    bounds: Box
    coast: shapely.Geometry = field(repr=False)
    graticule: Path | None = field(repr=False, default=None)

    def project(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Points:
        """Degrees to metres on the map, one row a point."""
        return _transform(_transformer(self.crs), lon, lat)

    def unproject(self, points: Points) -> Points:
        """Metres on the map to degrees."""
        back = _transformer(self.crs).transform(points[:, 0], points[:, 1], direction="INVERSE")
        return np.column_stack(back)


@dataclass(frozen=True)
class Land(Base):
    """The world, and the countries it was drawn from (in degrees, unrolled from the map's edge)."""

    countries: tuple[shapely.Geometry, ...] = field(repr=False, default=())

    def window(self, west: float, south: float, east: float, north: float, ratio: float) -> Base:
        """The part of the world around a box in degrees, `ratio` times as wide as it is high.

        Drawn in an equal-area projection centred on the box, so that nothing leans. The box is
        widened or heightened to the ratio, never cut.
        """
        return _window(self.countries, (west, south, east, north), ratio)


def land(boundaries: geopandas.GeoDataFrame) -> Land:
    """The world for these boundaries: prepared once a process, and again only when they change."""
    present = boundaries[~boundaries["iso_a3"].isin(LEFT_OUT)].geometry
    return _land(tuple(shapely.to_wkb(present.to_numpy())))


@lru_cache(maxsize=2)
def _land(shapes: tuple[bytes, ...]) -> Land:
    countries = _unroll(shapely.from_wkb(list(shapes)))
    flat = _flatten(countries, WORLD)
    base = _base(WORLD, flat, WORLD_TOLERANCE, WORLD_ISLET)
    lines = shapely.clip_by_rect(_flatten(_graticule(), WORLD), *base.bounds)
    drawn = {**vars(base), "graticule": _path(shapely.get_parts(lines), Path.LINETO)}
    return Land(**drawn, countries=tuple(countries))


def _graticule() -> Shapes:
    """Meridians and parallels over the map, in degrees."""
    lon, lat = np.arange(EDGE, EDGE + 361, 2), np.arange(-90, 91, 2)
    meridians = [np.column_stack([np.full_like(lat, x), lat]) for x in range(-150, 181, MESH)]
    parallels = [np.column_stack([lon, np.full_like(lon, y)]) for y in range(-60, 61, MESH)]
    return np.array([shapely.linestrings(line) for line in [*meridians, *parallels]])


@lru_cache(maxsize=16)
def _window(countries: tuple[shapely.Geometry, ...], box: Box, ratio: float) -> Base:
    west, south, east, north = box
    middle = f"+lat_0={(south + north) / 2} +lon_0={(west + east) / 2}"
    crs = f"+proj=laea {middle} +datum=WGS84 +units=m"
    frame = shapely.segmentize(shapely.box(*box), 1.0)
    left, bottom, right, top = shapely.bounds(_flatten(np.array([frame]), crs)[0]).tolist()
    width = max(right - left, (top - bottom) * ratio)
    height = width / ratio
    bounds = (-width / 2, (bottom + top - height) / 2, width / 2, (bottom + top + height) / 2)
    near = shapely.clip_by_rect(np.array(countries), west - 25, south - 25, east + 25, north + 25)
    flat = _flatten(near[~shapely.is_empty(near)], crs)
    return _base(crs, flat, width / 1200, (width / 400) ** 2, bounds)


def _unroll(countries: Shapes) -> Shapes:
    """The countries from 169° W eastwards to 191° E, without a seam at 180°."""
    east = shapely.clip_by_rect(countries, EDGE + 1e-6, -90, 180, 90)
    west = shapely.clip_by_rect(countries, -180, -90, EDGE - 1e-6, 90)
    west = shapely.transform(west, lambda points: points + np.array([360, 0]))
    torn = ~shapely.is_empty(west)
    east[torn] = shapely.union(east[torn], west[torn])
    return east


def _flatten(shapes: Shapes, crs: str) -> Shapes:
    transformer = _transformer(crs)
    return shapely.transform(shapes, lambda p: _transform(transformer, p[:, 0], p[:, 1]))


@lru_cache(maxsize=16)
def _transformer(crs: str) -> Transformer:
    return Transformer.from_crs("EPSG:4326", crs, always_xy=True)


def _transform(transformer: Transformer, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Points:
    return np.column_stack(
        transformer.transform(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    )


def _base(crs: str, flat: Shapes, tolerance: float, islet: float, frame: Box | None = None) -> Base:
    """Simplify together, so that neighbours still meet; then part coasts from borders.

    Without a frame the land is its own frame.
    """
    simple = _without_islets(shapely.coverage_simplify(flat, tolerance), islet)
    ground, borders = shapely.coverage_union_all(simple), _shared_edges(simple)
    coast = shapely.boundary(ground)
    if frame:
        ground, borders, coast = shapely.clip_by_rect([ground, borders, coast], *frame)
    rings = shapely.get_rings(shapely.get_parts(ground))
    return Base(
        crs=crs,
        ground=_path(rings, Path.CLOSEPOLY),
        borders=_path(shapely.get_parts(borders), Path.LINETO),
        bounds=frame or tuple(shapely.bounds(ground).tolist()),
        coast=coast,
    )


def _without_islets(shapes: Shapes, islet: float) -> Shapes:
    """Drop polygons smaller than an islet, but keep the largest of each country."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    area = shapely.area(parts)
    largest = np.zeros(len(shapes))
    np.maximum.at(largest, owner, area)
    keep = (area >= islet) | (area == largest[owner])
    return shapely.multipolygons(parts[keep], indices=owner[keep])


def _shared_edges(shapes: Shapes) -> shapely.Geometry:
    """The edges that two countries have in common: the borders, without the coasts."""
    points, ring = shapely.get_coordinates(
        shapely.get_rings(shapely.get_parts(shapes)), return_index=True
    )
    edges = np.stack([points[:-1], points[1:]], axis=1)[ring[:-1] == ring[1:]]
    backwards = (edges[:, 0, 0] > edges[:, 1, 0]) | (
        (edges[:, 0, 0] == edges[:, 1, 0]) & (edges[:, 0, 1] > edges[:, 1, 1])
    )
    edges[backwards] = edges[backwards, ::-1]
    edges, count = np.unique(edges.reshape(-1, 4), axis=0, return_counts=True)
    return shapely.line_merge(shapely.multilinestrings(edges[count > 1].reshape(-1, 2, 2)))


def _path(strings: Shapes, end: np.uint8) -> Path:
    """Rings or lines as one path: one shape in the picture, not hundreds."""
    points, string = shapely.get_coordinates(strings, return_index=True)
    if not len(points):
        return Path(np.empty((0, 2)))
    codes = np.full(len(points), Path.LINETO, dtype=np.uint8)
    first = np.flatnonzero(np.diff(string, prepend=-1))
    codes[first] = Path.MOVETO
    codes[np.append(first[1:], len(points)) - 1] = end
    return Path(points, codes)
