"""Coordinates: in their country, the right way round, with the right sign; and offices twice."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import shapely
from pyproj import Geod
from shapely.geometry import Point, shape
from shapely.ops import nearest_points

from footprint.preflight.problems import Problem
from footprint.preflight.readings import folded
from footprint.preflight.rules import Row, Rule

_ELLIPSOID = Geod(ellps="WGS84")
# Coasts are drawn coarsely: real cities lie up to 3 km off them. Some capitals have no land drawn.
_OFF_THE_COAST, _OUTSIDE, _CAPITAL_OUTSIDE = 5.0, 50.0, 300.0
_SAME_PLACE = 5.0  # km
_CELL = 0.1  # degrees: two points within 5 km lie in cells that touch, up to 60° of latitude


class PointsLieInTheirCountry(Rule):
    """A point outside its country, and what would bring it home."""

    def begin(self) -> None:
        self.land = Boundaries(self.known.land)
        heads = ("", "capital_")
        self.pairs = [
            (f"{head}lat", f"{head}lon")
            for head in heads
            if {f"{head}lat", f"{head}lon", "iso3"} <= self.table.columns.keys()
        ]

    def applies(self) -> bool:
        return bool(self.pairs)

    def look(self, row: Row) -> Iterator[Problem]:
        for columns in self.pairs:
            try:
                lat, lon = (float(row[column]) for column in columns)
            except ValueError:
                continue
            if self.land.knows(row["iso3"]):
                yield from self._of(row, columns, lat, lon)

    def _of(self, row: Row, columns: tuple[str, str], lat: float, lon: float) -> Iterator[Problem]:
        limit = _CAPITAL_OUTSIDE if columns[0].startswith("capital") else _OUTSIDE
        distance = self.land.km_outside(row["iso3"], lat, lon)
        if distance <= _OFF_THE_COAST:
            return
        if distance > _OUTSIDE and (home := self._brought_home(row, columns, lat, lon)):
            yield from home
        elif distance > limit:
            yield self._astray(row, columns, lat, lon, distance)
        elif limit == _OUTSIDE:
            why = f"puts the point {distance:,.0f} km outside {self._name(row['iso3'])}"
            advice = "Compare both coordinates with a map."
            yield row.problem(columns[0], why, advice=advice, severity="warning")

    def _brought_home(
        self, row: Row, columns: tuple[str, str], lat: float, lon: float
    ) -> list[Problem]:
        """The problems, if the usual slips explain how far away the point is."""
        texts = [row[column] for column in columns]
        name = self._name(row["iso3"])
        if self._holds(row["iso3"], lon, lat):
            why = f"is the other coordinate: latitude and longitude are swapped, or {name} is wrong"
            pairs = zip(columns, reversed(texts), strict=True)
            return [row.problem(c, why, fix=text, is_certain=True) for c, text in pairs]
        for signs in ((1, -1), (-1, 1), (-1, -1)):
            if self._holds(row["iso3"], lat * signs[0], lon * signs[1]):
                why = f"has the wrong sign: without it the point would lie in {name}"
                turned = [p for p, sign in enumerate(signs) if sign < 0]
                return [
                    row.problem(columns[p], why, fix=_turned(texts[p]), is_certain=True)
                    for p in turned
                ]
        return self._with_a_point(row, columns, texts)

    def _with_a_point(self, row: Row, columns: tuple[str, str], texts: list[str]) -> list[Problem]:
        """The problems, if a decimal point was lost: 345281 for 34.5281."""
        choices = [[text, *_pointed(text)] if abs(float(text)) > 90 else [text] for text in texts]
        for pair in product(*choices):
            if self._holds(row["iso3"], float(pair[0]), float(pair[1])):
                why = "has lost its decimal point"
                return [
                    row.problem(column, why, fix=text)
                    for column, old, text in zip(columns, texts, pair, strict=True)
                    if text != old
                ]
        return []

    def _astray(
        self, row: Row, columns: tuple[str, str], lat: float, lon: float, distance: float
    ) -> Problem:
        there = self.land.country_of(lat, lon)
        where = f"in {self._name(there)}, " if there else ""
        why = f"puts the point {where}{distance:,.0f} km outside {self._name(row['iso3'])}"
        advice = "Compare both coordinates and the country."
        if abs(lat) > 90 or abs(lon) > 180:
            return row.problem(columns[0], "is not on the globe", advice=advice)
        return row.problem(columns[0], why, advice=advice)

    def _holds(self, iso3: str, lat: float, lon: float) -> bool:
        is_on_the_globe = abs(lat) <= 90 and abs(lon) <= 180
        return is_on_the_globe and (self.land.km_outside(iso3, lat, lon) <= _OFF_THE_COAST)

    def _name(self, iso3: str) -> str:
        return self.known.rows.get("countries", {}).get(iso3, {}).get("name") or iso3


def _turned(text: str) -> str:
    return text[1:] if text.startswith("-") else f"-{text}"


def _pointed(text: str) -> list[str]:
    """A number with a decimal point put after each of its first three digits."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    if not digits.isdigit():
        return []
    return [f"{sign}{digits[:place]}.{digits[place:]}" for place in (1, 2, 3) if digits[place:]]


class OfficesStandOnce(Rule):
    """One office with two rows: cities spelt alike, or points next to each other."""

    def begin(self) -> None:
        self.cities: dict[tuple[str, str], str] = {}
        self.points: dict[tuple[str, int, int], list[tuple[float, float, str, int]]] = {}

    def applies(self) -> bool:
        return self.table.name == "offices"

    def look(self, row: Row) -> Iterator[Problem]:
        iso3, office = row["iso3"], row["office_id"]
        advice = "If it is one office, keep one row; if there are two, say so in the note."
        twin = self.cities.setdefault((iso3, folded(row["city"])), f"{office} in line {row.line}")
        if twin != f"{office} in line {row.line}":
            why = f"is spelt like the city of {twin}, so one office may be counted twice"
            yield row.problem("city", why, advice=advice, severity="warning")
            return
        try:
            point = float(row["lat"]), float(row["lon"])
        except ValueError:
            return
        if near := self._near(iso3, point):
            km, other, line = near
            why = (
                f"lies {km:.1f} km from {other} in line {line}, so one office may be counted twice"
            )
            yield row.problem("city", why, advice=advice, severity="warning")
        cell = iso3, int(point[0] // _CELL), int(point[1] // _CELL)
        self.points.setdefault(cell, []).append((*point, office, row.line))

    def _near(self, iso3: str, point: tuple[float, float]) -> tuple[float, str, int] | None:
        """The distance, office and line of the first point within 5 km."""
        south, west = int(point[0] // _CELL), int(point[1] // _CELL)
        for step in product((-1, 0, 1), repeat=2):
            for lat, lon, office, line in self.points.get(
                (iso3, south + step[0], west + step[1]), []
            ):
                if (km := km_between(point, (lat, lon))) <= _SAME_PLACE:
                    return km, office, line
        return None


class Boundaries:
    """The countries of `boundaries.geojson`, read when the first is asked for.

    Raises nothing for a file that is absent or broken: then no country is known.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _shapes(self) -> dict[str, Any]:
        try:
            return _read(self.path.resolve(), self.path.stat().st_mtime_ns)
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    @property
    def are_readable(self) -> bool:
        return bool(self._shapes)

    def knows(self, iso3: str) -> bool:
        return iso3 in self._shapes

    def holds(self, iso3: str, lat: float, lon: float) -> bool:
        return bool(self._shapes[iso3].contains(Point(lon, lat)))

    def km_outside(self, iso3: str, lat: float, lon: float) -> float:
        """How far a point lies outside a country, in km along the ellipsoid; 0 inside.

        Without end for coordinates that are not on the globe.
        """
        if abs(lat) > 90 or abs(lon) > 180:
            return math.inf
        if self.holds(iso3, lat, lon):
            return 0.0
        edge, point = nearest_points(self._shapes[iso3], Point(lon, lat))
        return float(_ELLIPSOID.inv(edge.x, edge.y, point.x, point.y)[2]) / 1000

    def country_of(self, lat: float, lon: float) -> str:
        """The country a point lies in; empty at sea."""
        point = Point(lon, lat)
        return next((iso3 for iso3, land in self._shapes.items() if land.contains(point)), "")


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> dict[str, Any]:
    """The land of each country by its code; read again only when the file has changed."""
    features = json.loads(path.read_text("utf-8"))["features"]
    shapes = {each["properties"]["iso_a3"]: shape(each["geometry"]) for each in features}
    shapely.prepare([*shapes.values()])
    return shapes


def km_between(first: tuple[float, float], second: tuple[float, float]) -> float:
    """The distance of two points (latitude, longitude) in km along the ellipsoid."""
    return float(_ELLIPSOID.inv(first[1], first[0], second[1], second[0])[2]) / 1000
