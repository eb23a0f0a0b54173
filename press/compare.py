"""Two editions held side by side: what came, what went, and what says something else now.

An edition is the folder that holds `report/` and `figures/`. Rows are read from its data package,
numbers from `facts.json`, sentences from `contents.json`, figures from their files.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from press import rows, seals, xmp
from press.ledger import CONTENTS, FACTS
from press.rows import TableChange

PACKAGE = "data.zip"


@dataclass(frozen=True)
class FactChange:
    """A number before and after, as a reader sees it; "" where there is none."""

    key: str
    old: str
    new: str
    definition: str
    chapters: tuple[str, ...]


@dataclass(frozen=True)
class SentenceChange:
    """A sentence before and after, "" where there is none, and whether each follows its data."""

    chapter: str
    page: str
    fragment: str
    old: str
    new: str
    held: bool = True
    holds: bool = True

    @property
    def is_flipped(self) -> bool:
        """Whether one of the two follows from its data and the other does not."""
        return bool(self.old and self.new) and self.held != self.holds


@dataclass(frozen=True)
class FigureChange:
    """A figure that is new, gone, or drawn otherwise; `kind` says which."""

    name: str
    kind: str  # added, removed, redrawn, or numbers where only its table is another
    title: str
    chapter: str


@dataclass(frozen=True)
class Changes:
    """All that differs between two editions. `old` and `new` are the versions of their data."""

    old: str
    new: str
    tables: tuple[TableChange, ...] = ()
    facts: tuple[FactChange, ...] = ()
    sentences: tuple[SentenceChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    pages: tuple[str, ...] = field(default=())  # the chapters that show anything else

    def __bool__(self) -> bool:
        return any((self.tables, self.facts, self.sentences, self.figures, self.pages))

    @property
    def bump(self) -> tuple[str, str]:
        """The version that the rows ask for and why, if the data do not carry it already."""
        wanted, why = rows.bump(self.tables, self.old)
        return (wanted, why) if wanted and _number(self.new) < _number(wanted) else ("", "")


def between(old: Path, new: Path) -> Changes:
    """What differs between two editions, or between two packages of data (a folder or a zip).

    Raises FileNotFoundError where either is neither.
    """
    before, after = package_of(old), package_of(new)
    changed = tuple(rows.between(before, after))
    if not (is_edition(old) and is_edition(new)):
        return Changes(before.version, after.version, changed)
    return Changes(before.version, after.version, changed, **shown(old, new))


def shown(old: Path, new: Path) -> dict[str, Any]:
    """What two editions show differently, rows apart: facts, sentences, figures, pages."""
    figures = tuple(_figures(old, new))
    blocks = _blocks(old), _blocks(new)
    return {
        "facts": tuple(_facts(old, new)),
        "sentences": tuple(_sentences(*blocks)),
        "figures": figures,
        "pages": _pages(*blocks, {figure.chapter for figure in figures}),
    }


def is_edition(place: Path) -> bool:
    return (place / "report" / FACTS).exists() and (place / "report" / CONTENTS).exists()


def package_of(place: Path) -> rows.Package:
    """The data of an edition, or of a folder or zip of data."""
    inside = place / "report" / PACKAGE
    return rows.package(inside if inside.exists() else place)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _facts(old: Path, new: Path) -> Iterator[FactChange]:
    before, after = (_read(edition, FACTS) for edition in (old, new))
    for key in sorted({*before, *after}):
        was, now = before.get(key, {}), after.get(key, {})
        told = was.get("text", ""), now.get("text", "")
        if told != ("", "") and (was.get("value"), told[0]) != (now.get("value"), told[1]):
            chapters = tuple((now or was)["chapters"])
            yield FactChange(key, *told, (now or was)["definition"], chapters)


def _read(edition: Path, name: str) -> Any:
    return json.loads((edition / "report" / name).read_text("utf-8"))


def _blocks(edition: Path) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The blocks of an edition by chapter and fragment."""
    return {(one["chapter"], one["fragment"]): one for one in _read(edition, CONTENTS)}


_Blocks = Mapping[tuple[str, str], Mapping[str, Any]]


def _sentences(old: _Blocks, new: _Blocks) -> Iterator[SentenceChange]:
    """In the reading order of the new edition; what is gone stands at the end."""
    for place in dict.fromkeys([*new, *old]):
        was, now = old.get(place), new.get(place)
        either = now or was or {}
        held, holds = (bool(block.get("holds", True)) for block in (was or {}, now or {}))
        told = [list(block["sentences"]) if block else [] for block in (was, now)]
        if was and now and held != holds:  # true or false together, as one paragraph
            told = [[" ".join(each)] for each in told]
        for before, after in _pairs(*told, everything=held != holds):
            page, (chapter, fragment) = either["page"], place
            yield SentenceChange(chapter, page, fragment, before, after, held, holds)


def _pairs(before: list[str], after: list[str], *, everything: bool) -> Iterator[tuple[str, str]]:
    """The sentences of one place that differ, or all of them."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, first, last, start, stop in matcher.get_opcodes():
        if kind != "equal" or everything:
            yield from zip_longest(before[first:last], after[start:stop], fillvalue="")


def _figures(old: Path, new: Path) -> Iterator[FigureChange]:
    before, after = (_drawn(edition) for edition in (old, new))
    for name in dict.fromkeys([*after, *before]):
        kind = _kind(name, before, after)
        if kind:
            folder = after.get(name) or before[name]
            about = json.loads((folder / f"{name}.json").read_text("utf-8"))
            yield FigureChange(name, kind, about["title"], about["chapter"])


def _drawn(edition: Path) -> dict[str, Path]:
    """The figures of an edition by name, each with its folder."""
    return {path.stem: path.parent for path in sorted((edition / "figures").glob("*.svg"))}


def _kind(name: str, before: Mapping[str, Path], after: Mapping[str, Path]) -> str:
    if name not in before:
        return "added"
    if name not in after:
        return "removed"
    folders = before[name], after[name]
    files = {(each / f"{name}.svg").read_bytes() for each in folders}
    pictures = {seals.of_drawing(xmp.parse(file)) for file in files} if len(files) > 1 else files
    if len(pictures) > 1:
        return "redrawn"
    return "numbers" if len({(each / f"{name}.csv").read_bytes() for each in folders}) > 1 else ""


def _pages(old: _Blocks, new: _Blocks, redrawn: set[str]) -> tuple[str, ...]:
    """The chapters that show something else, in reading order, those that are gone last."""
    others = {
        place[0]
        for place in {*old, *new}
        if old.get(place, {}).get("sha256") != new.get(place, {}).get("sha256")
    }
    chapters = dict.fromkeys(place[0] for place in [*new, *old])
    return tuple(chapter for chapter in chapters if chapter in others | redrawn)
