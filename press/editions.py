"""The index of several editions: what each asked for, how it ended, and where they differ."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.exits import Exit
from press.pieces import escape, plain_table

_FRONT = "index.html"
_MOST_COLUMNS = 8
_POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; script-src 'self'"


@dataclass(frozen=True)
class Built:
    """One edition of the index: its folder below that of the index, its parameters, its end."""

    name: str
    parameters: Mapping[str, str]
    exit: Exit

    @property
    def is_published(self) -> bool:
        return self.exit in (Exit.OK, Exit.STALE_SENTENCE, Exit.NOTHING_TO_DO)


def index(folder: Path, editions: Sequence[Built], *, title: str) -> Path:
    """Write `folder/index.html`: a row an edition, and the numbers of its front page that differ.

    Style and script are those of the first edition that was published.
    """
    ledgers = {one.name: _ledger(folder / one.name) for one in editions if one.is_published}
    keys = _differing(list(ledgers.values()))
    asked = list(dict.fromkeys(key for one in editions for key in one.parameters))
    varied = [key for key in asked if len({one.parameters.get(key) for one in editions}) > 1]
    head = ["Edition", *(_words(key) for key in [*varied, *keys]), "How it ended"]
    rows = [
        [
            _link(one),
            *(escape(one.parameters.get(key, "")) for key in varied),
            *(escape(str(ledgers.get(one.name, {}).get(key, {}).get("text", "–"))) for key in keys),
            escape(_end(one)),
        ]
        for one in editions
    ]
    assets = next((f"{name}/report/assets" for name in ledgers), "")
    path = folder / _FRONT
    path.write_text(_page(title, plain_table(head, rows, "Editions"), assets), "utf-8")
    return path


def _ledger(edition: Path) -> dict[str, Any]:
    ledger: dict[str, Any] = json.loads((edition / "report" / "facts.json").read_text("utf-8"))
    return ledger


def _differing(ledgers: Sequence[Mapping[str, Any]]) -> list[str]:
    """The facts on front pages that do not have one value in all editions."""
    front = {
        key: None
        for ledger in ledgers
        for key, fact in ledger.items()
        if any(place["page"] == _FRONT for place in fact["used"])
    }
    differ = [key for key in front if len({_value(ledger, key) for ledger in ledgers}) > 1]
    return differ[:_MOST_COLUMNS]


def _value(ledger: Mapping[str, Any], key: str) -> Any:
    return ledger[key]["value"] if key in ledger else None


def _words(key: str) -> str:
    return escape(key.replace("-", " ").replace("_", " ").capitalize())


def _link(one: Built) -> str:
    name = escape(one.name)
    return f'<a href="{name}/report/{_FRONT}">{name}</a>' if one.is_published else name


def _end(one: Built) -> str:
    if one.exit is Exit.OK:
        return "published"
    if one.exit is Exit.NOTHING_TO_DO:
        return "stands as it was"
    words = one.exit.name.replace("_", " ").lower()
    return f"published, with a {words}" if one.is_published else f"not published: {words}"


def _page(title: str, table: str, assets: str) -> str:
    style = f'<link rel="stylesheet" href="{escape(assets)}/site.css">' if assets else ""
    script = f'<script src="{escape(assets)}/theme.js"></script>' if assets else ""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
{script}{style}
</head>
<body>
<header class="masthead"><div class="bar"><p class="name">{escape(title)}</p></div></header>
<div class="page"><main id="main"><article><header class="opening"><h1>Editions</h1></header>
<p>One set of parameters a row. Columns show what was asked for and differs, and the numbers of the
front page that differ.</p>
<div class="tabular wide">{table}</div>
</article></main></div>
</body>
</html>
"""
