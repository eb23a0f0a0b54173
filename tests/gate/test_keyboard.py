"""The keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Page

from gate.pages import in_browser
from gate.scorecard import Subject

SUBJECT = Subject(
    title="Keyboard",
    tested="Tab reaches every control in the order of the page, each shows that it has the focus, "
    "none is hidden under something else, and none holds the focus. Cards, menus and disclosures "
    "open and close with keys, and give the focus back.",
    conditions=("1280 pixels wide", "390 pixels wide"),
    tool="key presses in headless Chromium",
    blind="Whether the order makes sense to a person, and how many presses are too many. "
    "Other browsers move the focus otherwise.",
)
# Everything that a reader can act on now, in the order of the page.
CONTROLS = """
() => {
  const acts = "a[href], button, input, select, textarea, summary, [tabindex]";
  window.controls = [...document.querySelectorAll(acts)].filter(control => {
    const chosen = control.type === "radio" ? control.form.elements[control.name].value : null;
    return control.tabIndex >= 0 && !control.disabled && (chosen ?? control.value) === control.value
      && control.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  });
  window.reached = [];
  window.faults = [];
  addEventListener("keyup", event => {
    const control = document.activeElement;
    if (event.key !== "Tab" || control === document.body) return;
    window.reached.push(window.controls.indexOf(control));
    const what = control.outerHTML.slice(0, 120), style = getComputedStyle(control);
    const ring = control.querySelector(":scope > .ring");  // of a sign on a map
    const drawn = ring && getComputedStyle(ring).stroke !== "none";
    if (!drawn && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2)) {
      window.faults.push(`no ring: ${what}`);
    }
    const middle = (start, end, most) => (Math.max(start, 0) + Math.min(end, most)) / 2;
    const shows = [...control.getClientRects()].filter(box => box.width && box.height).some(box => {
      const x = middle(box.left, box.right, innerWidth);
      const y = middle(box.top, box.bottom, innerHeight);
      const top = document.elementFromPoint(x, y);
      const map = control.ownerSVGElement;  // whose signs may touch
      return top && (control.contains(top) || top.contains(control) || map && map.contains(top));
    });
    if (!shows) window.faults.push(`out of sight: ${what}`);
  });
  return window.controls.length;
}
"""
# Of each kind of opener the first; some are there only on a narrow screen.
OPENERS = [".fact", "[popovertarget^='cite:']", "[popovertarget^='embed:']", ".menu"]


@in_browser()
@pytest.mark.parametrize("width", [1280, 390])
def test_tab_reaches_every_control_in_order_and_in_sight(
    page: Page, origin: str, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{origin}/report/{name}")
    count = page.evaluate(CONTROLS)
    for _ in range(count):
        page.keyboard.press("Tab")
    assert page.evaluate("window.faults") == []
    assert page.evaluate("window.reached") == list(range(count))
    page.keyboard.press("Tab")  # after the last the focus leaves the page or begins anew
    assert page.evaluate("window.reached[window.controls.length] || 0") == 0


@in_browser("popovertarget")
@pytest.mark.parametrize("width", [1280, 390])
def test_a_card_opens_closes_and_gives_the_focus_back(
    page: Page, origin: str, name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{origin}/report/{name}")
    found = [page.locator(f"{kind}:visible").first for kind in OPENERS]
    for opener in (each for each in found if each.count()):
        target = opener.get_attribute("popovertarget")
        for key, closing in (("Enter", "Escape"), ("Space", "Escape")):
            opener.focus()
            page.keyboard.press(key)
            opened = page.locator("[popover]:popover-open")
            assert opened.get_attribute("id") == target and opened.inner_text().strip()
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest(':popover-open') !== null")
            page.keyboard.press(closing)
            assert opened.count() == 0
            assert page.evaluate("document.activeElement.getAttribute('popovertarget')") == target


@in_browser('class="fact"')
def test_a_card_does_not_hold_the_focus(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    page.locator("button.fact").first.press("Enter")
    inside = "document.activeElement.closest(':popover-open') !== null"
    page.keyboard.press("Tab")
    assert page.evaluate(inside)
    presses = page.locator(":popover-open :is(a, button)").count()
    for _ in range(presses):
        page.keyboard.press("Tab")
    assert not page.evaluate(inside)


@in_browser("<summary")
def test_every_disclosure_opens_and_closes(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    for summary in page.locator("summary:visible").all()[:12]:
        at_first = summary.evaluate("it => it.parentElement.open")
        for is_open in (not at_first, at_first):
            summary.press("Enter")
            assert summary.evaluate("it => it.parentElement.open") is is_open


@in_browser('class="sortable"')
def test_a_table_is_sorted_from_the_keyboard(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    head = page.locator("table.sortable thead th:has(.sort)").first
    ways: list[Any] = []
    for _ in range(3):
        head.locator(".sort").press("Enter")
        ways.append(head.get_attribute("aria-sort"))
    assert ways == ["ascending", "descending", None]


@in_browser()
def test_the_colours_are_switched_from_the_keyboard(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("button.theme").press("Enter")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


@in_browser()
def test_the_first_stop_skips_to_the_text(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
