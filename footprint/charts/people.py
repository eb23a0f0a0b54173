"""The drawing functions of the charts about people: a tidy frame in, a `Figure` out.

How a count is drawn is in `footprint.charts.counts`. Lines join counts of one kind and measure
only, and only over three years or less. Rows without a value or, on a time axis, without a day
cannot be placed and are left out.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from footprint.charts.counts import (
    SAID,
    dots,
    numbers,
    placed,
    runs,
    shape_of,
    span_of,
    spoken,
    spots,
    words_of,
)
from footprint.drawing.marks import (
    FILLED,
    HOLLOW,
    SQUARE,
    bounded,
    key,
    key_room,
    names,
    nothing,
    own_id,
    put,
    sheet,
    write,
)
from footprint.drawing.medium import column, dense, shade
from footprint.drawing.panels import label, panel
from footprint.drawing.style import styled

BOUNDS = [
    (bounded(FILLED, "at_least"), "ink", "at least"),
    (bounded(FILLED, "at_most"), "ink", "at most"),
    (bounded(FILLED, "about"), "ink", "about"),
]
PANELS = {
    "Special agents": ("agents", ["on_board", "unspecified", "authorised", "requested"]),
    "All staff, in service": ("staff", ["on_board", "unspecified"]),
    "All staff, positions": ("staff", ["authorised", "requested"]),
}
BEYOND = {
    "authorised": "authorised",
    "requested": "requested",
    "planned": "planned",
    "proposed_increase": "more proposed",
    "temporary": "for a time",
}
MEASURES = {
    "on_board": "In service",
    "authorised": "Positions authorised",
    "requested": "Positions requested",
    "planned": "Planned",
    "proposed_increase": "Increase proposed",
    "temporary": "Temporary",
    "unspecified": "Not said what is counted",
}


@styled
def agency_people(people: pd.DataFrame) -> Figure:
    """The whole agency: special agents, all staff, and positions, in three panels of one scale.

    Columns: day, value (people or positions), kind (agents, staff), bound, measure (on_board,
    unspecified, authorised, requested; rows of other measures are additions, not stocks, and are
    left out), is_comparable. Counts that are not comparable are hollow and stand alone.
    """
    rows = placed(people)
    rows = rows.assign(is_comparable=rows["is_comparable"].fillna(False).astype(bool))
    parts = {
        title: part
        for title, (kind, measures) in PANELS.items()
        if len(part := rows[(rows["kind"] == kind) & rows["measure"].isin(measures)])
    }
    if not parts:
        return nothing(column())
    tops = {title: 1.12 * max(1.0, part["value"].max()) for title, part in parts.items()}
    heights = {title: dense(max(0.8, 2 * top / max(tops.values()))) for title, top in tops.items()}
    hollow = (HOLLOW, "muted", "hollow: not comparable, or in conflict")
    said = [(FILLED, "ink", "comparable"), hollow, *BOUNDS]
    extra = key_room(column(), said)
    figure, page = sheet(column(), 0.7 + extra + sum(heights.values()) + 0.57 * len(parts))
    key(page, 0.16, said, size=8)
    y, span = 0.45 + extra, span_of(pd.concat(parts.values()))
    for i, (title, part) in enumerate(parts.items()):
        write(page, 0, y + 0.24, title, is_bold=True)
        y += 0.42
        box, is_last = (0.55, y, column() - 1.1, heights[title]), i == len(parts) - 1
        axes = panel(figure, box, span, tops[title], is_dated=is_last)
        axes.set_gid(f"panel-{i + 1}")
        joined = [spots(run) for run in runs(part)]
        for run in joined:
            axes.plot(
                *zip(*run, strict=True), color=shade("ink"), linewidth=1.6, gid=own_id(axes, "run")
            )
        dots(axes, part, part["is_comparable"], size=7)
        comparable = part[part["is_comparable"]]
        ends = comparable.drop(comparable.index[1:-1])
        legs = [leg for run in joined for leg in pairwise(run)]
        label(axes, spots(ends), numbers(ends), avoid=spots(part), lines=legs)
        y += heights[title] + 0.15
    return figure


@styled
def people_abroad(people: pd.DataFrame) -> Figure:
    """The few published counts of people at posts abroad: a strip for each thing that is counted.

    Columns: day, value, kind, bound, measure; label, if there, gives the words at the mark. The
    strips share one scale, so that heights compare; nothing is joined.
    """
    rows = placed(people)
    if rows.empty:
        return nothing(column())
    rows = rows.assign(measure=rows["measure"].fillna("unspecified"))
    measures = [
        m for m in [*MEASURES, *sorted({*rows["measure"]} - {*MEASURES})] if m in {*rows["measure"]}
    ]
    top = 1.3 * max(1.0, rows["value"].max())
    hollow = (HOLLOW, "muted", "hollow: not people in service")
    said = [(FILLED, "ink", "agents"), (SQUARE, "ink", "all staff"), hollow]
    high, step, extra = dense(0.85), dense(0.85) + 0.45, key_room(column(), said)
    figure, page = sheet(column(), 0.65 + extra + step * len(measures))
    key(page, 0.13, said)
    for i, measure in enumerate(measures):
        y, is_last = 0.75 + extra + step * i, i == len(measures) - 1
        write(page, 0, y - 0.12, MEASURES.get(measure, measure), is_bold=True)
        axes = panel(figure, (0.25, y, column() - 0.5, high), span_of(rows), top, is_dated=is_last)
        axes.set_yticks([])
        part = rows[rows["measure"] == measure]
        axes.vlines(
            part["at"],
            0,
            part["value"],
            color=shade("muted"),
            linewidth=0.8,
            gid=own_id(axes, "stem"),
        )
        dots(axes, part, part["measure"] == "on_board", size=7)
        stems = [((x, 0.0), (x, value)) for x, value in spots(part)]
        label(axes, spots(part), words_of(part), lines=stems)
    return figure


@styled
def people_by_country(people: pd.DataFrame) -> Figure:
    """The latest count of each country and kind, ranked, with its date; older counts as pale rings.

    Columns: country, value (people), kind (agents, staff), date (partial, or words), bound;
    is_latest, if there, is false for older counts.
    """
    rows = people.assign(value=pd.to_numeric(people["value"])).dropna(subset=["value", "country"])
    if "is_latest" in rows:
        rows["is_latest"] = rows["is_latest"].fillna(False).astype(bool)
    latest = rows[rows["is_latest"]] if "is_latest" in rows else rows
    if latest.empty:
        return nothing(column())
    latest = latest.assign(most=latest.groupby("country")["value"].transform("max"))
    latest = latest.sort_values(["most", "country", "kind"], ascending=[False, True, True])
    said = [(FILLED, "ink", "special agents"), (SQUARE, "ink", "all staff")]
    if len(rows) > len(latest):
        said.append((HOLLOW, "faded", "earlier"))
    step, first = dense(0.32), 0.62 + key_room(column(), said)
    is_new = ~latest["country"].duplicated()
    figure, axes = sheet(column(), first + step * len(latest) - 0.1)
    key(axes, 0.13, said)
    left = names(axes, latest["country"].where(is_new, ""), first, step) + 0.35
    unit = (column() - left - 2.75) / max(1.0, rows["value"].max())
    for i, row in enumerate(latest.itertuples()):
        y = first + step * i
        if is_new.iloc[i]:
            axes.plot(
                [0, column()], [y - step / 2] * 2, color=shade("rule"), linewidth=0.8, zorder=0
            )
        own = rows.drop(latest.index).query("country == @row.country and kind == @row.kind")
        older = [(left + unit * value, y) for value in own["value"]]
        put(axes, older, HOLLOW, gid="earlier", colour="faded", size=6, is_backed=True)
        ranked(axes, y, left, unit, row)
    axes.plot([left] * 2, [first - step / 2, y + step / 2], color=shade("muted"), linewidth=0.8)
    return figure


def ranked(axes: Axes, y: float, left: float, unit: float, row: Any) -> None:
    """One count on its row: a stem from zero, the mark, the number and kind, the date in grey."""
    x, bound = left + unit * row.value, "exact" if pd.isna(row.bound) else str(row.bound)
    axes.plot([left, x], [y, y], color=shade("muted"), linewidth=0.8, zorder=1)
    shape = bounded(shape_of(row.kind, True), bound, is_across=True)
    kind = "agents" if row.kind == "agents" else "staff"
    put(axes, [(x, y)], shape, gid=f"latest-{kind}", size=9)
    words = f"{SAID.get(bound, '')}{row.value:,.0f} {kind}"
    write(axes, column() - 1.1, y, words, is_bold=True, ha="right")
    write(axes, column() - 0.95, y, spoken(row.date), colour="muted")


@styled
def people_in_country(series: pd.DataFrame) -> Figure:
    """Every published count for one country on a time axis, each with its own words.

    Columns: day, value, kind, bound, measure; `what`, if there, is said after the number; label,
    if there, gives all the words at the mark. Filled marks are people in service; hollow ones
    count something else. Too sparse to join.
    """
    rows = placed(series)
    if rows.empty:
        return nothing(column())
    said = [
        (FILLED, "ink", "agents in service"),
        (SQUARE, "ink", "all staff in service"),
        (HOLLOW, "muted", "hollow: not people in service"),
    ]
    high, extra = dense(3.35), key_room(column(), said)
    figure, page = sheet(column(), high + extra + 0.8)
    key(page, 0.13, said)
    top = 1.12 * max(1.0, rows["value"].max())
    axes = panel(figure, (0.4, 0.45 + extra, column() - 1.25, high), span_of(rows), top)
    dots(axes, rows, rows["measure"] == "on_board", size=9)
    words = words_of(rows)
    if "label" not in rows:
        beyond = rows["measure"].map(BEYOND).fillna(rows.get("what", "")).fillna("")
        words = [f"{word} {more}".strip() for word, more in zip(words, beyond, strict=True)]
    label(axes, spots(rows), words)
    return figure
