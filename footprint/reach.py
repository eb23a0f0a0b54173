"""Distances on the ellipsoid. Geometry, not capability: no roads, flights or borders."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pyproj import Geod

WGS84 = Geod(ellps="WGS84")


def nearest(origins: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """The nearest target of each origin along the geodesic.

    Both frames have office_id, lat and lon (degrees, WGS 84). Returns office_id,
    nearest_office_id and distance_km, one row an origin; missing where there is no target.
    An office is never its own nearest. Distances by Karney's method, as in PROJ.
    """
    others = targets.reset_index(drop=True)
    rows = []
    for origin in origins.itertuples():
        candidates = others[others.office_id != origin.office_id]
        if candidates.empty:
            rows.append((origin.office_id, None, np.nan))
            continue
        count = len(candidates)
        _, _, metres = WGS84.inv(
            np.full(count, origin.lon), np.full(count, origin.lat), candidates.lon, candidates.lat
        )
        place = int(np.argmin(metres))
        rows.append((origin.office_id, candidates.office_id.iloc[place], metres[place] / 1000))
    return pd.DataFrame(rows, columns=["office_id", "nearest_office_id", "distance_km"])
