"""A file that somebody hands in: which figure it is, whether it is intact, whether it stands."""

import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pikepdf
import pytest
from conftest import ROOT
from matplotlib.figure import Figure
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from test_command_line import build

from press import figures, passport, register, seals, verdict, verify
from press.chapter import Chapter, Edition
from press.exits import Exit
from press.verdict import Verdict

EDITION = {
    "report": "The offices",
    "version": "1.2.0",
    "as_of": "2024-09-16",
    "released": "2024-10-01",
    "author": "Editors",
    "licence": "CC-BY-4.0",
    "licence_url": "https://example.org/by",
    "parameters": {"as_of": "2024-09-16"},
}
ROWS = pd.DataFrame({"region": ["Asia", "Europe", "Africa", "America"], "offices": [3, 5, 2, 9]})
ENDINGS = figures.FILES
SVG = '<svg xmlns="http://www.w3.org/2000/svg">'


def edition(
    folder: Path, frame: pd.DataFrame = ROWS, *, names: tuple[str, ...] = ("bars",), **changed: Any
) -> register.Register:
    """An edition in a folder: figures that show a frame, and their register."""
    about, sources = {**EDITION, **changed}, pd.DataFrame()
    blocks = []
    for index, name in enumerate(names):
        block = {"kind": "figure", "name": name, "title": f"The {name}", "subtitle": "Offices"}
        block |= {"alt": "Bars.", "description": "Four bars.", "note": "", "cite": []}
        carried = passport.of(
            block,
            frame,
            chapter="00-first",
            edition=about,
            references=sources,
            columns={"region": "Region"},
            units={},
        )
        picture = Figure(figsize=(4, 2 + index))
        picture.subplots().bar(frame.region, frame.offices)
        figures.save(picture, frame, carried, palette={}, staging=folder)
        blocks.append(("block", block))
    chapter = Chapter("00-first", "First", (("markdown", "# First"), *blocks))
    printed = Edition(about["report"], "", about["version"], about["as_of"], about["licence"])
    register.write([chapter], staging=folder, edition=printed)
    return register.read(folder)


def examine(path: Path, known: register.Register) -> Verdict:
    """What is found of a file that is no archive."""
    [found] = verify.examine(path, known)
    return found


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> register.Register:
    return edition(tmp_path_factory.mktemp("ours"), names=("bars", "other-bars"))


def correct(known: register.Register, day: str) -> register.Register:
    """The same register, with a correction of its first figure."""
    values = json.loads(json.dumps(known.values))
    values["hasPart"][0]["corrections"] = [{"date": day, "text": "Asia had two."}]
    return register.Register(known.folder, values)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_is_known_under_any_name(
    ending: str, ours: register.Register, tmp_path: Path
) -> None:
    shutil.copy(ours.folder / f"bars{ending}", tmp_path / "chart, final [2].dat")
    found = examine(tmp_path / "chart, final [2].dat", ours)
    assert (found.found, found.standing, found.exit) == ("intact", "current", Exit.OK)
    assert (found.figure, found.edition, found.as_of) == ("bars", "1.2.0", "2024-09-16")
    assert "“The bars”" in found.cite


def saved_anew(source: Path, target: Path) -> None:
    Image.open(source).save(target, "PNG", compress_level=1)


def saved_as_webp(source: Path, target: Path) -> None:
    Image.open(source).save(target, "WEBP", lossless=True)


def spaced(source: Path, target: Path) -> None:
    target.write_text(source.read_text("utf-8").replace("<g", "\n\n  <g"), "utf-8")


def nameless(source: Path, target: Path) -> None:
    text = re.sub(r"<(metadata|title|desc)\b.*?</\1>", "", source.read_text("utf-8"), flags=re.S)
    target.write_text(text, "utf-8")


def packed(source: Path, target: Path) -> None:
    with pikepdf.open(source) as pdf:
        del pdf.Root.Metadata
        modes = pikepdf.ObjectStreamMode
        pdf.save(target, object_stream_mode=modes.generate, recompress_flate=True)


def quoted(source: Path, target: Path) -> None:
    pd.read_csv(source).to_csv(target, index=False, quoting=1, lineterminator="\r\n")


def compact(source: Path, target: Path) -> None:
    target.write_text(json.dumps(json.loads(source.read_text("utf-8")), sort_keys=True), "utf-8")


@pytest.mark.parametrize(
    ("ending", "save"),
    [
        (".png", saved_anew),
        ("@2x.png", saved_as_webp),
        (".svg", spaced),
        (".svg", nameless),
        (".pdf", packed),
        (".csv", quoted),
        (".json", compact),
    ],
)
def test_what_was_saved_anew_is_known_by_what_it_shows(
    ending: str, save: Callable[[Path, Path], None], ours: register.Register, tmp_path: Path
) -> None:
    save(ours.folder / f"bars{ending}", tmp_path / "picture")
    assert (tmp_path / "picture").read_bytes() != (ours.folder / f"bars{ending}").read_bytes()
    found = examine(tmp_path / "picture", ours)
    assert (found.found, found.figure, found.exit) == ("re-saved", "bars", Exit.OK)


def one_pixel(source: Path, target: Path) -> None:
    image, about = Image.open(source), PngInfo()
    about.add_itxt("XML:com.adobe.xmp", image.text["XML:com.adobe.xmp"])  # type: ignore[attr-defined]
    image.putpixel((7, 7), (1, 2, 3))
    image.save(target, "PNG", pnginfo=about)


def one_colour(source: Path, target: Path) -> None:
    target.write_text(source.read_text("utf-8").replace("#1f77b4", "#1f77b5", 1), "utf-8")


def one_line(source: Path, target: Path) -> None:
    with pikepdf.open(source) as pdf:
        pdf.pages[0].contents_add(b"0 0 m 9 9 l S")
        pdf.save(target)


def one_word(source: Path, target: Path) -> None:
    target.write_text(source.read_text("utf-8").replace("Four bars", "Five bars"), "utf-8")


@pytest.mark.parametrize(
    ("ending", "change"),
    [
        (".png", one_pixel),
        ("@2x.png", one_pixel),
        (".svg", one_colour),
        (".pdf", one_line),
        (".json", one_word),
    ],
)
def test_a_single_change_is_reported(
    ending: str, change: Callable[[Path, Path], None], ours: register.Register, tmp_path: Path
) -> None:
    change(ours.folder / f"bars{ending}", tmp_path / "picture")
    found = examine(tmp_path / "picture", ours)
    assert (found.found, found.figure, found.exit) == ("altered", "bars", Exit.ALTERED)


def test_a_drawing_sealed_anew_does_not_pass_for_that_of_the_edition(
    ours: register.Register, tmp_path: Path
) -> None:
    one_colour(ours.folder / "bars.svg", tmp_path / "forged.svg")
    text = (tmp_path / "forged.svg").read_text("utf-8")
    seal = verify.specimen.read(tmp_path / "forged.svg").seal
    forged = re.sub(r"(<passport:seal>)\w+", rf"\g<1>{seal}", text)
    (tmp_path / "forged.svg").write_text(forged, "utf-8")
    found = examine(tmp_path / "forged.svg", ours)
    assert (found.found, found.exit) == ("altered", Exit.ALTERED)
    assert "sealed anew" in found.why[0]


def test_a_passport_moved_to_another_picture_does_not_fit(
    ours: register.Register, tmp_path: Path
) -> None:
    about = PngInfo()
    packet = Image.open(ours.folder / "other-bars.png").text["XML:com.adobe.xmp"]
    about.add_itxt("XML:com.adobe.xmp", packet)
    Image.open(ours.folder / "bars.png").save(tmp_path / "mixed.png", pnginfo=about)
    found = examine(tmp_path / "mixed.png", ours)
    assert (found.found, found.exit) == ("altered", Exit.ALTERED)


@pytest.mark.parametrize("quality", [40, 90])
def test_a_picture_scaled_and_stripped_is_a_guess_and_is_called_one(
    quality: int, ours: register.Register, tmp_path: Path
) -> None:
    image = Image.open(ours.folder / "other-bars.png")
    size = (image.width * 7 // 8, image.height * 7 // 8)
    image.resize(size).save(tmp_path / "post.jpg", quality=quality)
    found = examine(tmp_path / "post.jpg", ours)
    assert (found.found, found.figure, found.exit) == ("alike", "other-bars", Exit.ALTERED)
    assert (found.edition, found.cite) == ("", "") and "a guess" in found.why[0]
    assert "looks like" in verdict.as_text([found])


def test_a_table_with_one_other_cell_is_near_and_not_the_same(
    ours: register.Register, tmp_path: Path
) -> None:
    text = (ours.folder / "bars.csv").read_text("utf-8")
    (tmp_path / "table.txt").write_text(text.replace("Asia,3", "Asia,30"), "utf-8")
    found = examine(tmp_path / "table.txt", ours)
    assert (found.found, found.figure, found.exit) == ("alike", "bars", Exit.ALTERED)
    assert "1 row differs" in found.why[0]


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if ending != ".csv"])
@pytest.mark.parametrize(
    ("changed", "standing", "code"),
    [
        ({"version": "1.10.0"}, "superseded", Exit.SUPERSEDED),
        ({"version": "1.1.9"}, "other", Exit.OK),
        ({"version": "next"}, "superseded", Exit.SUPERSEDED),
        ({"parameters": {"as_of": "2019-12-31"}}, "other", Exit.OK),
        ({"report": "Another report"}, "", Exit.FOREIGN),
    ],
)
def test_a_file_of_another_edition_is_held_against_this_one(
    ending: str,
    changed: dict[str, Any],
    standing: str,
    code: Exit,
    ours: register.Register,
    tmp_path: Path,
) -> None:
    now = edition(tmp_path, **changed)
    found = examine(ours.folder / f"bars{ending}", now)
    assert (found.standing, found.exit) == (standing, code)


@pytest.mark.parametrize("ending", [ending for ending in ENDINGS if ending != ".csv"])
def test_a_figure_with_new_numbers_supersedes_the_old_one(
    ending: str, ours: register.Register, tmp_path: Path
) -> None:
    now = edition(tmp_path, ROWS.assign(offices=[2, 5, 2, 9]))
    found = examine(ours.folder / f"bars{ending}", now)
    assert (found.found, found.standing, found.exit) == ("intact", "superseded", Exit.SUPERSEDED)
    gone = examine(ours.folder / f"other-bars{ending}", now)
    assert gone.exit == Exit.SUPERSEDED and "no longer has" in gone.why[-1]
    corrected = examine(ours.folder / f"bars{ending}", correct(now, "2024-11-02"))
    assert corrected.corrections == ("2024-11-02: Asia had two.",)
    earlier = examine(ours.folder / f"bars{ending}", correct(now, "2024-09-30"))
    assert earlier.corrections == ()


def test_a_correction_supersedes_an_edition_with_other_parameters_too(
    ours: register.Register, tmp_path: Path
) -> None:
    now = correct(edition(tmp_path, parameters={"as_of": "2019-12-31"}), "2024-11-02")
    found = examine(ours.folder / "bars.svg", now)
    assert (found.standing, found.exit) == ("superseded", Exit.SUPERSEDED)
    assert "2024-11-02: Asia had two." in verdict.as_text([found])


def test_what_is_altered_and_superseded_is_altered(ours: register.Register, tmp_path: Path) -> None:
    one_pixel(ours.folder / "bars.png", tmp_path / "picture.png")
    now = edition(tmp_path, ROWS.assign(offices=[2, 5, 2, 9]))
    found = examine(tmp_path / "picture.png", now)
    assert (found.found, found.standing, found.exit) == ("altered", "superseded", Exit.ALTERED)


def test_a_file_of_the_register_has_its_corrections_in_it(ours: register.Register) -> None:
    found = examine(ours.folder / "bars.svg", correct(ours, "2024-11-02"))
    assert found.exit == Exit.OK and found.corrections == ("2024-11-02: Asia had two.",)


FOREIGN = {
    "word.docx": b"PK\x03\x04\x00\xff\xfe",
    "page.html": b"<html><p>x</html>",
    "list.json": b"[1, 2]",
    "object.json": b'{"name": "bars"}',
    "note.txt": b"hello",
    "drawing.svg": f"{SVG}<g/></svg>".encode(),
    "table.csv": b"region,offices\nNowhere,1\n",
}
BROKEN = {
    "empty.png": b"",
    "cut.png": b"\x89PNG\r\n\x1a\n\x00\x00",
    "garbage.pdf": b"%PDF-1.4 garbage",
    "half.svg": f"{SVG}<g>".encode(),
    "half.json": b'{"name": ',
    "deep.json": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "deep.svg": SVG.encode() + b"<g>" * 100_000 + b"</g>" * 100_000 + b"</svg>",
    "digits.json": b'{"a": ' + b"9" * 9000 + b"}",
    "entities.svg": f'<!DOCTYPE s [<!ENTITY a "x">]>{SVG}<desc>&a;</desc></svg>'.encode(),
    "outside.svg": f'<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>{SVG}&a;</svg>'.encode(),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file_is_told_apart(name: str, ours: register.Register, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FOREIGN[name])
    assert examine(tmp_path / name, ours).exit == Exit.FOREIGN


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_or_hostile_file_is_unreadable_and_no_traceback(
    name: str, ours: register.Register, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(BROKEN[name])
    found = examine(tmp_path / name, ours)
    assert found.exit == Exit.UNREADABLE and found.why
    assert "root:" not in verdict.as_text([found])


def test_a_foreign_picture_is_told_apart(ours: register.Register, tmp_path: Path) -> None:
    blank = Image.new("RGB", Image.open(ours.folder / "bars.png").size, "white")
    blank.save(tmp_path / "blank.png")
    ImageDraw.Draw(blank).ellipse((90, 20, 300, 150), fill="red")
    blank.save(tmp_path / "ball.png")
    for name in ("blank.png", "ball.png"):
        assert examine(tmp_path / name, ours).exit == Exit.FOREIGN


def test_a_pdf_whose_stream_explodes_is_not_read(ours: register.Register, tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        bomb = pdf.make_stream(b"")
        bomb.write(zlib.compress(bytes(300 * 2**20), 9), filter=pikepdf.Name.FlateDecode)
        pdf.pages[0].Contents = bomb
        pdf.save(tmp_path / "bomb.pdf")
    found = examine(tmp_path / "bomb.pdf", ours)
    assert found.exit == Exit.UNREADABLE and "too large" in found.why[0]


def test_every_file_of_an_archive_is_told_and_others_in_it_are_not(
    ours: register.Register, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "sent.bin", "w") as archive:
        archive.write(ours.folder / "bars.svg", "charts/a.svg")
        text = (ours.folder / "bars.csv").read_text("utf-8")
        archive.writestr("b.csv", text.replace("Asia,3", "Asia,30"))
        archive.writestr("c.pdf", "%PDF-1.4 garbage")
        archive.writestr("read me.txt", "hello")
    found = {Path(one.file).name: one for one in verify.examine(tmp_path / "sent.bin", ours)}
    assert {name: one.found for name, one in found.items()} == {
        "a.svg": "intact",
        "b.csv": "alike",
        "c.pdf": "unreadable",
    }
    assert found["a.svg"].file == f"{tmp_path / 'sent.bin'}/charts/a.svg"


@pytest.mark.parametrize(
    ("name", "code"),
    [("bomb", Exit.UNREADABLE), ("cut", Exit.UNREADABLE), ("foreign", Exit.FOREIGN)],
)
def test_a_hostile_a_broken_and_a_foreign_archive(
    name: str, code: Exit, ours: register.Register, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bars.csv", bytes(100 * 2**20))
    with zipfile.ZipFile(tmp_path / "foreign", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    (tmp_path / "cut").write_bytes((tmp_path / "foreign").read_bytes()[:40])
    [found] = verify.examine(tmp_path / name, ours)
    assert found.exit == code and found.why


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_table_saved_with_another_delimiter_is_the_same(
    delimiter: str, ours: register.Register, tmp_path: Path
) -> None:
    text = (ours.folder / "bars.csv").read_text("utf-8").replace(",", delimiter)
    (tmp_path / "table.csv").write_text("\ufeff" + text.replace("\n", "\r\n"), "utf-8")
    found = examine(tmp_path / "table.csv", ours)
    assert (found.found, found.figure) == ("re-saved", "bars")


def test_what_is_no_file_is_unreadable_and_a_link_is_followed(
    ours: register.Register, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(ours.folder / "bars.pdf")
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("pipe", "dangling", "missing", "."):
        assert examine(tmp_path / name, ours).exit == Exit.UNREADABLE, name
    assert examine(tmp_path / "link", ours).found == "intact"


def test_nothing_of_a_file_reaches_the_terminal_as_a_command(
    ours: register.Register, tmp_path: Path
) -> None:
    carried = json.loads((ours.folder / "bars.json").read_text("utf-8"))
    carried |= {"title": "\x1b]0;owned\x07" + "x" * 5000, "version": "1\u202e\n\r\x9b2J"}
    carried["seal"] = seals.of_values({k: v for k, v in carried.items() if k != "seal"})
    hostile = tmp_path / "\x1b[31mred\n.json"
    hostile.write_text(json.dumps(carried), "utf-8")
    text = verdict.as_text([examine(hostile, ours)])
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    assert text.count("\n") < 7 and max(map(len, text.splitlines())) < 500


def test_of_several_files_the_highest_code_counts() -> None:
    found = [Verdict("a", Exit.SUPERSEDED, "intact"), Verdict("b", Exit.OK, "intact")]
    assert verdict.worst(found) == Exit.SUPERSEDED
    assert verdict.worst([*found, Verdict("c", Exit.FOREIGN, "foreign")]) == Exit.FOREIGN


def test_the_command_verifies_the_figures_of_the_repository(tmp_path: Path) -> None:
    found = (ROOT / "figures").glob("offices-by-*")
    names = sorted(str(path) for path in found if path.suffix != ".zip")
    packed = str(ROOT / "figures" / "freshness.zip")
    odd = tmp_path / 'a, "b" [c] é.png'
    shutil.copy(ROOT / "figures" / "freshness@2x.png", odd)
    ended = build("verify", "--json", *names, packed, str(odd))
    assert ended.returncode == Exit.OK, ended.stdout + ended.stderr
    told = json.loads(ended.stdout)
    within = [f"{packed}/freshness.{kind}" for kind in ("csv", "json", "pdf", "svg")]
    assert [one["file"] for one in told["files"]] == [*names, *within, str(odd)]
    assert {one["found"] for one in told["files"]} == {"intact"}
    assert told["files"][-1]["figure"] == "freshness"


def test_the_command_says_what_to_do_without_a_register(tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text('{"hasPart": [{}]}')
    for folder, words in ((tmp_path, "no register"), (tmp_path / "none", "--against")):
        ended = build("verify", "x.png", "--against", str(folder))
        assert ended.returncode == Exit.BAD_PARAMETERS and words in ended.stderr
        assert "Traceback" not in ended.stderr
    assert build("verify", str(tmp_path)).returncode == Exit.UNREADABLE


def test_the_register_lists_every_figure_with_its_page_and_files() -> None:
    known = register.read(ROOT / "figures")
    names = {path.stem for path in (ROOT / "figures").glob("*.svg")}
    assert {figure["identifier"] for figure in known.figures} == names
    for figure in known.figures:
        page, _, anchor = figure["url"].partition("#")
        text = (ROOT / "figures" / page).resolve().read_text("utf-8")
        assert f'id="{anchor}"' in text and figure["name"] and figure["caption"]
        assert len(figure["encoding"]) == len(ENDINGS)
        for file in figure["encoding"]:
            content = (ROOT / "figures" / file["contentUrl"]).read_bytes()
            assert seals.of_bytes(content) == file["sha256"]
            assert len(content) == int(file["contentSize"])
