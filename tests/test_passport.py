"""What a figure carries: its passport, the same in every file, and numbers that draw it again."""

import csv
import inspect
import json
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pikepdf
import pytest
from conftest import ROOT
from frictionless import Resource, Schema
from matplotlib.figure import Figure
from PIL import Image
from reading import NOTEBOOKS

import press.facts
import press.page
from footprint import charts, maps
from footprint.drawing import palette
from press import figures, likeness, passport, seals, xmp
from press.specimen import read

FIGURES = ROOT / "figures"
NAMES = sorted(path.stem for path in FIGURES.glob("*.svg"))
every_figure = pytest.mark.parametrize("name", NAMES)


def sidecar(name: str) -> dict[str, Any]:
    carried: dict[str, Any] = json.loads((FIGURES / f"{name}.json").read_text("utf-8"))
    return carried


@every_figure
def test_a_figure_has_all_its_files(name: str) -> None:
    there = {path.name.removeprefix(name) for path in FIGURES.glob(f"{name}[.@]*")}
    assert there == {*figures.FILES, ".zip"}


@every_figure
def test_a_passport_says_what_a_new_host_needs(name: str) -> None:
    carried = sidecar(name)
    for key in ("id", "title", "subtitle", "alt", "description", "author", "licence", "version"):
        assert carried[key], key
    assert carried["data_sha256"] == seals.of_bytes((FIGURES / f"{name}.csv").read_bytes())
    assert carried["parameters_sha256"] == seals.of_values(carried["parameters"])
    assert carried["title"] in carried["cite_as"]["text"]
    assert carried["cite_as"]["bibtex"].startswith("@misc{")
    assert carried["cite_as"]["csl"]["title"] == carried["title"]
    for source in carried["sources"]:
        assert source["title"] in source["text"] or source["title"].rstrip(".") in source["text"]


@every_figure
def test_every_file_of_a_figure_says_the_same_of_itself(name: str) -> None:
    carried = sidecar(name)
    told = {**carried, "cite_as": carried["cite_as"]["text"]}
    for ending in (".svg", ".png", "@2x.png", ".pdf"):
        found = read(FIGURES / f"{name}{ending}")
        assert found.identity["seal"] == found.seal, ending
        for key in set(xmp.IDENTITY) - {"seal"}:
            assert found.identity[key] == told[key], (ending, key)


@every_figure
def test_programs_that_know_no_xmp_find_title_and_licence(name: str) -> None:
    carried = sidecar(name)
    for ending, width in (("", 1), ("@2x", 2)):
        with Image.open(FIGURES / f"{name}{ending}.png") as image:
            assert image.text["Title"] == carried["title"]
            assert carried["licence"] in image.text["Copyright"]
            assert round(image.info["dpi"][0]) == 100 * width
    with pikepdf.open(FIGURES / f"{name}.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == carried["title"]
        assert str(pdf.docinfo["/Author"]) == carried["author"]
        with pdf.open_metadata() as packet:
            assert packet["dc:title"] == carried["title"]
            assert packet["xmpRights:WebStatement"] == carried["licence_url"]


@every_figure
def test_a_screen_reader_says_the_name_of_an_svg(name: str) -> None:
    root = xmp.parse((FIGURES / f"{name}.svg").read_bytes())
    assert root.get("role") == "img"
    texts = {element.get("id"): element.text for element in root}
    named = [texts[key] for key in root.get("aria-labelledby", "").split()]
    assert named == [sidecar(name)["title"], sidecar(name)["alt"]]


@every_figure
def test_the_numbers_of_a_figure_are_valid_by_their_schema(name: str) -> None:
    carried = sidecar(name)
    columns = next(csv.reader((FIGURES / f"{name}.csv").open(encoding="utf-8", newline="")))
    assert [field["name"] for field in carried["schema"]["fields"]] == columns
    schema = Schema.from_descriptor(carried["schema"])
    table = Resource(path=f"{name}.csv", basepath=str(FIGURES), schema=schema)
    assert table.validate().valid


def read_back(rows: str, schema: dict[str, Any]) -> pd.DataFrame:
    """CSV as a frame, by its Table Schema alone."""
    kinds = {"integer": "Int64", "number": "Float64", "boolean": "boolean", "string": "str"}
    fields = {field["name"]: field["type"] for field in schema["fields"]}
    frame = pd.read_csv(
        StringIO(rows),
        dtype={key: kinds.get(kind, "str") for key, kind in fields.items()},
        keep_default_na=False,
        na_values=[""],
    )
    for key, kind in fields.items():
        if kind.startswith("date"):
            frame[key] = pd.to_datetime(frame[key])
        elif not frame[key].isna().any() and kind != "string":  # what knows no gap has none
            frame[key] = frame[key].astype(
                {"Int64": np.int64, "Float64": float, "boolean": bool}[kinds[kind]]
            )
    return frame


@pytest.fixture(scope="module")
def drawn() -> dict[str, tuple[Any, tuple[Any, ...], dict[str, Any]]]:
    """Of every figure the drawing function and what the notebook handed over, with land."""
    calls: dict[int, tuple[Any, tuple[Any, ...], dict[str, Any]]] = {}
    kept: dict[str, tuple[Any, tuple[Any, ...], dict[str, Any]]] = {}
    empty: list[Figure] = []

    def recorder(draw: Any) -> Any:
        def call(*arguments: Any, **options: Any) -> Figure:
            empty.append(Figure(figsize=(4, 3)))
            calls[id(empty[-1])] = (draw, arguments, options)
            return empty[-1]

        return call

    def show(_: Any, figure: Figure, name: str, frame: pd.DataFrame, **__: Any) -> None:
        kept[name] = calls[id(figure)]

    with pytest.MonkeyPatch.context() as patch:
        for package in (charts, maps):
            for name, draw in inspect.getmembers(package, inspect.isfunction):
                if draw.__annotations__.get("return") == "Figure":
                    patch.setattr(package, name, recorder(draw))
        patch.setattr(press.page, "display", lambda *_, **__: None)
        patch.setattr(press.page.Page, "show", show)
        patch.chdir(ROOT / "notebooks")
        for path in NOTEBOOKS:
            press.facts._formatted.clear()
            names: dict[str, Any] = {}
            for cell in json.loads(path.read_text("utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    return kept


def with_its_tables(name: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments of a drawing with published tables in the place of its frames.

    The CSV stands for the first frame, or the one with its columns; those of NAME.json for the
    others, in their order.
    """
    carried = sidecar(name)
    table = read_back((FIGURES / f"{name}.csv").read_text("utf-8"), carried["schema"])
    beside = [read_back(each["data"], each["schema"]) for each in carried["beside"]]
    frames = [place for place, item in enumerate(arguments) if isinstance(item, pd.DataFrame)]
    same = [place for place in frames if list(arguments[place].columns) == list(table.columns)]
    main = (same or frames)[0]
    others = [place for place in frames if place != main]
    published = {main: table, **dict(zip(others, beside, strict=True))}
    return tuple(published.get(place, item) for place, item in enumerate(arguments))


@every_figure
def test_the_published_tables_of_a_figure_draw_the_same_figure(
    name: str, drawn: dict[str, Any]
) -> None:
    draw, arguments, options = drawn[name]
    assert not options
    again = draw(*with_its_tables(name, arguments))
    published = (FIGURES / f"{name}.svg").read_bytes()
    assert figures.svg(again, sidecar(name), palette.LIGHT["paper"]) == published


def test_the_tables_beside_a_csv_are_valid_by_their_schemas(tmp_path: Path) -> None:
    beside = [table for name in NAMES for table in sidecar(name)["beside"]]
    assert len(beside) == 4
    for number, table in enumerate(beside):
        (tmp_path / f"{number}.csv").write_text(table["data"], "utf-8")
        schema = Schema.from_descriptor(table["schema"])
        resource = Resource(path=f"{number}.csv", basepath=str(tmp_path), schema=schema)
        assert resource.validate().valid


def test_another_number_in_the_csv_draws_another_figure(drawn: dict[str, Any]) -> None:
    draw, arguments, options = drawn["offices-by-region"]
    (table,) = with_its_tables("offices-by-region", arguments)
    carried, paper = sidecar("offices-by-region"), palette.LIGHT["paper"]
    before, after = table, table.assign(high=table.high + 1)
    one, other = (figures.svg(draw(each, **options), carried, paper) for each in (before, after))
    assert one != other


def test_no_two_figures_look_alike() -> None:
    looks = {name: read(FIGURES / f"{name}.png").likeness for name in NAMES}
    for name in NAMES:
        close = [other for other in NAMES if likeness.apart(looks[name], looks[other]) <= 0.06]
        assert close == [name]


def test_the_code_hash_does_not_stand_in_a_picture() -> None:
    carried = sidecar(NAMES[0])
    for ending in (".svg", ".png", ".pdf"):
        content = (FIGURES / f"{NAMES[0]}{ending}").read_bytes()
        assert carried["code_sha256"].encode() not in content
        assert carried["data_sha256"].encode() in content


def test_a_title_with_signs_of_xml_and_control_characters_stays_text(tmp_path: Path) -> None:
    hostile = "</title><script>&\x00\x1b]]>"
    frame = pd.DataFrame({"year": [2001], "=1+1": [True]})
    block = dict.fromkeys(("title", "subtitle", "alt", "description", "note"), hostile)
    carried = passport.of(
        {**block, "name": "hostile", "cite": []},
        frame,
        chapter="00",
        edition={"report": hostile, "version": "1", "as_of": "2024-09-16", "licence": hostile},
        references=pd.DataFrame(),
        columns={},
        units={},
    )
    figures.save(Figure(figsize=(2, 2)), frame, carried, palette={}, staging=tmp_path)
    for ending in (".svg", ".png", ".pdf", ".json", ".csv"):
        found = read(tmp_path / "figures" / f"hostile{ending}")
        assert ending == ".csv" or found.identity["name"] == "hostile"
        assert ending in (".csv", ".json") or found.identity["seal"] == found.seal
    root = xmp.parse((tmp_path / "figures" / "hostile.svg").read_bytes())
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert Counter(field["type"] for field in carried["schema"]["fields"]) == {
        "integer": 1,
        "boolean": 1,
    }
