"""The picture of a figure as it stands in a page: no style of its own, colours as classes.

It has real text and no ground, so that the style sheet decides how it looks in the dark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_FONT = re.compile(r"(?:(italic|oblique) )?(?:(\d{3}|bold) )?([\d.]+)px (.*)")
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_COLOURS = ("fill", "stroke")

ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)


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
    for attribute in ("width", "height", "role", "aria-labelledby"):
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
