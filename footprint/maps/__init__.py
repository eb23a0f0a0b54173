"""Every map of the report: one function a figure, offices and land in and a `Figure` out."""

from footprint.maps.history import offices_over_time
from footprint.maps.land import land
from footprint.maps.offices import offices_and_plan, offices_by_status, plan_and_nearest
from footprint.maps.reach import reach_change

__all__ = [
    "land",
    "offices_and_plan",
    "offices_by_status",
    "offices_over_time",
    "plan_and_nearest",
    "reach_change",
]
