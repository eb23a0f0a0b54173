"""What the charts of the reconciliation may and may not draw, on plausible and hostile frames."""

import itertools
import re
from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from test_charts import HOSTILE, marks, svg, texts

from footprint.charts import documented_by_window, freshness, regions_compared
from footprint.drawing.palette import LIGHT

WINDOWS = pd.DataFrame(
    {
        "years": [10, 3, 5],
        "offices_high": [72, 68, 68],
        "offices_medium": [25, 23, 23],
        "offices_low": [1, 0, 1],
        "offices": [98, 91, 92],
        "places": [73, 69, 70],
    }
).assign(published_offices=93, published_places=69)
# The last evidence of offices: year, confidence, whether one list alone attests it, how many.
LAST = [
    (2020, "low", False, 1),
    (2022, "high", True, 37),
    (2022, "medium", True, 16),
    (2022, "high", False, 14),
    (2024, "high", False, 15),
    (2024, "medium", False, 3),
]
OFFICES = pd.DataFrame(
    [row[:3] for row in LAST for _ in range(row[3])],
    columns=["last_year", "confidence", "is_single_list"],
).assign(office_id=lambda frame: "office-" + frame.index.astype(str))
REGIONS = pd.DataFrame(
    {
        "world_region": ["North America", "Europe", "Central America & Caribbean", "Africa"],
        "high": [5, 16, 11, 0],
        "medium": [7, 4, 3, 0],
        "low": [1, 0, 0, 0],
        "faded": [0, 4, 1, 2],
        "proposed": [2, 2, 0, 1],
    }
)
CHARTS: dict[str, tuple[Callable[[pd.DataFrame], Figure], pd.DataFrame]] = {
    "documented_by_window": (documented_by_window, WINDOWS),
    "freshness": (freshness, OFFICES),
    "regions_compared": (regions_compared, REGIONS),
}
every_chart = pytest.mark.parametrize("name", CHARTS)


@cache
def drawn(name: str) -> Figure:
    draw, frame = CHARTS[name]
    return draw(frame)


def said(figure: Figure) -> list[str]:
    return [text.get_text() for text in texts(figure)]


def width(figure: Figure, gid: str) -> float:
    """Inches of the first part of a bar with that name, which is that of the shortest window."""
    (part,) = figure.findobj(lambda a: isinstance(a, PathPatch) and a.get_gid() == gid)
    return float(part.get_path().get_extents().width)


def published_lines(figure: Figure) -> list[float]:
    """Where the lines of the published totals stand, in inches."""
    lines = figure.axes[0].lines
    return sorted({line.get_xdata()[0] for line in lines if line.get_color() == LIGHT["ink"]})


# ── By window ─────────────────────────────────────────────────────────────────────────────────


def test_bars_have_one_scale_for_offices_and_places():
    figure = drawn("documented_by_window")
    inch = width(figure, "offices-high") / 68
    assert width(figure, "offices-medium") == pytest.approx(23 * inch)
    assert width(figure, "places") == pytest.approx(69 * inch)


def test_the_published_line_stands_where_a_bar_of_its_length_would_end():
    figure = drawn("documented_by_window")
    (places,) = figure.findobj(lambda a: isinstance(a, PathPatch) and a.get_gid() == "places")
    assert published_lines(figure)[1] == pytest.approx(places.get_path().get_extents().x1)
    assert {"published: 93", "published: 69"} <= {*said(figure)}


def test_the_difference_to_the_published_total_is_said_in_words():
    words = [text for text in said(drawn("documented_by_window")) if not text[0].isupper()]
    assert {"2 fewer", "1 fewer", "5 more", "the same", "1 more", "4 more"} <= {*words}


def test_without_a_published_total_there_is_no_line_and_no_difference():
    figure = documented_by_window(WINDOWS.assign(published_offices=None, published_places=None))
    assert published_lines(figure) == []
    assert not [text for text in said(figure) if re.search("published|fewer|more|same", text)]


def test_windows_are_in_order_from_the_shortest():
    rows = [text for text in texts(drawn("documented_by_window")) if "year" in text.get_text()]
    rows.sort(key=lambda text: text.get_position()[1])
    assert [text.get_text() for text in rows] == ["3 years", "5 years", "10 years"]


def test_a_missing_count_has_neither_bar_nor_total():
    figure = documented_by_window(WINDOWS.head(1).assign(places=float("nan")))
    assert not figure.findobj(lambda a: a.get_gid() == "places")
    assert "0" not in said(figure)


def test_a_published_total_far_below_the_documented_ones_is_labelled_inside_the_figure():
    figure = documented_by_window(WINDOWS.assign(published_offices=1, published_places=1))
    labels = [text for text in texts(figure) if text.get_text() == "published: 1"]
    assert min(text.get_window_extent().x0 for text in labels) > 0


# ── Freshness ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("level", ["high", "medium", "low"])
def test_every_office_is_one_dot_of_its_confidence(level):
    assert marks(drawn("freshness"), f"offices-{level}") == (OFFICES.confidence == level).sum()


def test_offices_on_one_list_only_stand_apart_on_their_own_ground():
    figure = drawn("freshness")
    (ground,) = figure.findobj(lambda a: str(a.get_gid()).startswith("one-list"))
    inside = ground.get_bbox()
    dots = figure.findobj(lambda a: str(a.get_gid()).startswith("offices-"))
    within = sum(inside.contains(*spot) for dot in dots for spot in dot.get_offsets())
    assert within == OFFICES.is_single_list.sum()
    assert "on one list only" in said(figure)


def test_where_no_office_stands_on_one_list_nothing_is_told_apart():
    figure = freshness(OFFICES.assign(is_single_list=False))
    assert not figure.findobj(lambda a: str(a.get_gid()).startswith("one-list"))
    assert "on other evidence" not in said(figure)


def test_the_newest_year_comes_first_and_years_without_an_office_share_a_line():
    frame = OFFICES.replace({"last_year": {2020: 2009}})
    rows = [text for text in texts(freshness(frame)) if re.match("20", text.get_text())]
    rows = [text for text in rows if text.get_position()[0] == 0]
    rows.sort(key=lambda text: text.get_position()[1])
    assert [text.get_text() for text in rows] == ["2024", "2023", "2022", "2010–2021", "2009"]


def test_an_office_without_a_year_or_a_confidence_is_left_out():
    frame = OFFICES.astype(object)
    frame.loc[0, "last_year"] = None
    frame.loc[1, "confidence"] = None
    assert marks(freshness(frame), "offices-.*") == len(OFFICES) - 2


# ── Regions ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("gid", "column"),
    [(f"offices-{level}", level) for level in ("high", "medium", "low")]
    + [(kind, kind) for kind in ("faded", "proposed")],
)
def test_every_office_of_a_region_is_one_sign(gid, column):
    assert marks(drawn("regions_compared"), gid) == REGIONS[column].sum()


def test_kinds_of_offices_start_at_places_of_their_own_in_every_region():
    figure, ends = drawn("regions_compared"), []
    for gid in ("offices-high", "faded", "proposed"):
        (signs,) = figure.findobj(lambda a, gid=gid: a.get_gid() == gid)
        ends.append((signs.get_offsets()[:, 0].min(), signs.get_offsets()[:, 0].max()))
    assert ends[0][1] < ends[1][0] and ends[1][1] < ends[2][0]


def test_a_region_without_a_working_office_has_a_row_without_a_zero():
    figure = drawn("regions_compared")
    assert "Africa" in said(figure)
    assert "0" not in said(figure)


# ── What is missing, short or hostile ─────────────────────────────────────────────────────────


@every_chart
def test_a_frame_without_rows_says_so(name):
    draw, frame = CHARTS[name]
    assert said(draw(frame.head(0))) == ["No rows to draw"]


@every_chart
def test_one_row_is_drawn_without_a_warning(name, recwarn):
    draw, frame = CHARTS[name]
    svg(draw(frame.tail(1)))
    assert not recwarn.list


@every_chart
def test_missing_values_are_left_out(name):
    draw, frame = CHARTS[name]
    for column in set(frame) - {"years", "world_region", "office_id"}:
        holed = frame.astype(object)
        holed.loc[0, column] = None
        assert texts(draw(holed.infer_objects()))


def test_a_long_or_hostile_region_is_cut_and_never_read_as_markup():
    figure = regions_compared(REGIONS.assign(world_region=HOSTILE))
    cut = [text for text in texts(figure) if text.get_text().endswith("…")]
    assert len(cut) == len(REGIONS)
    assert all(text.get_window_extent().x1 < figure.bbox.width / 2 for text in cut)
    assert not any(text.get_parse_math() for text in cut)
    assert "<script>" not in svg(figure)


# ── How it looks ──────────────────────────────────────────────────────────────────────────────


@every_chart
def test_no_text_lies_on_another_or_leaves_the_canvas(name):
    figure = drawn(name)
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    canvas = figure.bbox.padded(1)
    for text, box in boxes:
        assert canvas.contains(*box.min) and canvas.contains(*box.max), text
    for (one, box), (other, rival) in itertools.combinations(boxes, 2):
        across = min(box.x1, rival.x1) - max(box.x0, rival.x0)
        down = min(box.y1, rival.y1) - max(box.y0, rival.y0)
        assert min(across, down) < 1, (one, other)


@every_chart
def test_no_text_is_smaller_than_eleven_points(name):
    assert min(text.get_fontsize() for text in texts(drawn(name))) >= 11


@every_chart
def test_a_figure_uses_no_colour_but_those_of_the_palette(name):
    found = set(re.findall(r"#[0-9a-f]{6}\b", svg(drawn(name)).lower()))
    assert found <= {colour.lower() for colour in LIGHT.values()}


@every_chart
def test_every_id_of_a_figure_is_its_own(name):
    ids = re.findall(r'\bid="([^"]+)"', svg(drawn(name)))
    assert len(ids) == len({*ids})


@every_chart
def test_the_same_rows_give_the_same_bytes(name):
    draw, frame = CHARTS[name]
    assert svg(drawn(name)) == svg(draw(frame))
