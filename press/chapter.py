"""What is printed: the chapters of an edition, read from executed notebooks."""

import datetime
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat

from press import facts

BLOCK = "application/vnd.press.block+json"
NUMBERS = "facts.html"  # the page of every number
SEARCH = "search.html"  # the page that finds


class RenderError(RuntimeError):
    """The chapters cannot be printed as they stand. The message names the place and the cause."""


@dataclass(frozen=True)
class Edition:
    """What every page says of itself.

    `as_of` is an ISO date. `scope` is a sentence on parameters that are not the default ones,
    empty for the edition everybody gets. `site` is the address of the folder that holds `report/`
    and `figures/`, once they stand on the web; `released` is the day of the release. `files`
    are the data beside the pages, each with its media type. `left_out` are the slugs of chapters
    that this report does not have and others may speak of.
    """

    title: str
    description: str
    version: str
    as_of: str
    licence: str
    scope: str = ""
    site: str = ""
    released: str = ""
    author: str = ""
    licence_url: str = ""
    left_out: frozenset[str] = frozenset()
    files: tuple[tuple[str, str], ...] = ()

    def at(self, path: str) -> str:
        """The full address of something below the site; "" where no site is known."""
        return f"{self.site.rstrip('/')}/{path}" if self.site else ""

    @property
    def folder(self) -> str:
        """The version as the name of a folder: data may be a stranger's."""
        return re.sub(r"[^A-Za-z0-9.+-]+|^\.+", "-", self.version) or "-"

    @property
    def day(self) -> str:
        """The day described, in words: "16 September 2024"."""
        return facts.day(datetime.date.fromisoformat(self.as_of))


@dataclass(frozen=True)
class Leaf:
    """A page beside the chapters: its file, its title, and its text after that, as HTML."""

    url: str
    title: str
    body: str
    sections: tuple[tuple[str, str], ...] = ()  # id and title of what the contents list


@dataclass(frozen=True)
class Chapter:
    """One executed notebook: its cells in reading order.

    `cells` holds ("markdown", text), ("code", source) and ("block", dict), as they follow each
    other. Every code cell is there, that of the parameters too: what is prose is for the printer
    to say. A block from a notebook knows its `cell`, and the `fragment` of its place on the page:
    `fig-NAME`, `tab-NAME`, else `s-CELL`, and `s-CELL-2` for the second of a cell.
    """

    slug: str
    title: str
    cells: tuple[tuple[str, Any], ...]

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """What the notebook printed, in order."""
        return [content for kind, content in self.cells if kind == "block"]

    @property
    def is_absent(self) -> bool:
        """Whether the notebook said that it cannot stand in this edition."""
        return any(block["kind"] == "absent" for block in self.blocks)


def read_chapter(notebook: Path, *, title: str = "") -> Chapter:
    """The chapter in an executed notebook.

    Its title is the one given, or else the first line of the first Markdown cell, which has to be
    `# Title`.
    Outputs that are no block (a stray print, a warning) are left out: only `press.page` prints.
    Of a chapter that is absent there is the title, the reason and the code.
    """
    cells: list[tuple[str, Any]] = []
    fragments: set[str] = set()
    for cell in nbformat.read(notebook, as_version=4).cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            continue  # papermill's own cell: it holds paths of the machine
        if cell.cell_type == "markdown":
            cells.append(("markdown", cell.source))
        elif cell.cell_type == "code":
            cells.append(("code", cell.source))
            blocks = _blocks(cell.outputs)
            cells += [("block", _placed(block, cell.get("id", ""), fragments)) for block in blocks]
    first = next((text for kind, text in cells if kind == "markdown"), "").strip()
    if not first.startswith("# "):
        raise RenderError(f"{notebook.name}: the first Markdown cell must begin with “# Title”")
    title = title or first.splitlines()[0].removeprefix("# ").strip()
    chapter = Chapter(slug=notebook.stem, title=title, cells=tuple(cells))
    return _without_text(chapter) if chapter.is_absent else chapter


def _placed(block: Mapping[str, Any], cell: str, taken: set[str]) -> dict[str, Any]:
    """A block with its cell and its fragment, which is then `taken`."""
    if block["kind"] in ("figure", "table"):
        fragment = f"{block['kind'][:3]}-{block['name']}"
    else:
        wanted = f"s-{re.sub(r'[^a-z0-9]+', '-', cell.lower()).strip('-')}"
        numbered = (f"{wanted}-{number}" for number in itertools.count(2))
        fragment = next(name for name in itertools.chain([wanted], numbered) if name not in taken)
    taken.add(fragment)
    return {**block, "cell": cell, "fragment": fragment}


def _without_text(chapter: Chapter) -> Chapter:
    """An absent chapter: its title, why it is absent, and its code."""
    kept = [
        (kind, content)
        for kind, content in chapter.cells
        if kind == "code" or (kind == "block" and content["kind"] == "absent")
    ]
    return replace(chapter, cells=(("markdown", f"# {chapter.title}"), *kept))


def page_names(chapters: Sequence[Chapter]) -> dict[str, str]:
    """The file of each chapter's page, by slug. The first chapter is the front page."""
    names = {chapter.slug: f"{chapter.slug}.html" for chapter in chapters}
    return names | {chapters[0].slug: "index.html"} if chapters else names


def absent_of(chapters: Iterable[Chapter], edition: Edition) -> frozenset[str]:
    """The slugs of the chapters that say that they cannot stand, and of those left out."""
    return edition.left_out.union(chapter.slug for chapter in chapters if chapter.is_absent)


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
        for block in chapter.blocks:
            if block["kind"] not in counts:
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
