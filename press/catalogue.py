"""The page of every figure: what each shows, its files, how to cite and to embed it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from press.chapter import Chapter, Edition, Leaf, page_names, places
from press.facts import plain
from press.markup import Words
from press.pieces import escape, toolbar

PAGE, TITLE = "figures.html", "Every figure"
THUMBNAILS = "thumbnails"
_WIDE, _TALL = 544, 512  # pixels, twice those of the page
_COLOURS = 64  # what a figure of few colours needs at that size
_FILTER = (
    '<div class="filter" role="search" hidden><label for="filter">Find a figure, a place or a '
    'country</label><input type="search" id="filter" autocomplete="off" spellcheck="false">'
    '<span><label for="kind">Kind</label> <select id="kind"><option value="">all</option>{kinds}'
    "</select></span>"
    '<output for="filter"></output></div>'
)
_WORD = re.compile(r"[^\W\d_][\w’'-]+")


def leaf(chapters: Sequence[Chapter], edition: Edition) -> Leaf:
    """The page, in reading order. Without a script nothing is missing but the filter."""
    found = [
        (chapter, block)
        for chapter in chapters
        for block in chapter.blocks
        if block["kind"] == "figure"
    ]
    kinds = sorted({block["form"] for _, block in found})
    options = "".join(f'<option value="{escape(k)}">{escape(k)}s</option>' for k in kinds)
    opening = (
        f"<p>The {len(found)} figures of this report. Each has files of its own, carries its "
        f"sources, its date and its licence ({escape(edition.licence)}) inside them. "
        'All of them: <a href="figures.zip">figures.zip</a>; for programs: '
        '<a href="../figures/index.json">index.json</a>.</p>'
    )
    names, anchors, words = page_names(chapters), places(chapters), Words(chapters)
    entries = [
        _entry(
            block,
            anchors[f"fig-{block['name']}"].label,
            page=names[chapter.slug],
            chapter=words.plain(chapter.title),
            words=words,
            edition=edition,
        )
        for chapter, block in found
    ]
    return Leaf(PAGE, TITLE, "".join([opening, _FILTER.format(kinds=options), *entries]))


def thumbnails(figures: Path, folder: Path) -> None:
    """Write a small picture of every figure, of a tall one its upper part."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(figures.glob("*@2x.png")):
        picture = Image.open(path).convert("RGB")
        small = picture.resize((_WIDE, round(picture.height * _WIDE / picture.width)))
        shown = small.crop((0, 0, _WIDE, min(small.height, _TALL))).quantize(_COLOURS)
        shown.save(folder / path.name.replace("@2x", ""), optimize=True)


def _entry(
    block: Mapping[str, Any],
    label: str,
    *,
    page: str,
    chapter: str,
    words: Words,
    edition: Edition,
) -> str:
    name, place = block["name"], f"{page}#fig-{block['name']}"
    title, subtitle = (words.plain(plain(block[slot])) for slot in ("title", "subtitle"))
    source = f'src="{THUMBNAILS}/{name}.png" alt="{escape(block["alt"])}"'
    picture = f'<img {source} loading="lazy">'
    tools = toolbar(block, label, title=title, page=page, edition=edition, home=page)
    return (
        f'<section class="entry shown" id="{name}" data-kind="{escape(block["form"])}" '
        f'data-words="{escape(_words(block))}"><a href="{place}">{picture}</a>'
        f"<div><h2>{escape(title)}</h2><p>{escape(subtitle)}</p>"
        f'<p class="alt">{escape(block["alt"])}</p>'
        f'<p class="key">{label} in <a href="{place}">{escape(chapter)}</a></p>{tools}</div>'
        "</section>"
    )


def _words(block: Mapping[str, Any]) -> str:
    """What else a reader may look for: the words of the table behind a figure, each once."""
    rows = (block.get("table") or {}).get("rows", [])
    text = plain(" ".join(cell for row in rows for cell in row if not cell.startswith("[@")))
    return " ".join(sorted({word.lower() for word in _WORD.findall(text)}))
