"""Every chart of the report: one function a figure, a tidy frame in and a `Figure` out.

With `on=` a chart is drawn in a figure of one's own, in a part of it or in the place of axes:

>>> import pandas as pd
>>> from matplotlib.figure import Figure
>>> regions = {"world_region": ["Europe", "Asia"], "high": [3, 1], "medium": [1, 0], "low": [0, 2]}
>>> left, right = Figure(figsize=(11, 4)).subfigures(1, 2)
>>> offices_by_region(pd.DataFrame(regions), on=left) is left
True

In other colours, inside `drawn_for`:

>>> from footprint.drawing.medium import drawn_for
>>> with drawn_for(theme="dark"):
...     part = offices_by_region(pd.DataFrame(regions), on=right)
"""

from footprint.charts.claims import claims_by_verdict
from footprint.charts.completeness import freshness, regions_compared
from footprint.charts.cooperation import cooperation_and_deaths
from footprint.charts.history import first_and_last_documented, office_events
from footprint.charts.lists import listed_by_year
from footprint.charts.offices import majors_years, offices_by_region, regions_before_and_after
from footprint.charts.people import (
    agency_people,
    people_abroad,
    people_by_country,
    people_in_country,
)
from footprint.charts.reach import distance_share, reach_of_capitals
from footprint.charts.seizures import seizures_by_series
from footprint.charts.time import evidence_by_year, published_and_documented
from footprint.charts.windows import documented_by_window

__all__ = [
    "agency_people",
    "claims_by_verdict",
    "cooperation_and_deaths",
    "distance_share",
    "documented_by_window",
    "evidence_by_year",
    "first_and_last_documented",
    "freshness",
    "listed_by_year",
    "majors_years",
    "office_events",
    "offices_by_region",
    "people_abroad",
    "people_by_country",
    "people_in_country",
    "published_and_documented",
    "reach_of_capitals",
    "regions_before_and_after",
    "regions_compared",
    "seizures_by_series",
]
