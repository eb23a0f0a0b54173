"""What the charts may and may not draw, on the real tables and on hostile ones."""

import io
import itertools
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import matplotlib
import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.text import Text

from footprint import charts, data, measures
from footprint.charts import counts
from footprint.drawing import panels
from footprint.drawing.palette import LIGHT
from footprint.measures import history, majors, people, published
from footprint.parameters import Parameters
from footprint.view import View

DATA = Path(__file__).parents[1] / "data"
HOSTILE = "$x^2$ \\frac{ <script>&amp;\n" + "W" * 90


@cache
def frames() -> dict[str, pd.DataFrame]:
    """The frames of the report, as the measures make them."""
    view = View(data.load(DATA), Parameters())
    regions = measures.offices_by_region(view)
    return {
        "offices_by_region": regions,
        "regions_before_and_after": regions.rename(columns={"total": "before"}),
        "majors_years": majors.years_of_plan(view),
        "published": published.totals(view),
        "documented": history.documented_by_year(view),
        "evidence_by_year": history.evidence_by_year(view),
        "agency_people": people.counts(view, "agency"),
        "people_abroad": people.counts(view, "abroad"),
        "people_by_country": people.by_country(view),
        "people_in_country": people.in_country(view, "MEX"),
    }


def published_alone(frame: pd.DataFrame) -> Figure:
    """Published totals without anything documented."""
    return charts.published_and_documented(frame, frames()["documented"].head(0))


CHARTS: dict[str, Callable[[pd.DataFrame], Figure]] = {
    "offices_by_region": charts.offices_by_region,
    "regions_before_and_after": charts.regions_before_and_after,
    "majors_years": charts.majors_years,
    "published": published_alone,
    "evidence_by_year": charts.evidence_by_year,
    "agency_people": charts.agency_people,
    "people_abroad": charts.people_abroad,
    "people_by_country": charts.people_by_country,
    "people_in_country": charts.people_in_country,
}
every_chart = pytest.mark.parametrize("name", CHARTS)


@cache
def drawn(name: str) -> Figure:
    """A chart of the report; published totals stand with those documented."""
    if name == "published":
        return charts.published_and_documented(frames()[name], frames()["documented"])
    return CHARTS[name](frames()[name])


def marks(figure: Figure, gid: str) -> int:
    """Marks in the collections whose gid matches the pattern."""
    found = [
        c
        for c in figure.findobj(PathCollection)
        if re.fullmatch(rf"(?:{gid})(?:-\d+)?", c.get_gid() or "")
    ]
    return sum(len(c.get_offsets()) for c in found)


def texts(figure: Figure) -> list[Text]:
    """The texts a reader sees."""
    figure.draw_without_rendering()
    return [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]


def svg(figure: Figure) -> str:
    """The figure as the build saves it."""
    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "footprint", "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


# ── What is drawn ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("level", ["high", "medium", "low"])
def test_every_office_of_a_confidence_is_one_dot(level):
    figure = drawn("offices_by_region")
    assert marks(figure, f"offices-{level}") == frames()["offices_by_region"][level].sum()


def test_every_region_has_a_mark_before_and_a_mark_after():
    figure = drawn("regions_before_and_after")
    assert marks(figure, "before") == marks(figure, "after") == 8


def test_only_regions_that_change_have_a_change():
    regions = frames()["regions_before_and_after"]
    lines = [line for axes in drawn("regions_before_and_after").axes for line in axes.lines]
    changes = [line for line in lines if str(line.get_gid()).startswith("change")]
    assert len(changes) == (regions.before != regions.after).sum()


def test_a_region_that_grows_is_drawn_in_the_colour_of_openings():
    frame = pd.DataFrame({"world_region": ["Europe"], "before": [2], "after": [5]})
    figure = charts.regions_before_and_after(frame)
    (change,) = [line for line in figure.axes[0].lines if str(line.get_gid()).startswith("change")]
    assert change.get_color() == LIGHT["opening"]
    assert "+3" in [text.get_text() for text in texts(figure)]


def test_listed_failed_and_unlisted_years_are_all_drawn_once():
    years, figure = frames()["majors_years"], drawn("majors_years")
    failed = (years.is_listed & years.failed_demonstrably.fillna(False)).sum()
    assert marks(figure, "failed") == failed
    assert marks(figure, "listed") == years.is_listed.sum() - failed
    assert marks(figure, "not-listed") == (~years.is_listed).sum()


@pytest.mark.parametrize("kind", ["offices", "countries"])
def test_every_published_total_is_one_dot(kind):
    figure = drawn("published")
    assert marks(figure, f"published-{kind}-[ABC]") == frames()["published"][kind].notna().sum()


def test_years_with_different_published_numbers_lie_on_a_band_and_others_do_not():
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["2003-03-31", "2003-09-30", "2005-01-01", "2006-01-01"]),
            "offices": [78, 77, 80, None],
            "countries": [56, 56, 58, 60],
            "grade": ["A", "B", "A", "A"],
        }
    )
    found = published_alone(frame).findobj(lambda a: str(a.get_gid()).startswith("tie-"))
    assert [artist.get_gid() for artist in found] == ["tie-offices-2003"]


def test_published_totals_are_never_joined():
    for axes in drawn("published").axes:
        assert {line.get_gid() for line in axes.lines if line.get_gid()} <= {
            "documented-offices",
            "documented-countries",
        }


@pytest.mark.parametrize("grade", ["A", "B", "C"])
def test_every_attestation_is_one_dot(grade):
    figure = drawn("evidence_by_year")
    assert marks(figure, f"evidence-{grade}") == frames()["evidence_by_year"][grade].sum()


def test_every_stock_of_the_agency_is_one_mark():
    counts = frames()["agency_people"]
    stocks = counts.measure.isin(["on_board", "authorised", "requested", "unspecified"])
    assert marks(drawn("agency_people"), "(agents|staff)-.*") == stocks.sum()


@pytest.mark.parametrize("name", ["people_abroad", "people_in_country"])
def test_every_count_on_a_time_axis_is_one_mark(name):
    assert marks(drawn(name), "(agents|staff)-.*") == len(frames()[name])


def test_every_latest_count_of_a_country_is_one_mark():
    assert marks(drawn("people_by_country"), "latest-.*") == len(frames()["people_by_country"])


# ── What is joined ────────────────────────────────────────────────────────────────────────────


def agency(**columns: object) -> pd.DataFrame:
    """Counts of the agency, two years apart unless told."""
    return pd.DataFrame(
        {
            "day": pd.to_datetime(["2003-07-01", "2005-07-01"]),
            "value": [100, 120],
            "kind": "staff",
            "bound": "exact",
            "measure": "authorised",
            "is_comparable": True,
            **columns,
        }
    )


def joins(frame: pd.DataFrame) -> int:
    figure = charts.agency_people(frame)
    return sum(str(line.get_gid()).startswith("run") for axes in figure.axes for line in axes.lines)


def test_comparable_counts_of_one_measure_are_joined():
    assert joins(agency()) == 1


@pytest.mark.parametrize(
    "difference",
    [
        {"measure": ["authorised", "requested"]},
        {"measure": ["on_board", "authorised"]},
        {"kind": ["agents", "staff"]},
        {"is_comparable": [True, False]},
        {"is_comparable": [True, None]},
        {"day": pd.to_datetime(["2003-07-01", "2007-07-01"])},
    ],
)
def test_no_line_joins_counts_that_differ_in_kind_or_measure_or_lie_far_apart(difference):
    assert joins(agency(**difference)) == 0


@pytest.mark.parametrize("name", ["people_abroad", "people_in_country"])
def test_sparse_counts_are_never_joined(name):
    lines = [line for axes in drawn(name).axes for line in axes.lines]
    assert all(str(line.get_gid()).startswith("leader") for line in lines)


# ── What is missing, short or hostile ─────────────────────────────────────────────────────────


@every_chart
def test_a_frame_without_rows_says_so(name):
    figure = CHARTS[name](frames()[name].head(0))
    assert [text.get_text() for text in texts(figure)] == ["No rows to draw"]


@every_chart
def test_one_row_is_drawn_without_a_warning(name, recwarn):
    svg(CHARTS[name](frames()[name].tail(1)))
    assert not recwarn.list


@every_chart
def test_missing_values_are_left_out(name):
    frame = frames()[name].head(6).astype(object)
    not_drawn = {"observation_id", "place", "note", "source_id"}
    keys = {"fiscal_year", "year", "change"}
    for column in sorted(set(frame) - not_drawn - keys):
        holed = frame.copy()
        holed.loc[holed.index[0], column] = None
        assert texts(CHARTS[name](holed.infer_objects()))


@every_chart
def test_text_from_the_data_is_never_read_as_mathematics_or_markup(name):
    frame = frames()[name].tail(2).copy()
    for column in {
        "world_region",
        "country",
        "label",
        "note",
        "source_id",
        "date",
        "kind",
        "bound",
        "grade",
        "measure",
    } & set(frame):
        frame[column] = HOSTILE
    figure = CHARTS[name](frame)
    assert not any(text.get_parse_math() and "$" in text.get_text() for text in texts(figure))
    assert not any("\n" in text.get_text() for text in texts(figure))
    assert "<script>" not in svg(figure)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("offices_by_region", "world_region"),
        ("regions_before_and_after", "world_region"),
        ("majors_years", "country"),
        ("people_by_country", "country"),
    ],
)
def test_a_name_that_is_too_long_is_cut_and_leaves_room_for_the_marks(name, column):
    figure = CHARTS[name](frames()[name].head(3).assign(**{column: HOSTILE}))
    (cut, *_) = [text for text in texts(figure) if text.get_text().endswith("…")]
    assert cut.get_window_extent().x1 < figure.bbox.width / 2


def test_a_label_without_room_is_left_out_rather_than_laid_over_another():
    series = frames()["people_in_country"].assign(label=HOSTILE)
    assert HOSTILE[:3] not in [
        text.get_text()[:3] for text in texts(charts.people_in_country(series))
    ]


# ── How it looks ──────────────────────────────────────────────────────────────────────────────


@every_chart
def test_no_text_lies_on_another_or_leaves_the_canvas(name):
    figure = drawn(name)
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(figure)]
    canvas = figure.bbox.padded(1)
    for text, box in boxes:
        assert canvas.contains(*box.min) and canvas.contains(*box.max), text
    for (one, box), (other, rival) in itertools.combinations(boxes, 2):
        overlap = (
            min(box.x1, rival.x1) - max(box.x0, rival.x0),
            min(box.y1, rival.y1) - max(box.y0, rival.y0),
        )
        assert min(overlap) < 1, (one, other)


@every_chart
def test_a_figure_uses_no_colour_but_those_of_the_palette(name):
    written = svg(drawn(name)).lower()
    palette = {colour.lower() for colour in LIGHT.values()}
    assert set(re.findall(r"#[0-9a-f]{6}\b", written)) <= palette


@every_chart
def test_every_id_of_a_figure_is_its_own(name):
    ids = re.findall(r'\bid="([^"]+)"', svg(drawn(name)))
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z][\w.-]*", each) for each in ids)


@every_chart
def test_the_same_rows_give_the_same_bytes(name):
    assert svg(drawn(name)) == svg(drawn.__wrapped__(name))


@every_chart
def test_no_text_is_smaller_than_eleven_points(name):
    assert min(text.get_fontsize() for text in texts(drawn(name))) >= 11


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2011-07-28", "28 Jul 2011"),
        ("2011-07", "Jul 2011"),
        ("2011", "2011"),
        ("soon", "soon"),
        (None, ""),
    ],
)
def test_partial_dates_are_written_in_words(date, words):
    assert counts.spoken(date) == words


def test_labels_that_are_too_close_move_apart_in_their_order():
    assert panels.spread([1.0, 1.0, 5.0], 0.5) == [0.75, 1.25, 5.0]
