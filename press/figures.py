"""The files of a figure, and the identity they carry inside.

`NAME.svg` (text as outlines), `.png`, `.pdf`, `.csv` (what was plotted) and `.json` (the
passport) go to `figures/`, on the ground of the page, so that they can be read anywhere. A second
SVG, with real text, its colours as classes and no ground, goes to `inline/` for the page and the
paper. The same figure gives the same bytes: the salt of SVG ids is
the name, and no file holds the time.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_PNG_DPI = 200
_FONT = re.compile(r"(?:(italic|oblique) )?(?:(\d{3}|bold) )?([\d.]+)px (.*)")
_DECIMALS = re.compile(r"(-?\d+\.\d{2})\d+")
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_COLOURS = ("fill", "stroke")

ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)


def save(
    figure: Figure,
    frame: pd.DataFrame,
    passport: Mapping[str, Any],
    *,
    palette: Mapping[str, str],
    staging: Path,
) -> None:
    """Write the files of a figure below a staging folder. `passport["name"]` names them.

    `palette` holds the colours that a page may show otherwise: token to #RRGGBB.
    """
    name = passport["name"]
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"a figure is named like offices-by-region, not {name!r}")
    public, inline = staging / "figures", staging / "inline"
    public.mkdir(parents=True, exist_ok=True)
    inline.mkdir(parents=True, exist_ok=True)
    ground = palette.get("paper", "white")
    (public / f"{name}.svg").write_bytes(_svg(figure, passport, "path", ground))
    (public / f"{name}.png").write_bytes(png(figure, passport, ground))
    (public / f"{name}.pdf").write_bytes(_pdf(figure, passport, ground))
    table = frame.to_csv(index=False, lineterminator="\n").encode()
    (public / f"{name}.csv").write_bytes(table)
    sidecar = {**passport, "data_sha256": hashlib.sha256(table).hexdigest()}
    text = json.dumps(sidecar, ensure_ascii=False, indent=2, default=str)
    (public / f"{name}.json").write_text(text + "\n", "utf-8")
    drawn = _svg(figure, passport, "none", "none")
    (inline / f"{name}.svg").write_bytes(for_page(drawn, name, palette))


def png(figure: Figure, passport: Mapping[str, Any] | None = None, ground: str = "white") -> bytes:
    """The figure as PNG on a ground, with the passport in its text chunks if there is one."""
    identity: dict[str, str | None] = {"Software": None}
    if passport:
        identity |= {
            "Title": passport["title"],
            "Description": passport["alt"],
            "Source": f"{passport['report']}, edition {passport['version']}",
            "Copyright": passport["licence"],
            "Name": passport["name"],
        }
    return _bytes(figure, "png", identity, ground, dpi=_PNG_DPI)


def _pdf(figure: Figure, passport: Mapping[str, Any], ground: str) -> bytes:
    identity = {
        "Title": passport["title"],
        "Subject": passport["alt"],
        "Keywords": f"{passport['name']}; edition {passport['version']}; {passport['licence']}",
        "Author": passport["report"],
        "CreationDate": None,
    }
    return _bytes(figure, "pdf", identity, ground)


def _svg(figure: Figure, passport: Mapping[str, Any], text: str, ground: str) -> bytes:
    identity = {
        "Title": passport["title"],
        "Description": passport["alt"],
        "Source": f"{passport['report']}, edition {passport['version']}",
        "Rights": passport["licence"],
        "Identifier": passport["name"],
        "Date": None,
    }
    with matplotlib.rc_context({"svg.fonttype": text, "svg.hashsalt": passport["name"]}):
        drawn = _bytes(figure, "svg", identity, ground).decode()
    drawn = re.sub(r"[ \t]+$", "", drawn, flags=re.MULTILINE)
    head = f"<title>{_xml(passport['title'])}</title><desc>{_xml(passport['alt'])}</desc>"
    drawn = re.sub(r"(<svg[^>]*)>", rf'\1 role="img">{_literal(head)}', drawn, count=1)
    return _DECIMALS.sub(r"\1", drawn).encode()


def _bytes(
    figure: Figure, kind: str, identity: Mapping[str, Any], ground: str, **options: Any
) -> bytes:
    buffer = io.BytesIO()
    with matplotlib.rc_context({"pdf.fonttype": 42}):
        figure.savefig(buffer, format=kind, metadata=dict(identity), facecolor=ground, **options)
    return buffer.getvalue()


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\")


def for_page(svg: bytes, name: str, palette: Mapping[str, str]) -> bytes:
    """An SVG fit to stand in a page under a strict policy.

    No style attribute or element, no metadata, no fixed size; outlines to a tenth of a point, which
    is less than can be seen; ids begin with the name of the figure; a colour of the palette also
    becomes a class (`fill-working`), so that the style sheet of the page decides how it looks in
    the dark.
    """
    tokens = {value.lower(): token for token, value in palette.items()}
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (
                f"{{{_SVG}}}metadata",
                f"{{{_SVG}}}style",
                f"{{{_SVG}}}title",
                f"{{{_SVG}}}desc",
            ):
                parent.remove(child)
    for element in root.iter():
        _present(element, tokens)
        _own_ids(element, name)
        if "d" in element.attrib and "id" not in element.attrib:  # a sign with an id is small
            element.set("d", _rounded(element.attrib["d"]))
    for attribute in ("width", "height", "role"):
        root.attrib.pop(attribute, None)
    root.set("stroke-linejoin", "round")
    return ElementTree.tostring(root, encoding="utf-8")


def _rounded(path: str) -> str:
    """An outline to one decimal, without the points that then fall on the one before.

    A line needs no letter of its own after a move or another line.
    """
    steps: list[str] = []
    at: list[str] = []
    for command, numbers in _STEP.findall(path):
        points = [f"{round(float(number), 1) + 0:g}" for number in numbers.split()]
        if command == "L" and points == at:
            continue
        at = points[-2:]
        is_plain = command == "L" and steps and steps[-1][0] not in "QCz"
        steps.append(" ".join(points if is_plain else [command, *points]))
    return " ".join(steps)


def _present(element: ElementTree.Element, tokens: Mapping[str, str]) -> None:
    """Turn a style attribute into presentation attributes and classes."""
    for declaration in filter(None, (element.attrib.pop("style", "")).split(";")):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font" and (font := _FONT.fullmatch(value)):
            style, weight, size, family = font.groups()
            given = {
                "font-style": style,
                "font-weight": weight,
                "font-size": size,
                "font-family": family.replace("'", ""),
            }
            element.attrib.update({k: v for k, v in given.items() if v})
        else:
            element.set(key, value)
    classes = [
        f"{kind}-{tokens[element.get(kind, '').lower()]}"
        for kind in _COLOURS
        if element.get(kind, "").lower() in tokens
    ]
    if classes:
        element.set("class", " ".join(classes))


def _own_ids(element: ElementTree.Element, name: str) -> None:
    for key, value in list(element.attrib.items()):
        if key == "id":
            element.set(key, f"{name}-{value}")
        elif value.startswith("#") and key.endswith("href"):
            element.set(key, f"#{name}-{value[1:]}")
        elif value.startswith("url(#"):
            element.set(key, f"url(#{name}-{value[5:]}")
