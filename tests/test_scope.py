"""What the parameters leave in: the two axes of time, regions, certainty, absent tables."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from conftest import ROOT

from footprint import data, scope, status
from footprint.data import REQUIRED, Tables
from footprint.measures import history, planned
from footprint.parameters import Parameters
from footprint.view import View

OPTIONAL = [
    name
    for name in Tables.__dataclass_fields__
    if name not in (*REQUIRED, "codebook", "boundaries")
]


def test_before_it_was_published_no_planned_closing_appears_anywhere(tables: Tables) -> None:
    view = View(tables, Parameters(known_on=date(2024, 8, 31)))
    assert not view.has_plan and not view.has_article
    assert not set(view.offices.label) & {"closing", "opening"}
    assert planned.offices_closing(view) == 0 == planned.offices_opening(view)
    assert set(view.tables.events.plan.dropna()) == set()
    assert not view.tables.events.date.str.startswith("2024-09").any()
    assert "2024-realignment" not in set(view.tables.staffing.place.dropna())
    assert view.why_no_plan == "By 31 August 2024 no plan had been published."


def test_known_on_only_ever_takes_rows_away(tables: Tables) -> None:
    late, early = (scope.known(tables, date(year, 1, 1)) for year in (2020, 2000))
    for name in ("office_evidence", "events", "staffing", "majors", "timeline"):
        rows = [len(getattr(each, name)) for each in (tables, late, early)]
        assert rows == sorted(rows, reverse=True) and rows[0] > rows[2], name


def test_a_row_counts_as_known_from_the_last_day_its_source_can_mean(tables: Tables) -> None:
    dates = tables.sources.set_index("source_id").published
    known = scope.known(tables, date(2010, 6, 30))
    for row in known.office_evidence.itertuples():
        published = dates[row.source_id]
        day = published if isinstance(published, str) else row.date
        assert status.last_day(day) <= date(2010, 6, 30)


def test_places_and_documents_are_known_whatever_the_day(tables: Tables) -> None:
    known = scope.known(tables, date(1950, 1, 1))
    assert len(known.offices) == len(tables.offices)
    assert len(known.countries) == len(tables.countries)
    assert known.office_evidence.empty
    assert View(tables, Parameters(known_on=date(1950, 1, 1))).offices.empty


def test_a_report_on_2007_knows_nothing_of_what_came_later(tables: Tables) -> None:
    view = View(tables, Parameters(as_of=date(2007, 3, 31)))
    assert view.why_no_plan == "By 31 March 2007 no plan had been announced."
    assert view.offices.last_documented.dropna().max() < "2007-04"
    assert history.documented_by_year(view).year.max() == 2007
    panels = history.snapshots(view).panel.unique()
    assert list(panels) == ["1 January 1975", "31 March 2007"]


def test_a_region_that_the_plan_does_not_touch_says_so(tables: Tables) -> None:
    view = View(tables, Parameters(world_region="North America"))
    assert view.why_no_plan == "The plan names no office that this edition covers."
    assert view.covers("MEX") and not view.covers("CHN")


def test_without_a_plan_the_edition_says_so(tables: Tables) -> None:
    assert "without a plan" in View(tables, Parameters(plan="none")).why_no_plan


def test_the_nearest_remaining_office_may_lie_in_another_region(tables: Tables) -> None:
    view = View(tables, Parameters(world_region="East Asia & Pacific"))
    everywhere = planned.nearest_remaining(View(tables, Parameters())).set_index("office_id")
    for row in planned.nearest_remaining(view).itertuples():
        assert row.nearest_office_id == everywhere.nearest_office_id[row.office_id]


@pytest.mark.parametrize("name", OPTIONAL)
def test_an_absent_table_is_empty_and_named(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    (folder / f"{name}.csv").unlink()
    tables = data.load(folder)
    view = View(tables, Parameters(data_dir=folder))
    assert getattr(tables, name).empty
    assert list(getattr(tables, name).columns) == list(getattr(data.load(ROOT / "data"), name))
    assert name.replace("_", " ") in view.missing(name)
    assert view.missing("events") == ""


@pytest.mark.parametrize("name", REQUIRED)
def test_a_table_without_which_there_is_no_footprint_may_not_be_absent(
    name: str, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder)
    (folder / f"{name}.csv").unlink()
    with pytest.raises(data.DataError, match=f"{name}.csv"):
        data.load(folder)
