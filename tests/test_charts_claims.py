"""What the chart of the claims may and may not draw, on the real table and on hostile ones."""

import itertools
import re
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.figure import Figure
from test_charts import HOSTILE, marks, svg, texts

from footprint.charts.claims import ABREAST, VERDICTS, claims_by_verdict
from footprint.drawing.palette import LIGHT

TABLE = Path(__file__).parents[1] / "data" / "claims.csv"


@cache
def claims() -> pd.DataFrame:
    """The claims of the report; every third is said to be decided by code."""
    frame = pd.read_csv(TABLE, usecols=["claim_id", "section", "verdict"])
    return frame.assign(is_decided=frame.index % 3 == 0)


@cache
def drawn() -> Figure:
    return claims_by_verdict(claims())


def said(figure: Figure) -> list[str]:
    return [text.get_text() for text in texts(figure)]


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_claim_is_one_sign_of_its_verdict(verdict):
    count = (claims().verdict == verdict).sum()
    assert count
    assert marks(drawn(), f"claims-{verdict}") == count
    assert f"{verdict}, {count}" in said(drawn())


def test_every_verdict_has_a_shape_of_its_own():
    shapes = {shape.vertices.tobytes() for shape, _ in VERDICTS.values()}
    assert len(shapes) == len(VERDICTS)


def test_every_claim_decided_by_code_has_a_dot():
    decided = claims().is_decided.sum()
    assert marks(drawn(), "decided") == decided
    assert any(text.endswith(f"from the tables, {decided}") for text in said(drawn()))


def test_a_section_is_a_row_in_order_of_appearance():
    sections = claims().section.unique().tolist()
    rows = [text for text in texts(drawn()) if text.get_text() in sections]
    rows.sort(key=lambda text: text.get_position()[1])
    assert [text.get_text() for text in rows] == sections


def test_the_counts_at_the_right_are_those_of_the_section():
    frame = pd.DataFrame(
        {
            "claim_id": ["A1", "A2", "A3"],
            "section": "Plan",
            "verdict": ["confirmed", "confirmed", "conflicting"],
            "is_decided": False,
        }
    )
    numbers = [text for text in texts(claims_by_verdict(frame)) if text.get_text().isdigit()]
    numbers.sort(key=lambda text: text.get_position()[0])
    assert [text.get_text() for text in numbers] == ["2", "1"]


def test_a_long_section_goes_on_in_a_second_line():
    frame = claims().head(ABREAST + 1).assign(section="Plan", verdict="confirmed")
    (signs,) = claims_by_verdict(frame).findobj(lambda a: a.get_gid() == "claims-confirmed")
    x, y = signs.get_offsets().T
    assert len({*y}) == 2
    assert x[-1] == x[0]


@pytest.mark.parametrize(
    ("column", "value"), [("section", None), ("verdict", None), ("verdict", "maybe")]
)
def test_a_claim_without_a_section_or_a_known_verdict_is_left_out(column, value):
    frame = claims().astype(object)
    frame.loc[0, column] = value
    assert marks(claims_by_verdict(frame), "claims-.*") == len(frame) - 1


def test_a_claim_of_which_nothing_is_known_of_code_has_no_dot():
    frame = claims().astype({"is_decided": object}).head(1)
    frame.loc[0, "is_decided"] = None
    assert marks(claims_by_verdict(frame), "decided") == 0


def test_a_frame_without_rows_says_so():
    assert said(claims_by_verdict(claims().head(0))) == ["No rows to draw"]
    assert said(claims_by_verdict(claims().assign(verdict=None))) == ["No rows to draw"]


def test_one_claim_is_drawn_without_a_warning(recwarn):
    svg(claims_by_verdict(claims().tail(1)))
    assert not recwarn.list


def test_a_long_or_hostile_section_is_cut_and_never_read_as_markup():
    figure = claims_by_verdict(claims().assign(section=HOSTILE))
    (cut,) = [text for text in texts(figure) if text.get_text().endswith("…")]
    assert cut.get_window_extent().x1 < figure.bbox.width / 2
    assert not cut.get_parse_math()
    assert "<script>" not in svg(figure)


def test_no_text_lies_on_another_or_leaves_the_canvas():
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts(drawn())]
    canvas = drawn().bbox.padded(1)
    for text, box in boxes:
        assert canvas.contains(*box.min) and canvas.contains(*box.max), text
    for (one, box), (other, rival) in itertools.combinations(boxes, 2):
        across = min(box.x1, rival.x1) - max(box.x0, rival.x0)
        down = min(box.y1, rival.y1) - max(box.y0, rival.y0)
        assert min(across, down) < 1, (one, other)


def test_no_text_is_smaller_than_eleven_points():
    assert min(text.get_fontsize() for text in texts(drawn())) >= 11


def test_the_colours_are_those_of_the_palette():
    found = set(re.findall(r"#[0-9a-f]{6}\b", svg(drawn()).lower()))
    assert found <= {colour.lower() for colour in LIGHT.values()}


def test_every_id_is_its_own():
    ids = re.findall(r'\bid="([^"]+)"', svg(drawn()))
    assert len(ids) == len({*ids})


def test_the_same_claims_give_the_same_bytes():
    assert svg(drawn()) == svg(claims_by_verdict(claims()))
