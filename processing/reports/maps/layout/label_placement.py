"""Places of texts on a map, so that none lies on another; plain geometry on paper (mm), without QGIS.

QGIS's own labelling leaves out what finds no place. A number that stands in the table must stand on the map, so
numbers are placed here: beside what they name, farther away with a leader to it where it is crowded. Names of units
take what room is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

_STEPS = 16
_FIRST, _RING = 0.6, 1.2  # mm: from a feature's box to the first place of its text, and between rings of places
_RINGS, _FEW_RINGS = 60, 3
_TINY = 1e-9
_GAP = 0.35  # mm between texts

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class MapText:
    """A text to be placed.

    Attributes:
        text: the text.
        width, height: of it on paper (mm).
        x, y: the point that it names, where it stands best (mm).
        feature: the box around what it names (mm).
        required: whether it always finds a place, if need be on others' features; others are left out without one.
        inside: whether what it names has room for it; by default where the box is much larger than the text.
        reach: rings of places around the feature that are tried; by default many where it is required, else few.
    """

    text: str
    width: float
    height: float
    x: float
    y: float
    feature: Box
    required: bool = True
    inside: bool | None = None
    reach: int | None = None


@dataclass(frozen=True)
class PlacedText:
    """Where a text's middle stands (mm), and whether a leader joins it with what it names."""

    text: MapText
    x: float
    y: float
    has_leader: bool

    @property
    def box(self) -> Box:
        """The text's box."""
        half_width, half_height = self.text.width / 2, self.text.height / 2
        return self.x - half_width, self.y - half_height, self.x + half_width, self.y + half_height


def place_texts(
    texts: Sequence[MapText],
    page: Box,
    blocked: Iterable[Box] = (),
    features: Sequence[Box] | None = None,
    most_hidden: int | None = None,
) -> list[PlacedText]:
    """Place texts on a page one after the other, the first first.

    Args:
        texts: what to place.
        page: where they may stand.
        blocked: where nothing may stand.
        features: what texts should not hide; by default what the required texts name.
        most_hidden: of these a text that stands outside of what it names may hide so many; any number by default.
    """
    if features is None:
        features = [text.feature for text in texts if text.required]
    shown = np.array(features, dtype=float).reshape(-1, 4)
    first = np.array(list(blocked), dtype=float).reshape(-1, 4)
    occupied = np.concatenate([first, np.empty((len(texts), 4))])
    count = len(first)
    placed: list[PlacedText] = []
    for text in texts:
        found = _best_position(text, page, occupied[:count], shown, most_hidden)
        if found is not None:
            placed.append(found)
            occupied[count] = found.box
            count += 1
    return placed


def _best_position(
    text: MapText, page: Box, occupied: np.ndarray, features: np.ndarray, most_hidden: int | None
) -> PlacedText | None:
    """Return the best free place: on a feature that is large enough, else beside it, hiding few others."""
    others = features[(features != text.feature).any(axis=1)]
    half = np.array([text.width, text.height]) / 2
    best, best_cost = None, np.inf
    for tried in _positions(text):
        if tried[0, 2] > best_cost:
            break
        boxes = np.concatenate([tried[:, :2] - half, tried[:, :2] + half], axis=1)
        free = (boxes[:, :2] >= page[:2]).all(axis=1) & (boxes[:, 2:] <= page[2:]).all(axis=1)
        free[free] = _overlaps(boxes[free], occupied, _GAP) == 0
        places, boxes = tried[free], boxes[free]
        # What has room for its text has none of others there.
        hidden = _overlaps(boxes, others, 0.0) * ((places[:, 2] > 0) | (text.inside is None))
        # Each feature that would be hidden costs as much as a way of 6 mm.
        costs = np.where(
            hidden <= (np.inf if most_hidden is None else most_hidden), places[:, 2] + 6.0 * hidden, np.inf
        )
        if len(costs) and costs.min() < best_cost:
            best, best_cost = places[np.argmin(costs)], float(costs.min())
    if best is None:
        return None
    x, y, distance = (float(value) for value in best)
    return PlacedText(text, x, y, distance > (_RING if _is_point(text.feature) else 0))


def _positions(text: MapText) -> Iterator[np.ndarray]:
    """Yield places with their distance from the feature (n, 3), the nearest first, some rings at a time."""
    left, bottom, right, top = text.feature
    large = right - left > 1.7 * text.width and top - bottom > 1.7 * text.height
    if (not text.required or large) if text.inside is None else text.inside:
        yield np.array([[text.x, text.y, 0.0]])
    reach = text.reach if text.reach is not None else _RINGS if text.required else _FEW_RINGS
    for start in range(0, reach, _FEW_RINGS):
        rings = min(_FEW_RINGS, reach - start)
        ring, step = np.divmod(np.arange(start * _STEPS, (start + rings) * _STEPS), _STEPS)
        away = _FIRST + ring * _RING
        angle = 2 * np.pi * (step + 0.5 * (ring % 2)) / _STEPS + np.pi / 4
        # On a rectangle around the feature, not on a circle: long features keep their numbers near.
        dx, dy = np.cos(angle), np.sin(angle)
        stretch = np.minimum(
            ((right - left + text.width) / 2 + away) / np.maximum(np.abs(dx), _TINY),
            ((top - bottom + text.height) / 2 + away) / np.maximum(np.abs(dy), _TINY),
        )
        yield np.column_stack([(left + right) / 2 + dx * stretch, (bottom + top) / 2 + dy * stretch, away])


def _is_point(box: Box) -> bool:
    """Return whether a box has no size."""
    return box[0] == box[2] and box[1] == box[3]


def _overlaps(boxes: np.ndarray, others: np.ndarray, gap: float) -> np.ndarray:
    """Return how many of other boxes (m, 4) each box (n, 4) overlaps, or is nearer to than a gap."""
    if not len(boxes) or not len(others):
        return np.zeros(len(boxes), dtype=int)
    # Only those near any of the boxes are compared with each.
    low, high = boxes[:, :2].min(axis=0) - gap, boxes[:, 2:].max(axis=0) + gap
    near = others[(others[:, :2] < high).all(axis=1) & (others[:, 2:] > low).all(axis=1)]
    meet = (boxes[:, None, :2] < near[None, :, 2:] + gap).all(axis=2)
    meet &= (near[None, :, :2] < boxes[:, None, 2:] + gap).all(axis=2)
    return meet.sum(axis=1)
