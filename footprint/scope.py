"""What the parameters leave in: rows by when they were known, offices by certainty and region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date

import pandas as pd

from footprint import status
from footprint.data import Tables

# These describe places and documents and are the same whenever they are looked at.
_TIMELESS = ("codebook", "boundaries", "sources", "countries", "offices")
_OWN_DATES = ("date", "determination_date", "period_end")


def known(tables: Tables, day: date) -> Tables:
    """The tables with only the rows that a source published by the day supports.

    A source counts from the last day that its date of publication can mean; one without a date
    from the last day that the row's own date can mean. A row with neither is left out. Of a
    declassified record the date is the one it bears, not that of its release.
    """
    dated = tables.sources.set_index("source_id").published.dropna().map(status.last_day)
    published: dict[str, date] = dated.to_dict()
    kept = {
        item.name: _known_rows(getattr(tables, item.name), published, day)
        for item in fields(tables)
        if item.name not in _TIMELESS
    }
    return replace(tables, **kept)


def _known_rows(frame: pd.DataFrame, published: Mapping[str, date], day: date) -> pd.DataFrame:
    if frame.empty:
        return frame
    cited = frame["source_ids" if "source_ids" in frame else "source_id"].fillna("")
    own = next((name for name in _OWN_DATES if name in frame), None)
    dates = frame[own] if own else pd.Series(pd.NA, frame.index)
    fallbacks = [status.last_day(text) if isinstance(text, str) else date.max for text in dates]
    is_known = [
        min(published.get(source, fallback) for source in sources.split(";")) <= day
        for sources, fallback in zip(cited, fallbacks, strict=True)
    ]
    return frame[pd.Series(is_known, frame.index, dtype=bool)].reset_index(drop=True)


def within(tables: Tables, *, min_confidence: str = "low", world_region: str = "all") -> Tables:
    """The tables with only the offices of a confidence or better, and of one world region.

    Evidence, events and counts of staff of other offices and countries go with them; totals of
    the agency, of all posts abroad and of its own regions stay.
    """
    enough = status.CONFIDENCE[status.CONFIDENCE.index(min_confidence) :]
    countries = tables.countries
    inside = countries[(countries.world_region == world_region) | (world_region == "all")].iso3
    level = status.confidence(tables).reset_index(drop=True)
    offices = tables.offices[level.isin(enough) & tables.offices.iso3.isin(inside)]
    ids = {*offices.office_id}
    events, staffing = tables.events, tables.staffing
    here = events.office_id.isin(ids) | (events.office_id.isna() & events.iso3.isin(inside))
    place = staffing.place
    counted = place.isin(ids | {*inside}) | ~staffing.scope.isin(["country", "office"])
    return replace(
        tables,
        offices=offices.reset_index(drop=True),
        office_evidence=tables.office_evidence.query("office_id in @ids").reset_index(drop=True),
        events=events[here].reset_index(drop=True),
        staffing=staffing[counted].reset_index(drop=True),
    )
