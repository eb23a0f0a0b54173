"""The report on paper, looked at from outside: as a reader of screens, a librarian, a typesetter.

The last part looks at the report of this repository, the rest at small chapters of its own.
"""

import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pytest
from conftest import ROOT
from PIL import Image
from test_press_render import EDITION, SOURCES, SVG, chapter, figure, say, table

from press import render
from press.index import Names
from press.markup import bit, cite, string

poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs Poppler")
REPORT = ROOT / "report" / "report.pdf"
SPACE = {"t": "Space"}
PLACES = {"Quito, Ecuador": ["Quito"], "Lima, Peru": ["Lima"], "Åland": ["Åland"]}


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    (tmp_path / "inline").mkdir()
    (tmp_path / "inline" / "map.svg").write_text(SVG)
    return tmp_path


def printed(staging: Path, *chapters: render.Chapter) -> Path:
    render.pdf(chapters, staging=staging, sources=SOURCES, edition=EDITION, places=PLACES)
    return staging / "report" / "report.pdf"


def pages(path: Path, *options: str) -> list[str]:
    """The text of each page."""
    command = ["pdftotext", *options, str(path), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[:-1]


def elements(path: Path) -> list[tuple[str, str]]:
    """The tags of a PDF in reading order, each with what it says in place of a picture."""

    def walk(node: pikepdf.Object) -> Iterator[tuple[str, str]]:
        if isinstance(node, pikepdf.Array):
            for part in node:
                yield from walk(part)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S), str(node.get("/Alt", ""))
            yield from walk(node.get("/K", pikepdf.Array()))

    with pikepdf.open(path) as pdf:
        return list(walk(pdf.Root.StructTreeRoot.K))


def rows(count: int, height: int = 1) -> dict[str, Any]:
    words = " ".join(["word"] * 12 * height)
    return {
        "columns": [{"label": "Name", "align": "left"}, {"label": "Remark", "align": "left"}],
        "rows": [[f"row{number}", f"begin{number} {words} end{number}"] for number in range(count)],
        "row_header": 0,
    }


# Names


def words(text: str) -> list[Any]:
    nodes = [part for word in text.split() for part in (string(word), SPACE)]
    return nodes[:-1]


def marks(names: Names, nodes: Any) -> list[str]:
    return re.findall(r"#mention\((\d+)\)", json.dumps(names.mark(nodes)))


def test_of_names_that_overlap_the_longest_counts() -> None:
    names = Names({"Guinea": ["Guinea"], "Guinea-Bissau": ["Guinea-Bissau"], "Mexico": ["Mexico"]})
    assert marks(names, words("(Guinea-Bissau), Mexicans and unMexico")) == ["1"]
    assert marks(names, words("Guinea, Mexico’s")) == ["0", "2"]


def test_a_name_of_several_words_is_marked_after_its_last() -> None:
    names = Names({"Mexico": ["Mexico"], "Mexico City, Mexico": ["Mexico City"]})
    marked = names.mark(words("in Mexico City, twice"))
    assert marked[5] == bit("typst", "#mention(1);")
    assert names.entries() == [(1, "Mexico City, Mexico", True)]


def test_headings_and_citations_are_not_mentions() -> None:
    names = Names({"Lima": ["Lima"]})
    heading = {"t": "Header", "c": [2, ["", [], []], words("Lima")]}
    assert marks(names, [heading, cite(["Lima"])]) == []
    assert marks(names, [{"t": "Para", "c": [{"t": "Strong", "c": words("Lima")}]}]) == ["0"]


def test_names_stand_in_the_order_of_the_alphabet_whatever_their_accents() -> None:
    names = Names({entry: [entry] for entry in ("Zagreb", "Åland", "Bonn", "Athens")})
    names.mark(words("Zagreb Åland Athens"))
    assert [entry for _, entry, _ in names.entries()] == ["Åland", "Athens", "Zagreb"]
    assert [opens for _, _, opens in names.entries()] == [True, False, True]


# Small chapters


@poppler
def test_the_index_has_the_pages_where_a_name_stands_and_no_other(staging: Path) -> None:
    first = chapter(say("Quito."), table(), slug="00-a")
    second = chapter(figure(note="Near Lima and Quito."), slug="01-b")
    last = chapter(say("Quito again [@ap-2024]."), say("Lima."), slug="03-d")
    path = printed(staging, first, second, chapter(slug="02-c"), last)
    index = " ".join(pages(path, "-raw")[-1].split())
    assert index.startswith("Index of places Lima, Peru 3–4, 6 Quito, Ecuador 3–4, 6")
    assert "Åland" not in index


def test_without_names_there_is_no_index(staging: Path) -> None:
    render.pdf([chapter(say("Quito."))], staging=staging, sources=SOURCES, edition=EDITION)
    with pikepdf.open(staging / "report" / "report.pdf") as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["In short"]


@poppler
def test_no_row_is_broken_and_no_page_of_a_table_has_a_row_alone(staging: Path) -> None:
    for count in range(18, 30):
        path = printed(staging, chapter(table(table=rows(count, height=4), note="A note.")))
        held = [text for text in pages(path) if "row" in text]
        assert len(held) > 1
        for text in held:
            assert "Remark" in text, "every page repeats the head"
            begun, ended = (re.findall(rf"{word}(\d+)", text) for word in ("begin", "end"))
            assert begun == ended
            assert len(begun) >= 3
        assert "A note." in held[0]


@poppler
def test_a_table_that_is_not_printed_keeps_its_number(staging: Path) -> None:
    cells = [table(printed=False), table("others", title="The others")]
    (text,) = [text for text in pages(printed(staging, chapter(*cells))) if "others" in text]
    assert "Table 1. Cities. 2 rows" in text
    assert re.search(r"Table 2\s+The others", text)


@poppler
def test_a_short_table_is_not_divided(staging: Path) -> None:
    for lines in range(12, 30, 3):
        above = say("\n\n".join(["A paragraph of one line."] * lines))
        path = printed(staging, chapter(above, table(table=rows(6))))
        assert sum("row" in text for text in pages(path)) == 1


@poppler
def test_a_tall_picture_leaves_room_for_its_words_and_the_folio(staging: Path) -> None:
    path = printed(staging, chapter(figure(aspect=0.3, note="The note below.")))
    command = ["pdftotext", "-bbox", str(path), "-"]
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    (foot,) = re.findall(r'yMax="([\d.]+)">note<', words)
    assert float(foot) < 842 - 2.6 / 2.54 * 72


@poppler
def test_a_figure_at_the_head_of_a_chapter_stands_below_its_title(staging: Path) -> None:
    cells = [figure(aspect=1.0), say("\n\n".join(["A paragraph of one line."] * 8))]
    first = pages(printed(staging, chapter(*cells)))[2]
    places = [first.index(text) for text in ("In short", "A start.", "Figure 1", "A paragraph")]
    assert places == sorted(places)


@poppler
def test_numbers_of_sources_that_follow_each_other_are_a_range(staging: Path) -> None:
    known = ["ap-2024", "list-1973", "undated"]
    path = printed(staging, chapter(figure(cite=known), say("All [@ap-2024; @undated]. ")))
    assert any("Sources: 1–3" in text for text in pages(path))


def test_the_data_are_attached_where_they_stand(staging: Path) -> None:
    (staging / "report").mkdir()
    (staging / "report" / "data.zip").write_bytes(b"PK\5\6" + bytes(18))
    path = printed(staging, chapter(say("Quito.")))
    with pikepdf.open(path) as pdf:
        attached = pdf.attachments["data.zip"]
        assert attached.get_file().read_bytes() == b"PK\5\6" + bytes(18)
        assert attached.get_file().mime_type == "application/zip"
        assert EDITION.title in attached.description
        assert pdf.open_metadata().get("pdfuaid:part") == "1"
    before = path.read_bytes()
    assert printed(staging, chapter(say("Quito."))).read_bytes() == before


# The report of this repository


@pytest.fixture(scope="module")
def report() -> pikepdf.Pdf:
    return pikepdf.open(REPORT)


@pytest.fixture(scope="module")
def tags() -> list[tuple[str, str]]:
    return elements(REPORT)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return pages(REPORT)


def titles() -> list[str]:
    """The titles of the chapters, as their notebooks have them."""
    cells = [
        json.loads(path.read_text("utf-8"))["cells"][0]
        for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    ]
    return ["".join(cell["source"]).splitlines()[0].removeprefix("# ") for cell in cells]


def openings(pdf: pikepdf.Pdf) -> dict[str, int]:
    """The pages on which chapters begin, from nought, by the bookmarks of the first level."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        return {
            item.title: numbers[(item.destination or item.action.D)[0].objgen]
            for item in outline.root
        }


def test_the_report_says_what_it_is_in_which_language_and_that_it_is_tagged(
    report: pikepdf.Pdf,
) -> None:
    book = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    assert str(report.docinfo["/Title"]) == book["report"]["title"]
    assert str(report.Root.Lang) == "en-GB"
    assert bool(report.Root.MarkInfo.Marked)
    assert bool(report.Root.ViewerPreferences.DisplayDocTitle)
    assert report.open_metadata().get("pdfuaid:part") == "1"


def test_every_chapter_has_a_bookmark(report: pikepdf.Pdf) -> None:
    found = openings(report)
    assert list(found) == [*titles(), "References", "Index of places"]
    assert sorted(found.values()) == list(found.values())


def test_every_figure_says_what_it_shows(tags: list[tuple[str, str]]) -> None:
    figures = [said for kind, said in tags if kind == "/Figure"]
    shown = list((ROOT / "figures").glob("*.svg"))
    assert len(figures) == len(shown) + 1, "each of the gallery, and the cover"
    assert all(len(said) > 20 for said in figures)


def test_every_table_has_heads(tags: list[tuple[str, str]]) -> None:
    places = [index for index, (kind, _) in enumerate(tags) if kind == "/Table"]
    assert places
    for place, following in zip(places, [*places[1:], len(tags)], strict=True):
        assert any(kind == "/TH" for kind, _ in tags[place:following])


def test_no_level_of_headings_is_skipped(tags: list[tuple[str, str]]) -> None:
    levels = [int(kind[2:]) for kind, _ in tags if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_fonts_are_embedded_and_no_picture_is_made_of_dots(report: pikepdf.Pdf) -> None:
    fonts = [item for item in report.objects if _is(item, "/Type", "/FontDescriptor")]
    assert fonts
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & {*font.keys()} for font in fonts)
    assert [item for item in report.objects if _is(item, "/Subtype", "/Image")] == []


def _is(item: Any, key: str, value: str) -> bool:
    return isinstance(item, pikepdf.Dictionary | pikepdf.Stream) and item.get(key) == value


def test_the_report_has_the_data_package_with_it(report: pikepdf.Pdf) -> None:
    package = ROOT / "report" / "data.zip"
    attached = {name: file.get_file().read_bytes() for name, file in report.attachments.items()}
    assert attached == ({package.name: package.read_bytes()} if package.exists() else {})


@poppler
def test_what_the_index_says_is_so(report: pikepdf.Pdf, texts: list[str]) -> None:
    start = openings(report)["Index of places"]
    aside = r"^(As of .*|The DEA abroad.*|Index of places)$"  # head and foot of the page
    index = re.sub(aside, "", "\n".join(pages(REPORT, "-raw")[start:]), flags=re.MULTILINE)
    entries = re.findall(r"([^\W\d]\D*?) ((?:\d+(?:–\d+)?(?:, )?)+)", " ".join(index.split()))
    assert len(entries) > 100
    bare = [unbroken(text) for text in texts]
    for entry, numbers in entries:
        name = entry.split(", ")[0]
        for number in map(int, re.findall(r"\d+", numbers)):
            assert unbroken(name) in bare[number - 1], (entry, number)


def unbroken(text: str) -> str:
    """A text without blanks and hyphens, wherever its lines end."""
    return re.sub(r"[-‐\s]", "", text)


@poppler
def test_no_page_but_the_last_of_a_chapter_is_half_empty(
    report: pikepdf.Pdf, tmp_path: Path
) -> None:
    """The cover and the contents are composed, the last page of a chapter ends where its text
    does; it has more than a stray line all the same."""
    command = ["pdftoppm", "-r", "20", "-gray", str(REPORT), str(tmp_path / "page")]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    starts = openings(report).values()
    filled = {
        number: extent(Image.open(path))
        for number, path in enumerate(sorted(tmp_path.glob("*.pgm")))
    }
    last = {start - 1 for start in starts} | {len(filled) - 1}
    composed = {0, 1}
    inner = filled.keys() - last - composed
    assert {page + 1: filled[page] for page in inner if filled[page] < 0.5} == {}
    assert {page + 1: filled[page] for page in last - composed if filled[page] < 0.08} == {}


def extent(page: Image.Image) -> float:
    """How far down between head and foot a page has ink, 0 to 1."""
    grey = np.asarray(page)
    top, bottom = (int(len(grey) * edge / 29.7) for edge in (2.4, 27.4))
    inked = np.flatnonzero((grey[top:bottom] < 200).any(axis=1))
    return float(inked.max() / (bottom - top)) if len(inked) else 0.0
