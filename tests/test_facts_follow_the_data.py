"""No number survives its rows: whatever a fact counts, it changes when the rows are gone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from footprint import data, measures
from footprint.data import Tables
from footprint.measures import (
    claims,
    fentanyl,
    history,
    majors,
    people,
    planned,
    published,
    reach,
    reconciliation,
)
from footprint.methods import facts_of
from footprint.view import View
from press.facts import Fact

MODULES = (
    measures, planned, majors, published, people, history, reach, fentanyl, reconciliation, claims,
)  # fmt: skip
# Facts of something: what they are asked of in the report.
OF = {
    "offices_attested_by": ["state-keyofficers-2022-10"],
    "events_by_kind": ["open", "close", "suspend", "reopen"],
    "offices_last_seen": [2022],
    "land_within": ["before", "after"],
    "steps_taken": ["CHN"],
    "years_listed": ["CHN"],
    "agreed_in": ["CHN"],
    "planned_agents": ["CHN"],
    "deaths_last_final": ["all_drugs", "synthetic_opioids"],
    "deaths_first_final": ["all_drugs", "synthetic_opioids"],
    "deaths_peak": ["all_drugs", "synthetic_opioids"],
}
KEYS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "offices": lambda frame: frame.office_id,
    "office_evidence": lambda frame: frame.evidence_id,
    "events": lambda frame: frame.event_id,
    "countries": lambda frame: frame.iso3,
    "majors": lambda frame: frame.fiscal_year.astype(str) + " " + frame.iso3,
    "footprint_counts": lambda frame: frame.date + " " + frame.source_id,
    "staffing": lambda frame: frame.observation_id,
    "overdose_deaths": lambda frame: frame.period_end + " " + frame.release,
    "timeline": lambda frame: frame.date + " " + frame.title,
    "claims": lambda frame: frame.claim_id,
}


def every_fact() -> dict[str, Callable[[View], Fact]]:
    made: dict[str, Callable[[View], Fact]] = {}
    for module in MODULES:
        for name, function in facts_of(module):
            for asked in OF.get(name, [None]):
                key = f"{name}({asked})" if asked is not None else name
                made[key] = (
                    (lambda view, f=function, a=asked: f(view, a))
                    if asked is not None
                    else function
                )
    return made


FACTS = every_fact()


def without(tables: Tables, table: str, keys: tuple[str, ...]) -> Tables:
    """The tables without some rows of one, and without what refers to an office that is gone."""
    frame = getattr(tables, table)
    kept = replace(tables, **{table: frame[~KEYS[table](frame).isin(keys)].reset_index(drop=True)})
    if table == "offices":
        ids = set(kept.offices.office_id)
        evidence, events = kept.office_evidence, kept.events
        kept = replace(
            kept,
            office_evidence=evidence[evidence.office_id.isin(ids)].reset_index(drop=True),
            events=events[events.office_id.isin(ids)].reset_index(drop=True),
        )
    return kept


def dependencies(view: View) -> list[tuple[str, str]]:
    return [(name, table) for name, function in FACTS.items() for table in function(view).rows]


@pytest.fixture(scope="module")
def entries(view: View) -> dict[str, dict[str, Any]]:
    return {name: function(view).entry() for name, function in FACTS.items()}


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_says_what_it_counts_and_where_it_is_from(name: str, view: View) -> None:
    made = FACTS[name](view)
    assert made.key.startswith(name.partition("(")[0].replace("_", "-"))
    assert len(made.definition.split()) > 4 and made.definition.endswith((".", ")"))
    assert made.rows, "a fact names the rows that it was computed from"
    for table, keys in made.rows.items():
        known = set(KEYS[table](getattr(view.whole, table)))
        assert set(keys) <= known, f"{name} names rows of {table} that are not there"
    assert set(made.sources) <= set(view.whole.sources.source_id)


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_changes_with_every_table_it_rests_on(
    name: str, view: View, entries: dict[str, dict[str, Any]]
) -> None:
    before = entries[name]
    for table, keys in FACTS[name](view).rows.items():
        if not keys or table == "countries":
            continue  # an office without its country is refused by the check of the tables
        other = View(without(view.whole, table, keys), view.parameters)
        assert FACTS[name](other).entry() != before, f"{name} does not notice that {table} is gone"


FRAMES: dict[str, tuple[str, Callable[[View], pd.DataFrame]]] = {
    "seizures": ("quantity", fentanyl.seizures),
    "precursor_sources": ("iso3", lambda view: majors.years_of(view, "CHN")),
    "overdose_deaths": ("all_drugs", fentanyl.deaths),
    "staffing": ("special_agents", lambda view: people.counts(view, "agency")),
    "footprint_counts": ("offices", published.totals),
    "majors": ("iso3", majors.years_of_plan),
}


@pytest.mark.parametrize("table", FRAMES)
def test_a_figure_changes_with_a_cell_of_its_table(table: str, view: View) -> None:
    column, frame_of = FRAMES[table]
    frame = getattr(view.whole, table)
    changed = frame.assign(
        **{column: frame[column].map(lambda value: "ZZZ" if column == "iso3" else value)}
    )
    if column != "iso3":
        changed[column] = frame[column] + 1
    other = View(replace(view.whole, **{table: changed}), view.parameters)
    assert not frame_of(view).equals(frame_of(other))


@pytest.mark.parametrize("table", ["offices", "office_evidence", "events", "footprint_counts"])
def test_a_row_of_an_unknown_source_or_place_is_caught(table: str, tmp_path: Any) -> None:
    from conftest import ROOT

    for path in (ROOT / "data").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    target = tmp_path / f"{table}.csv"
    head, first, *rest = target.read_text("utf-8").splitlines(keepends=True)
    column = {"offices": "iso3"}.get(table, "source_id" if "source_id," in head else "source_ids")
    place = head.strip().split(",").index(column)
    cells = first.split(",")
    cells[place] = "ZZZ" if column == "iso3" else "no-such-source"
    target.write_text("".join([head, ",".join(cells), *rest]), "utf-8")
    with pytest.raises(data.DataError, match=f"{table}.csv, line 2"):
        data.load(tmp_path)
