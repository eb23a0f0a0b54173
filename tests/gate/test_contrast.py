"""Contrast of every colour of the palette against the grounds it stands on."""

import re

import pytest
from conftest import ROOT
from playwright.sync_api import Page

from footprint.drawing.palette import DARK, LIGHT
from gate.colours import contrast
from gate.pages import in_browser
from gate.scorecard import Subject

SUBJECT = Subject(
    title="Contrast",
    tested="Every colour that text is set in has a contrast of 4.5 to 1 on each ground it stands "
    "on, every colour of a sign or a line 3 to 1 on paper and on land. Words in pictures are held "
    "to the first where they stand.",
    conditions=("light", "dark"),
    tool="the formula of WCAG 2.2 on the palette and the style sheet",
    blind="Thin or small shapes can be hard to see in spite of a good number.",
)
SHEET = (ROOT / "press" / "template" / "site.css").read_text("utf-8")
TOKENS = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", SHEET))
SCHEMES = {
    scheme: {token: pair.split(", ")[index] for token, pair in TOKENS.items()}
    for index, scheme in enumerate(("light", "dark"))
}
SIGNS = ("working", "closing", "opening", "faded", "suspended", "proposed")
# Where the style sheet sets text in a colour, and on what.
TEXT = {
    "ink": ("paper", "raised", "wash"),
    "muted": ("paper", "raised", "wash"),
    "working": ("paper", "raised", "wash"),
    "closing": ("paper", "wash"),
    "opening": ("wash",),
    "proposed": ("wash",),
}
GRAPHICS = {
    **dict.fromkeys(SIGNS, ("paper", "land")),
    "ink": ("paper", "land"),
    "muted": ("paper", "land"),
}
# Words of a picture, their colour and the colour of the land or the paper under their middle.
DRAWN = """
[...document.querySelectorAll("svg text")].filter(text => text.textContent.trim()).map(text => {
  text.scrollIntoView({ block: "center", inline: "center" });
  const box = text.getBoundingClientRect();
  const under = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const isLand = under.some(shape => shape.matches(".fill-land"));
  return [text.getAttribute("class"), isLand ? "land" : "paper", text.textContent];
})
"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("token", "grounds"), TEXT.items(), ids=TEXT)
def test_text_is_readable_on_its_ground(token: str, grounds: tuple[str, ...], scheme: str) -> None:
    colours = SCHEMES[scheme]
    low = {ground: contrast(colours[token], colours[ground]) for ground in grounds}
    assert {ground: ratio for ground, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("token", "grounds"), GRAPHICS.items(), ids=GRAPHICS)
def test_a_sign_or_a_line_can_be_seen_on_its_ground(
    token: str, grounds: tuple[str, ...], scheme: str
) -> None:
    colours = SCHEMES[scheme]
    low = {ground: contrast(colours[token], colours[ground]) for ground in grounds}
    assert {ground: ratio for ground, ratio in low.items() if ratio < 3} == {}


def test_no_other_colour_is_set_in_text() -> None:
    """Colours of text in the style sheet are those above, or none of its own."""
    set_in = set(re.findall(r"[{;\s]color: var\(--([\w-]+)\)", SHEET))
    assert set_in <= {*TEXT}


def test_the_figures_and_the_pages_share_one_palette() -> None:
    assert all(SCHEMES["light"][token] == colour for token, colour in LIGHT.items())
    assert all(SCHEMES["dark"][token] == colour for token, colour in DARK.items())


@in_browser("<svg")
def test_words_in_a_picture_are_readable_where_they_stand(
    page: Page, origin: str, name: str
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{origin}/report/{name}")
    low = []
    for classes, ground, words in page.evaluate(DRAWN):
        token = re.search(r"fill-([\w-]+)", classes or "fill-ink")
        assert token, words
        for scheme, colours in SCHEMES.items():
            if contrast(colours[token[1]], colours[ground]) < 4.5:
                low.append((words, token[1], ground, scheme))
    assert low == []


@in_browser("fill-working")
def test_the_dark_scheme_recolours_the_statuses(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    fills = f"""{[*SIGNS]}.map(status => document.querySelector(`svg .fill-${{status}}`))
      .map(shape => shape && getComputedStyle(shape).fill)"""
    page.emulate_media(color_scheme="light")
    light = page.evaluate(fills)
    page.emulate_media(color_scheme="dark")
    pairs = zip(light, page.evaluate(fills), strict=True)
    assert light[0] and not [one for one, other in pairs if one and one == other]
