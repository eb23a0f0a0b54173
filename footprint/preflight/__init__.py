"""The check before the flight: everything wrong with the tables at once, with what would be right.

`examine` finds the problems, `patch` writes the certain fixes down for review, and `as_text`,
`as_json` and `as_html` show what was found. Nothing here ever edits a table. The rooms:
`problems` (what is found, and how it is shown) · `examination` (every table in turn) · `sheets`
(how a file is written) · `rules` (what the checks are made of) · `cells` and `texts` (each cell) ·
`readings` (what was meant) · `references` (between tables) · `places` · `coherence` (rows
together) · `patches`.
"""

from __future__ import annotations

from pathlib import Path

from footprint.preflight.patches import patch
from footprint.preflight.problems import (
    REQUIRED,
    Problem,
    as_html,
    as_json,
    as_text,
    errors,
    summary,
)

__all__ = [
    "REQUIRED",
    "Problem",
    "as_html",
    "as_json",
    "as_text",
    "errors",
    "examine",
    "patch",
    "summary",
]


def examine(folder: Path) -> list[Problem]:
    """Every problem of the tables of a folder, errors and warnings, by file and line."""
    # Frictionless takes half a second that most runs, already checked, save.
    from footprint.preflight import examination

    return examination.examine(folder)
