"""The codebook of a data folder, `datapackage.json`: others read it and none repeats it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from footprint.told import ToldError

OURS = Path(__file__).parent.parent / "data"


class CodebookError(ToldError):
    """A codebook that cannot be followed: why, in which line, and what to do."""

    def __init__(self, why: str, advice: str, line: int | None = None) -> None:
        where = f"datapackage.json, line {line}" if line else "datapackage.json"
        super().__init__(f"{where}: {why}. {advice}")
        self.why, self.advice, self.line = why, advice, line


def read(folder: Path) -> dict[str, Any]:
    """The codebook as it stands.

    Raises FileNotFoundError where the folder has none, and CodebookError where nothing can be
    made of it.
    """
    try:
        codebook: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8-sig"))
    except json.JSONDecodeError as error:
        advice = "Look there, and in the line above, for a comma or a quotation mark."
        raise CodebookError("cannot be read as JSON from here on", advice, error.lineno) from None
    except UnicodeDecodeError:
        raise CodebookError("is not coded in UTF-8", "Save it as UTF-8.") from None
    if missing := next(_missing(codebook), ""):
        advice = "`python build.py new FOLDER` writes one to compare with."
        raise CodebookError(f"lacks {missing}", advice)
    return codebook


def _missing(codebook: Any) -> Iterator[str]:
    """What nobody can do without: the report, and of each table its name, file and columns."""
    if not isinstance(codebook, dict) or not isinstance(codebook.get("report"), dict):
        yield "“report”, the texts about the agency"
        return
    resources = codebook.get("resources")
    if not isinstance(resources, list) or not all(isinstance(item, dict) for item in resources):
        yield "“resources”, the list of the tables"
        return
    for item in resources:
        name = str(item.get("name", "a resource"))
        yield from (f"“{key}” of {name}" for key in ("name", "path", "format") if key not in item)
        place = PurePosixPath(str(item.get("path")))
        if place.is_absolute() or ".." in place.parts or "\\" in str(place):
            yield f"a “path” of {name} that stays in the folder"  # data may be a stranger's
        if item.get("format") == "csv" and not _columns(item):
            yield f"the columns of {name}: “schema” with “fields”, each with “name” and “type”"


def _columns(table: dict[str, Any]) -> list[Any]:
    """The columns of a table; none if one of them lacks name or type."""
    schema = table.get("schema")
    columns = schema.get("fields") if isinstance(schema, dict) else None
    is_whole = isinstance(columns, list) and all(
        isinstance(each, dict) and {"name", "type"} <= each.keys() for each in columns
    )
    return columns or [] if is_whole else []


def boundaries(folder: Path) -> Path:
    """The file of land and borders: that of the folder, or ours, which are the world's."""
    own = folder / "boundaries.geojson"
    return own if own.exists() else OURS / "boundaries.geojson"


def tables(codebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The resources that are tables: name, path, title, description, schema."""
    return [item for item in codebook["resources"] if item["format"] == "csv"]


def names(codebook: dict[str, Any]) -> list[str]:
    """The names of the tables, in the order of the codebook."""
    return [item["name"] for item in tables(codebook)]


def schema(codebook: dict[str, Any], table: str) -> dict[str, Any]:
    """The schema of a table; by our own codebook where the folder's does not know the table."""
    for resource in [*tables(codebook), *tables(read(OURS))]:
        if resource["name"] == table:
            found: dict[str, Any] = resource["schema"]
            return found
    raise KeyError(table)


def key(table: dict[str, Any]) -> list[str]:
    """The columns that tell the rows of a table apart."""
    named = table["schema"].get("primaryKey", [])
    return [named] if isinstance(named, str) else list(named)


def allowed(codebook: dict[str, Any], table: str, column: str) -> list[str]:
    """The values a column may hold; none where the codebook has no list for it."""
    for resource in tables(codebook):
        if resource["name"] == table:
            for item in resource["schema"]["fields"]:
                if item["name"] == column:
                    return list(item.get("constraints", {}).get("enum", []))
    return []
