"""The drawing functions of the charts about what is known of the past.

A tidy frame in, a `Figure` out. They read, compute and save nothing. Missing values are left out,
never drawn as zero, and a frame without rows gives a figure that says so.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from footprint.drawing.fitting import wide
from footprint.drawing.marks import (
    BAR,
    FILLED,
    HOLLOW,
    RINGED,
    key,
    key_room,
    nothing,
    numbered,
    put,
    sheet,
    write,
)
from footprint.drawing.medium import broad, dense, shade
from footprint.drawing.panels import annotate, decimal_years, panel, spread
from footprint.drawing.style import styled

GRADES = {"A": FILLED, "B": RINGED, "C": HOLLOW}
TALL, ENDS = 2.35, 1.85  # inches of a panel downwards, and of the words at its right end


@styled
def published_and_documented(published: pd.DataFrame, documented: pd.DataFrame) -> Figure:
    """Published totals and those documented here, offices above countries, on one time axis.

    Columns of published: day, offices, countries, grade; of documented: day, offices, countries.
    Statements of one calendar year that differ lie on a band. Nothing joins statements.
    """
    said, kept = dated(published), dated(documented)
    at = [*said["at"], *kept["at"]]
    if not at:
        return nothing(broad())
    words = {
        "A": "published by an official source",
        "B": "by the press, or read in a copy",
        "C": "by a weak source",
    }
    items = [(GRADES[grade], "ink", text) for grade, text in words.items()]
    items.append((BAR, "rule", "one year, different numbers"))
    tall, head = dense(TALL), 0.9 + key_room(broad(), items)
    figure, page = sheet(broad(), round(head + 2 * tall + 0.9, 6))
    key(page, 0.13, items)
    for top, kind, is_last in (
        (head, "offices", False),
        (round(head + tall + 0.53, 6), "countries", True),
    ):
        write(page, 0, top - 0.24, kind.capitalize(), is_bold=True)
        highest = 1.08 * np.nanmax([*said[kind], *kept[kind], 1.0])
        span = (np.floor(min(at)) - 0.3, np.floor(max(at)) + 1.0)
        axes = panel(
            figure,
            (0.4, top, round(broad() - 0.4 - ENDS, 6), tall),
            span,
            highest,
            is_dated=is_last,
        )
        axes.set_gid(kind)
        statements, counted = said.dropna(subset=[kind]), kept.dropna(subset=[kind])
        totals(axes, statements, kind, broad() - 0.4 - ENDS)
        axes.step(
            counted["at"], counted[kind], where="post", color=shade("muted"), linewidth=1.1,
            gid=f"documented-{kind}", zorder=2,
        )  # fmt: skip
        line_ends(page, axes, (top + tall, tall), statements, counted, kind)
    return figure


def dated(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts that have a day, in order of time; numbers as floats, missing ones as NaN."""
    kinds = ["offices", "countries"]
    numbers = counts[kinds].apply(pd.to_numeric, errors="coerce").astype(float)
    rows = counts.assign(**numbers, at=decimal_years(counts["day"]))
    return rows.dropna(subset=["at"]).sort_values("at", kind="stable")


def totals(axes: Axes, said: pd.DataFrame, kind: str, across: float) -> None:
    """Published totals as dots, a band behind those of a year that differ, a word in the gap.

    The panel is so many inches across.
    """
    for grade, rows in said.groupby(said["grade"].where(said["grade"].isin(list(GRADES)), "C")):
        spots = zip(rows["at"], rows[kind], strict=True)
        gid = f"published-{kind}-{grade}"
        put(axes, spots, GRADES[str(grade)], gid=gid, size=7, is_backed=True)
    pad = 0.03 * axes.get_ylim()[1]
    for year, rows in said.groupby(np.floor(said["at"])):
        if rows[kind].nunique() > 1:
            low, high = rows[kind].min() - pad, rows[kind].max() + pad
            band = axes.bar(year + 0.5, high - low, 1, low, color=shade("rule"), zorder=1)
            band.patches[0].set_gid(f"tie-{kind}-{year:.0f}")
    years = np.floor(said["at"]).to_numpy()
    if len(years) > 1 and np.diff(years).max() > 5:
        i = int(np.diff(years).argmax())
        span = f"{years[i] + 1:.0f}–{years[i + 1] - 1:.0f}"
        ways = [f"no published total found, {span}", "no published total found", "none found"]
        room = np.diff(years).max() * across / np.ptp(axes.get_xlim()) - 0.6
        text = next((way for way in ways if wide([way]) <= room), "")
        spot = ((years[i] + years[i + 1] + 1) / 2, said[kind].iloc[i])
        annotate(axes, text, spot, color=shade("muted"), ha="center", va="center")


def line_ends(
    page: Axes,
    axes: Axes,
    foot: tuple[float, float],
    said: pd.DataFrame,
    counted: pd.DataFrame,
    kind: str,
) -> None:
    """The first published number above its dot; the name of the line; the latest of both.

    The foot of the panel is where it ends, and how high it is, in inches.
    """
    ends = []
    if len(said):
        spot = (said["at"].iloc[0], said[kind].iloc[0])
        annotate(axes, f"{spot[1]:,.0f}", spot, ha="center", weight=600).set_position((0, 7))
        ends.append((said[kind].iloc[-1], "published", "ink"))
    if len(counted):
        ends.append((counted[kind].iloc[-1], "documented here", "muted"))
        beside = float(np.quantile(axes.get_xlim(), 0.6))
        near = counted[(counted["at"] - beside).abs() < 6][kind].max()
        if pd.notna(near):
            look = {"color": shade("muted"), "ha": "center"}
            annotate(axes, "documented here", (beside, near), **look).set_position((0, 6))
    floor, tall = foot
    unit = tall / axes.get_ylim()[1]
    places = spread([-unit * value for value, _, _ in ends], 0.22)
    for place, (value, text, colour) in zip(places, ends, strict=True):
        words, is_bold = f"{value:,.0f} {text}", colour == "ink"
        write(page, broad() - ENDS + 0.13, floor + place, words, colour=colour, is_bold=is_bold)


@styled
def evidence_by_year(evidence: pd.DataFrame) -> Figure:
    """One dot per dated attestation of a working office, two abreast on the year it speaks for.

    Columns: year, A, B, C (attestations by grade of source); optionally label, words for a year
    that stands out. A year without evidence is an empty place on the line.
    """
    if evidence.empty:
        return nothing(broad())
    counts = evidence[list(GRADES)].fillna(0).astype(int)
    rows = evidence.assign(**counts, total=counts.sum(axis=1))
    first, last = int(rows["year"].min()), int(rows["year"].max())
    pitch = min(0.5, (broad() - 0.3) / (last - first + 1))
    unit = min(0.072, pitch * 0.46)
    words = {"A": "official, read as such", "B": "press, or official in a copy", "C": "weak"}
    said = [(GRADES[g], "ink", f"{words[g]}, {counts[g].sum():,}") for g in GRADES]
    head = 0.75 + key_room(broad(), said)
    floor = head + unit * np.ceil(max(1, rows["total"].max()) / 2)
    figure, axes = sheet(broad(), floor + 0.4)
    key(axes, 0.13, said)
    rows["x"] = 0.15 + pitch * (rows["year"] - first + 0.5)
    ends = rows[list(GRADES)].cumsum(axis=1)
    for grade, shape in GRADES.items():
        spots = [
            (x + unit * (place % 2 - 0.5), floor - unit * (place // 2 + 0.75))
            for x, end, count in zip(rows["x"], ends[grade], rows[grade], strict=True)
            for place in range(end - count, end)
        ]
        put(axes, spots, shape, gid=f"evidence-{grade}", size=64 * unit)
    edge = 0.15 + pitch * (last - first + 1)
    axes.plot([0.15, edge], [floor] * 2, color=shade("muted"), linewidth=0.8)
    for year in numbered(first, last, pitch):
        x = 0.15 + pitch * (year - first + 0.5)
        write(axes, x, floor + 0.22, year, colour="muted", ha="center")
    if "label" in rows:
        noted = rows.dropna(subset=["label"])
        for x, total, text in zip(noted["x"], noted["total"], noted["label"], strict=True):
            side, ha = (-1, "right") if x > broad() / 2 else (1, "left")
            y = floor - unit * (np.ceil(total / 2) - 0.25)
            write(axes, x + side * (unit + 0.1), y, text, ha=ha)
    return figure
