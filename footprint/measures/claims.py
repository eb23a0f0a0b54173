"""The claims of the article one by one, each held against the tables by code.

Where a table can decide a claim, `claims.csv` has a `query` that asks the tables, and in `holds`
the condition under which the answer bears the claim out. The verdict of the CSV is checked
against it. Claims are about the world and not about an edition: they are held against all that
the tables hold on the day of the article, whatever the parameters of an edition leave out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields, replace
from functools import cache
from typing import Any, NamedTuple

import duckdb
import pandas as pd

from footprint import codebook
from footprint.data import DataError, Problem, Tables
from footprint.measures.define import fact, split
from footprint.parameters import Parameters
from footprint.view import View
from press.facts import Fact, partial_day

VERDICTS = ("confirmed", "consistent", "conflicting", "unverified")
_SQL_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN"}
_ON_DAY = [
    *("office_id", "city", "iso3", "country", "world_region"),
    *("status", "after", "label", "confidence"),
]
_SHOWN = [
    *("claim_id", "section", "claim", "value", "verdict", "is_decided", "says"),
    *("bears_out", "is_independent", "agrees", "source_ids", "note"),
]


class _Answer(NamedTuple):
    """What the tables say to a claim, and whether that bears it out."""

    value: Any
    holds: bool


@cache
def decided(view: View) -> pd.DataFrame:
    """Every claim with what the tables say to it, in the order of the file.

    claim_id, section, claim, value, verdict, is_decided (a query is there and no table that it
    asks is empty), says (the answer in words, blank if not decided), bears_out and is_independent
    (boolean, missing if not decided), agrees, source_ids, note. `is_independent`: the answer
    holds, or fails, just the same without the rows that rest on the article alone. `agrees`: the
    verdict is possible given the answer. Confirmed and consistent claims must be borne out,
    conflicting ones must not, unverified ones by nothing but the article; where nothing is
    decided every verdict is possible. Raises DataError for a query that cannot be run.
    """
    claims = view.whole.claims
    everything = _as_of_the_article(view, view.whole)
    of_others = _as_of_the_article(view, _without_the_article(view.whole))
    rows = []
    with closing(_database(everything)) as tables, closing(_database(of_others)) as others:
        for index, claim in enumerate(claims.itertuples(index=False)):
            given = _answer(tables, claim, index + 2)
            elsewhere = _answer(others, claim, index + 2) if given else None
            rows.append(_judged(claim, given, elsewhere))
    judged = pd.DataFrame(
        rows, columns=["is_decided", "says", "bears_out", "is_independent", "agrees"]
    ).astype({"bears_out": "boolean", "is_independent": "boolean"})
    judged = judged.astype({"is_decided": bool, "agrees": bool, "says": str})
    return pd.concat([claims.reset_index(drop=True), judged], axis=1)[_SHOWN]


def verdicts(view: View) -> pd.DataFrame:
    """Claims by section, in the order in which sections appear, and verdict: section, confirmed,
    consistent, conflicting, unverified (counts)."""
    claims = view.whole.claims
    table = pd.crosstab(claims.section, claims.verdict)
    table = table.reindex(index=claims.section.unique(), columns=list(VERDICTS), fill_value=0)
    return table.rename_axis(index="section", columns=None).reset_index()


def claims_checked(view: View) -> Fact:
    """Checkable claims of the article, in our own words, each with a verdict and its sources."""
    return _count(claims_checked, view.whole.claims)


def claims_decided(view: View) -> Fact:
    """Claims of the article that a query of the tables decides, and that code therefore checks."""
    frame = decided(view)
    return _count(claims_decided, frame[frame.is_decided])


def claims_confirmed(view: View) -> Fact:
    """Claims of the article that an independent source states too."""
    return _with_verdict(view, claims_confirmed, "confirmed")


def claims_consistent(view: View) -> Fact:
    """Claims of the article that nothing contradicts and that other sources support in part."""
    return _with_verdict(view, claims_consistent, "consistent")


def claims_conflicting(view: View) -> Fact:
    """Claims of the article that another source contradicts."""
    return _with_verdict(view, claims_conflicting, "conflicting")


def claims_unverified(view: View) -> Fact:
    """Claims of the article on which nothing independent was found."""
    return _with_verdict(view, claims_unverified, "unverified")


def disagreements(view: View) -> Fact:
    """Claims whose verdict is not possible given what the tables say."""
    frame = decided(view)
    return _count(disagreements, frame[~frame.agrees])


def _with_verdict(view: View, function: Callable[..., Fact], verdict: str) -> Fact:
    claims = view.whole.claims
    return _count(function, claims[claims.verdict == verdict])


def _count(function: Callable[..., Fact], claims: pd.DataFrame) -> Fact:
    rows = {"claims": tuple(claims.claim_id)}
    return fact(function, len(claims), "claim", rows=rows, sources=split(claims.source_ids))


def _judged(claim: Any, given: _Answer | None, elsewhere: _Answer | None) -> tuple[Any, ...]:
    if given is None:
        return (False, "", pd.NA, pd.NA, True)
    is_independent = elsewhere is not None and elsewhere.holds == given.holds
    agrees = {
        "conflicting": not given.holds,
        "unverified": given.holds and not is_independent,
    }.get(claim.verdict, given.holds)
    unit = "" if pd.isna(claim.unit) else f" {claim.unit}"
    return (True, _in_words(given.value, unit), given.holds, is_independent, agrees)


def _in_words(value: Any, unit: str) -> str:
    """An answer as a reader takes it: numbers with their unit, every date of a list in words."""
    if value is None:
        return "nothing"
    if not isinstance(value, str):
        return f"{value:,.{0 if value == int(value) else 1}f}{unit}"
    return ", ".join(_dated(item) for item in value.split(", "))


def _dated(item: str) -> str:
    try:
        return partial_day(item)
    except ValueError:
        return item


def _as_of_the_article(view: View, tables: Tables) -> View:
    """The tables by the parameters nobody changed: every office, and the day of the article."""
    return View(tables, Parameters(data_dir=view.parameters.data_dir))


def _without_the_article(tables: Tables) -> Tables:
    """The tables without the rows that cite the article, or texts made from it, and no other.

    The codebook names the article, and the table of claims there the texts made from it.
    """
    book = tables.codebook
    resource = next((item for item in codebook.tables(book) if item["name"] == "claims"), {})
    article = {book["report"].get("article"), *resource.get("derived_from_article", [])}
    kept = {name: _of_others(getattr(tables, name), article) for name in _names(tables)}
    return replace(tables, **kept)


def _names(tables: Tables) -> list[str]:
    """The tables that a query may ask."""
    hidden = ("codebook", "boundaries", "claims")
    return [item.name for item in fields(tables) if item.name not in hidden]


def _of_others(frame: pd.DataFrame, article: set[str]) -> pd.DataFrame:
    column = next((name for name in ("source_ids", "source_id") if name in frame), None)
    if column is None:
        return frame
    cited = frame[column].fillna("")
    others = [not article.issuperset(cell.split(";")) for cell in cited]
    return frame[pd.Series(others, index=frame.index, dtype=bool)]


def _database(view: View) -> duckdb.DuckDBPyConnection:
    """The tables of a view, all but the claims, and `offices_on_day`, in memory.

    The queries come with the data, so the connection can neither read nor write any file, nor
    see the variables of Python, nor be told to.
    """
    connection = duckdb.connect(config={"threads": 1})
    for name in _names(view.tables):
        schema = codebook.schema(view.tables.codebook, name)
        kinds = {item["name"]: item["type"] for item in schema["fields"]}
        _put(connection, name, getattr(view.tables, name), kinds)
    _put(connection, "offices_on_day", view.offices[_ON_DAY], dict.fromkeys(_ON_DAY, "string"))
    connection.execute(
        "SET python_enable_replacements = false; SET enable_external_access = false; "
        "SET lock_configuration = true"
    )
    return connection


def _put(
    connection: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame, kinds: dict[str, str]
) -> None:
    """A frame as a table typed by the codebook; dates become text, as they stand in the file."""
    frame = frame.assign(
        **{name: frame[name].dt.strftime("%Y-%m-%d") for name in kinds if kinds[name] == "date"}
    )
    columns = ", ".join(
        f'CAST("{column}" AS {_SQL_TYPES.get(kind, "VARCHAR")}) AS "{column}"'
        for column, kind in kinds.items()
    )
    connection.register("frame", frame)
    connection.execute(f"CREATE TABLE {name} AS SELECT {columns} FROM frame")
    connection.unregister("frame")


def _answer(connection: duckdb.DuckDBPyConnection, claim: Any, line: int) -> _Answer | None:
    """The answer of the tables to a claim; None where it has no query or a table is empty."""
    query, holds = ("" if pd.isna(cell) else str(cell) for cell in (claim.query, claim.holds))
    if not query and not holds:
        return None
    column = "query"  # the cell that is to blame for what fails
    try:
        value = _one_value(connection, query)
        column = "holds"
        held = _one_value(connection, f"SELECT ({holds}) FROM ({query}\n) AS answer(result)")
        if not isinstance(held, bool | None):
            raise ValueError(f"gives {held!r}; it must be true or false")
    except (duckdb.Error, ValueError) as error:
        why = str(error).split("\n")[0]
        problem = Problem("claims.csv", line, column, {"query": query, "holds": holds}[column], why)
        raise DataError([problem]) from error
    return None if _asks_an_empty_table(connection, query) else _Answer(value, bool(held))


def _one_value(connection: duckdb.DuckDBPyConnection, sql: str) -> Any:
    """The only cell of what a single SELECT returns; None where it finds no row."""
    kinds = [statement.type for statement in duckdb.extract_statements(sql)]
    if kinds != [duckdb.StatementType.SELECT]:
        raise ValueError("is not one SELECT")
    rows = connection.execute(sql).fetchmany(2)
    if len(rows) > 1 or any(len(row) > 1 for row in rows):
        raise ValueError("returns more than one value")
    return rows[0][0] if rows else None


def _asks_an_empty_table(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    parsed = connection.execute("SELECT json_serialize_sql(?)", [query]).fetchall()[0][0]
    named = set(re.findall(r'"table_name":"(\w+)"', parsed))
    known = {name for (name,) in connection.execute("SHOW TABLES").fetchall()}
    return any(_one_value(connection, f"SELECT count(*) = 0 FROM {name}") for name in named & known)
