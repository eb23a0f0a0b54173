"""How alike two pictures are, for one that lost its identity and was scaled or encoded anew.

A difference hash: the picture on white, in grey, shrunk to a small grid; a bit says that a cell
is darker than the next one, across and then down. Pictures that look alike differ in few bits.
It is a likeness, never a proof.
"""

from __future__ import annotations

from PIL import Image

_CELLS = 24
_STEP = 3  # of 255: what encoding adds to a flat ground is no difference
FAR = 0.06  # of all bits: farther apart, two pictures are two
_ASPECT = 0.03


def of(image: Image.Image) -> str:
    """The likeness: aspect in thousandths, and the bits in hexadecimal digits."""
    width, height = image.size
    seen = image.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    grey = Image.alpha_composite(ground, seen).convert("L")
    bits = ""
    for across, down in ((1, 0), (0, 1)):
        size = (_CELLS + across, _CELLS + down)
        small = grey.resize(size, Image.Resampling.BOX)
        cell = small.load()
        assert cell is not None
        bits += "".join(
            str(int(cell[x, y] + _STEP < cell[x + across, y + down]))  # type: ignore[operator]
            for y in range(_CELLS)
            for x in range(_CELLS)
        )
    return f"{round(1000 * width / height)}:{int(bits, 2):0{len(bits) // 4}x}"


def apart(one: str, other: str) -> float:
    """The share of bits in which two likenesses differ; 1 where their aspects do."""
    (first, bits), (second, others) = one.split(":"), other.split(":")
    if len(bits) != len(others) or abs(int(first) / int(second) - 1) > _ASPECT:
        return 1.0
    return (int(bits, 16) ^ int(others, 16)).bit_count() / (4 * len(bits))
