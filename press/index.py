"""The index of the paper: which names are mentioned, each mention marked where it stands.

The press knows no names; whoever prints gives them. The page of a mention is known only once
the pages are made, so the template collects the marks and writes the numbers.
"""

import bisect
import itertools
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from press.markup import Node, bit, string

_WORDS = ("Str", "Space", "SoftBreak")
_UNMARKED = ("Header", "Cite", "Code", "CodeBlock", "RawInline", "RawBlock")


class Names:
    """Names to look for: what the index prints, and how the text spells it.

    Of spellings that overlap the longest counts: "Guinea-Bissau" is no mention of Guinea. Names
    are whole words, small and capital letters as given.
    """

    def __init__(self, entries: Mapping[str, Sequence[str]]) -> None:
        self._entries = sorted(entries, key=_alphabetical)
        numbers = {entry: number for number, entry in enumerate(self._entries)}
        self._number = {
            spelling: numbers[entry]
            for entry, known in entries.items()
            for spelling in known
            if spelling
        }
        longest_first = sorted(self._number, key=lambda spelling: (-len(spelling), spelling))
        choice = "|".join(map(re.escape, longest_first)) or r"(?!)"
        self._pattern = re.compile(rf"(?<![\w-])(?:{choice})(?![\w-])")
        self._mentioned: set[int] = set()

    def mark(self, part: Any) -> Any:
        """The tree `part` with a mark at every mention outside headings and citations."""
        if isinstance(part, dict):
            if part.get("t") in _UNMARKED or "c" not in part:
                return part
            return {**part, "c": self.mark(part["c"])}
        if not isinstance(part, list):
            return part
        ends = self._ends(part) if any(map(_is_word, part)) else {}
        marked: list[Any] = []
        for position, node in enumerate(part):
            cuts = ends.get(position)
            marked += _marked(node["c"], cuts) if cuts else [self.mark(node)]
        return marked

    def entries(self) -> list[tuple[int, str, bool]]:
        """What was mentioned, in alphabetical order: number, what to print, whether it is the
        first with its letter."""
        found, letter = [], ""
        for number in sorted(self._mentioned):
            entry = self._entries[number]
            initial = _alphabetical(entry)[0][:1]
            found.append((number, entry, initial != letter))
            letter = initial
        return found

    def _ends(self, nodes: Sequence[Any]) -> dict[int, list[tuple[int, int]]]:
        """Where in a list of words names end: by the position of a word, the places in it and
        the numbers of the names."""
        pieces = [_characters(node) for node in nodes]
        starts = [0, *itertools.accumulate(map(len, pieces))]
        ends: dict[int, list[tuple[int, int]]] = {}
        for found in self._pattern.finditer("".join(pieces)):
            number = self._number[found[0]]
            self._mentioned.add(number)
            position = bisect.bisect_left(starts, found.end()) - 1
            ends.setdefault(position, []).append((found.end() - starts[position], number))
        return ends


def _is_word(node: Any) -> bool:
    return isinstance(node, dict) and node.get("t") in _WORDS


def _characters(node: Any) -> str:
    """What an element adds to the text that names are looked for in; no name goes over a break."""
    if not _is_word(node):
        return "\n"
    return str(node["c"]) if node["t"] == "Str" else " "


def _marked(word: str, cuts: Sequence[tuple[int, int]]) -> list[Node]:
    """A word with marks at the places of its `cuts`, before whatever point or comma follows.

    A mark at the very end of a paragraph would be counted to the next page: it goes in front.
    """
    nodes: list[Node] = []
    begun = 0
    for place, number in cuts:
        mark = bit("typst", f"#mention({number});")
        name = string(word[begun:place])
        nodes += [name, mark] if place < len(word) else [mark, name]
        begun = place
    return [*nodes, string(word[begun:])] if begun < len(word) else nodes


def _alphabetical(entry: str) -> tuple[str, str]:
    """Ålesund among the A, whatever stands above a letter."""
    spread = unicodedata.normalize("NFKD", entry)
    return "".join(mark for mark in spread if not unicodedata.combining(mark)).casefold(), entry
