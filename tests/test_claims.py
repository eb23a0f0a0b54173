"""The claims of the article: what the tables say to them, and verdicts held against that."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from conftest import ROOT

from footprint import data
from footprint.data import DataError, Tables
from footprint.measures import claims
from footprint.parameters import Parameters
from footprint.view import View

Change = Callable[[Tables], Tables]


@pytest.fixture(scope="module")
def judged(view: View) -> pd.DataFrame:
    return claims.decided(view).set_index("claim_id")


def edited(table: str, condition: str, **cells: Any) -> Change:
    """Another value in the rows of a table that a condition picks."""

    def change(tables: Tables) -> Tables:
        frame = getattr(tables, table).copy()
        rows = frame.query(condition).index
        assert len(rows)
        for column, value in cells.items():
            frame.loc[rows, column] = value
        return replace(tables, **{table: frame})

    return change


def dropped(table: str, condition: str) -> Change:
    """A table without the rows that a condition picks."""

    def change(tables: Tables) -> Tables:
        frame = getattr(tables, table)
        rows = frame.query(condition).index
        assert len(rows)
        return replace(tables, **{table: frame.drop(rows)})

    return change


def asking(tables: Tables, query: str, holds: str = "result IS NOT NULL") -> View:
    """The tables with one claim, the first, that has a query."""
    frame = tables.claims.assign(query=pd.NA, holds=pd.NA).astype({"query": str, "holds": str})
    frame.loc[0, ["query", "holds"]] = [query, holds]
    return View(replace(tables, claims=frame), Parameters())


# Verdicts


def test_no_stored_verdict_disagrees_with_the_tables(judged: pd.DataFrame, view: View) -> None:
    assert list(judged.index[~judged.agrees]) == []
    assert claims.disagreements(view) == 0


def test_fifty_claims_are_decided_by_the_tables(judged: pd.DataFrame, view: View) -> None:
    assert judged.is_decided.sum() >= 50
    assert claims.claims_decided(view) == judged.is_decided.sum()


def test_every_query_has_a_condition_and_every_condition_a_query(tables: Tables) -> None:
    assert list(tables.claims["query"].isna()) == list(tables.claims.holds.isna())


def test_what_is_not_decided_is_missing_and_not_false(judged: pd.DataFrame) -> None:
    rest = judged[~judged.is_decided]
    assert len(rest)
    assert rest[["bears_out", "is_independent"]].isna().all(axis=None)
    assert set(rest.says) == {""}


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("AP01", "2 offices"),
        ("AP02", "Guangzhou, Shanghai"),
        ("AP10", "at least 100 people"),
        ("AP29", "2024, 2025"),
        ("AP35", "5 August 2022"),
        ("AP37", "January 2024"),
        ("AP46", "407,535 deaths"),
        ("AP50", "51 years"),
    ],
)
def test_what_the_tables_say_is_put_in_words(judged: pd.DataFrame, claim: str, said: str) -> None:
    assert judged.says[claim] == said


CHANGES: dict[str, tuple[str, Change]] = {
    "a closing in China is dropped": (
        "AP02",
        dropped("events", "event_id == '2024-announce-close-chn-guangzhou'"),
    ),
    "the closing in Haiti is dropped": ("AP13", dropped("events", "iso3 == 'HTI'")),
    "a listed country no longer closes": (
        "AP31",
        dropped("events", "event_id == '2024-announce-close-hti-port-au-prince'"),
    ),
    "a second office in the Bahamas is to close": (
        "AP12",
        edited(
            "events",
            "event_id == '2024-announce-close-rus-moscow'",
            office_id="bhs-nassau",
            iso3="BHS",
        ),
    ),
    "Burma leaves the list": ("AP28", dropped("majors", "iso3 == 'MMR' and fiscal_year == 2025")),
    "nobody attests Beijing": ("AP03", dropped("office_evidence", "office_id == 'chn-beijing'")),
    "Beijing closes too": (
        "AP67",
        edited(
            "events",
            "event_id == '2024-announce-close-chn-shanghai'",
            office_id="chn-beijing",
        ),
    ),
    "the DEA counts another total": (
        "AP06",
        edited("footprint_counts", "source_id == 'dea-2023-for'", offices=90),
    ),
    "Guangzhou was planned for five": (
        "AP33",
        edited("staffing", "place == 'chn-guangzhou' and measure == 'planned'", special_agents=5),
    ),
    "many more died of fentanyl": (
        "AP45",
        edited("overdose_deaths", "year == 2022 and preferred", synthetic_opioids=98_000),
    ),
    "far fewer died of fentanyl": (
        "AP46",
        edited("overdose_deaths", "preferred and year >= 2013", synthetic_opioids=1_000),
    ),
    "the review was ordered after the investigation": (
        "AP48",
        edited("timeline", "title.str.startswith('DEA orders')", date="2022-12"),
    ),
    "the suspension came earlier": (
        "AP35",
        edited("timeline", "date == '2022-08-05'", date="2021-08-05"),
    ),
    "Maputo opened later": (
        "AP53",
        edited("events", "event_id == '2017-open-moz-maputo'", date="2018"),
    ),
    "the story was printed earlier": (
        "AP66",
        edited("sources", "source_id == 'vcpnewz-2024'", published="2024-08-30"),
    ),
}


@pytest.mark.parametrize(("claim", "change"), CHANGES.values(), ids=CHANGES)
def test_a_changed_cell_turns_the_claim_and_its_verdict_disagrees(
    tables: Tables, judged: pd.DataFrame, claim: str, change: Change
) -> None:
    changed = View(change(tables), Parameters())
    after = claims.decided(changed).set_index("claim_id").loc[claim]
    assert after.bears_out == (not judged.bears_out[claim])
    assert not after.agrees
    assert claim in claims.disagreements(changed).rows["claims"]


@pytest.mark.parametrize("claim", ["AP01", "AP10", "AP19", "AP53"])
def test_a_claim_that_only_the_article_supports_is_not_independent(
    judged: pd.DataFrame, claim: str
) -> None:
    assert judged.bears_out[claim] and not judged.is_independent[claim]


@pytest.mark.parametrize("claim", ["AP03", "AP06", "AP13", "AP20", "AP33", "AP45"])
def test_a_claim_that_others_support_or_deny_is_independent(
    judged: pd.DataFrame, claim: str
) -> None:
    assert judged.is_independent[claim]


def test_a_claim_that_a_second_source_bears_out_is_no_longer_unverified(tables: Tables) -> None:
    second = edited("staffing", "place == '2024-realignment'", source_id="miamiherald-2024")
    after = claims.decided(View(second(tables), Parameters())).set_index("claim_id")
    assert after.is_independent["AP10"] and not after.agrees["AP10"]


def test_a_narrower_edition_does_not_make_the_article_wrong(
    view: View, judged: pd.DataFrame
) -> None:
    narrow = Parameters(
        world_region="Europe", min_confidence="high", plan="none", as_of="1990-01-01"
    )
    again = claims.decided(View(view.whole, narrow)).set_index("claim_id")
    pd.testing.assert_frame_equal(again, judged)


def test_a_claim_on_a_table_that_is_empty_is_not_decided(tables: Tables) -> None:
    without = replace(tables, overdose_deaths=tables.overdose_deaths.head(0))
    after = claims.decided(View(without, Parameters())).set_index("claim_id")
    assert not after.is_decided[["AP45", "AP46"]].any()
    assert after.is_decided["AP01"]
    assert after.agrees.all()


def test_a_query_that_finds_no_row_bears_nothing_out(tables: Tables) -> None:
    after = claims.decided(asking(tables, "SELECT date FROM timeline WHERE date = '1066'")).iloc[0]
    assert after.is_decided and not after.bears_out
    assert after.says == "nothing"


def test_without_claims_there_is_nothing_to_decide(tables: Tables) -> None:
    without = View(replace(tables, claims=tables.claims.head(0)), Parameters())
    assert claims.decided(without).empty
    assert claims.verdicts(without).empty
    assert claims.claims_checked(without) == claims.disagreements(without) == 0


# Counts


def test_verdicts_add_up_to_the_claims_checked(view: View) -> None:
    counts = [
        claims.claims_confirmed(view),
        claims.claims_consistent(view),
        claims.claims_conflicting(view),
        claims.claims_unverified(view),
    ]
    assert sum(count.value for count in counts) == claims.claims_checked(view) == 67
    table = claims.verdicts(view).set_index("section")
    assert list(table.sum()) == [count.value for count in counts]
    assert list(table.index) == list(view.whole.claims.section.unique())


def test_the_notes_on_the_data_give_the_counts(view: View) -> None:
    notes = (ROOT / "data" / "README.md").read_text("utf-8")
    checked = claims.claims_checked(view).value
    decided = claims.claims_decided(view).value
    assert (
        f"Of {checked} claims of the AP story {claims.claims_confirmed(view).value} are confirmed, "
        f"{claims.claims_consistent(view).value} consistent, "
        f"{claims.claims_conflicting(view).value} conflicting and "
        f"{claims.claims_unverified(view).value} unverified. "
        f"A query decides {decided} of them; the other {checked - decided} "
    ) in notes


def test_the_texts_made_from_the_article_are_known_sources(tables: Tables) -> None:
    (resource,) = [item for item in tables.codebook["resources"] if item["name"] == "claims"]
    assert resource["derived_from_article"]
    assert set(resource["derived_from_article"]) <= set(tables.sources.source_id)


def test_no_claim_is_decided_without_a_table(tables: Tables) -> None:
    asked = tables.claims["query"].dropna()
    assert list(asked[~asked.str.contains(r"\bFROM [a-z_]+\b")]) == []


def test_the_codebook_accepts_the_claims() -> None:
    assert data.check(ROOT / "data") == []


# Queries that must not run


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM read_csv('{secret}')",
        "SELECT content FROM read_text('{secret}')",
        "SELECT count(*) FROM '{secret}'",
        "SELECT count(*) FROM glob('{folder}/*')",
        "SELECT count(*) FROM claims",
        "COPY events TO '{written}'",
        "SELECT 1; COPY events TO '{written}'",
        "SELECT 1) AS answer(result); COPY events TO '{written}'; SELECT * FROM (SELECT 1",
        "EXPORT DATABASE '{written}'",
        "ATTACH '{written}' AS other",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "PRAGMA enable_profiling",
        "DROP TABLE events",
    ],
)
def test_a_query_can_only_ask_the_tables(tables: Tables, tmp_path: Path, query: str) -> None:
    secret, written = tmp_path / "secret.csv", tmp_path / "written.csv"
    secret.write_text("word\nxyzzy\n")
    query = query.format(secret=secret, written=written, folder=tmp_path)
    with pytest.raises(DataError, match=r"claims\.csv, line 2, column query"):
        claims.decided(asking(tables, query))
    assert list(tmp_path.iterdir()) == [secret]


def test_a_condition_can_only_judge(tables: Tables, tmp_path: Path) -> None:
    written = tmp_path / "written.csv"
    holds = f"true); COPY events TO '{written}'; SELECT (true"
    with pytest.raises(DataError, match=r"claims\.csv, line 2, column holds"):
        claims.decided(asking(tables, "SELECT count(*) FROM events", holds))
    assert not written.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "COPY events TO '{file}'",
        "EXPORT DATABASE '{file}'",
        "ATTACH '{file}' AS other",
        "INSTALL httpfs",
        "SELECT * FROM read_text('{here}')",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "SELECT * FROM frame",
    ],
)
def test_the_connection_itself_is_closed_to_files(
    view: View, tmp_path: Path, statement: str
) -> None:
    frame = pd.DataFrame({"variable": ["of Python"]})
    statement = statement.format(file=tmp_path / "file", here=__file__)
    with closing(claims._database(view)) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement)
    assert list(tmp_path.iterdir()) == []
    assert len(frame) == 1


@pytest.mark.parametrize(
    ("query", "holds", "why"),
    [
        ("SELECT nothing FROM events", "result = 1", "column query.*nothing"),
        ("SELECT count(*) FROM evnts", "result = 1", "column query.*evnts"),
        ("SELEC 1", "result = 1", "column query.*syntax"),
        ("SELECT city FROM offices", "result = 1", "column query.*more than one value"),
        ("SELECT min(city), max(city) FROM offices", "true", "column query.*more than one"),
        ("SELECT count(*) FROM events", "reslt = 1", "column holds.*reslt"),
        ("SELECT count(*) FROM events", "result", "column holds.*true or false"),
    ],
)
def test_a_broken_query_names_its_line_and_column(
    tables: Tables, query: str, holds: str, why: str
) -> None:
    with pytest.raises(DataError, match=rf"claims\.csv, line 2, {why}"):
        claims.decided(asking(tables, query, holds))
