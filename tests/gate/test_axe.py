"""Rules of accessibility that a program can check."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from gate.pages import in_browser
from gate.scorecard import Subject

SUBJECT = Subject(
    title="Rules a program can check",
    tested="Every rule of axe-core for WCAG 2.2 and good practice, on every page. "
    "No violation is allowed.",
    conditions=("light", "dark"),
    tool="axe-core in headless Chromium",
    blind="Such rules find a part of all barriers, and no unclear text or bad order of thought.",
)


@in_browser()
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, origin: str, name: str, scheme: Any) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"{origin}/report/{name}")
    results = Axe().run(page)
    page.close()
    assert results.violations_count == 0, results.generate_report()
