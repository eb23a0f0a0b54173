"""What the methods chapter prints: codebook, glossary and rules, as code and data state them."""

from __future__ import annotations

import inspect
from dataclasses import fields
from types import ModuleType
from typing import Any

import pandas as pd

from footprint import codebook, data, measures, scope, status
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

_RULES = (
    status.city_basis,
    status.confidence,
    status.documented,
    status.opened_and_closed,
    status.on,
    status.carried_out,
    status.labels,
    scope.known,
)
_MEASURING = (
    measures, planned, majors, published, people, history, reach, fentanyl, reconciliation, claims,
)  # fmt: skip
_ABOUT = {majors: "majors", people: "staffing", fentanyl: "overdose_deaths", claims: "claims"}
_ON_A_PLAN = (planned, reach)
_COLUMN = ["table", "column", "type", "description", "required", "allowed"]


def glossary() -> str:
    """The words of the report, from the docstring of the measures."""
    return inspect.cleandoc(measures.__doc__ or "").partition("\n\n")[2]


def rules() -> str:
    """How status and certainty are derived, from the docstrings of the functions that do it."""
    parts = []
    for rule in _RULES:
        first, _, rest = inspect.cleandoc(rule.__doc__ or "").partition("\n\n")
        parts.append(f"**{rule.__name__.replace('_', ' ').capitalize()}.** {first}\n\n{rest}")
    return "\n\n".join(parts)


def definitions(view: View) -> pd.DataFrame:
    """Every number that the report counts, with its definition: measure, definition.

    What is about a table, or a plan, that the codebook does not name is left out.
    """
    book = view.whole.codebook
    named, has_plans = codebook.names(book), bool(book["report"].get("plans"))
    rows = [
        (name.replace("_", " "), " ".join((function.__doc__ or "").split()))
        for module in _MEASURING
        if _ABOUT.get(module, "offices") in named and (has_plans or module not in _ON_A_PLAN)
        for name, function in facts_of(module)
    ]
    return pd.DataFrame(rows, columns=["measure", "definition"])


def facts_of(module: ModuleType) -> list[tuple[str, Any]]:
    return [
        (name, function)
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and function.__annotations__.get("return") == "Fact"
        and not name.startswith("_")
    ]


def optional() -> list[str]:
    """The names of the tables that data may go without."""
    timeless = ("codebook", "boundaries", *data.REQUIRED)
    return [item.name for item in fields(data.Tables) if item.name not in timeless]


def tables(view: View) -> pd.DataFrame:
    """The tables of the data package: table, title, rows, description."""
    book = view.whole.codebook
    rows = [
        (item["name"], item["title"], len(getattr(view.whole, item["name"])), item["description"])
        for item in codebook.tables(book)
    ]
    return pd.DataFrame(rows, columns=["table", "title", "rows", "description"])


def columns(view: View) -> pd.DataFrame:
    """Every column of every table: table, column, type, description, required (yes or empty),
    allowed values."""
    rows = [
        (
            item["name"],
            column["name"],
            column["type"],
            column["description"],
            "yes" if column.get("constraints", {}).get("required") else "",
            ", ".join(column.get("constraints", {}).get("enum", [])),
        )
        for item in codebook.tables(view.whole.codebook)
        for column in item["schema"]["fields"]
    ]
    return pd.DataFrame(rows, columns=_COLUMN)


def sources_by_grade(view: View) -> pd.DataFrame:
    """Documents by kind and grade: kind, A, B, C, total; most first."""
    sources = view.whole.sources
    table = pd.crosstab(sources.kind, sources.grade).reindex(columns=["A", "B", "C"], fill_value=0)
    table["total"] = table.sum(axis=1)
    return table.sort_values("total", ascending=False).rename_axis("kind").reset_index()
