"""What the charts about cooperation, deaths, seizures and lists may and may not draw."""

import itertools
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from test_charts import HOSTILE, marks, svg, texts

from footprint import charts, data
from footprint.charts import seizures
from footprint.charts.steps import settled
from footprint.drawing.palette import LIGHT
from footprint.drawing.panels import decimal_years

DATA = Path(__file__).parents[1] / "data"
Frames = tuple[pd.DataFrame, ...]


def days(dates: pd.Series) -> pd.Series:
    """The first day of partial dates."""
    return pd.to_datetime([f"{date}-01-01"[:10] if len(date) < 10 else date for date in dates])


@cache
def frames() -> dict[str, Frames]:
    """What each chart is drawn from: the real tables, in the columns that it asks for."""
    tables = data.load(DATA)
    deaths = tables.overdose_deaths.query("year >= 2015")
    steps = tables.timeline[tables.timeline.iso3s.fillna("").str.contains("CHN")]
    seized = tables.seizures.query("scope == 'nationwide'")
    years = range(1999, 2027)
    listed = set(tables.majors.query("iso3 == 'CHN'").fiscal_year)
    basis = tables.precursor_sources.query("iso3 == 'CHN'").set_index("year").basis
    return {
        "cooperation_and_deaths": (
            deaths.assign(
                day=pd.to_datetime(deaths.period_end) + pd.offsets.MonthEnd(0),
                is_final=deaths.status == "final",
                is_preferred=deaths.preferred.astype(bool),
            ),
            steps.assign(day=days(steps.date), when=steps.date).query("day >= '2015'"),
        ),
        "seizures_by_series": (
            seized.assign(
                day=seized.start + (seized.end - seized.start) / 2,
                is_comparable=seized.comparable.astype(bool),
                label=seized.period.where(~seized.comparable),
            ),
        ),
        "listed_by_year": (
            pd.DataFrame(
                {
                    "year": years,
                    "is_listed": [year in listed if year > 1999 else None for year in years],
                    "precursor_basis": [basis.get(year) for year in years],
                }
            ),
        ),
    }


CHARTS: dict[str, Callable[..., Figure]] = {
    "cooperation_and_deaths": charts.cooperation_and_deaths,
    "seizures_by_series": charts.seizures_by_series,
    "listed_by_year": charts.listed_by_year,
}
every_chart = pytest.mark.parametrize("name", CHARTS)


@cache
def drawn(name: str) -> Figure:
    return CHARTS[name](*frames()[name])


def runs(figure: Figure, gid: str) -> list[int]:
    """How many points each of the lines in the groups of a name joins."""
    groups = [g for g in figure.findobj(LineCollection) if re.match(gid, g.get_gid() or "")]
    return [len(path.vertices) for group in groups for path in group.get_paths()]


def said(figure: Figure) -> list[str]:
    return [text.get_text() for text in texts(figure)]


# ── Cooperation and deaths ────────────────────────────────────────────────────────────────────


def counted(**columns: object) -> pd.DataFrame:
    """Final counts of three years."""
    return pd.DataFrame(
        {
            "day": pd.to_datetime(["2020-12-31", "2021-12-31", "2022-12-31"]),
            "all_drugs": [90_000, 106_000, 108_000],
            "synthetic_opioids": [56_000, 70_000, 74_000],
            "is_final": True,
            "is_preferred": True,
            **columns,
        }
    )


NO_STEPS = pd.DataFrame({"day": pd.to_datetime([]), "when": [], "title": [], "kind": []})
NO_DEATHS = counted().head(0)


@pytest.mark.parametrize("drugs", ["all_drugs", "synthetic_opioids"])
@pytest.mark.parametrize(("look", "is_final"), [("final", True), ("provisional", False)])
def test_every_count_of_deaths_is_one_mark_and_a_missing_one_none(drugs, look, is_final):
    deaths, _ = frames()["cooperation_and_deaths"]
    count = deaths[deaths.is_final == is_final][drugs].notna().sum()
    assert marks(drawn("cooperation_and_deaths"), f"{look}-{drugs}") == count > 0


def test_every_step_has_a_mark_of_its_kind_and_a_mark_on_its_day():
    _, steps = frames()["cooperation_and_deaths"]
    figure = drawn("cooperation_and_deaths")
    assert marks(figure, "day") == marks(figure, "step-.*") == len(steps)
    for kind, count in steps.kind.value_counts().items():
        assert marks(figure, f"step-{kind}") == count


def test_final_counts_of_years_that_follow_each_other_are_joined():
    figure = charts.cooperation_and_deaths(counted(), NO_STEPS)
    assert runs(figure, "run-") == [3, 3]


@pytest.mark.parametrize(
    "difference",
    [
        {"is_final": False},
        {"is_preferred": False},
        {"is_final": [True, False, True]},
        {"is_final": [True, None, True]},
        {"day": pd.to_datetime(["2018-12-31", "2020-12-31", "2022-12-31"])},
        {"all_drugs": [1, None, 3], "synthetic_opioids": [None, 2, None]},
    ],
)
def test_no_line_joins_provisional_counts_or_spans_a_missing_year(difference):
    figure = charts.cooperation_and_deaths(counted(**difference), NO_STEPS)
    assert runs(figure, "run-") == []


def test_the_highest_final_and_the_last_count_are_told():
    words = said(drawn("cooperation_and_deaths"))
    assert {"all drugs", "synthetic opioids", "107,941", "73,838", "69,973"} <= {*words}
    assert "112,470" not in words  # a provisional count, since revised


def test_deaths_stand_at_the_end_of_their_twelve_months_and_steps_on_their_day_of_one_axis():
    step = NO_STEPS.astype(object).reindex([0]).assign(
        day=pd.Timestamp("2021-12-31"), when="then", title="A step", kind="law"
    )  # fmt: skip
    figure = charts.cooperation_and_deaths(counted(), step)
    spots = {
        mark.get_gid(): mark.get_offsets()
        for axes in figure.axes
        for mark in axes.collections
        if mark.get_gid() in ("final-all_drugs", "day")
    }
    assert spots["final-all_drugs"][1][1] == pytest.approx(spots["day"][0][1])


def test_deaths_alone_and_steps_alone_are_drawn():
    deaths, steps = frames()["cooperation_and_deaths"]
    alone = charts.cooperation_and_deaths(deaths, NO_STEPS)
    assert marks(alone, "day") == 0 < marks(alone, "final-all_drugs")
    alone = charts.cooperation_and_deaths(NO_DEATHS, steps)
    assert marks(alone, "day") == len(steps)
    assert not any("deaths" in word for word in said(alone))


def test_a_kind_that_nobody_knows_is_called_other():
    _, steps = frames()["cooperation_and_deaths"]
    figure = charts.cooperation_and_deaths(NO_DEATHS, steps.head(2).assign(kind=HOSTILE))
    assert marks(figure, "step-other") == 2 and "other" in said(figure)


def test_a_long_title_takes_two_lines_and_a_hopeless_one_is_cut():
    _, steps = frames()["cooperation_and_deaths"]
    long, hopeless = "a title of many words " * 5, "word " * 99
    figure = charts.cooperation_and_deaths(counted(), steps.head(2).assign(title=[long, hopeless]))
    words = " ".join(said(figure))
    assert long.strip() in words.replace("  ", " ")
    assert sum(word.endswith("…") for word in said(figure)) == 1


def test_steps_keep_their_order_and_their_distance_and_stay_near_their_day():
    wanted, heights = pd.Series([1.0, 1.0, 1.1, 5.0]), pd.Series([0.5, 0.5, 0.5, 0.5])
    places = settled(wanted, heights, 0.0, 9.0)
    assert np.diff(places).min() >= 0.5 - 1e-9
    assert np.mean(places[:3]) == pytest.approx(np.mean(wanted[:3])) and places[3] == 5.0
    assert settled(wanted, heights, 2.0, 9.0)[0] == 2.0
    assert settled(wanted, heights, 0.0, 4.0)[-1] == pytest.approx(3.5)


# ── Seizures ──────────────────────────────────────────────────────────────────────────────────


def seized(**columns: object) -> pd.DataFrame:
    """Three fiscal years that follow each other."""
    starts = pd.to_datetime(["2019-10-01", "2020-10-01", "2021-10-01"])
    ends = pd.to_datetime(["2020-09-30", "2021-09-30", "2022-09-30"])
    frame = pd.DataFrame(
        {
            "agency": "CBP",
            "unit": "lb",
            "start": starts,
            "end": ends,
            "quantity": [4000.0, 11000.0, 15000.0],
            "bound": "exact",
            "is_comparable": True,
            "label": None,
            **columns,
        }
    )
    return frame.assign(day=frame.start + (frame.end - frame.start) / 2)


def test_every_seizure_is_one_mark_and_only_those_that_compare_are_filled():
    (rows,) = frames()["seizures_by_series"]
    figure = drawn("seizures_by_series")
    assert marks(figure, "comparable-.*") == rows.is_comparable.sum()
    assert marks(figure, "apart-.*") == (~rows.is_comparable).sum()


def test_every_agency_and_unit_has_a_panel_with_a_scale_of_its_own_from_zero():
    (rows,) = frames()["seizures_by_series"]
    panels = [a for a in drawn("seizures_by_series").axes if str(a.get_gid()).startswith("panel")]
    assert len(panels) == rows.groupby(["agency", "unit"]).ngroups
    assert {panel.get_ylim()[0] for panel in panels} == {0}
    assert len({panel.get_ylim()[1] for panel in panels}) == len(panels)
    assert {"CBP, pounds", "DEA, pills"} <= {*said(drawn("seizures_by_series"))}


def test_years_that_follow_each_other_are_joined():
    assert runs(charts.seizures_by_series(seized()), "run") == [3]


@pytest.mark.parametrize(
    "difference",
    [
        {"is_comparable": [True, False, True]},
        {"is_comparable": [True, None, True]},
        {"unit": ["lb", "pills", "lb_powder"]},
        {"agency": ["CBP", "DEA", "XYZ"]},
        {"start": pd.to_datetime(["2016-10-01", "2018-10-01", "2021-10-01"]),
         "end": pd.to_datetime(["2017-09-30", "2019-09-30", "2022-09-30"])},
        {"start": pd.Timestamp("2019-10-01"), "end": pd.Timestamp("2020-09-30")},
        {"start": pd.NaT},
    ],
)  # fmt: skip
def test_no_line_joins_seizures_that_do_not_follow_each_other(difference):
    rows = seized(**difference)
    rows = rows.assign(day=rows.day.fillna(pd.Timestamp("2020-04-01")))
    assert runs(charts.seizures_by_series(rows), "run") == []


def test_a_gap_in_a_series_is_named_and_a_series_without_one_has_no_such_word():
    assert "no count held, 2014–2017" in said(drawn("seizures_by_series"))
    assert not any("no count" in word for word in said(charts.seizures_by_series(seized())))


def test_the_words_of_what_does_not_compare_are_at_the_mark():
    (rows,) = frames()["seizures_by_series"]
    assert {*rows.label.dropna()} <= {*said(drawn("seizures_by_series"))}


def test_a_count_that_does_not_compare_steps_aside_rather_than_hide_behind_another():
    rows = seized(is_comparable=[True, True, False], quantity=[1.0, 9.0, 9.0])
    rows.loc[2, ["start", "end", "day"]] = rows.loc[1, ["start", "end", "day"]]
    rows = rows.assign(at=decimal_years(rows.day))
    moved = seizures.dodged(rows, np.array([1.0, 1.0]))
    assert list(moved[:2]) == list(rows["at"][:2])
    assert 0.1 < abs(moved[2] - rows["at"][2]) < 0.5


@pytest.mark.parametrize("bound", ["at_least", "at_most", "about"])
def test_bounds_are_drawn_as_bounds_and_said(bound):
    figure = charts.seizures_by_series(seized(bound=bound))
    assert marks(figure, f"comparable-{bound}") == 3
    assert any(re.fullmatch(f"{bound.replace('_', ' ')} 15,000", word) for word in said(figure))


# ── Lists ─────────────────────────────────────────────────────────────────────────────────────


def test_every_year_on_a_list_or_left_out_of_one_is_a_mark_and_a_year_without_a_list_is_none():
    (years,) = frames()["listed_by_year"]
    figure = drawn("listed_by_year")
    assert marks(figure, "listed") == (years.is_listed == True).sum() == 9  # noqa: E712
    assert marks(figure, "not-listed") == (years.is_listed == False).sum() == 18  # noqa: E712
    assert "blank: no list in the tables" in said(figure)


@pytest.mark.parametrize(
    ("basis", "gid"),
    [
        ("incsr_list", "named-report"),
        ("majors_determination", "named-determination"),
        ("both", "named-both"),
        ("none", "not-named"),
    ],
)
def test_the_form_of_a_square_says_the_basis(basis, gid):
    years = pd.DataFrame(
        {"year": [2017, 2018], "is_listed": None, "precursor_basis": [None, basis]}
    )
    figure = charts.listed_by_year(years)
    assert marks(figure, gid) == marks(figure, "named-.*|not-named") == 1


# ── What is missing, short or hostile ─────────────────────────────────────────────────────────


@every_chart
def test_a_frame_without_rows_says_so(name):
    figure = CHARTS[name](*(frame.head(0) for frame in frames()[name]))
    assert said(figure) == ["No rows to draw"]


@every_chart
def test_one_row_is_drawn_without_a_warning(name, recwarn):
    svg(CHARTS[name](*(frame.tail(1) for frame in frames()[name])))
    assert not recwarn.list


@every_chart
def test_missing_values_are_left_out(name):
    for i, whole in enumerate(frames()[name]):
        for column in whole:
            holed = [frame.head(5).copy() for frame in frames()[name]]
            holed[i][column] = holed[i][column].mask(np.arange(len(holed[i])) == 0)
            assert texts(CHARTS[name](*holed))


@every_chart
@pytest.mark.parametrize("count", [2, 99])
def test_text_from_the_data_is_cut_to_its_room_and_never_read_as_markup(name, count):
    words = {"when", "title", "kind", "agency", "unit", "bound", "label", "precursor_basis"}
    hostile = [
        frame.tail(count).assign(**dict.fromkeys(words & {*frame}, HOSTILE))
        for frame in frames()[name]
    ]
    figure = CHARTS[name](*hostile)
    inside(figure)
    assert not any(text.get_parse_math() and "$" in text.get_text() for text in texts(figure))
    assert not any("\n" in word for word in said(figure))
    assert "<script>" not in svg(figure)


# ── How it looks ──────────────────────────────────────────────────────────────────────────────


def inside(figure: Figure) -> None:
    """No text lies on another or leaves the canvas."""
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
def test_no_text_lies_on_another_or_leaves_the_canvas(name):
    inside(drawn(name))


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
