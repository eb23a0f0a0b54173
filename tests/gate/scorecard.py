"""The scorecard: what the gate tested and found, in `tests/scorecard.json`.

It is put together from the reports of the tests themselves, which also come from the workers of
xdist. `make scorecard` writes it. Any other run of the whole gate fails if it found otherwise.
"""

import importlib
import json
import os
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

GATE = Path(__file__).parent
FILE = GATE.parent / "scorecard.json"
REPORT = GATE.parents[1] / "report"


@dataclass(frozen=True)
class Subject:
    """What a module of the gate tests. `blind` is what its tool cannot tell."""

    title: str
    tested: str
    tool: str
    blind: str
    conditions: tuple[str, ...] = ()


class Scorecard:
    """Hears the reports of the tests of the gate, in the process that sums up."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.outcomes: dict[str, str] = {}
        self.pages: dict[str, set[str]] = defaultdict(set)
        self.complaint = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        path, _, _ = report.nodeid.partition("::")
        module = Path(path).stem
        if Path(path).parent.name != GATE.name or module not in modules():
            return
        if report.when == "call" or not report.passed:
            self.outcomes[report.nodeid] = report.outcome
            self.pages[module].update(str(v) for k, v in report.user_properties if k == "page")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self.is_whole():
            return
        text = told(self.outcomes, self.pages)
        if os.environ.get("SCORECARD") == "write":
            FILE.write_text(text, encoding="utf-8")
        elif {*self.outcomes.values()} == {"passed"} and text != _committed():
            self.complaint = "tests/scorecard.json is not what the gate found: run make scorecard"
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.complaint:
            terminalreporter.write_line(f"FAILED {self.complaint}", red=True)

    def is_whole(self) -> bool:
        """Whether every test of the gate was asked for and none was skipped."""
        option = self.config.option
        is_chosen = option.keyword or option.markexpr or any("::" in a for a in self.config.args)
        heard = {Path(node.partition("::")[0]).stem for node in self.outcomes}
        return not is_chosen and heard == {*modules()} and "skipped" not in self.outcomes.values()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Scorecard(config), "scorecard")


def modules() -> list[str]:
    """The modules of the gate that have a subject, by name."""
    return sorted(path.stem for path in GATE.glob("test_*.py") if path.stem != "test_scorecard")


def subject(module: str) -> Subject:
    found: Subject = importlib.import_module(f"{GATE.name}.{module}").SUBJECT
    return found


def told(outcomes: Mapping[str, str], pages: Mapping[str, set[str]]) -> str:
    """The scorecard as JSON: an entry a subject, sorted by title; no clock and no machine in it.

    `outcomes` are those of the tests by node id, `pages` the names of the pages by module.
    """
    entries = []
    for module in modules():
        what = subject(module)
        mine = [v for k, v in outcomes.items() if Path(k.partition("::")[0]).stem == module]
        failed = sum(outcome != "passed" for outcome in mine)
        entries.append(
            {
                "subject": what.title,
                "tested": what.tested,
                "conditions": list(what.conditions),
                "pages": len(pages.get(module, ())),
                "checks": len(mine),
                "result": f"{failed} of {len(mine)} failed" if failed else "passed",
                "tool": what.tool,
                "cannot_tell": what.blind,
            }
        )
    card = {"edition": edition(), "subjects": sorted(entries, key=lambda each: each["subject"])}
    return json.dumps(card, ensure_ascii=False, indent=2) + "\n"


def edition() -> dict[str, str]:
    """Which edition was tested, as its first page tells machines."""
    page = (REPORT / "index.html").read_text("utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found, "the first page does not say which edition it is of"
    whole: dict[str, Any] = json.loads(found[1])["@graph"][0]
    return {
        "title": whole["name"],
        "version": whole["version"],
        "as_of": whole["temporalCoverage"],
    }


def _committed() -> str:
    return FILE.read_text("utf-8") if FILE.exists() else ""
