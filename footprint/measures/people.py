"""Counts of the agency's people: by measure and scope, never joined across either.

*On board* people said to be in service; *authorised* positions; *requested* positions in a
request. A count is a stock unless its measure says otherwise, and a bound stays a bound.
"""

from __future__ import annotations

import pandas as pd

from footprint import status
from footprint.measures.define import fact
from footprint.measures.published import middle
from footprint.view import View
from press.facts import Fact

STOCKS = ("on_board", "authorised", "unspecified")
_KINDS = {"special_agents": "agents", "total_staff": "staff"}


def counts(view: View, scope: str) -> pd.DataFrame:
    """Published counts of one scope by the day, one row a number.

    observation_id, date, day (the middle of what the date can mean), year, place, kind (agents or
    staff), value, bound, measure, is_comparable, source_id, note. Undated counts are left out.
    """
    table = view.tables.staffing
    table = table[(table.scope == scope) & table.date.notna()]
    table = table[table.date.map(status.first_day) <= view.day]
    long = table.melt(
        id_vars=[
            "observation_id",
            "date",
            "place",
            "bound",
            "measure",
            "comparable",
            "source_id",
            "note",
        ],
        value_vars=list(_KINDS),
        var_name="kind",
    ).dropna(subset="value")
    return (
        long.assign(
            kind=long.kind.map(_KINDS),
            value=long.value.astype(int),
            day=long.date.map(middle),
            year=long.date.str[:4].astype(int),
            is_comparable=long.comparable.astype(bool),
        )
        .drop(columns="comparable")
        .sort_values(["day", "observation_id", "kind"], ignore_index=True)
    )


def by_country(view: View) -> pd.DataFrame:
    """The last comparable count of people in service for every country abroad and kind.

    country, place, kind, value, bound, date, year, source_id; largest first within a kind.
    """
    table = counts(view, "country")
    table = table[(table.measure == "on_board") & table.is_comparable & (table.place != "USA")]
    last = table.groupby(["place", "kind"]).tail(1)
    names = view.whole.countries.set_index("iso3").name
    last = last.assign(country=last.place.map(names))
    order = ["kind", "value", "country"]
    return last.sort_values(order, ascending=[True, False, True], ignore_index=True)


def by_office(view: View) -> pd.DataFrame:
    """Every count of people in service at one office, latest first: city, country, date, year,
    kind, value, bound, source_id."""
    table = counts(view, "office")
    table = table[table.measure.isin(["on_board", "unspecified"])]
    offices = view.whole.offices[["office_id", "city", "iso3"]]
    countries = view.whole.countries[["iso3", "name"]].rename(columns={"name": "country"})
    table = table.merge(offices, left_on="place", right_on="office_id").merge(countries, on="iso3")
    return table.sort_values(["day", "city"], ascending=[False, True], ignore_index=True)


def in_country(view: View, iso3: str) -> pd.DataFrame:
    """Every dated count for one country, whatever its measure, in order of time.

    The columns of `counts`, and `what`: "visas" where the remark begins with the word, as such
    counts say who may come and not who is there; else blank.
    """
    table = counts(view, "country")
    table = table[table.place == iso3].reset_index(drop=True)
    are_visas = table.note.fillna("").str.startswith("Visas")
    return table.assign(what=are_visas.map({True: "visas", False: ""}))


def most_counted(view: View) -> tuple[str, int]:
    """The country abroad with most published counts by the day, and how many; blank for none.

    Of several the first by code.
    """
    abroad = counts(view, "country").query("place != 'USA'")
    often = abroad.place.value_counts()
    return (
        (str(often[often == often.max()].index.min()), int(often.max())) if len(often) else ("", 0)
    )


def planned_agents(view: View, iso3: str) -> Fact:
    """Agents that were foreseen for offices in one country, by the first published plan of each."""
    rows = _planned(view, iso3)
    return fact(
        planned_agents,
        int(rows.value.sum()),
        "agent",
        rows={"staffing": tuple(rows.observation_id)},
        sources=rows.source_id,
        of=iso3,
    )


def planned_places(view: View, iso3: str) -> list[str]:
    """The cities that the agents foreseen in a country were meant for."""
    cities = view.whole.offices.set_index("office_id").city
    return sorted(_planned(view, iso3).place.map(cities))


def _planned(view: View, iso3: str) -> pd.DataFrame:
    table = counts(view, "office").query("measure == 'planned' and kind == 'agents'")
    places = view.whole.offices.set_index("office_id").iso3
    return table[table.place.map(places) == iso3].groupby("place").head(1)


def agents_of_agency(view: View) -> Fact:
    """Special agents of the whole agency in service, by the last comparable count."""
    table = counts(view, "agency").query("kind == 'agents' and measure == 'on_board'")
    return _last(agents_of_agency, table[table.is_comparable], "agent")


def staff_abroad(view: View) -> Fact:
    """People of the agency in service abroad, by the last comparable count."""
    table = counts(view, "abroad").query("kind == 'staff' and measure == 'on_board'")
    return _last(staff_abroad, table[table.is_comparable], "employee")


def positions_abroad(view: View) -> Fact:
    """Permanent positions stationed in foreign offices, by the last published count."""
    table = counts(view, "abroad").query("kind == 'staff' and measure == 'authorised'")
    return _last(positions_abroad, table, "position")


def people_in_plan(view: View) -> Fact:
    """People at the offices that the plan closes, taken together, as far as published."""
    table = counts(view, "abroad")
    return _last(people_in_plan, table[table.place == view.parameters.plan], "person", "people")


def offices_counted(view: View) -> Fact:
    """Offices announced to close for which any count of people in service was published by the
    day."""
    closing = view.announced[view.announced.kind == "announce_close"].office_id
    table = by_office(view)
    table = table[table.place.isin(closing)]
    return fact(
        offices_counted,
        table.place.nunique(),
        "office",
        rows={"staffing": tuple(table.observation_id)},
        sources=table.source_id,
    )


def counts_published(view: View) -> Fact:
    """Published counts of people in the tables, of whatever scope and measure, by the day."""
    scopes = ("agency", "abroad", "region", "country", "office")
    table = pd.concat([counts(view, scope) for scope in scopes])
    return fact(
        counts_published,
        table.observation_id.nunique(),
        "count",
        rows={"staffing": tuple(sorted(set(table.observation_id)))},
        sources=table.source_id,
    )


def _last(function: object, table: pd.DataFrame, unit: str, plural: str = "") -> Fact:
    row = table.tail(1)
    made = fact(
        function,  # type: ignore[arg-type]
        int(row.value.iloc[0]) if len(row) else 0,
        unit,
        plural=plural,
        rows={"staffing": tuple(row.observation_id)},
        sources=row.source_id,
    )
    return made if row.empty else made.bounded(row.bound.iloc[0])


def year_of(view: View, counted: Fact) -> int:
    """The year of the observation that a count was taken from."""
    return int(counted.rows["staffing"][0][:4])


def at_office(view: View, office: str) -> str | None:
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
