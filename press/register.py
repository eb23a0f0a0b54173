"""The register of figures, `figures/index.json`: what stands there, for programs.

JSON-LD in the words of schema.org, with keys of our own beside that a reader of linked data
passes over. `press.verify` holds a stranger's file against it. Pixels differ a little between
machines, so what it says of PNG files is true of those that were built with it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press import specimen
from press.chapter import Chapter, Edition, page_names, places
from press.figures import FILES, KINDS

NAME = "index.json"
_PRESS = ("subtitle", "as_of", "released", "data_sha256", "parameters_sha256")
_NEEDED = {"@id", "identifier", "name", "encoding", "version", *_PRESS}
_NEEDED_OF_FILE = {"name", "sha256", "seal"}
_NOT_LINKED = (*_PRESS, "seal", "likeness", "label", "chapter", "columns", "corrections")


class NoRegisterError(Exception):
    """There is no register that could be read. Holds a sentence."""


@dataclass(frozen=True)
class Register:
    """The register of an edition and the folder of its files."""

    folder: Path
    values: Mapping[str, Any]

    @property
    def figures(self) -> list[dict[str, Any]]:
        figures: list[dict[str, Any]] = self.values["hasPart"]
        return figures


def write(chapters: Sequence[Chapter], *, staging: Path, edition: Edition) -> None:
    """Write the register of the figures in `staging/figures`, in reading order."""
    folder, anchors, pages = staging / "figures", places(chapters), page_names(chapters)
    parts = []
    for chapter in chapters:
        for block in chapter.blocks:
            if block["kind"] == "figure":
                anchor = f"fig-{block['name']}"
                page = (
                    edition.at(f"report/{pages[chapter.slug]}")
                    or f"../report/{pages[chapter.slug]}"
                )
                where = {"label": anchors[anchor].label, "url": f"{page}#{anchor}"}
                parts.append(_entry(folder, block["name"], where))
    values = {
        "@context": {"@vocab": "https://schema.org/", **dict.fromkeys(_NOT_LINKED)},
        "@type": "ImageGallery",
        "name": f"The figures of {edition.title}",
        "isPartOf": {"@type": "Report", "name": edition.title},
        "version": edition.version,
        "temporalCoverage": edition.as_of,
        "license": edition.licence_url or edition.licence,
        "creator": {"@type": "Organization", "name": edition.author or edition.title},
        "hasPart": parts,
    }
    text = json.dumps(values, ensure_ascii=False, indent=1)
    (folder / NAME).write_text(f"{text}\n", "utf-8")


def _entry(folder: Path, name: str, where: Mapping[str, str]) -> dict[str, Any]:
    carried = json.loads((folder / f"{name}.json").read_text("utf-8"))
    files = {ending: folder / f"{name}{ending}" for ending in FILES}
    return {
        "@type": "ImageObject",
        "@id": carried["id"],
        "identifier": name,
        "name": carried["title"],
        "caption": carried["alt"],
        "description": carried["description"],
        "version": carried["version"],
        "creator": {"@type": "Organization", "name": carried["author"]},
        "license": carried["licence_url"] or carried["licence"],
        "acquireLicensePage": where["url"],
        "creditText": carried["cite_as"]["text"],
        "citation": [source["text"] for source in carried["sources"]],
        **{key: carried[key] for key in _PRESS},
        **where,
        "chapter": carried["chapter"],
        "columns": [field["name"] for field in carried["schema"]["fields"]],
        "corrections": carried.get("corrections", []),
        "encoding": [_file(path) for path in files.values() if path.exists()],
    }


def _file(path: Path) -> dict[str, Any]:
    read = specimen.read(path)
    found = {
        "@type": "MediaObject",
        "name": path.name,
        "contentUrl": path.name,
        "encodingFormat": KINDS[path.suffix[1:]],
        "contentSize": str(read.size),
        "sha256": read.sha256,
        "seal": read.seal,
        "likeness": read.likeness,
    }
    return {key: value for key, value in found.items() if value}


def read(folder: Path) -> Register:
    """The register in a folder of figures, or of an edition. Raises NoRegisterError."""
    for home in (folder / "figures", folder):
        if (home / NAME).is_file():
            break
    else:
        raise NoRegisterError(
            f"{folder} holds no figures/{NAME}. Build the report, or name the folder of an edition "
            "with --against."
        )
    try:
        register = Register(home, json.loads((home / NAME).read_text("utf-8")))
        known = [figure.keys() >= _NEEDED for figure in register.figures]
        known += [
            file.keys() >= _NEEDED_OF_FILE for one in register.figures for file in one["encoding"]
        ]
        is_whole = all(known) and "name" in register.values["isPartOf"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        is_whole = False
    if not is_whole:
        raise NoRegisterError(f"{home / NAME} is no register of figures.")
    return register
