"""A number that knows where it came from.

A `Fact` carries its value with unit, definition, the rows it was computed from and their sources.
Formatted into a sentence it leaves a mark, a pandoc span such as
`[fourteen offices]{.fact key="offices-closing" value="14"}`, which the page turns into a popover
and the paper into plain text. Format specifications are words, in any order:

    digits     the number, with a comma every three digits (the default)
    words      spelled out up to twenty, digits above; below nought "minus three"
    ordinal    a place in an order: "first" to "twentieth", then "21st"; with digits "3rd"
    percent    a share from 0 to 1 as a whole percentage; a sliver is "less than 1%", nearly all
               "more than 99%", and only nothing is "0%"; it takes no unit
    unit       followed by the unit, in the singular or plural; nought in words is "no"
    capital    the first letter in upper case
    bound      preceded by "more than", "fewer than" or "about" where the number is a bound

`span(low, high, spec)` prints a range of two facts or numbers by the same words (all but `bound`):
"three to five offices", "1,154–2,141 kilometres". Both ends keep their marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import total_ordering
from numbers import Real
from typing import Any

from press.spelling import spelled, spelled_alike

_BOUNDS = {"exact": "", "at_least": "more than ", "at_most": "fewer than ", "about": "about "}
_SPECS = {"digits", "words", "ordinal", "percent", "unit", "capital", "bound"}
_PLAIN = re.compile(r"[\d,.]+(%|st|nd|rd|th)?")
MARK = re.compile(r'\[((?:\\.|[^\]\\])*)\]\{\.fact key="([^"]*)" value="[^"]*"\}')

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
        return self.mark(self.text(spec))

    def mark(self, text: str) -> str:
        """A text that stands for the number, with the mark that leads back to the fact."""
        known = _formatted.setdefault(self.key, self)
        if known.value != self.value:
            raise ValueError(f"two facts share the key {self.key}: {known.value}, {self.value}")
        return f'[{escape(text)}]{{.fact key="{self.key}" value="{self.value:.15g}"}}'

    def text(self, spec: str = "digits") -> str:
        """The number as plain words, without its mark. Raises ValueError for an unknown word."""
        wanted = _wanted(spec)
        text = spelled(self.value, wanted)
        limit = self._limit(wanted, text)
        if text == "none" and (limit or "unit" in wanted):
            text = "zero" if limit else "no"
        if "unit" in wanted and "percent" not in wanted:
            text = f"{text} {self.unit if 'ordinal' in wanted else self.noun}"
        return _capital(limit + text, wanted)

    def _limit(self, wanted: set[str], text: str) -> str:
        """What a bound puts before the number; nothing before one that is a bound by itself."""
        if "bound" not in wanted or " than " in text:
            return ""
        limit = _BOUNDS[self.bound]
        return limit.replace("fewer", "less") if "percent" in wanted else limit

    @property
    def noun(self) -> str:
        """The unit, in the number that goes with the value."""
        return self.unit if abs(self.value) == 1 else self.many

    @property
    def many(self) -> str:
        """The unit in the plural."""
        return self.plural or f"{self.unit}s"

    def bounded(self, bound: str) -> Fact:
        """The same fact, its value read as exact, at_least, at_most or about."""
        return replace(self, bound=bound)

    def entry(self) -> dict[str, Any]:
        """What the ledger keeps of the fact, ready for JSON."""
        value = int(self.value) if float(self.value).is_integer() else float(self.value)
        return {
            "value": value,
            "unit": self.unit,
            "bound": self.bound,
            "text": self._in_full(),
            "definition": self.definition,
            "rows": {table: list(keys) for table, keys in sorted(self.rows.items())},
            "sources": sorted(set(self.sources)),
        }

    def _in_full(self) -> str:
        """The number as a reader sees it alone, a share to the tenth of a percent."""
        if self.unit == "share":
            return f"{self.value:.1%}".replace("-", "−")
        return self.text("digits unit bound")


def _wanted(spec: str) -> set[str]:
    """The words of a format; digits where there are none."""
    wanted = set(spec.split()) or {"digits"}
    if unknown := wanted - _SPECS:
        raise ValueError(f"unknown format {sorted(unknown)}; use {sorted(_SPECS)}")
    return wanted


def _capital(text: str, wanted: set[str]) -> str:
    return text[:1].upper() + text[1:] if "capital" in wanted else text


def _number(other: object) -> float:
    if isinstance(other, Fact):
        return other.value
    if isinstance(other, Real):
        return float(other)
    raise TypeError(f"a fact compares with a number or a fact, not with {type(other).__name__}")


def span(low: Fact | float, high: Fact | float, spec: str = "digits") -> str:
    """A range as text, the smaller number first; ends that read the same are printed once.

    A plain number takes the unit of the fact beside it. In words only if both ends have one.
    """
    wanted = _wanted(spec)
    if "bound" in wanted:
        raise ValueError("a range has no bound: it is two of them")
    ends = sorted((low, high), key=_number)
    texts = spelled_alike([_number(end) for end in ends], wanted)
    fact = next((end for end in reversed(ends) if isinstance(end, Fact)), None)
    if texts[0] == texts[1]:
        return format(fact, spec) if fact is not None else _capital(texts[0], wanted)
    joint = "–" if all(map(_PLAIN.fullmatch, texts)) else " to "
    if joint == "–":
        texts[0] = texts[0].removesuffix("%")
    if "unit" in wanted and "percent" not in wanted:
        texts[1] += f" {_shared_unit(ends)}"
    texts[0] = _capital(texts[0], wanted)
    return joint.join(
        end.mark(text) if isinstance(end, Fact) else escape(text)
        for end, text in zip(ends, texts, strict=True)
    )


def _shared_unit(ends: Iterable[Fact | float]) -> str:
    units = {end.many for end in ends if isinstance(end, Fact)}
    if len(units) != 1:
        raise ValueError(f"a range has one unit, not {sorted(units) or 'none'}")
    return units.pop()


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


def begin() -> None:
    """Forget every fact that was printed: a chapter begins, perhaps with other parameters."""
    _formatted.clear()


def marked(text: str) -> dict[str, dict[str, Any]]:
    """The ledger entries of the facts marked in a text."""
    return {key: _formatted[key].entry() for _, key in MARK.findall(text)}


def light(text: str) -> str:
    """The text as plain Markdown, for JupyterLab: without marks, citations and links."""
    text = MARK.sub(r"\1", text)
    text = re.sub(r"\s*\[(?:[^\]]*?)@[^\]]*\]", "", text)
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def plain(text: str) -> str:
    """The text as a reader sees it: without marks, citations, emphasis and escapes."""
    text = re.sub(r"(?<!\\)[*_]{1,2}(\S(?:.*?\S)?)(?<!\\)[*_]{1,2}", r"\1", light(text))
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


def finding(figure: str, unit: str, context: str, *, emphasis: str = "") -> str:
    """A finding as running text: a number, its unit and the context."""
    joint = " " if plain(context)[:1].islower() else ". "
    return f"{emphasis}{figure}{emphasis} {unit}{joint}{context}"


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
