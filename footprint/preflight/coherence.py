"""Rows of one table that cannot all be right: twins, events out of order, wrong sums."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from footprint.preflight.problems import Problem
from footprint.preflight.rules import Row, Rule

# What may have happened last before each event; "" is nothing that is known.
_AFTER = {
    "open": ("", "close", "suspend"),
    "reopen": ("close", "suspend"),
    "suspend": ("", "open", "reopen"),
    "close": ("", "open", "reopen", "suspend"),
}
_DONE = {"open": "opened", "reopen": "reopened", "suspend": "suspended", "close": "closed"}
# The part and the whole in one row.
_PARTS = {
    "staffing": [("special_agents", "total_staff")],
    "budget": [("agents", "positions")],
    "overdose_deaths": [("synthetic_opioids", "all_drugs")],
    "footprint_counts": [("countries", "offices")],
}
_COUNTS = ("special_agents", "total_staff")


class RowsStandOnce(Rule):
    """Keys, and rows that say the same twice."""

    def begin(self) -> None:
        self.key = self.table.key
        self.unique = {
            name
            for name, field in self.table.columns.items()
            if field.get("constraints", {}).get("unique") or self.key == [name]
        }
        self.first: dict[tuple[Any, ...], int] = {}
        self.whole: dict[int, int] = {}

    def look(self, row: Row) -> Iterator[Problem]:
        whole = hash(tuple(row.cells))
        if (twin := self.whole.setdefault(whole, row.line)) != row.line:
            yield row.problem("", f"is line {twin} once more", fix="", is_certain=True)
            return
        for name in self.unique:
            if row[name] and (first := self._first(row, (name,))):
                why = f"stands in line {first} already, and must be unique"
                advice = "Give the row one of its own, or delete it if it says the same."
                yield row.problem(name, why, advice=advice)
        if len(self.key) > 1 and (first := self._first(row, self.key)):
            columns = ", ".join(self.key)
            why = f"has the same {columns} as line {first}, so one of them would be counted twice"
            yield row.problem("", why, advice="Delete one, or correct what tells them apart.")

    def _first(self, row: Row, columns: Sequence[str]) -> int | None:
        """The earlier line that had these cells, if there is one."""
        cells = (*columns, *(row[name] for name in columns))
        line = self.first.setdefault(cells, row.line)
        return line if line != row.line else None


class RowsAreSorted(Rule):
    """Rows in the order of their key; of a table that is not, the first slip is told."""

    def begin(self) -> None:
        self.last: tuple[str, ...] = ()
        self.slips: list[int] = []

    def applies(self) -> bool:
        return bool(self.table.key)

    def look(self, row: Row) -> Iterator[Problem]:
        if row.refused & {*self.table.key}:
            return
        key = tuple(row[name] for name in self.table.key)
        if key < self.last:
            self.slips.append(row.line)
        self.last = key
        yield from ()

    def finish(self) -> Iterator[Problem]:
        if self.slips:
            others = f", and so are {len(self.slips) - 1:,} more" if self.slips[1:] else ""
            why = f"is out of order{others}; sorted rows show in the history what has changed"
            advice = f"Sort the table by {', '.join(self.table.key)}."
            file, line = self.table.file, self.slips[0]
            yield Problem(file, line, "", "", why, advice=advice, severity="warning")


class PeriodsRunForward(Rule):
    """A period ends after it starts."""

    def applies(self) -> bool:
        return {"start", "end"} <= self.table.columns.keys()

    def look(self, row: Row) -> Iterator[Problem]:
        start, end = row["start"], row["end"]
        if start and end and not {"start", "end"} & row.refused and end < start:
            why = f"is before the start, {start}"
            yield row.problem("end", why, advice="The two may stand in each other's place.")


class _Event(NamedTuple):
    date: str
    kind: str
    line: int

    @property
    def day(self) -> str:
        """The first day it can mean, by which the report walks through events."""
        return f"{self.date}-01-01"[:10]


class EventsFollowEachOther(Rule):
    """No office closes twice or opens while it is open; of two events on a day none is first."""

    def begin(self) -> None:
        self.events: dict[str, list[_Event]] = defaultdict(list)

    def applies(self) -> bool:
        return self.table.name == "events"

    def look(self, row: Row) -> Iterator[Problem]:
        is_sound = row["office_id"] and not {"date", "kind"} & row.refused
        if row["kind"] in _DONE and is_sound:
            self.events[row["office_id"]].append(_Event(row["date"], row["kind"], row.line))
        yield from ()

    def finish(self) -> Iterator[Problem]:
        for events in self.events.values():
            last: _Event | None = None
            for event in sorted(events, key=lambda event: event.day):
                if problem := _out_of_order(self.table.file, last, event):
                    yield problem
                last = event


def _out_of_order(file: str, last: _Event | None, event: _Event) -> Problem | None:
    before = last.kind if last else ""
    if last and event.day == last.day:
        why = f"is the date of another event of the office, line {last.line}: which came first?"
        advice = "Give the day of each, as far as it is known."
        return Problem(file, event.line, "date", event.date, why, advice=advice)
    if before == "close" and event.kind == "open" and last:
        why = f"follows a closing in {last.date} (line {last.line})"
        advice = "If the closing came later, correct the dates."
        return Problem(file, event.line, "kind", "open", why, fix="reopen", advice=advice)
    if before in _AFTER[event.kind]:
        return None
    if last is None:
        why = "has nothing before it: no closing or suspension of the office is known"
        return Problem(file, event.line, "kind", event.kind, why, fix="open", severity="warning")
    why = (
        f"is out of order: the office was {_DONE[before]} in {last.date} (line {last.line}) "
        f"and cannot be {_DONE[event.kind]} in {event.date}"
    )
    advice = "Look at both dates and both kinds."
    return Problem(file, event.line, "kind", event.kind, why, advice=advice)


class PlansKeepTheirCount(Rule):
    """A plan names as many closings and openings as `plan_counts` of the report says.

    A plan of which no row speaks is not told at all, and is not wrong. A count that is not kept
    stops nothing: whoever leaves a row out to see what changes must get a report.
    """

    def begin(self) -> None:
        self.told: dict[str, Counter[str]] = defaultdict(Counter)
        self.named: dict[tuple[str, str, str], int] = {}

    def applies(self) -> bool:
        return self.table.name == "events"

    def look(self, row: Row) -> Iterator[Problem]:
        if not row["plan"]:
            return
        self.told[row["plan"]][row["kind"]] += 1
        one = row["plan"], row["kind"], row["office_id"]
        if one[2] and (twin := self.named.setdefault(one, row.line)) != row.line:
            why = f"is named by the plan in line {twin} already, so the plan would count it twice"
            yield row.problem("office_id", why, advice="Delete one of the two rows.")

    def finish(self) -> Iterator[Problem]:
        for plan, counts in self.known.codebook["report"].get("plan_counts", {}).items():
            for kind, expected in counts.items():
                if plan in self.told and (told := self.told[plan][kind]) != expected:
                    why = f"has {told} rows of kind {kind}, but the plan is said to have {expected}"
                    advice = "Correct the rows, or plan_counts in datapackage.json."
                    yield Problem(
                        *(self.table.file, None, "plan", plan, why),
                        advice=advice,
                        severity="warning",
                    )


class PartsAreNoMoreThanTheWhole(Rule):
    """Within a row: special agents are staff, and a country with an office has an office."""

    def applies(self) -> bool:
        return self.table.name in _PARTS

    def look(self, row: Row) -> Iterator[Problem]:
        for part, whole in _PARTS[self.table.name]:
            few, many = row[part], row[whole]
            if few.isdigit() and many.isdigit() and int(few) > int(many):
                why = f"is more than {whole}, {many}, of which it is a part"
                advice = "The two may stand in each other's place."
                yield row.problem(part, why, advice=advice)


class _Count(NamedTuple):
    value: int
    line: int


class CountsAddUp(Rule):
    """Between rows: offices are not more than their country, countries not more than all abroad.

    Only exact counts of one date, measure and kind of people are compared, and the parts are
    summed only as far as rows give them, so that a sum can be too great but not too small.
    """

    def begin(self) -> None:
        self.counts: dict[tuple[str, ...], list[_Count]] = defaultdict(list)

    def applies(self) -> bool:
        return self.table.name == "staffing"

    def look(self, row: Row) -> Iterator[Problem]:
        if row["bound"] != "exact" or not row["date"]:
            return
        for kind in _COUNTS:
            if row[kind].isdigit():
                key = kind, row["date"], row["measure"], row["scope"], row["place"]
                self.counts[key].append(_Count(int(row[kind]), row.line))
        yield from ()

    def finish(self) -> Iterator[Problem]:
        sums: dict[tuple[str, ...], int] = defaultdict(int)
        for (kind, date, measure, scope, place), counts in self.counts.items():
            if whole := self._whole(scope, place):
                sums[kind, date, measure, *whole] += min(count.value for count in counts)
        for key, total in sums.items():
            for count in self.counts.get(key, []):
                if count.value < total:
                    parts = {"abroad": "countries", "agency": "posts abroad"}.get(key[3], "offices")
                    why = f"is less than its {parts} add up to on the same date, {total}"
                    value, advice = str(count.value), "Compare the rows of that date."
                    yield Problem(self.table.file, count.line, key[0], value, why, advice=advice)

    def _whole(self, scope: str, place: str) -> tuple[str, str] | None:
        """The scope and place that a count is part of."""
        if scope == "office":
            iso3 = self.known.rows.get("offices", {}).get(place, {}).get("iso3", "")
            return ("country", iso3) if iso3 else None
        home = self.known.codebook.get("report", {}).get("agency", {}).get("home")
        if scope == "country" and place != home:
            return "abroad", ""
        return ("agency", "") if scope == "abroad" and not place else None
