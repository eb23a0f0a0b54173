"""From chapters to pages: the report as HTML, the report as PDF, the gallery of figures."""

import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from press.chapter import Chapter, Edition, RenderError, page_names, places, read_chapter
from press.gallery import gallery
from press.markup import TEMPLATE, Words, reference, write_cited
from press.pdf import pdf
from press.pieces import escape
from press.screen import Page

__all__ = ["Chapter", "Edition", "RenderError", "gallery", "html", "pdf", "read_chapter"]

_ASSETS = ("site.css", "site.js", "theme.js", "favicon.svg")


def html(
    chapters: Sequence[Chapter],
    *,
    staging: Path,
    sources: Sequence[Mapping[str, str]],
    edition: Edition,
) -> None:
    """Write `staging/report/`: a page a chapter, the first as index.html, and their assets.

    The pictures are read from `staging/inline`. Nothing in a page is inline style or script.
    """
    report = staging / "report"
    _copy_assets(report / "assets")
    words = Words(chapters)
    anchors = places(chapters)
    names = page_names(chapters)
    known = {source["source_id"]: source for source in sources}

    def page(index: int) -> str:
        chapter = chapters[index]
        setter = Page(
            chapter,
            words=words,
            anchors=anchors,
            pages=names,
            sources=known,
            inline=staging / "inline",
        )
        blocks = setter.compose()
        return write_cited(
            blocks,
            "html5",
            references=[reference(known[key], printed=False) for key in setter.cited],
            variables=_variables(chapters, index, setter, names, edition),
            template=TEMPLATE / "page.html",
        )

    with ThreadPoolExecutor() as pool:
        for chapter, text in zip(chapters, pool.map(page, range(len(chapters))), strict=True):
            (report / names[chapter.slug]).write_text(text, encoding="utf-8")


def _copy_assets(folder: Path) -> None:
    """Style, scripts and web fonts, each with its licence."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "fonts").mkdir(parents=True)
    for name in _ASSETS:
        shutil.copyfile(TEMPLATE / name, folder / name)
    for font in sorted((TEMPLATE / "fonts").iterdir()):
        if font.suffix in (".woff2", ".md"):
            shutil.copyfile(font, folder / "fonts" / font.name)


def _variables(
    chapters: Sequence[Chapter],
    index: int,
    setter: Page,
    names: Mapping[str, str],
    edition: Edition,
) -> dict[str, Any]:
    """What the template is filled with, escaped. Empty values are left out: the template asks."""
    titles = [escape(setter.words.plain(chapter.title)) for chapter in chapters]
    links = [
        {"url": names[chapter.slug], "title": title, "current": chapter is chapters[index]}
        for chapter, title in zip(chapters, titles, strict=True)
    ]
    variables: dict[str, Any] = {
        "report": escape(edition.title),
        "title": titles[index],
        "description": escape(edition.description),
        "version": escape(edition.version),
        "day": escape(edition.day),
        "as_of": escape(edition.as_of),
        "year": escape(edition.as_of[:4]),
        "licence": escape(edition.licence),
        "scope": escape(edition.scope),
        "chapters": links,
        "sections": [{"id": key, "title": escape(title)} for key, title in setter.sections],
        "previous": links[index - 1] if index else None,
        "next": links[index + 1] if index + 1 < len(links) else None,
        "number": str(index) if index else "",
        "front": index == 0,
    }
    return {key: value for key, value in variables.items() if value}
