"""Every map of the report: one function a figure, offices and land in and a `Figure` out.

With `on=` a map is drawn in a figure of one's own, as the charts are:

>>> from matplotlib.figure import Figure
>>> from footprint import data
>>> from footprint.parameters import DATA_DIR, Parameters
>>> from footprint.view import View
>>> view = View(data.load(DATA_DIR), Parameters())
>>> figure = Figure(figsize=(11, 5))
>>> axes, beside = figure.subplots(1, 2)
>>> part = offices_and_plan(view.offices, land(view.whole.boundaries), on=beside)
>>> beside in figure.axes
False
"""

from footprint.maps.history import offices_over_time
from footprint.maps.land import land
from footprint.maps.offices import COLUMNS, offices_and_plan, offices_by_status, plan_and_nearest
from footprint.maps.reach import reach_change

__all__ = [
    "COLUMNS",
    "land",
    "offices_and_plan",
    "offices_by_status",
    "offices_over_time",
    "plan_and_nearest",
    "reach_change",
]
