"""Pieces of HTML that stand between the words: cells, pictures, downloads, the card of a fact."""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from press.chapter import RenderError
from press.markup import Node, bit, is_web, raw

_DOWNLOADS = ("svg", "png", "pdf", "csv", "json")
_ROWS_SHOWN = 12


def escape(text: object) -> str:
    """`text` for HTML, in an attribute too."""
    return html.escape(str(text), quote=True)


def markup(text: str) -> Node:
    """HTML of ours between blocks."""
    return raw("html", text)


def tag(text: str) -> Node:
    """HTML of ours between words."""
    return bit("html", text)


def table_cell(words: list[Node], align: str, scope: str | None) -> list[Node]:
    """A cell; a heading of a row or a column if it has a scope."""
    kind = "th" if scope else "td"
    number = ' class="number"' if align == "right" else ""
    opening = f'<{kind}{number} scope="{scope}">' if scope else f"<{kind}{number}>"
    return [tag(opening), *words, tag(f"</{kind}>")]


def level(words: list[Node]) -> list[Node]:
    """Words of a cell; sources that stand alone are its text, not a note to it."""
    if words and all(node["t"] == "Cite" for node in words):
        return [tag('<span class="sources">'), *words, tag("</span>")]
    return words


def inline_svg(svg: str, name: str, alt: str) -> str:
    """A picture made for the page, with `alt` as its title.

    What a strict Content-Security-Policy would refuse, or let act, is an error.
    """
    found = re.search(r"<svg\b([^>]*)>(.*)</svg>", svg, re.DOTALL)
    if not found:
        raise RenderError(f"the picture “{name}” holds no svg element")
    if re.search(r"<(style|script|foreignObject)\b|<[^>]*\s(style|on\w+)\s*=", svg):
        raise RenderError(f"the picture “{name}” has a style, a script or a handler of its own")
    attributes = re.sub(r'\s(role|aria-[\w-]+|id|class)="[^"]*"', "", found[1])
    inside = re.sub(r"^\s*<title\b[^>]*>.*?</title>", "", found[2], count=1, flags=re.DOTALL)
    label = f'role="img" aria-labelledby="{name}-alt"'
    return f'<svg{attributes} {label}><title id="{name}-alt">{escape(alt)}</title>{inside}</svg>'


def downloads(name: str, label: str) -> str:
    """Links to the files of a figure."""
    links = "".join(
        f'<li><a href="../figures/{name}.{kind}" download '
        f'aria-label="{kind.upper()} of {label}">{kind.upper()}</a></li>'
        for kind in _DOWNLOADS
    )
    return f'<ul class="downloads" role="list" aria-label="Downloads of {label}">{links}</ul>'


def fact_card(fact: Mapping[str, Any], source: Callable[[str], Mapping[str, str]]) -> str:
    """Value, definition, rows and sources of a fact. `source` gives the row of a source."""
    number = fact["value"]
    unit = fact.get("unit") or ""
    if unit == "share":
        spelled, unit = f"{number:.1%}", ""
    else:
        spelled = f"{number:,}" if isinstance(number, int | float) else f"{number}"
    about = f" <small>unit: {escape(unit)}</small>" if unit else ""
    parts = [
        f'<p class="value">{escape(spelled)}{about}</p>',
        f"<p>{escape(fact.get('definition') or '')}</p>",
    ]
    rows = "".join(
        f"<li><b>{escape(table)}</b> {escape(_some(keys))}</li>"
        for table, keys in (fact.get("rows") or {}).items()
    )
    sources = "".join(
        f"<li>{_source(source(source_id))}</li>" for source_id in fact.get("sources") or ()
    )
    for label, items in (("Rows", rows), ("Sources", sources)):
        if items:
            parts.append(f'<p class="label">{label}</p><ul>{items}</ul>')
    return "".join(parts)


def popover(target: str, card: str) -> str:
    """A card that the buttons of a fact open, without a script too."""
    return (
        f'<div popover id="{target}" class="fact-card" role="dialog" '
        f'aria-label="Where this number comes from">{card}<button type="button" '
        f'popovertarget="{target}" popovertargetaction="hide">Close</button></div>'
    )


def _some(keys: list[str]) -> str:
    """The first keys, and how many more there are."""
    more = len(keys) - _ROWS_SHOWN
    listed = ", ".join(str(key) for key in keys[:_ROWS_SHOWN])
    return f"{listed} and {more} more" if more > 0 else listed


def _source(source: Mapping[str, str]) -> str:
    """A source in a card: publisher, title (linked if it can be followed), date."""
    title, url = escape(source["title"]), source.get("url") or ""
    linked = f'<a href="{escape(url)}">{title}</a>' if is_web(url) else title
    publisher, published = source.get("publisher"), source.get("published")
    before = f"{escape(publisher)}. " if publisher else ""
    return f"{before}{linked}, {escape(published or 'undated')}"
