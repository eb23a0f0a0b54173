"""The command line refuses what it does not know, in less than a second and in plain words."""

import json
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT

from press.exits import Exit

REFUSED = {
    "--as-of banana": ["as_of", "banana", "YYYY-MM-DD"],
    "--as-off 2024-09-16": ["--as-off", "did you mean --as-of?"],
    "--min-confidence hihg": ["hihg", "low, medium, high", "did you mean high?"],
    "--plan 2024-realignmnt": ["latest, 2024-realignment, none", "did you mean 2024-realignment?"],
    "--world-region Europ": ["Sub-Saharan Africa", "did you mean Europe?"],
    "--recency-years 0": ["recency_years", "1 to 60"],
    "--jobs 0": ["jobs", "1 to 64"],
    "--cell-seconds -1": ["cell_seconds", "more than 0"],
    "--cell-seconds x": ["cell_seconds", "not a number"],
    "--set .": ["set: . is no file"],
    "check new": ["'new' is a second command"],
    "--data nowhere": ["nowhere", "does not exist"],
    "chekc": ["did you mean check?"],
    "figures offices-by-regio": ["did you mean offices-by-region?"],
    "figures --theme drak": ["light, dark, print, mono", "did you mean dark?"],
    "figures --size light": ["social, column, full, slide"],
    "figures --format png,gif": ["'gif'", "svg, png, pdf"],
    "figures --out figures": ["name another folder"],
}


def build(*arguments: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "build.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout)


@pytest.mark.parametrize("line", REFUSED)
def test_a_wrong_parameter_is_refused_with_what_is_allowed(line: str) -> None:
    ended = build(*line.split())
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    for words in REFUSED[line]:
        assert words in ended.stderr


def test_a_wrong_parameter_is_refused_within_a_second() -> None:
    seconds = []
    for _ in range(5):
        began = time.monotonic()
        build("--as-of", "banana")
        seconds.append(time.monotonic() - began)
    assert sorted(seconds)[2] < 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data to spoil."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_the_check_names_file_line_column_and_value_and_proposes_a_fix(folder: Path) -> None:
    spoil(folder / "offices.csv", "alb-tirana,Tirana,ALB", "alb-tirana,Tirana,ALX")
    ended = build("check", "--data", str(folder))
    assert ended.returncode == 3
    assert "offices.csv\n  line 3, column iso3: “ALX”" in ended.stdout
    assert "Perhaps ALB." in ended.stdout and "1 error" in ended.stdout.splitlines()[-1]


def test_a_build_is_refused_by_the_same_check(folder: Path, tmp_path: Path) -> None:
    spoil(folder / "events.csv", ";miamiherald-2024;", ";nobody;")
    ended = build("--data", str(folder), "--out", str(tmp_path / "out"))
    assert ended.returncode == 3
    assert "column source_ids: “nobody” is not in sources.csv" in ended.stderr
    assert "Nothing was built" in ended.stderr and not (tmp_path / "out").exists()


def test_the_check_writes_json_a_page_and_a_patch_and_edits_nothing(
    folder: Path, tmp_path: Path
) -> None:
    events, sound = folder / "events.csv", (folder / "events.csv").read_bytes()
    spoil(events, "announce_open,are-dubai,ARE,2,", "announce_open,are-dubai,ARE,two,")
    spoilt = events.read_bytes()
    page, patch = tmp_path / "check.html", tmp_path / "fixes.patch"
    asked = ["--json", "--html", str(page), "--fix", str(patch)]
    ended = build("check", "--data", str(folder), *asked)
    assert ended.returncode == 3 and events.read_bytes() == spoilt
    assert json.loads(ended.stdout)["problems"][0]["fix"] == "2"
    assert "Line 30" in page.read_text("utf-8")
    advised = shlex.split(ended.stderr.split("To put the tables right: ")[1])
    subprocess.run(advised, check=True)
    assert events.read_bytes() == sound


def test_a_warning_stops_nothing_and_a_patch_of_nothing_is_not_written(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "more.csv").write_text("a,b\n", "utf-8")
    ended = build("check", "--data", str(folder), "--fix", str(tmp_path / "fixes.patch"))
    assert ended.returncode == 0 and "1 warning" in ended.stdout
    assert "No fix is certain" in ended.stderr and not (tmp_path / "fixes.patch").exists()


def test_fixes_for_data_that_came_in_one_file_are_not_made_where_they_were_unpacked(
    folder: Path, tmp_path: Path
) -> None:
    spoil(
        folder / "events.csv", "announce_open,are-dubai,ARE,2,", "announce_open,are-dubai,ARE,two,"
    )
    archive = shutil.make_archive(str(tmp_path / "mine"), "zip", folder)
    ended = build("check", "--data", archive, "--fix", str(tmp_path / "fixes.patch"))
    assert ended.returncode == 3 and "unpack" in ended.stderr and "git -C" not in ended.stderr


def test_a_page_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    ended = build("check", "--html", str(tmp_path / "no" / "where.html"))
    assert ended.returncode == Exit.UNWRITABLE and "where.html" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("command", [["check"], []])
def test_a_broken_codebook_is_bad_data_and_no_wrong_parameter(
    command: list[str], folder: Path
) -> None:
    spoil(folder / "datapackage.json", '"resources": [', '"resources": [,')
    ended = build(*command, "--data", str(folder))
    assert ended.returncode == 3
    told = ended.stdout + ended.stderr
    assert "datapackage.json" in told and "JSON" in told and "Traceback" not in told
