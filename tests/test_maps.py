"""The maps: every office in its place, and nothing written over anything."""

from __future__ import annotations

import io
from itertools import combinations, cycle, islice
from pathlib import Path

import geopandas
import matplotlib
import numpy as np
import pandas as pd
import pytest
import shapely
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from footprint.drawing.palette import LIGHT
from footprint.drawing.symbols import LABELS
from footprint.maps import offices as maps
from footprint.maps.land import Land
from footprint.measures.reach import nearest

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture(scope="module")
def land() -> Land:
    return maps.land(geopandas.read_file(DATA / "boundaries.geojson"))


@pytest.fixture(scope="module")
def offices() -> pd.DataFrame:
    """The places of the report, with every status and certainty among them."""
    frame = pd.read_csv(DATA / "offices.csv")[["office_id", "city", "lat", "lon"]]
    mostly = ["working", "working", "working", "working", "closing", "working", *LABELS]
    frame["label"] = list(islice(cycle(mostly), len(frame)))
    frame["confidence"] = list(islice(cycle(["high", "medium", "high", "low", "high"]), len(frame)))
    return frame


@pytest.fixture(scope="module")
def figures(offices: pd.DataFrame, land: Land) -> dict[str, Figure]:
    return {name: drawn(name, offices, land) for name in MAPS}


def drawn(name: str, offices: pd.DataFrame, land: Land) -> Figure:
    if name != "plan_and_nearest":
        return getattr(maps, name)(offices, land)
    remaining = offices[offices["label"] == "working"]
    pairs = nearest(offices[offices["label"] == "closing"], remaining)
    return maps.plan_and_nearest(offices, pairs, land)


MAPS = ["offices_and_plan", "offices_by_status", "plan_and_nearest"]


def named(figure: Figure, start: str, kind: type[Artist]) -> dict[str, Artist]:
    """The artists of a kind whose gid begins so, on the world or (prefix and all) in an inset."""
    found = figure.findobj(lambda artist: isinstance(artist, kind) and bool(artist.get_gid()))
    named = [artist for artist in found if start in str(artist.get_gid())]
    gids = [str(artist.get_gid()) for artist in named]
    assert len(set(gids)) == len(gids), "two artists have one gid"
    return dict(zip(gids, named, strict=True))


def ink(text: Artist) -> Bbox:
    """What the letters cover, in pixels: the outlines themselves, not the room of their line."""
    assert isinstance(text, Text)
    outline = TextPath(text.get_position(), text.get_text(), prop=text.get_fontproperties())
    return outline.get_extents(text.get_transform())


def svg(figure: Figure) -> str:
    page = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": "test", "svg.fonttype": "none"}):
        figure.savefig(page, format="svg", metadata={"Date": None})
    return page.getvalue()


@pytest.mark.parametrize("name", MAPS)
def test_every_office_that_belongs_is_one_sign_at_its_projected_place(name, offices, land, figures):
    figure = figures[name]
    shown = offices
    if name != "offices_by_status":
        shown = offices[offices["label"].isin(["working", "closing", "opening"])]
    signs = {
        gid: sign for gid, sign in named(figure, "office-", Line2D).items() if gid[:7] == "office-"
    }
    assert set(signs) == set("office-" + shown["office_id"])
    places = land.project(shown["lon"], shown["lat"])
    for office, place in zip(shown["office_id"], places, strict=True):
        sign = signs[f"office-{office}"]
        assert isinstance(sign, Line2D)
        assert sign.axes is figure.axes[0]
        there = figure.axes[0].transData.transform(place)
        assert np.allclose(sign.get_transform().transform(sign.get_xydata())[0], there)


@pytest.mark.parametrize("name", MAPS)
def test_no_label_covers_a_sign_or_another_label_or_leaves_the_figure(name, figures):
    figure = figures[name]
    point = figure.dpi / 72
    labels = {gid: ink(text) for gid, text in named(figure, "label-", Text).items()}
    assert labels
    for (one, box), (other, rival) in combinations(labels.items(), 2):
        same = one.rsplit("-", 1)[0] == other or other.rsplit("-", 1)[0] == one
        assert same or not box.overlaps(rival), f"{one} over {other}"
    for gid, sign in named(figure, "office-", Line2D).items():
        middle = sign.get_transform().transform(sign.get_xydata())[0]
        half = 0.45 * sign.get_markersize() * point
        square = Bbox([middle - half, middle + half])
        for label, box in labels.items():
            assert not box.overlaps(square), f"{label} over {gid}"
    for box in labels.values():
        assert figure.bbox.contains(box.x0, box.y0) and figure.bbox.contains(box.x1, box.y1)


def test_every_change_of_the_plan_is_named(offices, figures):
    figure = figures["offices_and_plan"]
    changes = offices[offices["label"].isin(["closing", "opening"])]
    assert set(named(figure, "label-", Text)) == set("label-" + changes["office_id"])


@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize(
    "kept", [[], ["working"], ["closing"], ["proposed"], ["opening", "closed"]]
)
def test_any_label_may_be_missing(name, kept, offices, land):
    assert svg(drawn(name, offices[offices["label"].isin(kept)], land))


@pytest.mark.parametrize("name", MAPS)
def test_one_office_is_enough(name, offices, land):
    assert svg(drawn(name, offices.head(1).assign(label="closing"), land))


def test_insets_without_offices_are_left_out_and_the_world_stays(offices, land, figures):
    whole = figures["offices_by_status"].axes
    south = offices[offices["lat"] < -10]
    assert len(whole) == 1 + len(maps.INSETS)
    assert len(drawn("offices_by_status", south, land).axes) == 1
    asia = offices[offices["lon"].between(95, 110) & offices["lat"].between(5, 25)]
    assert [axes.get_label() for axes in drawn("offices_by_status", asia, land).axes] == [
        "", "south-east-asia",
    ]  # fmt: skip


@pytest.mark.parametrize("name", MAPS)
def test_a_name_is_never_read_as_markup_or_mathematics(name, offices, land):
    hostile = offices.assign(city="A&B <i>$x_1^2$</i> \\frac \n%")
    page = svg(drawn(name, hostile.iloc[:5].assign(label="closing"), land))
    assert "A&amp;B &lt;i&gt;$x_1^2$&lt;/i&gt; \\frac %" in page


def test_an_office_without_a_nearest_one_stands_alone(offices, land):
    closing = offices.head(3).assign(label="closing")
    pairs = pd.DataFrame(
        {"office_id": closing["office_id"], "nearest_office_id": None, "distance_km": np.nan}
    )
    figure = maps.plan_and_nearest(closing, pairs, land)
    assert not named(figure, "way-", Line2D)
    assert len(named(figure, "label-", Text)) == 3


def test_a_way_across_the_edge_of_the_map_is_parted(land):
    ends = pd.DataFrame(
        {
            "office_id": ["a", "b"], "city": ["A", "B"], "lat": [10.0, 12.0],
            "lon": [-172.0, -166.0],
            "label": ["closing", "working"], "confidence": "high",
        }
    )  # fmt: skip
    pairs = pd.DataFrame({"office_id": ["a"], "nearest_office_id": ["b"], "distance_km": [690.0]})
    figure = maps.plan_and_nearest(ends, pairs, land)
    ways = figure.findobj(lambda artist: artist.get_gid() == "way-a")
    assert len(ways) == 2
    assert all(np.ptp(way.get_xdata()) < 40 for way in ways)


@pytest.mark.parametrize("name", MAPS)
def test_the_same_data_make_the_same_bytes_in_the_palette_alone(name, offices, land, figures):
    page = svg(figures[name])
    assert page == svg(drawn(name, offices, land))
    colours = {word[:7].upper() for word in page.split("#")[1:] if len(word) > 6}
    used = {"#" + colour[:6] for colour in colours if set(colour[:6]) <= set("0123456789ABCDEF")}
    assert used <= set(LIGHT.values()) | {"#000000"}


def test_a_designer_finds_layers_by_name(figures):
    page = svg(figures["offices_by_status"])
    layers = [
        "graticule",
        "land",
        "borders",
        "labels",
        "leaders",
        "key",
        "europe-land",
        "europe-labels",
    ]
    for name in layers + [f"offices-{label}" for label in LABELS]:
        assert f'<g id="{name}">' in page


def test_the_land_is_whole(land):
    """No country is torn at 180°, none is lost for being small, and Antarctica is not there."""
    assert shapely.is_valid(np.array(land.countries)).all()
    assert min(shapely.get_coordinates(np.array(land.countries))[:, 0]) > -169.01
    assert shapely.get_coordinates(np.array(land.countries))[:, 1].min() > -60
    ground = shapely.polygonize(shapely.get_parts(land.coast))
    for lon, lat in [(-59.6, 13.2), (103.8, 1.35), (-69.0, 12.2), (14.4, 35.9)]:
        place = shapely.points(*land.project([lon], [lat])[0])
        assert shapely.distance(ground, place) < 15_000
    assert len(land.ground) < 12_000


def test_more_labels_than_there_is_room_for_leave_some_out(offices, land):
    crowd = offices.assign(label="closing", lat=offices["lat"] / 9, lon=offices["lon"] / 9)
    labels = [
        ink(text) for text in named(drawn("offices_and_plan", crowd, land), "label-", Text).values()
    ]
    assert 5 < len(labels) < len(crowd)
    assert not any(one.overlaps(other) for one, other in combinations(labels, 2))
