"""Several editions at once: a TOML file of named sets of parameters, or a matrix of them.

[common]                       # for all of them; may be left out
recency_years = 5

[sets.early]
as_of = 1975-01-01

[matrix]                       # every combination, named after its values
as_of = [2019-12-31, 2024-09-16]
min_confidence = ["low", "high"]
"""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path
from typing import Any

from footprint.command import ROOT, Build, RefusedError
from footprint.parameters import ParameterError, Parameters, explain

_PARTS = ["common", "sets", "matrix"]
_NAME = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*")


def read(path: Path, asked: Build) -> dict[str, Build]:
    """The builds that a file asks for, by name, each in a folder of that name below `asked.out`
    or `editions/` and the name of the file.

    What the command line sets holds for all that do not say otherwise. A data folder is sought
    from the file. Raises RefusedError, naming file, set and parameter, before anything is built.
    """
    if not path.is_file():
        raise RefusedError(f"set: {path} is no file")
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RefusedError(f"{path.name} is no TOML: {error}") from None
    for part, inside in content.items():
        if part not in _PARTS:
            raise RefusedError(f"{path.name}: [{part}] {explain(part, _PARTS)}")
        named = inside.values() if part == "sets" and isinstance(inside, dict) else []
        if not all(isinstance(each, dict) for each in [inside, *named]):
            raise RefusedError(f"{path.name}: {part} holds no parameters; see the README")
    wanted = {**content.get("sets", {}), **_matrix(content.get("matrix", {}))}
    if not wanted:
        raise RefusedError(f"{path.name} names no set: write [sets.NAME], or [matrix] with lists")
    common = content.get("common", {})
    return {name: _build(path, name, {**common, **own}, asked) for name, own in wanted.items()}


def _matrix(axes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every combination of the values, by a name made of them."""
    if not axes:
        return {}
    lists = [value if isinstance(value, list) else [value] for value in axes.values()]
    combinations = [dict(zip(axes, values, strict=True)) for values in itertools.product(*lists)]
    return {"_".join(_slug(f"{k}-{v}") for k, v in one.items()): one for one in combinations}


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _build(path: Path, name: str, values: dict[str, Any], asked: Build) -> Build:
    """One build. `values` win over what the command line set."""
    where = f"{path.name}, [{name}]"
    if not _NAME.fullmatch(name):
        raise RefusedError(f"{where}: a set is named in small letters, digits and hyphens")
    known = sorted({"data", *Parameters.model_fields} - {"data_dir"})
    for key in values:
        if key not in known:
            raise RefusedError(f"{where}: {key} {explain(key, known)}")
    if "data" in values:
        values["data"] = path.parent / str(values["data"])
    given = {key: getattr(asked, key) for key in asked.model_fields_set - {"set"}}
    if "data_dir" in given:
        given["data"] = given.pop("data_dir")
    try:
        return Build(**{**given, **values, "out": folder(path, asked) / name})
    except ParameterError as error:
        raise RefusedError("\n".join(f"{where}: {line}" for line in error.sentences)) from None


def folder(path: Path, asked: Build) -> Path:
    """The folder of all editions of a file."""
    return asked.out.resolve() if asked.out else ROOT / "editions" / _slug(path.stem)
