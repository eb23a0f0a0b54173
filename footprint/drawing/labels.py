"""Where labels find room: beside their point if they can, further away with a leader line if not.

Plain geometry in points, no drawing. Nothing is random: the same points give the same places.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt
import shapely

from footprint.drawing.boxes import Flags, Numbers, cross, crosses, grown, hull, inside, overlap

Choice = npt.NDArray[np.intp]

GAP = 2.2  # points between a sign and its label
AIR = 1.2  # points around a label that nothing else may enter
APART = np.array([-6, -2, 6, 2])  # more between labels: side by side they would read as one
REACHES = (6, 11, 17, 25, 34, 45, 58, 74)  # lengths of leader lines, in points
FARTHEST = 300  # no label or leader line goes so far
MOST = 3000  # candidates weighed against each other

# What a place costs, besides its distance from the sign.
CLASH, CROSSING, DOUBT, LEADER, COAST = 1000.0, 40.0, 40.0, 12.0, 5.0
ROUNDS, ATTEMPTS = 8, 12

# Beside the sign, best first: at which side of it, and how far along that side a label slides.
BESIDE = [
    (1, 0, 0.0), (-1, 0, 0.0), (0, 1, 0.0), (0, -1, 0.0),
    (1, 0, 0.5), (1, 0, -0.5), (-1, 0, 0.5), (-1, 0, -0.5),
    (0, 1, 0.5), (0, 1, -0.5), (0, -1, 0.5), (0, -1, -0.5),
]  # fmt: skip
DIRECTIONS = [(np.cos(turn), np.sin(turn)) for turn in np.deg2rad(np.arange(0, 360, 20))]
HOLDS = (-0.9, -0.45, 0, 0.45, 0.9)


@dataclass(frozen=True)
class Place:
    """The room of a label: its lower left corner, and its leader line if it has one."""

    left: float
    bottom: float
    leader: tuple[tuple[float, float], tuple[float, float]] | None


def place(
    points: Numbers,
    radii: Numbers,
    sizes: Numbers,
    taken: Numbers,
    frame: tuple[float, float, float, float],
    *,
    coast: shapely.Geometry | None = None,
    lines: shapely.Geometry | None = None,
) -> list[Place | None]:
    """A place for every label, or None where there is no room; the first labels matter most.

    `points` and `radii` are the signs to be labelled, `sizes` the widths and heights of the labels,
    `taken` the boxes of everything to be kept clear (left, bottom, right, top), among them the
    signs themselves. `lines` is kept clear too, `coast` only if it costs little. Everything stays
    inside the frame.
    """
    if not len(points):
        return []
    boxes, legs, cost = _candidates(points, radii, sizes)
    cost = cost + _standing_cost(boxes, legs, points, taken, frame)
    boxes, legs, cost = _best(boxes, legs, cost, max(8, min(180, MOST // len(points))))
    cost += DOUBT * _doubt(boxes, legs, points) + _ground_cost(boxes, legs, coast, lines)
    clashes = _clashes(boxes, legs)
    chosen = _settle(cost, clashes)
    return _places(boxes, legs, cost, clashes, chosen)


def _candidates(
    points: Numbers, radii: Numbers, sizes: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Boxes and leader lines (label, candidate, 4), and the cost of each candidate's distance."""
    half = sizes / 2
    centres, ends, costs = [], [], []
    for rank, (across, up, slide) in enumerate(BESIDE):
        side = np.array([across, up])
        along = np.array([up, across]) * slide
        centres.append(points + side * (radii[:, None] + GAP + half) + along * 2 * half)
        ends.append(np.full_like(points, np.nan))
        costs.append(rank * 1.5)
    for reach, (across, up), hold in product(REACHES, DIRECTIONS, HOLDS):
        side = np.array([across, up])
        end = points + side * (radii[:, None] + reach)
        if abs(up) > 0.3:  # above or below: the line may meet the label's side anywhere
            middle = end + half * [hold, np.sign(up)] + [0, np.sign(up)]
        elif hold == 0:
            middle = end + half * [np.sign(across), up] + [np.sign(across), 0]
        else:
            continue
        centres.append(middle)
        ends.append(end)
        costs.append(LEADER + reach + 0.02 * reach**2 + 3 * abs(hold - across * 0.9))
    centre, end = np.stack(centres, axis=1), np.stack(ends, axis=1)
    boxes = np.concatenate([centre - half[:, None], centre + half[:, None]], axis=2)
    toward = end - points[:, None]
    start = points[:, None] + toward * (
        radii[:, None, None] / np.maximum(np.linalg.norm(toward, axis=2, keepdims=True), 1e-9)
    )
    return boxes, np.concatenate([start, end], axis=2), np.array(costs)


def _standing_cost(
    boxes: Numbers,
    legs: Numbers,
    points: Numbers,
    taken: Numbers,
    frame: tuple[float, float, float, float],
) -> Numbers:
    """What each candidate costs whatever the other labels do."""
    room = hull(boxes, legs)
    out = ((room[..., :2] < frame[:2]) | (room[..., 2:] > frame[2:])).any(axis=2)
    cost = np.where(out, CLASH, 0.0)
    for box in taken:
        near = inside(points, grown(box, FARTHEST))
        cost[near] += CLASH * overlap(boxes[near], grown(box, AIR))
        is_own = inside(points[near], box)[:, None]
        cost[near] += CLASH * (crosses(legs[near], grown(box, 0.5)) & ~is_own)
    return cost


def _best(boxes: Numbers, legs: Numbers, cost: Numbers, count: int) -> tuple[Numbers, ...]:
    """The cheapest candidates of each label."""
    order = np.argsort(cost, axis=1, kind="stable")[:, :count]
    wide = order[..., None]
    return (
        np.take_along_axis(boxes, wide, 1),
        np.take_along_axis(legs, wide, 1),
        np.take_along_axis(cost, order, 1),
    )


def _ground_cost(
    boxes: Numbers, legs: Numbers, coast: shapely.Geometry | None, lines: shapely.Geometry | None
) -> Numbers:
    """What it costs to lie on a coast (little) or a line (too much), or to lead across a line."""
    cost = np.zeros(boxes.shape[:2])
    shapes = shapely.box(*np.moveaxis(boxes, 2, 0))
    if coast is not None:
        shapely.prepare(coast)
        cost += COAST * shapely.intersects(shapes, coast)
    if lines is not None:
        shapely.prepare(lines)
        cost += CLASH * shapely.intersects(shapes, lines)
        leads = ~np.isnan(legs).any(axis=2)
        cost[leads] += CROSSING * shapely.intersects(
            shapely.linestrings(legs[leads].reshape(-1, 2, 2)), lines
        )
    return cost


def _doubt(boxes: Numbers, legs: Numbers, points: Numbers) -> Numbers:
    """How easily a label is taken for that of another labelled sign: 0 (far) to 1 (touching)."""
    middle = points[None, None]
    gap = np.maximum(boxes[:, :, None, :2] - middle, middle - boxes[:, :, None, 2:])
    far = np.hypot(*np.moveaxis(np.maximum(gap, 0), 3, 0))
    own = far[np.arange(len(points)), :, np.arange(len(points))]
    far[np.arange(len(points)), :, np.arange(len(points))] = np.inf
    own = np.where(np.isnan(legs[..., 0]), own, 0)
    return np.maximum(0, 1 - far.min(axis=2) / (1.8 * own + 2))


def _clashes(boxes: Numbers, legs: Numbers) -> Flags:
    """Which candidates of different labels cannot both be taken (label, candidate, ...twice)."""
    labels, candidates = boxes.shape[:2]
    clashes = np.zeros((labels, candidates, labels, candidates), dtype=bool)
    room = hull(boxes, legs)
    reach = np.concatenate([room[..., :2].min(axis=1), room[..., 2:].max(axis=1)], axis=1)
    for one in range(labels):
        near = np.flatnonzero(overlap(reach[one + 1 :], reach[one] + APART)) + one + 1
        for other in near:
            meet = _clash(boxes[one][:, None], legs[one][:, None], boxes[other], legs[other])
            clashes[one, :, other], clashes[other, :, one] = meet, meet.T
    return clashes


def _settle(cost: Numbers, clashes: Flags) -> Choice:
    """The cheapest arrangement found: settle in several orders, then see whether a label in a poor
    place could have a better one if the others made room for it."""
    rng = np.random.default_rng(0)
    labels = np.arange(len(cost))
    nobody = np.full(len(cost), -1)
    attempts = [_attempt(cost, clashes, rng.permutation(labels), nobody) for _ in range(ATTEMPTS)]
    total, chosen = min(attempts, key=lambda attempt: attempt[0])
    wishes = [
        (label, better)
        for label in np.argsort(-cost[labels, chosen], kind="stable")
        for better in np.flatnonzero(cost[label] < cost[label, chosen[label]] - 5)
        if cost[label, chosen[label]] > LEADER
    ]
    for label, better in wishes[: MOST // len(cost)]:
        if cost[label, better] < cost[label, chosen[label]]:
            wish = chosen.copy()
            wish[label] = better
            price, arrangement = _attempt(cost, clashes, labels[labels != label], wish)
            if price < total:
                total, chosen = price, arrangement
    return chosen


def _attempt(cost: Numbers, clashes: Flags, order: Choice, start: Choice) -> tuple[float, Choice]:
    """Let the labels, in order, each take the cheapest place left, until none moves any more.

    Returns what the arrangement costs altogether, and the arrangement.
    """
    labels, chosen = np.arange(len(cost)), start.copy()
    for _ in range(ROUNDS):
        before = chosen.copy()
        for label in order:
            others = labels[(labels != label) & (chosen >= 0)]
            met = clashes[label][:, others, chosen[others]].sum(axis=1)
            chosen[label] = int(np.argmin(cost[label] + CLASH * met))
        if (before == chosen).all():
            break
    clashing = clashes[labels, chosen][:, labels, chosen].sum() / 2
    return float(cost[labels, chosen].sum() + CLASH * clashing), chosen


def _places(
    boxes: Numbers, legs: Numbers, cost: Numbers, clashes: Flags, chosen: Choice
) -> list[Place | None]:
    """The chosen places, less those that would cover something: a missing label misleads nobody."""
    kept: list[int] = []
    places: list[Place | None] = []
    for label, choice in enumerate(chosen):
        if cost[label, choice] >= CLASH or clashes[label, choice, kept, chosen[kept]].any():
            places.append(None)
            continue
        kept.append(label)
        box, leg = boxes[label, choice], legs[label, choice].tolist()
        leader = None if np.isnan(leg).any() else ((leg[0], leg[1]), (leg[2], leg[3]))
        places.append(Place(float(box[0]), float(box[1]), leader))
    return places


def _clash(box: Numbers, leg: Numbers, boxes: Numbers, legs: Numbers) -> Flags:
    """Whether the label or leader line of one candidate meets those of another."""
    return (
        overlap(boxes, box + APART)
        | crosses(legs, grown(box, AIR))
        | crosses(leg, grown(boxes, AIR))
        | cross(legs, leg)
    )
