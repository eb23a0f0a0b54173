"""The differences of two editions in words: in a line, as a commit message, as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from press.compare import Changes, FactChange, FigureChange, SentenceChange
from press.rows import TableChange

_WIDTH = 72
_MOST = 12  # rows of one table that the message names
_LONG = 90  # letters of a cell
DRAWN = {
    "added": "a new figure",
    "removed": "gone; its name is not used again",
    "redrawn": "drawn otherwise",
    "numbers": "the picture is the same, its table is not",
}
_NOTHING = "Nothing differs."


def in_a_line(changes: Changes) -> str:
    """How much of each kind: "2 rows edited in events; 3 numbers, 1 sentence, 2 figures change"."""
    flipped = sum(one.is_flipped for one in changes.sentences)
    shown = [
        _count(len(changes.facts), "number"),
        _count(len(changes.sentences), "sentence") + (f" ({flipped} flipped)" if flipped else ""),
        _count(len(changes.figures), "figure"),
    ]
    shown = [part for part in shown if part]
    parts = [*map(in_short, changes.tables)]
    parts += [f"{', '.join(shown)} changed"] if shown else []
    if not parts and changes.pages:
        parts = [f"{_count(len(changes.pages), 'page')} changed"]
    return "; ".join(parts) or _NOTHING


def in_short(table: TableChange) -> str:
    """What became of a table: "events: 2 rows added, 1 edited"."""
    counts = {"added": len(table.added), "removed": len(table.removed), "edited": table.edited}
    said = [f"{_count(count, 'row')} {word}" for word, count in counts.items() if count]
    columns = [f"column {name}" for name in table.columns]
    state = [f"the table is {table.state}"] if table.state else []
    return f"{table.table}: {', '.join([*state, *said, *columns])}"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}" if count else ""


def as_message(changes: Changes) -> str:
    """The changes as a commit message: a subject of at most 72 letters, then part by part."""
    line = in_a_line(changes)
    if not changes:
        return f"{line}\n"
    names = ", ".join(table.table for table in changes.tables) or "the report"
    subjects = (f"Data: {line}", f"Data: changes in {names}", "Data: changes in many tables")
    fits = [subject for subject in subjects if len(subject) <= _WIDTH]
    subject = fits[0] if fits else subjects[-1]
    parts = [subject.rstrip("."), "", *_told_rows(changes.tables), *_told_facts(changes.facts)]
    parts += [*_told_sentences(changes.sentences), *_told_figures(changes.figures)]
    parts += [*_told_bump(changes)]
    return "\n".join(parts).rstrip() + "\n"


def _told_rows(tables: Sequence[TableChange]) -> Iterator[str]:
    for table in tables:
        yield f"{in_short(table)}"
        for sign, names in zip("+-", table.names.values(), strict=True):
            yield from (f"  {sign} {name}" for name in names[:_MOST])
            if len(names) > _MOST:
                yield f"  {sign} and {len(names) - _MOST} more"
        for edit in table.edits[:_MOST]:
            told = f"{edit.row} {edit.column}: {cell(edit.old)} -> {cell(edit.new)}"
            yield from _wrapped(told, "~")
        if len(table.edits) > _MOST:
            yield f"  ~ and {len(table.edits) - _MOST} more cells"
        yield ""


def _told_facts(facts: Sequence[FactChange]) -> Iterator[str]:
    if facts:
        yield "Numbers"
        for one in facts:
            yield from _wrapped(f"{one.key}: {one.old or 'none'} -> {one.new or 'none'}", "*")
        yield ""


def _told_sentences(sentences: Sequence[SentenceChange]) -> Iterator[str]:
    flipped = [one for one in sentences if one.is_flipped]
    if flipped:
        yield "Sentences that flipped"
        for one in flipped:
            state = "follows from the data again" if one.holds else "no longer follows"
            yield from _wrapped(f"{one.page}: {one.new} ({state})", "!")
        yield ""


def _told_figures(figures: Sequence[FigureChange]) -> Iterator[str]:
    if figures:
        yield "Figures"
        for one in figures:
            yield from _wrapped(f"{one.name}: {DRAWN[one.kind]}", "*")
        yield ""


def _told_bump(changes: Changes) -> Iterator[str]:
    wanted, why = changes.bump
    if wanted:
        yield from textwrap.wrap(
            f"The data say version {changes.new}; {wanted} would tell that {why}.", _WIDTH
        )


def _wrapped(text: str, sign: str) -> list[str]:
    first, after = f"  {sign} ", "    "
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=after, break_on_hyphens=False
    )


def cell(value: str) -> str:
    """A cell as it is told: what cannot be printed as its code, a long one cut."""
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in value)
    return (text if len(text) <= _LONG else f"{text[: _LONG - 1]}…") or "empty"


def as_json(changes: Changes) -> str:
    """Every field of every change, for programs."""
    wanted, why = changes.bump
    told = asdict(changes) | {
        "summary": in_a_line(changes),
        "bump": {"version": wanted, "why": why},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
