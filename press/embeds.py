"""A page a figure, for a frame on somebody else's page: `report/embed/`.

`embed/1.0.0/NAME.html` is the figure of that edition, with its words, its table, its sources and
its licence in the one file, and stays as it is when there are newer editions. `embed/NAME.html`
leads to that of the last edition. `edition.js`, in the folder of an edition, is all that a later
build changes there: it tells the pages beside it that they are superseded, and by what.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from press import standalone
from press.chapter import Chapter, Edition, page_names
from press.facts import plain
from press.numbers import credit
from press.pieces import escape, inline_svg, plain_table

FOLDER, STATE = "embed", "edition.js"
_TELL = """// Written by the build: whether the pages in this folder are those of the last edition.
(function (newer) {
  "use strict";
  if (!newer) return;
  var notice = document.querySelector(".superseded");
  notice.querySelector("span").textContent = newer;
  notice.hidden = false;
})(%s);
"""


def write(
    chapters: Sequence[Chapter],
    *,
    staging: Path,
    sources: Sequence[Mapping[str, str]],
    edition: Edition,
    gone: Mapping[str, str],
) -> None:
    """Write `staging/report/embed/`. `gone` are figures that were, each with the name of the one
    to see instead or "".

    The pictures are those of `staging/outlined`, whose words are outlines, so that they look the
    same without our typefaces.
    """
    home = staging / "report" / FOLDER
    frozen = home / edition.folder
    frozen.mkdir(parents=True, exist_ok=True)
    known = {source["source_id"]: source for source in sources}
    names = page_names(chapters)
    for chapter in chapters:
        for block in chapter.blocks:
            if block["kind"] == "figure":
                svg = (staging / "outlined" / f"{block['name']}.svg").read_text("utf-8")
                setter = _Embed(block, known, names[chapter.slug], edition)
                (frozen / f"{block['name']}.html").write_text(setter.page(svg), "utf-8")
                _leads(home / f"{block['name']}.html", f"{edition.folder}/{block['name']}.html")
    for name, instead in gone.items():
        _tombstone(home / f"{name}.html", name, instead, edition)
    (frozen / STATE).write_text(_TELL % "null", "utf-8")


def carry(published: Path, staging: Path, edition: Edition) -> None:
    """Take the frozen pages of older editions along, and let them say what superseded them."""
    for folder in sorted((published / "report" / FOLDER).glob("*/")):
        if folder.name != edition.folder:
            kept = staging / "report" / FOLDER / folder.name
            shutil.copytree(folder, kept)
            newer = json.dumps(f"edition {edition.version}, as of {edition.day}")
            (kept / STATE).write_text(_TELL % newer.replace("<", "\\u003c"), "utf-8")


def tombstones(register: Path) -> dict[str, str]:
    """The figures that were published once and are no more, each with its successor or "".

    `register` is a table of every name that was ever published: name, gone (the edition without
    it, or blank), instead.
    """
    with register.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["instead"] for row in csv.DictReader(file) if row["gone"]}


class _Embed:
    """One figure as a page."""

    def __init__(
        self,
        block: Mapping[str, Any],
        sources: Mapping[str, Mapping[str, str]],
        page: str,
        edition: Edition,
    ) -> None:
        self.block, self.sources = block, sources
        self.chapter, self.edition = page, edition

    def page(self, svg: str) -> str:
        name, edition = self.block["name"], self.edition
        newer = f'See <a href="../{name}.html">the newer one</a>.'
        parts = [
            f'<p class="superseded" role="note" hidden>Superseded by <span></span>. {newer}</p>',
            f"<main><h1>{self._said('title')}</h1>",
            f'<p class="subtitle">{self._said("subtitle")}</p>',
            f'<div class="picture">{inline_svg(svg, name, self.block["alt"])}</div>',
            f'<p class="note">{self._said("note")}</p>' if self.block.get("note") else "",
            self._behind(),
            self._sources(),
            f'<p class="credit">{self._credit()}</p></main>',
        ]
        classes = "\n".join(
            f".{kind}-{token} {{ {kind}: var(--{token}); }}"
            for token in standalone.tokens("embed.html")
            for kind in ("fill", "stroke")
        )
        return standalone.page(
            "embed.html",
            title=f"{self._said('title')} · {escape(edition.title)}",
            body="\n".join(filter(None, parts)),
            classes=classes,
        )

    def _said(self, slot: str) -> str:
        return escape(plain(self.block[slot]))

    def _behind(self) -> str:
        """What the picture shows, in words and numbers."""
        table = self.block.get("table")
        described = self.block.get("description")
        parts = [f"<p>{self._said('description')}</p>"] if described else []
        if table:
            heads = [escape(plain(column["label"])) for column in table["columns"]]
            rows = [[self._cell(cell) for cell in row] for row in table["rows"]]
            shown = plain_table(heads, rows, plain(self.block["title"]))
            parts.append(shown.replace('class="scroll"', 'class="table"'))
        if not parts:
            return ""
        return f"<details><summary>In words and numbers</summary>{''.join(parts)}</details>"

    def _cell(self, cell: str) -> str:
        """A cell in plain words; of sources who and when."""
        cited = re.findall(r"@([a-z0-9-]+)", cell) if cell.startswith("[@") else []
        rows = [self.sources[name] for name in cited]
        short = [f"{row['publisher'] or row['title']} {row['published']}".strip() for row in rows]
        return escape("; ".join(short) if cited else plain(cell))

    def _sources(self) -> str:
        cited = [self.sources[name] for name in self.block.get("cite") or []]
        listed = "".join(f"<li>{credit(row)}</li>" for row in cited)
        count = f"{len(cited)} source{'' if len(cited) == 1 else 's'}"
        return f"<details><summary>{count}</summary><ul>{listed}</ul></details>" if cited else ""

    def _credit(self) -> str:
        edition = self.edition
        address = f"../../{self.chapter}#fig-{self.block['name']}"
        whole = f'<a href="{address}" target="_top">{escape(edition.title)}</a>'
        version, day = escape(edition.version), escape(edition.day)
        licence = escape(edition.licence)
        if edition.licence_url:
            licence = f'<a href="{escape(edition.licence_url)}" target="_top">{licence}</a>'
        return f"{whole}, edition {version}, as of {day}. {licence}."


def _leads(path: Path, target: str) -> None:
    """A page that leads to another at once."""
    link = f'<a href="{target}">The figure</a>'
    path.write_text(_bare("The figure", f"<p>{link}</p>", target), "utf-8")


def _tombstone(path: Path, name: str, instead: str, edition: Edition) -> None:
    """A page in the place of a figure that is no more."""
    see = f' See <a href="{escape(instead)}.html">{escape(instead)}</a>.' if instead else ""
    told = f"<p>The figure “{escape(name)}” is no longer part of {escape(edition.title)}.{see}</p>"
    path.write_text(_bare("A figure that is gone", told), "utf-8")


def _bare(title: str, body: str, target: str = "") -> str:
    refresh = f'<meta http-equiv="refresh" content="0; url={target}">\n' if target else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
{refresh}<title>{title}</title>
</head>
<body>
<main>{body}</main>
</body>
</html>
"""
