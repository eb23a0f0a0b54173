"""The names of places: what an index of the report lists, and how its text spells them."""

from __future__ import annotations

from footprint.data import Tables


def places(tables: Tables) -> dict[str, list[str]]:
    """Countries by their names, and cities with an office as "City, Country".

    A city that bears the name of a country or territory has no entry of its own.
    """
    names = tables.countries.set_index("iso3").name
    countries = {name: [name] for name in sorted(names)}
    offices = tables.offices[~tables.offices.city.isin(names)]
    cities = zip(offices.city, offices.iso3.map(names), strict=True)
    return countries | {f"{city}, {country}": [city] for city, country in cities}
