"""The context of one country: cooperation step by step, deaths, and drugs seized.

Counts of different definitions are never joined; nothing here says what caused what.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from footprint import status
from footprint.measures.define import fact, split
from footprint.measures.published import middle
from footprint.view import View
from press.facts import Fact, partial_day


def steps(view: View, iso3: str) -> pd.DataFrame:
    """Background events that name a country, by the day, in order of time.

    date, day (the middle of what the date can mean), when (the date in words), title, detail,
    kind, grade, source_ids.
    """
    events = view.tables.timeline
    events = events[events.date.map(status.first_day) <= view.day]
    is_named = [iso3 in str(places).split(";") for places in events.iso3s]
    named = events[pd.Series(is_named, events.index, dtype=bool)]
    return named.assign(
        day=named.date.map(middle),
        when=named.date.map(partial_day),
    ).sort_values(["day", "title"], ignore_index=True)


def steps_taken(view: View, iso3: str) -> Fact:
    """Background events in the tables that name the country, by the day."""
    events = steps(view, iso3)
    rows = {"timeline": tuple(events.date + " " + events.title)}
    return fact(steps_taken, len(events), "event", rows=rows, sources=split(events.source_ids))


def deaths(view: View) -> pd.DataFrame:
    """Overdose deaths in twelve months that had ended by the day, in order of time.

    period_end, day (the last of the twelve months), year, all_drugs, synthetic_opioids (people),
    is_final, is_preferred, release, source_ids.
    """
    counts = view.tables.overdose_deaths
    ends = counts.period_end.map(status.last_day)
    counts = counts[ends <= view.day]
    return counts.assign(
        day=pd.to_datetime(ends[ends <= view.day]),
        is_final=counts.status == "final",
        is_preferred=counts.preferred.astype(bool),
    ).sort_values(["day", "is_final", "release"], ignore_index=True)


def deaths_last_final(view: View, drugs: str) -> Fact:
    """Overdose deaths (all drugs, or those involving synthetic opioids) in the last calendar year
    that had ended by the day and has a final count, which may have been released later."""
    return _deaths(deaths_last_final, _yearly(view, drugs).tail(1), drugs)


def deaths_first_final(view: View, drugs: str) -> Fact:
    """Overdose deaths (all drugs, or those involving synthetic opioids) in the first calendar year
    with a final count in the tables."""
    return _deaths(deaths_first_final, _yearly(view, drugs).head(1), drugs)


def deaths_peak(view: View, drugs: str) -> Fact:
    """Overdose deaths (all drugs, or those involving synthetic opioids) in the calendar year with
    the most of them, among the final counts of years that had ended by the day."""
    final = _yearly(view, drugs)
    return _deaths(deaths_peak, final[final[drugs] == final[drugs].max()].head(1), drugs)


def year_of(counted: Fact) -> int:
    """The calendar year that a count of deaths is for."""
    return int(counted.rows["overdose_deaths"][0][:4])


def seizures(view: View) -> pd.DataFrame:
    """Quantities seized in periods that had ended by the day.

    agency, unit, period, day (the middle of the period), start, end, quantity (in unit), bound,
    scope, is_comparable, label (why a row is not comparable; else missing), source_id.
    """
    rows = view.tables.seizures
    rows = rows[rows.end <= pd.Timestamp(view.day)]
    is_comparable = rows.comparable.astype(bool)
    whole = (rows.end - rows.start).dt.days >= 364
    scope = rows.scope.str.replace("_", " ")
    why = scope.where(rows.scope != "nationwide", rows.period).where(
        ~whole | (rows.scope != "nationwide"), "another count"
    )
    return rows.assign(
        day=rows.start + (rows.end - rows.start) / 2,
        quantity=rows.quantity.astype(float),
        is_comparable=is_comparable,
        label=why.where(~is_comparable),
    ).sort_values(["agency", "unit", "start", "end", "scope"], ignore_index=True)


def first_seizure(view: View) -> pd.Timestamp:
    """The first day of the first period with a counted seizure of fentanyl; without one, of all
    time."""
    first = seizures(view).start.min()
    return pd.Timestamp.min if pd.isna(first) else pd.Timestamp(first)


def _yearly(view: View, drugs: str) -> pd.DataFrame:
    counts = deaths(view)
    return counts[counts.is_preferred & counts.is_final].dropna(subset=drugs)


def _deaths(function: Callable[..., Fact], row: pd.DataFrame, drugs: str) -> Fact:
    return fact(
        function,
        int(row[drugs].iloc[0]) if len(row) else 0,
        "death",
        rows={"overdose_deaths": tuple(row.period_end + " " + row.release)},
        sources=split(row.source_ids),
        of=drugs,
    )
