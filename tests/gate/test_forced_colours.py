"""Forced colours: the few colours that a reader has chosen for everything."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from gate.colours import contrast
from gate.pages import in_browser
from gate.scorecard import Subject

SUBJECT = Subject(
    title="Forced colours",
    tested="With a contrast theme the page takes the colours of the theme. Pictures keep their own "
    "on their own ground, so that every sign and word in them can be seen and no two statuses "
    "look alike. Links, facts and the place in the contents are marked otherwise than by colour.",
    conditions=("light theme", "dark theme"),
    tool="forced colours emulated in headless Chromium",
    blind="The themes of Windows were not tried themselves. Pictures do not follow the theme.",
)
SIGNS = ("working", "closing", "opening", "suspended", "proposed", "faded")
PICTURES = """
[...document.querySelectorAll(".picture svg")].map(svg => {
  const fill = (what, within) => [...svg.querySelectorAll(within)].map(shape => {
    return getComputedStyle(shape)[what];
  });
  return {
    ground: getComputedStyle(svg).backgroundColor,
    words: [...new Set(fill("fill", "text"))],
    signs: Object.fromEntries(%s.map(status => [status, fill("fill", `.fill-${status}`)[0]])),
  };
})
""" % [*SIGNS]
MARKED = """
[...document.querySelectorAll("main p a[href], .fact")].filter(each => each.checkVisibility()
  && !each.closest(".turn, .sources, .key, sup, .toolbar")
  && getComputedStyle(each).textDecorationLine === "none").map(each => each.outerHTML)
"""


@in_browser("<svg")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_keep_their_signs_and_words_on_their_own_ground(
    page: Page, origin: str, name: str, scheme: Any
) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.goto(f"{origin}/report/{name}")
    for picture in page.evaluate(PICTURES):
        ground = hexadecimal(picture["ground"])
        assert all(contrast(hexadecimal(fill), ground) >= 4 for fill in picture["words"])
        signs = [fill for fill in picture["signs"].values() if fill]
        assert all(contrast(hexadecimal(fill), ground) >= 3 for fill in signs)
        assert len({*signs}) == len(signs)


@in_browser()
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_can_be_followed_is_marked_otherwise_than_by_colour(
    page: Page, origin: str, name: str, scheme: Any
) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.goto(f"{origin}/report/{name}")
    assert page.evaluate(MARKED) == []
    here = page.locator(".contents [aria-current=page]")
    if here.count():
        assert here.evaluate("it => getComputedStyle(it).textDecorationLine") == "underline"


def hexadecimal(colour: str) -> str:
    """`rgb(1, 2, 3)` as #010203."""
    red, green, blue = map(int, re.findall(r"\d+", colour)[:3])
    return f"#{red:02X}{green:02X}{blue:02X}"
