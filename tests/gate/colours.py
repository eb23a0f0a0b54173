"""Colours as numbers: contrast, colour vision, difference."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.float64]

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
MACHADO = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = _TO_XYZ.sum(axis=1)


def linear(colour: str) -> Colour:
    """#RRGGBB as linear RGB, three numbers from 0 to 1."""
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast of two colours by WCAG, from 1 to 21."""
    light = sorted(float(_TO_XYZ[1] @ linear(colour)) + 0.05 for colour in (one, other))
    return light[1] / light[0]


def seen(colour: str, deficiency: str) -> Colour:
    """Linear RGB of a colour as somebody with a deficiency of colour vision sees it."""
    return np.clip(np.array(MACHADO[deficiency]) @ linear(colour), 0, 1)


def lab(colour: Colour) -> Colour:
    """CIE L*a*b* (D65) of linear RGB."""
    parts = _TO_XYZ @ colour / _WHITE
    x, y, z = np.where(parts > 216 / 24389, np.cbrt(parts), (parts * 24389 / 27 + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one: Colour, other: Colour) -> float:
    """CIEDE2000 between two colours in linear RGB; about 2 can just be seen side by side."""
    (l1, a1, b1), (l2, a2, b2) = lab(one), lab(other)
    mean_chroma = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    grey = 1 + (1 - np.sqrt(mean_chroma**7 / (mean_chroma**7 + 25**7))) / 2
    chroma = np.hypot([a1 * grey, a2 * grey], [b1, b2])
    hue = np.degrees(np.arctan2([b1, b2], [a1 * grey, a2 * grey])) % 360
    turn = (hue[1] - hue[0] + 180) % 360 - 180 if chroma.all() else 0.0
    mean_hue = (hue[0] + turn / 2) % 360 if chroma.all() else hue.sum()
    lightness, colourful = (l1 + l2) / 2, chroma.mean()
    steps = np.array(
        [
            (l2 - l1) / (1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)),
            (chroma[1] - chroma[0]) / (1 + 0.045 * colourful),
            2 * np.sqrt(chroma.prod()) * np.sin(np.radians(turn / 2))
            / (1 + 0.015 * colourful * _weight(mean_hue)),
        ]
    )  # fmt: skip
    twist = np.sin(np.radians(60 * np.exp(-(((mean_hue - 275) / 25) ** 2))))
    rotation = -2 * np.sqrt(colourful**7 / (colourful**7 + 25**7)) * twist
    return float(np.sqrt(steps @ steps + rotation * steps[1] * steps[2]))


def _weight(hue: float) -> float:
    """How much a step in hue counts at a hue, in degrees (T of CIEDE2000)."""
    terms: Sequence[tuple[float, float, float]] = (
        (-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.20, 4, -63),
    )  # fmt: skip
    return 1 + sum(share * np.cos(np.radians(times * hue + shift)) for share, times, shift in terms)
