"""What is found of a file that was handed in, and how it is told to people and to programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from press.exits import Exit

_LONGEST = 400


@dataclass(frozen=True)
class Verdict:
    """What is known of one file. Texts may come from the file itself: print them by `as_text`.

    `found` is intact, re-saved, altered, alike, foreign or unreadable; `standing` current,
    superseded, other or "" where that cannot be told; `why` holds sentences.
    """

    file: str
    exit: Exit
    found: str
    standing: str = ""
    figure: str = ""
    title: str = ""
    edition: str = ""
    as_of: str = ""
    why: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    cite: str = ""


def worst(verdicts: Sequence[Verdict]) -> Exit:
    """The code for several files: the highest of theirs."""
    return max((one.exit for one in verdicts), default=Exit.OK)


def as_json(verdicts: Sequence[Verdict]) -> str:
    """The verdicts for programs: an object a file, in the order given."""
    told = [{**asdict(one), "exit": int(one.exit)} for one in verdicts]
    return json.dumps({"exit": int(worst(verdicts)), "files": told}, indent=1)


def as_text(verdicts: Sequence[Verdict]) -> str:
    """The verdicts for people: a paragraph a file, without a character that a terminal obeys."""
    return "\n\n".join("\n".join(_lines(one)) for one in verdicts)


_WORDS = {
    "intact": "intact",
    "re-saved": "intact, saved anew",
    "altered": "ALTERED",
    "alike": "looks like, not the same",
    "foreign": "not a figure of this report",
    "unreadable": "cannot be read",
}


def _lines(one: Verdict) -> Iterator[str]:
    standing = {"superseded": ", SUPERSEDED", "other": ", of another edition"}
    yield f"{printable(one.file)}: {_WORDS[one.found]}{standing.get(one.standing, '')}"
    edition = f"{one.edition}, as of {one.as_of}" if one.edition else ""
    rows = {
        "figure": f"{one.title} ({one.figure})" if one.figure else "",
        "edition": edition,
        "why": " ".join(one.why),
        "corrected": "; ".join(one.corrections),
        "cite as": one.cite,
    }
    yield from (f"  {key:<10} {printable(text)}" for key, text in rows.items() if text)


def printable(text: str) -> str:
    """A stranger's text for a terminal: shortened, and nothing in it moves, colours or hides."""
    shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[: _LONGEST + 1])
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"
