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

from collections.abc import Callable, Iterable
from datetime import date

import pandas as pd

from footprint import reach, status
from footprint.define import fact, split
from footprint.view import View
from press.facts import Fact

_HAPPENED = {
    "open": "opened",
    "close": "closed",
    "suspend": "suspended",
    "reopen": "reopened",
    "announce_open": "opening announced",
    "announce_close": "closing announced",
    "propose": "opening proposed",
}


# ── Counts of offices and places ──────────────────────────────────────────────────────────────


def offices_documented(view: View) -> Fact:
    """Offices documented as working on the day: work attested within the recency window, no
    closing or suspension since."""
    return _offices(view, offices_documented, view.offices[view.offices.status == "working"])


def places_documented(view: View) -> Fact:
    """Countries and territories with an office documented as working on the day. Hong Kong,
    Taiwan and Curaçao count for themselves."""
    return _places(view, places_documented, view.offices[view.offices.status == "working"])


def offices_after(view: View) -> Fact:
    """Offices documented as working, with the plan carried out: closings taken off, openings
    added."""
    return _offices(view, offices_after, view.offices[view.offices.after == "working"])


def places_after(view: View) -> Fact:
    """Countries and territories with a documented office, with the plan carried out; counted anew
    from the offices, never subtracted."""
    return _places(view, places_after, view.offices[view.offices.after == "working"])


def offices_high(view: View) -> Fact:
    """Offices documented as working with high confidence: official evidence, or two independent
    credible reports."""
    frame = view.offices
    high = frame[(frame.status == "working") & (frame.confidence == "high")]
    return _offices(view, offices_high, high)


def offices_attested_by(view: View, source: str) -> Fact:
    """Offices documented as working that one broad source attests at work, among others or
    alone."""
    evidence = _evidence(view, view.offices[view.offices.status == "working"].office_id)
    attested = evidence[evidence.source_id == source].office_id
    frame = view.offices[view.offices.office_id.isin(attested)]
    rows = {"offices": tuple(frame.office_id)}
    return fact(offices_attested_by, len(frame), "office", rows=rows, sources=[source])


def offices_once_attested(view: View) -> Fact:
    """Offices attested in the past, not within the recency window, and not known to have
    closed."""
    faded = view.offices[view.offices.status == "not_attested_recently"]
    return _offices(view, offices_once_attested, faded)


def offices_proposed(view: View) -> Fact:
    """Offices planned, asked for or announced by the day, never attested at work."""
    return _offices(view, offices_proposed, view.offices[view.offices.status == "proposed"])


# ── The plan ──────────────────────────────────────────────────────────────────────────────────


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


def majors_list(view: View) -> pd.DataFrame:
    """The rows of the last majors list determined by the day; empty before the first."""
    listed = view.tables.majors
    made = listed[listed.determination_date.map(status.first_day) <= view.day]
    return made[made.fiscal_year == made.fiscal_year.max()]


def offices_closing_on_majors(view: View) -> Fact:
    """Offices announced to close in countries on the last U.S. list of major illicit drug
    producing and drug-transit countries made by the day."""
    return _on_majors(view, offices_closing_on_majors, "office", "")


def places_closing_on_majors(view: View) -> Fact:
    """Countries on the last majors list made by the day in which an office was announced to
    close."""
    return _on_majors(view, places_closing_on_majors, "country", "countries")


def nearest_remaining(view: View) -> pd.DataFrame:
    """For each closing office the nearest office that works and is not closing.

    office_id, city, country, nearest_office_id, nearest_city, nearest_country, distance_km; by
    distance, longest first.
    """
    frame = view.offices
    pairs = reach.nearest(frame[frame.label == "closing"], frame[frame.label == "working"])
    names = frame[["office_id", "city", "country"]]
    return (
        pairs.merge(names, on="office_id")
        .merge(names.add_prefix("nearest_"), on="nearest_office_id", how="left")
        .sort_values("distance_km", ascending=False, ignore_index=True)
    )


def changes(view: View) -> pd.DataFrame:
    """The offices that the plan names, closings first, each with what is known of it.

    office_id, city, country, iso3, world_region, change, confidence, last_documented, people,
    majors, nearest_city, distance_km, source_ids. `people` and `majors` are text.
    """
    frame = view.offices.drop(columns="note").merge(
        view.announced[["office_id", "kind", "source_ids"]], on="office_id"
    )
    frame["change"] = frame.kind.map({"announce_close": "closing", "announce_open": "opening"})
    frame["people"] = [_people(view, office) for office in frame.office_id]
    frame["majors"] = [_majors_spans(view, iso3) for iso3 in frame.iso3]
    distances = nearest_remaining(view)[["office_id", "nearest_city", "distance_km"]]
    frame = frame.merge(distances, on="office_id", how="left")
    return frame.sort_values(["change", "country", "city"], ignore_index=True)


def majors_years(view: View) -> pd.DataFrame:
    """Every country of the plan against every year of the majors list made by the day.

    country, change (closing or opening), fiscal_year, is_listed, failed_demonstrably.
    """
    listed = view.tables.majors
    listed = listed[listed.determination_date.map(status.first_day) <= view.day]
    named = changes(view)[["country", "iso3", "change"]].drop_duplicates()
    years = pd.DataFrame({"fiscal_year": sorted(listed.fiscal_year.unique())})
    grid = named.merge(years, how="cross").merge(
        listed[["iso3", "fiscal_year", "failed_demonstrably"]].assign(is_listed=True),
        on=["iso3", "fiscal_year"],
        how="left",
    )
    grid["is_listed"] = grid.is_listed.notna()
    return grid.drop(columns="iso3")


def farthest(view: View) -> Fact:
    """Kilometres, along the geodesic, from the closing office with the most distant nearest
    remaining office to that office."""
    row = nearest_remaining(view).dropna(subset="distance_km").head(1)
    value = round(float(row.distance_km.iloc[0])) if len(row) else 0
    offices = (*row.office_id, *row.nearest_office_id)
    return fact(farthest, value, "kilometre", rows={"offices": offices}, sources=[])


def reported_since(view: View) -> pd.DataFrame:
    """Events after the day the report describes, in the tables but in no count of it.

    date, city, country, what (the kind in words), note, source_ids; in order of time.
    """
    events = view.tables.events
    later = events[events.date.map(status.first_day) > view.day]
    countries = view.tables.countries[["iso3", "name"]].rename(columns={"name": "country"})
    cities = view.tables.offices[["office_id", "city"]]
    frame = later.merge(countries, on="iso3").merge(cities, on="office_id", how="left")
    frame["what"] = frame.kind.map(_HAPPENED)
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


# ── Regions and time ──────────────────────────────────────────────────────────────────────────


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


def documented_by_year(view: View, *, since: int = 1973) -> pd.DataFrame:
    """Documented working offices and places at the end of every year until the day: year, day,
    offices, places."""
    rows = []
    regions = view.tables.offices.set_index("office_id").iso3
    for year in range(since, view.day.year + 1):
        day = min(date(year, 12, 31), view.day)
        statuses = status.on(view.tables, day, recency_years=view.parameters.recency_years)
        working = statuses.index[statuses == "working"]
        rows.append((year, pd.Timestamp(day), len(working), regions[working].nunique()))
    return pd.DataFrame(rows, columns=["year", "day", "offices", "countries"])


def evidence_by_year(view: View) -> pd.DataFrame:
    """Dated attestations of work by the year they speak for and the grade of their source: year,
    A, B, C. Every year from the first to the day's, also those with none."""
    evidence = view.tables.office_evidence.query("attests == 'working'")
    evidence = evidence[evidence.date.map(status.first_day) <= view.day]
    years = evidence.date.str[:4].astype(int)
    table = pd.crosstab(years, evidence.grade).reindex(columns=["A", "B", "C"], fill_value=0)
    span = range(years.min(), view.day.year + 1) if len(years) else range(0)
    return table.reindex(span, fill_value=0).rename_axis("year").reset_index()


# ── How they are counted ──────────────────────────────────────────────────────────────────────


def place_names(view: View, counted: Fact) -> list[str]:
    """The names of the countries and territories that a fact counts, in alphabetical order."""
    countries = view.whole.countries
    return sorted(countries[countries.iso3.isin(counted.rows.get("countries", ()))].name)


def _evidence(view: View, offices: Iterable[str]) -> pd.DataFrame:
    """The attestations of work of some offices that fall within the window before the day."""
    evidence = view.tables.office_evidence.query("attests == 'working'")
    evidence = evidence[evidence.office_id.isin(list(offices))]
    return evidence[evidence.date.map(status.first_day) <= view.day]


def _offices(view: View, function: Callable[..., Fact], frame: pd.DataFrame) -> Fact:
    evidence = _evidence(view, frame.office_id)
    rows = {"offices": tuple(frame.office_id), "office_evidence": tuple(evidence.evidence_id)}
    return fact(function, len(frame), "office", rows=rows, sources=evidence.source_id)


def _places(view: View, function: Callable[..., Fact], frame: pd.DataFrame) -> Fact:
    rows = {
        "countries": tuple(sorted(frame.iso3.unique())),
        "offices": tuple(frame.office_id),
    }
    sources = _evidence(view, frame.office_id).source_id
    return fact(
        function, frame.iso3.nunique(), "country", plural="countries", rows=rows, sources=sources
    )


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


def _on_majors(view: View, function: Callable[..., Fact], unit: str, plural: str) -> Fact:
    listed = majors_list(view)
    events = view.announced[view.announced.kind == "announce_close"]
    events = events[events.iso3.isin(listed.iso3)]
    listed = listed[listed.iso3.isin(events.iso3)]
    value = events.iso3.nunique() if unit == "country" else events.office_id.nunique()
    rows = {
        "events": tuple(events.event_id),
        "majors": tuple(f"{row.fiscal_year} {row.iso3}" for row in listed.itertuples()),
        "countries": tuple(sorted(listed.iso3)),
    }
    sources = [*split(events.source_ids), *split(listed.source_ids)]
    return fact(function, value, unit, plural=plural, rows=rows, sources=sources)


def _people(view: View, office: str) -> str | None:
    """The last published count of people at an office by the day, as text with its year."""
    counts = view.tables.staffing
    here = counts[(counts.place == office) & counts.measure.isin(["on_board", "unspecified"])]
    here = here.dropna(subset="date")
    here = here[here.date.map(status.first_day) <= view.day].sort_values("date")
    if here.empty:
        return None
    row = here.iloc[-1]
    value, unit = (
        (row.total_staff, "staff")
        if pd.isna(row.special_agents)
        else (row.special_agents, "agents")
    )
    return f"{value} {unit} ({row.date[:4]})"


def _majors_spans(view: View, iso3: str) -> str:
    """The fiscal years in which a country was on the majors list by the day, as spans."""
    listed = view.tables.majors
    listed = listed[listed.determination_date.map(status.first_day) <= view.day]
    years = sorted(listed[listed.iso3 == iso3].fiscal_year)
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in spans) or "never"
