"""The nodes of SQLite's R-tree, packed at once instead of inserted row by row: a tenth of the time, a better tree.

The format is that of SQLite's module (https://www.sqlite.org/rtree.html, "Shadow tables"): a node is the number of
its cells and the cells, each a number and a box of 32-bit floats, big-endian; the root, node 1, begins with the depth.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

# Cells of a node on pages of 4096 bytes: (4096 - 64 - 4) / 24, but SQLite takes no more than 51.
_CELLS = 51
_CELL = np.dtype([("number", ">i8"), ("box", ">f4", 4)])
_SIZE = 4 + _CELLS * _CELL.itemsize
_ROOT = 1
_STEP = 2.0**-23  # the relative step by which SQLite rounds what 32 bits cannot hold


def rounded(boxes: np.ndarray) -> np.ndarray:
    """Round boxes outwards to 32-bit floats, so that each still contains its feature.

    Args:
        boxes: float64 (n, 4), west, south, east, north.

    Returns:
        float32 (n, 4), west, east, south, north.

    """
    result = boxes[:, [0, 2, 1, 3]].astype(np.float32)
    for sides, given, outwards in ((result[:, ::2], boxes[:, :2], -1), (result[:, 1::2], boxes[:, 2:], 1)):
        wrong = (sides > given) if outwards < 0 else (sides < given)
        exact = given[wrong]
        sides[wrong] = exact * (1 + outwards * np.copysign(_STEP, exact))
    return result


class Tree:
    """A packed tree, which gives the rows of the tables behind an index."""

    def __init__(self, number: np.ndarray, boxes: np.ndarray) -> None:
        """Pack boxes.

        Args:
            number: int64 (n,), numbers of the rows; at least one.
            boxes: float32 (n, 4), the rows' boxes as `rounded` returns them.

        """
        cells = np.zeros(len(number), _CELL)
        cells["number"], cells["box"] = number, boxes
        # From the leaves up: the cells of each level; every 51 of them make a node, which is a cell of the next level.
        self._levels: list[np.ndarray] = []
        while True:
            cells = cells[_order(cells["box"].astype(np.float32))]
            self._levels.append(cells)
            if len(cells) <= _CELLS:
                break
            first = np.arange(0, len(cells), _CELLS)
            above = np.zeros(len(first), _CELL)
            above["number"] = np.arange(len(first))
            sides = cells["box"].astype(np.float32)
            above["box"][:, ::2] = np.minimum.reduceat(sides[:, ::2], first)
            above["box"][:, 1::2] = np.maximum.reduceat(sides[:, 1::2], first)
            cells = above
        # Nodes are numbered from the root, which is node 1, down.
        self._first = [_ROOT]
        for level in reversed(self._levels[1:]):
            self._first.insert(0, self._first[0] + -(-len(level) // _CELLS))
        for level, first_below in zip(self._levels[1:], self._first):
            level["number"] += first_below

    def nodes(self) -> Iterator[tuple[int, bytes]]:
        """Yield each node's number and its bytes."""
        for level, first in zip(self._levels, self._first):
            for node, start in enumerate(range(0, len(level), _CELLS), first):
                held = level[start : start + _CELLS]
                depth = len(self._levels) - 1 if node == _ROOT else 0
                head = depth.to_bytes(2, "big") + len(held).to_bytes(2, "big")
                yield node, (head + held.tobytes()).ljust(_SIZE, b"\0")

    def rows(self) -> Iterator[tuple[int, int]]:
        """Return pairs of a row and the leaf node that holds it."""
        return _held(self._levels[0], self._first[0])

    def parents(self) -> Iterator[tuple[int, int]]:
        """Yield pairs of a node and its parent."""
        for level, first in zip(self._levels[1:], self._first[1:]):
            yield from _held(level, first)


def _held(level: np.ndarray, first: int) -> Iterator[tuple[int, int]]:
    """Yield the number of each cell of a level, and its node's; the level's nodes are numbered from `first`."""
    for node, start in enumerate(range(0, len(level), _CELLS), first):
        for number in level["number"][start : start + _CELLS].tolist():
            yield number, node


def _order(boxes: np.ndarray) -> np.ndarray:
    """Return the order (n,) of boxes by strips west to east, and in each south to north (sort-tile-recursive)."""
    x, y = boxes[:, 0] + boxes[:, 1], boxes[:, 2] + boxes[:, 3]
    count = -(-len(boxes) // _CELLS)
    strip = -(-count // int(np.ceil(np.sqrt(count)))) * _CELLS
    by_x = np.argsort(x, kind="stable")
    group = np.empty(len(boxes), np.int64)
    group[by_x] = np.arange(len(boxes)) // strip
    return np.lexsort((y, group))
