"""That the scorecard says what the gate found. (A run of the whole gate compares the counts.)"""

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gate import scorecard

committed = pytest.mark.skipif(
    os.environ.get("SCORECARD") == "write", reason="the scorecard is being written"
)


@committed
def test_the_committed_scorecard_has_every_subject_and_no_failure() -> None:
    card = json.loads(scorecard.FILE.read_text("utf-8"))
    subjects = {scorecard.subject(module).title: module for module in scorecard.modules()}
    assert [entry["subject"] for entry in card["subjects"]] == sorted(subjects)
    assert {entry["result"] for entry in card["subjects"]} == {"passed"}
    for entry in card["subjects"]:
        what = scorecard.subject(subjects[entry["subject"]])
        assert (entry["tested"], entry["tool"], entry["cannot_tell"]) == (
            what.tested,
            what.tool,
            what.blind,
        )


@committed
def test_the_committed_scorecard_is_of_the_committed_edition() -> None:
    card = json.loads(scorecard.FILE.read_text("utf-8"))
    assert card["edition"] == scorecard.edition()


def test_a_failure_stands_in_the_scorecard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorecard, "modules", lambda: ["test_axe"])
    node = "tests/gate/test_axe.py::test_it[{}]"
    outcomes = {node.format(1): "passed", node.format(2): "failed"}
    (entry,) = json.loads(scorecard.told(outcomes, {"test_axe": {"index.html"}}))["subjects"]
    assert (entry["result"], entry["checks"], entry["pages"]) == ("1 of 2 failed", 2, 1)


@pytest.mark.parametrize(
    ("outcome", "keyword", "complains"),
    [("passed", "", True), ("passed", "axe", False), ("skipped", "", False)],
)
def test_a_whole_run_that_found_otherwise_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, outcome: str, keyword: str, complains: bool
) -> None:
    monkeypatch.setattr(scorecard, "modules", lambda: ["test_axe"])
    monkeypatch.setattr(scorecard, "FILE", tmp_path / "scorecard.json")
    monkeypatch.delenv("SCORECARD", raising=False)
    option = SimpleNamespace(keyword=keyword, markexpr="")
    card = scorecard.Scorecard(fake(option=option, args=["tests"]))
    node = "tests/gate/test_axe.py::test_it"
    card.pytest_runtest_logreport(
        fake(nodeid=node, when="call", outcome=outcome, passed=True, user_properties=[])
    )
    session = fake(exitstatus=0)
    card.pytest_sessionfinish(session)
    assert bool(card.complaint) is complains is bool(session.exitstatus)
    scorecard.FILE.write_text(scorecard.told(card.outcomes, card.pages), "utf-8")
    card.complaint = ""
    card.pytest_sessionfinish(session)
    assert card.complaint == ""


def fake(**fields: Any) -> Any:
    """What pytest would give."""
    return SimpleNamespace(**fields)
