"""Work on threads: order, errors, and that nothing of GEOS passes from one thread to another."""

from __future__ import annotations

import functools
import threading
import time
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.encoding import EncodedGeometry, SharedGeometry
from farmland_redline.processing.analysis.overlay.assignment import ZoneIndex
from farmland_redline.processing.analysis.overlay.zones import ZoneLayer
from farmland_redline.processing.analysis.parallel import (
    GeometrySharedError,
    batches,
    require_no_geometry,
    run_in_threads,
)

POINT = shapely.Point(0, 0)
TREE = shapely.STRtree([POINT])


def closure_over(value: object):
    return lambda: value


def method_of(value: object):
    @dataclass
    class Holder:
        held: object

        def use(self) -> None:
            pass

    Holder.__module__ = ZoneLayer.__module__  # as a class of the plugin
    return Holder(value).use


@pytest.mark.parametrize(
    "value",
    [
        POINT,
        TREE,
        [POINT],
        {"a": ({"b": POINT},)},
        np.array([None, POINT], dtype=object),
        pd.DataFrame({"a": [1], "place": [POINT]}),
        pd.Series([POINT], dtype=object),
        geopandas.GeoDataFrame({"a": [1]}, geometry=[POINT]),
        functools.partial(print, POINT),
        functools.partial(print, end=TREE),
        closure_over(POINT),
        method_of(TREE),
        method_of([np.array([POINT], dtype=object)]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_holds_a_geometry_is_refused(value):
    with pytest.raises(GeometrySharedError):
        require_no_geometry(value, "task")


@pytest.mark.parametrize(
    "value",
    [
        None,
        "text",
        np.arange(3),
        np.array(["a", None], dtype=object),
        pd.DataFrame({"a": ["x"], "b": [1.5]}),
        EncodedGeometry.of(np.array([POINT], dtype=object)),
        SharedGeometry(np.array([POINT], dtype=object)),
        ZoneIndex.of(shapely.box([0], 0, [1], 1), np.zeros(1, bool)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_bytes_and_numbers_pass(value):
    require_no_geometry(value, "task")


def test_trees_that_threads_made_stay_with_them():
    shared = SharedGeometry(shapely.box([0, 5], 0, [1, 6], 1))
    shared.query(np.array([POINT], dtype=object))
    require_no_geometry(shared, "task")


def test_a_result_is_looked_at_too():
    with pytest.raises(GeometrySharedError, match="result is a geometry"):
        list(run_in_threads(lambda x: shapely.Point(x, x), [1], 2))
    with pytest.raises(GeometrySharedError, match="task holds geometries"):
        list(run_in_threads(len, [np.array([POINT], dtype=object)], 2))


def test_what_the_work_refers_to_is_named():
    units = {"units": [POINT]}
    with pytest.raises(GeometrySharedError, match=r"work\.units\['units'\]\[0\] is a geometry"):
        list(run_in_threads(lambda x: (units, x), [1], 2))


@given(st.integers(1, 5), st.lists(st.integers(), max_size=30))
def test_results_come_in_the_order_of_tasks(threads, tasks):
    def work(number: int) -> int:
        time.sleep(0.001 * (number % 2))
        return -number

    assert list(run_in_threads(work, tasks, threads)) == [-number for number in tasks]


def test_only_a_few_are_made_ahead():
    taken, most = [], []
    for result in run_in_threads(lambda x: x, (taken.append(i) or i for i in range(50)), 3):
        most.append(len(taken) - result)
    assert max(most) <= 5


def test_an_error_ends_it_and_cancels_what_waits():
    done = []

    def work(number: int) -> int:
        if number == 2:
            raise ValueError("two")
        done.append(number)
        return number

    with pytest.raises(ValueError, match="two"):
        list(run_in_threads(work, range(1000), 2))
    assert len(done) < 10


def test_threads_are_as_many_as_asked_for():
    barrier = threading.Barrier(4, timeout=20)
    assert sorted(run_in_threads(lambda x: barrier.wait() * 0 + x, range(4), 4)) == [0, 1, 2, 3]


@given(st.lists(st.integers(0, 5)).map(sorted), st.integers(1, 9))
def test_batches_cover_everything_once_and_split_no_run(group, size):
    group = np.array(group, np.int64)
    ranges = batches(group, size)
    assert [i for start, end in ranges for i in range(start, end)] == list(range(len(group)))
    assert all(group[end - 1] != group[end] for _, end in ranges[:-1])
    assert all(end - start >= size for start, end in ranges[:-1])
