"""The look of the figures, put on a drawing function: `@styled`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import matplotlib
from matplotlib import font_manager

P = ParamSpec("P")
R = TypeVar("R")

ROOM = Path(__file__).parent
FONTS = ROOM.parents[1] / "press" / "template" / "fonts"


@cache
def register_fonts() -> None:
    """Make the report's own typefaces known to matplotlib, once a process.

    The registration outlives the style: an artist keeps the name of its family, and is measured
    and saved long after the drawing function has returned. Raises FileNotFoundError where there
    is none: matplotlib would quietly take another.
    """
    fonts = sorted(FONTS.glob("*.ttf"))
    if not fonts:
        raise FileNotFoundError(f"no typeface in {FONTS}")
    for font in fonts:
        font_manager.fontManager.addfont(font)


@contextmanager
def style() -> Iterator[None]:
    """Matplotlib's defaults plus `footprint.mplstyle`; whatever was set before comes back after.

    The defaults are part of it, so that nobody's private matplotlibrc changes a figure.
    """
    register_fonts()
    with matplotlib.rc_context(fname=ROOM / "footprint.mplstyle"):
        yield


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """A drawing function whose artists are created in the report's style."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with style():
            return draw(*args, **kwargs)

    return drawn
