"""Every headline fact once more, in plain SQL over the files, past all code of the project."""

import duckdb
import pytest
from conftest import ROOT

from footprint import measures
from footprint.measures import (
    fentanyl,
    history,
    majors,
    people,
    planned,
    published,
    reach,
    reconciliation,
)
from footprint.view import View

PLAN = "plan = '2024-realignment'"
LISTED = "(SELECT iso3 FROM majors WHERE fiscal_year = 2025)"
# An office works on 2024-09-16 where its last attestation or opening is no older than five years
# and neither a closing or suspension stands last nor an absence was attested later.
WORKING = """
WITH seen AS (
  SELECT office_id, date FROM office_evidence WHERE attests = 'working'
  UNION ALL SELECT office_id, date FROM events WHERE kind IN ('open', 'reopen')),
spans AS (
  SELECT office_id, rpad(date, 10, CASE length(date) WHEN 4 THEN '-01-01' ELSE '-01' END) AS b,
         rpad(date, 10, CASE length(date) WHEN 4 THEN '-12-31' ELSE '-31' END) AS e FROM seen),
latest AS (SELECT office_id, max(e) AS e FROM spans WHERE b <= '2024-09-16' GROUP BY 1),
state AS (SELECT office_id, arg_max(kind, date) AS kind FROM events
  WHERE kind IN ('open', 'close', 'suspend', 'reopen') AND date <= '2024-09-16' GROUP BY 1),
absent AS (SELECT office_id, max(rpad(date, 10, CASE length(date) WHEN 4 THEN '-01-01'
  ELSE '-01' END)) AS b FROM office_evidence WHERE attests = 'absence' AND date <= '2024-09-16'
  GROUP BY 1),
working AS (SELECT o.office_id, o.iso3 FROM offices o JOIN latest USING (office_id)
  LEFT JOIN state USING (office_id) LEFT JOIN absent USING (office_id)
  WHERE latest.e >= '2019-09-16' AND coalesce(state.kind, '') NOT IN ('close', 'suspend')
  AND NOT coalesce(absent.b > latest.e, false)),
after AS (SELECT office_id, iso3 FROM working WHERE office_id NOT IN
  (SELECT office_id FROM events WHERE plan = '2024-realignment' AND kind = 'announce_close')
  UNION SELECT office_id, iso3 FROM events
  WHERE plan = '2024-realignment' AND kind = 'announce_open')
"""
QUERIES = {
    measures.offices_documented: f"{WORKING} SELECT count(*) FROM working",
    measures.places_documented: f"{WORKING} SELECT count(DISTINCT iso3) FROM working",
    measures.offices_after: f"{WORKING} SELECT count(*) FROM after",
    measures.places_after: f"{WORKING} SELECT count(DISTINCT iso3) FROM after",
    planned.places_losing_last: f"{WORKING} SELECT count(DISTINCT iso3) FROM working "
    "WHERE iso3 NOT IN (SELECT iso3 FROM after)",
    planned.places_gaining_first: f"{WORKING} SELECT count(DISTINCT iso3) FROM after "
    "WHERE iso3 NOT IN (SELECT iso3 FROM working)",
    planned.offices_closing: f"SELECT count(*) FROM events WHERE {PLAN} "
    "AND kind = 'announce_close'",
    planned.offices_opening: f"SELECT count(*) FROM events WHERE {PLAN} AND kind = 'announce_open'",
    planned.places_closing: f"SELECT count(DISTINCT iso3) FROM events WHERE {PLAN} "
    "AND kind = 'announce_close'",
    majors.offices_closing_on_majors: f"SELECT count(*) FROM events WHERE {PLAN} "
    f"AND kind = 'announce_close' AND iso3 IN {LISTED}",
    majors.places_closing_on_majors: f"SELECT count(DISTINCT iso3) FROM events WHERE {PLAN} "
    f"AND kind = 'announce_close' AND iso3 IN {LISTED}",
    published.offices_published: "SELECT arg_max(offices, date) FROM footprint_counts "
    "WHERE offices IS NOT NULL AND countries IS NOT NULL AND date <= '2024-09-16'",
    published.places_published: "SELECT arg_max(countries, date) FROM footprint_counts "
    "WHERE offices IS NOT NULL AND countries IS NOT NULL AND date <= '2024-09-16'",
    published.offices_first_published: "SELECT arg_min(offices, date) FROM footprint_counts "
    "WHERE offices IS NOT NULL AND countries IS NOT NULL",
    people.staff_abroad: "SELECT total_staff FROM staffing WHERE scope = 'abroad' "
    "AND measure = 'on_board' AND comparable",
    people.positions_abroad: "SELECT total_staff FROM staffing WHERE scope = 'abroad' "
    "AND measure = 'authorised'",
    people.people_in_plan: "SELECT total_staff FROM staffing WHERE place = '2024-realignment'",
    people.offices_counted: "SELECT count(DISTINCT s.place) FROM staffing s JOIN events e "
    "ON s.place = e.office_id WHERE e.plan = '2024-realignment' AND e.kind = 'announce_close' "
    "AND s.measure IN ('on_board', 'unspecified') AND s.date <= '2024-09-16'",
    planned.places_keeping: f"{WORKING} SELECT count(DISTINCT iso3) FROM events WHERE {PLAN} "
    "AND kind = 'announce_close' AND iso3 IN (SELECT iso3 FROM after)",
    planned.changes_carried_out: f"SELECT count(DISTINCT office_id) FROM events WHERE kind IN "
    f"('open', 'close') AND date > '2024-09-30' AND office_id IN (SELECT office_id FROM events "
    f"WHERE {PLAN})",
    measures.offices_high: f"{WORKING} SELECT count(*) FROM working WHERE office_id IN "
    "(SELECT office_id FROM office_evidence WHERE attests = 'working' AND grade = 'A' UNION "
    "SELECT office_id FROM office_evidence WHERE attests = 'working' AND grade = 'B' "
    "GROUP BY office_id HAVING count(DISTINCT origin) > 1)",
    published.statements_in_conflict: "SELECT count(*) FROM (SELECT left(date, 4) FROM "
    "footprint_counts WHERE offices IS NOT NULL AND date <= '2024-09-16' GROUP BY 1 "
    "HAVING count(DISTINCT offices) > 1)",
    published.growth: "SELECT round(arg_max(offices, date) / arg_min(offices, date), 1) FROM "
    "footprint_counts WHERE offices IS NOT NULL AND countries IS NOT NULL "
    "AND date <= '2024-09-16'",
    people.agents_of_agency: "SELECT arg_max(special_agents, date) FROM staffing WHERE "
    "scope = 'agency' AND measure = 'on_board' AND comparable AND date <= '2024-09-16'",
    people.counts_published: "SELECT count(*) FROM staffing WHERE date <= '2024-09-16' "
    "AND (special_agents IS NOT NULL OR total_staff IS NOT NULL)",
    reconciliation.offices_on_one_list: f"{WORKING} SELECT count(DISTINCT office_id) FROM "
    "office_evidence JOIN working USING (office_id) WHERE attests = 'working' "
    "AND source_id = 'state-keyofficers-2022-10'",
    reconciliation.offices_only_on_list: f"{WORKING} SELECT count(*) FROM (SELECT office_id FROM "
    "office_evidence JOIN working USING (office_id) WHERE attests = 'working' "
    "AND date <= '2024-09-16' AND rpad(date, 10, '-12-31') >= '2019-09-16' GROUP BY office_id "
    "HAVING count(DISTINCT source_id) = 1 AND max(source_id) = 'state-keyofficers-2022-10')",
    reconciliation.places_merged: f"{WORKING} SELECT count(DISTINCT CASE iso3 WHEN 'HKG' THEN "
    "'CHN' WHEN 'CUW' THEN 'NLD' ELSE iso3 END) FROM working",
}
ASKED = {
    (history.events_by_kind, "open"): "SELECT count(*) FROM events WHERE kind = 'open' "
    "AND date <= '2024-09-16'",
    (majors.years_listed, "CHN"): "SELECT count(*) FROM majors WHERE iso3 = 'CHN' "
    "AND determination_date <= '2024-09-16'",
    (fentanyl.steps_taken, "CHN"): "SELECT count(*) FROM timeline WHERE iso3s LIKE '%CHN%' "
    "AND date <= '2024-09-16'",
    (fentanyl.deaths_last_final, "all_drugs"): "SELECT arg_max(all_drugs, period_end) FROM "
    "overdose_deaths WHERE preferred AND status = 'final' AND period_end <= '2024-09'",
    (fentanyl.deaths_peak, "synthetic_opioids"): "SELECT arg_max(synthetic_opioids, all_drugs) "
    "FROM overdose_deaths WHERE preferred AND status = 'final' AND period_end <= '2024-09'",
    (fentanyl.deaths_first_final, "all_drugs"): "SELECT arg_min(all_drugs, period_end) FROM "
    "overdose_deaths WHERE preferred AND status = 'final'",
    (planned.agreed_in, "CHN"): "SELECT count(DISTINCT office_id) FROM events WHERE iso3 = 'CHN' "
    "AND kind = 'announce_open' AND plan IS NULL",
}


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for path in sorted((ROOT / "data").glob("*.csv")):
        connection.execute(
            f"CREATE VIEW {path.stem} AS SELECT * FROM read_csv('{path}', header = true, "
            "types = {'date': 'VARCHAR'})"
            if "date" in path.read_text("utf-8").splitlines()[0].split(",")
            else f"CREATE VIEW {path.stem} AS SELECT * FROM read_csv('{path}', header = true)"
        )
    return connection


@pytest.mark.parametrize("measure", QUERIES, ids=lambda measure: measure.__name__)
def test_a_headline_fact_has_the_same_value_by_sql(measure, view: View, database) -> None:  # type: ignore[no-untyped-def]
    (value,) = database.execute(QUERIES[measure]).fetchone()
    assert measure(view) == value


@pytest.mark.parametrize("measure, of", ASKED, ids=lambda item: getattr(item, "__name__", item))
def test_a_fact_of_something_has_the_same_value_by_sql(  # type: ignore[no-untyped-def]
    measure, of: str, view: View, database
) -> None:
    (value,) = database.execute(ASKED[measure, of]).fetchone()
    assert measure(view, of) == value


def test_the_capitals_that_are_farther_are_the_same_on_a_sphere(view: View) -> None:
    """Haversine on a sphere stands in for the ellipsoid: only near ties could differ."""
    import numpy as np

    working = view.offices[view.offices.status == "working"]
    after = view.offices[view.offices.after == "working"]
    capitals = view.whole.countries.dropna(subset="capital_lat").query("iso3 != 'USA'")

    def shortest(offices):  # type: ignore[no-untyped-def]
        lat, lon = (
            np.radians(capitals[c].to_numpy(float))[:, None] for c in ("capital_lat", "capital_lon")
        )
        to_lat, to_lon = (np.radians(offices[c].to_numpy(float))[None, :] for c in ("lat", "lon"))
        half = np.sin((to_lat - lat) / 2) ** 2
        half = half + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
        return (2 * 6371.0088 * np.arcsin(np.sqrt(half))).min(axis=1)

    change = shortest(after) - shortest(working)
    assert reach.capitals_farther(view) == int((change >= 1).sum())
    assert reach.capitals_nearer(view) == int((change <= -1).sum())
