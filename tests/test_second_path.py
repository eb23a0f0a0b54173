"""Every headline fact once more, in plain SQL over the files, past all code of the project."""

import json

import duckdb
import numpy as np
import pandas as pd
import pytest
import shapely
from conftest import ROOT

from footprint import measures
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
from footprint.view import View

Frame, Array = pd.DataFrame, np.ndarray
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
QUERIES |= {
    getattr(claims, f"claims_{verdict}"): f"SELECT count(*) FROM claims WHERE verdict = '{verdict}'"
    for verdict in ("confirmed", "consistent", "conflicting", "unverified")
}
QUERIES |= {
    claims.claims_checked: "SELECT count(*) FROM claims",
    claims.claims_decided: "SELECT count(query) FROM claims",
    published.places_first_published: "SELECT arg_min(countries, date) FROM footprint_counts "
    "WHERE offices IS NOT NULL AND countries IS NOT NULL",
    reconciliation.offices_elsewhere: f"{WORKING} SELECT count(*) FROM working WHERE office_id "
    "NOT IN (SELECT office_id FROM office_evidence WHERE attests = 'working' "
    "AND source_id = 'state-keyofficers-2022-10')",
    measures.offices_once_attested: f"{WORKING} SELECT count(*) FROM latest LEFT JOIN state "
    "USING (office_id) LEFT JOIN absent USING (office_id) WHERE e < '2019-09-16' "
    "AND coalesce(kind, '') NOT IN ('close', 'suspend') AND NOT coalesce(b > e, false)",
    measures.offices_proposed: f"{WORKING} SELECT count(*) FROM offices WHERE office_id NOT IN "
    "(SELECT office_id FROM latest UNION SELECT office_id FROM state) AND office_id IN "
    "(SELECT office_id FROM office_evidence WHERE attests = 'plan' AND date <= '2024-09-16' "
    "UNION SELECT office_id FROM events WHERE kind IN ('propose', 'announce_open') "
    "AND date <= '2024-09-16')",
    reconciliation.places_thin: f"""{WORKING}, counted AS (SELECT office_id,
    count(DISTINCT source_id) AS n, bool_or(grade = 'A') OR count(DISTINCT origin)
    FILTER (grade = 'B') > 1 AS is_high FROM office_evidence WHERE attests = 'working'
    AND date <= '2024-09-16' GROUP BY 1), sure AS (SELECT office_id, bool_or(grade = 'A') OR
    count(DISTINCT origin) FILTER (grade = 'B') > 1 AS is_high FROM office_evidence
    WHERE attests = 'working' GROUP BY 1), faded AS (SELECT office_id FROM latest LEFT JOIN state
    USING (office_id) LEFT JOIN absent USING (office_id) WHERE e < '2019-09-16' AND
    coalesce(kind, '') NOT IN ('close', 'suspend') AND NOT coalesce(b > e, false))
    SELECT count(*) FROM (SELECT office_id FROM faded
    UNION SELECT office_id FROM events WHERE {PLAN}
    UNION SELECT office_id FROM working JOIN counted USING (office_id) JOIN sure USING (office_id)
    WHERE n < 2 OR NOT sure.is_high)""",
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
    **{
        (history.events_by_kind, kind): f"SELECT count(*) FROM events WHERE kind = '{kind}' "
        "AND date <= '2024-09-16'"
        for kind in ("close", "reopen", "suspend")
    },
    (fentanyl.deaths_last_final, "synthetic_opioids"): "SELECT arg_max(synthetic_opioids, "
    "period_end) FROM overdose_deaths WHERE preferred AND status = 'final' "
    "AND period_end <= '2024-09' AND synthetic_opioids IS NOT NULL",
    (fentanyl.deaths_peak, "all_drugs"): "SELECT max(all_drugs) FROM overdose_deaths "
    "WHERE preferred AND status = 'final' AND period_end <= '2024-09'",
    (people.planned_agents, "CHN"): "SELECT sum(special_agents) FROM staffing WHERE place LIKE "
    "'chn-%' AND measure = 'planned' AND date <= '2024-09-16'",
    (history.offices_last_seen, 2022): "SELECT count(*) FROM (SELECT office_id FROM "
    "office_evidence WHERE attests = 'working' AND date <= '2024-09-16' GROUP BY office_id "
    "HAVING max(rpad(date, 10, '-01-01')) >= '2022' AND max(rpad(date, 10, '-01-01')) < '2023')",
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


def apart(origins: Frame, targets: Frame) -> Array:
    """Kilometres by haversine, on a sphere: a second way to what `reach` takes from PROJ."""
    lat, lon = (np.radians(origins[name].to_numpy(float))[:, None] for name in ("lat", "lon"))
    to_lat, to_lon = (np.radians(targets[name].to_numpy(float))[None, :] for name in ("lat", "lon"))
    half = np.sin((to_lat - lat) / 2) ** 2
    half = half + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
    return 2 * 6371.0088 * np.arcsin(np.sqrt(half))


def shortest(view: View, origins: Frame) -> tuple[Array, Array]:
    """From every origin to the nearest working office, before the plan and after."""
    offices = view.offices
    return tuple(
        apart(origins, offices[offices[column] == "working"]).min(axis=1)
        for column in ("status", "after")
    )


def test_the_capitals_that_are_farther_are_the_same_on_a_sphere(view: View) -> None:
    capitals = view.whole.countries.dropna(subset="capital_lat").query("iso3 != 'USA'")
    capitals = capitals.rename(columns={"capital_lat": "lat", "capital_lon": "lon"})
    before, after = shortest(view, capitals)
    assert reach.capitals_farther(view) == int((after - before >= 1).sum())
    assert reach.capitals_nearer(view) == int((after - before <= -1).sum())


def test_the_longest_way_left_is_the_same_on_a_sphere(view: View) -> None:
    offices = view.offices
    closing, working = (offices[offices.label == label] for label in ("closing", "working"))
    longest = apart(closing, working).min(axis=1).max()
    assert planned.farthest(view).value == pytest.approx(longest, rel=0.006)


def test_the_land_within_reach_is_the_same_on_a_finer_grid_of_another_kind(view: View) -> None:
    """Points even in longitude and in the sine of the latitude, which is even in area."""
    land = shapely.union_all(
        view.whole.boundaries.query("iso_a3 not in ('ATA', 'USA')").geometry.to_numpy()
    )
    shapely.prepare(land)
    lon, lat = np.meshgrid(
        np.arange(-179.5, 180, 1.3), np.degrees(np.arcsin(np.arange(-0.99, 0.995, 0.017)))
    )
    is_land = shapely.contains_xy(land, lon.ravel(), lat.ravel())
    points = pd.DataFrame({"lon": lon.ravel()[is_land], "lat": lat.ravel()[is_land]})
    for when, km in zip(("before", "after"), shortest(view, points), strict=True):
        share = float((km <= reach.WITHIN_KM).mean())
        assert reach.land_within(view, when).value == pytest.approx(share, abs=0.01)


def test_every_number_of_the_report_has_a_second_path() -> None:
    named = {function.__name__ for function in QUERIES}
    named |= {f"{function.__name__}-{of}" for function, of in ASKED}
    named |= {"capitals_farther", "capitals_nearer", "farthest", "closing_share"}
    named |= {"land_within-before", "land_within-after"}
    keys = {name.lower().replace("_", "-") for name in named}
    used = json.loads((ROOT / "report" / "facts.json").read_text("utf-8"))
    assert used["closing-share"]["value"] == pytest.approx(
        used["offices-closing"]["value"] / used["offices-published"]["value"]
    )
    assert set(used) <= keys
