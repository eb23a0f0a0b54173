"""The page that composes a command."""

import json
import shlex
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from footprint import codebook, command, parameters
from footprint.parameters import Parameters
from press import rerun


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return parameters.schema(codebook.OURS)


def test_the_schema_has_every_parameter_and_no_path_of_a_machine(schema: dict[str, Any]) -> None:
    names = {name if name != "data" else "data_dir" for name in schema["properties"]}
    assert names == set(Parameters.model_fields)
    assert str(ROOT) not in json.dumps(schema)
    assert schema["properties"]["data"]["default"] == "data"


def test_whatever_the_schema_allows_the_parameters_take(schema: dict[str, Any]) -> None:
    for name, field in schema["properties"].items():
        for value in [*field.get("enum", []), field["default"]]:
            if name != "data":
                Parameters(**{name: value})


def test_the_committed_schema_is_that_of_the_parameters(schema: dict[str, Any]) -> None:
    committed = json.loads((ROOT / "report" / rerun.SCHEMA).read_text("utf-8"))
    assert committed == json.loads(json.dumps(schema))


class Controls(HTMLParser):
    """Ids, labels and names of the form, and the options that the table lists."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.labels: set[str] = set()
        self.names: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "label":
            self.labels.add(given["for"])
        if tag in ("input", "select"):
            self.names[given["name"]] = given["id"]


def test_every_option_has_a_labelled_control_and_a_row(schema: dict[str, Any]) -> None:
    text = rerun.page(schema)
    found = Controls(text)
    options = {name.replace("_", "-") for name in schema["properties"]}
    assert set(found.names) == options and set(found.names.values()) == found.labels
    for option in options:
        assert f">--{option}</code>" in text


def test_what_the_data_say_is_escaped(schema: dict[str, Any]) -> None:
    hostile = json.loads(json.dumps(schema))
    hostile["properties"]["plan"]["enum"].append("<script>'\"")
    assert "<script>" not in rerun.page(hostile)


@pytest.mark.browser
def test_the_form_writes_a_command_that_the_program_takes(page: Any, origin: str) -> None:
    page.goto(f"{origin}/report/{rerun.PAGE}")
    written = page.locator(".command code")
    assert written.inner_text() == "python build.py"
    page.get_by_label("As of").fill("2019-12-31")
    page.get_by_label("World region").select_option("Middle East & North Africa")
    page.get_by_label("Min confidence").select_option("high")
    words = shlex.split(written.inner_text())
    assert words[:2] == ["python", "build.py"]
    asked = command.parse(words[2:])
    assert isinstance(asked, command.Build)
    assert (str(asked.as_of), asked.min_confidence) == ("2019-12-31", "high")
    assert asked.world_region == "Middle East & North Africa" and asked.recency_years == 5


def test_the_page_is_listed_in_the_contents() -> None:
    front = Path(ROOT / "report" / "index.html").read_text("utf-8")
    assert f'<a href="{rerun.PAGE}">{rerun.TITLE}</a>' in front
