"""What JupyterLab shows of a figure and of a table, in its light and its dark theme.

As HTML: of a picture and a text JupyterLab shows the text alone.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from html import escape
from typing import Any

from matplotlib.figure import Figure

from press import facts, figures

_CITED = re.compile(r"\[@([^\]]*)\]")


def picture(figure: Figure, block: Mapping[str, Any], *, ground: str) -> str:
    """A figure on the ground of the page, which its colours are made for, between its texts."""
    content = base64.b64encode(figures.png(figure, ground=ground)).decode()
    return (
        f"<p><b>{_text(block['title'])}</b><br>{_text(block['subtitle'])}</p>"
        f'<img width="{round(figure.get_figwidth() * 100)}" alt="{_text(block["alt"])}" '
        f'style="padding: 1em; background: {ground}" src="data:image/png;base64,{content}">'
        f"<p>{_text(block['note'])}</p>"
    )


def table(block: Mapping[str, Any]) -> str:
    """A table between its texts, with sources by their names in the data."""
    columns = block["table"]["columns"]
    sides = [f'style="text-align: {column["align"]}"' for column in columns]
    head = "".join(
        f"<th {side}>{_text(column['label'])} {_text(column['unit'])}</th>"
        for side, column in zip(sides, columns, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(f"<td {side}>{_text(cell)}</td>" for side, cell in zip(sides, row, strict=True))
        + "</tr>"
        for row in block["table"]["rows"]
    )
    return (
        f"<p><b>{_text(block['title'])}</b></p><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table><p>{_text(block['note'])}</p>"
    )


def _text(words: str) -> str:
    """Markdown as text for HTML; a citation is the name of its source."""
    named = _CITED.sub(lambda found: facts.escape(found[1].replace("; @", ", ")), words)
    return escape(facts.plain(named))
