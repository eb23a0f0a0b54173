"""A data folder to start from."""

import csv
from pathlib import Path

import pytest
from conftest import ROOT
from reading import read, sentences
from test_command_line import build

from footprint import codebook, data, starter
from press.exits import Exit


@pytest.fixture
def started(tmp_path: Path) -> Path:
    starter.write(tmp_path / "mine")
    return tmp_path / "mine"


def test_a_new_folder_passes_the_check_and_has_no_office(started: Path) -> None:
    tables = data.load(started)
    assert tables.offices.empty and tables.events.empty and tables.office_evidence.empty
    assert len(tables.countries) == len(data.load(ROOT / "data").countries)


def test_a_report_can_be_made_of_no_office_at_all(
    started: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = read(monkeypatch, data_dir=str(started))
    assert any("No office is documented at work" in text for _, text in sentences(blocks))


def test_its_readme_explains_every_column(started: Path) -> None:
    text = (started / "README.md").read_text("utf-8")
    for table in codebook.tables(codebook.read(started)):
        part = text.partition(f"## {table['path']}")[2].partition("\n## ")[0]
        head = next(csv.reader((started / table["path"]).open(encoding="utf-8")))
        assert head and [name for name in head if f"- `{name}`: " not in part] == []


def test_nothing_in_it_is_about_our_agency(started: Path) -> None:
    agency = codebook.read(codebook.OURS)["report"]["agency"]
    for name in ("README.md", "datapackage.json"):
        text = (started / name).read_text("utf-8")
        assert agency["short"] not in text and agency["name"] not in text


def test_a_folder_that_is_there_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    ended = build("new", str(tmp_path))
    assert ended.returncode == Exit.BAD_PARAMETERS and "is there already" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]
    ended = build("new", str(tmp_path / "next"))
    assert ended.returncode == Exit.OK and (tmp_path / "next" / "README.md").exists()
