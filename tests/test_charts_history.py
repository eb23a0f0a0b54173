"""The charts of half a century and of reach: what they draw, on real tables and hostile ones."""

import itertools
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from test_charts import HOSTILE, marks, svg, texts

from footprint import charts, data, status
from footprint.charts import history
from footprint.drawing import flags
from footprint.drawing.palette import LIGHT
from footprint.parameters import Parameters
from footprint.view import View

DATA = Path(__file__).parents[1] / "data"


def events() -> pd.DataFrame:
    """Everything that happened to offices, as seen from the end of 2024."""
    tables = data.load(DATA)
    rows = tables.events[tables.events.kind.isin(list(history.KINDS))]
    rows = rows.merge(tables.offices[["office_id", "city"]], on="office_id", how="left")
    rows = rows.merge(tables.countries[["iso3", "name"]], on="iso3", how="left")
    begins = pd.to_datetime(rows.date.map(status.first_day))
    ends = pd.to_datetime(rows.date.map(status.last_day))
    return pd.DataFrame(
        {
            "day": begins + (ends - begins) / 2,
            "begins": begins,
            "ends": ends,
            "kind": rows.kind,
            "city": rows.city,
            "country": rows.name,
            "is_known_by_day": begins <= pd.Timestamp("2024-12-31"),
        }
    )


def years() -> pd.DataFrame:
    """Offices by the year of their first and of their last evidence."""
    offices = View(data.load(DATA), Parameters()).offices
    counts = [
        offices[f"{kind}_documented"].str[:4].dropna().astype(int).value_counts()
        for kind in ("first", "last")
    ]
    table = pd.concat(counts, axis=1, keys=["first", "last"]).fillna(0).astype(int)
    return table.sort_index().rename_axis("year").reset_index()


@cache
def frames() -> dict[str, pd.DataFrame]:
    km = np.arange(0, 4001, 50)
    return {
        "office_events": events(),
        "first_and_last_documented": years(),
        "reach_of_capitals": pd.DataFrame(
            {
                "country": ["Senegal", "Jordan", "Syria", "Mali", "Armenia"],
                "capital": ["Dakar", "Amman", "Damascus", "Bamako", "Yerevan"],
                "before_km": [6.1, 218.7, 85.9, 1047.6, 170.2],
                "after_km": [2147.1, 4.3, 85.9, 1158.4, 993.5],
            }
        ),
        "distance_share": pd.DataFrame(
            {"km": km, "before": 1 - np.exp(-km / 1000), "after": 1 - np.exp(-km / 1100)}
        ),
    }


CHARTS: dict[str, Callable[[pd.DataFrame], Figure]] = {
    "office_events": charts.office_events,
    "first_and_last_documented": charts.first_and_last_documented,
    "reach_of_capitals": charts.reach_of_capitals,
    "distance_share": charts.distance_share,
}
every_chart = pytest.mark.parametrize("name", CHARTS)


@cache
def drawn(name: str) -> Figure:
    return CHARTS[name](frames()[name])


def said(figure: Figure) -> list[str]:
    return [text.get_text() for text in texts(figure)]


def lines(figure: Figure, start: str) -> int:
    return sum(str(line.get_gid()).startswith(start) for a in figure.axes for line in a.lines)


# ── Half a century ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", history.KINDS)
def test_every_event_is_one_sign_filled_if_known_by_the_day_and_hollow_if_not(kind):
    own = frames()["office_events"].query("kind == @kind")
    figure = drawn("office_events")
    assert marks(figure, f"{kind}-by-day") == own.is_known_by_day.sum()
    assert marks(figure, f"{kind}-after-day") == (~own.is_known_by_day).sum()


def test_an_event_without_a_city_has_the_name_of_its_country():
    assert frames()["office_events"].city.isna().any()
    assert "Bolivia" in said(drawn("office_events"))


def test_every_event_has_its_name():
    names = [
        text for text in said(drawn("office_events")) if not re.search(r"\d|hollow|span", text)
    ]
    assert len(names) == len(frames()["office_events"])


def test_a_date_known_only_to_the_year_has_a_span_and_one_known_to_the_day_has_none():
    own = frames()["office_events"].assign(kind="open")
    yearly = own[(own.ends - own.begins).dt.days > 300]
    daily = own[own.ends == own.begins]
    assert lines(charts.office_events(yearly), "span") == len(yearly) > 0
    assert lines(charts.office_events(daily), "span") == 0 < len(daily)


def test_an_event_without_a_day_is_left_out():
    own = frames()["office_events"].copy()
    own.loc[own.index[0], "day"] = pd.NaT
    assert "opened, 18" in said(charts.office_events(own))


def test_the_key_speaks_of_hollow_signs_only_where_there_are_some():
    own = frames()["office_events"]
    known = said(charts.office_events(own[own.is_known_by_day]))
    assert not any("hollow" in text for text in known)
    assert any("hollow" in text for text in said(drawn("office_events")))


def test_no_name_of_a_flag_covers_the_stem_of_one_that_is_higher():
    places = [2.0, 2.1, 2.1, 2.4, 2.9, 5.0, 5.3, 9.6]
    stand, levels = flags.arranged(tuple(places), ("Santo Domingo",) * len(places), (1.3, 10.0), 12)
    both = list(zip(stand, levels, strict=True))
    for (one, low), (other, high) in itertools.permutations(both, 2):
        assert not (one.covers(other) and low <= high)
        assert not (one.meets(other) and low == high)
    assert all(flag.left > 1.3 and flag.right < 10.0 for flag in stand)


@pytest.mark.parametrize("kind", ["first", "last"])
def test_every_office_is_one_dot_on_each_side(kind):
    figure = drawn("first_and_last_documented")
    assert marks(figure, f"{kind}-documented") == frames()["first_and_last_documented"][kind].sum()


def test_the_tallest_pile_is_named_with_its_year():
    frame = pd.DataFrame({"year": [1973, 2022], "first": [3, 1], "last": [0, 4]})
    words = said(charts.first_and_last_documented(frame))
    assert "3 of 4 offices first documented in 1973" in words
    assert "4 of 4 offices last documented in 2022" in words


# ── Reach ─────────────────────────────────────────────────────────────────────────────────────


def test_capitals_stand_in_the_order_of_their_change():
    words = said(drawn("reach_of_capitals"))
    rows = [word for word in words if ", " in word and word[0].isalpha() and word != "change, km"]
    assert rows == [
        "Dakar, Senegal",
        "Yerevan, Armenia",
        "Bamako, Mali",
        "Damascus, Syria",
        "Amman, Jordan",
    ]
    assert {"+2,141", "−215"} <= set(words)


def test_only_capitals_that_change_have_a_change_in_its_colour():
    (axes,) = drawn("reach_of_capitals").axes
    changes = [line for line in axes.lines if str(line.get_gid()).startswith("change")]
    assert [line.get_color() for line in changes] == [LIGHT["closing"]] * 3 + [LIGHT["opening"]]


def test_a_missing_distance_leaves_its_mark_out():
    frame = frames()["reach_of_capitals"].copy()
    frame.loc[0, "before_km"] = None
    frame.loc[1, "after_km"] = None
    figure = charts.reach_of_capitals(frame)
    assert marks(figure, "before") == marks(figure, "after") == len(frame) - 1
    assert lines(figure, "change") == 2


def test_the_largest_difference_of_the_shares_is_said_with_its_distance():
    frame = pd.DataFrame({"km": [0, 500, 900], "before": [0, 0.5, 0.9], "after": [0, 0.45, 0.88]})
    words = said(charts.distance_share(frame))
    assert "Difference, largest within 500 km: −5 percentage points" in words


def test_shares_that_are_the_same_have_no_difference():
    frame = frames()["distance_share"]
    words = said(charts.distance_share(frame.assign(after=frame.before)))
    assert "No difference" in words
    assert any(word.startswith("with the plan carried out") for word in words)


@pytest.mark.parametrize(("factor", "gid"), [(0.9, "less"), (1.05, "more")])
def test_the_room_between_the_shares_has_the_colour_of_what_happens(factor, gid):
    frame = frames()["distance_share"]
    figure = charts.distance_share(frame.assign(after=frame.before * factor))
    rooms = [room for room in figure.axes[1].collections if len(room.get_paths())]
    assert {room.get_gid() for room in rooms} == {gid}


# ── What is missing, short or hostile ─────────────────────────────────────────────────────────


@every_chart
def test_a_frame_without_rows_says_so(name):
    assert said(CHARTS[name](frames()[name].head(0))) == ["No rows to draw"]


@every_chart
def test_one_row_is_drawn_without_a_warning(name, recwarn):
    svg(CHARTS[name](frames()[name].tail(1)))
    assert not recwarn.list


@every_chart
def test_missing_values_are_left_out(name):
    for column in frames()[name]:
        holed = frames()[name].head(6).astype(object)
        holed.loc[holed.index[0], column] = None
        assert texts(CHARTS[name](holed.infer_objects()))


@pytest.mark.parametrize(
    ("name", "columns"),
    [("office_events", ["city", "country"]), ("reach_of_capitals", ["capital", "country"])],
)
def test_text_from_the_data_is_cut_and_never_read_as_mathematics_or_markup(name, columns):
    frame = frames()[name].assign(**dict.fromkeys(columns, HOSTILE))
    figure = CHARTS[name](frame)
    hostile = [text for text in texts(figure) if "$" in text.get_text()]
    assert len(hostile) == len(frame)
    for text in hostile:
        assert not text.get_parse_math() and "\n" not in text.get_text()
        assert text.get_text().endswith("…")
        assert figure.bbox.padded(1).contains(*text.get_window_extent().min)
        assert figure.bbox.padded(1).contains(*text.get_window_extent().max)
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
        overlap = (
            min(box.x1, rival.x1) - max(box.x0, rival.x0),
            min(box.y1, rival.y1) - max(box.y0, rival.y0),
        )
        assert min(overlap) < 1, (one, other)


@every_chart
def test_the_same_rows_give_the_same_bytes_in_the_palette_alone_with_ids_of_their_own(name):
    written = svg(drawn(name))
    assert written == svg(drawn.__wrapped__(name))
    palette = {colour.lower() for colour in LIGHT.values()}
    assert set(re.findall(r"#[0-9a-f]{6}\b", written.lower())) <= palette
    ids = re.findall(r'\bid="([^"]+)"', written)
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z][\w.-]*", each) for each in ids)


@every_chart
def test_no_text_is_smaller_than_eleven_points(name):
    assert min(text.get_fontsize() for text in texts(drawn(name))) >= 11
