"""The command line refuses what it does not know, in less than a second and in plain words."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import ROOT

REFUSED = {
    "--as-of banana": ["as_of", "banana", "YYYY-MM-DD"],
    "--as-off 2024-09-16": ["--as-off", "did you mean --as-of?"],
    "--min-confidence hihg": ["hihg", "low, medium, high", "did you mean high?"],
    "--plan 2024-realignmnt": ["latest, 2024-realignment, none", "did you mean 2024-realignment?"],
    "--world-region Europ": ["Sub-Saharan Africa", "did you mean Europe?"],
    "--recency-years 0": ["recency_years", "1 to 60"],
    "--data nowhere": ["nowhere", "does not exist"],
    "chekc": ["did you mean check?"],
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


def test_bad_data_are_refused_with_file_line_column_and_value(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    offices = tmp_path / "data" / "offices.csv"
    text = offices.read_text("utf-8").replace("alb-tirana,Tirana,ALB", "alb-tirana,Tirana,ALX")
    offices.write_text(text, "utf-8")
    ended = build("check", "--data", str(tmp_path / "data"))
    assert ended.returncode == 3
    assert "offices.csv, line 3" in ended.stderr and "ALX" in ended.stderr


def test_an_unknown_source_in_a_list_is_found(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    events = tmp_path / "data" / "events.csv"
    events.write_text(events.read_text("utf-8").replace(";miamiherald-2024;", ";nobody;"), "utf-8")
    ended = build("check", "--data", str(tmp_path / "data"))
    assert ended.returncode == 3
    assert "source_ids: 'nobody': is not in sources.csv" in ended.stderr
