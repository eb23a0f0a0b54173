"""Every headline fact once more, in plain SQL over the files, past all code of the project."""

import duckdb
import pytest
from conftest import ROOT

from footprint import measures, people, published
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
    measures.places_losing_last: f"{WORKING} SELECT count(DISTINCT iso3) FROM working "
    "WHERE iso3 NOT IN (SELECT iso3 FROM after)",
    measures.places_gaining_first: f"{WORKING} SELECT count(DISTINCT iso3) FROM after "
    "WHERE iso3 NOT IN (SELECT iso3 FROM working)",
    measures.offices_closing: f"SELECT count(*) FROM events WHERE {PLAN} "
    "AND kind = 'announce_close'",
    measures.offices_opening: f"SELECT count(*) FROM events WHERE {PLAN} "
    "AND kind = 'announce_open'",
    measures.places_closing: f"SELECT count(DISTINCT iso3) FROM events WHERE {PLAN} "
    "AND kind = 'announce_close'",
    measures.offices_closing_on_majors: f"SELECT count(*) FROM events WHERE {PLAN} "
    f"AND kind = 'announce_close' AND iso3 IN {LISTED}",
    measures.places_closing_on_majors: f"SELECT count(DISTINCT iso3) FROM events WHERE {PLAN} "
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
