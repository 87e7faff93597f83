"""Geometries as bytes: what comes back, and that each thread has its own."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from farmland_redline.processing.analysis.encoding import (
    EncodedFrame,
    EncodedGeometry,
    SharedGeometry,
    decode_places,
    encode_places,
)

WKT = [
    "POLYGON ((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1))",
    "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
    "POLYGON Z ((0 0 7, 1 0 8, 1 1 9, 0 0 7))",
    "POLYGON EMPTY",
    "POINT (39512345.1234 3245678.9876)",
    None,
]
GEOMETRY = shapely.from_wkt(WKT)


def test_geometries_come_back_as_they_were():
    encoded = EncodedGeometry.of(GEOMETRY)
    assert len(encoded) == len(GEOMETRY) and encoded.wkb[-1] is None
    back = encoded.decode()
    assert shapely.to_wkt(back, rounding_precision=-1).tolist() == shapely.to_wkt(GEOMETRY, -1).tolist()
    assert not set(map(id, back[:-1])) & set(map(id, GEOMETRY[:-1]))
    assert shapely.equals_exact(encoded.take(np.array([4, 0])).decode(), GEOMETRY[[4, 0]]).all()
    assert shapely.get_type_id(encoded.decode(slice(1, 2))).tolist() == [6]


def test_bytes_are_little_endian_and_flat_if_asked():
    assert all(wkb[0] == 1 for wkb in EncodedGeometry.of(GEOMETRY).wkb[:-1])
    assert shapely.has_z(EncodedGeometry.of(GEOMETRY).decode()).sum() == 1
    assert not shapely.has_z(EncodedGeometry.of(GEOMETRY, flat=True).decode()).any()


coordinates = st.floats(-4e7, 4e7, allow_nan=False)


@given(st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=8))
def test_coordinates_keep_every_bit(points):
    polygon = np.array([shapely.Polygon(points)], dtype=object)
    back = EncodedGeometry.of(polygon).decode()
    assert shapely.get_coordinates(back).tobytes() == shapely.get_coordinates(polygon).tobytes()


def test_each_thread_has_a_tree_of_its_own():
    shared = SharedGeometry(shapely.box(np.arange(50), 0, np.arange(50) + 0.5, 1))

    def ask(x: float) -> tuple[list[int], int]:
        found = shared.query(np.array([shapely.Point(x, 0.5)], dtype=object))[1].tolist()
        return found, id(shared._own.tree)

    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        answers = [ask(7.2), one.submit(ask, 7.2).result(), other.submit(ask, 7.2).result()]
    assert [found for found, _ in answers] == [[7]] * 3
    assert len({tree for _, tree in answers}) == 3


def test_what_has_no_place_is_found_by_nobody():
    shared = SharedGeometry(np.array([None, shapely.Polygon(), shapely.box(0, 0, 1, 1)], dtype=object))
    assert np.isnan(shared.bounds[:2]).all() and len(shared) == 3
    assert shared.query(shapely.box([-9], -9, [9], 9))[1].tolist() == [2]
    assert SharedGeometry(np.zeros(0, dtype=object)).query(shapely.box([0], 0, [1], 1))[0].tolist() == []


def test_it_travels_without_trees():
    shared = SharedGeometry(shapely.box([0, 5], 0, [1, 6], 1))
    shared.query(shapely.box([0], 0, [1], 1))
    there = pickle.loads(pickle.dumps(shared))  # noqa: S301  as Dask sends it
    assert shapely.equals(there.decode(), shared.decode()).all()
    assert there.query(shapely.box([5], 0, [6], 1))[1].tolist() == [1]


def frame(geometry):
    columns = {"BSM": [f"{n}" for n in range(len(geometry))], "area": np.arange(len(geometry)) / 7}
    return geopandas.GeoDataFrame(columns, geometry=geometry, index=range(10, 10 + len(geometry)), crs=4527)


def test_frames_come_back_with_columns_index_and_system():
    given_frame = frame(GEOMETRY)
    encoded = EncodedFrame.of(given_frame)
    assert encoded.kind.tolist() == [3, 6, 3, 3, 0, -1]
    assert encoded.bounds[1].tolist() == [0, 0, 6, 6] and np.isnan(encoded.bounds[3:4]).all()
    pd.testing.assert_frame_equal(encoded.decode(), given_frame)
    few = encoded.take(np.array([4, 1]))
    pd.testing.assert_frame_equal(few.decode(), given_frame.iloc[[4, 1]])
    assert len(few) == 2 and few.bounds[1].tolist() == [0, 0, 6, 6]


def test_an_empty_frame():
    encoded = EncodedFrame.of(frame(np.zeros(0, dtype=object)))
    assert len(encoded) == 0 and encoded.bounds.shape == (0, 4)
    assert encoded.decode().crs == 4527


@pytest.mark.parametrize("places", [[shapely.Point(1, 2), None], [None, None]])
def test_places_of_problems(places):
    table = pd.DataFrame({"kind": ["a", "b"], "geometry": np.array([*places, 0], dtype=object)[:2]})
    encoded = encode_places(table)
    assert all(place is None or isinstance(place, bytes) for place in encoded["geometry"])
    assert decode_places(encoded)["geometry"].tolist() == places
