"""How a table is written down: letters, delimiter, quotation marks, lines and columns."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from footprint.preflight.problems import Problem
from footprint.preflight.readings import folded, nearest

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CHUNK = 1 << 16
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_MUST_BE_CSV = "Save it as “CSV UTF-8”, with commas."


@dataclass
class Sheet:
    """One file and the way it is written; `problems` are of the file as a whole and of its rows."""

    path: Path
    encoding: str = "utf-8"
    delimiter: str = ","
    labels: list[str] = field(default_factory=list)
    positions: dict[str, int] = field(default_factory=dict)  # where the codebook's columns stand
    problems: list[Problem] = field(default_factory=list)

    @property
    def has_mark(self) -> bool:
        return self.encoding == "utf-8-sig"

    def note(self, line: int | None, column: str, value: str, why: str, **more: object) -> None:
        self.problems.append(Problem(self.path.name, line, column, value, why, **more))  # type: ignore[arg-type]

    def records(self) -> Iterator[tuple[int, str, list[str]]]:
        """Each record with the line where it begins and its text, line ends and all."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as file:
            taken: list[str] = []
            lines = (taken.append(line) or line for line in file)  # type: ignore[func-returns-value]
            first = 1
            for cells in csv.reader(lines, delimiter=self.delimiter):
                text = "".join(taken)
                yield first, text, cells
                first += len(taken)
                taken.clear()


def opened(path: Path, columns: Sequence[str]) -> Sheet:
    """A file looked at as a whole: how it is coded, what parts its cells, what its columns are."""
    sheet = Sheet(path)
    _see_encoding(sheet)
    with path.open(encoding=sheet.encoding, errors="replace", newline="") as file:
        head = file.readline()
    if not head.strip():
        advice = "Put back an earlier copy, or write the names of the columns in the first line."
        why = "is empty; not even the names of its columns are there"
        sheet.note(None, "", "", why, advice=advice)
        return sheet
    if head.endswith("\r\n"):
        why = "ends its lines as Windows does, so that every line looks changed in the history"
        sheet.note(None, "", "", why, advice="Save it with Unix line ends.", severity="warning")
    _see_delimiter(sheet, head, columns)
    sheet.labels = next(sheet.records())[2]
    _see_columns(sheet, columns)
    return sheet


def _see_encoding(sheet: Sheet) -> None:
    with sheet.path.open("rb") as file:
        start = file.read(4)
        sheet.encoding = next((c for mark, c in _MARKS.items() if start.startswith(mark)), "utf-8")
        if sheet.encoding == "utf-8-sig":
            why = "begins with an invisible byte-order mark, which becomes part of the first name"
            advice = "Save it as UTF-8 without a mark."
            sheet.note(None, "", "", why, advice=advice, is_certain=True)
        if sheet.encoding == "utf-16":
            sheet.note(None, "", "", "is coded in UTF-16, not in UTF-8", advice=_MUST_BE_CSV)
            return
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        line = 1
        for chunk in iter(lambda: file.read(_CHUNK), b""):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                break
            line += chunk.count(b"\n")
        else:
            return
    sheet.encoding = "cp1252"
    why = "is not coded in UTF-8 from here on (probably in Windows-1252), so accents are lost"
    sheet.note(line, "", "", why, advice=_MUST_BE_CSV)


def _see_delimiter(sheet: Sheet, head: str, columns: Sequence[str]) -> None:
    def understood(delimiter: str) -> int:
        return len(
            {label.strip() for label in next(csv.reader([head], delimiter=delimiter))} & {*columns}
        )

    best = max([",", *_DELIMITERS], key=understood)
    if best != "," and understood(best) > understood(","):
        sheet.delimiter = best
        why = f"parts its cells with {_DELIMITERS[best]}, not with commas"
        sheet.note(None, "", "", why, advice=_MUST_BE_CSV, is_certain=True)


def _see_columns(sheet: Sheet, columns: Sequence[str]) -> None:
    """Find the columns of the codebook among those of the file, misspelt ones too."""
    for place, label in enumerate(sheet.labels):
        if label in columns and label not in sheet.positions:
            sheet.positions[label] = place
    absent = [name for name in columns if name not in sheet.positions]
    for place, label in enumerate(sheet.labels):
        if label in sheet.positions:
            if sheet.positions[label] != place:
                sheet.note(
                    1,
                    label,
                    label,
                    "is the name of two columns; only the first is read",
                    advice="Delete one.",
                )
        elif meant := nearest(label, absent) if label.strip() else None:
            absent.remove(meant)
            sheet.positions[meant] = place
            sure = folded(meant) == folded(label)
            why = "is no column of the codebook, so the column would not be found"
            sheet.note(1, label, label, why, fix=meant, is_certain=sure)
        else:
            why = "is a column that the codebook does not know" if label else "has no name"
            advice = "Delete the column, or describe it in datapackage.json."
            sheet.note(1, label or f"number {place + 1}", label, why, advice=advice)
    for name in absent:
        advice = "Add it, with blank cells where nothing is known."
        sheet.note(1, name, "", "is missing from the table", advice=advice)
    order = list(sheet.positions.values())
    in_order = sorted(sheet.positions, key=list(columns).index)
    if sorted(order) != [sheet.positions[name] for name in in_order]:
        advice = f"Put them in this order: {', '.join(in_order)}."
        sheet.note(1, "", "", "has its columns in another order than the codebook", advice=advice)


def rows(sheet: Sheet, lines: list[int], torn: set[int]) -> Iterator[list[str]]:
    """The rows of a file, each with just the codebook's columns, in the order of `positions`.

    The line of each is put into `lines`; `torn` gets those of rows with too few or too many
    cells, of which nothing should be said cell by cell.
    """
    width, places = len(sheet.labels), list(sheet.positions.values())
    for line, text, cells in sheet.records():
        if line == 1:
            yield list(sheet.positions)
            continue
        if not any(cell.strip() for cell in cells):
            why = "is a blank line" if not cells else "is a row without any value"
            sheet.note(line, "", "", why, fix="", is_certain=True)
            continue
        if text.count('"') % 2:
            why = "has a quotation mark that is not closed, and swallows the lines after it"
            sheet.note(line, "", text[:60], why, advice='Close it, or write it twice: "".')
            torn.add(line)
        elif len(cells) != width:
            torn.add(line)
            _say_torn(sheet, line, cells, width)
        lines.append(line)
        yield [cells[place] if place < len(cells) else "" for place in places]


def _say_torn(sheet: Sheet, line: int, cells: list[str], width: int) -> None:
    more = len(cells) - width
    count = f"{abs(more)} {'cell' if abs(more) == 1 else 'cells'}"
    why = f"has {count} too {'many' if more > 0 else 'few'}, so its values stand in wrong columns"
    advice = "Compare the row with the one above."
    if more > 0 and not any(cells[width:]):
        advice = "Delete the commas at its end."
    elif more > 0:
        advice = "Put a text that has a comma in it in quotation marks."
    sheet.note(line, "", sheet.delimiter.join(cells)[:60], why, advice=advice)
