"""Figures for other media: nothing overlaps, is cut off or too small, every theme is legible."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import matplotlib.image
import numpy as np
import pytest
from conftest import ROOT
from gate.colours import contrast
from matplotlib.collections import Collection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from measuring import objections, texts
from PIL import Image

from footprint.command import Size, Theme, all_notebooks
from footprint.drawing import card, palette
from footprint.parameters import Parameters
from press import figures as pictures
from press import redraw, run
from press.exits import Exit
from press.redraw import Drawing

NAMES = list(redraw.names(all_notebooks()))
# Points of the smallest type: of a card as it is on its 1,200 or 1,920 dots, of a column printed.
LEAST = {"social": 5.4, "column": 7.0, "full": 8.5, "slide": 7.2}
STATUS = ["working", "closing", "opening", "faded", "suspended", "proposed"]


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawing]:
    """How every figure of the report is drawn, as its notebooks leave it."""
    staging = tmp_path_factory.mktemp("staging")
    held = redraw.names(all_notebooks())
    outcomes = run.notebooks(
        sorted(set(held.values())),
        parameters=Parameters().model_dump(mode="json"),
        staging=staging,
        limits=run.Limits(),
        root=ROOT,
        environment={redraw.DRAWINGS: "1"},
    )
    assert [one.what for one in outcomes if one.exit not in (Exit.OK, Exit.STALE_SENTENCE)] == []
    return redraw.drawings(staging)


def redrawn(drawing: Drawing, theme: str, size: str, *, credit: str = "") -> Figure:
    words = {key: drawing.passport[key] for key in ("title", "subtitle")}
    return card.redrawn(drawing.again, theme, size, **words, credit=credit)


def test_every_figure_of_the_report_can_be_redrawn(drawings):
    assert sorted(drawings) == sorted(NAMES)
    assert {path.stem for path in (ROOT / "figures").glob("*.csv")} == set(NAMES)


@pytest.mark.parametrize("size", LEAST)
@pytest.mark.parametrize("name", NAMES)
def test_words_neither_overlap_nor_leave_the_picture_nor_get_too_small(name, size, drawings):
    figure = redrawn(drawings[name], "light", size, credit=drawings[name].credit)
    assert list(objections(figure, LEAST[size])) == []


@pytest.mark.mpl_image_compare(
    baseline_dir="baseline", style="default", tolerance=0.5, savefig_kwargs={"dpi": 72}
)
@pytest.mark.parametrize("size", LEAST)
@pytest.mark.parametrize("name", NAMES)
def test_looks_as_accepted(name, size, drawings):
    figure = redrawn(drawings[name], "light", size)
    figure.set_facecolor(palette.LIGHT["paper"])
    return figure


def test_every_accepted_picture_is_that_of_a_figure():
    kept = {path.stem for path in (ROOT / "tests" / "baseline").iterdir()}
    assert kept == {f"test_looks_as_accepted_{name}-{size}" for name in NAMES for size in LEAST}


@pytest.mark.parametrize("name", ["offices-by-status", "seizures-by-series", "freshness"])
def test_a_margin_moves_a_picture_and_nothing_in_it(name, drawings):
    figure, passport = redrawn(drawings[name], "light", "full"), drawings[name].passport
    bare, framed = (
        np.asarray(Image.open(BytesIO(pictures.png(figure, passport, "white", margin))))
        for margin in (0, 0.12)
    )
    within = framed[12 : 12 + bare.shape[0], 12 : 12 + bare.shape[1]].astype(int)
    assert framed.shape[0] - bare.shape[0] == framed.shape[1] - bare.shape[1] == 24
    assert (np.abs(within - bare).max(axis=2) > 40).mean() < 0.001
    assert (framed[:12] == 255).all() and (framed[:, -12:] == 255).all()


def test_objections_are_raised_where_there_is_reason():
    figure = Figure(figsize=(3, 2))
    for x, words in ((0.1, "one word"), (0.12, "another"), (0.95, "cut off")):
        figure.text(x, 0.5, words, size=5)
    said = " ".join(objections(figure, 7))
    assert "'one word' and 'another' overlap" in said
    assert "'cut off' leaves the canvas" in said
    assert "type of 5.0 points" in said


@pytest.mark.parametrize(("size", "inches"), {"social": (6, 3.375), "slide": (9.6, 5.4)}.items())
def test_a_card_has_its_size_and_its_headline(size, inches, drawings):
    drawing = drawings["offices-by-region"]
    figure = redrawn(drawing, "light", size)
    assert tuple(figure.get_size_inches()) == inches
    said = " ".join(text.get_text() for text in texts(figure))
    assert drawing.passport["title"] in said
    assert drawing.passport["subtitle"] in said


@pytest.mark.parametrize("name", ["freshness", "reach-change", "office-events"])
def test_a_column_is_ninety_millimetres_wide(name, drawings):
    assert redrawn(drawings[name], "print", "column").get_figwidth() * 25.4 == pytest.approx(90)


@pytest.fixture(scope="module")
def words_on(drawings) -> set[tuple[str, str]]:
    """The colours of words and of the grounds that they stand on, by name, in all figures."""
    tokens = {tone.lower(): token for token, tone in palette.LIGHT.items()}
    found = {("ink", "paper"), ("muted", "paper")}  # of headlines and credits
    for drawing in drawings.values():
        figure = redrawn(drawing, "light", "full")
        is_map = any(str(artist.get_gid()).endswith("land") for artist in figure.findobj())
        inks = {tokens[to_hex(text.get_color())] for text in texts(figure)}
        found |= {(ink, ground) for ink in inks for ground in ["paper", *["land"] * is_map]}
    return found


@pytest.mark.parametrize("theme", palette.THEMES)
def test_words_contrast_with_what_they_stand_on(theme, words_on):
    shades = palette.THEMES[theme]
    ratios = {pair: contrast(*(shades[token] for token in pair)) for pair in words_on}
    assert ("closing", "paper") in ratios
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", palette.THEMES)
def test_signs_stand_out_from_the_land(theme):
    shades = palette.THEMES[theme]
    assert min(contrast(shades[token], shades["land"]) for token in STATUS) >= 3.5


def test_one_ink_is_enough_for_the_theme_without_colours():
    assert all(len({tone[1:3], tone[3:5], tone[5:]}) == 1 for tone in palette.MONO.values())


@pytest.mark.parametrize("name", ["plan-and-nearest", "distance-share", "claims-by-verdict"])
def test_a_theme_leaves_no_colour_of_another(name, drawings):
    figure = redrawn(drawings[name], "mono", "full")
    found = {to_hex(text.get_color()) for text in figure.findobj(Text)}
    for group in figure.findobj(Collection):
        found |= {to_hex(colour) for colour in (*group.get_facecolor(), *group.get_edgecolor())}
    allowed = {tone.lower() for tone in palette.MONO.values()}
    assert {tone for tone in found if len({tone[1:3], tone[3:5], tone[5:]}) > 1} == set()
    assert {to_hex(text.get_color()) for text in texts(figure)} <= allowed


def test_the_command_offers_the_themes_and_sizes_that_there_are():
    assert list(Theme.__args__) == list(palette.THEMES)
    assert list(Size.__args__) == list(card.SIZES)


def test_a_credit_names_report_edition_licence_and_sources(drawings):
    said = drawings["footprint-and-plan"].credit
    assert all(part in said for part in ("The DEA abroad", "edition", "CC-BY-4.0", "Press", "more"))


def figures(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "build.py", "figures", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


def test_the_command_writes_pictures_that_say_what_they_are(tmp_path: Path):
    media = ["--theme", "dark,light", "--size", "social", "--size", "full"]
    ended = figures("freshness", *media, "--format", "png,svg", "--transparent", "--out", tmp_path)
    assert ended.returncode == 0, ended.stderr
    written = sorted(path.name for path in tmp_path.glob("*.*") if path.is_file())
    assert written == sorted(
        f"freshness--{theme}-{size}.{kind}"
        for theme in ("dark", "light")
        for size in ("social", "full")
        for kind in ("png", "svg")
    )
    picture = matplotlib.image.imread(tmp_path / "freshness--dark-social.png")
    assert picture.shape == (675, 1200, 4)
    assert picture[0, 0, 3] == 0
    identity = (tmp_path / "freshness--dark-social.svg").read_text("utf-8")
    assert "How old the last evidence of each office is" in identity


def test_the_usual_medium_gives_the_figure_of_the_report(tmp_path: Path):
    assert figures("freshness", "--format", "svg", "--out", tmp_path).returncode == 0
    published = (ROOT / "figures" / "freshness.svg").read_bytes()
    assert (tmp_path / "freshness--light-full.svg").read_bytes() == published
