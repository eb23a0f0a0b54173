"""The yearly U.S. lists of major illicit drug producing and drug-transit countries, and of those
named as sources of the chemicals that drugs are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from footprint import status
from footprint.measures.define import fact, split
from footprint.view import View
from press.facts import Fact

_CHANGES = {"announce_close": "closing", "announce_open": "opening"}


def determined(view: View) -> pd.DataFrame:
    """The rows of all lists determined by the day."""
    listed = view.tables.majors
    return listed[listed.determination_date.map(status.first_day) <= view.day]


def last_list(view: View) -> pd.DataFrame:
    """The rows of the last list determined by the day; empty before the first."""
    made = determined(view)
    return made[made.fiscal_year == made.fiscal_year.max()]


def offices_closing_on_majors(view: View) -> Fact:
    """Offices announced to close in countries on the last U.S. list of major illicit drug
    producing and drug-transit countries made by the day."""
    return _on_majors(view, offices_closing_on_majors, "office", "")


def places_closing_on_majors(view: View) -> Fact:
    """Countries on the last majors list made by the day in which an office was announced to
    close."""
    return _on_majors(view, places_closing_on_majors, "country", "countries")


def places_on_majors(view: View) -> Fact:
    """Countries on the last majors list made by the day."""
    listed = last_list(view)
    return fact(
        places_on_majors,
        len(listed),
        "country",
        plural="countries",
        rows={"majors": _keys(listed)},
        sources=split(listed.source_ids),
    )


def years_of_plan(view: View) -> pd.DataFrame:
    """Every country of the plan against every year of the list made by the day.

    country, change (closing or opening), fiscal_year, is_listed, failed_demonstrably.
    """
    listed = determined(view)
    names = view.tables.countries[["iso3", "name"]].rename(columns={"name": "country"})
    named = view.announced[["iso3", "kind"]].drop_duplicates().merge(names, on="iso3")
    named = named.assign(change=named.kind.map(_CHANGES)).drop(columns="kind")
    years = pd.DataFrame({"fiscal_year": sorted(listed.fiscal_year.unique())})
    grid = named.merge(years, how="cross").merge(
        listed[["iso3", "fiscal_year", "failed_demonstrably"]].assign(is_listed=True),
        on=["iso3", "fiscal_year"],
        how="left",
    )
    grid["is_listed"] = grid.is_listed.notna()
    order = ["change", "country", "fiscal_year"]
    return grid.sort_values(order, ignore_index=True).drop(columns="iso3")


def years_of(view: View, iso3: str) -> pd.DataFrame:
    """One country, year by year, from the first list to the last, as far as known by the day.

    year, is_listed (missing where no list is held for the year), precursor_basis (incsr_list,
    majors_determination, both; none where the year's list was made without it; missing where no
    list is held), source_ids.
    """
    majors, named = determined(view), _precursors(view)
    years = sorted({*majors.fiscal_year, *named.year})
    rows = []
    for year in range(min(years), max(years) + 1) if years else []:
        of_year, sources_of_year = majors[majors.fiscal_year == year], named[named.year == year]
        here = of_year[of_year.iso3 == iso3]
        bases = sorted(sources_of_year[sources_of_year.iso3 == iso3].basis)
        basis = "both" if len(bases) > 1 else bases[0] if bases else "none"
        cited = [*split(here.source_ids), *sources_of_year[sources_of_year.iso3 == iso3].source_id]
        rows.append(
            (
                year,
                bool(len(here)) if len(of_year) else None,
                basis if len(sources_of_year) else None,
                ";".join(dict.fromkeys(cited)) or None,
            )
        )
    return pd.DataFrame(rows, columns=["year", "is_listed", "precursor_basis", "source_ids"])


def years_listed(view: View, iso3: str) -> Fact:
    """Fiscal years in which one country was on the majors list, of all lists made by the day."""
    listed = determined(view)
    listed = listed[listed.iso3 == iso3]
    return fact(
        years_listed,
        len(listed),
        "year",
        rows={"majors": _keys(listed)},
        sources=split(listed.source_ids),
    )


def named_for_precursors(view: View, iso3: str) -> pd.DataFrame:
    """The rows of lists made by the day that name a country as a source of precursors."""
    listed = determined(view)
    why = listed.note_category.fillna("").str.contains("precursor")
    return listed[(listed.iso3 == iso3) & why]


def spans(years: Iterable[int]) -> str:
    """Years as spans: 2000–2005, 2024–2025; "never" for none."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in runs) or "never"


def _precursors(view: View) -> pd.DataFrame:
    """Countries named as sources of precursors in lists of the day's year or before.

    The table gives no day: a list for a fiscal year counts once the majors list of that year is
    made, a yearly report in its year.
    """
    named = view.tables.precursor_sources
    made = set(determined(view).fiscal_year)
    is_made = named.year.isin(made) | (
        (named.basis == "incsr_list") & (named.year <= view.day.year)
    )
    return named[is_made]


def _on_majors(view: View, function: Callable[..., Fact], unit: str, plural: str) -> Fact:
    listed = last_list(view)
    events = view.announced[view.announced.kind == "announce_close"]
    events = events[events.iso3.isin(listed.iso3)]
    listed = listed[listed.iso3.isin(events.iso3)]
    value = events.iso3.nunique() if unit == "country" else events.office_id.nunique()
    rows = {
        "events": tuple(events.event_id),
        "majors": _keys(listed),
        "countries": tuple(sorted(listed.iso3)),
    }
    sources = [*split(events.source_ids), *split(listed.source_ids)]
    return fact(function, value, unit, plural=plural, rows=rows, sources=sources)


def _keys(listed: pd.DataFrame) -> tuple[str, ...]:
    return tuple(f"{row.fiscal_year} {row.iso3}" for row in listed.itertuples())
