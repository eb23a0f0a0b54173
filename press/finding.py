"""That the report can be found: what machines read, news of editions, and a search of its own."""

import asyncio
import json
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from pagefind.index import IndexConfig, PagefindIndex

from press.chapter import SEARCH, Chapter, Edition, Place, RenderError
from press.corrections import Correction
from press.markup import Words, html
from press.pieces import escape

TITLE = "Find"
FEED = "feed.xml"
_ATOM = "http://www.w3.org/2005/Atom"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_RELEASE = re.compile(r"^## (\S+) – (\d{4}-\d\d-\d\d)$", re.MULTILINE)
_CORRECTIONS = re.compile(r"^### Corrections\n(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
_UNSEARCHED = ".picture .toolbar .dated .fact-card .references .code .anchor .filter .sources sup"
_NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.en.pagefind")
_SEARCH = (
    '<p class="no-search">The search needs a script and a web server. In a copy on disk use the '
    "find of your browser (Ctrl or ⌘ and F) on the list below, or on the page of a chapter.</p>"
    '<form class="search" role="search" hidden><label for="search">Find in the report</label>'
    '<input type="search" id="search" autocomplete="off" spellcheck="false"></form>'
    '<p class="found" role="status"></p><ol class="results" role="list"></ol>'
)


def described(
    edition: Edition, chapters: Sequence[Mapping[str, Any]], here: Mapping[str, Any]
) -> str:
    """JSON-LD of a page: the report and its data on the first, a part of it on the others.

    `chapters` hold url, title and number in reading order, `here` those of the page, which may
    stand beside them. The text can stand in a script.
    """
    whole = _known(
        {
            "@type": "Report",
            "name": edition.title,
            "description": edition.description,
            "url": edition.at("report/index.html") or "index.html",
            "version": edition.version,
            "inLanguage": "en-GB",
            "temporalCoverage": edition.as_of,
            "datePublished": edition.released,
            "author": {"@type": "Organization", "name": edition.author} if edition.author else "",
            "license": edition.licence_url or edition.licence,
        }
    )
    if here["url"] == chapters[0]["url"]:
        encoded = {"@type": "MediaObject", "encodingFormat": "application/pdf"}
        whole["encoding"] = encoded | {
            "contentUrl": edition.at("report/report.pdf") or "report.pdf"
        }
        whole["hasPart"] = [_part(edition, each) for each in chapters[1:]]
        graph = [whole, _dataset(whole, edition)]
    else:
        graph = [_part(edition, here) | {"isPartOf": whole}]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _part(edition: Edition, chapter: Mapping[str, Any]) -> dict[str, Any]:
    url = chapter["url"]
    return _known(
        {
            "@type": "Chapter",
            "name": chapter["title"],
            "url": edition.at(f"report/{url}") or url,
            "position": chapter.get("number", ""),
        }
    )


def _dataset(whole: Mapping[str, Any], edition: Edition) -> dict[str, Any]:
    """The data of the report as a data set: same words, and where the files are."""
    kept = ("description", "version", "temporalCoverage", "datePublished", "license", "url")
    files = [*edition.files, ("facts.json", "application/json")]
    return {
        "@type": "Dataset",
        "name": f"{edition.title}: the data",
        **{key: whole[key] for key in kept if key in whole},
        **({"creator": whole["author"]} if "author" in whole else {}),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": edition.at(f"report/{path}") or path,
            }
            for path, kind in files
        ],
    }


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def card(
    edition: Edition, title: str, page: str, lead: Mapping[str, str] | None
) -> list[dict[str, str]]:
    """What a link to a page shows elsewhere: Open Graph properties, escaped for attributes.

    `lead` is the picture: name and alt. Address and picture must be absolute, so without a site
    there are neither.
    """
    picture = edition.at(f"figures/{lead['name']}@2x.png") if lead else ""
    properties = {
        "og:type": "article",
        "og:site_name": edition.title,
        "og:title": title,
        "og:description": edition.description,
        "og:url": edition.at(f"report/{page}"),
        "og:image": picture,
        "og:image:alt": lead["alt"] if lead and picture else "",
        "twitter:card": "summary_large_image" if picture else "summary",
    }
    return [{"name": name, "content": escape(text)} for name, text in properties.items() if text]


def lead(chapters: Sequence[Chapter]) -> Mapping[str, str] | None:
    """The first figure of the report."""
    blocks = (block for chapter in chapters for block in chapter.blocks)
    return next((block for block in blocks if block["kind"] == "figure"), None)


def search_page(
    chapters: Sequence[Chapter],
    *,
    words: Words,
    places: Mapping[str, Place],
    pages: Mapping[str, str],
) -> str:
    """The page that finds, after its title: the search, and every figure and table by chapter."""
    parts = []
    for chapter in chapters:
        page, blocks = pages[chapter.slug], [b for b in chapter.blocks if "name" in b]
        items = "".join(
            f'<li><a href="{page}#{anchor}"><span class="number">{places[anchor].label}</span>'
            f"{escape(words.plain(block['title']))}</a></li>"
            for block in blocks
            for anchor in [f"{block['kind'][:3]}-{block['name']}"]
        )
        title = f'<h3><a href="{page}">{escape(words.plain(chapter.title))}</a></h3>'
        parts.append(title + (f'<ul role="list">{items}</ul>' if items else ""))
    listed = "".join(f"<div>{part}</div>" for part in parts)
    heading = '<h2 id="figures">Figures and tables, by chapter</h2>'
    return f'{_SEARCH}<section class="listed">{heading}{listed}</section>'


def index(report: Path) -> None:
    """Write `report/pagefind/`, the search over the pages that stand in `report`.

    Of what Pagefind brings only the parts that `search.js` asks for are kept. The pages are given
    in the order of their names, so that the same pages make the same bytes.
    """
    bundle = report / "pagefind"
    shutil.rmtree(bundle, ignore_errors=True)
    pages = [page for page in sorted(report.glob("*.html")) if page.name != SEARCH]
    asyncio.run(_index(pages, bundle))
    kept = {*_NEEDED, *(path.name for path in bundle.glob("pagefind.en_*.pf_meta"))}
    for path in bundle.iterdir():
        if path.is_file() and path.name not in kept:
            path.unlink()
    if missing := [name for name in _NEEDED if not (bundle / name).exists()]:
        raise RenderError(f"Pagefind wrote no {', '.join(missing)}")


async def _index(pages: Sequence[Path], bundle: Path) -> None:
    config = IndexConfig(
        output_path=str(bundle),
        keep_index_url=True,
        force_language="en",
        exclude_selectors=_UNSEARCHED.split(),
    )
    async with PagefindIndex(config=config) as made:
        for page in pages:
            await made.add_html_file(content=page.read_text("utf-8"), url=page.name)


def sitemap(edition: Edition, pages: Sequence[str]) -> str:
    """sitemap.xml. Its addresses are absolute by definition: only for an edition with a site."""
    root = ElementTree.Element("urlset", xmlns=_SITEMAP)
    for page in pages:
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = edition.at(f"report/{page}")
        if edition.released:
            ElementTree.SubElement(url, "lastmod").text = edition.released
    return _xml(root)


def feed(edition: Edition, changes: str, corrections: Sequence[Correction] = ()) -> str:
    """An Atom feed of the releases in a changelog, and apart from them of what was corrected.

    A release is headed “## 1.0.0 – 2024-09-16”; what is not released yet is no news.
    """
    root = ElementTree.Element("feed", xmlns=_ATOM)
    entries = [_correction(edition, one) for one in corrections]
    entries += [entry for release in _releases(changes) for entry in _news(edition, *release)]
    _texts(root, title=edition.title, subtitle=edition.description, id=_name(edition, ""))
    _texts(
        root, updated=f"{max((day for _, day, _, _ in entries), default=edition.as_of)}T00:00:00Z"
    )
    author = ElementTree.SubElement(root, "author")
    _texts(author, name=edition.author or edition.title)
    if edition.site:
        ElementTree.SubElement(root, "link", rel="self", href=edition.at(f"report/{FEED}"))
    home = edition.at("report/index.html") or "index.html"
    ElementTree.SubElement(root, "link", href=home)
    for title, day, identity, text in entries:
        entry = ElementTree.SubElement(root, "entry")
        _texts(entry, title=title, id=identity, updated=f"{day}T00:00:00Z")
        ElementTree.SubElement(entry, "link", href=home)
        ElementTree.SubElement(entry, "content", type="html").text = text
    return _xml(root)


def _releases(changes: str) -> Iterator[tuple[str, str, str]]:
    """Version, day and text of each release, in the order of the changelog."""
    parts = re.split(r"^(?=## )", changes, flags=re.MULTILINE)
    for part in parts:
        if found := _RELEASE.match(part):
            yield found[1], found[2], part[found.end() :].strip()


def _news(
    edition: Edition, version: str, day: str, text: str
) -> Iterator[tuple[str, str, str, str]]:
    """Title, day, identity and HTML of what a release brings; first what it puts right."""
    corrected = _CORRECTIONS.search(text + "\n")
    words = corrected[1].strip() if corrected else ""
    if words and not re.match(r"(- )?None\b", words):
        identity = _name(edition, f"{version}/corrections")
        yield f"Corrections in {version}", day, identity, html(words)
    yield f"Release {version}", day, _name(edition, version), html(text)


def _correction(edition: Edition, one: Correction) -> tuple[str, str, str, str]:
    """Title, day, identity and HTML of one cell put right, with what rested on it."""
    rested = [
        f"{word}: {', '.join(names)}."
        for word, names in (("Numbers", one.facts), ("Figures", one.figures), ("Pages", one.pages))
        if names
    ]
    text = "".join(f"<p>{escape(line)}</p>" for line in [one.text, *rested])
    return f"Correction of {one.day}", one.date, _name(edition, one.anchor), text


def _name(edition: Edition, part: str) -> str:
    """An identity that lasts, wherever the report stands."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{edition.title}/{part}").urn


def _texts(parent: ElementTree.Element, **texts: str) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(parent, name).text = text


def _xml(root: ElementTree.Element) -> str:
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'
