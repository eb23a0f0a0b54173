"""From chapters to pages: the report as HTML, the report as PDF, the gallery of figures."""

import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press import finding
from press.chapter import (
    NUMBERS,
    SEARCH,
    Chapter,
    Edition,
    Leaf,
    RenderError,
    absent_of,
    page_names,
    places,
    read_chapter,
)
from press.corrections import Correction
from press.gallery import gallery
from press.ledger import entries
from press.markup import TEMPLATE, Node, Words, reference, write_cited
from press.numbers import TITLE, every_number
from press.pdf import pdf
from press.pieces import escape, markup
from press.screen import Page
from press.scripts import needed

__all__ = ["Chapter", "Edition", "Leaf", "RenderError", "gallery", "html", "pdf", "read_chapter"]

_ASSETS = (".css", ".js", ".svg")


def html(
    chapters: Sequence[Chapter],
    *,
    staging: Path,
    sources: Sequence[Mapping[str, str]],
    edition: Edition,
    changes: str = "",
    corrections: Sequence[Correction] = (),
    leaves: Sequence[Leaf] = (),
) -> None:
    """Write `staging/report/`: a page a chapter, the first as index.html, every number, a search.

    The pictures are read from `staging/inline`. Nothing in a page is inline style or script.
    `leaves` are pages beside the chapters, listed after them. An edition without a fact has no
    page of numbers, one without a changelog (`changes`) or a correction no feed. What the search
    asks is made once all pages stand there, by `press.finding.index`.
    """
    report = staging / "report"
    _copy_assets(report / "assets")
    facts = entries(chapters)
    words, anchors, names = Words(chapters), places(chapters), page_names(chapters)
    known = {source["source_id"]: source for source in sources}
    numbers = {"url": NUMBERS, "title": TITLE}
    links = _links(chapters, words, names) + [numbers] * bool(facts)
    frame = _Frame(
        edition, links, finding.lead(chapters), leaves, has_feed=bool(changes or corrections)
    )
    absent = absent_of(chapters, edition)

    def page(index: int) -> str:
        setter = Page(
            chapters[index],
            words=words,
            anchors=anchors,
            pages=names,
            sources=known,
            absent=absent,
            edition=edition,
            inline=staging / "inline",
        )
        body = setter.compose()
        references = [reference(known[key], printed=False) for key in setter.cited]
        return frame.around(
            body,
            links[index],
            references=references,
            sections=setter.sections,
        )

    with ThreadPoolExecutor() as pool:
        texts = list(pool.map(page, range(len(chapters))))
    written = dict(zip(names.values(), texts, strict=True))
    if facts:
        titles = {slug: escape(link["title"]) for slug, link in zip(names, links, strict=False)}
        body = every_number(facts, titles=titles, sources=known)
        written[NUMBERS] = frame.around([markup(body)], numbers)
    for leaf in leaves:
        here = {"url": leaf.url, "title": leaf.title}
        written[leaf.url] = frame.around([markup(leaf.body)], here, sections=leaf.sections)
    body = finding.search_page(chapters, words=words, places=anchors, pages=names)
    written[SEARCH] = frame.around([markup(body)], {"url": SEARCH, "title": finding.TITLE})
    if edition.site:
        written["sitemap.xml"] = finding.sitemap(
            edition, [*(link["url"] for link in links), *(leaf.url for leaf in leaves)]
        )
    if changes or corrections:
        written[finding.FEED] = finding.feed(edition, changes, corrections)
    for name, text in written.items():
        (report / name).write_text(text, encoding="utf-8")


def _copy_assets(folder: Path) -> None:
    """Style, scripts and web fonts, each with its licence."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "fonts").mkdir(parents=True)
    for asset in sorted(TEMPLATE.iterdir()):
        if asset.suffix in _ASSETS:
            shutil.copyfile(asset, folder / asset.name)
    for font in sorted((TEMPLATE / "fonts").iterdir()):
        if font.suffix in (".woff2", ".md"):
            shutil.copyfile(font, folder / "fonts" / font.name)


def _links(
    chapters: Sequence[Chapter], words: Words, names: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The chapters in reading order, as the contents list them: url, title, number, absent."""
    return [
        {
            "url": names[chapter.slug],
            "title": words.plain(chapter.title),
            "number": str(index) if index else "",
            "absent": chapter.is_absent,
        }
        for index, chapter in enumerate(chapters)
    ]


@dataclass(frozen=True)
class _Frame:
    """What stands around the text of every page. `lead` is the picture that a link shows."""

    edition: Edition
    links: Sequence[Mapping[str, Any]]
    lead: Mapping[str, str] | None
    leaves: Sequence[Leaf]
    has_feed: bool

    def around(
        self,
        body: Sequence[Node],
        here: Mapping[str, Any],
        *,
        references: Sequence[Mapping[str, Any]] = (),
        sections: Sequence[tuple[str, str]] = (),
    ) -> str:
        """The page `here` with its text."""
        scripts = needed(body)
        return write_cited(
            body,
            "html5",
            references=references,
            variables=self._about()
            | self._place(here, sections)
            | {"scripts": scripts, "atlas": "map.js" in scripts},
            template=TEMPLATE / "page.html",
        )

    def _about(self) -> dict[str, Any]:
        """What every page says of the report, escaped. Empty values are left out."""
        variables = {
            "report": self.edition.title,
            "description": self.edition.description,
            "version": self.edition.version,
            "day": self.edition.day,
            "as_of": self.edition.as_of,
            "licence": self.edition.licence,
            "scope": self.edition.scope,
            "feed": finding.FEED if self.has_feed else "",
        }
        return {key: escape(value) for key, value in variables.items() if value}

    def _place(
        self, here: Mapping[str, Any], sections: Sequence[tuple[str, str]]
    ) -> dict[str, Any]:
        """What a page says of itself and of its place among the others, escaped."""
        links = [
            {**link, "title": escape(link["title"]), "current": link is here} for link in self.links
        ]
        index = self.links.index(here) if here in self.links else len(links)
        page, title = here["url"], here["title"]
        last = index < len(links) - 1
        variables: dict[str, Any] = {
            "title": escape(title),
            "chapters": links,
            "leaves": [
                {"url": leaf.url, "title": escape(leaf.title), "current": leaf.url == page}
                for leaf in self.leaves
            ],
            "sections": [{"id": key, "title": escape(name)} for key, name in sections],
            "previous": links[index - 1] if 0 < index < len(links) else None,
            "next": links[index + 1] if last else None,
            "number": here.get("number"),
            "front": index == 0,
            "search": page == SEARCH,
            "address": escape(self.edition.at(f"report/{page}")),
            "card": finding.card(self.edition, title, page, self.lead),
            "data": finding.described(self.edition, self.links, here),
        }
        return {key: value for key, value in variables.items() if value}
