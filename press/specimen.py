"""A file that somebody hands in, read as a stranger's: what kind it is, what it says of itself,
and the seal of what it shows.

The kind follows from the content, never from the name. Nothing in it is run, followed or expanded,
and what is out of all proportion is not read.
"""

from __future__ import annotations

import csv
import io
import json
import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image, UnidentifiedImageError

from press import likeness, seals, xmp

_LARGEST = 64 * 2**20  # bytes of a file, and of all files of an archive
_MOST_FILES = 2_000  # of an archive
_ARCHIVE, _HEADER = b"PK\x03\x04", 30  # how a zip begins, and how long that is
_OURS = (".svg", ".png", ".pdf", ".csv", ".json")  # files of a figure, as archives name them
_MOST_PIXELS = 60_000_000
_LONGEST_PACKET = 2**20
_SVG = "{http://www.w3.org/2000/svg}svg"
_RASTER = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"RIFF": "webp"}


class UnreadableError(ValueError):
    """The file cannot be read. Holds the reason, in words."""


@dataclass(frozen=True)
class Specimen:
    """What a file is.

    `kind` is svg, png, jpeg, webp, pdf, csv or json, and "" for anything else; `identity` what it
    says of itself by the names of `xmp.IDENTITY`; `seal` that of what it shows; `likeness` that
    of a picture made of pixels; `rows` the cells of a CSV.
    """

    kind: str
    size: int
    sha256: str
    seal: str = ""
    identity: Mapping[str, str] = field(default_factory=dict)
    likeness: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def read(path: Path) -> Specimen:
    """The file at a path; a link is followed. Raises UnreadableError."""
    return of(content_of(path))


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of an archive that could be of a figure, by name; nothing where it is none.

    Raises UnreadableError.
    """
    if not content.startswith(_ARCHIVE) or len(content) < _HEADER:
        return {}
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if one.filename.lower().endswith(_OURS)]
            if len(members) > _MOST_FILES:
                raise UnreadableError(f"it holds more than {_MOST_FILES:,} files")
            if sum(one.file_size for one in members) > _LARGEST:
                raise UnreadableError(f"it holds more than {_LARGEST // 2**20} MB")
            for member in members:
                with archive.open(member) as stream:  # no more than it declares
                    found[member.filename] = stream.read(member.file_size)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableError(f"the archive is broken: {error}") from None
    return found


def of(content: bytes) -> Specimen:
    """What bytes are. Raises UnreadableError."""
    about: dict[str, Any] = {"size": len(content), "sha256": seals.of_bytes(content)}
    try:
        if kind := next((kind for mark, kind in _RASTER.items() if content.startswith(mark)), ""):
            return Specimen(kind, **about, **_pixels(content))
        if b"%PDF-" in content[:1024]:
            return Specimen("pdf", **about, **_document(content))
        return Specimen(**about, **_text(content))
    except UnreadableError:
        raise
    except RecursionError:
        raise UnreadableError("it is nested too deeply") from None
    except (ValueError, OverflowError) as error:
        raise UnreadableError(str(error)) from None


def content_of(path: Path) -> bytes:
    """The bytes of a file; a link is followed. Raises UnreadableError."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise UnreadableError("it is a folder; name the files in it")
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableError("it is no file")
        if found.st_size > _LARGEST:
            raise UnreadableError(f"it is larger than {_LARGEST // 2**20} MB")
        content = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableError("there is no such file") from None
    except OSError as error:
        raise UnreadableError(str(error.strerror)) from None
    if not content:
        raise UnreadableError("it is empty")
    return content


def _pixels(content: bytes) -> dict[str, Any]:
    """Of a picture made of pixels."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise UnreadableError("it has too many pixels")
            image.load()
            texts = getattr(image, "text", {})  # those after the pixels too
            packet = texts.get("XML:com.adobe.xmp") or image.info.get("xmp") or ""
            found = {"seal": seals.of_pixels(image), "likeness": likeness.of(image)}
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise UnreadableError(f"the picture is broken: {error}") from None
    return {**found, "identity": _identity(packet)}


def _identity(packet: str | bytes) -> dict[str, str]:
    """What an XMP packet says; one that is broken says nothing."""
    try:
        return xmp.read(xmp.parse(packet)) if packet else {}
    except ValueError:
        return {}


def _document(content: bytes) -> dict[str, Any]:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            packet = pdf.Root.get("/Metadata")
            said = b""
            if isinstance(packet, pikepdf.Stream):
                said = seals.inflated(packet, most=_LONGEST_PACKET)
            return {"seal": seals.of_document(pdf), "identity": _identity(said)}
    except pikepdf.PasswordError:
        raise UnreadableError("the PDF is locked with a password") from None
    except (pikepdf.PdfError, AttributeError, TypeError, KeyError) as error:
        reason = str(error).rpartition(">: ")[2]  # without the name of the buffer
        raise UnreadableError(f"the PDF is broken: {reason}") from None


def _text(content: bytes) -> dict[str, Any]:
    """Of SVG, JSON and CSV. What is no text, or XML of another kind, is none of these."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return {"kind": ""}
    if text.lstrip().startswith("<"):
        if "<svg" not in text:  # HTML is rarely XML, and none of ours
            return {"kind": ""}
        root = xmp.parse(text.lstrip())
        if root.tag != _SVG:
            return {"kind": ""}
        return {"kind": "svg", "seal": seals.of_drawing(root), "identity": xmp.read(root)}
    if text.lstrip().startswith("{"):
        values = json.loads(text)
        return {"kind": "json", **_passport(values)}
    # A spreadsheet of a country that writes 1,5 saves semicolons.
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        cells = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = tuple(map(tuple, cells))
    except csv.Error:
        return {"kind": ""}
    return {"kind": "csv", "seal": seals.of_rows(rows), "rows": rows}


def _passport(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of a NAME.json, which holds its own seal; other JSON has no identity."""
    said = {key: values.get(key) for key in xmp.IDENTITY}
    if isinstance(cited := said.get("cite_as"), dict):
        said["cite_as"] = cited.get("text")
    identity = {key: value for key, value in said.items() if isinstance(value, str)}
    whole = {"id", "name", "seal", "report"} <= identity.keys()
    sealed = {key: value for key, value in values.items() if key != "seal"}
    return {"seal": seals.of_values(sealed), "identity": identity if whole else {}}
