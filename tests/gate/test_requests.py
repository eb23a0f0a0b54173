"""What a page asks for, and what it complains of."""

import re

from playwright.sync_api import Page

from gate.pages import each_page, in_browser, text_of
from gate.scorecard import REPORT, Subject

SUBJECT = Subject(
    title="Requests, errors and the security policy",
    tested="No request leaves the report, nothing is said on the console, and nothing runs that "
    "the Content-Security-Policy does not allow. A policy with “unsafe” in it is not allowed.",
    conditions=("from a server", "from a copy on disk"),
    tool="headless Chromium, which reports every request, error and breach of the policy",
    blind="Only the loading of a page is watched, not every use of it. "
    "What other browsers say is not known.",
)


def complaints_of(page: Page, home: str) -> list[str]:
    """Fills with requests that leave home, and errors: what a policy blocks is one of these."""
    heard: list[str] = []
    loud = ("error", "warning")
    page.on("console", lambda said: heard.extend([said.text] * (said.type in loud)))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append(request.url))
    page.on("request", lambda asked: heard.extend([asked.url] * (not asked.url.startswith(home))))
    return heard


@in_browser()
def test_a_page_asks_only_its_own_origin(page: Page, origin: str, name: str) -> None:
    complaints = complaints_of(page, f"{origin}/")
    page.goto(f"{origin}/report/{name}", wait_until="networkidle")
    assert complaints == []


@in_browser()
def test_a_page_opened_from_the_disk_has_its_style_and_fonts(page: Page, name: str) -> None:
    complaints = complaints_of(page, "file:")
    page.goto((REPORT / name).resolve().as_uri(), wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    assert "Source S" in page.evaluate("getComputedStyle(document.body).fontFamily")
    assert page.evaluate("[...document.fonts].some(face => face.status === 'loaded')")
    assert complaints == []


@each_page()
def test_the_policy_allows_nothing_by_default_and_nothing_unsafe(name: str) -> None:
    said = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text_of(name))
    assert said and said[1].startswith("default-src 'none';")
    assert "unsafe" not in said[1] and "*" not in said[1] and "http" not in said[1]


@in_browser()
def test_what_the_policy_forbids_does_not_run(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}", wait_until="domcontentloaded")
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "document.title = 'ran'";
      document.head.append(script);
    }""")
    assert page.title() != "ran"
