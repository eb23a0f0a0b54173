"""Boxes and lines on a page: which meet. A box is left, bottom, right, top; a line x, y, x, y."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def grown(box: Numbers, by: float) -> Numbers:
    """A box with air around it."""
    return box + np.array([-by, -by, by, by])


def inside(points: Numbers, box: Numbers) -> Flags:
    """Whether points lie in a box."""
    left, bottom, right, top = box
    x, y = points[:, 0], points[:, 1]
    return (x >= left) & (x <= right) & (y >= bottom) & (y <= top)


def overlap(boxes: Numbers, box: Numbers) -> Flags:
    """Whether boxes have room in common with a box."""
    return (
        (boxes[..., 0] < box[..., 2])
        & (boxes[..., 2] > box[..., 0])
        & (boxes[..., 1] < box[..., 3])
        & (boxes[..., 3] > box[..., 1])
    )


def crosses(legs: Numbers, box: Numbers) -> Flags:
    """Whether a line enters a box (the slab method). No line (NaN) enters none."""
    enter, leave = np.array(-np.inf), np.array(np.inf)
    for axis in (0, 1):
        start, way = legs[..., axis], legs[..., axis + 2] - legs[..., axis]
        way = np.where(way == 0, 1e-12, way)
        one, two = (box[..., axis] - start) / way, (box[..., axis + 2] - start) / way
        enter = np.maximum(enter, np.minimum(one, two))
        leave = np.minimum(leave, np.maximum(one, two))
    return np.asarray((enter <= leave) & (leave >= 0) & (enter <= 1))


def cross(legs: Numbers, leg: Numbers) -> Flags:
    """Whether lines cross a line. No line (NaN) crosses none."""

    def side(a: Numbers, b: Numbers, c: Numbers) -> Numbers:
        return (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (
            c[..., 0] - a[..., 0]
        )

    a, b, c, d = legs[..., :2], legs[..., 2:], leg[..., :2], leg[..., 2:]
    return (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)


def hull(boxes: Numbers, legs: Numbers) -> Numbers:
    """The room that labels take together with their leader lines, if they have one."""
    one, two = legs[..., :2], legs[..., 2:]
    low, high = np.fmin(one, two), np.fmax(one, two)
    return np.concatenate([np.fmin(boxes[..., :2], low), np.fmax(boxes[..., 2:], high)], axis=-1)
