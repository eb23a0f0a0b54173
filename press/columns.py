"""How wide the columns of a printed table are: whole where there is room, else the long ones share.

Widths are in characters, near enough for a face of even colour; Typst takes them as fractions.
"""

import re
from collections.abc import Sequence

# What a line holds: the measure at 9 pt, and at 8 pt the whole width, margin included.
MEASURE, WHOLE = 84, 116
_GUTTER = 2.5
_NOTHING = 1e-6  # of a character: what rounding leaves is no room
_BREAKS = re.compile(r"[\s/–-]+")


def widths(columns: Sequence[Sequence[str]], *, room: int) -> list[float]:
    """The width of each column of texts (head and cells); their sum fills `room` at most.

    No column is narrower than its longest word. What is left goes to the columns by how much
    text they hold, until a column has its longest text on one line; the others share the rest.
    """
    least = [float(max(map(_longest_word, texts), default=0)) for texts in columns]
    most = [float(max(map(len, texts), default=0)) for texts in columns]
    weight = [max(1.0, sum(map(len, texts)) / max(1, len(texts))) for texts in columns]
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
    natural = sum(max(map(len, texts), default=0) for texts in columns)
    return natural + _GUTTER * len(columns) <= room


def _longest_word(text: str) -> int:
    return max(map(len, _BREAKS.split(text)))
