"""What the agency and others have published on the size of the footprint.

Every statement stands for itself: none is corrected, averaged or joined to the counts of
documented offices, which are of another kind.
"""

from __future__ import annotations

import pandas as pd

from footprint import status
from footprint.measures.define import fact
from footprint.view import View
from press.facts import Fact


def totals(view: View) -> pd.DataFrame:
    """Published totals by the day: date, day (the middle of what the date can mean), offices,
    countries, grade, source_id, note; in order of time."""
    counts = view.tables.footprint_counts
    counts = counts[counts.date.map(status.first_day) <= view.day]
    return counts.assign(day=counts.date.map(middle)).sort_values("day", ignore_index=True)


def middle(partial: str) -> pd.Timestamp:
    """The middle of a partial date, to draw it: 2024 gives 2 July 2024."""
    first, last = (pd.Timestamp(day(partial)) for day in (status.first_day, status.last_day))
    return (first + (last - first) / 2).normalize()


def offices_published(view: View) -> Fact:
    """Offices abroad by the last published statement that gives offices and countries."""
    return _stated(view, offices_published, "offices", -1)


def places_published(view: View) -> Fact:
    """Countries with offices by the last published statement that gives offices and countries."""
    return _stated(view, places_published, "countries", -1)


def offices_first_published(view: View) -> Fact:
    """Offices abroad by the first published statement that gives offices and countries."""
    return _stated(view, offices_first_published, "offices", 0)


def places_first_published(view: View) -> Fact:
    """Countries with offices by the first published statement that gives offices and countries."""
    return _stated(view, places_first_published, "countries", 0)


def year_of(view: View, stated: Fact) -> int:
    """The year of the statement that a published total was taken from."""
    return int(stated.rows["footprint_counts"][0][:4])


def growth(view: View) -> Fact:
    """How many times the offices of the first published total the last one is."""
    first, last = offices_first_published(view), offices_published(view)
    return fact(
        growth,
        round(last.value / first.value, 1) if first.value else 0,
        "time",
        rows={
            "footprint_counts": (*first.rows["footprint_counts"], *last.rows["footprint_counts"])
        },
        sources=[*first.sources, *last.sources],
    )


def statements_in_conflict(view: View) -> Fact:
    """Years in which published statements give different numbers of offices."""
    counts = totals(view).dropna(subset="offices")
    by_year = counts.groupby(counts.date.str[:4])
    years = by_year.offices.nunique()
    conflicting = counts[counts.date.str[:4].isin(years[years > 1].index)]
    return fact(
        statements_in_conflict,
        int((years > 1).sum()),
        "year",
        rows={"footprint_counts": _keys(conflicting)},
        sources=conflicting.source_id,
    )


def _complete(view: View) -> pd.DataFrame:
    """Statements of both numbers; of several on one day the best graded comes last."""
    counts = totals(view).dropna(subset=["offices", "countries"])
    return counts.sort_values(["day", "grade"], ascending=[True, False], kind="stable")


def _stated(view: View, function: object, column: str, place: int) -> Fact:
    complete = _complete(view)
    rows = complete.iloc[[place]] if len(complete) else complete
    value = int(rows[column].iloc[0]) if len(rows) else 0
    unit, plural = ("office", "") if column == "offices" else ("country", "countries")
    return fact(
        function,  # type: ignore[arg-type]
        value,
        unit,
        plural=plural,
        rows={"footprint_counts": _keys(rows)},
        sources=rows.source_id,
    )


def _keys(counts: pd.DataFrame) -> tuple[str, ...]:
    return tuple(f"{row.date} {row.source_id}" for row in counts.itertuples())
