"""A cell that was put right: checked against its table, traced, and told where it mattered."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT
from test_command_line import build
from test_press_render import EDITION, SOURCES, chapter, figure, say

from footprint import corrections as cells
from footprint import data, preflight
from press import changelog, corrections, finding
from press.exits import Exit

AGENTS = "2021-agency-dea-129"
ROW = f"2026-10-01,staffing,{AGENTS},special_agents,4694,4649,wiki-dea,Two digits changed places."
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data to correct; the boundaries are linked, so that they are read once."""
    copy = tmp_path / "data"
    copy.mkdir()
    for path in [*(ROOT / "data").glob("*.csv"), ROOT / "data" / "datapackage.json"]:
        shutil.copy(path, copy)
    (copy / "boundaries.geojson").symlink_to(ROOT / "data" / "boundaries.geojson")
    return copy


def correct(folder: Path, *rows: str) -> None:
    with (folder / "corrections.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


def test_a_correction_that_the_table_bears_out_raises_nothing(folder: Path) -> None:
    correct(folder, ROW)
    assert preflight.examine(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "column", "fix", "why"),
    [
        ("staffing,", "stafing,", "table", "staffing", "no table"),
        ("special_agents", "special_agent", "column", "special_agents", "no column"),
        (AGENTS, "2021-agency-dea-128", "key", AGENTS, "no row"),
        ("4649,", "4650,", "new", None, "“4649”"),
        ("4694,4649,", "4649,4649,", "new", None, "nothing is corrected"),
        ("2026-10-01", "2026-10", "date", None, ""),
        ("wiki-dea", "wiki-de", "source_ids", "wiki-dea", "not in sources.csv"),
    ],
)
def test_a_correction_that_is_not_borne_out_is_refused(
    folder: Path, old: str, new: str, column: str, fix: str | None, why: str
) -> None:
    correct(folder, ROW.replace(old, new))
    (problem,) = preflight.examine(folder)
    assert (problem.file, problem.line, problem.column) == ("corrections.csv", 2, column)
    assert (problem.severity, problem.fix) == ("error", fix)
    assert why in problem.why


def test_of_a_cell_corrected_twice_the_last_correction_must_hold(folder: Path) -> None:
    first = f"2026-09-01,staffing,{AGENTS},special_agents,1,4694,wiki-dea,"
    correct(folder, first, ROW)
    assert preflight.examine(folder) == []


def test_a_second_correction_begins_where_the_first_ended(folder: Path) -> None:
    first = f"2026-09-01,staffing,{AGENTS},special_agents,1,4600,wiki-dea,"
    correct(folder, first, ROW)
    (problem,) = preflight.examine(folder)
    assert (problem.line, problem.column, problem.fix) == (3, "old", "4600")


def test_a_correction_undone_leaves_data_that_differ_in_its_cell_and_pass_the_check(
    folder: Path, tmp_path: Path
) -> None:
    correct(folder, f"2026-09-01,staffing,{AGENTS},special_agents,1,4694,wiki-dea,", ROW)
    now = data.load(folder)
    latest, earliest = cells.of(now)
    assert (latest.old, earliest.old) == ("4694", "1")
    cells.undo(latest, folder, tmp_path / "before")
    before = data.load(tmp_path / "before")
    differ = now.staffing.compare(before.staffing)
    assert differ.to_numpy().tolist() == [[4649, 4694]]
    assert len(before.corrections) == len(now.corrections)


CORRECTION = corrections.Correction(
    date="2026-10-01",
    table="staffing",
    key="a-row",
    column="special_agents",
    old="4<694",
    new="",
    sources=("ap-2024",),
    note="Digits & places.",
    facts=("offices-closing",),
    figures=("lead",),
    pages=("00-summary",),
)


def test_the_text_says_what_the_cell_said_and_says() -> None:
    told = "In staffing the cell special_agents of a-row said “4<694” and says nothing."
    assert CORRECTION.text == f"Digits & places. {told}"
    assert CORRECTION.day == "1 October 2026"


def test_only_what_rested_on_the_cell_is_stamped() -> None:
    fact = {"value": 14, "text": "14", "definition": "", "rows": {}, "sources": []}
    kind, block = say("Some close.")
    sentence = kind, block | {"facts": {"offices-closing": fact, "other": fact}}
    chapters = [
        chapter(sentence, figure("lead"), figure("second")),
        chapter(figure("third"), slug="01-two"),
    ]
    one, two = corrections.stamped(chapters, [CORRECTION])
    assert two == chapters[1]
    notice, said, lead, second = one.blocks
    assert notice["kind"] == "corrected"
    assert "corrections" in said["facts"]["offices-closing"]
    assert "corrections" not in said["facts"]["other"]
    assert ("corrections" in lead, "corrections" in second) == (True, False)


def test_the_page_of_changes_links_to_all_that_rested_on_the_cell_and_escapes_it() -> None:
    chapters = [chapter(figure("lead"))]
    page = changelog.leaf([CORRECTION], chapters, sources=SOURCES, changes="# L\n\n## 1.0 – x\n")
    assert f'id="{CORRECTION.anchor}"' in page.body
    assert "4&lt;694" in page.body and "4<694" not in page.body
    for link in ("facts.html#fact-offices-closing", "index.html#fig-lead", 'index.html"'):
        assert f'href="{link}' in page.body
    assert "<h3>1.0 – x</h3>" in page.body
    assert [name for name, _ in page.sections] == ["corrections", "editions"]


def test_without_a_correction_the_page_says_so() -> None:
    page = changelog.leaf([], [chapter()], sources=[], changes="")
    assert "No cell of the data has been corrected" in page.body


def test_a_correction_is_an_entry_of_the_feed() -> None:
    root = ElementTree.fromstring(finding.feed(EDITION, "", [CORRECTION]).encode())
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Correction of 1 October 2026"
    assert entry.findtext(f"{ATOM}updated") == "2026-10-01T00:00:00Z"
    assert "4&lt;694" in (entry.findtext(f"{ATOM}content") or "")


def test_what_was_traced_is_remembered(tmp_path: Path) -> None:
    assert corrections.remembered(tmp_path / "kept.json") is None
    corrections.remember([CORRECTION], tmp_path / "kept.json")
    assert corrections.remembered(tmp_path / "kept.json") == [CORRECTION]


@pytest.mark.build
def test_a_build_stamps_what_rested_on_the_cell_and_nothing_else(
    folder: Path, tmp_path: Path
) -> None:
    book = json.loads((folder / "datapackage.json").read_text("utf-8"))
    chapters = ("00-summary", "03-how-many-agents", "07-half-a-century")
    book["report"]["chapters"] = dict.fromkeys(chapters, "")
    (folder / "datapackage.json").write_text(json.dumps(book), "utf-8")
    correct(folder, ROW)
    ended = build("--data", str(folder), "--out", str(tmp_path / "out"))
    assert ended.returncode == Exit.OK, ended.stderr
    report, figures = tmp_path / "out" / "report", tmp_path / "out" / "figures"
    facts = json.loads((report / "facts.json").read_text("utf-8"))
    assert [key for key, fact in facts.items() if "corrections" in fact] == ["agents-of-agency"]
    passports = {path.stem: json.loads(path.read_text("utf-8")) for path in figures.glob("*.json")}
    told = {name: passport.get("corrections") for name, passport in passports.items()}
    assert [name for name, items in told.items() if items] == ["agency-people"]
    pages = {
        name: (report / name).read_text("utf-8") for name in ("index.html", f"{chapters[1]}.html")
    }
    assert ["Corrected since" in text for text in pages.values()] == [False, True]
    assert (
        pages[f"{chapters[1]}.html"].count("Two digits changed places") >= 3
    )  # page, figure, card
    listed = (report / "changelog.html").read_text("utf-8")
    assert f'href="{chapters[1]}.html#fig-agency-people"' in listed
    assert "Correction of 1 October 2026" in (report / "feed.xml").read_text("utf-8")
