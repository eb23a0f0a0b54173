"""Rows that refer to rows of other tables: every source, country and office must be known."""

from __future__ import annotations

from collections.abc import Iterator

from footprint.preflight import readings
from footprint.preflight.cells import codes
from footprint.preflight.problems import Problem
from footprint.preflight.rules import LISTS, Row, Rule

# The cells of a row that other tables are held against, by the table's identifier.
KEPT = {
    "sources": ("source_id", ("grade", "published")),
    "countries": ("iso3", ("iso2", "name")),
    "offices": ("office_id", ("iso3", "city")),
}
# Tables whose dates are of something that had been when it was written down.
_ATTESTED = ("office_evidence", "events", "footprint_counts")
_WHY = {
    "sources": "so nobody can look it up",
    "countries": "so it has no place on the map or in a region",
    "offices": "so it counts for no office",
}


class RowsAreRemembered(Rule):
    """Keeps what later tables refer to: identifiers, and the few cells held against them."""

    sees_torn = True

    def begin(self) -> None:
        nothing: tuple[str, tuple[str, ...]] = ("", ())
        self.key, self.columns = KEPT.get(self.table.name, nothing)
        self.unique = self.key
        if not self.key and len(self.table.key) == 1:
            self.unique = self.table.key[0]
        if self.key:
            self.known.rows[self.table.name] = {}
        self.sourced = [
            name
            for name in self.table.columns
            if self.table.name != "sources" and (name in ("source_id", "source_ids"))
        ]

    def look(self, row: Row) -> Iterator[Problem]:
        self.known.seen.add(self.table.name)
        if identifier := row[self.unique]:
            self.known.lines[self.table.name].setdefault(identifier, row.line)
            if self.key:
                kept = {column: row[column] for column in self.columns}
                self.known.rows[self.table.name].setdefault(identifier, kept)
        for column in self.sourced:
            self.known.cited.update(row[column].split(";"))
        yield from ()


class ReferencesLeadSomewhere(Rule):
    """Identifiers of another table, alone or in a list."""

    def begin(self) -> None:
        self.nearest: dict[tuple[str, str], str | None] = {}

    def applies(self) -> bool:
        return bool(self.table.targets)

    def look(self, row: Row) -> Iterator[Problem]:
        for column, target in self.table.targets.items():
            known = self.known.rows.get(target)
            cell = row[column]
            if not cell or known is None or cell in known or column in row.refused:
                continue
            parts = cell.split(";") if column in LISTS else [cell]
            for part in parts:
                if part not in known:
                    yield self._unknown(row, column, part, target, in_list=len(parts) > 1)
        if self.table.name == "staffing":
            yield from self._place(row)

    def _unknown(self, row: Row, column: str, part: str, target: str, *, in_list: bool) -> Problem:
        why = f"is not in {target}.csv, {_WHY.get(target, 'so it leads nowhere')}"
        if column == "iso3" and (meant := next(codes(row, column), None)):
            return row.problem(column, why, fix=meant.text, is_certain=meant.is_certain)
        if (target, part) not in self.nearest:
            known = self.known.rows[target]
            self.nearest[target, part] = readings.nearest(part, known) or self._city(part, target)
        meant_id = self.nearest[target, part]
        if meant_id is None:
            advice = f"Add it to {target}.csv, or correct it."
            return row.problem(column, why, value=part, advice=advice)
        if not in_list:
            return row.problem(column, why, fix=meant_id)
        return row.problem(column, why, value=part, advice=f"Perhaps {meant_id} in its place.")

    def _city(self, part: str, target: str) -> str | None:
        """An office that was named by its city."""
        cities = {each.get("city", ""): key for key, each in self.known.rows[target].items()}
        return cities[near] if (near := readings.nearest(part.split("-")[-1], cities)) else None

    def _place(self, row: Row) -> Iterator[Problem]:
        """The place of a count of staff is a country, an office or a plan, by its scope."""
        scope, place = row["scope"], row["place"]
        target = {"country": "countries", "office": "offices"}.get(scope)
        if target and not place:
            why = f"is blank, though the scope is {scope}"
            yield row.problem("place", why, advice=f"Name it as {target}.csv does.")
        elif target and place not in (known := self.known.rows.get(target, {place: {}})):
            why = f"is not in {target}.csv, {_WHY[target]}"
            advice = f"Name it as {target}.csv does."
            yield row.problem("place", why, fix=readings.nearest(place, known), advice=advice)


class CodesAgree(Rule):
    """Identifiers that begin with a country, an office or a year, and the columns of these."""

    def look(self, row: Row) -> Iterator[Problem]:
        yield from self._country(row)
        match self.table.name:
            case "office_evidence":
                is_sound = row["office_id"] and not {"evidence_id", "office_id"} & row.refused
                if is_sound and not row["evidence_id"].startswith(f"{row['office_id']}-"):
                    why = f"does not begin with the office, {row['office_id']}"
                    advice = "One of the two is of another row."
                    yield row.problem("evidence_id", why, advice=advice, severity="warning")
            case "events":
                yield from self._year(row, row["event_id"])
            case "staffing":
                yield from self._year(row, row["observation_id"])
            case "overdose_deaths":
                if not row["period_end"].startswith(row["year"]):
                    why = f"is not the year in which the period ends, {row['period_end']}"
                    yield row.problem("year", why, fix=row["period_end"][:4])

    def _country(self, row: Row) -> Iterator[Problem]:
        """The country of an office is the same wherever it stands."""
        office, iso3 = row["office_id"], row["iso3"]
        countries = self.known.rows.get("countries", {})
        if not office or not iso3 or not {"office_id", "iso3"} <= self.table.columns.keys():
            return
        if iso3 not in countries:
            return  # said where references are looked at
        of_office = self.known.rows.get("offices", {}).get(office, {}).get("iso3", "")
        expected = office[:3].upper() if self.table.name == "offices" else of_office
        if expected in countries and expected != iso3:
            why = f"is not the country of the office, which is {expected}"
            sure = self.table.name != "offices"
            yield row.problem("iso3", why, fix=expected, is_certain=sure)

    def _year(self, row: Row, identifier: str) -> Iterator[Problem]:
        year = identifier[:4]
        if year.isdigit() and row["date"] and year != row["date"][:4]:
            why = f"is of another year than its identifier, {identifier}"
            fix = year + row["date"][4:]
            yield row.problem("date", why, fix=fix, severity="warning")


class SourcesBearRowsOut(Rule):
    """The grade of a row is that of its source, and no source speaks of what came after it."""

    def applies(self) -> bool:
        return self.table.name != "sources"

    def look(self, row: Row) -> Iterator[Problem]:
        sources = self.known.rows.get("sources", {})
        cited = [sources[key] for key in self._cited(row) if key in sources]
        if not cited:
            return
        if row["grade"] and row["grade"] != (best := min(each["grade"] for each in cited)):
            why = f"is not the grade of its source, {best}; the grade decides how sure a row is"
            yield row.problem("grade", why, fix=best)
        published = [each["published"] for each in cited]
        is_dated = all(published) and row["date"] and self.table.name in _ATTESTED
        if is_dated and all(readings.is_before(day, row["date"]) for day in published):
            why = f"is after its source was published, {max(published)}"
            advice = "Look at the year first: one of the two is mistyped."
            yield row.problem("date", why, advice=advice, severity="warning")

    def _cited(self, row: Row) -> list[str]:
        return (row["source_id"] or row["source_ids"]).split(";")


def uncited(lines: dict[str, int], cited: set[str]) -> Iterator[Problem]:
    """The sources that support nothing."""
    for source, line in lines.items():
        if source not in cited:
            why = "is cited by no row of another table"
            advice = "Delete the row, or cite it where it is used."
            yield Problem("sources.csv", line, "source_id", source, why, advice=advice)
