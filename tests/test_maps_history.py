"""The maps of half a century and of reach: every office and every cell in its place."""

from __future__ import annotations

from itertools import combinations, cycle, islice

import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from test_maps import ink, land, named, offices, svg

from footprint import maps
from footprint.drawing.palette import LIGHT
from footprint.maps import history
from footprint.maps.land import Land

__all__ = ["land", "offices"]  # fixtures

MOMENTS = ["1975", "2007", "2012", "2019", "2024", "With the plan carried out"]


@pytest.fixture(scope="module")
def panels(offices: pd.DataFrame) -> pd.DataFrame:
    """Six moments, the first without an office."""
    labels = ["working", "not_attested_recently", "closed", "working", "proposed"]
    parts = [
        offices.iloc[i:].assign(
            panel=moment, label=list(islice(cycle(labels[i % 5 :] + labels), len(offices) - i))
        )
        for i, moment in enumerate(MOMENTS)
    ]
    none = dict.fromkeys(["office_id", "lat", "lon", "label", "confidence"])
    parts[0] = parts[0].head(1).assign(**none)
    return pd.concat(parts, ignore_index=True).assign(
        caption=lambda frame: "What is documented of " + frame["panel"]
    )


@pytest.fixture(scope="module")
def grid(land: Land) -> pd.DataFrame:
    """Land in cells: without a change in the west, nearer in the middle, farther in the east."""
    west, south, east, north = land.bounds
    across, up = np.meshgrid(np.arange(west, east, 3e5), np.arange(south, north, 3e5))
    ground = shapely.union_all(shapely.polygonize(shapely.get_parts(land.coast)))
    points = np.column_stack([across.ravel(), up.ravel()])
    points = points[shapely.contains_xy(ground, *points.T)]
    lon, lat = land.unproject(points).T
    change = np.select([lon < -30, lon < 40], [0, -100], 10 * (lon - 40))
    return pd.DataFrame({"lon": lon, "lat": lat, "before_km": 2000.0, "after_km": 2000.0 + change})


@pytest.fixture(scope="module")
def reach(grid: pd.DataFrame, offices: pd.DataFrame, land: Land) -> Figure:
    return maps.reach_change(grid, offices, land)


@pytest.fixture(scope="module")
def moments(panels: pd.DataFrame, land: Land) -> Figure:
    return maps.offices_over_time(panels, land)


def said(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def dots(figure: Figure, start: str) -> int:
    found = [c for c in figure.findobj(PathCollection) if str(c.get_gid()).startswith(start)]
    return sum(len(c.get_offsets()) for c in found)


# Half a century


def test_every_moment_has_its_own_world_title_and_caption_in_order(moments):
    assert [axes.get_label() for axes in moments.axes] == [f"panel-{i}" for i in range(1, 7)]
    words = said(moments)
    assert [word for word in words if word in MOMENTS] == MOMENTS
    assert all(f"What is documented of {moment}" in words for moment in MOMENTS)


def test_every_office_at_work_or_not_attested_is_one_sign_and_no_other_is(moments, panels, land):
    signs = named(moments, "-office-", Line2D)
    for i, moment in enumerate(MOMENTS):
        rows = panels[panels["panel"] == moment]
        rows = rows[rows["label"].isin(["working", "not_attested_recently"])]
        here = {gid for gid in signs if gid.startswith(f"panel-{i + 1}-")}
        assert here == {f"panel-{i + 1}-office-{office}" for office in rows["office_id"]}
        for office, place in zip(
            rows["office_id"], land.project(rows["lon"], rows["lat"]), strict=True
        ):
            sign = signs[f"panel-{i + 1}-office-{office}"]
            assert np.allclose(np.ravel(sign.get_xydata()), place)
            assert sign.axes is moments.axes[i]


def test_a_moment_without_offices_is_an_empty_world(panels, land):
    figure = maps.offices_over_time(panels.head(1), land)
    assert not named(figure, "office-", Line2D)
    assert {"1975", "No offices to show."} <= set(said(figure))


def test_a_small_world_keeps_its_islands_and_is_light(moments, land):
    small = history.coarse(land)
    whole, few = (base.ground.to_polygons() for base in (land, small))
    assert len(few) == len(whole)
    assert len(small.ground) < 0.45 * len(land.ground)
    assert len(svg(moments)) < 900_000


def test_a_long_caption_takes_lines_and_stays_in_its_column(panels, land):
    frame = panels.assign(caption="No words, however many, leave the column. " * 5)
    figure = maps.offices_over_time(frame, land)
    lines = [text for text in figure.findobj(Text) if "however" in text.get_text()]
    assert len(lines) > len(MOMENTS)
    for text in lines:
        left = text.get_position()[0]
        edge = 352 if left < 300 else 720
        assert ink(text).x1 / figure.dpi * 72 <= edge + 1


def test_titles_and_captions_are_never_read_as_markup_or_mathematics(panels, land):
    hostile = "A&B <i>$x_1^2$</i> \\frac \n%"
    page = svg(maps.offices_over_time(panels.assign(panel=hostile, caption=hostile), land))
    assert page.count("A&amp;B &lt;i&gt;$x_1^2$&lt;/i&gt; \\frac %") >= 2


# Reach


def test_every_cell_that_changes_is_one_dot_unless_a_name_stands_there(reach, grid):
    change = grid["after_km"] - grid["before_km"]
    for way, cells in (("farther", change >= 0.5), ("nearer", change <= -0.5)):
        assert 0.75 * cells.sum() < dots(reach, way) <= cells.sum()


def test_without_names_every_cell_that_changes_is_one_dot(grid, offices, land):
    figure = maps.reach_change(grid, offices.head(0), land)
    change = grid["after_km"] - grid["before_km"]
    assert dots(figure, "farther-1") == ((change >= 0.5) & (change <= 250)).sum()
    assert dots(figure, "farther-2") == ((change > 250) & (change <= 1000)).sum()
    assert dots(figure, "farther-3") == (change > 1000).sum()
    assert dots(figure, "nearer") == (change < 0).sum()


def test_no_dot_lies_under_a_name_and_no_name_on_another(reach):
    boxes = [ink(text) for text in named(reach, "label-", Text).values()]
    assert boxes and not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    world = reach.axes[0]
    for cells in reach.findobj(PathCollection):
        for place in world.transData.transform(np.asarray(cells.get_offsets())):
            assert not any(box.contains(*place) for box in boxes)


def test_every_change_of_the_plan_is_named(reach, offices):
    changes = offices[offices["label"].isin(["closing", "opening"])]
    assert set(named(reach, "label-", Text)) == set("label-" + changes["office_id"])


def test_farther_and_nearer_differ_in_shape_as_well_as_in_colour(reach):
    ways = {str(c.get_gid())[:6]: c for c in reach.findobj(PathCollection)}
    farther, nearer = ways["farthe"], ways["nearer"]
    assert len(farther.get_paths()[0]) != len(nearer.get_paths()[0])
    assert not np.allclose(farther.get_facecolor(), nearer.get_facecolor())


def test_a_missing_distance_is_no_change_and_nothing_known_is_said_to_be_so(grid, offices, land):
    unknown = grid.assign(after_km=np.nan)
    figure = maps.reach_change(unknown, offices, land)
    assert dots(figure, "farther") == dots(figure, "nearer") == 0
    assert "No distances to show." in said(figure)
    same = maps.reach_change(grid.assign(after_km=grid["before_km"]), offices, land)
    assert "No distance changes." in said(same)


def test_maps_without_any_row_say_so(panels, grid, offices, land):
    empty = maps.offices_over_time(panels.head(0), land)
    assert said(empty) == ["No rows to draw"]
    assert said(maps.reach_change(grid.head(0), offices.head(0), land)) == said(empty)


@pytest.mark.parametrize("name", ["moments", "reach"])
def test_the_same_data_make_the_same_bytes_in_the_palette_alone(
    name, request, panels, grid, offices, land
):
    page = svg(request.getfixturevalue(name))
    again = {
        "moments": lambda: maps.offices_over_time(panels, land),
        "reach": lambda: maps.reach_change(grid, offices, land),
    }
    assert page == svg(again[name]())
    colours = {word[:6].upper() for word in page.split("#")[1:] if len(word) > 6}
    used = {f"#{colour}" for colour in colours if set(colour) <= set("0123456789ABCDEF")}
    assert used <= set(LIGHT.values()) | {"#000000"}
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
