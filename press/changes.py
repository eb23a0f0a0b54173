"""The differences of two editions, told: in a line, as a commit message, as JSON, as a page.

The page stands in a folder of its own with the pictures it compares, so that it can be kept when
the older edition is gone.
"""

from __future__ import annotations

import base64
import csv
import difflib
import hashlib
import io
import json
import re
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from string import Template

from press import difference
from press.compare import Changes, FactChange, FigureChange, SentenceChange
from press.markup import TEMPLATE
from press.pieces import escape
from press.rows import Edit, TableChange

PAGE, MESSAGE, DATA = "index.html", "message.txt", "changes.json"
_WIDTH = 72
_MOST = 12  # rows of one table that the message names
_ALIKE = 0.4  # of two texts: what is shared by both, as a part of the two
_LONG = 90  # letters of a cell
_DRAWN = {
    "added": "a new figure",
    "removed": "gone; its name is not used again",
    "redrawn": "drawn otherwise",
    "numbers": "the picture is the same, its table is not",
}
_NOTHING = "Nothing differs."


def write(changes: Changes, old: Path, new: Path, folder: Path) -> Path:
    """Write page, message and data of the changes from `old` to `new`; returns the page."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MESSAGE).write_text(as_message(changes), "utf-8")
    (folder / DATA).write_text(as_json(changes), "utf-8")
    (folder / PAGE).write_text(_page(changes, old, new, folder), "utf-8")
    return folder / PAGE


def in_a_line(changes: Changes) -> str:
    """How much of each kind: "2 rows edited in events; 3 numbers, 1 sentence, 2 figures change"."""
    flipped = sum(one.is_flipped for one in changes.sentences)
    shown = [
        _count(len(changes.facts), "number"),
        _count(len(changes.sentences), "sentence") + (f" ({flipped} flipped)" if flipped else ""),
        _count(len(changes.figures), "figure"),
    ]
    shown = [part for part in shown if part]
    parts = [*map(_in_short, changes.tables)]
    parts += [f"{', '.join(shown)} changed"] if shown else []
    if not parts and changes.pages:
        parts = [f"{_count(len(changes.pages), 'page')} changed"]
    return "; ".join(parts) or _NOTHING


def _in_short(table: TableChange) -> str:
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
        yield f"{_in_short(table)}"
        for sign, names in zip("+-", table.names.values(), strict=True):
            yield from (f"  {sign} {name}" for name in names[:_MOST])
            if len(names) > _MOST:
                yield f"  {sign} and {len(names) - _MOST} more"
        for edit in table.edits[:_MOST]:
            told = f"{edit.row} {edit.column}: {_cell(edit.old)} -> {_cell(edit.new)}"
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
            yield from _wrapped(f"{one.name}: {_DRAWN[one.kind]}", "*")
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


def _cell(value: str) -> str:
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


def _page(changes: Changes, old: Path, new: Path, folder: Path) -> str:
    wanted, why = changes.bump
    parts = [f"<h1>What changed</h1><p>{escape(in_a_line(changes))}</p>"]
    if wanted:
        parts.append(
            f"<p>The data say version {escape(changes.new)}. By what was changed it would be "
            f"<b>{escape(wanted)}</b>: {escape(why)}.</p>"
        )
    parts += [
        *_section("Rows", map(_table, changes.tables)),
        *_section("Numbers", [_list(map(_fact, changes.facts))] if changes.facts else []),
        *_section(
            "Sentences", [_list(map(_sentence, _by_weight(changes)))] if changes.sentences else []
        ),
        *_section("Figures", [_figure(one, old, new, folder) for one in changes.figures]),
    ]
    edits = [edit for table in changes.tables for edit in table.edits]
    parts += [*_section("If an edit is a correction", [_corrections(edits)] if edits else [])]
    message = escape(as_message(changes))
    parts += [*_section("As a commit message", [f"<pre>{message}</pre>"] if changes else [])]
    page = (TEMPLATE / "changes.html").read_text("utf-8")
    style = re.search(r"<style>(.*)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    return Template(page).substitute(hash=digest, title="What changed", body="\n".join(parts))


def _section(heading: str, parts: object) -> Iterator[str]:
    told = [*parts]  # type: ignore[misc]
    if told:
        yield f"<section><h2>{heading}</h2>{''.join(told)}</section>"


def _list(items: object) -> str:
    return f'<ol class="told">{"".join(items)}</ol>'  # type: ignore[arg-type]


def _table(table: TableChange) -> str:
    came = [_item(name, "<ins>added</ins>") for name in table.names["added"]]
    went = [_item(name, "<del>removed</del>") for name in table.names["removed"]]
    edits = [
        _item(
            edit.row,
            f"<code>{escape(edit.column)}</code>: {_both(_cell(edit.old), _cell(edit.new))}",
        )
        for edit in table.edits
    ]
    return f"<h3>{escape(_in_short(table))}</h3>{_list([*went, *came, *edits])}"


def _item(where: str, *told: str) -> str:
    parts = "".join(f"<p>{part}</p>" for part in told)
    return f'<li><p class="where">{escape(where)}</p>{parts}</li>'


def _both(old: str, new: str) -> str:
    gone = f"<del>{escape(old)}</del> " if old else ""
    return gone + (f"<ins>{escape(new)}</ins>" if new else "")


def _fact(one: FactChange) -> str:
    return _item(
        one.key, _both(one.old, one.new), f'<span class="where">{escape(one.definition)}</span>'
    )


def _by_weight(changes: Changes) -> list[SentenceChange]:
    """Sentences that flipped stand first."""
    return sorted(changes.sentences, key=lambda one: not one.is_flipped)


def _sentence(one: SentenceChange) -> str:
    told = []
    if one.is_flipped:
        state = "Follows from the data again" if one.holds else "No longer follows from the data"
        told.append(f'<span class="flipped">{state}</span>')
    told.append(_marked(one.old, one.new))
    return _item(f"{one.page}#{one.fragment}", *told)


def _marked(old: str, new: str) -> str:
    """The newer text with the words that went and came; both whole where little is shared."""
    before, after = old.split(), new.split()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _both(old, new)
    parts = []
    for kind, first, last, start, stop in matcher.get_opcodes():
        went, came = (escape(" ".join(of)) for of in (before[first:last], after[start:stop]))
        marks = [f"<del>{went}</del>" if went else "", f"<ins>{came}</ins>" if came else ""]
        parts.append(" ".join(filter(None, marks)) if kind != "equal" else came)
    return " ".join(parts)


def _figure(one: FigureChange, old: Path, new: Path, folder: Path) -> str:
    """A figure before, after, and where the two differ."""
    states = {"Before": old, "After": new}
    found = {word: place / "figures" / f"{one.name}.png" for word, place in states.items()}
    shown = {word: path for word, path in found.items() if path.exists()}
    pictures = folder / "pictures"
    pictures.mkdir(exist_ok=True)
    plates = []
    for word, path in shown.items():
        copy = pictures / f"{one.name}-{word.lower()}.png"
        shutil.copyfile(path, copy)
        plates.append(_plate(word, copy.name, f"{one.title}, {word.lower()}"))
    if len(shown) == len(states) and one.kind == "redrawn":
        target = pictures / f"{one.name}-difference.png"
        share = difference.draw(shown["Before"], shown["After"], target)
        plates.append(
            _plate(
                f"Where they differ: {share:.1%} of the picture",
                target.name,
                "The difference of the two",
            )
        )
    head = (
        f'<h3>{escape(one.title)}</h3><p class="where">{escape(one.name)}: {_DRAWN[one.kind]}</p>'
    )
    return f'{head}<div class="states">{"".join(plates)}</div>'


def _corrections(edits: Sequence[Edit]) -> str:
    """The edits as rows of corrections.csv, to be dated and sourced."""
    lines = io.StringIO()
    rows = csv.writer(lines, lineterminator="\n")
    for edit in edits:
        key = ";".join(edit.key)
        rows.writerow(
            ["YYYY-MM-DD", edit.table, key, edit.column, edit.old, edit.new, "SOURCE", ""]
        )
    return (
        "<p>Where an earlier edition was wrong, as against incomplete or out of date, say so in "
        "<code>corrections.csv</code>: the next build then marks the numbers, figures and pages "
        "that rested on the cell. With the day and the source filled in, the rows are</p>"
        f"<pre>{escape(lines.getvalue().rstrip())}</pre>"
    )


def _plate(caption: str, file: str, alt: str) -> str:
    address = f"pictures/{escape(file)}"
    image = f'<a href="{address}"><img src="{address}" alt="{escape(alt)}"></a>'
    return f"<figure><figcaption>{escape(caption)}</figcaption>{image}</figure>"
