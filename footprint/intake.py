"""Data as they come: a folder of tables, a zip of one, or a workbook with one sheet a table.

The rest of the program knows folders only. What comes in one file is unpacked into a folder of
`.cache` that is named by the hash of the file, so that the same file is unpacked once.
"""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from footprint import codebook

UNPACKED = Path(__file__).parent.parent / ".cache" / "data"
_KINDS = (".csv", ".json", ".geojson", ".md")
_MOST_BYTES = 500_000_000  # unpacked; more is no table of offices
_SPREADSHEETS = (".xlsx", ".xlsm")


class IntakeError(Exception):
    """The file is not what its name says, or holds no tables.

    No ValueError, which pydantic would take for a wrong parameter.
    """


def folder(path: Path) -> Path:
    """The folder of tables that a path stands for. Raises IntakeError in a sentence."""
    if path.is_dir() or not path.exists():
        return path  # what is missing there is for the check to say
    content = path.read_bytes()
    home = UNPACKED / f"{path.stem}-{hashlib.sha256(content).hexdigest()[:12]}"
    if not home.exists():
        _fill(home, dict(_files(path, content)))
    return home


def _files(path: Path, content: bytes) -> Iterator[tuple[str, bytes]]:
    if path.suffix.lower() in _SPREADSHEETS:
        return _from_workbook(path.name, content)
    if path.suffix.lower() == ".zip":
        return _from_zip(path.name, content)
    raise IntakeError(f"{path.name} is neither a folder, a .zip nor an .xlsx file")


def _fill(home: Path, files: dict[str, bytes]) -> None:
    """Write the files aside and move them in whole."""
    home.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix="unpacking-", dir=home.parent))
    try:
        for name, content in files.items():
            (aside / name).write_bytes(content)
        aside.rename(home)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _from_zip(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The tables of an archive by bare file name, so that none can lead out of the folder."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise IntakeError(f"{name} is no zip archive, or was not copied whole") from None
    if any(item.flag_bits & 1 for item in archive.infolist()):
        raise IntakeError(f"{name} is locked with a password; zip it without one")
    members = [item for item in archive.infolist() if Path(item.filename).suffix in _KINDS]
    home = next(
        (path.parent for m in members if (path := Path(m.filename)).name == "datapackage.json"),
        None,
    )
    if home is None:
        raise IntakeError(f"{name} holds no datapackage.json, so no tables are known to be in it")
    if sum(item.file_size for item in members) > _MOST_BYTES:
        raise IntakeError(f"{name} would unpack to more than {_MOST_BYTES // 1_000_000} MB")
    for item in members:
        if Path(item.filename).parent == home:
            yield Path(item.filename).name, archive.read(item)


def _from_workbook(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """The sheets that are named after a table, as CSV, with our codebook."""
    import openpyxl  # costly, and few bring a workbook

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError):
        raise IntakeError(f"{name} is no workbook that can be read; save it as .xlsx") from None
    known = codebook.names(codebook.read(codebook.OURS))
    sheets = [sheet for sheet in book.worksheets if sheet.title in known]
    if not sheets:
        raise IntakeError(f"{name} has no sheet named after a table: {', '.join(known)}")
    for sheet in sheets:
        yield f"{sheet.title}.csv", _csv(sheet.iter_rows(values_only=True))
    yield "datapackage.json", (codebook.OURS / "datapackage.json").read_bytes()


def _csv(rows: Iterator[tuple[Any, ...]]) -> bytes:
    """Rows as CSV. Below the head an empty row is dropped, and so are columns without a head."""
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\n").writerow
    head = [_text(value) for value in next(rows, ())]
    kept = [place for place, title in enumerate(head) if title]
    write([head[place] for place in kept])
    for row in rows:
        cells = [_text(row[place]) if place < len(row) else "" for place in kept]
        if any(cells):
            write(cells)
    return text.getvalue().encode()


def _text(value: Any) -> str:
    """A cell as the tables write it: ISO dates, true and false, numbers without an idle .0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value).strip()
