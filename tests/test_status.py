"""The rules of data/README.md against what they must yield, computed independently."""

import json
from datetime import date

import pandas as pd
import pytest
from conftest import ROOT

from footprint import measures, status
from footprint.data import Tables
from footprint.measures import majors, planned, published
from footprint.parameters import Parameters
from footprint.view import View

EXPECTED = ROOT / "tests" / "expected"
HEADLINE = json.loads((EXPECTED / "headline.json").read_text("utf-8"))
PLAN = HEADLINE["plan"]


def statuses_of(tables: Tables, as_of: str) -> pd.Series:
    day = date.fromisoformat(as_of.removesuffix("+plan"))
    statuses = status.on(tables, day, recency_years=HEADLINE["default_recency_years"])
    if as_of.endswith("+plan"):
        return status.carried_out(statuses, status.plan_events(tables, PLAN, day))
    return statuses


def test_the_dossier_of_every_office_is_as_expected(tables: Tables) -> None:
    expected = pd.read_csv(EXPECTED / "office_dossier.csv", dtype=str).set_index("office_id")
    derived = status.dossier(tables)[list(expected.columns)]
    assert derived.fillna("").to_dict("index") == expected.fillna("").to_dict("index")


@pytest.mark.parametrize("as_of", HEADLINE["status_counts"])
def test_the_status_of_every_office_on_a_day_is_as_expected(tables: Tables, as_of: str) -> None:
    expected = pd.read_csv(EXPECTED / "status_on.csv", dtype=str).query("as_of == @as_of")
    statuses = statuses_of(tables, as_of)
    assert statuses.to_dict() == dict(zip(expected.office_id, expected.status, strict=True))
    counts = {kind: n for kind, n in HEADLINE["status_counts"][as_of].items() if n}
    assert statuses.value_counts().to_dict() == counts


@pytest.mark.parametrize("years", HEADLINE["recency_years"])
def test_the_counts_before_and_after_the_plan_are_as_expected(tables: Tables, years: str) -> None:
    expected = HEADLINE["recency_years"][years]
    view = View(tables, Parameters(recency_years=int(years)))
    assert measures.offices_documented(view) == expected["offices"]["before"]
    assert measures.offices_after(view) == expected["offices"]["after"]
    assert measures.places_documented(view) == expected["countries"]["before"]
    assert measures.places_after(view) == expected["countries"]["after"]
    regions = measures.offices_by_region(view).set_index("world_region")
    for region, counts in expected["offices_by_world_region"].items():
        assert regions.loc[region, ["total", "after"]].tolist() == [*counts.values()]
    for level, counts in expected["offices_by_confidence"].items():
        at = view.offices[view.offices.confidence == level]
        assert [(at[c] == "working").sum() for c in ("status", "after")] == [*counts.values()]
    losing = planned.places_losing_last(view).rows["countries"]
    gaining = planned.places_gaining_first(view).rows["countries"]
    assert [*losing] == expected["countries_losing_last_office"]
    assert [*gaining] == expected["countries_gaining_first_office"]


def test_the_plan_is_as_expected(view: View) -> None:
    assert planned.offices_closing(view) == HEADLINE["plan_offices_closing"]
    assert planned.places_closing(view) == HEADLINE["plan_countries_closing"]
    assert planned.offices_opening(view) == HEADLINE["plan_offices_opening"]
    assert (
        view.announced.query("kind == 'announce_open'").iso3.nunique()
        == (HEADLINE["plan_countries_opening"])
    )


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_closings_on_the_majors_list_are_as_expected(tables: Tables, year: int) -> None:
    expected = HEADLINE[f"plan_closings_in_fy{year}_majors"]
    made = tables.majors.query("fiscal_year == @year").iso3
    closing = View(tables, Parameters()).announced.query("kind == 'announce_close'")
    listed = closing[closing.iso3.isin(made)]
    assert len(listed) == expected["offices"]
    assert sorted(listed.iso3.unique()) == expected["countries"]


def test_the_last_list_made_by_the_day_is_that_of_the_next_fiscal_year(view: View) -> None:
    expected = HEADLINE["plan_closings_in_fy2025_majors"]
    assert majors.offices_closing_on_majors(view) == expected["offices"]
    assert [*majors.places_closing_on_majors(view).rows["countries"]] == expected["countries"]


def test_a_partial_date_spans_all_the_days_it_can_mean() -> None:
    assert (status.first_day("2024"), status.last_day("2024")) == (
        date(2024, 1, 1),
        date(2024, 12, 31),
    )
    assert status.last_day("2024-02") == date(2024, 2, 29)
    assert status.first_day("2024-09-16") == status.last_day("2024-09-16") == date(2024, 9, 16)


def test_a_leap_day_moved_to_a_common_year_becomes_the_28th() -> None:
    assert status.years_before(date(2024, 2, 29), 5) == date(2019, 2, 28)
    assert status.years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)


def test_an_announced_closing_changes_no_status(tables: Tables) -> None:
    day = date(2024, 9, 16)
    before = status.on(tables, day, recency_years=5)
    closing = status.plan_events(tables, PLAN, day).query("kind == 'announce_close'").office_id
    assert set(before[closing]) == {"working"}


def test_before_the_announcement_nothing_is_closing(tables: Tables) -> None:
    view = View(tables, Parameters(as_of=date(2024, 8, 31)))
    assert not view.has_plan
    assert not set(view.offices.label) & {"closing", "opening"}


def test_a_floor_of_confidence_drops_weaker_offices_everywhere(tables: Tables) -> None:
    view = View(tables, Parameters(min_confidence="high"))
    assert set(view.offices.confidence) == {"high"}
    assert set(view.tables.office_evidence.office_id) <= set(view.tables.offices.office_id)
    assert planned.offices_opening(view) == 0


def test_one_region_keeps_only_its_offices(tables: Tables) -> None:
    view = View(tables, Parameters(world_region="Europe"))
    assert set(view.offices.world_region) == {"Europe"}
    assert "Europe" in view.parameters.scope


def test_in_2007_the_last_published_total_is_that_of_the_inspector_general(tables: Tables) -> None:
    view = View(tables, Parameters(as_of=date(2007, 3, 31)))
    assert published.offices_published(view).sources == ("oig-sar-2007-03",)
