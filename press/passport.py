"""What a figure carries with it: itself in words, its sources, numbers, licence and edition.

Three hashes say what it rests on. `data_sha256` is of the table that was plotted, the very bytes
of NAME.csv; `parameters_sha256` of the parameters as canonical JSON; `code_sha256` of the rooms
that draw. The first two stand in the pictures too. The third stands in the passport alone, so
that an edit of the code leaves a picture that looks the same the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import matplotlib
import pandas as pd

from press import citation, facts, seals

_ROOM = Path(__file__).parent
_DRAWING = [_ROOM / f"{name}.py" for name in ("figures", "passport", "seals", "xmp")]
_OWN_WORDS = ("title", "subtitle", "alt", "description", "note")
_OF_EDITION = ("report", "version", "as_of", "released", "author", "licence", "licence_url", "site")


def of(
    block: Mapping[str, Any],
    frame: pd.DataFrame,
    *,
    chapter: str,
    edition: Mapping[str, Any],
    references: pd.DataFrame,
    columns: Mapping[str, str],
    units: Mapping[str, str],
    beside: Mapping[str, pd.DataFrame] = MappingProxyType({}),
) -> dict[str, Any]:
    """The passport of a figure, which goes into NAME.json.

    `block` is what the page shows, `frame` what was plotted, `columns` and `units` the headings
    and units of some of it; `references` are rows of sources by `source_id`; `beside` are the
    tables that are drawn besides the frame, by name. What the edition does not say is empty.
    """
    words = {key: facts.plain(block[key]) for key in _OWN_WORDS}
    about = {key: edition.get(key, "") for key in _OF_EDITION}
    site, name = about.pop("site"), block["name"]
    address = f"{site.rstrip('/')}/figures/{name}.svg" if site else ""
    reference = {key: value for key, value in about.items() if key != "licence_url"}
    passport = {
        "id": uuid.uuid5(uuid.NAMESPACE_URL, f"{about['report']}/figures/{name}").urn,
        "name": name,
        "chapter": chapter,
        **words,
        **about,
        "parameters": edition.get("parameters", {}),
        "sources": [_source(key, references.loc[key]) for key in block["cite"]],
        "cite_as": citation.of(name, words["title"], address=address, **reference),
        "schema": schema(frame, columns, units),
        "beside": [_resource(key, rows) for key, rows in beside.items()],
        "data_sha256": seals.of_bytes(table(frame)),
        "parameters_sha256": seals.of_values(edition.get("parameters", {})),
        "code_sha256": code(edition.get("code_sha256", "")),
        "drawn_with": f"matplotlib {matplotlib.__version__}",
    }
    return sealed(passport)


def sealed(passport: Mapping[str, Any]) -> dict[str, Any]:
    """A passport with the seal of all else that it says, in the place of one it had."""
    said = {key: value for key, value in passport.items() if key != "seal"}
    return {**said, "seal": seals.of_values(said)}


def code(of_subject: str) -> str:
    """The hash of what drew a figure: that of the subject's own rooms, and of those here."""
    return seals.of_values([of_subject, seals.of_code(_DRAWING)])


def table(frame: pd.DataFrame) -> bytes:
    """What was plotted, as CSV."""
    return frame.to_csv(index=False, lineterminator="\n").encode()


def schema(
    frame: pd.DataFrame, columns: Mapping[str, str], units: Mapping[str, str]
) -> dict[str, Any]:
    """The Table Schema of the CSV: name and type of every column, heading and unit of some."""
    fields: list[dict[str, Any]] = [
        {
            "name": str(name),
            "type": _type(frame[name]),
            **({"title": columns[name]} if name in columns else {}),
            **({"unit": units[name]} if name in units else {}),
        }
        for name in frame
    ]
    for field in fields:
        if field["type"] == "boolean":
            field |= {"trueValues": ["True"], "falseValues": ["False"]}
    return {"fields": fields, "missingValues": [""]}


def _resource(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    """A table as a Data Resource that holds its rows itself, as CSV."""
    rows = table(frame).decode()
    return {"name": name, "format": "csv", "schema": schema(frame, {}, {}), "data": rows}


def _type(column: pd.Series) -> str:
    """The type of a column in the words of Table Schema. One of anything else is text."""
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    if pd.api.types.is_numeric_dtype(column):
        return "number"
    if pd.api.types.is_datetime64_any_dtype(column):
        known = column.dropna()
        return "date" if (known == known.dt.normalize()).all() else "datetime"
    return "string"


def _source(key: str, row: pd.Series) -> dict[str, str]:
    """A source as a full reference: its fields, and all of them in a line."""
    known = {str(name): str(value) for name, value in row.dropna().items()}
    names = ("publisher", "title", "published", "url")
    parts = [known[name] for name in names if known.get(name)]
    return {"id": key, **known, "text": ". ".join(part.rstrip(".") for part in parts) + "."}
