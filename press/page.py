"""The only ways onto the page: say, show, table, findings; and absent, which leaves it out.

Each call displays one block, a JSON description that `press.render` sets as HTML and for paper,
next to a plain form that JupyterLab shows. Where the environment names a staging folder
(`PRESS_STAGING`, set by `press.run`) figures are also saved there with their passport; in
JupyterLab nothing is written.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from press import facts, figures, lab, passport, redraw
from press.chapter import BLOCK

STAGING = "PRESS_STAGING"
WIDTHS = ("column", "wide", "full")
_CITED = ("source_id", "source_ids")


class Page:
    """One chapter being written.

    `chapter` is its slug; `edition` (title, version, licence, parameters …) goes into the
    passport of every figure, with full references for the `sources` (rows of sources.csv);
    `palette` names the colours that a page may show otherwise in the dark.
    """

    def __init__(
        self,
        chapter: str,
        *,
        edition: Mapping[str, Any],
        sources: pd.DataFrame,
        palette: Mapping[str, str],
    ) -> None:
        self.chapter = chapter
        self.palette = dict(palette)
        self.edition = dict(edition)
        self.references = sources.set_index("source_id")
        self.is_absent = False
        facts.begin()

    def absent(self, reason: str) -> None:
        """Leave the chapter out of this edition. `reason` is a sentence for the reader.

        A page with title and reason still stands. Whatever else the notebook prints stays away;
        it goes on computing, and guards what cannot be computed with `page.is_absent`.
        """
        block = {"kind": "absent", "reason": " ".join(reason.split())}
        self._print(block, f"This chapter is left out of this edition. {reason}")
        self.is_absent = True

    def say(self, text: str, *, holds: bool = True) -> None:
        """A paragraph of pandoc Markdown. `holds` is the condition under which it is true.

        Where the condition fails the paragraph still prints, inside a warning, and the build
        ends with the exit code for a stale sentence.
        """
        text = " ".join(text.split()) if "\n\n" not in text else text
        self._print({"kind": "say", "text": text, "holds": bool(holds)}, text)

    def findings(self, *items: tuple[str, str, str]) -> None:
        """What a reader will repeat: up to six of (number, its unit in words, context)."""
        if len(items) > 6:
            raise ValueError(f"at most six findings, not {len(items)}")
        entries = [dict(zip(("figure", "unit", "context"), item, strict=True)) for item in items]
        text = "\n".join(f"- {facts.finding(*item, emphasis='**')}" for item in items)
        self._print({"kind": "findings", "items": entries}, text)

    def show(
        self,
        figure: Figure,
        name: str,
        frame: pd.DataFrame,
        *,
        title: str,
        subtitle: str,
        alt: str,
        columns: Mapping[str, str],
        units: Mapping[str, str] | None = None,
        description: str = "",
        note: str = "",
        cite: Iterable[str] = (),
        width: str = "column",
        places: pd.DataFrame | None = None,
        beside: Mapping[str, pd.DataFrame] | None = None,
    ) -> None:
        """A figure, the table of the same facts, and the files that readers take away.

        `frame` is what was plotted: all of it goes into NAME.csv, `columns` (name to heading)
        into the table on the page, with the `units` of those that have one (name to unit).
        `alt` is short; `description` says in words what the picture shows. A frame without rows
        gives no figure, and a line that says so. `places` are what a reader can ask a map for, by
        its signs; `press.atlas` says what the frame holds. `beside` are tables that were drawn
        besides the frame, by name, which go into NAME.json.
        """
        if self.is_absent:
            return
        if frame.empty:
            self._say_nothing(title)
            return
        if width not in WIDTHS:
            raise ValueError(f"width {width!r} is not one of {WIDTHS}")
        block = {
            "kind": "figure",
            "name": name,
            "form": figure.get_label() or "chart",
            "title": title,
            "subtitle": subtitle,
            "alt": facts.plain(alt),
            "description": description,
            "note": note,
            "cite": list(dict.fromkeys(cite)),
            "width": width,
            "aspect": round(figure.get_figwidth() / figure.get_figheight(), 3),
            "table": _table(frame, columns, units or {}),
            "places": _places(places),
        }
        if staging := os.environ.get(STAGING):
            carried = passport.of(
                block,
                frame,
                chapter=self.chapter,
                edition=self.edition,
                references=self.references,
                columns=columns,
                units=units or {},
                beside=beside or {},
            )
            if os.environ.get(redraw.DRAWINGS):
                redraw.keep(figure, frame, carried, Path(staging))
            else:
                figures.save(figure, frame, carried, palette=self.palette, staging=Path(staging))
        ground = self.palette.get("paper", "white")
        picture = {} if staging else {"text/html": lab.picture(figure, block, ground=ground)}
        self._print(block, f"**{title}** {subtitle}", **picture)

    def table(
        self,
        frame: pd.DataFrame,
        name: str,
        *,
        title: str,
        columns: Mapping[str, str],
        units: Mapping[str, str] | None = None,
        note: str = "",
        cite: Iterable[str] = (),
        printed: bool = True,
    ) -> None:
        """A table: `columns` maps the columns shown to their headings, in order, and `units`
        some of them to the unit that stands beside the heading.

        One that is too long for paper is not `printed`; it stands on the page.
        """
        if self.is_absent:
            return
        if frame.empty:
            self._say_nothing(title)
            return
        block = {
            "kind": "table",
            "name": name,
            "title": title,
            "note": note,
            "cite": list(dict.fromkeys(cite)),
            "printed": printed,
            "table": _table(frame, columns, units or {}),
        }
        self._print(block, f"**{title}**", **{"text/html": lab.table(block)})

    def _print(self, block: dict[str, Any], text: str, **more: Any) -> None:
        """Display a block with its facts and its plain form, unless the chapter is absent."""
        if self.is_absent:
            return
        block["facts"] = facts.marked(_all_text({**block, "places": None}))
        stale = block.get("holds") is False
        warning = "⚠ This sentence no longer follows from the data: " if stale else ""
        forms = {
            "text/markdown": f"{warning}{facts.light(text)}",
            "text/plain": f"{warning}{facts.plain(text)}",
        }
        display({BLOCK: block, **forms, **more}, raw=True)

    def _say_nothing(self, title: str) -> None:
        """In the place of a figure or a table without rows: that there is nothing to show."""
        self.say(f"*{title}*: there is nothing to show for this edition.")


def _all_text(block: Mapping[str, Any]) -> str:
    """All the text of a block, to look for marks in."""
    parts: list[str] = []

    def walk(item: Any) -> None:
        if isinstance(item, str):
            parts.append(item)
        elif isinstance(item, Mapping):
            for value in item.values():
                walk(value)
        elif isinstance(item, Sequence):
            for value in item:
                walk(value)

    walk(block)
    return "\n".join(parts)


def _places(frame: pd.DataFrame | None) -> dict[str, Any] | None:
    """The places of a map: what is said of all, and of each. Their text is plain, not Markdown."""
    if frame is None or frame.empty:
        return None
    return {**frame.attrs, "items": frame.to_dict("records")}


def _table(
    frame: pd.DataFrame, columns: Mapping[str, str], units: Mapping[str, str]
) -> dict[str, Any]:
    if unknown := sorted(set(units) - set(columns)):
        raise ValueError(f"units of columns that are not shown: {unknown}")
    heads = [_head(frame[name], label, units.get(name, "")) for name, label in columns.items()]
    rows = [
        [_cell(name, value) for name, value in zip(columns, row, strict=True)]
        for row in frame[list(columns)].itertuples(index=False)
    ]
    return {"columns": heads, "rows": rows, "row_header": 0}


def _head(column: pd.Series, label: str, unit: str) -> dict[str, str]:
    """The head of a column: numbers stand to the right."""
    is_number = pd.api.types.is_numeric_dtype(column)
    return {"label": label, "align": "right" if is_number else "left", "unit": unit}


def _cell(column: str, value: Any) -> str:
    """A value as Markdown: text escaped, numbers with thousands, sources cited, missing a dash."""
    if not isinstance(value, list) and pd.isna(value):
        return "–"
    if column in _CITED:
        return facts.cite(value.split(";"))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}"
    if isinstance(value, int) and column not in ("year", "fiscal_year"):
        return f"{value:,}"
    return facts.escape(str(value))
