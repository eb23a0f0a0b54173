"""The look of the figures, put on a drawing function: `@styled`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import matplotlib
from matplotlib import font_manager

from footprint.drawing.canvas import Draw, fill, fit, inches_of, part_of
from footprint.drawing.medium import shade

P = ParamSpec("P")
R = TypeVar("R")

ROOM = Path(__file__).parent
# Those settings of the style sheet that a theme may change.
COLOURED = {
    "text.color": "ink",
    "axes.edgecolor": "muted",
    "axes.labelcolor": "muted",
    "grid.color": "rule",
    "xtick.color": "muted",
    "ytick.color": "muted",
}
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
    themed: dict[Any, Any] = {key: shade(name) for key, name in COLOURED.items()}
    with matplotlib.rc_context(themed, ROOM / "footprint.mplstyle"):
        yield


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """A drawing function whose artists are created in the report's style.

    With `on=`, a part of a figure of one's own (of `figure.subfigures`) or axes in its place, it
    draws there: in type of the usual size if there is room, else as small as it has to be. It then
    returns that part. The figure remembers how to draw it again, for another medium, as `again`.
    """

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        on: Any = kwargs.pop("on", None)
        with style():
            if on is None:
                figure = draw(*args, **kwargs)
                figure.set_label("map" if ".maps." in draw.__module__ else "chart")  # type: ignore[attr-defined]
                figure.again = partial(drawn, *args, **kwargs)  # type: ignore[attr-defined]
                return figure
            part = part_of(on)
            again: Draw = partial(draw, *args, **kwargs)  # type: ignore[assignment]
            fill(part, again, fit(again, inches_of(part)))
            return part  # type: ignore[return-value]

    signature = inspect.signature(draw)
    on = inspect.Parameter("on", inspect.Parameter.KEYWORD_ONLY, default=None)
    drawn.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*signature.parameters.values(), on]
    )
    return drawn
