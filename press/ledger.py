"""The facts of an edition, in one file, and the findings that the README repeats."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from press.chapter import Chapter
from press.facts import plain

_BEGIN, _END = "<!-- findings -->", "<!-- /findings -->"


def write(chapters: Sequence[Chapter], path: Path) -> None:
    """Every fact by key: value, unit, definition, rows, sources, and the chapters that use it.

    Raises ValueError where two chapters give one key different values.
    """
    ledger: dict[str, dict[str, Any]] = {}
    for chapter, block in _blocks(chapters):
        for key, entry in block.get("facts", {}).items():
            known = ledger.setdefault(key, {**entry, "chapters": []})
            if known["value"] != entry["value"]:
                raise ValueError(f"{key} is {known['value']} and {entry['value']}")
            if chapter.slug not in known["chapters"]:
                known["chapters"].append(chapter.slug)
    text = json.dumps(dict(sorted(ledger.items())), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", "utf-8")


def write_findings(chapters: Sequence[Chapter], readme: Path, target: Path) -> None:
    """A copy of the README with the findings and the lead map of the first chapter put in."""
    text = readme.read_text("utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    target.write_text(f"{before}{_BEGIN}\n{findings(chapters)}\n{_END}{after}", "utf-8")


def findings(chapters: Sequence[Chapter]) -> str:
    """The findings as a Markdown list, and the first figure with its text."""
    lines, picture = [], ""
    for _, block in _blocks(chapters[:1]):
        if block["kind"] == "findings":
            for item in block["items"]:
                figure, unit, context = (plain(item[key]) for key in ("figure", "unit", "context"))
                joint = " " if context[:1].islower() else ". "
                lines.append(f"- **{figure}** {unit}{joint}{context}")
        if block["kind"] == "figure" and not picture:
            picture = f"![{block['alt']}](figures/{block['name']}.svg)"
    return "\n".join([*lines, "", picture])


def _blocks(chapters: Sequence[Chapter]) -> Iterator[tuple[Chapter, dict[str, Any]]]:
    for chapter in chapters:
        for kind, content in chapter.cells:
            if kind == "block":
                yield chapter, content
