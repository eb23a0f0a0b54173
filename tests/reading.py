"""The notebooks run in this process, for tests that read what a page says and draw nothing up."""

import inspect
import json
from collections.abc import Collection
from functools import partial
from typing import Any

from conftest import ROOT
from matplotlib.figure import Figure

import press.facts
import press.page
from footprint import charts, maps

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


def draw_nothing(monkeypatch: Any) -> None:
    """Every drawing function gives an empty figure at once."""
    monkeypatch.setattr(maps, "land", lambda _: None)
    for package in (charts, maps):
        for name, drawing in inspect.getmembers(package, inspect.isfunction):
            if drawing.__annotations__.get("return") == "Figure":
                monkeypatch.setattr(package, name, lambda *_, **__: Figure(figsize=(4, 3)))


def keep(shown: list[dict[str, Any]], bundle: dict[str, Any], *, raw: bool) -> None:
    """What stands in for the display of a cell."""
    shown.append(bundle[press.page.BLOCK])


def read(
    monkeypatch: Any, *, only: Collection[str] = (), **asked: Any
) -> dict[str, list[dict[str, Any]]]:
    """The blocks of every chapter, or of some, for parameters other than the default ones.

    Whatever a cell raises is raised here, with the chapter and the cell in a note.
    """
    draw_nothing(monkeypatch)
    blocks: dict[str, list[dict[str, Any]]] = {}
    monkeypatch.chdir(ROOT / "notebooks")
    for path in [path for path in NOTEBOOKS if not only or path.stem in only]:
        shown = blocks.setdefault(path.stem, [])
        monkeypatch.setattr(press.page, "display", partial(keep, shown))
        names: dict[str, Any] = {}
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "markdown":
                shown.append({"kind": "markdown", "text": source})
                continue
            try:
                exec(compile(source, f"{path.stem}#{cell['id']}", "exec"), names)
            except Exception as error:
                error.add_note(f"in {path.stem}, cell {cell['id']}")
                raise
            if cell["metadata"].get("tags") == ["parameters"]:
                names.update(asked)
    return blocks


def sentences(blocks: dict[str, list[dict[str, Any]]]) -> list[tuple[str, str]]:
    """(chapter, text) of all that a reader reads, as plain words."""
    found = []
    for chapter, shown in blocks.items():
        for block in shown:
            if block["kind"] == "findings":
                texts = [
                    item[key] for item in block["items"] for key in ("figure", "unit", "context")
                ]
            elif block["kind"] == "markdown":
                texts = []
            else:
                keys = ("text", "reason", "title", "subtitle", "alt", "description", "note")
                texts = [block[key] for key in keys if block.get(key)]
            found += [(chapter, press.facts.plain(text)) for text in texts]
    return found
