"""From chapters to pages: the report as HTML, the report as PDF, the gallery of figures."""

import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from press.chapter import (
    NUMBERS,
    Chapter,
    Edition,
    RenderError,
    absent_of,
    page_names,
    places,
    read_chapter,
)
from press.gallery import gallery
from press.ledger import entries
from press.markup import TEMPLATE, Words, reference, write_cited
from press.numbers import TITLE, every_number
from press.pdf import pdf
from press.pieces import escape, markup
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
    """Write `staging/report/`: a page a chapter, the first as index.html, then every number.

    The pictures are read from `staging/inline`. Nothing in a page is inline style or script.
    An edition without a fact has no page of numbers.
    """
    report = staging / "report"
    _copy_assets(report / "assets")
    facts = entries(chapters)
    words, anchors, names = Words(chapters), places(chapters), page_names(chapters)
    known = {source["source_id"]: source for source in sources}
    links = _links(chapters, words, names, has_numbers=bool(facts))
    absent = absent_of(chapters)

    def page(index: int) -> str:
        setter = Page(
            chapters[index],
            words=words,
            anchors=anchors,
            pages=names,
            sources=known,
            absent=absent,
            inline=staging / "inline",
        )
        return write_cited(
            setter.compose(),
            "html5",
            references=[reference(known[key], printed=False) for key in setter.cited],
            variables=_variables(edition, links, index, setter.sections),
            template=TEMPLATE / "page.html",
        )

    with ThreadPoolExecutor() as pool:
        for chapter, text in zip(chapters, pool.map(page, range(len(chapters))), strict=True):
            (report / names[chapter.slug]).write_text(text, encoding="utf-8")
    if facts:
        titles = {
            chapter.slug: link["title"] for chapter, link in zip(chapters, links, strict=False)
        }
        body = every_number(facts, titles=titles, sources=known)
        text = write_cited(
            [markup(body)],
            "html5",
            references=[],
            variables=_variables(edition, links, len(chapters), []),
            template=TEMPLATE / "page.html",
        )
        (report / NUMBERS).write_text(text, encoding="utf-8")


def _copy_assets(folder: Path) -> None:
    """Style, scripts and web fonts, each with its licence."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "fonts").mkdir(parents=True)
    for name in _ASSETS:
        shutil.copyfile(TEMPLATE / name, folder / name)
    for font in sorted((TEMPLATE / "fonts").iterdir()):
        if font.suffix in (".woff2", ".md"):
            shutil.copyfile(font, folder / "fonts" / font.name)


def _links(
    chapters: Sequence[Chapter], words: Words, names: Mapping[str, str], *, has_numbers: bool
) -> list[dict[str, Any]]:
    """The pages in reading order, as the contents list them: url, title, number, absent."""
    links: list[dict[str, Any]] = [
        {
            "url": names[chapter.slug],
            "title": escape(words.plain(chapter.title)),
            "number": str(index) if index else "",
            "absent": chapter.is_absent,
        }
        for index, chapter in enumerate(chapters)
    ]
    return [*links, {"url": NUMBERS, "title": TITLE}] if has_numbers else links


def _variables(
    edition: Edition,
    links: Sequence[Mapping[str, Any]],
    index: int,
    sections: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """What the template is filled with, escaped. Empty values are left out: the template asks."""
    here = links[index]
    variables: dict[str, Any] = {
        "report": escape(edition.title),
        "title": here["title"],
        "description": escape(edition.description),
        "version": escape(edition.version),
        "day": escape(edition.day),
        "as_of": escape(edition.as_of),
        "licence": escape(edition.licence),
        "scope": escape(edition.scope),
        "chapters": [{**link, "current": link is here} for link in links],
        "sections": [{"id": key, "title": escape(title)} for key, title in sections],
        "previous": links[index - 1] if index else None,
        "next": links[index + 1] if index + 1 < len(links) else None,
        "number": here.get("number"),
        "front": index == 0,
    }
    return {key: value for key, value in variables.items() if value}
