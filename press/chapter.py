"""What is printed: the chapters of an edition, read from executed notebooks."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

BLOCK = "application/vnd.press.block+json"


class RenderError(RuntimeError):
    """The chapters cannot be printed as they stand. The message names the place and the cause."""


@dataclass(frozen=True)
class Edition:
    """What every page says of itself.

    `as_of` is an ISO date. `scope` is a sentence on parameters that are not the default ones,
    empty for the edition everybody gets.
    """

    title: str
    description: str
    version: str
    as_of: str
    licence: str
    scope: str = ""

    @property
    def day(self) -> str:
        """The day described, in words: "16 September 2024"."""
        date = datetime.date.fromisoformat(self.as_of)
        return f"{date.day} {date:%B %Y}"


@dataclass(frozen=True)
class Chapter:
    """One executed notebook: its cells in reading order.

    `cells` holds ("markdown", text), ("code", source) and ("block", dict), as they follow each
    other. Every code cell is there, that of the parameters too: what is prose is for the printer
    to say.
    """

    slug: str
    title: str
    cells: tuple[tuple[str, Any], ...]


def read_chapter(notebook: Path) -> Chapter:
    """The chapter in an executed notebook.

    The title is the first line of the first Markdown cell, which has to be `# Title`.
    Outputs that are no block (a stray print, a warning) are left out: only `press.page` prints.
    """
    cells: list[tuple[str, Any]] = []
    for cell in nbformat.read(notebook, as_version=4).cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            continue  # papermill's own cell: it holds paths of the machine
        if cell.cell_type == "markdown":
            cells.append(("markdown", cell.source))
        elif cell.cell_type == "code":
            cells.append(("code", cell.source))
            cells += [("block", block) for block in _blocks(cell.outputs)]
    first = next((text for kind, text in cells if kind == "markdown"), "").strip()
    if not first.startswith("# "):
        raise RenderError(f"{notebook.name}: the first Markdown cell must begin with “# Title”")
    title = first.splitlines()[0].removeprefix("# ").strip()
    return Chapter(slug=notebook.stem, title=title, cells=tuple(cells))


def page_names(chapters: Sequence[Chapter]) -> dict[str, str]:
    """The file of each chapter's page, by slug. The first chapter is the front page."""
    names = {chapter.slug: f"{chapter.slug}.html" for chapter in chapters}
    return names | {chapters[0].slug: "index.html"} if chapters else names


@dataclass(frozen=True)
class Place:
    """Where a numbered figure or table stands: "Figure", 3, in which chapter."""

    word: str
    number: int
    slug: str

    @property
    def label(self) -> str:
        """What a reader calls it."""
        return f"{self.word} {self.number}"


def places(chapters: Sequence[Chapter]) -> dict[str, Place]:
    """Every figure and table by its anchor (`fig-NAME`, `tab-NAME`), numbered through."""
    found: dict[str, Place] = {}
    counts = {"figure": 0, "table": 0}
    for chapter in chapters:
        for kind, block in chapter.cells:
            if kind != "block" or block["kind"] not in counts:
                continue
            name = block["name"]
            anchor = f"{block['kind'][:3]}-{name}"
            if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
                raise RenderError(f"{chapter.slug}: “{name}” is no name for a {block['kind']}")
            if anchor in found:
                raise RenderError(f"{chapter.slug}: there are two {block['kind']}s “{name}”")
            counts[block["kind"]] += 1
            found[anchor] = Place(block["kind"].title(), counts[block["kind"]], chapter.slug)
    return found


def _blocks(outputs: Iterable[Any]) -> list[dict[str, Any]]:
    """The blocks among the outputs of one cell, in order."""
    return [output["data"][BLOCK] for output in outputs if BLOCK in output.get("data", {})]
