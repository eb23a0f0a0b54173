"""The committed report as a reader's browser shows it, from a server and from the disk."""

import os
import shutil
import threading
from collections.abc import Iterator
from functools import cache, partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT
from playwright.sync_api import Browser, Page, sync_playwright

REPORT = ROOT / "report"
PAGES = sorted(path.name for path in REPORT.glob("*.html"))
FILLS = """
["working", "closing", "opening", "faded", "suspended", "proposed"]
  .map(status => document.querySelector(`svg .fill-${status}`))
  .map(shape => shape && getComputedStyle(shape).fill)
"""
every_page = pytest.mark.parametrize("name", PAGES)


def options(*each: dict[str, object]) -> pytest.MarkDecorator:
    """Browser contexts to run a test in: see the fixture `page`."""
    return pytest.mark.parametrize("page", each, indirect=True)


def pages_with(markup: str) -> list[str]:
    return [name for name in PAGES if markup in (REPORT / name).read_text("utf-8")]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium. Where there is none the tests are skipped, unless they are required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        reason = "no chromium or chromium-browser on the path"
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    flags = ["--no-sandbox", "--headless"]
    with (
        sync_playwright() as driver,
        driver.chromium.launch(executable_path=found, args=flags) as chromium,
    ):
        yield chromium


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """The repository's root on a local port: the report links to `../figures`."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(ROOT))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in a context of its own, with the options a test gives by indirect parameter."""
    with browser.new_context(**getattr(request, "param", {})) as context:
        yield context.new_page()


def complaints_of(page: Page) -> list[str]:
    """A list that fills with errors and warnings. What a policy blocks is a console error."""
    heard: list[str] = []
    loud = ("error", "warning")
    page.on("console", lambda said: heard.extend([said.text] * (said.type in loud)))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(request.url))
    return heard


class Anchors(HTMLParser):
    """The ids of a page and the references it makes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids, self.references = set[str](), set[str]()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {attribute: value or "" for attribute, value in attrs}
        self.ids |= {found["id"]} if "id" in found else set()
        self.references |= {found[key] for key in ("href", "src", "xlink:href") if key in found}
        if "popovertarget" in found:
            self.references.add("#" + found["popovertarget"])


anchors = cache(Anchors)


def resolves(page: Path, reference: str) -> bool:
    """Whether a local reference leads to a file of this repository and, in HTML, to an id of it."""
    parts = urlsplit(reference)
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_file() or not target.is_relative_to(ROOT.resolve()):
        return False
    if target.suffix != ".html" or not parts.fragment:
        return bool(parts.path)
    return unquote(parts.fragment) in anchors(target).ids


@every_page
def test_every_local_link_leads_somewhere(name: str) -> None:
    page = REPORT.resolve() / name
    local = {link for link in anchors(page).references if not urlsplit(link).scheme}
    assert local
    assert sorted(link for link in local if not resolves(page, link)) == []


@pytest.mark.browser
@every_page
@options({"color_scheme": "light"}, {"color_scheme": "dark"})
def test_axe_finds_nothing_to_object_to(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.browser
@every_page
@options({"viewport": {"width": 320, "height": 640}})
def test_a_narrow_screen_does_not_scroll_sideways(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
@every_page
def test_a_page_asks_only_its_own_origin(page: Page, origin: str, name: str) -> None:
    complaints, asked = complaints_of(page), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{origin}/report/{name}", wait_until="networkidle")
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy and "default-src 'none'" in policy and "unsafe" not in policy
    assert [url for url in asked if not url.startswith(f"{origin}/")] == []
    assert complaints == []


@pytest.mark.browser
@every_page
def test_a_page_opened_from_the_disk_has_its_style_and_fonts(page: Page, name: str) -> None:
    complaints = complaints_of(page)
    page.goto((REPORT / name).resolve().as_uri(), wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    family = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert family.startswith('"Source S')
    assert page.evaluate("family => document.fonts.check('16px ' + family)", family)
    assert page.evaluate("[...document.fonts].some(face => face.status === 'loaded')")
    assert complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("name", pages_with('class="fact"'))
def test_a_fact_opens_and_closes_from_the_keyboard(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    fact = page.locator("button.fact").first
    fact.focus()
    page.keyboard.press("Enter")
    opened = page.locator("[popover]:popover-open")
    assert opened.is_visible()
    assert opened.get_attribute("id") == fact.get_attribute("popovertarget")
    assert opened.inner_text().strip()
    page.keyboard.press("Escape")
    assert opened.count() == 0


@pytest.mark.browser
@every_page
@options({"java_script_enabled": False})
def test_without_scripts_everything_is_still_there(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    assert len(page.locator("main").inner_text().split()) > 100
    assert page.locator("button.theme").is_hidden()
    for figure in page.locator("figure").all():
        assert figure.locator("svg").first.is_visible()
        behind = figure.locator("details.behind")
        behind.locator("summary").click()
        assert behind.locator("table").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("name", pages_with("fill-working"))
def test_the_dark_scheme_recolours_the_statuses(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    page.emulate_media(color_scheme="light")
    light = page.evaluate(FILLS)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(FILLS)
    assert light[0]
    assert [fill for fill, other in zip(light, dark, strict=True) if fill and fill == other] == []
