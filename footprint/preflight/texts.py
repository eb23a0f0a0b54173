"""Cells that the codebook takes and that still cannot be right: garbled, impossible, made up."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from footprint.preflight import readings
from footprint.preflight.cells import WHY_LOST, WRITE_AGAIN, form_of_date, is_lost, tidied
from footprint.preflight.problems import Problem
from footprint.preflight.rules import Row, Rule

_BROKEN = "\u0000-\u0008\u000b-\u001e\u007f-\u00a0\u00ad\u200b-\u200f\u2028\u2029\ufeff\ufffd"
# One look at a whole row, its cells parted by \x1f; only where it stops is any cell looked at.
# It begins with a set of letters, which makes it several times as fast as alternatives would be.
_SUSPECT = re.compile(
    rf"[{_BROKEN}ÂÃâÄÅ?&# \x1f](?:"
    rf"(?<=[{_BROKEN}])|(?<=[ÂÃâÄÅ])[\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]"
    r"|(?<=\?)[^\W\d]|(?<=&)#?\w+;|(?<=#)(?:REF!|N/A|VALUE|NAME|DIV|NUM|NULL|##)|(?<= )[ \x1f]"
    r"|(?<=\x1f)(?: |(?:\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d\d|[-–—?.]{1,2}"
    r"|[Nn]/?[Aa]|NULL|[Nn]ull|[Nn]a[Nn]|TBD|tbd)\x1f))"
)
_AS_DATE = re.compile(r"(\d{1,2})-([A-Z][a-z]{2})|([A-Z][a-z]{2})-(\d\d)")
_NO_VALUE = re.compile(r"[-–—?.]{1,2}|n/?a|null|nan|tbd", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


class TextsAreWhole(Rule):
    """Letters that were garbled on the way, and what spreadsheets leave behind."""

    def look(self, row: Row) -> Iterator[Problem]:
        if not _SUSPECT.search("\x1f".join(["", *row.cells, ""])):
            return
        for column, cell in zip(self.table.columns, row.cells, strict=True):
            if cell and column not in row.refused:
                yield from self._of(row, column, cell)

    def _of(self, row: Row, column: str, cell: str) -> Iterator[Problem]:
        field = self.table.columns[column]
        limits = field.get("constraints", {})
        is_free = field["type"] == "string" and not {"pattern", "enum"} & limits.keys()
        if (repaired := readings.ungarbled(cell)) != cell:
            why = "is garbled: UTF-8 that was opened as if it were Windows-1252"
            yield row.problem(column, why, fix=repaired, is_certain=True)
        elif "\ufffd" in cell or re.search("[ÃÂ][\u0080-\u00bf]|[\u0080-\u009f]", cell):
            advice = "Write the letters again, and save the table as UTF-8."
            yield row.problem(column, "is garbled, and some letters are lost", advice=advice)
        elif is_free and is_lost(cell):
            yield row.problem(column, WHY_LOST, advice=WRITE_AGAIN)
        elif tidied(cell) != cell:
            why = "has spaces or invisible letters that do not belong there"
            certain = "\n" not in cell
            yield row.problem(column, why, fix=tidied(cell), is_certain=certain, severity="warning")
        elif is_free:
            yield from _of_free_text(row, column, cell)


def _of_free_text(row: Row, column: str, cell: str) -> Iterator[Problem]:
    more: dict[str, Any] = {"severity": "warning"}
    if _NO_VALUE.fullmatch(cell):
        why = "stands for nothing; what is not known is left blank"
        yield row.problem(column, why, fix="", is_certain=True, **more)
    elif match := _AS_DATE.fullmatch(cell):
        why = "looks like two numbers that a spreadsheet has made a date of"
        dates, _ = readings.days(f"{match[1] or match[4]} {match[2] or match[3]} 2000")
        month, day = (int(part) for part in dates[0].split("-")[1:]) if dates else (0, 0)
        fix = f"{day}-{month}" if match[1] else f"{month}-{day}"
        yield row.problem(column, why, fix=fix if dates else None, **more)
    elif html.unescape(cell) != cell:
        why = "has signs of a web page in it"
        yield row.problem(column, why, fix=html.unescape(cell), is_certain=True, **more)
    elif re.search(r"[^\W\d]\?[^\W\d]", re.sub(r"\S*[:/]\S*", "", cell)):
        more["advice"] = "Look at the word, and write the letter again."
        yield row.problem(column, "has a question mark where a letter may be lost", **more)


class NumbersAreNumbers(Rule):
    """Numbers that are written so that no program reads them alike, and zeros for unknowns."""

    def begin(self) -> None:
        self.kinds = {
            name: field
            for name, field in self.table.columns.items()
            if field["type"] in ("integer", "number")
        }

    def applies(self) -> bool:
        return bool(self.kinds)

    def look(self, row: Row) -> Iterator[Problem]:
        for column, field in self.kinds.items():
            cell = row[column]
            if not cell or column in row.refused:
                continue
            if not _NUMBER.fullmatch(cell):
                yield self._odd(row, column, cell)
            elif not float(cell) and field.get("constraints", {}).get("minimum") == 0:
                yield from self._nought(row, column, field)

    def _odd(self, row: Row, column: str, cell: str) -> Problem:
        why = "is a number in a form that not every program reads"
        if re.search(r"\d[eE]", cell):
            why = "is what a spreadsheet makes of a long number; digits may be lost"
            return row.problem(column, why, advice="Write it out in full, from the source.")
        read = readings.number(cell.strip().lstrip("+").replace("_", ""))
        if read is None:
            return row.problem(column, "is no number that can be counted", advice=WRITE_AGAIN)
        return row.problem(column, why, fix=read[0], is_certain=read[1])

    def _nought(self, row: Row, column: str, field: dict[str, Any]) -> Iterator[Problem]:
        if row["note"]:
            return  # somebody has said why there was none
        why = "is zero: that says there was none, not that nothing is known"
        advice = "If there was none, say so in the note."
        is_needed = field["constraints"].get("required")
        fix = None if is_needed else ""
        yield row.problem(column, why, fix=fix, advice=advice, severity="warning")


class DatesAreInTheCalendar(Rule):
    """Days that never were, and years out of all reason."""

    def begin(self) -> None:
        self.dated = [name for name, field in self.table.columns.items() if form_of_date(field)]

    def applies(self) -> bool:
        return bool(self.dated)

    def look(self, row: Row) -> Iterator[Problem]:
        for column in self.dated:
            cell = row[column]
            if not cell or column in row.refused or not cell[:4].isdigit():
                continue
            if not "1900" <= cell[:4] <= "2100":
                advice = "Look at the digits of the year."
                yield row.problem(column, "is a year out of all reason", advice=advice)
            elif len(cell) > 4 and cell[4] == "-" and not readings.is_day(cell):
                advice = f"Write {cell[:7]} if the day is not known."
                yield row.problem(column, "is a day that never was", advice=advice)
