"""The PDF, as a screen reader meets it."""

import itertools
from collections.abc import Iterator
from functools import cache
from typing import Any

import pikepdf

from gate.pages import PAGES, text_of
from gate.scorecard import REPORT, Subject

SUBJECT = Subject(
    title="The PDF",
    tested="The PDF says of itself that it is PDF/UA-1, which Typst writes only where its own "
    "check of that standard passes. Apart from it: title, language and tags are there, every "
    "picture has a text for those who cannot see it, and no level of heading is skipped.",
    tool="Typst's check, and pikepdf as a second reader",
    blind="No screen reader was run over it. Whether the order of reading makes sense was not "
    "judged by a program.",
)


@cache
def pdf() -> pikepdf.Pdf:
    return pikepdf.open(REPORT / "report.pdf")


@cache
def elements() -> list[tuple[str, Any]]:
    """The tags in the order of reading: role and element."""

    def walk(element: Any) -> Iterator[tuple[str, Any]]:
        if isinstance(element, pikepdf.Array):
            for child in element:
                yield from walk(child)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                yield str(element.S).lstrip("/"), element
            if "/K" in element:
                yield from walk(element.K)

    return list(walk(pdf().Root.StructTreeRoot.K))


def test_it_claims_the_standard_that_typst_checks() -> None:
    with pdf().open_metadata() as said:
        assert said["pdfuaid:part"] == "1"
        assert said["dc:title"]
    assert pdf().Root.ViewerPreferences.DisplayDocTitle
    assert pdf().Root.MarkInfo.Marked
    assert str(pdf().Root.Lang).startswith("en")


def test_every_picture_has_a_text() -> None:
    pictures = [element for role, element in elements() if role == "Figure"]
    on_screen = sum(text_of(name).count('<figure class="plate') for name in PAGES)
    assert len(pictures) >= on_screen > 0
    assert all(len(str(picture.get("/Alt", "")).strip()) > 20 for picture in pictures)


def test_no_level_of_heading_is_skipped() -> None:
    levels = [int(role[1:]) for role, _ in elements() if role[0] == "H" and role[1:].isdigit()]
    assert levels and levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_tables_have_heads_and_text_has_an_outline() -> None:
    roles = [role for role, _ in elements()]
    assert roles.count("Table") <= roles.count("TH")
    with pdf().open_outline() as outline:
        assert len(outline.root) >= len(list(REPORT.glob("[0-9]*.html")))
