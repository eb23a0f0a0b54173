"""Pieces of HTML that stand between the words: cells, tables, pictures, downloads."""

import html
import re
from collections.abc import Mapping

from press.chapter import RenderError
from press.markup import Node, bit, line, plain, raw, string

_DOWNLOADS = ("svg", "png", "pdf", "csv", "json")
_ROWS_TO_SORT = 4
_DATE = re.compile(r"\d{4}(-\d\d){1,2}")


def escape(text: object) -> str:
    """`text` for HTML, in an attribute too."""
    return html.escape(str(text), quote=True)


def markup(text: str) -> Node:
    """HTML of ours between blocks."""
    return raw("html", text)


def tag(text: str) -> Node:
    """HTML of ours between words."""
    return bit("html", text)


def place(block: Mapping[str, object]) -> str:
    """The id of a block that has a place of its own, as an attribute."""
    return f' id="{escape(block["fragment"])}"' if block.get("fragment") else ""


def table_cell(words: list[Node], align: str, scope: str | None) -> list[Node]:
    """A cell; a heading of a row or a column if it has a scope. A date stays on one line."""
    kind = "th" if scope else "td"
    name = "number" if align == "right" else "date" if _DATE.fullmatch(plain(words)) else ""
    classes = f' class="{name}"' if name else ""
    opening = f'<{kind}{classes} scope="{scope}">' if scope else f"<{kind}{classes}>"
    return [tag(opening), *words, tag(f"</{kind}>")]


def table_head(words: list[Node], column: Mapping[str, str]) -> list[Node]:
    """The head of a column, with its unit if it has one; an empty cell where there are no words."""
    if unit := column.get("unit"):
        words = [*words, tag(' <span class="unit">'), string(unit), tag("</span>")]
    return table_cell(words, column["align"], "col" if words else None)


def grid(caption: list[Node], cells: list[Node], name: str, *, rows: int) -> list[Node]:
    """A table in a region of its own that scrolls sideways, so that the page does not.

    `cells` are head and body. From four rows on the script lets a reader sort it.
    """
    kind = ' class="sortable"' if rows >= _ROWS_TO_SORT else ""
    region = f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(name)}">'
    opening, closing = tag('<caption><span class="heading-text">'), tag("</span></caption>")
    return [
        markup(f"{region}<table{kind}>"),
        line(opening, *caption, closing, *cells),
        markup("</table></div>"),
    ]


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
