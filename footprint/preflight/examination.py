"""Everything that is wrong with a folder of tables, in one pass over each."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frictionless import Checklist, FrictionlessException, Resource, Schema

from footprint import codebook
from footprint.codebook import CodebookError
from footprint.preflight import cells, coherence, corrections, places, references, sheets, texts
from footprint.preflight.problems import REQUIRED, Problem
from footprint.preflight.rules import LISTS, Finding, Known, Rule, Table, listed

RULES: tuple[type[Rule], ...] = (
    references.RowsAreRemembered,
    cells.CellsKeepToTheCodebook,
    texts.TextsAreWhole,
    texts.NumbersAreNumbers,
    texts.DatesAreInTheCalendar,
    references.ReferencesLeadSomewhere,
    references.CodesAgree,
    references.SourcesBearRowsOut,
    places.PointsLieInTheirCountry,
    places.OfficesStandOnce,
    coherence.RowsStandOnce,
    coherence.RowsAreSorted,
    coherence.PeriodsRunForward,
    coherence.EventsFollowEachOther,
    coherence.PlansKeepTheirCount,
    coherence.PartsAreNoMoreThanTheWhole,
    coherence.CountsAddUp,
)
_REFERRED_TO = ("sources", "countries", "offices")  # read first, in this order


def examine(folder: Path) -> list[Problem]:
    """Every problem of the tables, by file and line."""
    try:
        book = codebook.read(folder)
    except FileNotFoundError:
        why = "is missing, and without it nobody knows what the tables hold"
        advice = "`python build.py new FOLDER` writes one to start from."
        return [Problem("datapackage.json", None, "", "", why, advice=advice)]
    except CodebookError as error:
        return [Problem("datapackage.json", error.line, "", "", error.why, advice=error.advice)]
    names = {resource["name"]: resource for resource in codebook.tables(book)}
    later = [name for name in names if name not in _REFERRED_TO]
    wanted = [name for name in (*_REFERRED_TO, *later) if name in names]
    known = Known(codebook.boundaries(folder), book)
    problems = [*_files(folder, names)]
    for name in wanted:
        if (path := folder / names[name]["path"]).exists():
            problems += _table(path, names[name], known)
    problems += corrections.unkept(folder, names)
    problems += _sources(names, known)
    return _each_once(problems)


def _files(folder: Path, names: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    """Files that are missing, and files that nobody reads."""
    known = [str(resource["path"]) for resource in names.values()]
    absent = [path for path in known if not (folder / path).exists()]
    stray = sorted({path.name for path in folder.glob("*.csv")} - {*known})
    for name in REQUIRED:
        path = str(names.get(name, {}).get("path", f"{name}.csv"))
        if not (folder / path).exists():
            near = difflib.get_close_matches(path, stray, n=1)
            advice = f"Rename {near[0]}." if near else ""
            yield Problem(
                path, None, "", "", "is missing, and nothing works without", advice=advice
            )
    if not places.Boundaries(codebook.boundaries(folder)).are_readable:
        why = "has no countries that can be read"
        advice = "Each needs a shape and its code in iso_a3. Without the file, ours is taken."
        yield Problem("boundaries.geojson", None, "", "", why, advice=advice)
    for name in stray:
        near = difflib.get_close_matches(name, absent, n=1)
        advice = f"Rename it {near[0]}, if that is what it is." if near else ""
        why = "is not in the codebook, so nobody reads it"
        yield Problem(name, None, "", "", why, advice=advice, severity="warning")


def _table(path: Path, resource: dict[str, Any], known: Known) -> list[Problem]:
    """What is wrong with one table: as a file, cell by cell, and by our own rules."""
    described = {field["name"]: field for field in resource["schema"]["fields"]}
    sheet = sheets.opened(path, list(described))
    if not sheet.positions:
        return sheet.problems
    columns = {name: described[name] for name in sheet.positions}
    targets = _targets(resource, columns)
    table = Table(resource["name"], path.name, columns, targets, resource, known)
    try:
        report = _resource(sheet, table).validate(
            Checklist(
                checks=[rule for rule in (each(table) for each in RULES) if rule.applies()],
                pick_errors=[Finding.type],
            ),
            limit_errors=0,
        )
    except csv.Error as error:
        line = table.lines[-1] if table.lines else 1
        why = f"or a line after it cannot be read: {error}"
        sheet.note(line, "", "", why, advice="Look for a quotation mark that is not closed.")
        return sheet.problems
    except FrictionlessException as error:
        why = f"describes the table {resource['name']} in a way that cannot be followed"
        advice = f"{error.error.note[:1].upper()}{error.error.note[1:]}."
        return [*sheet.problems, Problem("datapackage.json", None, "", "", why, advice=advice)]
    found = [each.problem for each in report.tasks[0].errors if isinstance(each, Finding)]
    return sheet.problems + found


def _resource(sheet: sheets.Sheet, table: Table) -> Resource:
    """The table as frictionless sees it. Keys and references are ours, which know what is near."""
    fields = []
    for field in table.columns.values():
        limits = {key: of for key, of in field.get("constraints", {}).items() if key != "unique"}
        fields.append({**field, "constraints": limits})
    missing = table.resource["schema"].get("missingValues", [""])
    return Resource(
        name=table.name,
        data=lambda: sheets.rows(sheet, table.lines, table.torn),
        format="inline",
        schema=Schema.from_descriptor({"fields": fields, "missingValues": missing}),
    )


def _targets(resource: dict[str, Any], columns: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The table that each column refers to, by the codebook or because it is a list of such."""
    keys = resource["schema"].get("foreignKeys", [])
    single = {listed(key["fields"])[0]: key["reference"]["resource"] for key in keys}
    return {name: to for name, to in {**single, **LISTS}.items() if name in columns}


def _sources(names: dict[str, dict[str, Any]], known: Known) -> list[Problem]:
    """Sources that no row cites. Where a table is absent or empty, it may be the one that does."""
    citing = {resource["name"] for resource in codebook.tables(codebook.read(codebook.OURS))}
    if not (citing | {*names}) - {"corrections"} <= known.seen:  # which may well have no row
        return []
    return [*references.uncited(known.lines["sources"], known.cited)]


def _each_once(problems: list[Problem]) -> list[Problem]:
    """Of several problems of one cell the one that says most, sorted by file and line."""
    best: dict[tuple[Any, ...], Problem] = {}
    for problem in problems:
        why = "" if problem.column else problem.why
        key = problem.file, problem.line, problem.column, problem.value, why
        best[key] = max(best.get(key, problem), problem, key=_weight)
    return sorted(best.values(), key=lambda each: (each.file, each.line or 0, each.column))


def _weight(problem: Problem) -> tuple[bool, bool, bool]:
    return problem.severity == "error", problem.fix is not None, problem.is_certain
