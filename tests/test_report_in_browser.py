"""The committed report as a reader's browser shows it, from a server and from the disk."""

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT
from playwright.sync_api import Browser, Page

REPORT = ROOT / "report"
PAGES = sorted({"index.html", *(path.name for path in REPORT.glob("*.html"))})
FILLS = """
["working", "closing", "opening", "faded", "suspended", "proposed"]
  .map(status => document.querySelector(`svg .fill-${status}`))
  .map(shape => shape && getComputedStyle(shape).fill)
"""


def in_browser(markup: str = "") -> pytest.MarkDecorator:
    """A browser test of every page that has this markup."""
    names = [name for name in PAGES if markup in (REPORT / name).read_text("utf-8")]
    marked = [pytest.param(name, marks=pytest.mark.browser) for name in names]
    return pytest.mark.parametrize("name", marked)


def complaints_of(page: Page, home: str) -> list[str]:
    """Fills with requests that leave home, and errors: what a policy blocks is one of these."""
    heard: list[str] = []
    loud = ("error", "warning")
    page.on("console", lambda said: heard.extend([said.text] * (said.type in loud)))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(request.url))
    page.on("request", lambda asked: heard.extend([asked.url] * (not asked.url.startswith(home))))
    return heard


@cache
class Anchors(HTMLParser):
    """The ids of a page and the references it makes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids, self.references = set[str](), set[str]()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for attribute, value in attrs:
            if attribute == "id":
                self.ids.add(str(value))
            elif attribute in ("href", "src", "xlink:href", "popovertarget"):
                self.references.add(f"#{value}" if attribute == "popovertarget" else str(value))


def resolves(page: Path, reference: str) -> bool:
    """Whether a local reference leads to a file of this repository and, in HTML, to an id of it."""
    path, _, fragment = map(unquote, reference.partition("#"))
    target = (page.parent / path).resolve() if path else page
    there = target.is_file() and target.is_relative_to(ROOT.resolve())
    return there and (not fragment or fragment in Anchors(target).ids)


@pytest.mark.parametrize("name", PAGES)
def test_every_local_link_leads_somewhere(name: str) -> None:
    page = REPORT.resolve() / name
    local = {link for link in Anchors(page).references if not urlsplit(link).scheme}
    assert local
    assert sorted(link for link in local if not resolves(page, link)) == []


@in_browser()
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, origin: str, name: str, scheme: Any) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{origin}/report/{name}")
    results = Axe().run(page)
    page.close()
    assert results.violations_count == 0, results.generate_report()


@in_browser()
def test_a_narrow_screen_does_not_scroll_sideways(page: Page, origin: str, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{origin}/report/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@in_browser()
def test_a_page_asks_only_its_own_origin(page: Page, origin: str, name: str) -> None:
    complaints = complaints_of(page, f"{origin}/")
    page.goto(f"{origin}/report/{name}", wait_until="networkidle")
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy and "default-src 'none'" in policy and "unsafe" not in policy
    assert complaints == []


@in_browser()
def test_a_page_opened_from_the_disk_has_its_style_and_fonts(page: Page, name: str) -> None:
    complaints = complaints_of(page, "file:")
    page.goto((REPORT / name).resolve().as_uri(), wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    assert "Source S" in page.evaluate("getComputedStyle(document.body).fontFamily")
    assert page.evaluate("[...document.fonts].some(face => face.status === 'loaded')")
    assert complaints == []


@in_browser('class="fact"')
def test_a_fact_opens_and_closes_from_the_keyboard(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    fact = page.locator("button.fact").first
    fact.focus()
    page.keyboard.press("Enter")
    opened = page.locator("[popover]:popover-open")
    assert opened.is_visible() and opened.inner_text().strip()
    assert opened.get_attribute("id") == fact.get_attribute("popovertarget")
    page.keyboard.press("Escape")
    assert opened.count() == 0


@in_browser()
def test_without_scripts_nothing_is_lost(browser: Browser, origin: str, name: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{origin}/report/{name}")
    assert len(page.locator("main").inner_text().split()) > 100
    assert page.locator("button.theme").is_hidden()
    for figure in page.locator("figure").all():
        assert figure.locator("svg").first.is_visible()
        behind = figure.locator("details.behind")
        behind.locator("summary").click()
        assert behind.locator("table").is_visible()
    page.close()


@in_browser("fill-working")
def test_the_dark_scheme_recolours_the_statuses(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    page.emulate_media(color_scheme="light")
    light = page.evaluate(FILLS)
    page.emulate_media(color_scheme="dark")
    pairs = zip(light, page.evaluate(FILLS), strict=True)
    assert light[0] and not [one for one, other in pairs if one and one == other]
