"""Links between pages and files."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pikepdf
from conftest import ROOT

from gate.pages import each_page
from gate.scorecard import REPORT, Subject

SUBJECT = Subject(
    title="Links",
    tested="Every link inside the report leads to a file that is there, and to a place that is on "
    "that page; so do those of the feed, of the gallery of figures and of the PDF.",
    tool="a parser of HTML, and pikepdf for the PDF",
    blind="Links to other sites are not followed: the report is made and tested without a network.",
)


@cache
class Anchors(HTMLParser):
    """The ids of a page and the references it makes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids, self.references = set[str](), set[str]()
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for attribute, value in attrs:
            if attribute == "id":
                self.ids.add(str(value))
            elif attribute in ("href", "src", "xlink:href", "popovertarget", "for"):
                is_id = attribute in ("popovertarget", "for")
                self.references.add(f"#{value}" if is_id else str(value))


def resolves(page: Path, reference: str) -> bool:
    """Whether a local reference leads to a file of this repository and, in HTML, to an id of it."""
    path, _, fragment = map(unquote, reference.partition("#"))
    target = (page.parent / path).resolve() if path else page
    there = target.is_file() and target.is_relative_to(ROOT.resolve())
    return there and (not fragment or fragment in Anchors(target).ids)


@each_page()
def test_every_local_link_leads_somewhere(name: str) -> None:
    page = REPORT.resolve() / name
    local = {link for link in Anchors(page).references if not urlsplit(link).scheme}
    assert local
    assert sorted(link for link in local if not resolves(page, link)) == []


def test_the_feed_and_the_gallery_lead_somewhere() -> None:
    found = []
    for path, pattern in (
        ("report/feed.xml", r'href="([^"]+)"'),
        ("figures/README.md", r"\]\(([^)]+)\)"),
    ):
        page = ROOT.resolve() / path
        links = re.findall(pattern, page.read_text("utf-8"))
        assert links
        found += [link for link in links if not urlsplit(link).scheme and not resolves(page, link)]
    assert found == []


def test_every_link_inside_the_pdf_leads_to_a_place_in_it() -> None:
    with pikepdf.open(REPORT / "report.pdf") as pdf:
        known = {page.obj.objgen for page in pdf.pages}
        names = (
            pikepdf.NameTree(pdf.Root.Names.Dests) if "/Dests" in pdf.Root.get("/Names", {}) else {}
        )
        links = [
            note.get("/Dest", note.get("/A", {}).get("/D"))
            for page in pdf.pages
            for note in page.get("/Annots", [])
            if note.get("/Subtype") == "/Link" and note.get("/A", {}).get("/S") != "/URI"
        ]
        assert links
        for link in links:
            place = names[str(link)] if isinstance(link, pikepdf.String) else link
            place = place.get("/D") if isinstance(place, pikepdf.Dictionary) else place
            assert place[0].objgen in known
