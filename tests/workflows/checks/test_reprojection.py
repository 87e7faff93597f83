"""One system for all layers, and layers whose coordinates are not those of their system."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from bridge.test_chunks import silent, source_of

from farmland_redline.processing.workflows.checks.reprojection import Reprojector, WorkingSystem, choose_system

from .small_county import CRS, SYSTEM, write

pytestmark = pytest.mark.usefixtures("qgis")
# In Jingdezhen, as degrees of CGCS2000 and in the zone with the central meridian 117° (number 39).
DEGREES = shapely.box(117.20, 29.30, 117.21, 29.31)
TO_ZONE = pyproj.Transformer.from_crs(4490, 4527, always_xy=True)


def in_zone(shape):
    return shapely.transform(shape, lambda c: np.column_stack(TO_ZONE.transform(c[:, 0], c[:, 1])))


def layer(folder, name, crs, *shapes):
    frame = gpd.GeoDataFrame({"BSM": [str(n) for n in range(len(shapes))]}, geometry=list(shapes), crs=crs)
    return source_of(write(frame, folder / f"{name}.gpkg", name))


def test_the_first_layer_that_has_a_place_gives_the_system(tmp_path):
    lost = layer(tmp_path, "lost", None, shapely.box(0, 0, 1, 1))
    degrees = layer(tmp_path, "degrees", 4490, DEGREES)
    metres = layer(tmp_path, "metres", 4527, in_zone(DEGREES))
    for sources in ([degrees], [lost, degrees], [metres, degrees]):
        chosen = choose_system(sources, silent())
        assert chosen.crs == pyproj.CRS(4527)
        assert chosen.projection.central_meridian == 117.0
    assert choose_system([lost], silent()) == WorkingSystem(None, None)


def test_geometries_come_into_the_system_as_pyproj_brings_them(tmp_path):
    degrees = Reprojector(layer(tmp_path, "degrees", 4490, DEGREES), SYSTEM, silent())
    moved, misplaced = degrees.reproject(np.array([DEGREES, None], dtype=object))
    assert shapely.equals_exact(moved[0], in_zone(DEGREES), 1e-6) and moved[1] is None
    assert not misplaced.any() and degrees.fits and not degrees.found
    assert degrees.target_crs == CRS and degrees.projection == SYSTEM.projection


def test_coordinates_of_another_system_stay_and_are_reported(tmp_path):
    """Degrees in a layer that says metres: nothing can be compared with it."""
    wrong = Reprojector(layer(tmp_path, "wrong", 4527, DEGREES), SYSTEM, silent())
    moved, misplaced = wrong.reproject(np.array([DEGREES], dtype=object))
    assert shapely.equals_exact(moved[0], DEGREES) and not misplaced.any()
    assert not wrong.fits and wrong.projection is None and sum(map(len, wrong.found)) == 1


def test_a_feature_outside_of_its_system_is_told_from_the_others(tmp_path):
    inside, outside = in_zone(DEGREES), shapely.box(0, 0, 10, 10)
    metres = Reprojector(layer(tmp_path, "metres", 4527, inside), SYSTEM, silent())
    moved, misplaced = metres.reproject(np.array([inside, outside, inside], dtype=object))
    assert misplaced.tolist() == [False, True, False] and metres.fits
    assert shapely.equals_exact(moved[1], outside)


def test_a_layer_without_system_is_left_as_it_is(tmp_path):
    lost = Reprojector(layer(tmp_path, "lost", None, DEGREES), SYSTEM, silent())
    moved, misplaced = lost.reproject(np.array([DEGREES], dtype=object))
    assert shapely.equals_exact(moved[0], DEGREES) and not misplaced.any() and not lost.fits
