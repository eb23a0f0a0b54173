"""What every rule of ours is made of: a check of frictionless, with lines and plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from frictionless import Check, errors

from footprint import codebook
from footprint.preflight.problems import Problem

# Columns of several identifiers, parted by semicolons, and the table of each.
LISTS = {"source_ids": "sources", "iso3s": "countries"}


class Finding(errors.TableError):
    """Our errors in a report of frictionless: the problem itself, and none of its own words."""

    type = "finding"

    def __init__(self, problem: Problem) -> None:
        super().__init__(note=problem.why)
        self.problem = problem

    def __attrs_post_init__(self) -> None:
        self.message = self.note  # where frictionless would fill in a template, a slow thing


def listed(names: str | list[str]) -> list[str]:
    """Names of columns, which a codebook may write as one name or as a list."""
    return [names] if isinstance(names, str) else names


@dataclass
class Known:
    """What the tables read so far hold, for those that refer to them.

    `rows` has the cells of each row that others are held against, by table and identifier;
    `cited` the sources that a row names. Tables that are absent are not in `rows`.
    """

    land: Path  # the boundaries
    codebook: dict[str, Any]
    rows: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    lines: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    cited: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)  # the tables that have a row


@dataclass
class Table:
    """A table being read: its columns as the codebook has them, and the line of each row."""

    name: str
    file: str
    columns: dict[str, dict[str, Any]]
    targets: dict[str, str]  # the table that a column refers to
    resource: dict[str, Any]
    known: Known
    lines: list[int] = field(default_factory=list)
    torn: set[int] = field(default_factory=set)
    _at: Row | None = None

    @cached_property
    def key(self) -> list[str]:
        """The columns that tell rows apart."""
        return codebook.key(self.resource)

    @cached_property
    def places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.columns)}

    def row(self, source: Any) -> Row:
        """The row that frictionless is at, made once for all rules."""
        if self._at is None or self._at.source is not source:
            self._at = Row(self, self.lines[source.row_number - 2], source)
        return self._at


class Rule(Check):
    """A check of one table, which sees its rows in the order of the file.

    Rows with too few or too many cells are told as such; most rules do not see them.
    """

    type = "rule"
    Errors = [Finding]  # noqa: RUF012
    sees_torn = False

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        self.known = table.known
        self.begin()

    def begin(self) -> None:
        """What a rule has to remember from row to row."""

    def applies(self) -> bool:
        """Whether there is anything in the table for the rule to look at."""
        return True

    def look(self, row: Row) -> Iterable[Problem]:
        """What is wrong with a row."""
        return ()

    def finish(self) -> Iterable[Problem]:
        """What is wrong with the rows together."""
        return ()

    def validate_row(self, source: Any) -> Iterable[Finding]:
        row = self.table.row(source)
        if row.line in self.table.torn and not self.sees_torn:
            return ()
        return map(Finding, self.look(row))

    def validate_end(self) -> Iterator[Finding]:
        yield from map(Finding, self.finish())


class Row:
    """One row as it stands in the file: its line, its cells as text, what frictionless said."""

    __slots__ = ("cells", "line", "source", "table")

    def __init__(self, table: Table, line: int, source: Any) -> None:
        self.table, self.line, self.source = table, line, source
        self.cells: list[str] = source.cells

    def __getitem__(self, column: str) -> str:
        """The text of a cell; empty where the table has no such column."""
        place = self.table.places.get(column)
        return "" if place is None else self.cells[place]

    @property
    def refused(self) -> frozenset[str]:
        """The columns whose cells the codebook does not take."""
        if self.source.valid:
            return frozenset()
        return frozenset(getattr(error, "field_name", "") for error in self.source.errors)

    def problem(self, column: str, why: str, **more: Any) -> Problem:
        value = more.pop("value", self[column] if column else "")
        return Problem(self.table.file, self.line, column, value, why, **more)
