"""Every chart of the report: one function a figure, a tidy frame in and a `Figure` out."""

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
