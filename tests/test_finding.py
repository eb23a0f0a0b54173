"""That the report can be found: by machines, by those who follow it, and by its own search."""

import dataclasses
import json
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from test_press_render import (
    EDITION,
    HOSTILE,
    SOURCES,
    SVG,
    chapter,
    figure,
    in_chromium,
    say,
    table,
)

from press import finding, render

SITE = "https://example.org/it"
ATOM = "{http://www.w3.org/2005/Atom}"
CHANGES = """# Changelog

## Unreleased

### Data

- Not yet.

## 1.1.0 – 2025-02-03

### Data

- Two & more <b>rows</b>.

### Corrections

- Lima had twelve; it has four.

## 1.0.0 – 2024-09-16

The first.

### Corrections

- None: nothing was released before.
"""


def index(folder: Path) -> None:
    """In a thread of its own, since a browser that is open holds the loop of this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(finding.index, folder).result()


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    (tmp_path / "inline").mkdir()
    (tmp_path / "inline" / "map.svg").write_text(SVG)
    return tmp_path


def report(staging: Path, **changed: Any) -> Path:
    """The folder of a report of two chapters."""
    chapters = [
        chapter(figure(), say("Quito is a city on a slope."), ("code", "hidden = 'zebra'")),
        chapter(("markdown", "## Lower down"), say("Lima lies by the sea."), table(), slug="01-b"),
    ]
    changes = changed.pop("changes", CHANGES)
    edition = dataclasses.replace(EDITION, **changed)
    render.html(chapters, staging=staging, sources=SOURCES, edition=edition, changes=changes)
    return staging / "report"


def data(page: Path) -> list[dict[str, Any]]:
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', page.read_text("utf-8")
    )
    assert found
    return json.loads(found[1])["@graph"]


def properties(page: Path) -> dict[str, str]:
    return dict(re.findall(r'<meta property="([^"]*)" content="([^"]*)">', page.read_text("utf-8")))


def test_the_first_page_describes_a_report_and_its_data(staging: Path) -> None:
    whole, numbers = data(report(staging, site=SITE, author="Editors") / "index.html")
    assert (whole["@type"], numbers["@type"]) == ("Report", "Dataset")
    assert whole["name"] == EDITION.title and whole["temporalCoverage"] == EDITION.as_of
    assert whole["hasPart"][0]["url"] == f"{SITE}/report/01-b.html"
    assert numbers["distribution"][-1]["contentUrl"] == f"{SITE}/report/facts.json"
    assert numbers["creator"]["name"] == "Editors"


def test_another_page_is_a_part_of_the_report(staging: Path) -> None:
    (part,) = data(report(staging) / "01-b.html")
    assert part["@type"] == "Chapter" and part["isPartOf"]["name"] == EDITION.title
    assert part["url"] == "01-b.html"


def test_no_text_can_leave_the_data_block(staging: Path) -> None:
    folder = report(staging, title=HOSTILE, description=f"</script>{HOSTILE}<!--")
    assert data(folder / "index.html")[0]["description"].startswith("</script>")


def test_a_shared_link_shows_the_lead_figure_only_from_a_known_address(staging: Path) -> None:
    there = properties(report(staging, site=SITE) / "01-b.html")
    assert there["og:image"] == f"{SITE}/figures/map@2x.png"
    assert there["og:image:alt"] == "A map"
    assert there["og:url"] == f"{SITE}/report/01-b.html"
    nowhere = properties(report(staging) / "01-b.html")
    assert nowhere["og:title"] == "In short"
    assert not {"og:image", "og:image:alt", "og:url"} & set(nowhere)


def test_a_sitemap_lists_every_page_of_a_known_site(staging: Path) -> None:
    assert not (report(staging) / "sitemap.xml").exists()
    root = ElementTree.parse(report(staging, site=f"{SITE}/") / "sitemap.xml").getroot()
    addresses = [address.text for address in root.iter() if address.tag.endswith("loc")]
    assert addresses == [f"{SITE}/report/index.html", f"{SITE}/report/01-b.html"]


def test_the_feed_has_the_releases_and_apart_from_them_what_they_correct(staging: Path) -> None:
    folder = report(staging)
    root = ElementTree.parse(folder / "feed.xml").getroot()
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == [
        "Corrections in 1.1.0",
        "Release 1.1.0",
        "Release 1.0.0",
    ]
    assert root.findtext(f"{ATOM}updated") == "2025-02-03T00:00:00Z"
    assert "Lima had twelve" in (entries[0].findtext(f"{ATOM}content") or "")
    assert "<b>rows" not in (entries[1].findtext(f"{ATOM}content") or "")
    identities = [identity.text for identity in root.iter(f"{ATOM}id")]
    assert len(set(identities)) == len(identities) == 4
    assert 'href="feed.xml"' in (folder / "index.html").read_text("utf-8")


def test_an_identity_in_the_feed_outlives_the_address(staging: Path) -> None:
    def identities(**changed: str) -> list[str]:
        feed = finding.feed(dataclasses.replace(EDITION, **changed), CHANGES)
        return re.findall("<id>(.*)</id>", feed)

    assert identities() == identities(site=SITE) != identities(title="Another")


def test_a_report_without_a_changelog_has_no_feed(staging: Path) -> None:
    folder = report(staging, changes="")
    assert not (folder / "feed.xml").exists()
    assert "feed.xml" not in (folder / "index.html").read_text("utf-8")


def test_the_page_that_finds_lists_every_figure_and_table_for_who_has_no_script(
    staging: Path,
) -> None:
    text = (report(staging) / "search.html").read_text("utf-8")
    assert '<a href="index.html#fig-map"><span class="number">Figure 1</span>Offices</a>' in text
    assert '<a href="01-b.html#tab-cities">' in text
    assert "find of your browser" in text
    assert '<form class="search" role="search" hidden>' in text


def test_the_search_is_the_same_bytes_for_the_same_pages(staging: Path) -> None:
    def bundle() -> dict[str, bytes]:
        index(folder)
        files = (folder / "pagefind").rglob("*")
        return {path.name: path.read_bytes() for path in files if path.is_file()}

    folder = report(staging)
    first = bundle()
    assert first == bundle()
    assert not [name for name in first if "ui" in name or "playground" in name]


@pytest.fixture
def origin(staging: Path) -> Iterator[str]:
    """The report on a plain local server, below a folder, as on a project's page."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(staging))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def away(url: str, home: tuple[str, ...]) -> list[str]:
    """The address of a request that leaves home."""
    return [] if url.startswith(home) else [url]


@pytest.mark.browser
def test_the_search_finds_the_place_of_words_and_leaves_the_policy_strict(
    staging: Path, origin: str
) -> None:
    folder = report(staging)
    index(folder)
    policy = re.search(r'Security-Policy" content="(.*?)"', (folder / "search.html").read_text())
    assert policy and "unsafe" not in policy[1] and "default-src 'none'" in policy[1]

    def ask(opened: Any) -> list[Any]:
        heard: list[str] = []
        opened.on("console", lambda said: heard.append(said.text))
        home = (f"{origin}/", "file:")  # the page starts from the disk
        opened.on("request", lambda asked: heard.extend(away(asked.url, home)))
        links = opened.locator(".results a")
        seen: list[Any] = []
        for words in ("slope", "sea", "zebra"):
            opened.goto(f"{origin}/report/search.html")
            opened.get_by_label("Find in the report").fill(words)
            opened.locator(".found:not(:empty)").wait_for()
            seen.append([link.get_attribute("href") for link in links.all()])
        return [*seen, opened.locator(".found").inner_text(), heard]

    slope, sea, zebra, said, heard = in_chromium(folder / "search.html", ask)
    assert [urlsplit(link).path for link in slope] == ["/report/index.html"]
    assert [link.removeprefix(origin) for link in sea] == ["/report/01-b.html#lower-down"]
    assert (zebra, said, heard) == ([], "Nothing holds these words.", [])


@pytest.mark.browser
def test_from_the_disk_the_search_stays_away_and_says_why(staging: Path) -> None:
    def look(opened: Any) -> tuple[bool, bool]:
        return opened.locator(".search").is_visible(), opened.locator(".no-search").is_visible()

    assert in_chromium(report(staging) / "search.html", look) == (False, True)
