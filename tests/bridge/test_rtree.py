"""The packed R-tree: SQLite's own module checks it, finds by it, and goes on from it."""

import sqlite3

import numpy as np
import pytest

from farmland_redline.processing.bridge.io.rtree import Tree, rounded

INSERT = "INSERT OR REPLACE INTO t_{kind} VALUES (?, ?)"  # the root is there already


def tree_of(boxes: np.ndarray) -> sqlite3.Connection:
    """An R-tree of SQLite filled with a packed tree; rows are numbered from 1."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING rtree(id, west, east, south, north)")
    tree = Tree(np.arange(1, len(boxes) + 1), rounded(boxes))
    for kind, rows in (("node", tree.nodes()), ("rowid", tree.rows()), ("parent", tree.parents())):
        connection.executemany(INSERT.format(kind=kind), rows)
    return connection


def boxes_of(count: int, seed: int = 1) -> np.ndarray:
    corner = np.random.default_rng(seed).uniform(3.9e7, 4.0e7, (count, 2))
    return np.hstack([corner, corner + np.random.default_rng(seed + 1).uniform(0.1, 300.0, (count, 2))])


@pytest.mark.parametrize("count", [1, 51, 52, 51 * 51, 51 * 51 + 1, 6_000])
def test_sqlite_finds_no_fault(count):
    connection = tree_of(boxes_of(count))
    assert connection.execute("SELECT rtreecheck('t')").fetchone() == ("ok",)
    assert connection.execute("SELECT count(*), count(DISTINCT id) FROM t").fetchone() == (count, count)


def test_searches_find_what_lies_there():
    boxes = boxes_of(4_000)
    connection = tree_of(boxes)
    for west, south in boxes_of(50, seed=7)[:, :2]:
        east, north = west + 200_000.0, south + 200_000.0
        meets = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
        found = connection.execute(
            "SELECT id FROM t WHERE west <= ? AND east >= ? AND south <= ? AND north >= ?", (east, west, north, south)
        )
        # Rounded outwards, a box may meet a little more, but nothing less.
        assert set((np.flatnonzero(meets) + 1).tolist()) <= {row[0] for row in found}


def test_rows_added_by_sqlite_fit_in():
    connection = tree_of(boxes_of(500))
    connection.execute("INSERT INTO t VALUES (9999, 1.0, 2.0, 1.0, 2.0)")
    connection.execute("DELETE FROM t WHERE id = 3")
    assert connection.execute("SELECT rtreecheck('t')").fetchone() == ("ok",)
    assert connection.execute("SELECT id FROM t WHERE east < 10").fetchall() == [(9999,)]


def test_boxes_are_rounded_outwards():
    boxes = boxes_of(2_000) * [1, -1, 1, -1]
    boxes[:, [1, 3]] = boxes[:, [3, 1]]
    west, east, south, north = rounded(boxes).astype(float).T
    assert (west <= boxes[:, 0]).all() and (south <= boxes[:, 1]).all()
    assert (east >= boxes[:, 2]).all() and (north >= boxes[:, 3]).all()
    # By little: 32 bits hold these numbers to 4 m.
    assert max(np.abs(west - boxes[:, 0]).max(), np.abs(north - boxes[:, 3]).max()) < 10


def test_what_32_bits_hold_stays():
    assert rounded(np.array([[1.0, 2.0, 3.0, 4.0]])).tolist() == [[1.0, 3.0, 2.0, 4.0]]
