"""What a plan announces: closings, openings, and what would be left with it carried out."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from footprint import measures, status
from footprint.measures import majors, people, reach
from footprint.measures.define import fact, split
from footprint.view import View
from press.facts import Fact

HAPPENED = {
    "open": "opened",
    "close": "closed",
    "suspend": "suspended",
    "reopen": "reopened",
    "announce_open": "opening announced",
    "announce_close": "closing announced",
    "propose": "opening proposed",
}


def offices_closing(view: View) -> Fact:
    """Offices that the plan announced to close."""
    return _announced(view, offices_closing, "announce_close", "office")


def offices_opening(view: View) -> Fact:
    """Offices that the plan announced to open."""
    return _announced(view, offices_opening, "announce_open", "office")


def places_closing(view: View) -> Fact:
    """Countries and territories in which the plan announced an office to close."""
    return _announced(view, places_closing, "announce_close", "country", "countries")


def places_losing_last(view: View) -> Fact:
    """Countries and territories with a documented office on the day and none with the plan
    carried out."""
    return _set_difference(view, places_losing_last, "status", "after")


def places_gaining_first(view: View) -> Fact:
    """Countries and territories without a documented office on the day and with one once the plan
    is carried out."""
    return _set_difference(view, places_gaining_first, "after", "status")


def places_keeping(view: View) -> Fact:
    """Countries and territories in which the plan announced an office to close and in which a
    documented one would remain."""
    closing = view.announced[view.announced.kind == "announce_close"]
    remaining = set(view.offices[view.offices.after == "working"].iso3)
    events = closing[closing.iso3.isin(remaining)]
    return fact(
        places_keeping,
        events.iso3.nunique(),
        "country",
        plural="countries",
        rows={"events": tuple(events.event_id), "countries": tuple(sorted(set(events.iso3)))},
        sources=split(events.source_ids),
    )


def named_more_than_once(view: View) -> pd.DataFrame:
    """Countries in which the plan closes several offices: country, cities (a list), offices."""
    closing = changes(view).query("change == 'closing'")
    table = closing.groupby("country").city.apply(list).rename("cities").reset_index()
    table = table.assign(offices=table.cities.map(len))
    return table[table.offices > 1].sort_values("offices", ascending=False, ignore_index=True)


def closing_by_region(view: View) -> pd.DataFrame:
    """World regions by documented offices lost with the plan carried out, on balance.

    world_region, before, after, loss, cities (of the closings there, a list); most lost first.
    """
    closing = changes(view).query("change == 'closing'")
    cities = closing.groupby("world_region").city.apply(sorted)
    table = measures.offices_by_region(view).rename(columns={"total": "before"})
    table = table.assign(
        loss=table.before - table.after,
        cities=[cities.get(region, []) for region in table.world_region],
    )
    columns = ["world_region", "before", "after", "loss", "cities"]
    return table[columns].sort_values(
        ["loss", "world_region"], ascending=[False, True], ignore_index=True
    )


def nearest_remaining(view: View) -> pd.DataFrame:
    """For each closing office the nearest office, in any region, that works and is not closing.

    office_id, city, country, nearest_office_id, nearest_city, nearest_country, distance_km; by
    distance, longest first.
    """
    closing, everywhere = view.offices, view.without("world_region").offices
    closing = closing[closing.label == "closing"]
    pairs = reach.nearest(closing, everywhere[everywhere.label == "working"])
    names = everywhere[["office_id", "city", "country"]]
    return (
        pairs.merge(names, on="office_id")
        .merge(names.add_prefix("nearest_"), on="nearest_office_id", how="left")
        .sort_values("distance_km", ascending=False, ignore_index=True)
    )


def gaps(view: View) -> pd.DataFrame:
    """What each change of the plan leaves or fills, in kilometres.

    city, country, change, nearest_city, nearest_country, distance_km: of a closing office the way
    to the nearest that stays, which is what closing adds; of an opening one the way to the nearest
    at work on the day, which is what opening saves. Closings first, the longest way first.
    """
    parts = [
        nearest_remaining(view).assign(change="closing"),
        reach.openings(view).assign(change="opening"),
    ]
    columns = ["city", "country", "change", "nearest_city", "nearest_country", "distance_km"]
    return pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)[columns]


def farthest(view: View) -> Fact:
    """Kilometres, along the geodesic, from the closing office with the most distant nearest
    remaining office to that office."""
    row = nearest_remaining(view).dropna(subset="distance_km").head(1)
    value = round(float(row.distance_km.iloc[0])) if len(row) else 0
    offices = (*row.office_id, *row.nearest_office_id)
    return fact(farthest, value, "kilometre", rows={"offices": offices}, sources=[])


def changes(view: View) -> pd.DataFrame:
    """The offices that the plan names, closings first, each with what is known of it.

    office_id, city, country, iso3, world_region, change, confidence, last_documented, people,
    majors, nearest_city, distance_km, source_ids. `people` and `majors` are text.
    """
    frame = view.offices.drop(columns="note").merge(
        view.announced[["office_id", "kind", "source_ids"]], on="office_id"
    )
    frame["change"] = frame.kind.map({"announce_close": "closing", "announce_open": "opening"})
    frame["people"] = [people.at_office(view, office) for office in frame.office_id]
    listed = majors.determined(view).groupby("iso3").fiscal_year.apply(list).to_dict()
    frame["majors"] = [majors.spans(listed.get(iso3, [])) for iso3 in frame.iso3]
    distances = nearest_remaining(view)[["office_id", "nearest_city", "distance_km"]]
    frame = frame.merge(distances, on="office_id", how="left")
    return frame.sort_values(["change", "country", "city"], ignore_index=True)


def reported_since(view: View) -> pd.DataFrame:
    """Events after the day the report describes, in the tables but in no count of it.

    date, city, country, what (the kind in words), note, source_ids; in order of time.
    """
    events = view.tables.events
    later = events[events.date.map(status.first_day) > view.day]
    countries = view.tables.countries[["iso3", "name"]].rename(columns={"name": "country"})
    cities = view.tables.offices[["office_id", "city"]]
    frame = later.merge(countries, on="iso3").merge(cities, on="office_id", how="left")
    frame["what"] = frame.kind.map(HAPPENED)
    return frame.sort_values("date", ignore_index=True)


def changes_carried_out(view: View) -> Fact:
    """Closings and openings of the plan that the tables report as done, on whatever day since the
    plan was announced."""
    since = view.announced.date.map(status.first_day).min()
    events = view.tables.events
    done = events[
        events.office_id.isin(view.announced.office_id) & events.kind.isin(["open", "close"])
    ]
    later = pd.Series([status.first_day(day) > since for day in done.date], done.index, dtype=bool)
    done = done[later]
    rows = {"events": tuple(done.event_id)}
    return fact(
        changes_carried_out,
        done.office_id.nunique(),
        "office",
        rows=rows,
        sources=split(done.source_ids),
    )


def cities_carried_out(view: View) -> list[str]:
    """The cities of the plan's changes that the tables report as done."""
    events = view.tables.events
    done = events[events.event_id.isin(changes_carried_out(view).rows["events"])]
    cities = view.whole.offices.set_index("office_id").city
    return sorted(set(done.office_id.map(cities)))


def agreed_in(view: View, iso3: str) -> Fact:
    """Offices in one country that were announced to open, outside any plan, by the day."""
    events = view.tables.events
    agreed = events[(events.iso3 == iso3) & (events.kind == "announce_open") & events.plan.isna()]
    agreed = agreed[agreed.date.map(status.first_day) <= view.day]
    rows = {"events": tuple(agreed.event_id)}
    value, sources = agreed.office_id.nunique(), split(agreed.source_ids)
    return fact(agreed_in, value, "office", rows=rows, sources=sources, of=iso3)


def year_of(view: View, counted: Fact) -> int:
    """The year of the first of the events that a fact counts."""
    events = view.tables.events
    return int(events[events.event_id.isin(counted.rows["events"])].date.str[:4].min())


def _announced(
    view: View, function: Callable[..., Fact], kind: str, unit: str, plural: str = ""
) -> Fact:
    events = view.announced[view.announced.kind == kind]
    value = events.iso3.nunique() if unit == "country" else events.office_id.nunique()
    rows = {"events": tuple(events.event_id), "countries": tuple(sorted(events.iso3.unique()))}
    sources = split(events.source_ids)
    return fact(function, value, unit, plural=plural, rows=rows, sources=sources)


def _set_difference(view: View, function: Callable[..., Fact], here: str, there: str) -> Fact:
    frame = view.offices
    first, second = (set(frame[frame[column] == "working"].iso3) for column in (here, there))
    places = first - second
    events = view.announced[view.announced.iso3.isin(places)]
    rows = {"countries": tuple(sorted(places)), "events": tuple(events.event_id)}
    sources = split(events.source_ids)
    return fact(function, len(places), "country", plural="countries", rows=rows, sources=sources)
