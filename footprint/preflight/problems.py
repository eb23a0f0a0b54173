"""What is wrong with the tables, in words for somebody who edits them; as text, JSON and a page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Literal

# Without these there is no footprint. Any other table may be absent; it is then empty.
REQUIRED = ("sources", "offices", "office_evidence", "events", "countries")
_HERE = Path(__file__).parent
_WIDTH = 96  # letters of a line in a terminal
_LONG = 60  # letters of a cell that are shown
_ALIKE = 3  # problems of one column that a terminal shows before it counts the rest
_DATE = re.compile(r"\b(?:YYYY|\d{4})-(?:MM|\d\d)(?:-(?:DD|\d\d))?\b")
_MOST = 2_000  # of a kind on a page; a browser shows no more with grace


@dataclass(frozen=True, slots=True)
class Problem:
    """Where something is wrong, what stands there, why it cannot stay, and what would be right.

    `line` is that of an editor; None speaks of the whole file. `why` goes on from the value: "is
    not in sources.csv". `fix` is the text that the cell should have ("" for none; of a whole line,
    with no column: the line goes), `advice` a sentence where no text of a cell would do. A fix
    that `is_certain` is fit for the patch. An error stops a build, a warning does not.
    """

    file: str
    line: int | None
    column: str
    value: str
    why: str
    fix: str | None = None
    advice: str = ""
    is_certain: bool = False
    severity: Literal["error", "warning"] = "error"

    @property
    def where(self) -> str:
        """The place in the file: "line 3, column iso3"."""
        line = [f"line {self.line}"] if self.line else []
        return ", ".join([*line, *([f"column {self.column}"] if self.column else [])])

    @property
    def proposal(self) -> str:
        """What to do about it, as a sentence; empty where nothing can be proposed."""
        if self.fix is None:
            return self.advice
        if not self.column:
            return self.advice or "Delete the line."
        verb = "Write" if self.is_certain else "Perhaps"
        said = f"{verb} {self.fix}." if self.fix else "Leave the cell blank."
        return f"{said} {self.advice}".strip()

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.where) if part)
        value = f": {self.value!r}" if self.value else ""
        return f"{where}{value}: {self.why}. {self.proposal}".strip()


def errors(problems: Sequence[Problem]) -> list[Problem]:
    """Those that stop a build."""
    return [problem for problem in problems if problem.severity == "error"]


def summary(problems: Sequence[Problem]) -> str:
    """How many of each, and what that means: "The data have 2 errors and 1 warning. ..."."""
    if not problems:
        return "Nothing is wrong with the data."
    severe = len(errors(problems))
    counts = [
        f"{count:,} {word}{'' if count == 1 else 's'}"
        for count, word in ((severe, "error"), (len(problems) - severe, "warning"))
        if count
    ]
    meaning = "Errors stop a build." if severe else "Warnings stop nothing."
    certain = sum(problem.is_certain for problem in problems)
    fixes = f" A patch can put {certain:,} right: --fix FILE." if certain else ""
    return f"The data have {' and '.join(counts)}. {meaning}{fixes}"


def as_text(problems: Sequence[Problem]) -> str:
    """The problems for a terminal: errors, then warnings, each by file; how many at the end.

    Of many problems in one column the first are shown and the rest counted. No cell can send
    a command to the terminal: what cannot be printed is written as its code.
    """
    severe = errors(problems)
    light = [problem for problem in problems if problem.severity == "warning"]
    lines: list[str] = []
    for heading, several in (("ERRORS", severe), ("WARNINGS", light)):
        for name, of_file in groupby(several, key=lambda problem: problem.file):
            lines += [*([heading] if heading not in lines else []), name, *_of_file([*of_file]), ""]
    return "\n".join([*lines, summary(problems)])


def _of_file(problems: Sequence[Problem]) -> Iterator[str]:
    told: Counter[str] = Counter()
    for problem in problems:
        told[problem.column] += 1
        if told[problem.column] <= _ALIKE:
            yield from _block(problem)
    for column, count in told.items():
        if more := max(count - _ALIKE, 0):
            yield f"  and {more:,} more {f'in column {column}' if column else 'of whole lines'}"


def _block(problem: Problem) -> Iterator[str]:
    value = f"“{shown(problem.value)}” " if problem.value else ""
    where = f"{problem.where}: " if problem.where else ""
    yield from textwrap.wrap(
        _printable(f"{where}{value}{problem.why}."),
        _WIDTH,
        initial_indent="  ",
        subsequent_indent="      ",
    )
    if problem.proposal:
        yield from textwrap.wrap(
            f"→ {_printable(problem.proposal)}",
            _WIDTH,
            initial_indent="      ",
            subsequent_indent="        ",
        )


def shown(value: str) -> str:
    """A cell as it is shown: not too long, and with what cannot be seen written as its code."""
    return _printable(value if len(value) <= _LONG else f"{value[: _LONG - 1]}…")


def _printable(text: str) -> str:
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )


def as_json(problems: Sequence[Problem]) -> str:
    """The problems for programs: how many of each, and every field of every problem."""
    severe = len(errors(problems))
    document = {
        "errors": severe,
        "warnings": len(problems) - severe,
        "problems": [{**asdict(problem), "proposal": problem.proposal} for problem in problems],
    }
    return json.dumps(document, indent=2) + "\n"


def as_html(problems: Sequence[Problem]) -> str:
    """The problems as a page that needs nothing beside it: no script, no request, all escaped."""
    style = (_HERE / "page.css").read_text("utf-8")
    severe = errors(problems)
    light = [problem for problem in problems if problem.severity == "warning"]
    parts = [
        *_section("Errors", "These stop a build.", severe),
        *_section("Warnings", "These stop nothing. Look at each once.", light),
    ]
    return (
        (_HERE / "page.html")
        .read_text("utf-8")
        .format(
            hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            style=style,
            summary=escape(summary(problems)),
            parts="\n".join(parts),
        )
    )


def _section(heading: str, meaning: str, problems: Sequence[Problem]) -> Iterator[str]:
    if not problems:
        return
    yield f'<section>\n<h2>{heading}</h2>\n<p class="note">{meaning}</p>'
    for file, several in groupby(problems[:_MOST], key=lambda problem: problem.file):
        yield f"<h3>{escape(file)}</h3>\n<ol>"
        yield from map(_item, several)
        yield "</ol>"
    if len(problems) > _MOST:
        yield f'<p class="note">And {len(problems) - _MOST:,} more.</p>'
    yield "</section>"


def _item(problem: Problem) -> str:
    line = f"Line {problem.line}" if problem.line else "Whole file"
    column = f" <span>{escape(problem.column)}</span>" if problem.column else ""
    value = f'<code class="value">{escape(shown(problem.value))}</code> ' if problem.value else ""
    parts = [
        f'<p class="where">{line}{column}</p>',
        f"<p>{value}{_unbroken(escape(problem.why))}.</p>",
    ]
    if problem.proposal:
        parts.append(f'<p class="fix">{_proposal(problem)}</p>')
    return f"<li>\n{chr(10).join(parts)}\n</li>"


def _proposal(problem: Problem) -> str:
    """The proposal; the text of a cell is set off from the words about it."""
    said = _unbroken(escape(problem.proposal))
    if not problem.fix or not problem.column:
        return said
    fix = _unbroken(escape(problem.fix))
    return said.replace(fix, f"<ins><code>{fix}</code></ins>", 1)


def _unbroken(text: str) -> str:
    """A text whose dates stay on one line."""
    return _DATE.sub(lambda found: f'<span class="day">{found[0]}</span>', text)
