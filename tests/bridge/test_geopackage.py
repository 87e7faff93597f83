"""Rows that SQLite writes into a GeoPackage's layer: their bytes by the standard (OGC 12-128r18, 2.1.3)."""

import sqlite3
import struct

import geopandas as gpd
import pytest
import shapely
from qgis.core import QgsProcessingFeedback

from farmland_redline.processing.bridge.io.writing import write_layers
from farmland_redline.processing.bridge.progress import FeedbackProgress

pytestmark = pytest.mark.usefixtures("qgis")


def blobs(path, shapes):
    frame = gpd.GeoDataFrame({"a": range(len(shapes))}, geometry=shapes, crs=4527)
    write_layers(path, {"pieces": frame}, FeedbackProgress(QgsProcessingFeedback()))
    with sqlite3.connect(path) as connection:
        (system,) = connection.execute("SELECT srs_id FROM gpkg_geometry_columns").fetchone()
        return system, [row[0] for row in connection.execute("SELECT geom FROM pieces ORDER BY a")]


def test_polygons_have_a_box_and_are_multipolygons(tmp_path):
    box = shapely.box(1, 2, 30, 40)
    both = shapely.MultiPolygon([box, shapely.box(100, 2, 101, 3)])
    system, (one, two, none, empty) = blobs(tmp_path / "a.gpkg", [box, both, None, shapely.MultiPolygon()])
    assert one[:4] == b"GP\0\x03" and struct.unpack_from("<i", one, 4) == (system,)
    assert struct.unpack_from("<4d", one, 8) == (1, 30, 2, 40)  # west, east, south, north
    assert struct.unpack_from("<4d", two, 8) == (1, 101, 2, 40)
    assert shapely.from_wkb(one[40:]).equals(shapely.MultiPolygon([box])) and shapely.from_wkb(two[40:]).equals(both)
    assert none is None and empty[3] & 0x10 and shapely.from_wkb(empty[8:]).is_empty


def test_points_have_no_box(tmp_path):
    _, (point,) = blobs(tmp_path / "a.gpkg", [shapely.Point(5, 6)])
    assert point[:4] == b"GP\0\x01" and shapely.from_wkb(point[8:]).equals(shapely.Point(5, 6))


def test_the_extent_and_the_count(tmp_path):
    path = tmp_path / "a.gpkg"
    blobs(path, [shapely.box(1, 2, 30, 40), shapely.box(-7, 2, 3, 4), None])
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT min_x, min_y, max_x, max_y FROM gpkg_contents").fetchone() == (-7, 2, 30, 40)
        assert connection.execute("SELECT feature_count FROM gpkg_ogr_contents").fetchone() == (3,)
