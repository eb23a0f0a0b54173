"""A number that knows where it came from.

A `Fact` carries its value with unit, definition, the rows it was computed from and their sources.
Formatted into a sentence it leaves a mark, a pandoc span such as
`[fourteen offices]{.fact key="offices-closing" value="14"}`, which the page turns into a popover
and the paper into plain text. Format specifications are words, in any order:

    digits     the number, with a comma every three digits (the default)
    words      spelled out up to twenty, digits above
    percent    a share from 0 to 1 as a whole percentage
    unit       followed by the unit, in the singular or plural; nought is "no"
    capital    the first letter in upper case
    bound      preceded by "more than", "fewer than" or "about" where the number is a bound
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import total_ordering
from typing import Any

_WORDS = (
    *("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen", "twenty"),
)
_BOUNDS = {"exact": "", "at_least": "more than ", "at_most": "fewer than ", "about": "about "}
_SPECS = {"digits", "words", "percent", "unit", "capital", "bound"}
_MARK = re.compile(r'\[((?:\\.|[^\]\\])*)\]\{\.fact key="([^"]*)" value="[^"]*"\}')

# Every fact formatted in this process, by key. A notebook runs in a process of its own, so this
# is the ledger of one chapter; `press.page` reads it when the sentence is printed.
_formatted: dict[str, Fact] = {}


@total_ordering
@dataclass(frozen=True, eq=False)
class Fact:
    """One computed number. Compares like the number it holds.

    `key` is a permanent slug; `unit` is singular and `plural` given only where adding an s is
    wrong; `rows` maps a table to the keys of the rows counted; `sources` are `source_id`s.
    """

    key: str
    value: float
    unit: str
    definition: str
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    plural: str = ""
    bound: str = "exact"

    def __eq__(self, other: object) -> bool:
        return self.value == _number(other)

    def __lt__(self, other: object) -> bool:
        return self.value < _number(other)

    def __hash__(self) -> int:
        return hash(self.key)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __format__(self, spec: str) -> str:
        known = _formatted.setdefault(self.key, self)
        if known.value != self.value:
            raise ValueError(f"two facts share the key {self.key}: {known.value}, {self.value}")
        text = escape(self.text(spec))
        return f'[{text}]{{.fact key="{self.key}" value="{self.value:.15g}"}}'

    def text(self, spec: str = "digits") -> str:
        """The number as plain words, without its mark. Raises ValueError for an unknown word."""
        wanted = set(spec.split()) or {"digits"}
        if unknown := wanted - _SPECS:
            raise ValueError(f"unknown format {sorted(unknown)}; use {sorted(_SPECS)}")
        text = self._number_text(wanted)
        if "unit" in wanted:
            text = f"{'no' if text == 'none' else text} {self.noun}"
        if "bound" in wanted:
            text = _BOUNDS[self.bound] + text
        return text[:1].upper() + text[1:] if "capital" in wanted else text

    def _number_text(self, wanted: set[str]) -> str:
        if "percent" in wanted:
            return f"{self.value * 100:.0f}%"
        whole = float(self.value).is_integer()
        if "words" in wanted and whole and 0 <= self.value < len(_WORDS):
            return _WORDS[int(self.value)]
        return f"{self.value:,.0f}" if whole else f"{self.value:,.1f}"

    @property
    def noun(self) -> str:
        """The unit, in the number that goes with the value."""
        return self.unit if self.value == 1 else (self.plural or f"{self.unit}s")

    def bounded(self, bound: str) -> Fact:
        """The same fact, its value read as exact, at_least, at_most or about."""
        return replace(self, bound=bound)

    def entry(self) -> dict[str, Any]:
        """What the ledger keeps of the fact, ready for JSON."""
        value = int(self.value) if float(self.value).is_integer() else self.value
        return {
            "value": value,
            "unit": self.unit,
            "bound": self.bound,
            "definition": self.definition,
            "rows": {table: list(keys) for table, keys in sorted(self.rows.items())},
            "sources": sorted(set(self.sources)),
        }


def _number(other: object) -> float:
    if isinstance(other, Fact):
        return other.value
    if isinstance(other, int | float):
        return other
    raise TypeError(f"a fact compares with a number or a fact, not with {type(other).__name__}")


def share(part: Fact, whole: Fact, *, key: str, definition: str) -> Fact:
    """`part` as a share of `whole`, from 0 to 1; nought where the whole is nought."""
    return Fact(
        key=key,
        value=part.value / whole.value if whole.value else 0.0,
        unit="share",
        definition=definition,
        rows={**whole.rows, **part.rows},
        sources=(*part.sources, *whole.sources),
    )


def marked(text: str) -> dict[str, dict[str, Any]]:
    """The ledger entries of the facts marked in a text."""
    return {key: _formatted[key].entry() for _, key in _MARK.findall(text)}


def plain(text: str) -> str:
    """The text as a reader sees it: without marks, citations, emphasis and escapes."""
    text = _MARK.sub(r"\1", text)
    text = re.sub(r"\s*\[(?:[^\]]*?)@[^\]]*\]", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<!\\)[*_]{1,2}(\S(?:.*?\S)?)(?<!\\)[*_]{1,2}", r"\1", text)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def escape(text: str) -> str:
    """Text from data, safe inside pandoc Markdown: every mark of punctuation stands for itself."""
    text = re.sub(r"([\\`*_{}\[\]()#+!<>|~^$@&\"'=-])", r"\\\1", " ".join(str(text).split()))
    return re.sub(r"\.(?=\.)|^(\d+)\.", lambda m: m.group(0)[:-1] + "\\.", text)


def listing(names: Iterable[str], *, nothing: str = "none", joint: str = ", ") -> str:
    """Names as running text: "A", "A and B", "A, B and C"; `nothing` where there are none.

    The names are data, so they are escaped. `joint` stands between them where they hold commas.
    """
    items = [escape(name) for name in names]
    if len(items) < 2:
        return items[0] if items else nothing
    return f"{joint.join(items[:-1])} and {items[-1]}"


def cite(sources: Iterable[str]) -> str:
    """A pandoc citation of the sources, in the order given; empty for none."""
    items = dict.fromkeys(sources)
    return f"[{'; '.join(f'@{item}' for item in items)}]" if items else ""


def day(value: date) -> str:
    """A day in running text: 16 September 2024."""
    return f"{value.day} {value:%B %Y}"


def partial_day(value: str) -> str:
    """A partial date in running text: "2024", "September 2024", "16 September 2024"."""
    if len(value) == 4:
        return value
    whole = date.fromisoformat(value if len(value) == 10 else f"{value}-01")
    return day(whole) if len(value) == 10 else f"{whole:%B %Y}"
