"""Places of texts on a map, so that none lies on another; plain geometry on paper (mm), without QGIS.

QGIS's own labelling leaves out what finds no place. A number that stands in the table must stand on the map, so
numbers are placed here: beside what they name, farther away with a leader to it where it is crowded. Names of units
take what room is left.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_STEPS = 16
_FIRST, _RING = 0.6, 1.2  # mm: from a feature's box to the first place of its text, and between rings of places
_RINGS = 60
_GAP = 0.35  # mm between texts

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class MapText:
    """A text to be placed: its size, the point that it names, and the box around what it names (mm).

    `required` texts always find a place, if need be on others' features; others are left out where they find none.
    """

    text: str
    width: float
    height: float
    x: float
    y: float
    feature: Box
    required: bool = True


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
        return _box(self.x, self.y, self.text)


def place_texts(texts: Sequence[MapText], page: Box, blocked: Iterable[Box] = ()) -> list[PlacedText]:
    """Place texts on a page one after the other, the first first.

    Args:
        texts: what to place.
        page: where they may stand.
        blocked: where nothing may stand.
    """
    occupied: list[Box] = list(blocked)
    features = [text.feature for text in texts if text.required]
    placed: list[PlacedText] = []
    for text in texts:
        found = _best_position(text, page, occupied, features)
        if found is not None:
            placed.append(found)
            occupied.append(found.box)
    return placed


def _best_position(text: MapText, page: Box, occupied: Sequence[Box], features: Sequence[Box]) -> PlacedText | None:
    """Return the best free place: on a feature that is large enough, else beside it, hiding few others."""
    best, best_cost = None, math.inf
    for x, y, distance in _positions(text):
        box = _box(x, y, text)
        if not _inside(box, page) or any(_overlap(box, other, _GAP) for other in occupied):
            continue
        # Each feature that would be hidden costs as much as a way of 6 mm.
        hidden = sum(1 for other in features if other != text.feature and _overlap(box, other, 0.0))
        cost = distance + 6.0 * hidden
        if cost < best_cost:
            best, best_cost = PlacedText(text, x, y, distance > _RING), cost
        if best is not None and distance > best_cost:
            break
    return best


def _positions(text: MapText) -> Iterable[tuple[float, float, float]]:
    """Yield places with their distance from the feature, the nearest first."""
    left, bottom, right, top = text.feature
    if not text.required or (right - left > 1.7 * text.width and top - bottom > 1.7 * text.height):
        yield text.x, text.y, 0.0
    middle_x, middle_y = (left + right) / 2, (bottom + top) / 2
    rings = _RINGS if text.required else 3
    for ring in range(rings):
        away = _FIRST + ring * _RING
        half_width = (right - left + text.width) / 2 + away
        half_height = (top - bottom + text.height) / 2 + away
        for step in range(_STEPS):
            angle = 2 * math.pi * (step + 0.5 * (ring % 2)) / _STEPS + math.pi / 4
            # On a rectangle around the feature, not on a circle: long features keep their numbers near.
            dx, dy = math.cos(angle), math.sin(angle)
            stretch = min(half_width / abs(dx) if dx else math.inf, half_height / abs(dy) if dy else math.inf)
            yield middle_x + dx * stretch, middle_y + dy * stretch, away


def _box(x: float, y: float, text: MapText) -> Box:
    """Return the box of a text whose middle stands at a place."""
    return x - text.width / 2, y - text.height / 2, x + text.width / 2, y + text.height / 2


def _inside(box: Box, page: Box) -> bool:
    """Return whether a box lies in a page."""
    return box[0] >= page[0] and box[1] >= page[1] and box[2] <= page[2] and box[3] <= page[3]


def _overlap(one: Box, other: Box, gap: float) -> bool:
    """Return whether two boxes overlap or lie nearer than a gap."""
    return one[0] < other[2] + gap and other[0] < one[2] + gap and one[1] < other[3] + gap and other[1] < one[3] + gap
