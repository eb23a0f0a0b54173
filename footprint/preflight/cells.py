"""Every cell against the codebook: why it is refused, and what was meant.

Frictionless finds the cells; the words and the proposals are ours.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from footprint.preflight import readings
from footprint.preflight.problems import Problem
from footprint.preflight.rules import LISTS, Row, Rule

WHY_LOST = "is what a spreadsheet leaves where a formula failed; the value itself is gone"
WRITE_AGAIN = "Write it again, from its source."
_LOST = ("#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#N/A")
_MISSING = {
    *("n/a", "na", "n.a.", "null", "none", "nil", "nan", "unknown", "not known", "tbd", "tba"),
    *("-", "--", "–", "—", "?", "??", ".", "missing", "x"),
}
_TRUTH = {"true": ("true", "yes", "y", "t", "1"), "false": ("false", "no", "n", "f", "0")}
# The forms of columns, by their patterns in the codebook.
_FORMS = {
    r"^[A-Z]{3}$": "a code of three capital letters",
    r"^[A-Z]{2}$": "a code of two capital letters",
    r"^[A-Z]{3}(;[A-Z]{3})*$": "codes of three capital letters, parted by semicolons",
    r"^[a-z]{3}(-[a-z]+)+$": "country and city in small letters, as in fra-paris",
    r"^[a-z]{3}(-[a-z]+)+-\d{2}$": "an office and a number of two digits, as in fra-paris-01",
    r"^[a-z0-9][a-z0-9-]*$": "small letters, digits and hyphens",
    r"^[a-z0-9][a-z0-9-]*(;[a-z0-9][a-z0-9-]*)*$": (
        "small letters, digits and hyphens, parted by semicolons where there are several"
    ),
    r"^https?://\S+$": "an address that begins with https:// and has no spaces",
}
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


class Proposal(NamedTuple):
    """A text for a cell, why the old one went wrong, and whether it can mean nothing else."""

    text: str
    why: str = ""
    is_certain: bool = False
    advice: str = ""


def proposals(row: Row, column: str, field: dict[str, Any]) -> Iterator[Proposal]:
    """Texts that might be meant, the likeliest first. The caller drops what is refused too."""
    cell = row[column]
    yield Proposal(tidied(cell), "there are spaces or invisible letters in it", is_certain=True)
    yield Proposal(html.unescape(cell), "there are signs of a web page in it", is_certain=True)
    if cell.strip().lower() in _MISSING:
        yield Proposal("", "what is not known is left blank", is_certain=True)
    if field["type"] == "boolean":
        for word, spellings in _TRUTH.items():
            if cell.strip().lower() in spellings:
                yield Proposal(word, is_certain=not cell.strip().isdigit())
    elif field["type"] in ("integer", "number"):
        yield from _numbers(row, column, field)
    else:
        yield from _dates(cell)
        yield from _spellings(row, column, field)


def tidied(cell: str) -> str:
    """A text without spaces around it, double ones, and letters that nobody sees."""
    return re.sub(r"[ \u00a0\u2007\u202f\t]+", " ", _INVISIBLE.sub("", cell)).strip()


def _numbers(row: Row, column: str, field: dict[str, Any]) -> Iterator[Proposal]:
    read = readings.number(row[column])
    if read is None:
        return
    text, certain = read
    is_decimal = field["type"] == "number" and re.fullmatch(r"-?\d{1,3},\d{3}", row[column].strip())
    if is_decimal and field.get("constraints", {}).get("maximum"):
        # 34,528 as a latitude; where a thousand is possible nobody can tell it from one.
        yield Proposal(row[column].strip().replace(",", "."), is_certain=True)
    advice = ""
    if not certain and "bound" in row.table.columns:
        advice = "If it is not exact, say so in the column bound."
    yield Proposal(text, "", certain and not is_decimal, advice)
    yield Proposal(text.lstrip("-"), "a count has no sign")


def _dates(cell: str) -> Iterator[Proposal]:
    dates, certain = readings.days(cell)
    is_serial = cell.strip().isdigit() and len(cell.strip()) == 5
    why = "a spreadsheet has made a number of it" if is_serial else ""
    others = f"It may also mean {' or '.join(dates[1:])}." if len(dates) > 1 else ""
    for date in dates[:1]:
        yield Proposal(date, why, certain, others)
        yield Proposal(date[:7], why)


def _spellings(row: Row, column: str, field: dict[str, Any]) -> Iterator[Proposal]:
    cell, limits = row[column], field.get("constraints", {})
    if choices := limits.get("enum"):
        if meant := readings.nearest(cell, choices):
            yield Proposal(meant, is_certain=readings.folded(meant) == readings.folded(cell))
        return
    if column in LISTS:
        parts = [part for part in re.split(r"[;,|\s]+", cell) if part]
        yield Proposal(";".join(parts), "a list is parted by semicolons alone", is_certain=True)
    target = row.table.targets.get(column)
    if column == "iso3":
        yield from codes(row, column)
    elif target or limits.get("unique"):
        known = row.table.known.rows.get(target or "", {})
        for text in (readings.slug(cell), _padded(cell)):
            yield Proposal(text, is_certain=text in known)
        if meant := readings.nearest(cell, known):
            yield Proposal(meant)
    yield Proposal(cell.lower())
    yield Proposal(f"https://{cell}", is_certain=cell.startswith("www."))


def _padded(cell: str) -> str:
    """An identifier with the nought before its serial number that spreadsheets drop."""
    return re.sub(r"-(\d)$", r"-0\1", cell)


def codes(row: Row, column: str) -> Iterator[Proposal]:
    """The ISO code that was probably meant: by case, name, short code, identifier or spelling."""
    cell, countries = row[column], row.table.known.rows.get("countries", {})
    if cell.strip().upper() in countries:
        yield Proposal(cell.strip().upper(), is_certain=True)
    for iso3, country in countries.items():
        if cell.strip().upper() == country.get("iso2"):
            yield Proposal(iso3, "this is the code of two letters", is_certain=True)
        if readings.folded(cell) == readings.folded(country.get("name", "")):
            yield Proposal(iso3, "this is a name, not a code", is_certain=True)
    if (code := row["office_id"][:3].upper()) in countries and code != cell:
        yield Proposal(code, "the office says so")
    names = {country.get("name", ""): iso3 for iso3, country in countries.items()}
    if len(cell) > 3 and (meant := readings.nearest(cell, names)):
        yield Proposal(names[meant])
    if meant := readings.nearest(cell, countries):
        yield Proposal(meant)


class CellsKeepToTheCodebook(Rule):
    """Types, forms, bounds and allowed values, one problem a cell."""

    def begin(self) -> None:
        self.readers: dict[str, Any] = {}

    def look(self, row: Row) -> Iterator[Problem]:
        seen = set()
        for error in row.source.errors:
            if error.type not in ("type-error", "constraint-error") or error.field_name in seen:
                continue
            seen.add(error.field_name)
            yield self._in_words(row, error.field_name)

    def _in_words(self, row: Row, column: str) -> Problem:
        field, cell = self.table.columns[column], row[column]
        if not cell:
            advice = "Fill it in, from the source that the row is about."
            return row.problem(column, "is blank, but every row needs it", advice=advice)
        if is_lost(cell):
            return row.problem(column, WHY_LOST, advice=WRITE_AGAIN)
        found = next(
            (each for each in proposals(row, column, field) if self._accepts(column, each.text)),
            None,
        )
        if found is None:
            return row.problem(column, why_refused(field, cell), advice=_advice(field))
        why = f"{why_refused(field, cell)}{'; ' + found.why if found.why else ''}"
        certain = found.is_certain and not self._exists(column, found)
        return row.problem(column, why, fix=found.text, advice=found.advice, is_certain=certain)

    def _accepts(self, column: str, text: str) -> bool:
        """Whether the codebook would take a proposal, by frictionless's own reading of it."""
        if column not in self.readers:
            fields = {field.name: field for field in self.resource.schema.fields}
            self.readers[column] = fields[column].create_cell_reader()
        return not self.readers[column](text)[1]

    def _exists(self, column: str, proposal: Proposal) -> bool:
        """Whether a proposed identifier is that of another row already."""
        is_key = self.table.columns[column].get("constraints", {}).get("unique")
        return bool(is_key) and proposal.text in self.known.lines[self.table.name]


def is_lost(cell: str) -> bool:
    """Whether a spreadsheet left an error or a row of hashes in the place of a value."""
    return cell in _LOST or (len(cell) > 3 and not cell.strip("#"))


def why_refused(field: dict[str, Any], cell: str) -> str:
    """What the codebook wants that a cell is not, and what hangs on it."""
    limits = field.get("constraints", {})
    kind, choices = field["type"], limits.get("enum")
    if choices:
        return f"is not one of {', '.join(map(str, choices))}"
    if kind == "boolean":
        return "is neither true nor false"
    if form := form_of_date(field):
        return f"is not a date in the form {form}, so it has no place in time"
    if kind in ("integer", "number"):
        return _why_no_number(kind, limits, cell)
    pattern = str(limits.get("pattern", ""))
    return f"does not have the form of this column: {_FORMS.get(pattern, pattern or kind)}"


def _advice(field: dict[str, Any]) -> str:
    """What to do with a cell of which nothing can be made."""
    if field["type"] in ("integer", "number"):
        return "Write it in digits, in full. Leave the cell blank if the number is not known."
    if form_of_date(field):
        return "Write as much of the date as the source gives."
    return "Correct it, from its source."


def _why_no_number(kind: str, limits: dict[str, Any], cell: str) -> str:
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if value < limits.get("minimum", value):
        return f"is less than {limits['minimum']}, the least that can be"
    if value > limits.get("maximum", value):
        return f"is more than {limits['maximum']}, the most that can be"
    return f"is not a {'whole ' if kind == 'integer' else ''}number, so it cannot be counted"


def form_of_date(field: dict[str, Any]) -> str:
    """The form of a column of dates, in letters; empty for other columns."""
    pattern = str(field.get("constraints", {}).get("pattern", ""))
    if field["type"] == "date":
        return "YYYY-MM-DD"
    if pattern.startswith(r"^\d{4}(-("):
        return "YYYY, YYYY-MM or YYYY-MM-DD"
    return "YYYY-MM" if pattern.startswith(r"^\d{4}-") else ""
