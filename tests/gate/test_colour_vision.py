"""Whether the statuses can be told apart without full colour vision, and without colour."""

import itertools

import pytest

from footprint.drawing import palette
from footprint.drawing.symbols import LABELS, sign
from gate.colours import MACHADO, difference, linear, seen
from gate.scorecard import Subject

SUBJECT = Subject(
    title="Colour vision",
    tested="Working, closing and opening stay at least 10 apart (CIEDE2000) under each of three "
    "deficiencies of colour vision. Every status has a shape of its own as well, whatever its "
    "colour.",
    conditions=("protanopia", "deuteranopia", "tritanopia", "light", "dark"),
    tool="the matrices of Machado, Oliveira and Fernandes (2009) at full severity",
    blind="A simulation is not a person. How shapes are told apart at small sizes was looked at, "
    "not measured.",
)
MAIN = ("working", "closing", "opening")
SCHEMES = {"light": palette.LIGHT, "dark": palette.DARK}


@pytest.mark.parametrize("deficiency", MACHADO)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_main_statuses_stay_apart(scheme: str, deficiency: str) -> None:
    colours = {name: seen(SCHEMES[scheme][name], deficiency) for name in MAIN}
    close = {
        (one, other): round(difference(colours[one], colours[other]), 1)
        for one, other in itertools.combinations(MAIN, 2)
        if difference(colours[one], colours[other]) < 10
    }
    assert close == {}


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(LABELS, 2)])
def test_two_statuses_differ_in_shape(one: str, other: str) -> None:
    shapes = [sign(label, "high", 8).get_marker() for label in (one, other)]
    outlines = [(shape.vertices.round(3).tolist(), shape.codes) for shape in shapes]
    assert str(outlines[0]) != str(outlines[1])


def test_the_difference_of_colours_is_that_of_the_standard() -> None:
    """Black and white are 100 apart, a colour is none from itself, red and green far."""
    black, white = linear("#000000"), linear("#FFFFFF")
    assert difference(black, white) == pytest.approx(100, abs=0.1)
    assert difference(white, white) == pytest.approx(0, abs=1e-6)
    assert difference(linear("#FF0000"), linear("#00FF00")) == pytest.approx(86.6, abs=0.3)
