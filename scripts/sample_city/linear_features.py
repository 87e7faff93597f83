"""Linear features in the second survey: roads, ditches and streams that had no parcel of their own.

That survey recorded what is narrower than 40 m as a line, and where such a line parts two parcels it is their boundary.
So the strip is halved along its middle, and each half goes to the parcel beside it. All of this is counted in the whole
units of the drawing plane, where it is exact.
"""

from __future__ import annotations

import numpy as np

from .terrain import UNIT

LINE_WIDTH = 40.0  # metres; what was as wide as this was a parcel, no line (线状地物)
_LINE = np.int64(1) << 32
_BASE = np.int64(1) << 31
_STEPS = 32  # doublings; two halves that only have each other never come to an end


class _Sides:
    """Looks up which box begins or ends at a line: of disjoint boxes, one at most on either side of any point."""

    def __init__(self, xy: np.ndarray) -> None:
        self.tables = []
        for line in range(4):  # x0, y0, x1, y1 of the boxes
            low = 1 - line % 2
            start, end = _key(xy[:, line], xy[:, low]), _key(xy[:, line], xy[:, low + 2])
            order = np.argsort(start, kind="stable")
            self.tables.append((start[order], end[order], order))

    def corners(self, line: int, at: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Corners strictly between `low` and `high` on the line `at`: rows of the question, and places."""
        rows, places = [], []
        for corner in self.tables[line][:2]:
            keys = np.unique(corner)
            begin = np.searchsorted(keys, _key(at, low), "right")
            count = np.maximum(np.searchsorted(keys, _key(at, high), "left") - begin, 0)
            row = np.repeat(np.arange(len(at)), count)
            step = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
            rows.append(row)
            places.append(keys[begin[row] + step] - _key(at[row], 0))
        return np.concatenate(rows), np.concatenate(places)

    def find(self, line: int, at: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Return the box whose side `line` lies at `at` and passes the middle of `low` and `high`; -1 for none."""
        start, end, order = self.tables[line]
        if not len(order):
            return np.full(len(at), -1)
        middle = _key(at, (low + high) // 2)
        slot = np.searchsorted(start, middle, "right") - 1
        hit = (slot >= 0) & (end[np.maximum(slot, 0)] > middle)
        return np.where(hit, order[np.maximum(slot, 0)], -1)


def _key(line: np.ndarray, place: np.ndarray | int) -> np.ndarray:
    return (line + _BASE) * _LINE + _BASE + place


def _ends(side: int) -> tuple[int, int]:
    """Columns of a box that bound its side (0 to 3: x0, y0, x1, y1) along that side."""
    return (1, 3) if side % 2 == 0 else (0, 2)


def _halved(strips: np.ndarray, width: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Both halves of every strip, the strip's number, and which side of the half lies outward."""
    upright = strips[:, 2] - strips[:, 0] == np.rint(width / UNIT).astype(np.int64)
    halves, strip, outer = [], [], []
    for side in range(4):
        chosen = np.flatnonzero(upright == (side % 2 == 0))
        half = strips[chosen].copy()
        inner = (side + 2) % 4
        half[:, inner] = (half[:, side] + half[:, inner]) // 2
        halves.append(half)
        strip.append(chosen)
        outer.append(np.full(len(chosen), side))
    return np.concatenate(halves), np.concatenate(strip), np.concatenate(outer)


def _cut_at_corners(half: np.ndarray, outer: np.ndarray, sides: _Sides) -> tuple[np.ndarray, np.ndarray]:
    """Halves cut where the boxes across their outer side meet, and the half that each part comes from."""
    parts, source = [], []
    for side in range(4):
        mine = np.flatnonzero(outer == side)
        first, last = _ends(side)
        low, high = half[mine, first], half[mine, last]
        row, place = sides.corners((side + 2) % 4, half[mine, side], low, high)
        rows = np.concatenate([np.tile(np.arange(len(mine)), 2), row])
        stops = np.unique(np.column_stack([rows, np.concatenate([low, high, place])]), axis=0)
        follows = stops[1:, 0] == stops[:-1, 0]
        origin = mine[stops[:-1, 0][follows]]
        part = half[origin]
        part[:, first], part[:, last] = stops[:-1, 1][follows], stops[1:, 1][follows]
        parts.append(part)
        source.append(origin)
    return np.concatenate(parts), np.concatenate(source)


def give_lines_away(zones: np.ndarray, strips: np.ndarray, width: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Halve strips along their middle and give each half, cut at its neighbours' corners, to the zone it lies at.

    Args:
        zones: int64 (n, 4), boxes in units that keep their own number.
        strips: int64 (m, 4), boxes in units, at least two wide; with the zones they are disjoint.
        width: (m,) metres.

    Returns:
        xy: int64 (k, 4): the zones, then the parts of the strips; together they cover what was covered.
        owner: (k,) number of the zone that each box belongs to; n + the strip's number where a strip has no zone on
            either side and stays what it was.

    """
    n = len(zones)
    half, strip, outer = _halved(strips, width)
    part, source = _cut_at_corners(half, outer, _Sides(np.concatenate([zones, half])))
    xy = np.concatenate([zones, part])
    sides = _Sides(xy)
    beside, behind = np.full(len(part), -1), np.full(len(part), -1)
    for side in range(4):
        mine = np.flatnonzero(outer[source] == side)
        low, high = (part[mine, column] for column in _ends(side))
        back = (side + 2) % 4
        beside[mine] = sides.find(back, part[mine, side], low, high)
        behind[mine] = sides.find(side, part[mine, back], low, high)
    # at the rim, where nothing lies beside a half, it goes with the other half
    goes = np.where(beside >= 0, beside, behind)
    owner = np.concatenate([np.arange(n), np.where(goes >= 0, goes, np.arange(n, len(xy)))])
    # what lies at another strip goes where that goes: strips end at ones laid before them, so few steps lead to a zone
    for _ in range(_STEPS):
        following = owner[owner]
        if (following == owner).all():
            break
        owner = following
    lost = np.flatnonzero(owner >= n)
    owner[lost] = n + strip[source[lost - n]]
    return xy, owner


__all__ = ["LINE_WIDTH", "give_lines_away"]
