"""The figures in somebody else's figure, and their style sheet alone."""

import doctest
import subprocess
import sys

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from conftest import ROOT
from matplotlib.figure import Figure
from measuring import objections, texts

from footprint import charts, maps, measures
from footprint.drawing.medium import drawn_for
from footprint.drawing.palette import DARK


@pytest.fixture(scope="module")
def regions(view) -> pd.DataFrame:
    return measures.offices_by_region(view)


@pytest.mark.parametrize("room", [charts, maps], ids=["charts", "maps"])
def test_the_examples_in_the_docstrings_run(room):
    result = doctest.testmod(room)
    assert result.attempted > 5
    assert result.failed == 0


def test_a_chart_is_drawn_inside_the_part_it_is_given(regions):
    figure = Figure(figsize=(12, 4))
    left, right = figure.subfigures(1, 2)
    assert charts.offices_by_region(regions, on=right) is right
    assert not texts(left)
    figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in texts(figure)]
    assert min(box.x0 for box in boxes) >= right.bbox.x0 - 1
    assert max(box.x1 for box in boxes) <= right.bbox.x1 + 1


def test_type_keeps_its_size_where_there_is_room_and_shrinks_where_there_is_none(regions):
    roomy, tight = Figure(figsize=(7.2, 5)), Figure(figsize=(7.2, 2))
    for figure in (roomy, tight):
        charts.offices_by_region(regions, on=figure)
    assert {text.get_fontsize() for text in texts(roomy)} == {11}
    assert max(text.get_fontsize() for text in texts(tight)) < 10
    assert list(objections(tight, 4)) == []


def test_axes_of_a_grid_make_way_and_the_others_stay(regions):
    figure, (mine, theirs) = plt.subplots(1, 2)
    charts.offices_by_region(regions, on=theirs)
    assert mine in figure.axes
    assert theirs not in figure.axes
    plt.close(figure)


def test_axes_without_a_grid_are_refused_in_words(regions):
    axes = Figure().add_axes((0, 0, 1, 1))
    with pytest.raises(ValueError, match="a SubFigure"):
        charts.offices_by_region(regions, on=axes)


def test_two_charts_in_one_figure_have_no_id_twice(regions):
    figure = Figure(figsize=(12, 4))
    for part in figure.subfigures(1, 2):
        charts.offices_by_region(regions, on=part)
    ids = [artist.get_gid() for axes in figure.axes for artist in axes.get_children()]
    named = [gid for gid in ids if gid]
    assert len(named) == len(set(named))


def test_a_theme_holds_for_own_axes_too_and_ends_with_its_block(regions):
    with drawn_for(theme="dark"):
        part = charts.offices_by_region(regions, on=Figure(figsize=(7, 4)))
    assert {text.get_color() for text in texts(part)} <= set(DARK.values())
    assert not {t.get_color() for t in texts(charts.offices_by_region(regions))} & set(
        DARK.values()
    )


def test_the_style_sheet_works_alone_and_finds_its_typeface():
    script = """
import matplotlib.pyplot as plt
from matplotlib.font_manager import findfont
plt.style.use("footprint.drawing.footprint")
family = plt.rcParams["font.family"][0]
print(plt.rcParams["axes.grid.axis"], findfont(family, fallback_to_default=False))
"""
    ended = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("y ")
    assert "SourceSans3" in ended.stdout
