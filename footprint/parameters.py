"""The one list of the report's parameters: name, type, allowed values, default and help.

The command line of `build.py`, the `parameters` cell of every notebook and the messages about
wrong values all come from here. What may stand in `plan` and `world_region` is read from the
codebook of the data, so that other data bring their own.
"""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from footprint import codebook
from footprint.told import ToldError

DATA_DIR = codebook.OURS
NO_PLAN = "none"
LATEST_PLAN = "latest"
EVERYWHERE = "all"


class ParameterError(ToldError):
    """Parameters that cannot be meant: `sentences` say what is wrong and what is allowed."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Parameters(BaseModel):
    """What a reader may ask of the report. Raises ParameterError for anything else."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    # First, since what the plan and the region may be is read from it.
    data_dir: Path = Field(DATA_DIR, description="the folder of the tables")
    as_of: date = Field(date(2024, 9, 16), description="the day the report describes, YYYY-MM-DD")
    known_on: date | None = Field(
        None, description="use only what was published by this day, YYYY-MM-DD; none for all"
    )
    plan: str = Field(
        LATEST_PLAN,
        validate_default=True,
        description="the plan shown against it: its name, latest, or none",
    )
    min_confidence: Literal["low", "medium", "high"] = Field(
        "low", description="drop offices that are less certain than this"
    )
    recency_years: int = Field(
        5, ge=1, le=60, description="for how many years evidence of work counts"
    )
    world_region: str = Field(EVERYWHERE, description="one world region, or all")

    @field_validator("known_on", mode="before")
    @classmethod
    def _none_in_words(cls, value: Any) -> Any:
        """On the command line no limit is written as none."""
        return None if value == "none" else value

    @field_validator("plan")
    @classmethod
    def _latest_by_name(cls, value: str, info: ValidationInfo) -> str:
        """The plan that the data name last; without one there is none to show."""
        if value != LATEST_PLAN or "data_dir" not in info.data:
            return value
        plans = codebook.read(info.data["data_dir"])["report"].get("plans", {})
        return next(reversed(plans), NO_PLAN)

    @model_validator(mode="after")
    def _known_to_the_codebook(self) -> Parameters:
        for name, values in _allowed(codebook.read(self.data_dir)).items():
            if (value := getattr(self, name)) not in values:
                raise ValueError(f"{name}: {value!r} {explain(value, values)}")
        return self

    @model_validator(mode="wrap")  # after the others: the last one is the outermost
    @classmethod
    def _told_in_sentences(cls, asked: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return validate(asked)
        except ValidationError as error:
            raise ParameterError(problems(error, cls)) from None
        except FileNotFoundError as error:
            raise ParameterError([f"data: {error.filename} does not exist"]) from None

    @property
    def scope(self) -> str:
        """Sentences on what the parameters leave out; empty when they leave nothing out."""
        parts = []
        if self.min_confidence != "low":
            parts.append(f"offices of {self.min_confidence} confidence" + self._or_better())
        if self.world_region != EVERYWHERE:
            parts.append(f"offices in {self.world_region}")
        only = f"This edition covers only {' that are also '.join(parts)}." if parts else ""
        known = f"It uses only what had been published by {self.known_on}." if self.known_on else ""
        return f"{only} {known}".strip()

    def _or_better(self) -> str:
        return " or better" if self.min_confidence == "medium" else ""


def schema(data_dir: Path) -> dict[str, Any]:
    """The parameters as JSON Schema, with what a set of data allows and no path of a machine."""
    drawn = Parameters.model_json_schema()
    allowed = _allowed(codebook.read(data_dir))
    for name, field in drawn["properties"].items():
        field.pop("title")
        if name in allowed:
            field["enum"] = allowed[name]
    where = drawn["properties"].pop("data_dir")
    drawn["properties"]["data"] = {**where, "default": DATA_DIR.name}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **drawn}


def _allowed(book: dict[str, Any]) -> dict[str, list[str]]:
    """What may be asked for by name in these data."""
    return {
        "plan": [LATEST_PLAN, *book["report"].get("plans", {}), NO_PLAN],
        "world_region": [EVERYWHERE, *codebook.allowed(book, "countries", "world_region")],
    }


def explain(value: str, allowed: list[str]) -> str:
    """Why a value is refused: what is allowed, and what was probably meant."""
    meant = difflib.get_close_matches(value.lower(), [item.lower() for item in allowed], n=1)
    original = next((item for item in allowed if meant and item.lower() == meant[0]), None)
    hint = f"; did you mean {original}?" if original else ""
    return f"is not one of {', '.join(allowed)}{hint}"


def problems(error: Any, model: type[BaseModel] = Parameters) -> list[str]:
    """A pydantic ValidationError of a model as plain sentences: name, value, what is allowed."""
    return [_sentence(item, model) for item in error.errors()]


def _sentence(item: dict[str, Any], model: type[BaseModel]) -> str:
    name = ".".join(str(part) for part in item["loc"])
    value, context = item.get("input"), item.get("ctx", {})
    match item["type"]:
        case "literal_error":
            name = str(item["loc"][0])
            allowed = _literals(model.model_fields[name].annotation)
            return f"{name}: {value!r} {explain(str(value), allowed)}"
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            return f"{name}: {value!r} is not a day; write YYYY-MM-DD, for example 2024-09-16"
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{name}: {value!r} is not a whole number, for example 5"
        case "float_parsing":
            return f"{name}: {value!r} is not a number, for example 60"
        case "greater_than_equal" | "less_than_equal":
            return f"{name}: {value!r} is out of range; allowed are {_range(model, name)}"
        case "greater_than":
            return f"{name}: {value!r} is out of range; it must be more than {context['gt']:g}"
        case "extra_forbidden":
            return f"{name} {explain(name, sorted(Parameters.model_fields))}"
        case "value_error":
            return str(context["error"])
    return f"{name}: {value!r}: {item['msg']}"


def _literals(annotation: Any) -> list[str]:
    """The words that are allowed, of one value or of each in a list."""
    inner = get_args(annotation)
    return _literals(inner[0]) if get_args(inner[0]) else list(inner)


def _range(model: type[BaseModel], name: str) -> str:
    """The bounds of a whole number."""
    bounds: dict[str, int] = {}
    for rule in model.model_fields[name].metadata:
        bounds |= {key: getattr(rule, key) for key in ("ge", "le") if hasattr(rule, key)}
    return f"{bounds['ge']} to {bounds['le']}"
