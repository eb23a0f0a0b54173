"""The codebook of a data folder, `datapackage.json`: others read it and none repeats it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

OURS = Path(__file__).parent.parent / "data"


def read(folder: Path) -> dict[str, Any]:
    """The codebook as it stands. Raises FileNotFoundError where the folder has none."""
    codebook: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return codebook


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


def allowed(codebook: dict[str, Any], table: str, column: str) -> list[str]:
    """The values a column may hold; none where the codebook has no list for it."""
    for resource in tables(codebook):
        if resource["name"] == table:
            for item in resource["schema"]["fields"]:
                if item["name"] == column:
                    return list(item.get("constraints", {}).get("enum", []))
    return []
