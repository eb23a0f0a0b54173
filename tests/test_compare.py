"""Two editions side by side: rows, numbers, sentences, figures, and how it is told."""

import base64
import csv
import hashlib
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from PIL import Image
from test_command_line import build

from press import changes, compare, difference, message, rows
from press.exits import Exit

COLUMNS = ["office_id", "city", "note"]
OFFICES = [["fra-paris", "Paris", ""], ["ita-rome", "Rome", "on the hill"]]


def package(
    folder: Path,
    offices: list[list[str]],
    columns: list[str] = COLUMNS,
    version: str = "1.0.0",
    key: list[str] | None = None,
) -> rows.Package:
    schema = {"fields": [{"name": name, "type": "string"} for name in columns]}
    schema |= {"primaryKey": key or ["office_id"]}  # type: ignore[dict-item]
    table = {"name": "offices", "path": "offices.csv", "format": "csv", "schema": schema}
    folder.mkdir(parents=True, exist_ok=True)
    book = {"name": "some-offices", "version": version, "resources": [table]}
    (folder / "datapackage.json").write_text(json.dumps(book), "utf-8")
    with (folder / "offices.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *offices])
    return rows.package(folder)


def edition(
    folder: Path, number: int, sentence: str, *, holds: bool = True, drawn: str = "<path/>"
) -> Path:
    """The smallest edition there is: one number, one sentence, one figure."""
    package(folder / "report" / "data", OFFICES)
    with zipfile.ZipFile(folder / "report" / "data.zip", "w") as archive:
        for file in (folder / "report" / "data").iterdir():
            archive.write(file, file.name)
    fact = {
        "value": number,
        "text": f"{number} offices",
        "definition": "Offices.",
        "chapters": ["a"],
    }
    (folder / "report" / "facts.json").write_text(json.dumps({"offices": fact}))
    place = {"chapter": "a", "page": "a.html", "fragment": "s-size", "kind": "say"}
    block: dict[str, Any] = {**place, "holds": holds, "sentences": [sentence], "sha256": sentence}
    (folder / "report" / "contents.json").write_text(json.dumps([block]))
    (folder / "figures").mkdir()
    identity = f"<metadata>{number}</metadata>"
    (folder / "figures" / "map.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">{identity}{drawn}</svg>'
    )
    (folder / "figures" / "map.csv").write_text("city\nParis\n")
    (folder / "figures" / "map.json").write_text('{"title": "A map", "chapter": "a"}')
    shade = 200 if drawn == "<path/>" else 0
    Image.new("RGB", (40, 20), (shade,) * 3).save(folder / "figures" / "map.png")
    return folder


def test_rows_that_came_went_and_changed_are_told_by_their_key(tmp_path: Path) -> None:
    old = package(tmp_path / "old", OFFICES)
    new = package(
        tmp_path / "new", [["esp-madrid", "Madrid", ""], ["ita-rome", "Roma", "on the hill"]]
    )
    (found,) = rows.between(old, new)
    assert found.names == {"added": ["offices:esp-madrid"], "removed": ["offices:fra-paris"]}
    assert found.edits == (rows.Edit("offices", ("ita-rome",), "city", "Rome", "Roma"),)


def test_the_same_tables_do_not_differ_in_a_folder_and_in_a_zip(tmp_path: Path) -> None:
    package(tmp_path / "folder", OFFICES)
    shutil.make_archive(str(tmp_path / "zipped"), "zip", tmp_path / "folder")
    both = rows.package(tmp_path / "folder"), rows.package(tmp_path / "zipped.zip")
    assert rows.between(*both) == []


def test_another_order_of_rows_or_columns_is_no_difference(tmp_path: Path) -> None:
    old = package(tmp_path / "old", OFFICES)
    turned = [row[::-1] for row in OFFICES[::-1]]
    assert rows.between(old, package(tmp_path / "new", turned, COLUMNS[::-1])) == []


def test_under_another_key_all_rows_are_others(tmp_path: Path) -> None:
    old = package(tmp_path / "old", OFFICES)
    new = package(tmp_path / "new", OFFICES, key=["office_id", "city"])
    (found,) = rows.between(old, new)
    assert (len(found.added), len(found.removed), found.edits) == (2, 2, ())


def test_a_table_that_came_or_went_is_told_as_such(tmp_path: Path) -> None:
    old, new = package(tmp_path / "old", OFFICES), package(tmp_path / "new", OFFICES)
    (tmp_path / "old" / "offices.csv").unlink()
    (came,), (went,) = rows.between(old, new), rows.between(new, old)
    assert (came.state, len(came.added)) == ("new", 2)
    assert (went.state, len(went.removed)) == ("gone", 2)
    assert rows.bump([came], "1.0.0")[0] == "1.1.0"
    assert rows.bump([went], "1.0.0")[0] == "2.0.0"


def test_the_name_of_a_row_needs_no_quotes_on_a_command_line() -> None:
    assert rows.row_name("timeline", ("2019-01", "It's 5%, said “A; B”")) == (
        "timeline:2019-01/It-s-5-said-A-B"
    )


@pytest.mark.parametrize(
    ("offices", "columns", "wanted"),
    [
        (OFFICES, COLUMNS, ""),
        ([OFFICES[0], ["ita-rome", "Roma", ""]], COLUMNS, "1.0.1"),
        ([*OFFICES, ["esp-madrid", "Madrid", ""]], COLUMNS, "1.1.0"),
        ([[*row, ""] for row in OFFICES], [*COLUMNS, "phone"], "1.1.0"),
        (OFFICES[:1], COLUMNS, "2.0.0"),
        ([row[:2] for row in OFFICES], COLUMNS[:2], "2.0.0"),
    ],
)
def test_the_version_that_the_data_should_carry_follows_from_what_changed(
    tmp_path: Path, offices: list[list[str]], columns: list[str], wanted: str
) -> None:
    package(tmp_path / "old", OFFICES)
    package(tmp_path / "new", offices, columns)
    found = compare.between(tmp_path / "old", tmp_path / "new")
    assert found.bump[0] == wanted


def test_a_version_that_was_raised_enough_is_not_asked_for_again(tmp_path: Path) -> None:
    package(tmp_path / "old", OFFICES)
    package(tmp_path / "new", [["fra-paris", "Paree", ""], OFFICES[1]], version="1.10.0")
    assert compare.between(tmp_path / "old", tmp_path / "new").bump == ("", "")


def test_a_row_or_its_whole_table_may_be_accepted_as_gone(tmp_path: Path) -> None:
    both = package(tmp_path / "old", OFFICES), package(tmp_path / "new", OFFICES[:1])
    assert rows.vanished(*both, []) == ["offices:ita-rome"]
    assert rows.vanished(*both, ["offices:fra-paris"]) == ["offices:ita-rome"]
    assert rows.vanished(*both, ["offices:ita-rome"]) == []
    assert rows.vanished(*both, ["offices"]) == []


def test_numbers_sentences_and_figures_are_shown_before_and_after(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", 14, "All 14 close.")
    new = edition(tmp_path / "new", 13, "All 13 close.", drawn="<circle/>")
    found = compare.between(old, new)
    assert [(one.old, one.new) for one in found.facts] == [("14 offices", "13 offices")]
    assert [(one.old, one.new) for one in found.sentences] == [("All 14 close.", "All 13 close.")]
    assert [(one.name, one.kind) for one in found.figures] == [("map", "redrawn")]
    assert found.pages == ("a",)
    assert message.in_a_line(found) == "1 number, 1 sentence, 1 figure changed"


def test_a_sentence_that_no_longer_holds_has_flipped_though_its_words_are_the_same(
    tmp_path: Path,
) -> None:
    old, new = edition(tmp_path / "old", 14, "It grew."), tmp_path / "new"
    found = compare.between(old, edition(new, 14, "It grew.", holds=False))
    assert [one.is_flipped for one in found.sentences] == [True]
    assert "It grew. (no longer follows)" in message.as_message(found)


def test_the_identity_inside_a_picture_is_no_difference(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", 14, "It grew.")
    new = edition(tmp_path / "new", 15, "It grew.")
    assert compare.between(old, new).figures == ()


def test_figures_that_are_new_or_gone_are_told(tmp_path: Path) -> None:
    old = edition(tmp_path / "old", 14, "It grew.")
    new = edition(tmp_path / "new", 14, "It grew.")
    for path in list((new / "figures").iterdir()):
        path.rename(path.with_stem("chart"))
    found = {(one.name, one.kind) for one in compare.between(old, new).figures}
    assert found == {("chart", "added"), ("map", "removed")}


def test_an_edition_does_not_differ_from_itself() -> None:
    assert not compare.between(ROOT, ROOT)


def test_the_message_is_fit_for_a_commit(tmp_path: Path) -> None:
    package(tmp_path / "old", [[f"o-{n}", "x" * 200, ""] for n in range(40)])
    package(tmp_path / "new", [[f"o-{n}", "y" * 200, "\x1b[2J"] for n in range(5, 60)])
    told = message.as_message(compare.between(tmp_path / "old", tmp_path / "new"))
    subject, blank, *rest = told.splitlines()
    assert subject.startswith("Data: ") and len(subject) <= 72 and blank == ""
    assert "  + and 8 more" in rest
    assert "\x1b" not in told and "\\x1b[2J" in told


def test_the_page_shows_cells_as_text_and_both_pictures_with_their_difference(
    tmp_path: Path,
) -> None:
    old = edition(tmp_path / "old", 14, "All 14 close.")
    new = edition(tmp_path / "new", 13, "<script>alert(1)</script> 13 close.", drawn="<circle/>")
    page = changes.write(compare.between(old, new), old, new, tmp_path / "changes")
    text = page.read_text("utf-8")
    assert "<script" not in text and "&lt;script&gt;alert(1)" in text
    linked = set(re.findall(r'src="([^"]+)"', text))
    assert linked == {f"pictures/map-{state}.png" for state in ("before", "after", "difference")}
    assert all((page.parent / path).exists() for path in linked)
    assert "100.0% of the picture" in text
    style = re.search(r"<style>(.*)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in text


def test_an_edit_is_offered_as_a_row_of_the_corrections(tmp_path: Path) -> None:
    package(tmp_path / "old", OFFICES)
    package(tmp_path / "new", [["fra-paris", "Paris, France", ""], OFFICES[1]])
    found = compare.between(tmp_path / "old", tmp_path / "new")
    page = changes.write(found, tmp_path / "old", tmp_path / "new", tmp_path / "changes")
    wanted = "YYYY-MM-DD,offices,fra-paris,city,Paris,&quot;Paris, France&quot;,SOURCE,"
    assert wanted in page.read_text("utf-8")


def test_two_pictures_differ_by_the_share_of_their_pixels(tmp_path: Path) -> None:
    white = Image.new("RGB", (20, 10), "white")
    half = white.copy()
    half.paste("black", (0, 0, 10, 10))
    tall = Image.new("RGB", (20, 20), "white")
    tall.paste("black", (0, 10, 20, 20))
    paths = {}
    for name, picture in (("white", white), ("half", half), ("tall", tall)):
        paths[name] = tmp_path / f"{name}.png"
        picture.save(paths[name])
    out = tmp_path / "out.png"
    assert difference.draw(paths["white"], paths["white"], out) == 0
    assert difference.draw(paths["white"], paths["half"], out) == 0.5
    assert difference.draw(paths["white"], paths["tall"], out) == 0.5
    assert Image.open(out).size == (20, 20)


def test_what_is_no_edition_and_no_data_is_refused(tmp_path: Path) -> None:
    ended = build("compare", str(ROOT), str(tmp_path))
    assert ended.returncode == Exit.BAD_PARAMETERS
    assert f"{tmp_path} holds no edition" in ended.stderr


def test_a_folder_that_holds_something_else_is_not_written_into(tmp_path: Path) -> None:
    package(tmp_path / "old", OFFICES)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "pictures").mkdir()
    (tmp_path / "mine" / "pictures" / "cat.png").write_text("a cat")
    asked = [str(tmp_path / "old"), str(tmp_path / "old"), "--out", str(tmp_path / "mine")]
    ended = build("compare", *asked)
    assert ended.returncode == Exit.BAD_PARAMETERS
    assert "holds something else" in ended.stderr
    assert (tmp_path / "mine" / "pictures" / "cat.png").read_text() == "a cat"
    assert len(list((tmp_path / "mine").iterdir())) == 1


@pytest.mark.parametrize("kind", ["zip", "codebook", "path"])
def test_data_that_cannot_be_read_are_refused_in_a_sentence(tmp_path: Path, kind: str) -> None:
    package(tmp_path / "old", OFFICES)
    package(tmp_path / "new", OFFICES)
    place = tmp_path / "new"
    if kind == "zip":
        place = tmp_path / "new.zip"
        place.write_text("no archive")
    elif kind == "codebook":
        (place / "datapackage.json").write_text("{")
    else:
        text = (place / "datapackage.json").read_text().replace("offices.csv", "../offices.csv")
        (place / "datapackage.json").write_text(text)
    ended = build("compare", str(tmp_path / "old"), str(place))
    assert ended.returncode == Exit.BAD_DATA
    assert "Traceback" not in ended.stderr and len(ended.stderr.splitlines()) == 1


def test_a_removal_of_an_unknown_table_is_refused(tmp_path: Path, published: Path) -> None:
    ended = build("--out", str(published), "--accept-removals", "ofices:fra-paris")
    assert ended.returncode == Exit.BAD_PARAMETERS
    assert "offices" in ended.stderr


def test_two_states_of_the_data_are_compared_without_an_edition(tmp_path: Path) -> None:
    package(tmp_path / "old", OFFICES)
    package(tmp_path / "new", OFFICES[:1])
    ended = build("compare", str(tmp_path / "old"), str(tmp_path / "new"), "--json")
    told = json.loads(ended.stdout)
    assert told["summary"] == "offices: 1 row removed"
    assert told["bump"]["version"] == "2.0.0"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A folder with the data of this edition in the place where an edition has it."""
    (tmp_path / "out" / "report").mkdir(parents=True)
    shutil.copy(ROOT / "report" / "data.zip", tmp_path / "out" / "report")
    return tmp_path / "out"


def without_timeline(folder: Path) -> Path:
    shutil.copytree(ROOT / "data", folder)
    head = (folder / "timeline.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "timeline.csv").write_text("".join(head[:-1]), "utf-8")
    return folder


def test_a_row_that_vanished_stops_the_build_before_a_notebook_runs(
    tmp_path: Path, published: Path
) -> None:
    data = without_timeline(tmp_path / "data")
    ended = build("--data", str(data), "--out", str(published))
    assert ended.returncode == Exit.VANISHED_ROWS
    name = re.search(r"--accept-removals (timeline:\S+)", ended.stderr)
    assert name and f"  {name[1]}\n" in ended.stderr
    assert sorted(path.name for path in published.iterdir()) == ["report"]


def test_another_package_in_the_same_place_has_removed_nothing(
    tmp_path: Path, published: Path
) -> None:
    data = without_timeline(tmp_path / "data")
    book = data / "datapackage.json"
    text = book.read_text("utf-8").replace('"dea-offices-abroad"', '"other-offices"', 1)
    book.write_text(text, "utf-8")
    ended = build("--data", str(data), "--out", str(published), "--notebook-seconds", "0.1")
    assert ended.returncode == Exit.TIME_OUT
