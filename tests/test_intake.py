"""Data that come in one file."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from conftest import ROOT
from test_command_line import build

from footprint import data, intake
from footprint.intake import IntakeError
from press.exits import Exit

FBI = ROOT / "examples" / "fbi-legal-attaches"


@pytest.fixture(autouse=True)
def unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(intake, "UNPACKED", tmp_path / "unpacked")
    return tmp_path / "unpacked"


def zipped(path: Path, *, under: str = "", **more: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(FBI.iterdir()):
            archive.write(file, f"{under}{file.name}")
        for name, text in more.items():
            archive.writestr(name, text)
    return path


def workbook(path: Path, **changed: object) -> Path:
    """Our tables as sheets, with a few cells as a spreadsheet would hold them."""
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    for table in ("sources", "offices", "office_evidence", "events", "countries"):
        sheet = book.create_sheet(table)
        frame = pd.read_csv(ROOT / "data" / f"{table}.csv", dtype=str, keep_default_na=False)
        sheet.append([*frame.columns])
        for row in frame.itertuples(index=False):
            sheet.append([changed.get(value, value or None) for value in row])
        sheet.append([])
    book.save(path)
    return path


def test_a_folder_stands_for_itself() -> None:
    assert intake.folder(FBI) == FBI
    assert intake.folder(Path("nowhere")) == Path("nowhere")


@pytest.mark.parametrize("under", ["", "fbi/"])
def test_a_zip_is_unpacked_once(under: str, tmp_path: Path) -> None:
    archive = zipped(tmp_path / "fbi.zip", under=under)
    home = intake.folder(archive)
    assert {p.name: p.read_bytes() for p in home.iterdir()} == {
        p.name: p.read_bytes() for p in FBI.iterdir()
    }
    stamp = home.stat().st_mtime_ns
    assert intake.folder(archive) == home and home.stat().st_mtime_ns == stamp


def test_nothing_in_a_zip_leaves_its_folder(tmp_path: Path, unpacked: Path) -> None:
    bad = {"../out.csv": "a", "/abs.csv": "b", "deep/er/offices.csv": "c", "run.sh": "d"}
    home = intake.folder(zipped(tmp_path / "bad.zip", **bad))
    assert {p.name for p in home.iterdir()} == {p.name for p in FBI.iterdir()}
    assert (home / "offices.csv").read_bytes() == (FBI / "offices.csv").read_bytes()
    assert [*unpacked.iterdir()] == [home] and not (tmp_path / "out.csv").exists()


def test_a_workbook_gives_the_same_tables_as_the_folder(tmp_path: Path) -> None:
    as_spreadsheets_do = {"2007-03-31": datetime(2007, 3, 31), "2017": 2017, "true": True}
    home = intake.folder(workbook(tmp_path / "ours.xlsx", **as_spreadsheets_do))
    ours, theirs = data.load(ROOT / "data"), data._frames(home)
    for table in ("sources", "offices", "office_evidence", "events", "countries"):
        pd.testing.assert_frame_equal(theirs[table], getattr(ours, table))
    assert theirs["staffing"].empty


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("half.zip", b"PK\x03\x04 and no more", "no zip archive"),
        ("half.xlsx", b"not a workbook", "save it as .xlsx"),
        ("tables.ods", b"", "neither a folder, a .zip nor an .xlsx"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(
    name: str, content: bytes, told: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(IntakeError, match=told):
        intake.folder(tmp_path / name)
    ended = build("check", "--data", str(tmp_path / name))
    assert ended.returncode == Exit.BAD_DATA
    assert told in ended.stderr and "Traceback" not in ended.stderr


def test_a_workbook_without_tables_and_a_zip_without_codebook_are_refused(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(IntakeError, match="no sheet named after a table: sources, offices"):
        intake.folder(tmp_path / "empty.xlsx")
    with zipfile.ZipFile(tmp_path / "bare.zip", "w") as archive:
        archive.writestr("offices.csv", "office_id\n")
    with pytest.raises(IntakeError, match=r"no datapackage\.json"):
        intake.folder(tmp_path / "bare.zip")


def test_a_zip_with_a_password_is_refused_in_a_sentence(tmp_path: Path) -> None:
    content = bytearray(zipped(tmp_path / "open.zip").read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # of each entry, in both places
        place = content.find(sign)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(sign, place + 4)
    (tmp_path / "locked.zip").write_bytes(content)
    with pytest.raises(IntakeError, match="password"):
        intake.folder(tmp_path / "locked.zip")


def test_the_check_reads_a_zip(tmp_path: Path) -> None:
    ended = build("check", "--data", str(zipped(tmp_path / "fbi.zip")))
    assert ended.returncode == Exit.OK, ended.stderr
