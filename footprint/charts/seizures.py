"""The drawing function of seizures, series by series.

A tidy frame in, a `Figure` out. No two series share a scale, and none is joined across a gap or a
change of definition. Missing values are left out, never drawn as zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from footprint.drawing.boxes import Numbers
from footprint.drawing.fitting import Leg, fitted, strokes, wide
from footprint.drawing.marks import (
    CARETS,
    FILLED,
    HOLLOW,
    bounded,
    key,
    key_room,
    nothing,
    put,
    sheet,
    write,
)
from footprint.drawing.medium import broad, dense, is_flat, shade
from footprint.drawing.panels import annotate, decimal_years, label, panel
from footprint.drawing.style import styled

ACROSS, BETWEEN = 2.6, 0.4  # inches a panel needs with its scale, and between two
SCALE, PANEL = 0.75, 1.75  # inches for the numbers of a scale, and of a panel's height
UNITS = {
    "lb": ("pounds", ""),
    "lb_powder": ("pounds of powder", ""),
    "pills": ("pills", ""),
    "deadly_doses": ("deadly doses", "its estimate"),
}
BOUNDS = {"at_least": "at least", "at_most": "at most", "about": "about"}


@styled
def seizures_by_series(series: pd.DataFrame) -> Figure:
    """Seizures: a panel for each agency and unit, with a scale of its own; panels do not compare.

    Columns: agency, unit (lb, pills, lb_powder, deadly_doses), day (the middle of the period),
    start, end, quantity (in unit), bound, is_comparable, label (a word for the mark, may be
    missing). Comparable rows are filled, and joined where one period follows another; the others
    are hollow and stand alone, with a line over their months if these are not a year.
    """
    rows = series.assign(
        at=decimal_years(series["day"]),
        quantity=pd.to_numeric(series["quantity"], errors="coerce").astype(float),
        is_comparable=series["is_comparable"].fillna(False).astype(bool),
        bound=series["bound"].where(series["bound"].isin(list(BOUNDS)), "exact"),
    ).dropna(subset=["agency", "unit", "at", "quantity"])
    if rows.empty:
        return nothing(broad())
    rows = rows.sort_values(["agency", "unit", "at"], kind="stable").reset_index(drop=True)
    lanes = lanes_of(rows)
    heads = [0.68 if any(title_of(own)[1] for own in lane) else 0.45 for lane in lanes]
    said = [(FILLED, "ink", "comparable"), (HOLLOW, "muted", "not comparable, never joined")]
    bounds = [(bounded(FILLED, bound), "ink", word) for bound, word in BOUNDS.items()]
    said, high = [*said, *bounds], dense(PANEL)
    extra = key_room(broad(), said)
    figure, page = sheet(broad(), 0.3 + extra + sum(heads) + (high + 0.55) * len(lanes))
    key(page, 0.2, said, size=8)
    y = 0.5 + extra
    for lane, head in zip(lanes, heads, strict=True):
        pitch = (broad() + BETWEEN - 0.1) / len(lane)
        for i, own in enumerate(lane):
            name, note = title_of(own)
            write(page, pitch * i, y + 0.1, fitted(name, pitch - BETWEEN)[0], is_bold=True)
            write(page, pitch * i, y + 0.33, note, colour="muted")
            box = (pitch * i + SCALE, y + head, pitch - BETWEEN - SCALE, high)
            seizures_panel(figure, own, box)
        y += head + high + 0.55
    return figure


def lanes_of(rows: pd.DataFrame) -> list[list[pd.DataFrame]]:
    """The series of each agency, as many abreast as a row of panels holds.

    Where there is little height an agency does not begin a row.
    """
    parts = [[own for _, own in part.groupby("unit")] for _, part in rows.groupby("agency")]
    if is_flat():
        parts = [[own for part in parts for own in part]]
    abreast = max(1, min(4 if is_flat() else 3, int(broad() / ACROSS)))
    return [part[i : i + abreast] for part in parts for i in range(0, len(part), abreast)]


def title_of(own: pd.DataFrame) -> tuple[str, str]:
    """The name of a series, and what else its scale needs said."""
    unit = str(own["unit"].iloc[0])
    name, note = UNITS.get(unit, (unit, ""))
    notes = [note, "in millions" if is_many(own) else ""]
    return f"{own['agency'].iloc[0]}, {name}", ", ".join(text for text in notes if text)


def is_many(own: pd.DataFrame) -> bool:
    """Whether a scale counts in millions."""
    return bool(own["quantity"].max() >= 1e6)


def seizures_panel(
    figure: Figure, own: pd.DataFrame, box: tuple[float, float, float, float]
) -> None:
    """One series on a scale of its own from zero; box is x, y, width and height in inches."""
    own = own.assign(quantity=own["quantity"] / (1e6 if is_many(own) else 1))
    first, last = np.floor(own["at"].min()), np.floor(own["at"].max())
    span, top = (first - 0.1, last + 1.1), 1.3 * max(1.0, own["quantity"].max())
    axes = panel(figure, box, span, top)
    axes.set_gid(f"panel-{len(figure.axes) - 1}")
    # The number of a year stands under its middle, where the dot of a calendar year is.
    names = [text.get_text() for text in axes.get_xticklabels()]
    axes.set_xticks(np.asarray(axes.get_xticks()) + 0.5, names)
    inches = np.array([box[2] / (span[1] - span[0]), box[3] / top])
    own = own.assign(x=dodged(own, inches))
    months(axes, own)
    labelled(axes, own, joined(axes, own, inches), inches, box[3])


def dodged(own: pd.DataFrame, inches: Numbers) -> pd.Series:
    """Where the marks stand in time: one that is not comparable steps aside if it would lie on
    another, but stays near the middle of its period."""
    spots = own[["at", "quantity"]].to_numpy() * inches
    order = np.argsort(~own["is_comparable"].to_numpy(), kind="stable")
    sure = int(own["is_comparable"].sum())
    for rank, i in enumerate(order[sure:], sure):
        others = spots[order[:rank]]
        for aside in (0, 0.15, -0.15, 0.3, -0.3):
            far = np.hypot(*(others - spots[i] - (aside, 0)).T)
            if (far > 0.14).all():
                spots[i, 0] += aside
                break
    return pd.Series(spots[:, 0] / inches[0], own.index)


def joined(axes: Axes, own: pd.DataFrame, inches: Numbers) -> list[Leg]:
    """The marks, and lines between those that follow each other; gives back what labels must not
    cross: these lines, and the words in the gaps."""
    for (is_sure, bound), part in own.groupby(["is_comparable", "bound"]):
        gid, colour, shape = (
            ("comparable", "ink", FILLED) if is_sure else ("apart", "muted", HOLLOW)
        )
        shape, gid = bounded(shape, str(bound)), f"{gid}-{bound}"
        spots = zip(part["x"], part["quantity"], strict=True)
        put(axes, spots, shape, gid=gid, colour=colour, is_backed=not is_sure)
    sure = own[own["is_comparable"]]
    lag = (pd.to_datetime(sure["start"]) - pd.to_datetime(sure["end"]).shift()).dt.days
    groups = [group for _, group in sure.groupby((~lag.between(0, 2)).cumsum())]
    runs = [list(zip(run["x"], run["quantity"], strict=True)) for run in groups]
    strokes(axes, [run for run in runs if len(run) > 1], "ink", 1.4, gid="run")
    legs = [leg for run in runs for leg in pairwise(run)]
    for one, other in pairwise(groups):
        legs += gap(axes, one.iloc[-1], other.iloc[0], inches)
    return legs


def months(axes: Axes, own: pd.DataFrame) -> None:
    """A line over the months of each count of less than a year."""
    begins, ends = pd.to_datetime(own["start"]), pd.to_datetime(own["end"])
    some = own.assign(begins=decimal_years(begins), ends=decimal_years(ends))
    some = some[~own["is_comparable"] & ((ends - begins).dt.days < 360)]
    spans = zip(some["begins"], some["ends"], some["quantity"], strict=True)
    strokes(axes, [[(begin, y), (end, y)] for begin, end, y in spans], "muted", 1, gid="months")


def gap(axes: Axes, one: pd.Series, other: pd.Series, inches: Numbers) -> list[Leg]:
    """Words in a gap of a series, as long as it has room for, and where they stand."""
    first, last = int(one["at"]) + 1, int(other["at"]) - 1
    if last < first:
        return []
    years = f"{first}–{last}" if last > first else f"{first}"
    room = (other["x"] - one["x"]) * inches[0] - 0.3
    for text in (f"no count held, {years}", "no count held", "gap"):
        if wide([text]) <= room:
            x, half = (one["x"] + other["x"]) / 2, wide([text]) / 2 / inches[0]
            y = max((one["quantity"] + other["quantity"]) / 2, 0.14 / inches[1])
            annotate(axes, text, (x, y), color=shade("muted"), ha="center", va="center")
            return [((x - half, y), (x + half, y))]
    return []


def labelled(axes: Axes, own: pd.DataFrame, legs: list[Leg], inches: Numbers, high: float) -> None:
    """Words at the marks that are not comparable, numbers at the highest and last that are."""
    words = own["label"].where(~own["is_comparable"]).dropna().astype(str).to_dict()
    sure = own[own["is_comparable"]]
    for i in {sure["quantity"].idxmax(): 0, sure.index[-1]: 0} if len(sure) else {}:
        number = f"{own.loc[i, 'quantity']:,.1f}".removesuffix(".0")
        words[i] = f"{BOUNDS.get(own.loc[i, 'bound'], '')} {number}".strip()
    air, away = 0.04 / inches[1], 0.1 / inches[1]
    lines = [((a, b + up), (c, d + up)) for (a, b), (c, d) in legs for up in (-air, 0, air)]
    avoid = [
        (x, quantity + away * (1 if is_up else -1))
        for x, quantity, bound in zip(own["x"], own["quantity"], own["bound"], strict=True)
        for is_up in CARETS.get(bound, [])
    ]
    spots = dict(zip(own.index, zip(own["x"], own["quantity"], strict=True), strict=True))
    label(
        axes,
        [spots[i] for i in words],
        list(words.values()),
        avoid=[*spots.values(), *avoid],
        lines=[*lines, *fences(axes, inches, high)],
    )


def fences(axes: Axes, inches: Numbers, high: float) -> Iterator[Leg]:
    """Lines beside and above a panel, too close for a label to stand between them."""
    left, right = axes.get_xlim()
    far = broad() / inches[0]
    for y in np.arange(0, high + 0.6, 0.1):
        level = y / inches[1]
        if y < high:
            yield (left - far, level), (left, level)
            yield (right, level), (right + far, level)
        else:
            yield (left - far, level), (right + far, level)
