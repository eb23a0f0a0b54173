"""Distances on the ellipsoid. Geometry, not capability: no roads, flights, borders or staff."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj import Geod, Transformer

from footprint.measures.define import fact
from footprint.parameters import Parameters
from footprint.view import View
from press.facts import Fact

WGS84 = Geod(ellps="WGS84")
# Cylindrical and equal in area (EPSG:6933): steps of one length make cells of one area.
_EQUAL_AREA = "EPSG:6933"
_STEP_M = 200_000
WITHIN_KM = 1_000
_MATTERS_KM = 1.0  # below this a change is one of rounding

Degrees = npt.NDArray[np.float64]


def nearest(origins: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """The nearest target of each origin along the geodesic.

    Both frames have office_id, lat and lon (degrees, WGS 84). Returns office_id,
    nearest_office_id and distance_km, one row an origin; missing where there is no target.
    An office is never its own nearest. Distances by Karney's method, as in PROJ.
    """
    others = targets.reset_index(drop=True)
    km = distances(origins, others)
    km[origins.office_id.to_numpy()[:, None] == others.office_id.to_numpy()[None, :]] = np.inf
    return _closest(origins[["office_id"]], km, others)


def distances(origins: pd.DataFrame, targets: pd.DataFrame) -> Degrees:
    """Kilometres along the geodesic from every origin (rows) to every target (columns)."""
    shape = (len(origins), len(targets))
    lon, lat = (np.repeat(origins[name].to_numpy(float), shape[1]) for name in ("lon", "lat"))
    to_lon, to_lat = (np.tile(targets[name].to_numpy(float), shape[0]) for name in ("lon", "lat"))
    _, _, metres = WGS84.inv(lon, lat, to_lon, to_lat)
    return np.asarray(metres, dtype=float).reshape(shape) / 1000


@cache
def capitals(view: View) -> pd.DataFrame:
    """From every capital to the nearest working office, on the day and with the plan carried out.

    country, iso3, capital, lat, lon, before_km, before_city, after_km, after_city, change_km; the
    largest growth first. Places without a capital are left out, and the agency's own country.
    """
    frame = view.tables.countries.dropna(subset=["capital_lat", "capital_lon"])
    frame = frame.rename(columns={"name": "country", "capital_lat": "lat", "capital_lon": "lon"})
    home = view.whole.codebook["report"]["agency"]["home"]
    frame = _before_and_after(view, frame[frame.iso3 != home])
    columns = ["country", "iso3", "capital", "lat", "lon", "before_km", "before_city", "after_km"]
    frame = frame[[*columns, "after_city", "change_km"]]
    return frame.sort_values(["change_km", "country"], ascending=[False, True], ignore_index=True)


@cache
def grid(view: View) -> pd.DataFrame:
    """From every cell of an equal-area grid over land to the nearest working office.

    lon, lat, before_km, after_km, change_km. Cells are 200 kilometres apart in a cylindrical
    equal-area projection; Antarctica and the agency's own country are left out. Every cell counts
    alike, whoever lives there.
    """
    home = view.whole.codebook["report"]["agency"]["home"]
    land = view.whole.boundaries
    cells = _cells(land[~land.iso_a3.isin(["ATA", home])])
    return _before_and_after(view, cells)[["lon", "lat", "before_km", "after_km", "change_km"]]


def shares(cells: pd.DataFrame, *, upto_km: int = 4_000, step_km: int = 20) -> pd.DataFrame:
    """The share of the cells within a distance of a working office: km, before, after (0 to 1)."""
    steps = np.arange(0, upto_km + step_km, step_km)
    return pd.DataFrame(
        {"km": steps}
        | {
            when: [float((cells[f"{when}_km"] <= km).mean()) if len(cells) else 0.0 for km in steps]
            for when in ("before", "after")
        }
    )


def openings(view: View) -> pd.DataFrame:
    """For each office that the plan opens the nearest one at work now, the gap that it fills.

    office_id, city, country, nearest_city, nearest_country, distance_km; the widest first.
    """
    frame = view.offices
    pairs = nearest(frame[frame.label == "opening"], frame[frame.status == "working"])
    names = frame[["office_id", "city", "country"]]
    named = pairs.merge(names, on="office_id")
    named = named.merge(names.add_prefix("nearest_"), on="nearest_office_id", how="left")
    return named.sort_values("distance_km", ascending=False, ignore_index=True)


def sensitivity(view: View) -> pd.DataFrame:
    """The same change under other rules of who is at work.

    rule, offices (before the plan), capitals (farther from an office with it), median_km and
    longest_km (of the growth, over those capitals), land (share within 1,000 km with the plan).
    """
    asked = view.parameters
    faded = replace(view, parameters=asked.model_copy(update={"recency_years": 60}))
    rules = {
        "As this edition counts": view,
        "Only offices of high confidence": replace(view, parameters=_with(asked, "high")),
        "Every office ever attested and not known to have closed": faded,
    }
    rows = []
    for rule, other in rules.items():
        farther, cells = capitals(other).query("change_km >= @_MATTERS_KM"), grid(other)
        rows.append(
            (
                rule,
                int((other.offices.status == "working").sum()),
                len(farther),
                round(float(farther.change_km.median())) if len(farther) else 0,
                round(float(farther.change_km.max())) if len(farther) else 0,
                float((cells.after_km <= WITHIN_KM).mean()) if len(cells) else 0.0,
            )
        )
    names = ["rule", "offices", "capitals", "median_km", "longest_km", "land"]
    return pd.DataFrame(rows, columns=names)


def capitals_farther(view: View) -> Fact:
    """Capitals, of countries and territories, that would be farther from the nearest documented
    office with the plan carried out, by a kilometre or more."""
    return _capitals(view, capitals_farther, capitals(view).query("change_km >= @_MATTERS_KM"))


def capitals_nearer(view: View) -> Fact:
    """Capitals, of countries and territories, that would be nearer to a documented office with the
    plan carried out, by a kilometre or more."""
    return _capitals(view, capitals_nearer, capitals(view).query("change_km <= -@_MATTERS_KM"))


def land_within(view: View, when: str) -> Fact:
    """The share of the land, by area and without Antarctica and the agency's own country, within
    1,000 kilometres of a documented office: before the plan, or after it is carried out."""
    cells = grid(view)
    value = float((cells[f"{when}_km"] <= WITHIN_KM).mean()) if len(cells) else 0.0
    column = "status" if when == "before" else "after"
    working = view.offices[view.offices[column] == "working"]
    rows = {"offices": tuple(working.office_id)}
    return fact(land_within, value, "share", rows=rows, sources=[], of=when)


def _with(parameters: Parameters, confidence: str) -> Parameters:
    return parameters.model_copy(update={"min_confidence": confidence})


def _capitals(view: View, function: object, rows: pd.DataFrame) -> Fact:
    events = view.announced.event_id
    return fact(
        function,  # type: ignore[arg-type]
        len(rows),
        "capital",
        rows={"countries": tuple(sorted(rows.iso3)), "events": tuple(events)},
        sources=[],
    )


def _before_and_after(view: View, origins: pd.DataFrame) -> pd.DataFrame:
    """The origins with before_km, before_city, after_km, after_city and change_km."""
    frame, parts = view.offices, [origins.reset_index(drop=True)]
    for when, column in (("before", "status"), ("after", "after")):
        targets = frame[frame[column] == "working"].reset_index(drop=True)
        found = _closest(origins[[]], distances(origins, targets), targets)
        cities = found.merge(
            targets[["office_id", "city"]],
            left_on="nearest_office_id",
            right_on="office_id",
            how="left",
        )
        parts.append(pd.DataFrame({f"{when}_km": found.distance_km, f"{when}_city": cities.city}))
    both = pd.concat(parts, axis=1)
    return both.assign(change_km=both.after_km - both.before_km)


def _closest(origins: pd.DataFrame, km: Degrees, targets: pd.DataFrame) -> pd.DataFrame:
    """The origins with the nearest target; missing where every distance is infinite."""
    rows = origins.reset_index(drop=True)
    if not km.size:
        return rows.assign(nearest_office_id=None, distance_km=np.nan)
    place = np.argmin(km, axis=1)
    shortest = km[np.arange(len(km)), place]
    names = targets.office_id.to_numpy()[place]
    return rows.assign(
        nearest_office_id=np.where(np.isinf(shortest), None, names),
        distance_km=np.where(np.isinf(shortest), np.nan, shortest),
    )


def _cells(boundaries: gpd.GeoDataFrame) -> pd.DataFrame:
    """Centres of the grid's cells that lie on land: lon, lat."""
    there = Transformer.from_crs("EPSG:4326", _EQUAL_AREA, always_xy=True)
    west, north = there.transform(-180, 0)[0], there.transform(0, 84)[1]
    x = np.arange(west + _STEP_M / 2, -west, _STEP_M)
    y = np.arange(-north + _STEP_M / 2, north, _STEP_M)
    across, up = np.meshgrid(x, y)
    lon, lat = there.transform(across.ravel(), up.ravel(), direction="INVERSE")
    land = shapely.union_all(boundaries.geometry.to_numpy())
    shapely.prepare(land)
    on_land = shapely.contains_xy(land, lon, lat)
    return pd.DataFrame({"lon": np.asarray(lon)[on_land], "lat": np.asarray(lat)[on_land]})
