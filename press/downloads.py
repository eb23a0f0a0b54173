"""The page of everything that can be taken along, with sizes and licences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from press.chapter import Edition
from press.pieces import escape, plain_table

PAGE, TITLE = "downloads.html", "Downloads"


@dataclass(frozen=True)
class Download:
    """A file of the report: its name beside the page, what it is, and what it is good for."""

    path: str
    title: str
    use: str


def page(downloads: Sequence[Download], *, report: Path, edition: Edition) -> str:
    """The page after its title. Sizes are those of the files in `report`; one that is written after
    the page, since it speaks of it, has a dash."""
    head = ("File", "What it is good for", "Format", "Size")
    rows = [_row(one, report) for one in downloads]
    return (
        "<p>Everything of this edition, to keep, to compute with and to show elsewhere.</p>"
        f'<div class="tabular wide">{plain_table(head, rows, TITLE, number=3)}</div>'
        f"{_terms(edition)}"
    )


def _row(one: Download, report: Path) -> list[str]:
    kind = one.path.rpartition(".")[2].upper()
    link = f'<a href="{escape(one.path)}" download>{escape(one.title)}</a>'
    file = report / one.path
    return [link, escape(one.use), kind, _size(file.stat().st_size) if file.exists() else "–"]


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"


def _terms(edition: Edition) -> str:
    """What may be done with the files, and what to write beside them."""
    licence = escape(edition.licence)
    if edition.licence_url:
        licence = f'<a href="{escape(edition.licence_url)}">{licence}</a>'
    whole = f"{escape(edition.title)}, edition {escape(edition.version)}"
    return (
        f'<h2 id="terms">Terms</h2><p>The files are under {licence}. A credit that is enough: '
        f"<cite>{whole}, as of {escape(edition.day)}</cite>. The data package names the works of "
        "others that are in it.</p><p>Each figure has files of its own under its picture.</p>"
    )
