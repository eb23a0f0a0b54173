"""Reflow, zoom, spacing and size of the text."""

from typing import Any

import pytest
from playwright.sync_api import Page

from gate.pages import in_browser
from gate.scorecard import Subject

SUBJECT = Subject(
    title="Reflow, zoom, spacing and size of text",
    tested="No page scrolls sideways and no text is cut off at 320 pixels of width, at 200 % zoom, "
    "with text alone at 200 %, and with the spacing of WCAG 1.4.12. No text of a page is smaller "
    "than 12 pixels; words in pictures are at least 10 on a wide screen.",
    conditions=("320 pixels wide", "zoom 200 %", "text 200 %", "spacing of text"),
    tool="headless Chromium, which measures boxes",
    blind="That boxes fit is no proof that a page reads well. Wide tables and pictures scroll in "
    "regions of their own. On a phone the words in some pictures are smaller.",
)
# Text that its box cuts off: it is longer than the box, and the box hides what is over.
CUT = """
[...document.querySelectorAll("body *")].filter(box => {
  if (box.closest("svg") || !box.checkVisibility() || !box.textContent.trim()) return false;
  const style = getComputedStyle(box), cuts = value => value === "hidden" || value === "clip";
  return (cuts(style.overflowX) && box.scrollWidth > box.clientWidth + 1)
    || (cuts(style.overflowY) && box.scrollHeight > box.clientHeight + 1);
}).map(box => `${box.tagName}.${box.className}`)
"""
SPACING = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important;
      word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`);
document.adoptedStyleSheets = [sheet];
"""
SMALL = """
least => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Set();
  while (texts.nextNode()) {
    const box = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !box.checkVisibility()) continue;
    const isDrawn = box.ownerSVGElement, across = isDrawn ? box.getScreenCTM() : { a: 1, b: 0 };
    const size = parseFloat(getComputedStyle(box).fontSize) * Math.hypot(across.a, across.b);
    if (size < (isDrawn ? least.drawn : least.set) - 0.05) found.add(`${size} ${box.outerHTML}`);
  }
  return [...found];
}
"""
# How a page is looked at: size of the window in CSS pixels, and what is changed once it stands.
WAYS = {
    "320 pixels": ((320, 640), ""),
    "zoom 200 %": ((640, 400), ""),
    "text 200 %": ((1280, 800), "document.documentElement.style.fontSize = '200%'"),
    "spacing": ((1280, 800), SPACING),
    "spacing, narrow": ((390, 800), SPACING),
}


@in_browser()
def test_a_page_neither_scrolls_sideways_nor_cuts_text(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    found: dict[str, Any] = {}
    for way, ((width, height), change) in WAYS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(f"() => {{ document.documentElement.style.fontSize = ''; {change} }}")
        over = page.evaluate("document.documentElement.scrollWidth") - width
        found[way] = (max(over, 0), page.evaluate(CUT))
        page.evaluate("() => { document.adoptedStyleSheets = [] }")
    assert found == dict.fromkeys(WAYS, (0, []))


@in_browser()
@pytest.mark.parametrize(
    ("width", "least"),
    [(1440, {"set": 12, "drawn": 10}), (390, {"set": 12, "drawn": 0})],
    ids=["wide", "narrow"],
)
def test_no_text_is_small(page: Page, origin: str, name: str, width: int, least: Any) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{origin}/report/{name}")
    assert page.evaluate(SMALL, least) == []
