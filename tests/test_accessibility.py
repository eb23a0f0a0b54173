"""The statement on accessibility, the scripts of a page, folded sources, outlines for the page."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest
from test_press_render import EDITION, HOSTILE, SOURCES, chapter, figure, say, staging, table

from press import accessibility, render
from press.inline import for_page

__all__ = ["staging"]  # a fixture
TESTED = {"title": EDITION.title, "version": EDITION.version, "as_of": EDITION.as_of}
SUBJECT = {
    "subject": "Keyboard",
    "tested": "Tab reaches everything.",
    "conditions": ["wide", "narrow"],
    "pages": 2,
    "checks": 1200,
    "result": "passed",
    "tool": "key presses",
    "cannot_tell": "Whether it makes sense.",
}


def statement(edition: render.Edition = EDITION, **changed: Any) -> str:
    card = {"edition": TESTED, "subjects": [{**SUBJECT, **changed}]}
    return accessibility.statement(card, edition)


def test_the_statement_says_what_was_tested_with_what_result() -> None:
    text = statement()
    assert "Programs tested this edition. They made 1,200 checks on 1 subject. All passed." in text
    assert "<dd>Passed: 1,200 checks on 2 pages</dd>" in text
    assert "<dd>wide, narrow</dd>" in text and "Whether it makes sense." in text


def test_the_statement_does_not_hide_a_failure() -> None:
    text = statement(result="3 of 1200 failed")
    assert "Not all passed: Keyboard." in text and "All passed" not in text
    assert "3 of 1200 failed" in text


@pytest.mark.parametrize("change", [{"version": "9"}, {"as_of": "2019-12-31"}, {"scope": "Asia."}])
def test_another_edition_says_that_it_was_not_tested_itself(change: dict[str, str]) -> None:
    edition = dataclasses.replace(EDITION, **change)
    assert "was not tested itself" in statement(edition)


def test_the_statement_escapes_what_it_is_given() -> None:
    text = statement(**dict.fromkeys(("subject", "tested", "tool", "result"), HOSTILE))
    assert "<script" not in text and "<img" not in text


def test_every_critical_heuristic_has_one_of_four_answers() -> None:
    answers = re.findall(r"</th><td>([^<]*)</td>", statement())
    assert len(answers) == 14
    assert {*answers} <= {"Met", "In part", "Not met", "Not proved"}


def test_a_page_beside_the_chapters_is_in_the_contents_of_every_page(staging: Path) -> None:
    leaf = render.Leaf(accessibility.PAGE, accessibility.TITLE, statement(), accessibility.SECTIONS)
    chapters = [chapter(say("Text."))]
    render.html(chapters, staging=staging, sources=SOURCES, edition=EDITION, leaves=[leaf])
    for name in ("index.html", accessibility.PAGE):
        text = (staging / "report" / name).read_text("utf-8")
        assert f'href="{accessibility.PAGE}"' in text
    assert 'href="#chartability"' in text


def scripts_of(staging: Path, *cells: tuple[str, Any]) -> list[str]:
    render.html([chapter(*cells)], staging=staging, sources=SOURCES, edition=EDITION)
    text = (staging / "report" / "index.html").read_text("utf-8")
    found = re.findall(r'<script defer src="assets/([\w.]+)">', text)
    assert all((staging / "report" / "assets" / name).is_file() for name in found)
    return found


def test_a_page_loads_only_the_scripts_that_have_work_on_it(staging: Path) -> None:
    assert scripts_of(staging, say("Text.")) == ["frame.js"]
    assert scripts_of(staging, say("A claim [@ap-2024].")) == ["frame.js", "notes.js"]
    found = {*scripts_of(staging, figure(), table())}
    assert {"frame.js", "regions.js", "copies.js"} <= found
    assert not {"filter.js", "search.js"} & found


@pytest.mark.parametrize(("count", "is_folded"), [(8, False), (9, True)])
def test_many_sources_are_folded(staging: Path, count: int, is_folded: bool) -> None:
    many = [SOURCES[0] | {"source_id": f"s{n}", "title": f"Title {n}"} for n in range(count)]
    cell = figure(cite=[source["source_id"] for source in many])
    render.html([chapter(cell)], staging=staging, sources=many, edition=EDITION)
    text = (staging / "report" / "index.html").read_text("utf-8")
    assert (f"<summary>{count} sources</summary>" in text) is is_folded
    assert ("Sources: " in text) is not is_folded
    assert len(re.findall(r'href="#ref-s\d+"', text)) == count


def outline(path: str) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><path d="{path}"/></svg>'
    found = re.search(r' d="([^"]*)"', for_page(svg.encode(), "map", {}).decode())
    assert found
    return found[1]


def test_an_outline_is_as_fine_as_can_be_seen() -> None:
    assert outline("M 1.04 2.06 L 1.01 2.08 L 3.449 -0.02 z ") == "M 1 2.1 3.4 0 z"
    assert outline("M 0 0 L 5 5 z M 7 7 L 8 8 ") == "M 0 0 5 5 z M 7 7 8 8"
    assert outline("M 0 0 C 1 1 2 2 3.33 3.33 L 3.3 3.3 L 4 4 ") == "M 0 0 C 1 1 2 2 3.3 3.3 L 4 4"


def test_a_small_sign_keeps_its_outline() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg"><path id="m" d="M 0.123 0.456 L 1 1"/></svg>'
    assert 'd="M 0.123 0.456 L 1 1"' in for_page(svg.encode(), "map", {}).decode()


def test_a_stray_percent_sign_does_not_break_an_address(staging: Path) -> None:
    source = SOURCES[0] | {"url": "https://example.org/drop-by-5%?a=%20"}
    render.html(
        [chapter(say("A claim [@ap-2024]."))], staging=staging, sources=[source], edition=EDITION
    )
    text = (staging / "report" / "index.html").read_text("utf-8")
    assert "https://example.org/drop-by-5%25?a=%20" in text
