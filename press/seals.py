"""Hashes of what a reader sees, apart from the bytes and the words that carry it.

A seal outlives whatever leaves the picture as it was: a new name, other compression, lost
metadata, other white space. It shows accidents and quiet edits. It is no signature: who can
change a file can seal it anew, and only the register of figures tells.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
from PIL import Image

_SVG = "{http://www.w3.org/2000/svg}"
_WORDS = {f"{_SVG}{name}" for name in ("title", "desc", "metadata")}
_NAMING = ("role", "aria-labelledby", "aria-describedby", "aria-label")
_MOST_INFLATED = 256 * 2**20  # bytes of all streams of a PDF
_NOT_DRAWN = {"/Parent", "/Metadata", "/Length", "/Filter", "/LastModified", "/PieceInfo"}
_NOT_SEALED_OF_ROOT = {"/Type", "/Pages", "/Metadata", "/Version", "/Extensions"}


def of_bytes(content: bytes) -> str:
    """SHA-256 in hexadecimal digits, as every seal."""
    return hashlib.sha256(content).hexdigest()


def of_values(values: Any) -> str:
    """The seal of what JSON can hold, whatever the order of its keys and its white space."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return of_bytes(text.encode("utf-8", "surrogatepass"))


def of_code(files: Iterable[Path]) -> str:
    """The seal of source files by name, whatever the ends of their lines."""
    return of_values({file.name: file.read_text("utf-8") for file in files})


def of_pixels(image: Image.Image) -> str:
    """The seal of a picture's size and pixels as RGBA, whatever its format and palette."""
    width, height = image.size
    return of_bytes(f"{width} {height} ".encode() + image.convert("RGBA").tobytes())


def of_rows(rows: Iterable[Iterable[str]]) -> str:
    """The seal of the cells of a CSV, whatever its quotes and the ends of its lines."""
    return of_values([list(row) for row in rows])


def of_drawing(root: ElementTree.Element) -> str:
    """The seal of an SVG without its title, description, metadata and accessible name.

    White space between elements, the order of attributes and prefixes do not count.
    """
    kept = ElementTree.Element(root.tag, root.attrib)
    for name in _NAMING:
        kept.attrib.pop(name, None)
    kept.extend(child for child in root if child.tag not in _WORDS)
    text = ElementTree.tostring(kept, encoding="unicode")
    plain = ElementTree.canonicalize(text, strip_text=True, rewrite_prefixes=True)
    return of_bytes(plain.encode())


def of_document(pdf: pikepdf.Pdf) -> str:
    """The seal of what the pages of a PDF show and do, without what it says of itself.

    Numbers of objects and compression do not count. Raises ValueError where a stream is out of
    all proportion, or broken.
    """
    made = hashlib.sha256()
    walk = _Walk()
    root = {key: value for key, value in pdf.Root.items() if key not in _NOT_SEALED_OF_ROOT}
    for item in [*(page.obj for page in pdf.pages), *(root[key] for key in sorted(root))]:
        for part in walk.parts(item):
            made.update(part + b"\n")
    return made.hexdigest()


class _Walk:
    """The objects of a PDF in an order that does not hang on their numbers, each once."""

    def __init__(self) -> None:
        self.met: dict[tuple[int, int], int] = {}
        self.left = _MOST_INFLATED

    def parts(self, item: Any) -> Iterator[bytes]:
        if isinstance(item, pikepdf.Object) and item.is_indirect:
            if item.objgen in self.met:
                yield f"again {self.met[item.objgen]}".encode()
                return
            self.met[item.objgen] = len(self.met)
        if isinstance(item, pikepdf.Array):
            yield f"array {len(item)}".encode()
            for each in item:
                yield from self.parts(each)
        elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            yield from self._entries(item)
        elif isinstance(item, pikepdf.Object):
            yield item.unparse(resolved=True)
        else:
            yield str(item).encode()

    def _entries(self, item: Any) -> Iterator[bytes]:
        keys = sorted(key for key in item.keys() if key not in _NOT_DRAWN)  # noqa: SIM118
        yield f"entries {len(keys)}".encode()
        for key in keys:
            yield key.encode("utf-8", "surrogateescape")
            yield from self.parts(item[key])
        if isinstance(item, pikepdf.Stream):
            yield hashlib.sha256(self._content(item)).digest()

    def _content(self, stream: pikepdf.Stream) -> bytes:
        content = inflated(stream, most=self.left)
        self.left -= len(content)
        return content


def inflated(stream: pikepdf.Stream, *, most: int) -> bytes:
    """What a stream of a PDF holds, inflated if that is all that was done to it, else as it is.

    Raises ValueError where it is broken or holds more than `most` bytes.
    """
    content = stream.read_raw_bytes()
    if stream.get("/Filter") in (pikepdf.Name.FlateDecode, [pikepdf.Name.FlateDecode]):
        try:
            content = zlib.decompressobj().decompress(content, most + 1)
        except zlib.error as error:
            raise ValueError(f"a stream is broken: {error}") from None
    if len(content) > most:
        raise ValueError("its streams are too large")
    return content
