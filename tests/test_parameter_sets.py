"""The report for other days, regions, plans and data: it builds, and reads as if written for it."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from reading import read, sentences
from test_command_line import build

from footprint.data import REQUIRED, Tables
from press.exits import Exit

SETS: dict[str, dict[str, Any]] = {
    "everybody's": {},
    "1975": {"as_of": "1975-01-01"},
    "2007": {"as_of": "2007-03-31"},
    "2019": {"as_of": "2019-12-31", "recency_years": 3},
    "before-the-news": {"known_on": "2024-08-31"},
    "no-plan": {"plan": "none"},
    "high": {"min_confidence": "high", "recency_years": 10},
    "one-region": {"world_region": "Middle East & North Africa"},
    "untouched-region": {"world_region": "North America"},
}
PLURALS = "offices|countries|claims|capitals|events|openings|closings|places|years"
SILLY = {
    "a number that does not go with its noun": rf"(?<![\d,.–-])(?:1|[Oo]ne) (?:{PLURALS})\b",
    "a verb that does not go with its number": r"\b[Oo]ne (?:more )?(?:were|have|are)\b",
    "a value that is none": r"\b(?:nan|NaN|None(?! of)|<NA>|NaT)\b",
    "an empty list": r"(?:: |in |for )(?:none)?\.(?:\s|$)|\(\)",
    "a stray space": r" [.,;:](?:\s|$)|,,|\.\.",
}


@pytest.mark.parametrize("name", SETS)
def test_no_sentence_of_an_edition_is_wrong_or_silly(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = read(monkeypatch, **SETS[name])
    stale = [
        (chapter, block["text"])
        for chapter, shown in blocks.items()
        for block in shown
        if block.get("holds") is False
    ]
    assert not stale
    for chapter, text in sentences(blocks):
        for what, pattern in SILLY.items():
            found = re.search(pattern, text)
            assert not found, f"{chapter} has {what}: …{text[max(0, found.start() - 60) :][:140]}…"


def test_before_the_news_no_chapter_speaks_of_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = read(monkeypatch, **SETS["before-the-news"])
    absent = {
        chapter for chapter, shown in blocks.items() if any(b["kind"] == "absent" for b in shown)
    }
    assert {name[:2] for name in absent} == {"02", "05", "06"}
    for chapter, text in sentences(blocks):
        assert "plan of September" not in text and "to close" not in text.lower(), chapter


def test_a_report_on_2007_speaks_of_no_later_year(monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = read(monkeypatch, **SETS["2007"])
    # Of the codebook and of what has been reported since a later year may be told.
    kept = {name: shown for name, shown in blocks.items() if name[:2] not in ("90", "07")}
    for chapter, text in sentences(kept):
        assert not re.search(r"\b20(?:0[89]|[12]\d)\b", text), f"{chapter}: {text[:200]}"


@pytest.mark.parametrize(
    "name",
    [n for n in Tables.__dataclass_fields__ if n not in (*REQUIRED, "codebook", "boundaries")],
)
def test_without_a_table_the_report_says_what_is_missing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "data" / f"{name}.csv").unlink()
    blocks = read(monkeypatch, data_dir=str(tmp_path / "data"))
    texts = [text for _, text in sentences(blocks)]
    assert any(name.replace("_", " ") in text and "left out" in text for text in texts)
    assert not [b for shown in blocks.values() for b in shown if b.get("holds") is False]


@pytest.mark.build
@pytest.mark.parametrize("name", [name for name in SETS if name != "everybody's"])
def test_the_whole_report_builds(name: str, tmp_path: Path) -> None:
    asked = [f"--{key.replace('_', '-')}={value}" for key, value in SETS[name].items()]
    ended = build(*asked, "--out", str(tmp_path))
    assert ended.returncode == Exit.OK, ended.stderr
    pages = {path.stem for path in (tmp_path / "report").glob("*.html")}
    assert {"index", "08-how-complete-this-is", "90-data-and-methods", "facts"} <= pages
    assert (tmp_path / "report" / "report.pdf").read_bytes().startswith(b"%PDF")
