"""The page of everything that can be taken along, with sizes and licences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from press.chapter import Edition
from press.pieces import escape

PAGE, TITLE = "downloads.html", "Downloads"


@dataclass(frozen=True)
class Download:
    """A file of the report: its name beside the page, under what heading, and who wants it."""

    path: str
    group: str
    title: str
    use: str


def page(downloads: Sequence[Download], *, report: Path, edition: Edition) -> str:
    """The page after its title. Sizes are those of the files in `report`; one that is not there
    yet has none."""
    groups = list(dict.fromkeys(one.group for one in downloads))
    parts = [
        f"<p>Everything of this edition, to keep, to compute with and to show elsewhere. "
        f"{escape(edition.title)}, edition {escape(edition.version)}, as of "
        f"{escape(edition.day)}.</p>"
    ]
    for group in groups:
        rows = "".join(_row(one, report) for one in downloads if one.group == group)
        name = group.lower().replace(" ", "-")
        parts.append(
            f'<h2 id="{escape(name)}">{escape(group)}</h2><div class="tabular wide"><div '
            f'class="scroll" role="region" tabindex="0" aria-label="{escape(group)}"><table><thead>'
            '<tr><th scope="col">File</th><th scope="col">What it is good for</th>'
            '<th scope="col">Format</th><th scope="col" class="number">Size</th></tr></thead>'
            f"<tbody>{rows}</tbody></table></div></div>"
        )
    return "".join([*parts, _terms(edition)])


def _row(one: Download, report: Path) -> str:
    name, file = escape(one.path), report / one.path
    kind = one.path.rpartition(".")[2].upper()
    size = _size(file.stat().st_size) if file.exists() else "–"
    aim = "" if kind == "HTML" else " download"
    return (
        f'<tr><th scope="row"><a href="{name}"{aim}>{escape(one.title)}</a></th>'
        f'<td>{escape(one.use)}</td><td>{kind}</td><td class="number">{size}</td></tr>'
    )


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"


def _terms(edition: Edition) -> str:
    """What may be done with the files, and what to write beside them."""
    licence = escape(edition.licence)
    if edition.licence_url:
        licence = f'<a href="{escape(edition.licence_url)}">{licence}</a>'
    whole = f"{escape(edition.title)}, edition {escape(edition.version)}"
    return (
        f'<h2 id="terms">Terms</h2><p>All files are under {licence}: use them, change them and '
        "pass them on, also commercially, with credit. A credit that is enough: "
        f"<cite>{whole}, as of {escape(edition.day)}</cite>. Land and borders, places and "
        "populations are the work of others, whom the data package names.</p>"
        "<p>Each figure has its own files under its picture, in five formats of one name.</p>"
    )
