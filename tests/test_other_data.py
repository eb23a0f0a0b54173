"""Another agency, or hardly any data at all: the same notebooks, and not a word of ours."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from reading import read, sentences
from test_command_line import build
from test_parameter_sets import SILLY

from footprint import codebook
from press.exits import Exit

FBI = ROOT / "examples" / "fbi-legal-attaches"
CHAPTERS = list(codebook.read(FBI)["report"]["chapters"])
OURS = r"\b(DEA|[Dd]rugs?|[Ff]entanyl|[Oo]verdose|[Cc]artel|[Cc]ocaine|majors)\b"


@pytest.fixture
def one_office(tmp_path: Path) -> Path:
    """A data folder with one office, one attestation and one source."""
    folder = tmp_path / "one"
    folder.mkdir()
    for table in ("offices", "office_evidence", "events", "sources", "countries"):
        rows = list(csv.reader((FBI / f"{table}.csv").open(encoding="utf-8", newline="")))
        head, rows = rows[0], rows[1:]
        kept = {
            "offices": [row for row in rows if row[0] == "fra-paris"],
            "office_evidence": [
                row
                for row in rows
                if row[1] == "fra-paris" and row[4] == "state-keyofficers-2022-10"
            ],
            "sources": [
                row
                for row in rows
                if row[0]
                in ("state-keyofficers-2022-10", "un-m49", "worldbank-population", "geonames")
            ],
            "countries": rows,
        }.get(table, [])
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([head, *kept])
    book = codebook.read(FBI)
    book["report"] = {"title": "One office", "description": "One office.", "agency": {
        "name": "Agency", "short": "A", "home": "USA"}}  # fmt: skip
    (folder / "datapackage.json").write_text(json.dumps(book), "utf-8")
    return folder


def test_no_code_and_no_notebook_names_the_agency_or_its_plan() -> None:
    report = codebook.read(codebook.OURS)["report"]
    names = [report["agency"]["name"], report["agency"]["short"], *report["plans"]]
    told = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    files = [
        path
        for folder in ("footprint", "press", "notebooks")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".ipynb", ".html", ".js", ".css", ".typ")
    ]
    assert len(files) > 80
    assert not [path.name for path in files if told.search(path.read_text("utf-8"))]


def test_the_second_agency_reads_as_if_written_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = read(monkeypatch, only=CHAPTERS, data_dir=str(FBI))
    texts = sentences(blocks)
    assert any("Federal Bureau of Investigation" in text for _, text in texts)
    for chapter, text in texts:
        assert not re.search(OURS, text), f"{chapter}: {text}"
        for what, pattern in SILLY.items():
            assert not re.search(pattern, text), f"{chapter} has {what}: {text}"
    assert not [b for shown in blocks.values() for b in shown if b.get("holds") is False]


def words(page: Path) -> str:
    """What a reader reads of a page: without pictures, code and what is for machines."""
    text = page.read_text("utf-8")
    text = re.sub(
        r'<(svg|script)\b.*?</\1>|<details class="code".*?</details>', "", text, flags=re.S
    )
    return re.sub(r"<[^>]+>", " ", text)


@pytest.mark.build
def test_the_second_agency_builds_with_its_own_chapters_only(tmp_path: Path) -> None:
    ended = build("--data", str(FBI), "--out", str(tmp_path))
    assert ended.returncode == Exit.OK, ended.stderr
    pages = {page.stem: words(page) for page in (tmp_path / "report").glob("*.html")}
    chapters = {page for page in pages if re.match(r"\d\d-", page)}
    assert chapters == {*CHAPTERS} - {"00-summary"}
    for name, text in pages.items():
        assert not re.search(OURS, text), name
        assert "The FBI abroad" in text
    assert "Eight decades" in pages["index"] and "left out" not in pages["index"]


@pytest.mark.build
def test_one_office_with_one_source_makes_a_report(one_office: Path, tmp_path: Path) -> None:
    ended = build("--data", str(one_office), "--out", str(tmp_path))
    assert ended.returncode == Exit.OK, ended.stderr
    assert "Paris" in words(tmp_path / "report" / "01-where-the-offices-are.html")


def test_one_office_is_told_in_the_singular(
    one_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks: dict[str, list[dict[str, Any]]] = read(monkeypatch, data_dir=str(one_office))
    for chapter, text in sentences(blocks):
        for what, pattern in SILLY.items():
            assert not re.search(pattern, text), f"{chapter} has {what}: {text}"
