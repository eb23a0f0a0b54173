"""A map on a page: land, signs on it, and labels that cover neither signs nor each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch

from footprint.drawing.canvas import on_page, size_of
from footprint.drawing.labels import place
from footprint.drawing.medium import shade
from footprint.drawing.symbols import LABELS, Layer, extent, sign, words
from footprint.maps.land import Base, Points


class Plate:
    """A map on a figure: its axes, the land, and the way from degrees to points on the page."""

    def __init__(
        self, figure: Figure, base: Base, left: float, bottom: float, width: float, gid: str = ""
    ) -> None:
        west, south, east, north = base.bounds
        self.base, self.scale = base, width / (east - west)
        height = (north - south) * self.scale
        across, up = (72 * inches for inches in size_of(figure))
        self.axes: Axes = figure.add_axes(
            (left / across, bottom / up, width / across, height / up),
            xlim=(west, east), ylim=(south, north), label=gid,
        )  # fmt: skip
        self.axes.set_axis_off()
        self.prefix = f"{gid}-" if gid else ""
        self.frame = (left, bottom, left + width, bottom + height)
        self._draw_land()

    def _draw_land(self) -> None:
        # An edge of its own colour keeps islands smaller than a pixel in the picture.
        ground = PathPatch(
            self.base.ground, facecolor=shade("land"), edgecolor=shade("land"), linewidth=0.3
        )
        borders = PathPatch(
            self.base.borders, fill=False, edgecolor=shade("paper"), linewidth=0.55,
            capstyle="round", joinstyle="round",
        )  # fmt: skip
        if self.base.graticule is not None:
            mesh = PathPatch(
                self.base.graticule, fill=False, edgecolor=shade("rule"), linewidth=0.5
            )
            mesh.set(gid=f"{self.prefix}graticule", zorder=0.9)
            self.axes.add_artist(mesh)
        for name, patch in (("land", ground), ("borders", borders)):
            patch.set(gid=f"{self.prefix}{name}", zorder=1)
            self.axes.add_artist(patch)

    def layer(self, name: str, zorder: float) -> Layer:
        return Layer(self.axes, f"{self.prefix}{name}", zorder)

    def points(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Points:
        """Where degrees lie on the page, in points from its lower left corner."""
        return self._to_page(self.base.project(lon, lat))

    def draw_offices(
        self, offices: pd.DataFrame, sizes: Mapping[str, float], *, is_certainty_shown: bool = False
    ) -> None:
        """Every office, one layer a label."""
        places = self.base.project(offices["lon"], offices["lat"])
        for depth, label in enumerate(LABELS):
            rows = np.flatnonzero(offices["label"] == label)
            if not len(rows):
                continue
            layer = self.layer(f"offices-{label}", 4 + depth / 10)
            for row in rows:
                office = offices.iloc[row]
                confidence = str(office["confidence"]) if is_certainty_shown else "high"
                gid = f"{self.prefix}office-{office['office_id']}"
                mark = sign(label, confidence, sizes[label], gid)
                mark.set_data([places[row, 0]], [places[row, 1]])
                layer.add(mark, self.axes.transData)

    def signs(self, offices: pd.DataFrame, sizes: Mapping[str, float]) -> tuple[Points, Points]:
        """Where the signs of offices lie on the page, and their radii."""
        radii = offices["label"].map(sizes).fillna(0).to_numpy(dtype=float) / 2
        return self.points(offices["lon"], offices["lat"]), radii

    def write_labels(
        self,
        offices: pd.DataFrame,
        texts: Sequence[str],
        sizes: Mapping[str, float],
        taken: Points,
        *,
        size: float,
        weight: int = 400,
        lines: shapely.Geometry | None = None,
    ) -> None:
        """Labels beside their signs, clear of what is taken; those without room are left out."""
        points, radii = self.signs(offices, sizes)
        extents = np.array([extent(text, size, weight) for text in texts]).reshape(-1, 2)
        coast = shapely.simplify(shapely.transform(self.base.coast, self._to_page), 0.5)
        places = place(points, radii, extents, taken, self.frame, coast=coast, lines=lines)
        leaders, layer = self.layer("leaders", 3), self.layer("labels", 6)
        page = on_page(self.axes)
        for gid, text, (x, _), (width, height), spot in zip(
            offices["office_id"], texts, points, extents, places, strict=True
        ):
            if spot is None:
                continue
            if spot.leader:
                line = Line2D(*zip(*spot.leader, strict=True), color=shade("muted"), linewidth=0.6)
                line.set_gid(f"{self.prefix}leader-{gid}")
                leaders.add(line, page)
            for number, part in enumerate(text.split("\n")):
                heaviness = weight if number == 0 else 400
                spare = width - extent(part, size, heaviness)[0]
                is_left_of_sign = spot.left + 0.7 * width < x
                left = spot.left + (spare if is_left_of_sign else 0)
                baseline = spot.bottom + height - size * (0.76 + 1.15 * number)
                label = words(part, left, baseline, size, weight=heaviness)
                label.set_gid(f"{self.prefix}label-{gid}" + (f"-{number}" if number else ""))
                layer.add(label, page)

    def _to_page(self, points: Points) -> Points:
        west, south, _, _ = self.base.bounds
        return (points - (west, south)) * self.scale + self.frame[:2]


def squares(points: Points, radii: Points) -> Points:
    """The squares that signs take on the page."""
    return np.column_stack([points - radii[:, None], points + radii[:, None]])


def names(column: Iterable[object]) -> list[str]:
    """Names as labels: on one line, whatever their cell held."""
    return [" ".join(str(name).split()) for name in column]
