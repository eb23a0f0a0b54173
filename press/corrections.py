"""Corrections on the page: what rested on a cell that was wrong says so, and nothing else does.

What rested on it is not declared but measured: `build.py` runs the notebooks once more with the
old value in its place, and whatever comes out differently depended on the cell.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from press import facts, passport
from press.chapter import Chapter

PAGE = "changelog.html"


@dataclass(frozen=True)
class Correction:
    """One cell that was put right on a day, and what rested on it.

    `sources` are `source_id`s, `note` a sentence or "". `facts` are keys, `figures` names, `pages`
    slugs of chapters. Of one that `is_traced` not, nobody knows what rested on it: the notebooks
    do not run with the old value.
    """

    date: str
    table: str
    key: str
    column: str
    old: str
    new: str
    sources: tuple[str, ...] = ()
    note: str = ""
    facts: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    is_traced: bool = True

    @property
    def day(self) -> str:
        """The day in words: "1 October 2026"."""
        return facts.day(datetime.date.fromisoformat(self.date))

    @property
    def anchor(self) -> str:
        """Its id on the page of changes."""
        words = f"{self.date}-{self.table}-{self.key}-{self.column}"
        return f"correction-{re.sub(r'[^a-z0-9]+', '-', words.lower()).strip('-')}"

    @property
    def text(self) -> str:
        """What was wrong and what the cell says now, in plain words."""
        cell = f"In {self.table} the cell {self.column} of {self.key}"
        told = f"{cell} said {_shown(self.old)} and says {_shown(self.new)}."
        return f"{self.note} {told}" if self.note else told


def _shown(value: str) -> str:
    return f"“{value}”" if value else "nothing"


def traced(correction: Correction, differences: Mapping[str, Sequence[Any]]) -> Correction:
    """The correction with what rested on it: the `differences` are those of `compare.shown`."""
    return replace(
        correction,
        facts=tuple(one.key for one in differences["facts"]),
        figures=tuple(one.name for one in differences["figures"]),
        pages=tuple(differences["pages"]),
    )


def stamped(chapters: Iterable[Chapter], corrections: Sequence[Correction]) -> list[Chapter]:
    """The chapters with each correction told where something rested on it.

    At the head of its pages, and at its figures and facts as `corrections`: a list of the day and
    the text of each.
    """
    return [_stamped(chapter, corrections) for chapter in chapters]


def _stamped(chapter: Chapter, corrections: Sequence[Correction]) -> Chapter:
    here = [one for one in corrections if chapter.slug in one.pages]
    if not here:
        return chapter
    title, *cells = chapter.cells
    told = [(kind, _told(cell, here) if kind == "block" else cell) for kind, cell in cells]
    notice = {
        "kind": "corrected",
        "fragment": "corrected",
        "corrections": [_item(one) for one in here],
    }
    return replace(chapter, cells=(title, ("block", notice), *told))


def _told(block: Mapping[str, Any], corrections: Sequence[Correction]) -> dict[str, Any]:
    """A block with its corrections, if it is a figure, and those of its facts."""
    known = {
        key: _with(fact, [one for one in corrections if key in one.facts])
        for key, fact in (block.get("facts") or {}).items()
    }
    own = [one for one in corrections if block["kind"] == "figure" and block["name"] in one.figures]
    return _with({**block, "facts": known}, own)


def _with(entry: Mapping[str, Any], corrections: Sequence[Correction]) -> dict[str, Any]:
    told = [_item(one) for one in corrections]
    return {**entry, "corrections": told} if told else dict(entry)


def _item(one: Correction) -> dict[str, Any]:
    return {
        "date": one.date,
        "day": one.day,
        "text": one.text,
        "sources": list(one.sources),
        "anchor": one.anchor,
    }


def stamp_passports(figures: Path, corrections: Sequence[Correction]) -> None:
    """Tell in the passports of figures in a folder what was corrected in them."""
    for name in {name for one in corrections for name in one.figures}:
        if (path := figures / f"{name}.json").exists():
            own = [one for one in corrections if name in one.figures]
            told = [{"date": one.date, "text": one.text} for one in own]
            stamped = passport.sealed({**json.loads(path.read_text("utf-8")), "corrections": told})
            text = json.dumps(stamped, ensure_ascii=False, indent=2)
            path.write_text(text + "\n", "utf-8")


def remember(corrections: Sequence[Correction], path: Path) -> None:
    """Keep what was traced in a file, for the next build of the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(one) for one in corrections]), "utf-8")


def remembered(path: Path) -> list[Correction] | None:
    """What was traced before; None where nothing was."""
    if not path.exists():
        return None
    return [_correction(one) for one in json.loads(path.read_text("utf-8"))]


def _correction(kept: Mapping[str, Any]) -> Correction:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
    }
    return Correction(**fields)
