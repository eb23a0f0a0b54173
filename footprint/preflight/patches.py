"""The certain fixes as a unified diff, for somebody to read and to apply; no table is edited."""

from __future__ import annotations

import csv
import difflib
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from footprint import codebook
from footprint.preflight.problems import Problem
from footprint.preflight.sheets import Sheet, opened


def patch(problems: Sequence[Problem], folder: Path) -> str:
    """A unified diff of the certain fixes, to be applied in the folder with `patch -p1`.

    Only the cells in question change, quotation marks and line ends stay. Empty if nothing is
    certain. A file that is not coded in UTF-8 has no part in it: no diff could say what changed.
    """
    certain: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.is_certain:
            certain[problem.file].append(problem)
    schemas = {
        Path(resource["path"]).name: resource for resource in codebook.tables(codebook.read(folder))
    }
    parts = []
    for name in sorted(certain.keys() & schemas.keys()):
        resource = schemas[name]
        columns = [field["name"] for field in resource["schema"]["fields"]]
        sheet = opened(folder / resource["path"], columns)
        if sheet.encoding.startswith("utf-8"):
            parts.append(_difference(sheet, resource["path"], certain[name]))
    return "".join(parts)


def _difference(sheet: Sheet, name: str, problems: list[Problem]) -> str:
    with sheet.path.open(encoding="utf-8", newline="") as file:
        before = file.read()
    as_one = any(problem.line is None for problem in problems)  # mark and delimiter
    after = "".join(_repaired(sheet, problems, as_one=as_one))
    if sheet.has_mark and not as_one:
        after = f"\ufeff{after}"
    diff = difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in diff
    )


def _lines(text: str) -> list[str]:
    """Lines as diff knows them: ended by a line feed and by nothing else."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _repaired(sheet: Sheet, problems: list[Problem], *, as_one: bool) -> Iterator[str]:
    fixes: dict[int, dict[str, str]] = defaultdict(dict)
    for problem in problems:
        if problem.line and problem.fix is not None:
            fixes[problem.line][problem.column] = problem.fix
    labels = {label: place for place, label in enumerate(sheet.labels)}
    for line, text, cells in sheet.records():
        at = fixes.get(line, {})
        if at.get("") == "":
            continue  # the whole line goes
        places = labels if line == 1 else sheet.positions
        changed = {places[column]: fix for column, fix in at.items()}
        if as_one and sheet.delimiter != ",":
            yield _written([changed.get(p, cell) for p, cell in enumerate(cells)], text)
        else:
            yield _spliced(text, changed, sheet.delimiter)


def _written(cells: list[str], text: str) -> str:
    """A record with commas, and with the line end it had."""
    made = io.StringIO()
    csv.writer(made, lineterminator="").writerow(cells)
    return made.getvalue() + text[len(text.rstrip("\r\n")) :]


def _spliced(text: str, changed: dict[int, str], delimiter: str) -> str:
    """A record with some cells changed and everything else as it stood."""
    for place, (start, end) in reversed([*enumerate(_spans(text, delimiter))]):
        if place in changed:
            cell = changed[place]
            if text[start:end].startswith('"') or any(mark in cell for mark in f'{delimiter}"\n'):
                cell = '"' + cell.replace('"', '""') + '"'
            text = text[:start] + cell + text[end:]
    return text


def _spans(text: str, delimiter: str) -> Iterator[tuple[int, int]]:
    """Where each cell of a record begins and ends, its quotation marks within."""
    start, is_quoted = 0, False
    end = len(text.rstrip("\r\n"))
    for place, mark in enumerate(text[:end]):
        if mark == '"':
            is_quoted = not is_quoted
        elif mark == delimiter and not is_quoted:
            yield start, place
            start = place + 1
    yield start, end
