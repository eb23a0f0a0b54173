"""Pieces of HTML that stand between the words: cells, tables, pictures, and what is taken along."""

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any

from press import citation
from press.chapter import Edition, RenderError
from press.markup import Node, bit, line, plain, raw, string

# What comes after the name of a figure's files: what to call it, and what it is aloud.
_DOWNLOADS = {
    ".svg": ("SVG", "SVG"),
    ".png": ("PNG", "PNG"),
    "@2x.png": ("2×", "PNG, twice as fine,"),
    ".pdf": ("PDF", "PDF"),
    ".csv": ("Data", "Data"),
    ".json": ("JSON", "JSON"),
    ".zip": ("ZIP", "All files"),
}
_ROWS_TO_SORT = 4
_FRAME, _AROUND = (
    720,
    260,
)  # pixels: the width a frame is made for, and what stands around a picture
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


def plain_table(
    head: Sequence[str], rows: Sequence[Sequence[str]], name: str, *, number: int | None = None
) -> str:
    """A table whose cells are HTML already, in a region that scrolls; the first of a row heads it.

    `number` is the column of numbers, if there is one.
    """
    opening = f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(name)}">'
    heads = _row(head, ['th scope="col"'] * len(head), number)
    kinds = ['th scope="row"', *["td"] * (len(head) - 1)]
    body = "".join(_row(row, kinds, number) for row in rows)
    return f"{opening}<table><thead>{heads}</thead><tbody>{body}</tbody></table></div>"


def _row(cells: Sequence[str], kinds: Sequence[str], number: int | None) -> str:
    parts = []
    for place, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
        classes = ' class="number"' if place == number else ""
        parts.append(f"<{kind}{classes}>{cell}</{kind[:2]}>")
    return f"<tr>{''.join(parts)}</tr>"


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
        f'<li><a href="../figures/{name}{ending}" download '
        f'aria-label="{aloud} of {label}">{word}</a></li>'
        for ending, (word, aloud) in _DOWNLOADS.items()
    )
    return f'<ul class="downloads" role="list" aria-label="Downloads of {label}">{links}</ul>'


def toolbar(
    block: Mapping[str, Any],
    label: str,
    *,
    title: str,
    page: str,
    edition: Edition | None,
    home: str = "",
) -> str:
    """The day of a figure, its files, and how to cite it, show it elsewhere and link to it.

    `title` is in plain words, `page` the file of its chapter; `home` is the same where the figure
    stands on another page. All of it works without a script, which adds that a press copies.
    Without an edition there are only the files.
    """
    name = block["name"]
    if edition is None:
        return downloads(name, label)
    source = "" if block.get("cite") else " Source: this report's own tables, by row."
    cited = cited_as(name, title, label=label, page=page, edition=edition)
    texts = {"As text": cited["text"], "BibTeX": cited["bibtex"]}
    embed = _embeds(block, title, edition)
    aside = "" if edition.site else "Put the folder report/embed beside your page."
    return (
        f'<p class="dated">As of {escape(edition.day)}, edition {escape(edition.version)}.'
        f'{escape(source)}</p><div class="toolbar" role="group" aria-label="Take {label} along">'
        f"{downloads(name, label)}<p>"
        f'<button type="button" popovertarget="cite:{name}" aria-label="Cite {label}">Cite</button>'
        f'<button type="button" popovertarget="embed:{name}" aria-label="Embed {label}">Embed'
        f'</button><a class="permalink" href="{home}#fig-{name}" aria-label="Link to {label}">'
        "Link</a>"
        "</p></div>"
        + _sheet(f"cite:{name}", f"How to cite {label}", texts)
        + _sheet(f"embed:{name}", f"{label} on another page", embed, aside)
    )


def cited_as(name: str, title: str, *, label: str, page: str, edition: Edition) -> dict[str, Any]:
    """How to cite a figure that stands in an edition, with the number that it has there."""
    return citation.of(
        name,
        title,
        report=edition.title,
        version=edition.version,
        as_of=edition.as_of,
        licence=edition.licence,
        author=edition.author,
        released=edition.released,
        address=edition.at(f"report/{page}#fig-{name}"),
        label=label,
    )


def _embeds(block: Mapping[str, Any], title: str, edition: Edition) -> dict[str, str]:
    """HTML that shows a figure on somebody's page: that of the last edition, and of this one."""
    name = block["name"]
    paths = {
        "Always the last edition": f"embed/{name}.html",
        f"Edition {edition.version} for good": f"embed/{edition.folder}/{name}.html",
    }
    height = round(_FRAME / block["aspect"]) + _AROUND
    return {
        label: f'<iframe src="{escape(edition.at(f"report/{path}") or path)}" '
        f'title="{escape(title)}" width="100%" height="{height}" style="border:0" '
        'loading="lazy"></iframe>'
        for label, path in paths.items()
    }


def _sheet(target: str, title: str, texts: Mapping[str, str], aside: str = "") -> str:
    """Texts to take along, in a card that a button opens."""
    shown = "".join(
        f'<p class="label">{escape(label)}</p><pre>{escape(text)}</pre>'
        for label, text in texts.items()
    )
    shown += f"<p>{escape(aside)}</p>" if aside else ""
    return (
        f'<div popover id="{target}" class="fact-card sheet" role="dialog" aria-label="{title}">'
        f'<p class="value">{title}</p>{shown}<button type="button" popovertarget="{target}" '
        'popovertargetaction="hide">Close</button></div>'
    )
