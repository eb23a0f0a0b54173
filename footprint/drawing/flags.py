"""Flags on a time line: stems with names beside their tops, so that none runs through another.

Plain geometry in inches, no drawing. Nothing is random: the same dates give the same levels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

from footprint.drawing.marks import one_line
from footprint.drawing.medium import WIDE, body
from footprint.drawing.symbols import extent

BESIDE, LONGEST = 0.11, 2.6  # inches from a stem to its name, and of a name


@dataclass(frozen=True)
class Flag:
    """An event at its place: where its stem is and on which side its name, from where to where."""

    at: float
    side: int
    left: float
    right: float

    def covers(self, other: Flag) -> bool:
        """Whether the stem of another would run through this name."""
        return abs(self.at - other.at) > 0.01 and self.left - 0.04 < other.at < self.right + 0.04

    def meets(self, other: Flag) -> bool:
        """Whether the two have no room beside each other."""
        ends = [(min(f.left, f.at - BESIDE), max(f.right, f.at + BESIDE)) for f in (self, other)]
        return ends[0][0] < ends[1][1] + 0.06 and ends[1][0] < ends[0][1] + 0.06


def shortened(name: object) -> str:
    """A name of no more than the longest length of a flag."""
    text = kept = one_line(name)
    size = body(WIDE)
    while (long := across(text, size)) > LONGEST:
        kept = kept[: min(len(kept) - 1, int(len(kept) * LONGEST / long))]
        text = f"{kept}…"
    return text


def across(text: str, points: float) -> float:
    """Inches a text takes in type of so many points."""
    return extent(text, points)[0] / 72


@lru_cache(maxsize=256)
def arranged(
    places: tuple[float, ...], names: tuple[str, ...], room: tuple[float, float], points: float
) -> tuple[list[Flag], list[int]]:
    """Flags and their levels: names on the sides that make the row lowest.

    Begins with every name to the right of its stem and turns one after the other while that
    helps. A name, in type of so many points, must not leave the sheet or cover the stem of another
    flag.
    """
    both = [
        (
            Flag(at, 1, at + BESIDE, at + BESIDE + across(name, points)),
            Flag(at, -1, at - BESIDE - across(name, points), at - BESIDE),
        )
        for at, name in zip(places, names, strict=True)
    ]
    flags = [right if right.right < room[1] else left for right, left in both]
    best, is_better = cost(flags), True
    while is_better:
        is_better = False
        for i, (right, left) in enumerate(both):
            turned = left if flags[i].side > 0 else right
            trial = [*flags[:i], turned, *flags[i + 1 :]]
            if room[0] < turned.left and turned.right < room[1] and cost(trial) < best:
                flags, best, is_better = trial, cost(trial), True
    return flags, levels_of(flags)


def cost(flags: Sequence[Flag]) -> tuple[int, int, int]:
    """Pairs of which each covers the other's stem, then the highest level, then all of them."""
    tangled = sum(one.covers(other) and other.covers(one) for one in flags for other in flags)
    levels = levels_of(flags)
    return tangled, max(levels, default=0), sum(levels)


def levels_of(flags: Sequence[Flag]) -> list[int]:
    """The lowest level of each flag: above all whose stems its name covers, clear of the rest."""
    levels: dict[int, int] = {}
    waiting = list(range(len(flags)))
    while waiting:
        free = [i for i in waiting if not any(flags[i].covers(flags[j]) for j in waiting)]
        i = free[0] if free else waiting[0]
        waiting.remove(i)
        below = [level for j, level in levels.items() if flags[i].covers(flags[j])]
        taken = {level for j, level in levels.items() if flags[i].meets(flags[j])}
        levels[i] = next(n for n in count(max(below, default=-1) + 1) if n not in taken)
    return [levels[i] for i in range(len(flags))]
