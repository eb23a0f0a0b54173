"""Every definition of the report: tables in, facts and tidy frames out.

*Office*: a post of the agency in one city abroad. *Evidence*: a dated source that attests an
office. *Documented*: attested by evidence. *Announced*: said to be going to happen. *Carried
out*: evidenced as having happened. *Working*, *suspended*, *closed*, *proposed*, *not recently
attested*: the status of an office on a day. *Closing*, *opening*: labels of a working and of a
proposed office that a plan names. *Plan*: a tagged set of announcements. *Agent*: a special
agent. *Staff*: everybody. *Place*: a country, or a territory that is counted for itself.
*Fact*: a computed number with its rows and sources. *Claim*: a statement by somebody else that
is checked here. *Edition*: one build of the report from one state of the data.
"""

from __future__ import annotations

import pandas as pd

from footprint import status
from footprint.measures.define import attestations, count_offices, count_places, fact, split
from footprint.view import View
from press.facts import Fact


def offices_documented(view: View) -> Fact:
    """Offices documented as working on the day: work attested within the recency window, no
    closing or suspension since."""
    return count_offices(view, offices_documented, view.offices[view.offices.status == "working"])


def places_documented(view: View) -> Fact:
    """Countries and territories with an office documented as working on the day. Hong Kong,
    Taiwan and Curaçao count for themselves."""
    working = view.offices[view.offices.status == "working"]
    names = {"unit": "country or territory", "plural": "countries and territories"}
    return count_places(view, places_documented, working, **names)


def offices_after(view: View) -> Fact:
    """Offices documented as working, with the plan carried out: closings taken off, openings
    added."""
    return count_offices(view, offices_after, view.offices[view.offices.after == "working"])


def places_after(view: View) -> Fact:
    """Countries and territories with a documented office, with the plan carried out; counted anew
    from the offices, never subtracted."""
    return count_places(view, places_after, view.offices[view.offices.after == "working"])


def offices_high(view: View) -> Fact:
    """Offices documented as working with high confidence: official evidence, or two independent
    credible reports."""
    frame = view.offices
    high = frame[(frame.status == "working") & (frame.confidence == "high")]
    return count_offices(view, offices_high, high)


def offices_attested_by(view: View, source: str) -> Fact:
    """Offices documented as working that one broad source attests at work, among others or
    alone."""
    evidence = attestations(view, view.offices[view.offices.status == "working"].office_id)
    attested = evidence[evidence.source_id == source].office_id
    frame = view.offices[view.offices.office_id.isin(attested)]
    rows = {"offices": tuple(frame.office_id)}
    return fact(offices_attested_by, len(frame), "office", rows=rows, sources=[source])


def offices_once_attested(view: View) -> Fact:
    """Offices attested in the past, not within the recency window, and not known to have
    closed."""
    faded = view.offices[view.offices.status == "not_attested_recently"]
    return count_offices(view, offices_once_attested, faded)


def offices_proposed(view: View) -> Fact:
    """Offices planned, asked for or announced by the day, never attested at work."""
    return count_offices(view, offices_proposed, view.offices[view.offices.status == "proposed"])


def offices_by_region(view: View) -> pd.DataFrame:
    """Documented working offices by world region: high, medium, low (confidence), total, after
    (total with the plan carried out); largest first, and only regions with an office."""
    frame = view.offices
    working = frame[frame.status == "working"]
    table = pd.crosstab(working.world_region, working.confidence)
    table = table.reindex(columns=["high", "medium", "low"], fill_value=0)
    table["total"] = table.sum(axis=1)
    after = frame[frame.after == "working"].groupby("world_region").size()
    table = table.reindex(table.index.union(after.index), fill_value=0).assign(after=after)
    table["after"] = table.after.fillna(0).astype(int)
    table = table.rename_axis("world_region").reset_index()
    return table.sort_values(["total", "world_region"], ascending=[False, True], ignore_index=True)


def place_names(view: View, counted: Fact) -> list[str]:
    """The names of the countries and territories that a fact counts, in alphabetical order."""
    countries = view.whole.countries
    return sorted(countries[countries.iso3.isin(counted.rows.get("countries", ()))].name)


def leaders(frame: pd.DataFrame, name: str, count: str) -> tuple[list[str], int]:
    """The names with the largest count in a frame, and that count; none where it is nought.

    More than one name says that there is a tie.
    """
    top = int(frame[count].max()) if len(frame) else 0
    return (sorted(frame[frame[count] == top][name]), top) if top else ([], 0)


def offices_by_place(view: View) -> pd.DataFrame:
    """Documented working offices by country or territory: country, iso3, offices; most first."""
    working = view.offices[view.offices.status == "working"]
    table = working.groupby(["country", "iso3"]).size().rename("offices").reset_index()
    return table.sort_values(["offices", "country"], ascending=[False, True], ignore_index=True)


def every_office(view: View) -> pd.DataFrame:
    """Every office that something was known of by the day, sorted by country and city: office_id,
    city, country, state, confidence, first_documented, last_documented, source_ids.

    The sources are those of its evidence and its events by the day, announcements among them.
    """
    evidence = view.tables.office_evidence[["office_id", "date", "source_id"]]
    events = view.tables.events.dropna(subset="office_id")[["office_id", "date", "source_ids"]]
    said = pd.concat([evidence.rename(columns={"source_id": "source_ids"}), events])
    said = said[said.date.map(status.first_day) <= view.day].dropna().sort_values("date")
    cited = said.groupby("office_id").source_ids.agg(
        lambda cells: ";".join(dict.fromkeys(split(cells)))
    )
    columns = ["office_id", "city", "country", "state", "confidence"]
    columns += ["first_documented", "last_documented"]
    return view.offices[columns].merge(cited, on="office_id", how="left")
