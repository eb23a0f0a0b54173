"""The drawing functions of the charts about what is known of the past.

A tidy frame in, a `Figure` out. They read, compute and save nothing. Missing values are left out,
never drawn as zero, and a frame without rows gives a figure that says so.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from footprint.drawing.marks import (
    BAR,
    FILLED,
    HOLLOW,
    RINGED,
    WIDE,
    key,
    nothing,
    put,
    sheet,
    write,
)
from footprint.drawing.palette import LIGHT
from footprint.drawing.panels import annotate, decimal_years, panel, spread
from footprint.drawing.style import styled

GRADES = {"A": FILLED, "B": RINGED, "C": HOLLOW}
TALL = 2.35  # inches of a panel


@styled
def published_and_documented(published: pd.DataFrame, documented: pd.DataFrame) -> Figure:
    """Published totals and those documented here, offices above countries, on one time axis.

    Columns of published: day, offices, countries, grade; of documented: day, offices, countries.
    Statements of one calendar year that differ lie on a band. Nothing joins statements.
    """
    said, kept = dated(published), dated(documented)
    at = [*said["at"], *kept["at"]]
    if not at:
        return nothing(WIDE)
    figure, page = sheet(WIDE, 6.5)
    words = {
        "A": "published by an official source",
        "B": "by the press, or read in a copy",
        "C": "by a weak source",
    }
    items = [(GRADES[grade], "ink", text) for grade, text in words.items()]
    key(page, 0.13, [*items, (BAR, "rule", "one year, different numbers")])
    for top, kind, is_last in ((0.9, "offices", False), (3.78, "countries", True)):
        write(page, 0, top - 0.24, kind.capitalize(), is_bold=True)
        highest = 1.08 * np.nanmax([*said[kind], *kept[kind], 1.0])
        span = (np.floor(min(at)) - 0.3, np.floor(max(at)) + 1.0)
        axes = panel(figure, (0.4, top, 7.75, TALL), span, highest, is_dated=is_last)
        axes.set_gid(kind)
        statements, counted = said.dropna(subset=[kind]), kept.dropna(subset=[kind])
        totals(axes, statements, kind)
        axes.step(
            counted["at"], counted[kind], where="post", color=LIGHT["muted"], linewidth=1.1,
            gid=f"documented-{kind}", zorder=2,
        )  # fmt: skip
        line_ends(page, axes, top + TALL, statements, counted, kind)
    return figure


def dated(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts that have a day, in order of time; numbers as floats, missing ones as NaN."""
    kinds = ["offices", "countries"]
    numbers = counts[kinds].apply(pd.to_numeric, errors="coerce").astype(float)
    rows = counts.assign(**numbers, at=decimal_years(counts["day"]))
    return rows.dropna(subset=["at"]).sort_values("at", kind="stable")


def totals(axes: Axes, said: pd.DataFrame, kind: str) -> None:
    """Published totals as dots, a band behind those of a year that differ, a word in the gap."""
    for grade, rows in said.groupby(said["grade"].where(said["grade"].isin(list(GRADES)), "C")):
        spots = zip(rows["at"], rows[kind], strict=True)
        gid = f"published-{kind}-{grade}"
        put(axes, spots, GRADES[str(grade)], gid=gid, size=7, is_backed=True)
    pad = 0.03 * axes.get_ylim()[1]
    for year, rows in said.groupby(np.floor(said["at"])):
        if rows[kind].nunique() > 1:
            low, high = rows[kind].min() - pad, rows[kind].max() + pad
            band = axes.bar(year + 0.5, high - low, 1, low, color=LIGHT["rule"], zorder=1)
            band.patches[0].set_gid(f"tie-{kind}-{year:.0f}")
    years = np.floor(said["at"]).to_numpy()
    if len(years) > 1 and np.diff(years).max() > 5:
        i = int(np.diff(years).argmax())
        text = f"no published total found, {years[i] + 1:.0f}–{years[i + 1] - 1:.0f}"
        spot = ((years[i] + years[i + 1] + 1) / 2, said[kind].iloc[i])
        annotate(axes, text, spot, color=LIGHT["muted"], ha="center", va="center")


def line_ends(
    page: Axes, axes: Axes, floor: float, said: pd.DataFrame, counted: pd.DataFrame, kind: str
) -> None:
    """The first published number above its dot; the name of the line; the latest of both."""
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
            look = {"color": LIGHT["muted"], "ha": "center"}
            annotate(axes, "documented here", (beside, near), **look).set_position((0, 6))
    unit = TALL / axes.get_ylim()[1]
    places = spread([-unit * value for value, _, _ in ends], 0.22)
    for place, (value, text, colour) in zip(places, ends, strict=True):
        words, is_bold = f"{value:,.0f} {text}", colour == "ink"
        write(page, 8.28, floor + place, words, colour=colour, is_bold=is_bold)


@styled
def evidence_by_year(evidence: pd.DataFrame) -> Figure:
    """One dot per dated attestation of a working office, two abreast on the year it speaks for.

    Columns: year, A, B, C (attestations by grade of source); optionally label, words for a year
    that stands out. A year without evidence is an empty place on the line.
    """
    if evidence.empty:
        return nothing(WIDE)
    counts = evidence[list(GRADES)].fillna(0).astype(int)
    rows = evidence.assign(**counts, total=counts.sum(axis=1))
    first, last = int(rows["year"].min()), int(rows["year"].max())
    pitch = min(0.5, (WIDE - 0.3) / (last - first + 1))
    unit = min(0.072, pitch * 0.46)
    floor = 0.75 + unit * np.ceil(max(1, rows["total"].max()) / 2)
    figure, axes = sheet(WIDE, floor + 0.4)
    words = {"A": "official, read as such", "B": "press, or official in a copy", "C": "weak"}
    key(axes, 0.13, [(GRADES[g], "ink", f"{words[g]}, {counts[g].sum():,}") for g in GRADES])
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
    axes.plot([0.15, edge], [floor] * 2, color=LIGHT["muted"], linewidth=0.8)
    for year in range(first, last + 1):
        if year in (first, last) or (year % 10 == 0 and first + 2 < year < last - 2):
            x = 0.15 + pitch * (year - first + 0.5)
            write(axes, x, floor + 0.22, year, colour="muted", ha="center")
    if "label" in rows:
        noted = rows.dropna(subset=["label"])
        for x, total, text in zip(noted["x"], noted["total"], noted["label"], strict=True):
            side, ha = (-1, "right") if x > WIDE / 2 else (1, "left")
            y = floor - unit * (np.ceil(total / 2) - 0.25)
            write(axes, x + side * (unit + 0.1), y, text, ha=ha)
    return figure
