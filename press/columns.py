"""How wide the columns of a printed table are: whole where there is room, else the long ones share.

Widths are in figures: a figure is half as wide as the type is high, and letters are near enough
for a sans face. Typst takes them as fractions.
"""

import re
from collections.abc import Sequence

# What a line holds: the measure at 9 pt, and at 8 pt the whole width, margin included.
MEASURE, WHOLE = 84, 116
_GUTTER = 3.0
_NOTHING = 1e-6  # of a figure: what rounding leaves is no room
_WIDTHS = {
    mark: width
    for marks, width in (
        ("mwMW", 1.65),
        ("ABCDEFGHKLNOPQRSTUVXYZ", 1.18),
        ("bdghnopqu", 1.08),
        ("ijlI.,;:’'", 0.5),
        (" ", 0.4),
        ("frt-–()/", 0.65),
    )
    for mark in marks
}
_BREAKS = re.compile(r"[\s/]+")  # dates, spans of years and Port-au-Prince stay whole


def widths(columns: Sequence[Sequence[str]], *, room: int) -> list[float]:
    """The width of each column of texts (head and cells); their sum fills `room` at most.

    No column is narrower than its longest word. What is left goes to the columns by how much
    text they hold, until a column has its longest text on one line; the others share the rest.
    """
    least = [max(map(_longest_word, texts), default=0.0) for texts in columns]
    most = [max(map(length, texts), default=0.0) for texts in columns]
    weight = [max(1.0, sum(map(length, texts)) / max(1, len(texts))) for texts in columns]
    given, short = list(least), [i for i in range(len(columns)) if least[i] < most[i]]
    left = room - _GUTTER * len(columns) - sum(least)
    while short and left > _NOTHING:
        whole = sum(weight[i] for i in short)
        step = min(left / whole, *((most[i] - given[i]) / weight[i] for i in short))
        for i in short:
            given[i] += step * weight[i]
        left -= step * whole
        short = [i for i in short if most[i] - given[i] > _NOTHING]
    return [width + _GUTTER for width in given]


def fits(columns: Sequence[Sequence[str]], *, room: int) -> bool:
    """Whether every text has room on one line."""
    natural = sum(max(map(length, texts), default=0.0) for texts in columns)
    return natural + _GUTTER * len(columns) <= room


def length(text: str) -> float:
    """How long a text is on one line, in figures."""
    return sum(_WIDTHS.get(mark, 1.0) for mark in text)


def _longest_word(text: str) -> float:
    return max(map(length, _BREAKS.split(text)))
