"""What a figure shows, in words: long descriptions made from the frame that was drawn.

A description names the same offices and numbers as the figure and its table; a reader who does
not see the picture loses nothing. Text from data is escaped for pandoc.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from footprint import status
from press.facts import escape, listing, partial_day

_BOUNDS = {"at_least": "at least ", "at_most": "at most ", "about": "about "}
_UNITS = {
    "lb": "pounds",
    "pills": "pills",
    "lb_powder": "pounds of powder",
    "deadly_doses": "deadly doses",
}
_MEASURES = {
    "on_board": "in service",
    "authorised": "authorised",
    "requested": "requested",
    "planned": "planned",
    "proposed_increase": "more proposed",
    "temporary": "for a time",
    "unspecified": "of unknown basis",
}


def offices(frame: pd.DataFrame) -> str:
    """Every office by its state. Columns: label, city, country."""
    shown = frame.assign(name=_names(frame))
    parts = [
        f"{status.WORDS[label].capitalize()}, {len(rows)}: {listing(sorted(rows.name))}."
        for label in status.WORDS
        if len(rows := shown[shown.label == label])
    ]
    return " ".join(parts) or "No office is shown."


def totals(counts: pd.DataFrame) -> str:
    """Published totals in order of time. Columns: date, offices, countries."""
    return _series(
        f"{partial_day(row.date)}: {_number(row.offices, 'offices')}"
        f"{_number(row.countries, 'countries', joint=' in ')}"
        for row in counts.itertuples()
    )


def distances(nearest: pd.DataFrame) -> str:
    """Offices with the nearest other. Columns: city, nearest_city, distance_km."""
    return _series(
        f"{row.city} to {row.nearest_city}, {row.distance_km:,.0f} kilometres"
        if pd.notna(row.distance_km)
        else f"{row.city}, none"
        for row in nearest.itertuples()
    )


def before_and_after(regions: pd.DataFrame) -> str:
    """Counts before and after. Columns: world_region, before, after."""
    return _series(
        f"{row.world_region}, {row.before} to {row.after}"
        if row.before != row.after
        else f"{row.world_region}, {row.before} and no change"
        for row in regions.itertuples()
    )


def counts(frame: pd.DataFrame) -> str:
    """Counts of people in order of time. Columns: date, kind, value, bound, measure."""
    return _series(
        f"{partial_day(row.date)}: {_BOUNDS.get(row.bound, '')}{row.value:,} {row.kind} "
        f"{_MEASURES.get(row.measure, row.measure)}"
        for row in frame.itertuples()
    )


def country_counts(frame: pd.DataFrame) -> str:
    """The last counts by country. Columns: country, kind, value, bound, date."""
    return _series(
        f"{row.country}: {_BOUNDS.get(row.bound, '')}{row.value:,} {row.kind}, "
        f"{partial_day(row.date)}"
        for row in frame.itertuples()
    )


def deaths(frame: pd.DataFrame) -> str:
    """Deaths in twelve months, the preferred count of each year. Columns of `fentanyl.deaths`."""
    kept = frame[frame.is_preferred]
    return _series(
        f"{row.year}: {row.all_drugs:,} deaths"
        + (
            f", {row.synthetic_opioids:,} with synthetic opioids"
            if _is(row.synthetic_opioids)
            else ""
        )
        for row in kept.itertuples()
    )


def steps(frame: pd.DataFrame) -> str:
    """Dated events. Columns: when, title."""
    return _series(f"{row.when}: {row.title}" for row in frame.itertuples())


def seizures(frame: pd.DataFrame) -> str:
    """Quantities by series. Columns: agency, unit, period, quantity, bound, label."""
    return _series(
        f"{row.agency}, {row.period}: {_BOUNDS.get(row.bound, '')}{row.quantity:,.0f} "
        f"{_UNITS.get(row.unit, row.unit)}" + (f" ({row.label})" if _is(row.label) else "")
        for row in frame.itertuples()
    )


def capitals(frame: pd.DataFrame) -> str:
    """Distances from capitals. Columns: capital, country, before_km, after_km."""
    return _series(
        f"{row.capital}, {row.country}: {row.before_km:,.0f} to {row.after_km:,.0f} kilometres"
        for row in frame.itertuples()
    )


def shares(curve: pd.DataFrame) -> str:
    """Shares of land within a distance, at a few distances. Columns: km, before, after."""
    every = curve[(curve.km % 500 == 0) & (curve.km > 0)]
    return _series(
        f"within {row.km:,} kilometres {row.before:.0%} before and {row.after:.0%} with the plan"
        for row in every.itertuples()
    )


def events(frame: pd.DataFrame) -> str:
    """Events of offices in order of time. Columns: date, kind, city."""
    words = {"open": "opened", "close": "closed", "suspend": "suspended", "reopen": "reopened"}
    return _series(
        f"{partial_day(row.date)}: {row.city} {words.get(row.kind, row.kind)}"
        for row in frame.itertuples()
    )


def snapshots(panels: pd.DataFrame) -> str:
    """The panels of small maps with the offices in each. Columns: panel, city, country, label."""
    parts = []
    for panel, rows in panels.groupby("panel", sort=False):
        shown = rows.dropna(subset="office_id")
        parts.append(f"{escape(str(panel))}. {offices(shown)}")
    return " ".join(parts)


def evidence(frame: pd.DataFrame) -> str:
    """Attestations by year. Columns: year, A, B, C; years without any are told as spans."""
    rows = frame.assign(total=frame.A + frame.B + frame.C)
    told = [f"{row.year}, {row.total}" for row in rows[rows.total > 0].itertuples()]
    return f"By year: {listing(told, joint='; ')}. No evidence is of any other year."


def first_and_last(frame: pd.DataFrame) -> str:
    """Offices by year of first and last evidence. Columns: year, first, last."""
    first = [f"{row.year}, {row.first}" for row in frame[frame["first"] > 0].itertuples()]
    last = [f"{row.year}, {row.last}" for row in frame[frame["last"] > 0].itertuples()]
    return (
        f"First evidence by year: {listing(first, joint='; ')}. "
        f"Last evidence by year: {listing(last, joint='; ')}."
    )


def windows(frame: pd.DataFrame) -> str:
    """Offices and places by recency window. Columns: years, offices, places."""
    return _series(
        f"{_counted(row.years, 'year')}: {_counted(row.offices, 'office')} "
        f"in {_counted(row.places, 'place')}"
        for row in frame.itertuples()
    )


def regions(frame: pd.DataFrame) -> str:
    """What is known by region. Columns: world_region, total, faded, proposed."""
    return _series(
        f"{row.world_region}: {row.total} at work, {row.faded} not attested recently, "
        f"{row.proposed} proposed"
        for row in frame.itertuples()
    )


def freshness(frame: pd.DataFrame) -> str:
    """Offices by the year of their last evidence. Columns: last_year, is_single_list."""
    parts = [
        f"{year}: {len(rows)}"
        + (
            f", {alone} of them on one list alone"
            if (alone := int(rows.is_single_list.sum()))
            else ""
        )
        for year, rows in frame.groupby("last_year")
    ]
    return _series(parts)


def claims(frame: pd.DataFrame) -> str:
    """Claims by verdict. Columns: claim_id, verdict."""
    parts = [
        f"{str(verdict).capitalize()}, {len(rows)}: {listing(rows.claim_id)}."
        for verdict, rows in frame.groupby("verdict", sort=False)
    ]
    return " ".join(parts) or "No claim is shown."


def sources(frame: pd.DataFrame) -> list[str]:
    """The sources of a frame, each once, in order."""
    column = "source_ids" if "source_ids" in frame else "source_id"
    return list(dict.fromkeys(frame[column].dropna().str.split(";").explode()))


def _names(frame: pd.DataFrame) -> pd.Series:
    """Cities, with the country where two have the same name."""
    is_twice = frame.city.duplicated(keep=False) & (
        frame.groupby("city").country.transform("nunique") > 1
    )
    return frame.city.where(~is_twice, frame.city + " (" + frame.country + ")")


def _series(parts: Iterable[str]) -> str:
    told = listing(parts, joint="; ")
    return f"{told}." if told != "none" else "Nothing is shown."


def _number(value: object, unit: str, *, joint: str = "") -> str:
    return f"{joint}{value:,} {unit}" if _is(value) else ("" if joint else f"no number of {unit}")


def _counted(value: int, unit: str) -> str:
    return f"{value:,} {unit}" if value == 1 else f"{value:,} {unit}s"


def _is(value: object) -> bool:
    return value is not None and not pd.isna(value)
