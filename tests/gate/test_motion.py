"""What moves."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from gate.pages import in_browser
from gate.scorecard import Subject

SUBJECT = Subject(
    title="Motion",
    tested="Nothing moves, blinks or plays by itself. With reduced motion nothing glides or fades "
    "when a reader acts, either.",
    conditions=("motion allowed", "reduced motion"),
    tool="the list of animations and transitions of headless Chromium",
    blind="Motion by a script that redraws step by step would not be in that list; there is none.",
)
MOVING = """
[...document.querySelectorAll("*")].filter(each => {
  const style = getComputedStyle(each);
  return style.scrollBehavior === "smooth" || style.animationName !== "none"
    || style.transitionDuration.split(",").some(time => parseFloat(time) > 0);
}).map(each => each.tagName + "." + each.className)
"""


@in_browser()
@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_nothing_moves_by_itself(browser: Browser, origin: str, name: str, motion: Any) -> None:
    page = browser.new_page(reduced_motion=motion)
    page.goto(f"{origin}/report/{name}")
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.locator("video, audio, marquee, animate, animateTransform, [autoplay]").count() == 0
    if motion == "reduce":
        assert page.evaluate(MOVING) == []
    page.close()
