"""Offices over time: what happened, what is documented by year, and how thin the evidence is."""

from __future__ import annotations

from datetime import date

import pandas as pd

from footprint import status
from footprint.measures.define import fact, split
from footprint.measures.published import middle
from footprint.view import View
from press.facts import Fact, day

_NOUNS = {"open": "opening", "close": "closing", "suspend": "suspension", "reopen": "reopening"}
_SHOWN = ["panel", "caption", "office_id", "city", "country", "lat", "lon", "label", "confidence"]


def events_of_offices(view: View) -> pd.DataFrame:
    """Openings, reopenings, suspensions and closings, in order of time, also those after the day.

    event_id, date, day (the middle of what the date can mean), begins, ends, kind, city, country,
    is_known_by_day, source_ids, note.
    """
    events = view.tables.events
    events = events[events.kind.isin(status.STATE_EVENTS)]
    cities = view.tables.offices[["office_id", "city"]]
    countries = view.tables.countries[["iso3", "name"]].rename(columns={"name": "country"})
    frame = events.merge(countries, on="iso3").merge(cities, on="office_id", how="left")
    begins = frame.date.map(status.first_day)
    return frame.assign(
        day=frame.date.map(middle),
        begins=pd.to_datetime(begins),
        ends=pd.to_datetime(frame.date.map(status.last_day)),
        city=frame.city.fillna(frame.country),
        is_known_by_day=begins <= view.day,
    ).sort_values(["day", "event_id"], ignore_index=True)


def events_by_kind(view: View, kind: str) -> Fact:
    """Events of one kind (open, reopen, suspend, close) that had happened by the day."""
    events = events_of_offices(view)
    events = events[events.is_known_by_day & (events.kind == kind)]
    return fact(
        events_by_kind,
        len(events),
        _NOUNS[kind],
        rows={"events": tuple(events.event_id)},
        sources=split(events.source_ids),
        of=kind,
    )


def documented_by_year(view: View, *, since: int = 1973) -> pd.DataFrame:
    """Documented working offices and places at the end of every year until the day: year, day,
    offices, places."""
    rows = []
    places = view.tables.offices.set_index("office_id").iso3
    for year in range(since, view.day.year + 1):
        end = min(date(year, 12, 31), view.day)
        statuses = status.on(view.tables, end, recency_years=view.parameters.recency_years)
        working = statuses.index[statuses == "working"]
        rows.append((year, pd.Timestamp(end), len(working), places[working].nunique()))
    return pd.DataFrame(rows, columns=["year", "day", "offices", "countries"])


def evidence_by_year(view: View) -> pd.DataFrame:
    """Dated attestations of work by the year they speak for and the grade of their source: year,
    A, B, C. Every year from the first to the day's, also those with none."""
    evidence = _attested(view)
    years = evidence.date.str[:4].astype(int)
    table = pd.crosstab(years, evidence.grade).reindex(columns=["A", "B", "C"], fill_value=0)
    span = range(years.min(), view.day.year + 1) if len(years) else range(0)
    return table.reindex(span, fill_value=0).rename_axis("year").reset_index()


def first_and_last_documented(view: View) -> pd.DataFrame:
    """Offices by the year of their first and of their last evidence of work by the day: year,
    first, last. Every year from the first to the day's."""
    seen = view.offices.dropna(subset="first_documented")
    first, last = seen.first_documented.str[:4], seen.last_documented.str[:4]
    counts = pd.DataFrame({"first": first.value_counts(), "last": last.value_counts()})
    counts.index = counts.index.astype(int)
    span = range(counts.index.min(), view.day.year + 1) if len(counts) else range(0)
    table = counts.reindex(span).fillna(0).astype(int)
    return table.rename_axis("year").reset_index()


def offices_last_seen(view: View, year: int) -> Fact:
    """Offices whose last evidence of work by the day speaks for one year."""
    seen = view.offices.dropna(subset="last_documented")
    seen = seen[seen.last_documented.str.startswith(f"{year}")]
    evidence = _attested(view)
    here = evidence[
        evidence.office_id.isin(seen.office_id) & evidence.date.str.startswith(f"{year}")
    ]
    rows = {"offices": tuple(seen.office_id), "office_evidence": tuple(here.evidence_id)}
    return fact(
        offices_last_seen, len(seen), "office", rows=rows, sources=here.source_id, of=f"{year}"
    )


def snapshot_days(view: View) -> list[date]:
    """The days of the codebook to look back on, as far as they come before the day described."""
    asked = view.whole.codebook["report"].get("snapshots", [])
    return [moment for moment in map(date.fromisoformat, asked) if moment < view.day]


def snapshots(view: View) -> pd.DataFrame:
    """Offices at work, and those not attested recently, on several days and with the plan.

    The days are those of the codebook that are not after the day described, and that day. One row
    an office and panel: panel, caption, office_id, city, country, lat, lon, label, confidence. A
    panel without offices has one row without an office.
    """
    parts = [_snapshot(view.on(moment)) for moment in snapshot_days(view)]
    parts.append(_snapshot(view))
    if view.has_plan:
        after = view.offices.assign(label=view.offices.after)
        parts.append(_panel(after, f"With {view.plan_name} carried out"))
    return pd.concat(parts, ignore_index=True)


def _snapshot(view: View) -> pd.DataFrame:
    return _panel(view.offices.assign(label=view.offices.status), day(view.day))


def _panel(offices: pd.DataFrame, title: str) -> pd.DataFrame:
    shown = offices[offices.label.isin(["working", "not_attested_recently"])]
    working = int((shown.label == "working").sum())
    caption = f"{working} documented at work, {len(shown) - working} not attested recently"
    if shown.empty:
        shown = pd.DataFrame([{}], columns=offices.columns, dtype=object)
    return shown.assign(panel=title, caption=caption)[_SHOWN]


def _attested(view: View) -> pd.DataFrame:
    evidence = view.tables.office_evidence.query("attests == 'working'")
    return evidence[evidence.date.map(status.first_day) <= view.day]
