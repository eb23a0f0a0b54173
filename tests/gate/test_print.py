"""The pages printed by a browser."""

import re
import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Page

from gate.conftest import missing
from gate.pages import in_browser
from gate.scorecard import Subject

SUBJECT = Subject(
    title="Print",
    tested="A page printed from the browser has every heading, caption, source and word of the "
    "text, fits the width of the paper, is dark on white, and leaves out what cannot be pressed.",
    conditions=("A4", "printed from the dark scheme"),
    tool="headless Chromium, which prints, and pdftotext, which reads",
    blind="Page breaks were looked at in samples. The PDF of the report is the edition for paper.",
)
USELESS = ".tools, .toolbar, .turn, .anchor, .skip, .fact-card, .contents, .filter, .search"
WORDS = """
[...document.querySelectorAll("main :is(h1, h2, h3, p, li, caption, figcaption, td, th)")]
  .filter(each => each.checkVisibility() && !each.closest("svg, details:not(.sources)"))
  .map(each => each.innerText)
"""


@in_browser()
def test_a_printed_page_has_all_its_words(
    page: Page, origin: str, name: str, tmp_path: Path
) -> None:
    if not shutil.which("pdftotext"):
        missing("pdftotext")
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{origin}/report/{name}")
    said = {word for text in page.evaluate(WORDS) for word in words(text)}
    assert len(said) > 30
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    read = subprocess.run(
        ["pdftotext", "-layout", tmp_path / "page.pdf", "-"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    printed = {*words(read.stdout)}
    assert len(said - printed) <= len(said) // 50, sorted(said - printed)  # words cut at line ends


@in_browser()
def test_a_printed_page_is_dark_on_white_and_fits(page: Page, origin: str, name: str) -> None:
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less margins, at 96 to the inch
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{origin}/report/{name}")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    red, green, blue = map(
        int, re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).color"))
    )
    assert max(red, green, blue) < 64
    assert (
        page.locator(USELESS).evaluate_all(
            "all => all.filter(each => each.checkVisibility()).length"
        )
        == 0
    )
    wide = page.locator("main svg, main table").evaluate_all(
        "all => all.filter(each => each.getBoundingClientRect().right > innerWidth + 1)"
        ".map(each => each.getBoundingClientRect().right)"
    )
    assert wide == []


def words(text: str) -> list[str]:
    """Words of four letters or more: what a line end or a soft hyphen may not have parted."""
    return re.findall(r"[a-z]{4,}", text.lower())
