"""The differences of two editions as a page, with the message and the JSON beside it.

It stands in a folder of its own with the pictures it compares, so that it can be kept when
the older edition is gone.
"""

from __future__ import annotations

import csv
import difflib
import io
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from press import difference, message, standalone
from press.compare import Changes, FactChange, FigureChange, SentenceChange
from press.pieces import escape
from press.rows import Edit, TableChange

PAGE, MESSAGE, DATA = "index.html", "message.txt", "changes.json"
_PICTURES = "pictures"
_ALIKE = 0.4  # of two texts: what is shared by both, as a part of the two


def write(changes: Changes, old: Path, new: Path, folder: Path) -> Path:
    """Write page, message and data of the changes from `old` to `new`; returns the page.

    Raises FileExistsError rather than mix with files of a folder that holds something else.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / DATA).exists():
        raise FileExistsError(folder)
    shutil.rmtree(folder / _PICTURES, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MESSAGE).write_text(message.as_message(changes), "utf-8")
    (folder / DATA).write_text(message.as_json(changes), "utf-8")
    (folder / PAGE).write_text(_page(changes, old, new, folder), "utf-8")
    return folder / PAGE


def _page(changes: Changes, old: Path, new: Path, folder: Path) -> str:
    wanted, why = changes.bump
    parts = [f"<h1>What changed</h1><p>{escape(message.in_a_line(changes))}</p>"]
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
    told = escape(message.as_message(changes))
    parts += [*_section("As a commit message", [f"<pre>{told}</pre>"] if changes else [])]
    return standalone.page("changes.html", title="What changed", body="\n".join(parts))


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
            f"<code>{escape(edit.column)}</code>: "
            + _both(message.cell(edit.old), message.cell(edit.new)),
        )
        for edit in table.edits
    ]
    return f"<h3>{escape(message.in_short(table))}</h3>{_list([*went, *came, *edits])}"


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
    pictures = folder / _PICTURES
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
    what = f"{escape(one.name)}: {message.DRAWN[one.kind]}"
    head = f'<h3>{escape(one.title)}</h3><p class="where">{what}</p>'
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
