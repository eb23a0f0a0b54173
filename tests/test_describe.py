"""Map, table and text hold the same offices with the same status, and the same numbers."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from test_charts import svg

from footprint import describe, maps, status
from footprint.data import Tables
from footprint.measures.history import snapshots
from footprint.parameters import Parameters
from footprint.view import View
from press.facts import plain

SETS = [
    {},
    {"as_of": "1975-01-01"},
    {"as_of": "2007-03-31"},
    {"known_on": "2024-06-30"},
    {"world_region": "Europe"},
    {"min_confidence": "high"},
]


def view_of(tables: Tables, asked: dict[str, str]) -> View:
    return View(tables, Parameters.model_validate(asked))


def drawn(figure: object) -> set[tuple[str, str]]:
    """(label, office_id) of every sign in a figure, by the names of its groups."""
    found = set()
    for layer in ElementTree.fromstring(svg(figure)).iter("{http://www.w3.org/2000/svg}g"):
        label = re.fullmatch(r"(?:[a-z-]+-)?offices-([a-z_]+)", layer.get("id", ""))
        for sign in layer if label else ():
            office = re.fullmatch(r"(?:[a-z-]+-)?office-([a-z]{3}-.+)", sign.get("id", ""))
            if label and office:
                found.add((label[1], office[1]))
    return found


def told(text: str, frame: pd.DataFrame) -> set[tuple[str, str]]:
    """(label, office_id) of every office that a description names."""
    labels = {words.capitalize(): label for label, words in status.WORDS.items()}
    offices = {(row.label, row.city): row.office_id for row in frame.itertuples()}
    found = set()
    for state, count, names in re.findall(
        r"([A-Z][a-z ]+), (\d+): ([^.]+(?:\.[^ ][^.]*)*)\.", plain(text)
    ):
        cities = [re.sub(r" \(.*\)$", "", name) for name in re.split(r", | and ", names)]
        assert len(cities) == int(count)
        found |= {(labels[state], offices[labels[state], city]) for city in cities}
    return found


@pytest.mark.parametrize("asked", SETS, ids=str)
def test_map_table_and_text_hold_the_same_offices_with_the_same_status(
    tables: Tables, asked: dict[str, str]
) -> None:
    view = view_of(tables, asked)
    offices = view.offices
    figure = maps.offices_by_status(offices, maps.land(tables.boundaries))
    rows = {(row.label, row.office_id) for row in offices.itertuples()}
    assert rows
    assert drawn(figure) == rows
    assert told(describe.offices(offices), offices) == rows


def test_the_lead_map_and_its_text_hold_the_same_offices(view: View) -> None:
    shown = view.offices[view.offices.label.isin(["working", "closing", "opening"])]
    figure = maps.offices_and_plan(view.offices, maps.land(view.whole.boundaries))
    rows = {(row.label, row.office_id) for row in shown.itertuples()}
    assert drawn(figure) == rows == told(describe.offices(shown), shown)


def test_the_small_maps_and_their_table_hold_the_same_number_of_signs(view: View) -> None:
    panels = snapshots(view)
    figure = maps.offices_over_time(panels, maps.land(view.whole.boundaries))
    shown = panels.dropna(subset="office_id")
    ids = re.findall(r'id="[^"]*office-([a-z]{3}-[^"]+)"', svg(figure))
    assert len(ids) == len(shown)
    for panel, rows in shown.groupby("panel"):
        text = describe.snapshots(panels)
        assert f"{panel}." in text and f", {len(rows[rows.label == 'working'])}:" in text


def test_two_cities_of_one_name_are_told_apart() -> None:
    frame = pd.DataFrame(
        {"label": ["working"] * 2, "city": ["San José"] * 2, "country": ["Costa Rica", "Mexico"]}
    )
    assert "San José (Costa Rica)" in plain(describe.offices(frame))


def test_text_of_the_data_cannot_become_markup() -> None:
    frame = pd.DataFrame({"label": ["working"], "city": ["<b>*x*</b>"], "country": ["Y"]})
    assert "\\<b\\>\\*x\\*" in describe.offices(frame)
