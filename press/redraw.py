"""Figures again, for another medium: what they were drawn from is kept, and drawn anew.

A notebook that runs with `PRESS_DRAWINGS` set saves no figure. It leaves for each, below its
staging folder, how to draw it: the `again` that the drawing function left on the figure. That is
read by the build that ran the notebook, and by nobody else.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
from matplotlib.figure import Figure

from press import figures

DRAWINGS = "PRESS_DRAWINGS"
_SOURCES = 3  # named in a credit


@dataclass(frozen=True)
class Drawing:
    """How to draw a figure, what was plotted, and the passport of the figure."""

    again: Callable[[], Figure]
    frame: pd.DataFrame
    passport: Mapping[str, Any]

    @property
    def credit(self) -> str:
        """What it is from, whose licence it is under, and who said what it shows."""
        passport = self.passport
        publishers = list(
            dict.fromkeys(
                str(source.get("publisher", source["id"])) for source in passport["sources"]
            )
        )
        named, more = publishers[:_SOURCES], len(publishers) - _SOURCES
        others = [f"{more:,} more"] if more > 0 else []
        sources = f" Sources: {'; '.join([*named, *others])}." if named else ""
        return (
            f"{passport['report']}, edition {passport['version']}, as of {passport['as_of']}. "
            f"{passport['licence']}.{sources}"
        )


def keep(figure: Figure, frame: pd.DataFrame, passport: Mapping[str, Any], staging: Path) -> None:
    """Leave how to draw a figure below a staging folder. AttributeError if it does not know."""
    folder = staging / "drawings"
    folder.mkdir(parents=True, exist_ok=True)
    drawing = Drawing(figure.again, frame, passport)  # type: ignore[attr-defined]
    (folder / f"{passport['name']}.pickle").write_bytes(pickle.dumps(drawing))


def drawings(staging: Path) -> dict[str, Drawing]:
    """What notebooks have left, by the name of the figure."""
    paths = sorted((staging / "drawings").glob("*.pickle"))
    return {path.stem: pickle.loads(path.read_bytes()) for path in paths}


def names(notebooks: Collection[Path]) -> dict[str, Path]:
    """The figures that notebooks hold, in reading order: the cell of each has its name as id."""
    return {
        cell.id: path
        for path in notebooks
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code" and "page.show(" in cell.source
    }


def save(
    figure: Figure,
    drawing: Drawing,
    medium: str,
    kinds: Collection[str],
    *,
    palette: Mapping[str, str],
    folder: Path,
    margin: float = figures.MARGIN,
) -> Iterator[Path]:
    """Write the pictures of a figure for a medium, NAME--MEDIUM.KIND, with the figure's identity.

    The colour of the ground is that of `paper` in the palette. Yields what was written.
    """
    name = drawing.passport["name"]
    with tempfile.TemporaryDirectory(dir=folder) as aside:
        figures.save(
            figure, drawing.frame, drawing.passport,
            palette=palette, staging=Path(aside), margin=margin,
        )  # fmt: skip
        made = Path(aside) / "figures"
        fine = made / f"{name}@2x.png"  # the sizes of media are in the pixels of this one
        fine.replace(made / f"{name}.png")
        for path in sorted(made.iterdir()):
            if path.suffix[1:] in kinds:
                yield path.rename(folder / f"{name}--{medium}{path.suffix}")
