"""The drawing functions of the charts about half a century of offices: events, and first and last
evidence.

A tidy frame in, a `Figure` out. They read, compute and save nothing. Missing values are left out,
never drawn as zero, and a frame without rows gives a figure that says so.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from footprint.drawing.flags import BESIDE, Flag, arranged, shortened
from footprint.drawing.marks import (
    FILLED,
    HOLLOW,
    Meaning,
    key,
    key_room,
    nothing,
    numbered,
    own_id,
    put,
    sheet,
    write,
)
from footprint.drawing.medium import WIDE, body, broad, shade
from footprint.drawing.panels import decimal_years
from footprint.drawing.style import styled
from footprint.drawing.symbols import sign


def of_maps(label: str, confidence: str = "high") -> Path:
    """The shape that stands for a status on the maps."""
    shape = sign(label, confidence, 1).get_marker()
    assert isinstance(shape, Path)
    return shape


def again(opening: Path) -> Path:
    """The sign of an opening on a foot of its own: a reopening."""
    foot = Path([(-1.1, -1.3), (1.1, -1.3), (1.1, -0.85), (-1.1, -0.85), (-1.1, -1.3)], closed=True)
    return Path.make_compound_path(opening.transformed(Affine2D().scale(1, 0.8)), foot).transformed(
        Affine2D().translate(0, 0.25)
    )


def outlined_cross() -> Path:
    """The sign of a closing, hollow: a cross inside a cross, which runs the other way round."""
    rings = []
    for end, half, way in ((1.1, 0.36, 1), (0.98, 0.17, -1)):
        arm = [(half, half), (half, end), (-half, end)]
        corners = [Affine2D().rotate_deg(45 + 90 * turn).transform(arm) for turn in range(4)]
        ring = np.vstack(corners)[::way]
        rings.append(Path([*ring, ring[0]], closed=True))
    return Path.make_compound_path(*rings)


DIAMETER = Path(
    [(-0.15, -0.9), (0.15, -0.9), (0.15, 0.9), (-0.15, 0.9), (-0.15, -0.9)], closed=True
)
# Of each kind of event: the word, the colour, the sign, and the sign of what was not known by the
# day.
KINDS = {
    "open": ("opened", "opening", of_maps("opening"), of_maps("opening", "low")),
    "reopen": (
        "reopened", "opening", again(of_maps("opening")), again(of_maps("opening", "low")),
    ),
    "suspend": (
        "suspended", "suspended", of_maps("suspended"),
        Path.make_compound_path(HOLLOW, DIAMETER),
    ),
    "close": ("closed", "faded", of_maps("closed"), outlined_cross()),
}  # fmt: skip
SPAN = Path([(-1, -0.2), (1, -0.2), (1, 0.2), (-1, 0.2), (-1, -0.2)], closed=True)
# All in inches but the size of a sign, in points.
ABREAST, BAND = 3, 0.34
GUTTER, LEVEL, SEEN, SIGN = 1.5, 0.23, 0.02, 9.0


@styled
def office_events(events: pd.DataFrame) -> Figure:
    """Openings, reopenings, suspensions and closings as flags on one time axis, a row a kind.

    Columns: day, begins, ends (days; the last two bound what the date can mean), kind (open,
    reopen, suspend or close), city, country, is_known_by_day. An event without a city has the
    name of its country; one not known by the day is hollow. A bar on the line is all that a date
    can mean, where that is wide enough to be seen. Without a day there is no flag.
    """
    rows = dated(events)
    if rows.empty:
        return nothing(broad())
    first, last = int(rows["since"].min()), int(rows["until"].max())
    unit = (broad() - GUTTER - 0.2) / (last + 1 - first)
    spots = rows[["at", "since", "until"]].sub(first).mul(unit).add(GUTTER)
    rows = rows.assign(**spots).sort_values(["at", "name"], ignore_index=True)
    room = (GUTTER - 0.2, broad())
    groups = {kind: rows[rows["kind"] == kind] for kind in KINDS}
    stands = {
        kind: arranged(tuple(own["at"]), tuple(own["name"]), room, body(WIDE))
        for kind, own in groups.items()
    }
    said = explanations(rows)
    head = key_room(broad(), said)
    floors, floor = dict[str, float](), 0.3 + head
    for kind, (_, levels) in stands.items():
        floor += 0.5 + LEVEL * max(levels, default=0)
        floors[kind] = floor
    figure, axes = sheet(broad(), floor + 0.45)
    key(axes, 0.13, said)
    draw_years(axes, first, last, unit, (0.4 + head, floor))
    for kind, y in floors.items():
        draw_row(axes, y, kind, groups[kind], *stands[kind])
    return figure


def dated(events: pd.DataFrame) -> pd.DataFrame:
    """The events of known kinds that have a day: as decimal years at, since and until, and a name
    that fits."""
    rows = events[events["kind"].isin(list(KINDS))].dropna(subset=["day"])
    name = rows["city"].fillna(rows["country"]).fillna("")
    at = decimal_years(rows["day"])
    return rows.assign(
        name=[shortened(text) for text in name],
        at=at,
        since=decimal_years(rows["begins"]).fillna(at),
        until=decimal_years(rows["ends"]).fillna(at),
        is_known_by_day=rows["is_known_by_day"].fillna(False).astype(bool),
    )


def draw_years(axes: Axes, first: int, last: int, unit: float, ends: tuple[float, float]) -> None:
    """Hairlines where the first year, the last and the decades begin; a unit is inches a year."""
    top, floor = ends
    for year in numbered(first, last, unit):
        x = GUTTER + unit * (year - first)
        axes.plot([x, x], [top, floor + 0.08], color=shade("rule"), linewidth=0.8, zorder=0)
        write(axes, x, floor + 0.25, year, colour="muted", ha="center")


def explanations(rows: pd.DataFrame) -> list[Meaning]:
    """The key, of what is there."""
    items: list[Meaning] = []
    if (rows["until"] - rows["since"] > SEEN).any():
        items.append((SPAN, "muted", "the date lies somewhere in this span"))
    if not rows["is_known_by_day"].all():
        items.append((KINDS["open"][3], "muted", "hollow: after the day of this report"))
    return items


def draw_row(
    axes: Axes, y: float, kind: str, rows: pd.DataFrame, flags: Sequence[Flag], levels: list[int]
) -> None:
    """The events of one kind on their line, with what they are and how many at its left."""
    word, colour, shape, hollow = KINDS[kind]
    put(axes, [(0.1, y)], shape, gid=f"key-{kind}", colour=colour, size=SIGN)
    write(axes, 0.27, y, f"{word}, {len(rows)}", is_bold=bool(len(rows)))
    axes.plot([GUTTER, broad() - 0.2], [y, y], color=shade("muted"), linewidth=0.8, zorder=1)
    for since, until in zip(rows["since"], rows["until"], strict=True):
        if until - since > SEEN:
            axes.plot(
                [since, until], [y, y], color=shade("muted"), linewidth=3.5, zorder=1,
                solid_capstyle="butt", gid=own_id(axes, f"span-{kind}"),
            )  # fmt: skip
    spots = [(flag.at, y - 0.2 - LEVEL * level) for flag, level in zip(flags, levels, strict=True)]
    for (x, top), flag, name in zip(spots, flags, rows["name"], strict=True):
        axes.plot(
            [x, x], [y, top], color=shade("muted"), linewidth=0.7, zorder=1,
            gid=own_id(axes, f"stem-{kind}"),
        )  # fmt: skip
        write(
            axes, flag.at + BESIDE * flag.side, top, name, ha="left" if flag.side > 0 else "right"
        )
    for is_known, form in ((True, shape), (False, hollow)):
        chosen = [
            s for s, known in zip(spots, rows["is_known_by_day"], strict=True) if known == is_known
        ]
        gid = f"{kind}-{'by' if is_known else 'after'}-day"
        put(axes, chosen, form, gid=gid, colour=colour, size=SIGN, is_backed=True)


@styled
def first_and_last_documented(years: pd.DataFrame) -> Figure:
    """Dots up for the offices first documented in a year, dots down for those last documented.

    Columns: year, first, last (offices). Dots stand three abreast. The tallest pile each way is
    named. Years that no row speaks of are empty places on the axis.
    """
    rows = years.dropna(subset=["year"])
    if rows.empty:
        return nothing(broad())
    rows = rows.assign(**rows[["first", "last"]].fillna(0).astype(int)).astype({"year": int})
    begin, end = int(rows["year"].min()), int(rows["year"].max())
    pitch = min(0.5, (broad() - 0.3) / (end - begin + 1))
    unit = min(0.066, pitch * 0.3)
    rows["x"] = 0.15 + pitch * (rows["year"] - begin + 0.5)
    up, down = (unit * np.ceil(rows[kind].max() / ABREAST) for kind in ("first", "last"))
    axis = up + 0.33
    figure, axes = sheet(broad(), axis + BAND + down + 0.33)
    for kind, base, way in (("first", axis, -1), ("last", axis + BAND, 1)):
        edges = [0.15, 0.15 + pitch * (end - begin + 1)]
        axes.plot(edges, [base, base], color=shade("muted"), linewidth=0.8, zorder=1)
        piles(axes, rows, kind, base, way * unit)
    for year in numbered(begin, end, pitch):
        x = 0.15 + pitch * (year - begin + 0.5)
        write(axes, x, axis + BAND / 2, year, colour="muted", ha="center")
    return figure


def piles(axes: Axes, rows: pd.DataFrame, kind: str, base: float, unit: float) -> None:
    """The dots of one side, away from its line (down where the unit is positive), and its words."""
    spots = [
        (x + abs(unit) * (place % ABREAST - 1), base + unit * (place // ABREAST + 0.8))
        for x, dots in zip(rows["x"], rows[kind], strict=True)
        for place in range(dots)
    ]
    shape = {"first": HOLLOW, "last": FILLED}[kind]
    put(axes, spots, shape, gid=f"{kind}-documented", size=62 * abs(unit))
    x, year, dots = rows.loc[rows[kind].idxmax(), ["x", "year", kind]]
    tip = base + unit * np.ceil(dots / ABREAST)
    side, ha = (1, "right") if x > broad() / 2 else (-1, "left")
    if not dots:
        return
    words = f"{dots:,.0f} of {rows[kind].sum():,} offices {kind} documented in {year:.0f}"
    write(axes, x + side * abs(unit) * 1.5, tip + np.sign(unit) * 0.17, words, is_bold=True, ha=ha)
